"""The files in which claims leave: how each form is written, and how its file is proved after writing.

Source: handbook §7.2, §7.8, §7.10 (kinds of batches); DESIGN §4 (re-read and verify first).
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

from xl_massbill.book.finding import Severity
from xl_massbill.claims.build import Draft
from xl_massbill.claims.claim import Claim
from xl_massbill.claims.control import Control
from xl_massbill.claims.parties import Parties
from xl_massbill.errors import Refused
from xl_massbill.practice import Records

if TYPE_CHECKING:
    from xl_massbill.forms.cms1500 import Offset


class FormFile(Protocol):
    """One kind of file: `kind` as on sheet Batches, and whether it bears the numbers of an interchange."""

    @property
    def kind(self) -> str:
        """Return the kind of batch, which is also how payers are sent to by it (Payers, Send by)."""

    @property
    def is_interchange(self) -> bool:
        """Return whether the file bears the numbers of an X12 interchange."""

    def ending(self, records: Records) -> str:
        """Return how the file's name ends."""

    def write(self, claims: Sequence[Claim], records: Records, control: Control, out: BinaryIO) -> None:
        """Write the claims in their order."""

    def verify(self, path: Path, claims: Sequence[Claim], records: Records, control: Control) -> None:
        """Read the written file back; raise Refused unless it says exactly what the claims say."""

    def unfit(self, claims: Sequence[Claim], records: Records, day: dt.date) -> dict[int, str]:
        """Return the claims that the form of a day cannot hold whole, by position, with the reason."""


class X837P:
    """The electronic claim."""

    kind = "837P"
    is_interchange = True

    def ending(self, records: Records) -> str:
        """Return how the file's name ends."""
        del records
        return ".txt"

    def write(self, claims: Sequence[Claim], records: Records, control: Control, out: BinaryIO) -> None:
        """Write one interchange."""
        _interchange(claims, records, control, out)

    def verify(self, path: Path, claims: Sequence[Claim], records: Records, control: Control) -> None:
        """Hold the file against the claims, line by line, and against the guide."""
        from xl_massbill.forms import x837p  # noqa: PLC0415
        from xl_massbill.forms.x837p.lint import lint  # noqa: PLC0415

        del records, control
        x837p.verify(path, claims)
        wrong = next((one for one in lint(path) if one.severity is Severity.ERROR), None)
        if wrong is not None:
            whose = f"claim {wrong.claim_id}" if wrong.claim_id else f"segment {wrong.segment}"
            raise Refused(f"The file would be rejected ({whose}, {wrong.place}): {wrong.message}")

    def unfit(self, claims: Sequence[Claim], records: Records, day: dt.date) -> dict[int, str]:
        """Return the claims that a payer would refuse by the guide, and why; the others can still go."""
        del day
        at = {claim.claim_id: n for n, claim in enumerate(claims)}
        files: dict[object, list[Claim]] = {}
        for claim in claims:
            files.setdefault(claim.payer.file, []).append(claim)
        found: dict[int, str] = {}
        for group in files.values():
            for claim_id, why in _faults(group, records):
                if claim_id in at:
                    found.setdefault(at[claim_id], why)
        return found


def _faults(claims: Sequence[Claim], records: Records) -> Iterator[tuple[str, str]]:
    """Yield the claims of one file to be that break the guide, and how, found in a trial of it."""
    from xl_massbill.forms.x837p.lint import lint  # noqa: PLC0415

    trial, made = io.BytesIO(), dt.datetime.combine(max(c.last_day for c in claims), dt.time(23, 59))
    try:
        usage = claims[0].payer.usage or "T"
        _interchange(claims, records, Control(1, 1, 1, "TRIAL", usage, made), trial)
    except Refused:
        return  # what cannot even be written is told when the file is made
    for one in lint(trial.getvalue()):
        if one.severity is Severity.ERROR:
            yield one.claim_id, f"{one.place}: {one.message}"


def _interchange(claims: Sequence[Claim], records: Records, control: Control, out: BinaryIO) -> None:
    from xl_massbill.forms import x837p  # noqa: PLC0415 - each form is loaded when it is asked for

    parties = Parties(records)
    x837p.write(claims, x837p.Partners(parties.submitter(), parties.receiver()), control, out)


class CMS1500:
    """The paper claim: a PDF for pre-printed red forms, or a print image where the office wants one."""

    kind = "CMS1500"
    is_interchange = False

    def ending(self, records: Records) -> str:
        """Return how the file's name ends."""
        return ".txt" if _as_print_image(records) else ".pdf"

    def write(self, claims: Sequence[Claim], records: Records, control: Control, out: BinaryIO) -> None:
        """Write the pages of all claims, signed on the day of the file."""
        from xl_massbill.forms import cms1500  # noqa: PLC0415

        day = control.made.date()
        if _as_print_image(records):
            cms1500.write_print_image(claims, out, signed=day)
        else:
            cms1500.write_pdf(claims, out, offset_of(records), signed=day)

    def verify(self, path: Path, claims: Sequence[Claim], records: Records, control: Control) -> None:
        """Hold the file against a second writing: the same claims give the same bytes."""
        again = io.BytesIO()
        self.write(claims, records, control, again)
        if path.read_bytes() != again.getvalue():
            raise Refused("The file of CMS-1500 forms did not read back as it was written.")

    def unfit(self, claims: Sequence[Claim], records: Records, day: dt.date) -> dict[int, str]:
        """Return the claims of which a number or an amount has no room in its box, and why."""
        from xl_massbill.forms import cms1500  # noqa: PLC0415

        del records, day
        found: dict[int, str] = {}
        for at, claim in enumerate(claims):
            for remark in cms1500.pages(claim).remarks:
                if remark.left_out:
                    found.setdefault(at, remark.sentence())
        return found


class ClaimCsv:
    """One row a service line, for clearinghouses that take uploads of CSV instead of an 837P."""

    kind = "CSV"
    is_interchange = False

    def ending(self, records: Records) -> str:
        """Return how the file's name ends."""
        del records
        return ".csv"

    def write(self, claims: Sequence[Claim], records: Records, control: Control, out: BinaryIO) -> None:
        """Write the rows of all claims."""
        from xl_massbill.forms import claim_csv  # noqa: PLC0415

        del records, control
        claim_csv.write(claims, out)

    def verify(self, path: Path, claims: Sequence[Claim], records: Records, control: Control) -> None:
        """Read the file back and hold every cell against the claims."""
        from xl_massbill.forms import claim_csv  # noqa: PLC0415

        del records, control
        claim_csv.verify(path.read_bytes(), claims)

    def unfit(self, claims: Sequence[Claim], records: Records, day: dt.date) -> dict[int, str]:
        """Return the claims that rows cannot say, and why."""
        from xl_massbill.forms.claim_csv.writing import must_fit  # noqa: PLC0415

        del records, day
        return refused(claims, must_fit)


def refused(claims: Sequence[Claim], trial: Callable[[Claim], object]) -> dict[int, str]:
    """Return the claims, by position, at which a trial raises ValueError, with its words."""
    found: dict[int, str] = {}
    for at, claim in enumerate(claims):
        try:
            trial(claim)
        except ValueError as why:
            found[at] = str(why)
    return found


def _as_print_image(records: Records) -> bool:
    return records.settings.get("cms1500_as", "PDF").upper() == "PRINT_IMAGE"


def offset_of(records: Records) -> Offset:
    """Return by how much the print on the red form is moved, as sheet Settings says."""
    from xl_massbill.forms.cms1500 import Offset  # noqa: PLC0415

    return Offset(*(_hundredths(records.settings.get(key)) for key in ("cms1500_right", "cms1500_down")))


def _hundredths(text: str | None) -> int:
    try:
        return round(float(text or 0))
    except (ValueError, OverflowError):
        raise Refused("Settings cms1500_right and cms1500_down must be whole numbers.") from None


def _own_paper(word: str) -> FormFile:
    from xl_massbill.commands import letter_forms  # noqa: PLC0415 - drawing is loaded when it is asked for

    return letter_forms.Invoices() if word == "invoice" else letter_forms.StateForms()


METHODS = {
    "837p": "837P",
    "csv": "837P",
    "cms1500": "CMS1500",
    "invoice": "INVOICE",
    "state-form": "STATE_FORM",
}
"""How the payers are sent to (Payers, Send by) whose claims a form takes, by the word that asks for it."""


def form_called(word: str) -> FormFile:
    """Return the form by the word that asks for it."""
    plain: dict[str, FormFile] = {"837p": X837P(), "csv": ClaimCsv(), "cms1500": CMS1500()}
    return plain[word] if word in plain else _own_paper(word)


def form_of(method: str) -> FormFile | None:
    """Return the form for how a payer is sent to, None for one that takes none of ours."""
    return next((form_called(word) for word, of in METHODS.items() if of == method), None)


def form_for(draft: Draft, records: Records, word: str) -> FormFile:
    """Return the form of a claim to be: the one asked for; for a claim that follows another, its payer's.

    Raises:
        Refused: the payer of such a claim is sent to in a way that this program does not write.
    """
    if draft.again is None:
        return form_called(word)
    payer = draft.rows[0]["@payer"] if draft.again.payer is None else draft.again.payer
    method = str(records["payers"]["submit_method"].iloc[payer])
    form = form_of(method)
    if form is None:
        raise Refused(
            f"The payer is sent to by {method}, which this program does not write: use its portal, "
            "or change Send by on sheet Payers."
        )
    return form

"""Superbills for a patient who pays: the visits of some days on the clinic's paper; nothing is booked.

Source: handbook §7.9, §5.7.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from xl_massbill.book.folder import Folder
from xl_massbill.book.tables import TABLES
from xl_massbill.book.workbook import Workbook
from xl_massbill.claims.answered import answered
from xl_massbill.claims.build import Builder, Draft, drafts
from xl_massbill.claims.claim import Claim
from xl_massbill.claims.ledger import PAID_BY_PATIENT
from xl_massbill.claims.patient_money import patient_payments
from xl_massbill.claims.visit_rows import Row
from xl_massbill.commands.letter_facts import LetterFacts
from xl_massbill.errors import Refused
from xl_massbill.forms import superbill as form
from xl_massbill.forms.account import Payment
from xl_massbill.forms.paper import Paper, all_drawn
from xl_massbill.practice import Lines, Records

Span = tuple[dt.date | None, dt.date | None]
_NEEDED = ("line_no", "dos", "code", "units", "charge")
_AT_HOME = ("DRAFT", "HOLD", "READY")
"""States of claims that were made and taken back before anybody saw them."""


def superbill(
    workbook: Workbook, patient: str, day: dt.date, span: Span = (None, None), out: Path | None = None
) -> Path:
    """Write the superbills of a patient's visits of some days, a page or more a visit day, into one PDF.

    Raises:
        Refused: there is no such visit, or one lacks what a superbill must say.
    """
    lines = Lines(Records(workbook), day)
    chosen = _chosen(lines, patient, span)
    try:
        data = all_drawn([*_papers(lines, chosen, day)], "Superbill")
    except ValueError as why:
        raise Refused(str(why)) from None
    first = re.sub(r"[^A-Za-z0-9-]+", "_", str(lines["visit_id"].iloc[chosen[0]]))
    # a file name holds no number of a patient
    return _put(data, out or Folder.of(workbook.path).out, f"superbill_{day:%Y%m%d}_{first}")


def _put(data: bytes, folder: Path, name: str) -> Path:
    """Write a file under a name of its own; another superbill that has the name stays as it is."""
    folder.mkdir(parents=True, exist_ok=True)
    file, n = folder / f"{name}.pdf", 1
    while file.exists() and file.read_bytes() != data:
        n += 1
        file = folder / f"{name}-{n}.pdf"
    file.write_bytes(data)
    return file


def _chosen(lines: Lines, patient: str, span: Span) -> npt.NDArray[np.int64]:
    """Return the lines that the patient pays; all that a superbill says of them is there."""
    at = lines.records.index("patients", "patient_id").get(patient)
    if at is None:
        raise Refused(f"There is no patient {patient} on sheet Patients.")
    if pd.isna(lines.records["patients"]["dob"].iloc[at]):
        raise Refused(f"Patient {patient} has no date of birth on sheet Patients; a superbill needs it.")
    status, dos = lines["status"], lines["dos"]
    pays = (status == "CASH") | ((status == "DONE") & lines["coverage_pay_type"].isin(PAID_BY_PATIENT))
    fits = (lines["patient_id"] == patient) & pays
    first, last = span
    if first:
        fits &= dos.isna() | (dos >= pd.Timestamp(first))
    if last:
        fits &= dos.isna() | (dos <= pd.Timestamp(last))
    chosen = np.flatnonzero(fits.to_numpy(dtype=bool, na_value=False))
    if not len(chosen):
        raise Refused(f"Patient {patient} has no visit of these days that the patient pays.")
    for name in _NEEDED:
        lacking = chosen[lines[name].iloc[chosen].isna().to_numpy(dtype=bool)]
        if len(lacking):
            title = next(f.column.title for f in TABLES["visits"].fields() if f.name == name)
            raise Refused(f"Row {lines.sheet.rows[lacking[0]]} of Visits has no {title}: fill it in first.")
    return chosen


def _papers(lines: Lines, chosen: npt.NDArray[np.int64], day: dt.date) -> Iterator[Paper]:
    builder, known, history = Builder(lines), LetterFacts(lines.records, day), _History.of(lines)
    numbers: dict[str, int] = {}
    for draft in drafts(lines, chosen):
        number = f"SB-{draft.rows[0]['visit_id']}"
        numbers[number] = numbers.get(number, 0) + 1
        claim = builder.claim(draft, number if numbers[number] == 1 else f"{number}-{numbers[number]}")
        yield form.paper(claim, _facts(claim, draft, known, history))


def _facts(claim: Claim, draft: Draft, known: LetterFacts, history: _History) -> form.SuperbillFacts:
    return form.SuperbillFacts(
        issued=known.day,
        was_submitted=history.was_submitted(draft),
        license_no=_license(claim, known),
        payments=(
            *_at_visits(draft.rows),
            *history.of_patient(draft, known),
            *history.payments(draft, known),
        ),
        prescription=known.order(claim),
        short_names=known.short_names,
        footer=known.footer,
    )


def _at_visits(rows: tuple[Row, ...]) -> Iterator[Payment]:
    """Yield what the patient paid at each visit day."""
    by_day: dict[dt.date, int] = {}
    for row in rows:
        by_day[row["dos"]] = by_day.get(row["dos"], 0) + int(row["patient_paid"] or 0)
    yield from (Payment(Decimal(cents).scaleb(-2), day) for day, cents in sorted(by_day.items()) if cents)


def _license(claim: Claim, known: LetterFacts) -> str:
    parts = (known.text("therapists", claim.therapist_id, name) for name in ("license_state", "license_no"))
    state, number = parts
    return number if not number or number.startswith(state) else f"{state} {number}"


@dataclass(frozen=True, slots=True)
class _History:
    """Which visits ever stood on a claim: by visit, the claims with the numbers of their lines."""

    claims: dict[str, dict[str, set[int]]] = field(default_factory=dict)
    marked: frozenset[str] = frozenset()

    @classmethod
    def of(cls, lines: Lines) -> _History:
        sheet, claims = lines.records["claim_lines"], lines.records["claims"]
        home = claims["status"].isin(_AT_HOME) & claims["first_submitted_on"].isna()
        unseen = set(claims["claim_id"][home.to_numpy(dtype=bool)])
        found: dict[str, dict[str, set[int]]] = {}
        for claim, visit, line in zip(*(sheet[n] for n in ("claim_id", "visit_id", "line_no")), strict=True):
            if claim not in unseen and not pd.isna(visit):
                found.setdefault(visit, {}).setdefault(claim, set()).add(-1 if pd.isna(line) else int(line))
        marked = lines["visit_id"][lines["claim_id"].notna().to_numpy(dtype=bool)]
        return cls(found, frozenset(marked.dropna()))

    def was_submitted(self, draft: Draft) -> bool:
        """Return whether a visit of these is or was on a claim that may have gone out."""
        return any(row["visit_id"] in self.claims or row["visit_id"] in self.marked for row in draft.rows)

    def of_patient(self, draft: Draft, known: LetterFacts) -> Iterator[Payment]:
        """Yield what the patient paid after these visits, as posted on their claims.

        Money on a claim that holds other visits, too, counts where its row names a line of these.
        """
        visits = {row["visit_id"] for row in draft.rows}
        numbers: dict[str, set[int]] = {}
        for visit in visits:
            for claim, own in self.claims.get(visit, {}).items():
                numbers.setdefault(claim, set()).update(own)
        for claim, own in sorted(numbers.items()):
            elsewhere = any(claim in found for visit, found in self.claims.items() if visit not in visits)
            for paid in patient_payments(known.records, [claim], own if elsewhere else None):
                yield Payment(paid.amount, paid.day, paid.method)

    def payments(self, draft: Draft, known: LetterFacts) -> Iterator[Payment]:
        """Yield what payers have paid for these visits."""
        visits = dict.fromkeys(row["visit_id"] for row in draft.rows)
        for claim, numbers in ((c, n) for v in visits for c, n in self.claims.get(v, {}).items()):
            answer = answered(known.records, claim)
            payer = known.text("payers", known.text("claims", claim, "payer_id"), "name") or "insurance"
            for line in answer.lines if answer else ():
                if line.paid and line.line in numbers:
                    when = None if line.paid_on == dt.date.min else line.paid_on
                    yield Payment(line.paid, when, payer=payer)

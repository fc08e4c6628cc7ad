"""The files in which claims leave: how each form is written, and how its file is proved after writing.

Source: handbook §7.2, §7.8, §7.10 (kinds of batches); DESIGN §4 (re-read and verify first).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, Protocol

from xl_massbill.claims.claim import Claim, Control
from xl_massbill.claims.parties import Parties
from xl_massbill.practice import Records


class FormFile(Protocol):
    """One kind of file: `kind` as on sheet Batches, `ending` of its name, whether it is an interchange."""

    @property
    def kind(self) -> str:
        """Return the kind of batch, which is also how payers are sent to by it (Payers, Send by)."""

    @property
    def ending(self) -> str:
        """Return how the file's name ends."""

    @property
    def is_interchange(self) -> bool:
        """Return whether the file bears the numbers of an X12 interchange."""

    def write(self, claims: Sequence[Claim], records: Records, control: Control, out: BinaryIO) -> None:
        """Write the claims in their order."""

    def verify(self, path: Path, claims: Sequence[Claim], records: Records) -> None:
        """Read the written file back; raise Refused unless it says exactly what the claims say."""


class X837P:
    """The electronic claim."""

    kind = "837P"
    ending = ".txt"
    is_interchange = True

    def write(self, claims: Sequence[Claim], records: Records, control: Control, out: BinaryIO) -> None:
        """Write one interchange."""
        from xl_massbill.forms import x837p  # noqa: PLC0415 - each form is loaded when it is asked for

        parties = Parties(records)
        x837p.write(claims, x837p.Partners(parties.submitter(), parties.receiver()), control, out)

    def verify(self, path: Path, claims: Sequence[Claim], records: Records) -> None:
        """Hold the file against the claims, line by line."""
        from xl_massbill.forms import x837p  # noqa: PLC0415

        del records
        x837p.verify(path, claims)


FORMS: dict[str, FormFile] = {"837p": X837P()}
"""The forms by the word that asks for them."""


def form_of(method: str) -> FormFile | None:
    """Return the form for how a payer is sent to, None for one that takes none of ours."""
    return next((form for form in FORMS.values() if form.kind == method), None)

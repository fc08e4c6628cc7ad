"""What the paper form could not hold: said for each box, never passed over.

Source: handbook §7.8; house rule: nothing is cut silently.
"""

from __future__ import annotations

from dataclasses import dataclass

from xl_massbill.forms.cms1500.geometry import FIELDS


@dataclass(frozen=True, slots=True)
class Remark:
    """A text that did not fit (`length` characters, `fits` of them do) or has no place on the form (`why`).

    Holds nothing of the text itself. `page` is 0 where the box is the same on every page of the claim.
    """

    claim_id: str
    box: str
    why: str = ""
    length: int = 0
    fits: int = 0
    page: int = 0

    @property
    def left_out(self) -> bool:
        """Return whether the box stays empty, because a number cut short would be another number."""
        return bool(self.length) and FIELDS[self.box].whole

    def sentence(self) -> str:
        """Return the remark in words, without anything personal.

        >>> Remark("CR26-000101", "33.name", length=32, fits=29).sentence()
        'Claim CR26-000101, box 33 name: 32 characters, 29 fit; the end is not printed.'
        >>> Remark("CR26-000101", "24F.2", length=11, fits=9, page=2).sentence()
        'Claim CR26-000101, box 24F, line 2 of page 2: 11 characters, 9 fit; the box stays empty.'
        """
        why = self.why
        if self.length:
            end = "the box stays empty" if self.left_out else "the end is not printed"
            why = f"{self.length} characters, {self.fits} fit; {end}"
        return f"Claim {self.claim_id}, {_called(self.box)}{self._where()}: {why}."

    def _where(self) -> str:
        line = "".join(f"line {part}" for part in self.box.split(".")[1:] if part.isdigit())
        page = f"page {self.page}" if self.page else ""
        told = " of ".join(part for part in (line, page) if part)
        return f", {told}" if told else ""


def _called(box: str) -> str:
    first, *rest = box.split(".")
    detail = " ".join(part for part in rest if not part.isdigit())
    name = "the payer's" if first == "carrier" else f"box {first}"
    return f"{name} {detail}".strip()

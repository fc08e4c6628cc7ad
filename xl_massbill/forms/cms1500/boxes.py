"""A claim as the pages of its CMS-1500: the text of each box, and a remark on whatever does not fit.

Source: handbook §7.8 (box by box), §7.6 (pages).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from xl_massbill.claims.claim import Claim
from xl_massbill.forms.cms1500 import condition, insured, provider, service
from xl_massbill.forms.cms1500.geometry import FIELDS
from xl_massbill.forms.cms1500.remark import Remark

Page = Mapping[str, str]
"""The text of each filled box; the names are those of the table of fields."""


@dataclass(frozen=True, slots=True, repr=False)
class Form:
    """One claim on paper; every text fits its field."""

    claim_id: str
    pages: tuple[Page, ...]
    remarks: tuple[Remark, ...]

    def __repr__(self) -> str:
        """Show the number only."""
        return f"Form({self.claim_id})"


def pages(claim: Claim, signed: date | None = None) -> Form:
    """Return the pages of a claim, six service lines on each; `signed` is the day printed in box 31."""
    remarks = [*insured.left_over(claim), *condition.left_over(claim), *service.left_over(claim)]
    everywhere = insured.fill(claim) | condition.fill(claim) | provider.fill(claim, signed)
    everywhere = _fitted(everywhere, claim.claim_id, 0, remarks)
    found = []
    sheets = service.sheets(claim)
    for at, lines in enumerate(sheets, 1):
        own = service.fill(claim, lines) | provider.amounts(claim, is_last=at == len(sheets))
        found.append(everywhere | _fitted(own, claim.claim_id, at if len(sheets) > 1 else 0, remarks))
    return Form(claim.claim_id, tuple(found), tuple(remarks))


def _fitted(texts: dict[str, str], claim_id: str, page: int, remarks: list[Remark]) -> dict[str, str]:
    """Return the filled boxes, with a remark for each text that is longer than its field."""
    found = {}
    for box, text in texts.items():
        field = FIELDS[box]
        if len(text) > field.width:
            remarks.append(Remark(claim_id, box, length=len(text), fits=field.width, page=page))
            text = "" if field.whole else text[: field.width].rstrip()  # noqa: PLW2901 - what is left of it
        if text:
            found[box] = text
    return found

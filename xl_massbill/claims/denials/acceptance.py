"""When a payer took a claim in (277CA A2): the only proof that it was filed in time.

Of a claim and those that it replaces the earliest acceptance by the same payer counts. That a clearinghouse
sent the file on proves nothing.

Source: handbook §9.4, §8.3 (A2; REF*1K is the payer's number), §1.12 (first_accepted_on, icn).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from xl_massbill.practice.cells import Cells


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Which claim was taken in, on which day, and what else is known of its filing."""

    claim_id: str
    accepted_on: dt.date
    number: str
    submitted_on: dt.date | None
    file_by: dt.date | None

    @property
    def is_in_time(self) -> bool | None:
        """Return whether it was taken in by the filing limit, None where nobody knows the limit."""
        return None if self.file_by is None else self.accepted_on <= self.file_by


def accepted(cells: Cells, claim_id: str) -> Acceptance | None:
    """Return the earliest acceptance of a claim or one that it replaces; None where there is no A2."""
    found = [one for at in _line_of(cells, claim_id) if (one := _of(cells, at))]
    return min(found, key=lambda one: one.accepted_on, default=None)


def _line_of(cells: Cells, claim_id: str) -> list[int]:
    """Return the claim and those before it with the same payer, the claim first."""
    found: list[int] = []
    at = cells.at("claims", claim_id)
    payer = cells.text("claims", at, "payer_id")
    while at is not None and at not in found and cells.text("claims", at, "payer_id") == payer:
        found.append(at)
        at = cells.at("claims", cells.text("claims", at, "replaces_claim_id"))
    return found


def _of(cells: Cells, at: int) -> Acceptance | None:
    day = cells.day("claims", at, "first_accepted_on")
    if day is None:
        return None
    return Acceptance(
        claim_id=cells.text("claims", at, "claim_id"),
        accepted_on=day,
        number=cells.text("claims", at, "icn"),
        submitted_on=cells.day("claims", at, "first_submitted_on"),
        file_by=cells.day("claims", at, "deadline_tfl"),
    )

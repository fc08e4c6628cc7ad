"""What the office tells a payer with the claim of a visit: note, reason of delay, condition codes.

It is typed in one line of the visit and holds for all of them.

Source: handbook §1.11 (Visits), §7.3 (NTE, CLM20, HI*BG).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from xl_massbill.claims.visit_rows import Row, picker

_WORDS = picker("claim_note", "delay_reason", "condition_codes")


class Told(NamedTuple):
    """What the office tells the payer with the claim of a visit (columns of Visits)."""

    note: str | None = None
    delay_reason: str | None = None
    condition_codes: tuple[str, ...] | None = None

    def filled_from(self, other: Told) -> Told:
        """Return this with what it lacks taken from another."""
        return Told(
            self.note or other.note,
            self.delay_reason or other.delay_reason,
            self.condition_codes or other.condition_codes,
        )


NOTHING = Told()


def told_by_visit(rows: Iterable[Row]) -> dict[Any, Told]:
    """Return what is told with each visit: it is typed in one of its lines and holds for all."""
    found: dict[Any, Told] = {}
    for row in rows:
        words = _WORDS(row)
        if any(words):
            own, at = Told(*words), (row["visit_id"], row["coverage_id"])
            found[at] = found.get(at, own).filled_from(own)
    return found


def told_with(row: Row, told: dict[Any, Told]) -> Told:
    """Return what goes with a line: what stands in it, else what stands in another line of its visit."""
    visit = told.get((row["visit_id"], row["coverage_id"]))
    return NOTHING if visit is None else Told(*_WORDS(row)).filled_from(visit)

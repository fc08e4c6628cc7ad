"""A denied line seen five times, side by side: as sent, in the visit, the note, the order, and the coverage.

The value that the terminal, JSON and a sheet show. It judges nothing: a marked cell does not fit what was
sent, or does not allow it.

Source: handbook §9.1 (step 3), §9.2 (column "Compare in workbook").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Side(StrEnum):
    """The five columns."""

    SENT = "claim as sent"
    VISIT = "visit"
    NOTE = "note"
    ORDER = "order"
    PLAN = "coverage"


@dataclass(frozen=True, slots=True, repr=False)
class Compared:
    """One fact on all sides that know it; `marked` are the sides that do not fit."""

    what: str
    cells: Mapping[Side, str]
    marked: frozenset[Side] = frozenset()

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        shown = {side.name.lower(): self.cells.get(side, "") for side in Side}
        return {"what": self.what, **shown, "marked": sorted(side.name.lower() for side in self.marked)}


@dataclass(frozen=True, slots=True, repr=False)
class Comparison:
    """The facts that matter to one reason; `missing` names what the workbook lacks altogether."""

    denial_id: str
    rows: tuple[Compared, ...]
    missing: tuple[str, ...] = field(default=())

    @property
    def differing(self) -> tuple[Compared, ...]:
        """Return the facts with a side that does not fit."""
        return tuple(row for row in self.rows if row.marked)


def compared(what: str, cells: Mapping[Side, object], *marked: Side | None) -> Compared:
    """Return a fact; sides that know nothing of it are blank and never marked."""
    shown = {side: str(cell) for side, cell in cells.items() if cell not in (None, "", ())}
    return Compared(what, shown, frozenset(side for side in marked if side in shown))

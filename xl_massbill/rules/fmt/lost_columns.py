"""Required columns that are no longer on a sheet, and the headings they may have been renamed to.

Source: handbook §6.1 (FMT-001).
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from xl_massbill.book.column import Field, Need, Owner
from xl_massbill.book.headings import plain
from xl_massbill.rules.on_tables import lines_at
from xl_massbill.rules.rule import CellHit, Lines, Sheet

_NO_COLUMN = "Sheet {sheet} has no column “{column}”. Add it; without it no claim can be built."
_RENAMED = "Sheet {sheet} has no column “{column}”; “{v}” looks like it. Call that heading “{column}” again."
_ALIKE = 0.6


def lost_columns(sheet: Sheet, lines: Lines) -> Iterator[CellHit]:
    """Yield the required columns that a sheet with rows lacks; they concern all lines that need it."""
    fields = (
        sheet.table.owned_by(Owner.PERSON) if sheet.table.facts.owner is Owner.PERSON and len(sheet) else ()
    )
    lost = [f for f in fields if f.column.need is Need.REQUIRED and sheet.lacks(f.name)]
    others = [str(sheet.grid.headings[i]) for i in sheet.match.extra]
    pairs = sorted(
        ((_likeness(f, heading), f.name, heading) for f in lost for heading in others), reverse=True
    )
    renamed: dict[str, str] = {}
    for likeness, name, heading in pairs:
        if likeness >= _ALIKE and name not in renamed and heading not in renamed.values():
            renamed[name] = heading
    for field in lost:
        values = {"v": renamed.get(field.name, "")}
        message = _RENAMED if field.name in renamed else _NO_COLUMN
        touched = lines_at(lines, sheet.table.facts.name, range(len(sheet)))
        yield CellHit(sheet.table.facts.name, -1, field.name, values, message=message, lines=touched)


def _likeness(field: Field, heading: str) -> float:
    words = (field.name, field.column.title, *field.column.also)
    return max(SequenceMatcher(None, plain(word), plain(heading)).ratio() for word in words)

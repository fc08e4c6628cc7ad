"""FMT-013: two rows of a sheet have the same ID.

Why: whatever points to the ID points to two things, and only the first would count; a visit line that stands
twice would go out twice.

Source: handbook §6.1. Certainty: D.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from xl_massbill.book.column import Need, Owner
from xl_massbill.practice.groups import numbered, sizes
from xl_massbill.rules.on_tables import lines_at
from xl_massbill.rules.rule import CellHit, Level, Question, Rule, Severity, Sheet

_THRICE = "ID {v} is used in {n} rows ({rows}). Give each its own ID."
_TWIN = "Rows {rows} say the same thing twice ({v}). Delete one, or correct what sets them apart."


def field_of_key(sheet: Sheet) -> str:
    """Return the column at which a double key is shown: the last part that must be filled."""
    required = [k for k in sheet.table.facts.key if sheet.table.field(k).column.need is Need.REQUIRED]
    return required[-1]


def doubles(sheet: Sheet) -> dict[int, list[int]]:
    """Return the positions of all rows with the same key, by the second of them."""
    if sheet.table.facts.owner is not Owner.PERSON or not len(sheet):
        return {}
    within = np.ones(len(sheet), dtype=bool)
    parts: list[pd.Series[Any]] = []
    for name in sheet.table.facts.key:
        unread, column = sheet.unread(name), sheet[name]
        if unread is not None:
            within &= ~unread
        if sheet.table.field(name).column.need is not Need.REQUIRED:
            column = column.astype(object).where(column.notna(), "")
        parts.append(column)
    groups = numbered(*parts, within=within)
    twice = np.flatnonzero(sizes(groups) > 1)
    found: dict[int, list[int]] = {}
    for i in twice.tolist():
        found.setdefault(int(groups[i]), []).append(i)
    return {rows[1]: rows for rows in found.values()}


def told_at(sheet: Sheet, name: str) -> frozenset[int]:
    """Return the positions at which this rule speaks of a column; the other format rules are silent there."""
    return frozenset(doubles(sheet)) if field_of_key(sheet) == name else frozenset()


def used_twice(sheet: Sheet, question: Question) -> Iterator[CellHit]:
    """Yield the second row of each ID that stands in two rows or more."""
    table, key = sheet.table.facts.name, sheet.table.facts.key
    is_id = len(key) == 1 or table == "visits"
    for second, rows in doubles(sheet).items():
        numbers = [str(sheet.rows[i]) for i in rows]
        shared = str(sheet.keys()[second])
        values = {
            "v": shared if is_id else " ".join(part for part in shared.split("-") if part),
            "r1": numbers[0],
            "r2": numbers[1],
            "n": len(rows),
            "rows": ", ".join(numbers),
        }
        message = _TWIN if not is_id else None if len(rows) == 2 else _THRICE
        held = lines_at(question.lines, table, rows)
        yield CellHit(table, second, field_of_key(sheet), values, message=message, lines=held, key=shared)


RULE = Rule(
    id="FMT-013",
    title="duplicate key",
    severity=Severity.ERROR,
    certainty="D",
    source="handbook §6.1",
    message="ID {v} is used in two rows ({r1}, {r2}). Give one of them a new ID.",
    example="Two patients have the number P001.",
    on_tables=used_twice,
    levels=(Level.PREVISIT, Level.VISIT),
)

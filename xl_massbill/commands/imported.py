"""What the loading of an official list came to: what stands in the sheet now, and how it differs from before.

Source: handbook §2.6.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd

from xl_massbill.book.sheet import Sheet
from xl_massbill.book.workbook import Cell

Row = dict[str, Cell]


@dataclass(slots=True)
class Imported:
    """Counts of rows: in the file, kept of them, and how these compare with what the sheet held."""

    table: str
    label: str
    rows: int = 0
    kept: int = 0
    added: int = 0
    ended: int = 0
    changed: int = 0
    removed: int = 0
    renewed: bool = False
    """Whether rows only took the label of a newer file."""
    notes: list[str] = field(default_factory=list)

    @property
    def has_news(self) -> bool:
        """Return whether the sheet holds anything else than before."""
        return bool(self.added or self.ended or self.changed or self.removed or self.renewed)

    def counts(self) -> dict[str, int]:
        """Return all counts by name."""
        return {
            "rows": self.rows,
            "kept": self.kept,
            "added": self.added,
            "ended": self.ended,
            "changed": self.changed,
            "removed": self.removed,
        }

    def sentence(self, sheet: str) -> str:
        """Return the sentences that end the command."""
        head = f"{self.label}: {self.rows:,} rows in the file, {self.kept:,} kept for sheet {sheet}"
        if self.has_news:
            news = (f"{n:,} {word}" for word, n in self.counts().items() if word not in ("rows", "kept"))
            head += f": {', '.join(news)}."
        else:
            head += ". Nothing differs from what stands there."
        return " ".join([head, *self.notes])


def rows_of(sheet: Sheet) -> list[Row]:
    """Return the records of a table as rows of cells as they stand, blanks left out."""
    names = [name for name in sheet.match.at if name != "problems"]
    columns = [sheet.raw(name) for name in names]
    return [
        {name: cell for name, cell in zip(names, cells, strict=True) if cell is not None}
        for cells in zip(*columns, strict=True)
    ] or []


def columns_of(rows: Sequence[Mapping[str, Cell]], names: Sequence[str]) -> dict[str, list[Cell]]:
    """Return rows as columns with these names."""
    return {name: [row.get(name) for row in rows] for name in names}


def days(sheet: Sheet, name: str) -> list[date | None]:
    """Return a column of days as dates."""
    return [None if pd.isna(day) else day.date() for day in sheet[name]]


def words(sheet: Sheet, name: str) -> list[Any]:
    """Return a column as plain values, None for a blank."""
    return [value if isinstance(value, tuple) or not pd.isna(value) else None for value in sheet[name]]

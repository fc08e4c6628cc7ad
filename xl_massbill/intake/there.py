"""What stands in the workbook already: plain columns, and a print of a row by which a change shows.

Source: handbook §11.5 (fingerprints instead of contents in the journal).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from xl_massbill.book.column import Owner
from xl_massbill.book.kinds import Bad, Doubt, is_blank, read_cell, written
from xl_massbill.book.sheet import Sheet
from xl_massbill.book.table import Table
from xl_massbill.book.workbook import Cell


def plain_column(sheet: Sheet, name: str) -> list[Any]:
    """Return a column as plain Python values: days as dates, None for what is blank or cannot be read."""
    column = sheet[name]
    values = column.astype(object).where(column.notna(), None).tolist()
    return [value.date() if isinstance(value, dt.datetime) else value for value in values]


def row_print(table: type[Table], cells: Mapping[str, Cell]) -> str:
    """Return a fingerprint of what a person's columns of a row hold, however the cells are stored."""
    held = {}
    for field in table.owned_by(Owner.PERSON):
        cell = cells.get(field.name)
        if not is_blank(cell):
            value = read_cell(field, cell)
            held[field.name] = (
                written(cell)
                if isinstance(value, Bad)
                else str(value.value if isinstance(value, Doubt) else value)
            )
    return hashlib.sha256(json.dumps(held, sort_keys=True).encode()).hexdigest()


def cells_at(sheet: Sheet, index: int) -> dict[str, Cell]:
    """Return the cells of one record as they stand, by column."""
    return {name: sheet.grid.columns[at][int(sheet.positions[index])] for name, at in sheet.match.at.items()}


def source_key(*parts: str) -> str:
    """Return what the journal remembers of a number of another program: a fingerprint, never the number."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]

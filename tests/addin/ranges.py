"""Tables and columns as Excel hands them to a worksheet function: rows of rows, headings first."""

from __future__ import annotations

import datetime as dt

from xl_massbill.book.tables import TABLES


def table(name, rows):
    """Return `Table[#All]`: all columns under their titles, blanks as None, dates as Excel's moments."""
    fields = TABLES[name].fields()
    return [[f.column.title for f in fields], *([_cell(row.get(f.name)) for f in fields] for row in rows)]


def _cell(value):
    return dt.datetime(value.year, value.month, value.day) if type(value) is dt.date else value


def column(*cells):
    """Return a range of one column."""
    return [[cell] for cell in cells]


def flat(answer):
    """Return the cells of an answer in reading order."""
    return [cell for row in answer for cell in row] if isinstance(answer, list) else [answer]

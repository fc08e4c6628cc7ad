"""Sheet Dashboard of the template, its formulas worked out over the tables of a workbook in memory."""

from __future__ import annotations

import datetime as dt

from xl_massbill.book.calculation import Calculation
from xl_massbill.book.tables import TABLES
from xl_massbill.book.workbook import Grid
from xl_massbill.errors import NoTable
from xl_massbill.template.dashboard import SHEET

NAMES = {table.facts.excel.casefold(): name for name, table in TABLES.items()}


class Shown:
    """What the sheet shows: cells by their place, `typed` over what the template holds."""

    def __init__(self, book, workbook, typed=None):
        self._sheet = book[SHEET]
        self._typed = typed or {}
        cells = [cell for row in self._sheet.iter_rows() for cell in row if cell.data_type == "f"]
        self.formulas = {cell.coordinate: cell.value[1:] for cell in cells}
        self._calculation = Calculation(
            {SHEET: self.formulas}, lambda excel: _grid(workbook, excel), self._cell
        )

    def _cell(self, _sheet, cell):
        return self._typed.get(cell, self._sheet[cell].value)

    def __getitem__(self, cell):
        if cell in self.formulas:
            return self._calculation.result(SHEET, cell)
        return self._cell(SHEET, cell)

    def unknown(self):
        """Return the formulas that have no result."""
        return [cell for cell in self.formulas if self[cell] is None]

    def day(self, cell):
        return dt.date(1899, 12, 30) + dt.timedelta(days=int(self[cell]))


def _grid(workbook, excel):
    name = NAMES[excel.casefold()]
    table = TABLES[name]
    heads = tuple(field.column.title for field in table.fields())
    try:
        grid = workbook.read(name)
    except NoTable:
        return Grid(name, table.facts.excel, 2, heads, tuple([None] for _ in heads))
    at = dict(zip(grid.headings, grid.columns, strict=True))
    height = max(1, grid.height)
    return Grid(name, table.facts.excel, 2, heads, tuple(at.get(h) or [None] * height for h in heads))

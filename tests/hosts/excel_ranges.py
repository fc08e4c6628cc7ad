"""Ranges and tables of the stand-in for Excel: what is read and written in one go, and counted.

Pinned to xlwings 0.37.8, like the rest of the stand-in.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from xlwings import base_classes as base

from tests.hosts import excel_cells as model
from tests.hosts.excel_cells import ComError


class Range(base.Range):
    api = sheet = row = column = shape = None
    max_cells_per_read = max_cells_per_write = None

    def __init__(self, sheet: Any, row: int, column: int, height: int, width: int) -> None:
        self.sheet, self.row, self.column, self.shape, self.options = sheet, row, column, (height, width), {}

    api = property(lambda self: self)
    box = property(lambda s: [s.row, s.column, s.row + s.shape[0] - 1, s.column + s.shape[1] - 1])
    address = property(lambda self: model.address(*self.box))
    app = property(lambda self: self.sheet.book.app)

    def __len__(self) -> int:
        return self.shape[0] * self.shape[1]

    def __call__(self, row: int, column: int) -> Range:
        return Range(self.sheet, self.row + row - 1, self.column + column - 1, 1, 1)

    def cells(self) -> list[list[model.Cell]]:
        top, left, bottom, right = self.box
        return [[self.sheet.kept.at(r, c) for c in range(left, right + 1)] for r in range(top, bottom + 1)]

    def _told(self, what: str, tell: Any) -> Any:
        self.app.counts[what, self.sheet.name] += 1
        found = tuple(tuple(tell(cell) for cell in row) for row in self.cells())
        return found[0][0] if self.shape == (1, 1) else found

    def _typed(self, data: Any) -> None:
        self.app.write(self.sheet.name, self.address)
        if self.sheet.kept.protected:
            raise ComError("the sheet is protected")
        for r, row in enumerate(self.cells()):
            for c, cell in enumerate(row):
                cell.enter(data[r][c] if isinstance(data, (list, tuple)) else data)
        self.sheet.book.api.Saved = False

    raw_value = property(lambda self: self._told("read", lambda cell: cell.value), _typed)
    formula = property(lambda self: self._told("formulas", lambda cell: cell.typed), _typed)

    def clear_contents(self) -> None:
        self._typed("")

    def _formats(self) -> str | None:
        found = {cell.number_format for row in self.cells() for cell in row}
        return found.pop() if len(found) == 1 else None

    def _format(self, number_format: str) -> None:
        for row in self.cells():
            for cell in row:
                cell.number_format = number_format

    number_format = property(_formats, _format)

    @property
    def merge_cells(self) -> bool | None:
        top, left, bottom, right = self.box
        meets = [
            m
            for m in self.sheet.kept.merged
            if m[0] <= bottom and top <= m[2] and m[1] <= right and left <= m[3]
        ]
        return None if meets else False

    def select(self) -> None:
        self.app.selection = self


class Tables(base.Tables):
    def __init__(self, sheet: Any) -> None:
        self.sheet = sheet

    def __len__(self) -> int:
        return len(self.sheet.kept.tables)

    def __iter__(self) -> Any:
        return (Table(self.sheet, table) for table in self.sheet.kept.tables)


class Table(base.Table):
    def __init__(self, sheet: Any, kept: model.Table) -> None:
        self.sheet, self.kept = sheet, kept

    parent = property(lambda self: self.sheet)
    name = display_name = property(lambda self: self.kept.name)
    show_headers = property(lambda self: self.kept.headers)
    show_totals = property(lambda self: self.kept.totals)

    @property
    def range(self) -> Range:
        top, left, bottom, right = self.kept.box
        return Range(self.sheet, top, left, bottom - top + 1, right - left + 1)

    @property
    def api(self) -> Any:
        return SimpleNamespace(
            AutoFilter=SimpleNamespace(FilterMode=self.kept.filtered, ApplyFilter=self._filter)
        )

    def _filter(self) -> None:
        if self.kept.filter_breaks:
            raise ComError("no filter")
        self.kept.applied += 1

    def resize(self, area: Any) -> None:
        self.sheet.book.app.write(self.sheet.name, f"size of {self.name}")
        self.sheet.kept.resize(self.kept, area.impl.box)
        self.sheet.book.api.Saved = False

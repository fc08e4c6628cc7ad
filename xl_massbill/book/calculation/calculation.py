"""Works out formulas of a workbook from its tables, or says that it cannot: it never guesses.

So a workbook carries right numbers before Excel has opened it: in Protected View, in previews, on a phone.
What is not understood (an unknown function, a range of cells, an error) has no result rather than a wrong
one. LibreOffice is the judge of it in the tests.

Source: ECMA-376 part 1, §18.17 (formulas).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol

from xl_massbill.book.calculation.criteria import Cells
from xl_massbill.book.calculation.functions import FUNCTIONS, truth
from xl_massbill.book.calculation.syntax import Call, Column, Operation, Reference, Tree, Value, parsed
from xl_massbill.book.calculation.values import Plain, Values, each, joined, of_each, ordered, plain, reckoned
from xl_massbill.book.workbook import Cell, CellError, Grid

FORMULA_SHEETS = "massbill_formulas"
"""The defined name that leads to one cell of each of our sheets with formulas, whatever they are called."""

Result = str | float | int | bool | None
"""What a formula comes to; None if that is not known."""


class Grids(Protocol):
    """Gives tables by the names that formulas use, without regard to case; None for one it has not."""

    def __call__(self, excel: str, /) -> Grid | None:
        """Return the table as it stands."""


Typed = Callable[[str, str], Cell]
"""Gives what stands in a cell without a formula, by sheet and cell."""


class Calculation:
    """The formulas of one workbook: `formulas` by sheet and cell, without "=", over its tables.

    `typed` gives what a cell holds that has no formula; without it such a cell is not known.
    """

    def __init__(
        self, formulas: Mapping[str, Mapping[str, str]], grids: Grids, typed: Typed | None = None
    ) -> None:
        self._formulas = formulas
        self._grids = grids
        self._typed = typed
        self._columns: dict[Column, list[Plain]] = {}
        self._found: dict[tuple[str, str], Values] = {}
        self._open: set[tuple[str, str]] = set()

    def result(self, sheet: str, cell: str) -> Result:
        """Return what the formula in a cell comes to; None if that is not known, or is an error."""
        try:
            value = self._cell(sheet, cell)
        except (ValueError, TypeError, ArithmeticError, RecursionError):
            return None
        if isinstance(value, (list, CellError)):
            return None
        if value is None:
            return 0  # a formula that leads to a blank cell shows a zero
        return int(value) if isinstance(value, float) and value.is_integer() else value

    def _cell(self, sheet: str, cell: str) -> Values:
        at = sheet, cell
        if at not in self._found:
            if cell not in self._formulas.get(sheet, {}):
                if self._typed is None:
                    raise ValueError("a cell without a formula")
                return self._found.setdefault(at, plain(self._typed(sheet, cell)))
            if at in self._open:
                raise ValueError("a circle")
            self._open.add(at)
            try:
                self._found[at] = self._value(sheet, parsed(self._formulas[sheet][cell]))
            finally:
                self._open.discard(at)
        return self._found[at]

    def _value(self, sheet: str, tree: Tree) -> Values:
        if isinstance(tree, Value):
            return list(tree.value) if isinstance(tree.value, tuple) else tree.value
        if isinstance(tree, Column):
            return self._column(tree)
        if isinstance(tree, Reference):
            return self._cell(sheet, tree.cell)
        if isinstance(tree, Call):
            return self._call(sheet, tree)
        left, right = self._value(sheet, tree.left), self._value(sheet, tree.right)
        return each(_operator(tree), left, right)

    def _call(self, sheet: str, call: Call) -> Values:
        value, given = partial(self._value, sheet), call.given
        if call.name == "IF" and len(given) == 3:
            return value(given[1] if truth(value(given[0])) else given[2])
        if call.name == "IFERROR" and len(given) == 2:
            found = value(given[0])
            if isinstance(found, list):
                raise TypeError("a column where one value is meant")
            return value(given[1]) if isinstance(found, CellError) else found
        if call.name == "ROW" and len(given) == 1 and isinstance(given[0], Column):
            first = self._grid(given[0]).first_row
            return [float(first + i) for i in range(len(self._column(given[0])))]
        if call.name not in FUNCTIONS:
            raise ValueError("another function")
        return FUNCTIONS[call.name](*map(value, given))

    def _grid(self, column: Column) -> Grid:
        grid = self._grids(column.table)
        if grid is None:
            raise ValueError("a table that is not known")
        return grid

    def _column(self, column: Column) -> list[Plain]:
        if column not in self._columns:
            grid = self._grid(column)
            wanted = column.title.casefold()
            at = next((i for i, title in enumerate(grid.headings) if title.casefold() == wanted), None)
            if at is None:
                raise ValueError("a column that is not there")
            self._columns[column] = Cells(of_each(plain, grid.columns[at]))
        return self._columns[column]


def _operator(tree: Operation) -> Callable[[Plain, Plain], Plain]:
    if tree.sign == "&":
        return joined
    return partial(reckoned if tree.sign in "+-*/" else ordered, tree.sign)

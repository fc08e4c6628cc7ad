"""The tables of a workbook that is open in Excel: where they stand, what they hold, the ground below them.

A table is read whole, with one question to Excel. More is asked only when rows are to be added, when the
clinic has columns of its own in a table whose height changes, or when Excel does not calculate by itself.

Source: DESIGN §3 (a whole table at a time), §3a (a program table stands alone on its sheet).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from xl_massbill.book.column import Owner
from xl_massbill.book.headings import match
from xl_massbill.book.workbook import NOT_CALCULATED, Cell, Grid
from xl_massbill.errors import NoTable, Refused
from xl_massbill.hosts.a1 import Box, reference
from xl_massbill.hosts.cells import LAST_ROW
from xl_massbill.hosts.draft import Registry
from xl_massbill.hosts.excel.values import given, matrix

if TYPE_CHECKING:
    import xlwings as xw
    from xlwings.main import Table


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a table stands: `box` with its header row, without a totals row."""

    table: Table
    sheet: xw.Sheet
    box: Box
    totals: bool

    @property
    def name(self) -> str:
        """Return the table's name as the clinic sees it."""
        return str(self.table.display_name)

    @property
    def first_row(self) -> int:
        """Return the worksheet row of the first data row."""
        return self.box.top + 1

    @property
    def height(self) -> int:
        """Return the number of data rows."""
        return self.box.bottom - self.box.top

    def cells(self, row: int, height: int, left: int = 0, width: int | None = None) -> xw.Range:
        """Return a rectangle of its sheet: from a data row, and from a column of the table."""
        first, column = self.first_row + row, self.box.left + left
        last = self.box.right if width is None else column + width - 1
        return self.sheet.range((first, column), (first + height - 1, last))

    def resize(self, height: int) -> None:
        """Give the table another number of data rows."""
        top, left = (self.box.top, self.box.left)
        self.table.resize(self.sheet.range((top, left), (top + height, self.box.right)))


class ExcelBook:
    """A workbook in Excel, as far as our tables need it."""

    def __init__(self, book: xw.Book, registry: Registry) -> None:
        self.book = book
        self._registry = registry
        self._found = {
            str(table.display_name).casefold(): (table, sheet)
            for sheet in book.sheets
            for table in sheet.tables
        }
        self._grids: dict[str, Grid] = {}
        self._formulas: dict[str, dict[int, bool]] = {}
        self._calculates: bool | None = None

    def tables(self) -> frozenset[str]:
        """Return the internal names of our tables that are there."""
        return frozenset(n for n, t in self._registry.items() if t.facts.excel.casefold() in self._found)

    def spot(self, name: str) -> Spot:
        """Return where a table stands now; raise NoTable if it is not there."""
        excel = self._registry[name].facts.excel
        found = self._found.get(excel.casefold())
        if found is None:
            raise NoTable(f'The workbook has no table "{excel}".')
        table, sheet = found
        if not table.show_headers:
            raise Refused(
                f"The table {excel} on sheet {sheet.name} hides its headings: switch them on "
                "(Table Design, Header Row) and run again."
            )
        totals = bool(table.show_totals)
        top, left, (height, width) = table.range.row, table.range.column, table.range.shape
        return Spot(table, sheet, Box(top, left, top + height - 1 - totals, left + width - 1), totals)

    def load(self, name: str) -> Grid:
        """Return a table's cells as Excel shows them."""
        if name not in self._grids:
            self._grids[name] = self._read(self.spot(name), name)
        return self._grids[name]

    def adopt(self, grids: Iterable[Grid]) -> None:
        """Take tables for read that were just written; one whose formulas Excel calculates is read anew."""
        for grid in grids:
            self._formulas.pop(grid.table, None)
            if any(NOT_CALCULATED in column for column in grid.columns):
                self._grids.pop(grid.table, None)
            else:
                self._grids[grid.table] = grid

    def is_the_programs(self, name: str) -> bool:
        """Say whether the rows of a table are the program's: then a filter must look at them anew."""
        return self._registry[name].facts.owner is Owner.PROGRAM

    def has_moved(self, name: str) -> bool:
        """Say whether a table stands elsewhere, or has another height or width, than when it was read."""
        spot, grid = self.spot(name), self.load(name)
        was = (grid.sheet, grid.first_row, grid.height, len(grid.headings))
        return was != (spot.sheet.name, spot.first_row, spot.height, spot.box.right - spot.box.left + 1)

    def _read(self, spot: Spot, name: str) -> Grid:
        box = spot.box
        whole = spot.sheet.range((box.top, box.left), (box.bottom, box.right))
        is_up_to_date = self._up_to_date()
        rows = matrix(whole.options("raw", err_to_str=True).value)
        heads = [given(cell) for cell in rows[0]]
        columns: list[Sequence[Cell]] = [tuple(map(given, cells)) for cells in zip(*rows[1:], strict=True)]
        if not is_up_to_date:
            formulas = matrix(spot.cells(0, spot.height).formula)
            columns = [_uncalculated(columns[i], [row[i] for row in formulas]) for i in range(len(columns))]
        return Grid(
            table=name,
            sheet=str(spot.sheet.name),
            first_row=spot.first_row,
            headings=tuple("" if head is None else str(head) for head in heads),
            columns=tuple(columns),
        )

    def _up_to_date(self) -> bool:
        """Say whether Excel calculates by itself; if not, let it calculate once before anything is read."""
        if self._calculates is None:
            self._calculates = str(self.book.app.calculation) != "manual"
            if not self._calculates:
                self.book.app.calculate()
        return self._calculates

    def carried(self, name: str, position: int) -> Cell:
        """Return what a new row shows in one of the clinic's own columns."""
        return NOT_CALCULATED if self._filled_down(name).get(position) else None

    def own_columns(self, name: str) -> tuple[int, ...]:
        """Return the positions of the clinic's own columns in a table."""
        return match(self._registry[name], self.load(name).headings).extra

    def filled_down(self, name: str) -> frozenset[int]:
        """Return the positions of the clinic's own columns that Excel fills down by a formula."""
        return frozenset(position for position, filled in self._filled_down(name).items() if filled)

    def _filled_down(self, name: str) -> dict[int, bool]:
        """Return of the clinic's own columns whether a formula stands in every row: Excel carries it on."""
        if name not in self._formulas:
            spot = self.spot(name)
            self._formulas[name] = {
                i: all(_is_formula(row[0]) for row in matrix(spot.cells(0, spot.height, i, 1).formula))
                for i in self.own_columns(name)
            }
        return self._formulas[name]

    def room(self, name: str, height: int) -> int:
        """Return how high a table will be: at least one row, and none of the clinic's own cells left out."""
        spot, height = self.spot(name), max(1, height)
        if height < spot.height:
            filled = self._filled_down(name)
            for i in (i for i in self.own_columns(name) if not filled[i]):
                cells = self.load(name).columns[i]
                height = max([height, *(row for row, cell in enumerate(cells, 1) if cell is not None)])
        if height != spot.height and spot.totals:
            raise Refused(
                f"The table {spot.name} on sheet {spot.sheet.name} has a totals row: switch it off "
                "(Table Design, Total Row) and run again."
            )
        if height > spot.height:
            self._check_free(spot, height)
        return height

    def _check_free(self, spot: Spot, height: int) -> None:
        sheet = spot.sheet
        below = Box(spot.box.bottom + 1, spot.box.left, spot.box.top + height, spot.box.right)
        if below.bottom > LAST_ROW:
            raise Refused(f"Sheet {sheet.name} has no room for so many rows.")
        for other in sheet.tables:
            area = _box(other.range)
            if area.meets(below):
                raise Refused(_in_the_way(spot, f"the table {other.display_name} ({area})"))
        used = sheet.used_range
        bottom = min(below.bottom, used.row + used.shape[0] - 1)
        if bottom < below.top:
            return
        region = sheet.range((below.top, below.left), (bottom, below.right))
        if region.merge_cells is not False:
            raise Refused(_in_the_way(spot, "merged cells"))
        taken = [
            reference(below.top + r, below.left + c)
            for r, row in enumerate(matrix(region.formula))
            for c, cell in enumerate(row)
            if cell not in ("", None)
        ]
        if taken:
            more = f" and {len(taken) - 3} more" if len(taken) > 3 else ""
            raise Refused(_in_the_way(spot, f"{', '.join(taken[:3])}{more}"))


def _box(area: Any) -> Box:
    height, width = area.shape
    return Box(area.row, area.column, area.row + height - 1, area.column + width - 1)


def _is_formula(cell: Any) -> bool:
    return isinstance(cell, str) and cell.startswith("=")


def _uncalculated(cells: Sequence[Cell], formulas: Sequence[Any]) -> Sequence[Cell]:
    """Return a column in which a blank under a formula is one that was never calculated."""
    return tuple(
        NOT_CALCULATED if cell is None and _is_formula(formula) else cell
        for cell, formula in zip(cells, formulas, strict=True)
    )


def _in_the_way(spot: Spot, what: str) -> str:
    return (
        f"Sheet {spot.sheet.name}: {what} stands where rows of the table {spot.name} must go. "
        "Move it and run again."
    )

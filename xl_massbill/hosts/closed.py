"""A closed workbook as it was read: its tables, their cells, and the ground they stand on.

Source: issue of the closed-file host; DESIGN §3a (a program table stands alone on its sheet).
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

from xl_massbill.book.headings import match
from xl_massbill.book.workbook import NOT_CALCULATED, Cell, Grid
from xl_massbill.errors import NoTable, Refused
from xl_massbill.hosts.a1 import Box, reference
from xl_massbill.hosts.cells import LAST_ROW
from xl_massbill.hosts.draft import Registry
from xl_massbill.hosts.memory_freed import give_back
from xl_massbill.hosts.package import Package
from xl_massbill.hosts.parts import Parts, parts
from xl_massbill.hosts.reader import Reader
from xl_massbill.hosts.sheet_xml import Rows, SheetXml
from xl_massbill.hosts.table_xml import CalculatedFormula, TablePart

_LARGE = 4 << 20
"""Bytes of a sheet from which on reading it ahead is worth a thread."""


class ClosedBook:
    """The bytes of a workbook, understood as far as our tables need it."""

    def __init__(self, data: bytes, registry: Registry) -> None:
        self.package = Package(data)
        self.parts: Parts = parts(self.package)
        self.reader = Reader(self.package, self.parts)
        self._registry = registry
        self._grids: dict[str, Grid] = {}
        self._rows: dict[str, Rows] = {}
        self._ahead: dict[str, Future[Grid]] = {}

    def read_ahead(self, names: Iterable[str]) -> None:
        """Begin to read large tables in the background: the fast reader works beside Python."""
        there = [name for name in names if name in self.tables()]
        large = [name for name in there if self.package.size(self.table(name).sheet_part) >= _LARGE]
        if large:
            readers = ThreadPoolExecutor(len(large), thread_name_prefix="massbill-read")
            self._ahead = {name: readers.submit(self._read, name) for name in large}
            readers.shutdown(wait=False)

    def tables(self) -> frozenset[str]:
        """Return the internal names of the tables that are there."""
        there = self.parts.tables
        return frozenset(n for n, t in self._registry.items() if t.facts.excel.casefold() in there)

    def table(self, name: str) -> TablePart:
        """Return where a table stands; raise NoTable if it is not there."""
        excel = self._registry[name].facts.excel
        found = self.parts.tables.get(excel.casefold())
        if found is None:
            raise NoTable(f'The workbook has no table "{excel}".')
        return found

    def sheet(self, part: str) -> SheetXml:
        """Return the bytes of a sheet, ready to be searched and spliced."""
        sheet = SheetXml(self.package.read(part), self.parts.sheets[part], self._rows.get(part))
        self._rows[part] = sheet.rows  # a sheet is asked for again and again; its bytes are too many to keep
        return sheet

    def load(self, name: str) -> Grid:
        """Return a table's cells as they were saved."""
        if name not in self._grids:
            begun = self._ahead.pop(name, None)
            self._grids[name] = begun.result() if begun else self._read(name)
            if begun:
                give_back()
        return self._grids[name]

    def _read(self, name: str) -> Grid:
        table = self.table(name)
        left, right, top = table.box.left, table.box.right, table.first_row
        head = Box(table.box.top, left, table.box.top, right) if table.header else None
        heads, columns = self.reader.cells(
            table.sheet_part, head, Box(top, left, top + table.height - 1, right)
        )
        return Grid(
            table=name,
            sheet=table.sheet,
            first_row=top,
            headings=_headings(table, [column[0] for column in heads]),
            columns=columns,
        )

    def adopt(self, name: str, grid: Grid) -> None:
        """Take a table's cells for read: they were just written and verified."""
        self._grids[name] = grid

    def release(self, but: Container[str]) -> None:
        """Let go of the tables that were read, but for these."""
        self._grids = {name: grid for name, grid in self._grids.items() if name in but}

    def own_columns(self, name: str) -> tuple[int, ...]:
        """Return the positions of the clinic's own columns in a table."""
        return match(self._registry[name], self.load(name).headings).extra

    def formula(self, name: str, position: int) -> CalculatedFormula | None:
        """Return the formula that Excel fills a column with."""
        formulas = self.table(name).formulas
        return formulas[position] if position < len(formulas) else None

    def carried(self, name: str, position: int) -> Cell:
        """Return what a new row shows in one of the clinic's own columns."""
        is_own = position in self.own_columns(name)
        return NOT_CALCULATED if is_own and self.formula(name, position) else None

    def room(self, name: str, height: int) -> int:
        """Return how high a table will be: at least one row, and none of the clinic's own cells left out."""
        table = self.table(name)
        height = max(1, height)
        if height < table.height:
            height = max([height, *self._own_rows(name, height)])
        if height != table.height and table.totals:
            raise Refused(
                f"The table {table.name} on sheet {table.sheet} has a totals row: switch it off "
                "(Table Design, Total Row) and run again."
            )
        if height > table.height:
            below = Box(
                table.first_row + table.height, table.box.left, table.first_row + height - 1, table.box.right
            )
            self._check_free(table, below)
        return height

    def _own_rows(self, name: str, height: int) -> Iterator[int]:
        """Yield the data rows from a height down in which the clinic has typed something of its own."""
        table, grid = self.table(name), self.load(name)
        own = [i for i in self.own_columns(name) if any(c is not None for c in grid.columns[i][height:])]
        if not own:
            return
        sheet = self.sheet(table.sheet_part)
        left, top = table.box.left, table.first_row
        box = Box(top + height, left + min(own), top + table.height - 1, left + max(own))
        for row, column, cell in sheet.filled(box):
            position = column - left
            is_filled_down = sheet.has_formula(cell) and self.formula(name, position) is not None
            if position in own and not is_filled_down:
                yield row - top + 1

    def _check_free(self, table: TablePart, below: Box) -> None:
        if below.bottom > LAST_ROW:
            raise Refused(f"Sheet {table.sheet} has no room for so many rows.")
        for other in self.parts.beside(table):
            if other.box.meets(below):
                raise Refused(_in_the_way(table, f"the table {other.name} ({other.box})"))
        sheet = self.sheet(table.sheet_part)
        for merged in sheet.merged():
            if merged.meets(below):
                raise Refused(_in_the_way(table, f"the merged cells {merged}"))
        taken = [reference(row, column) for row, column, _ in sheet.filled(below)]
        if taken:
            more = f" and {len(taken) - 3} more" if len(taken) > 3 else ""
            raise Refused(_in_the_way(table, f"{', '.join(taken[:3])}{more}"))


def _in_the_way(table: TablePart, what: str) -> str:
    return (
        f"Sheet {table.sheet}: {what} stands where rows of the table {table.name} must go. "
        "Move it and run again."
    )


def _headings(table: TablePart, header: list[Cell]) -> tuple[str, ...]:
    """Return the words of the header row; for a cell without words, the name Excel keeps for the column."""
    width = table.box.right - table.box.left + 1
    kept = [*table.columns, *[""] * width][:width]
    found = [*header, *[None] * width][:width]
    return tuple(cell if isinstance(cell, str) else name for cell, name in zip(found, kept, strict=True))

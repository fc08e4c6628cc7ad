"""The work of one run on a workbook, before it is saved: what was read, and what shall stand instead.

Every host keeps its promises here, in one place: who owns a column, what becomes of the clinic's own
columns, how high a table ends up. A host adds only how it reads, and how it makes the work real.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

from xl_massbill.book.column import Owner
from xl_massbill.book.headings import Match, match
from xl_massbill.book.table import Table
from xl_massbill.book.workbook import Cell, Formula, Grid
from xl_massbill.errors import NoTable, Refused
from xl_massbill.hosts.cells import shown, tidied

Registry = Mapping[str, type[Table]]
Rows = Mapping[str, Sequence[Cell]]


class Ground(Protocol):
    """What a host knows about the workbook as it stands outside this run."""

    def load(self, table: str) -> Grid:
        """Return a table as it was saved; raise NoTable if it is not there."""

    def room(self, table: str, height: int) -> int:
        """Return how high the table will be for so many rows; raise Refused if data is in the way."""

    def carried(self, table: str, position: int) -> Cell:
        """Return what a new row shows in one of the clinic's own columns."""


@dataclass(frozen=True, slots=True)
class Work:
    """One table in work: `before` as saved, `now` as it reads, `wanted` the cells of the columns written."""

    before: Grid
    now: Grid
    wanted: Mapping[int, Sequence[Cell]]


class Draft:
    """The tables of a workbook with the writes of this run in them."""

    def __init__(self, ground: Ground, registry: Registry, *, fill: bool = False) -> None:
        self._ground = ground
        self._registry = registry
        self._fill = fill
        self._works: dict[str, Work] = {}

    def grid(self, table: str) -> Grid:
        """Return a table as it stands after the writes of this run."""
        return self._work(table).now

    def write(self, table: str, columns: Rows, by: str = "") -> None:
        """Put new cells into program columns, one a data row; into people's only at the order of one."""
        work = self._work(table)
        found = self._positions(table, work, columns)
        for name in columns:
            owner = self._registry[table].field(name).column.owner
            if not (self._fill or by.strip()) and owner is not Owner.PROGRAM:
                raise Refused(f"Column {name} of the table {table} is filled by people, not by the program.")
        if columns and common_height(columns) != work.now.height:
            raise ValueError(f"columns of another height than the table's {work.now.height}")
        wanted = {found[name]: tidied(cells) for name, cells in columns.items()}
        self._works[table] = _revised(work, dict(work.wanted) | wanted, work.now.height)

    def replace(self, table: str, columns: Rows) -> None:
        """Put new rows in place of all rows of a program table."""
        work = self._work(table)
        found = self._program_table(table, work, columns)
        wanted = {found[name]: tidied(cells) for name, cells in columns.items()}
        self._rows(table, work, wanted, common_height(columns))

    def append(self, table: str, columns: Rows, by: str = "") -> None:
        """Put rows below the last row of a program table; of people's only at the order of one."""
        work = self._work(table)
        found = self._program_table(table, work, columns, by)
        more = common_height(columns)
        above = self._filled(table, work)
        named = {found[name]: tidied(cells) for name, cells in columns.items()}
        wanted: dict[int, Sequence[Cell]] = {}
        for position in self._match(table, work).at.values():
            cells = work.wanted.get(position, work.now.columns[position])[:above]
            wanted[position] = (*cells, *named.get(position, [None] * more))
        self._rows(table, work, wanted, above + more)

    def works(self) -> dict[str, Work]:
        """Return the tables that were written in this run."""
        return {name: work for name, work in self._works.items() if work.wanted}

    def release(self) -> None:
        """Let go of tables that were only read: a save needs the room, and they can be read again."""
        self._works = self.works()

    def grids(self) -> dict[str, Grid]:
        """Return the tables that are held, as they stand now."""
        return {name: work.now for name, work in self._works.items()}

    def settle(self) -> None:
        """Take what stands now for what is saved."""
        self._works = {name: Work(work.now, work.now, {}) for name, work in self._works.items()}

    def _work(self, table: str) -> Work:
        if table not in self._registry:
            raise NoTable(f"The program knows no table {table}.")
        if table not in self._works:
            grid = self._ground.load(table)
            self._works[table] = Work(grid, grid, {})
        return self._works[table]

    def _match(self, table: str, work: Work) -> Match:
        return match(self._registry[table], work.now.headings)

    def _positions(self, table: str, work: Work, columns: Rows) -> dict[str, int]:
        found = self._match(table, work).at
        for name in columns:
            field = self._registry[table].field(name)
            if name not in found:
                excel = self._registry[table].facts.excel
                raise Refused(
                    f'The table {excel} has lost its column "{field.column.title}": '
                    "put the heading back and run again."
                )
        return found

    def _program_table(self, table: str, work: Work, columns: Rows, by: str = "") -> dict[str, int]:
        if not (self._fill or by.strip()) and self._registry[table].facts.owner is not Owner.PROGRAM:
            raise Refused(f"The rows of the table {table} are typed by people, not by the program.")
        return self._positions(table, work, columns)

    def _filled(self, table: str, work: Work) -> int:
        """Count the rows down to the last one that holds something; an empty table shows one blank row."""
        at = self._match(table, work).at
        own = [i for i in range(len(work.now.headings)) if i not in at.values()]
        blank = {i: self._ground.carried(table, i) for i in own}
        for row in range(work.now.height, 0, -1):
            for position, cells in enumerate(work.now.columns):
                if cells[row - 1] is not None and cells[row - 1] is not blank.get(position):
                    return row
        return 0

    def _rows(self, table: str, work: Work, wanted: Mapping[int, Sequence[Cell]], rows: int) -> None:
        height = self._ground.room(table, rows)
        columns: dict[int, Sequence[Cell]] = {}
        for position in self._match(table, work).at.values():
            cells = wanted.get(position, ())
            columns[position] = (*cells, *[None] * (height - len(cells)))
        carried = partial(self._ground.carried, table)
        now = tuple(
            _fitted(cells, height, carried(position)) for position, cells in enumerate(work.before.columns)
        )
        self._works[table] = _revised(replace(work, now=replace(work.before, columns=now)), columns, height)


def known_tables() -> Registry:
    """Return every table class of the program."""
    from xl_massbill.book.tables import TABLES  # noqa: PLC0415 - tests with tables of their own do without

    return TABLES


def common_height(columns: Rows) -> int:
    """Return the height that all columns share, 0 if there are none; ValueError if they differ."""
    heights = {len(cells) for cells in columns.values()}
    if len(heights) > 1:
        raise ValueError(f"columns of unequal height: {sorted(heights)}")
    return heights.pop() if heights else 0


def _fitted(cells: Sequence[Cell], height: int, filler: Cell) -> Sequence[Cell]:
    """Cut or lengthen a column to a height."""
    if len(cells) == height:
        return cells
    return (*cells[:height], *[filler] * (height - len(cells)))


def _revised(work: Work, wanted: Mapping[int, Sequence[Cell]], height: int) -> Work:
    """Return the work with the wanted columns in what it reads."""
    columns = list(work.now.columns)
    for position, cells in wanted.items():
        holds_formula = Formula in set(map(type, cells))
        columns[position] = tuple(map(shown, cells)) if holds_formula else cells
    if any(len(column) != height for column in columns):
        raise AssertionError("columns of unequal height")
    return Work(work.before, replace(work.now, columns=tuple(columns)), wanted)

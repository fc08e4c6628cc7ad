"""A workbook seen with rows that it does not hold yet: rules are asked of what is about to be written.

Claims that are being built and remittances that are about to be posted are looked at this way; nothing can be
written into a preview.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NoReturn

from xl_massbill.book.headings import match
from xl_massbill.book.tables import TABLES
from xl_massbill.book.workbook import Cell, Grid, Workbook
from xl_massbill.errors import NoTable, Refused

Rows = Mapping[str, Sequence[Cell]]
_REFUSED = "Nothing is written into a preview."


class Preview:
    """The tables of a workbook with more rows below some of them; a table that it lacks has only these.

    Rows of these tables that hold one of the values of `without` in the column named there are left out:
    they are written anew.
    """

    def __init__(
        self, under: Workbook, more: Mapping[str, Rows], without: tuple[str, Collection[Cell]] = ("", ())
    ) -> None:
        self._under, self._more, self._without = under, more, without

    @property
    def path(self) -> str:
        """Return the path of the workbook underneath."""
        return self._under.path

    def tables(self) -> frozenset[str]:
        """Return the names of the tables underneath and of those with more rows."""
        return self._under.tables() | frozenset(self._more)

    def read(self, table: str) -> Grid:
        """Return a table with its rows to be; raise NoTable if there is none."""
        more = self._more.get(table)
        if more is None:
            return self._under.read(table)
        try:
            return _below(_left(self._under.read(table), *self._without), more)
        except NoTable:
            return _alone(table, more)

    def write(self, table: str, columns: Rows, *, by: str = "") -> NoReturn:  # noqa: ARG002 - the port asks for it
        """Refuse."""
        raise Refused(_REFUSED)

    def replace(self, table: str, columns: Rows) -> NoReturn:  # noqa: ARG002
        """Refuse."""
        raise Refused(_REFUSED)

    def append(self, table: str, columns: Rows, *, by: str = "") -> NoReturn:  # noqa: ARG002
        """Refuse."""
        raise Refused(_REFUSED)

    def save(self) -> NoReturn:
        """Refuse."""
        raise Refused(_REFUSED)

    def tell(self, sentence: str) -> None:
        """Tell the person."""
        self._under.tell(sentence)

    def progress(self, done: int, total: int, what: str) -> None:
        """Show how far long work has come."""
        self._under.progress(done, total, what)


def _left(grid: Grid, name: str, gone: Collection[Cell]) -> Grid:
    """Return a grid without the rows that hold one of some values in a column."""
    at = match(TABLES[grid.table], grid.headings).at.get(name) if gone else None
    if at is None:
        return grid
    stays = [i for i, cell in enumerate(grid.columns[at]) if cell not in gone]
    columns = tuple([cells[i] for i in stays] for cells in grid.columns)
    return Grid(grid.table, grid.sheet, grid.first_row, grid.headings, columns)


def _below(grid: Grid, more: Rows) -> Grid:
    """Return a grid with rows below; columns that the sheet lacks are added, so that no value is lost."""
    found, height = match(TABLES[grid.table], grid.headings), _height(more)
    names = {position: name for name, position in found.at.items()}
    columns = [[*cells, *more.get(names.get(i, ""), [None] * height)] for i, cells in enumerate(grid.columns)]
    lacking = [name for name in more if name not in found.at]
    titles = tuple(TABLES[grid.table].field(name).column.title for name in lacking)
    columns += [[None] * grid.height + list(more[name]) for name in lacking]
    return Grid(grid.table, grid.sheet, grid.first_row, (*grid.headings, *titles), tuple(columns))


def _alone(table: str, more: Rows) -> Grid:
    titles = tuple(TABLES[table].field(name).column.title for name in more)
    return Grid(table, TABLES[table].facts.excel, 2, titles, tuple(list(cells) for cells in more.values()))


def _height(more: Rows) -> int:
    return max((len(cells) for cells in more.values()), default=0)

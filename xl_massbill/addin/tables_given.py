"""The workbook's tables as worksheet functions get them: as ranges among their arguments.

A function sees nothing but its arguments. Only so does Excel know what a formula depends on, and reckons it
anew when a row of the table changes; a table that was read behind Excel's back would leave stale answers.
`Fees[#All]` is the table with its headings, so that columns may stand in any order, as everywhere else.
What was read of a table is kept for the next formulas as long as its cells are the same, cell by cell.

Source: DESIGN §1 (the class body is the schema), §5 (worksheet functions).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from xl_massbill.addin.spill import rows_of
from xl_massbill.book.kinds import Bad, Doubt, is_blank, read_all
from xl_massbill.book.workbook import Cell, CellError
from xl_massbill.errors import NoTable

_FEW = 16
"""Tables whose rows are kept."""


class Given(NamedTuple):
    """The rows of a table; `unread` are, row by row, the columns that could not be read."""

    rows: tuple[dict[str, Any], ...]
    unread: tuple[frozenset[str], ...]


def given(name: str, cells: Any, columns: Sequence[str]) -> Given:
    """Return some columns of a table by its internal name; one that is not there is blank.

    Raise NoTable unless the first row holds the headings of the table's key.
    """
    rows = tuple(tuple(map(_hashable, row)) for row in rows_of(cells))
    return _read(name, rows, tuple(columns))


def grid_of(name: str, cells: Any) -> Any:
    """Return a table as a host would read it."""
    from xl_massbill.book.tables import TABLES  # noqa: PLC0415 - pydantic takes its time
    from xl_massbill.book.workbook import Grid  # noqa: PLC0415

    headings, *rows = rows_of(cells)
    _match(name, headings)
    raw = [[_raw(cell) for cell in row] for row in rows]
    columns = tuple(zip(*raw, strict=True)) if raw else tuple(() for _ in headings)
    words = tuple("" if word is None else str(word) for word in headings)
    return Grid(name, TABLES[name].facts.excel, 2, words, columns)


@lru_cache(_FEW)
def _read(name: str, rows: tuple[tuple[Cell, ...], ...], columns: tuple[str, ...]) -> Given:
    headings, *body = rows
    table, at = _match(name, headings)
    body = [row for row in body if not all(map(is_blank, row))]
    read: dict[str, list[Any]] = {}
    for column in columns:
        cells = [_raw(row[at[column]]) for row in body] if column in at else [None] * len(body)
        different = list(dict.fromkeys(cells))
        values = dict(zip(different, read_all(table.field(column), different), strict=True))
        read[column] = [values[cell] for cell in cells]
    return Given(tuple(_plain(read)), tuple(_unread(read, len(body))))


def _match(name: str, headings: Sequence[Any]) -> tuple[Any, dict[str, int]]:
    from xl_massbill.book.headings import match  # noqa: PLC0415 - pydantic takes its time
    from xl_massbill.book.tables import TABLES  # noqa: PLC0415

    table = TABLES[name]
    found = match(table, headings).at
    needed = [key for key in table.facts.key if table.field(key).column.need.value == "R"]
    if not set(needed or table.facts.key[:1]) <= found.keys():
        raise NoTable(f"The function needs the table {table.facts.excel} with its headings.")
    return table, found


def _plain(read: dict[str, list[Any]]) -> Iterator[dict[str, Any]]:
    for values in zip(*read.values(), strict=True):
        cells = (v.value if isinstance(v, Doubt) else None if isinstance(v, Bad) else v for v in values)
        yield dict(zip(read, cells, strict=True))


def _unread(read: dict[str, list[Any]], height: int) -> Iterator[frozenset[str]]:
    for i in range(height):
        yield frozenset(column for column, values in read.items() if isinstance(values[i], Bad))


def _raw(cell: Any) -> Cell:
    """Return a cell as the readers of tables know it: an error value by its own type."""
    return CellError(cell) if isinstance(cell, str) and cell[:1] == "#" and cell.isupper() else cell


def _hashable(cell: Any) -> Any:
    return str(cell).upper() if isinstance(cell, bool) else cell  # True equals 1; both read alike as words

"""Arrays in, arrays out: how a worksheet function is applied to ranges, as Excel applies its own.

A range is a list of rows. Functions of one cell are applied cell by cell; a single cell, row or column is
stretched along the others, and where two ranges differ in length the cells beyond the shorter are #N/A.
A blank in what must be given gives a blank; an error value that comes in goes out again. A function never
returns words for an error, since a SUM would skip them: it returns the error value.

Source: DESIGN §5 (worksheet functions); Excel's own rules for arithmetic on arrays.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from xl_massbill.book.kinds import ERROR_VALUES, is_blank
from xl_massbill.book.workbook import CellError

NA = CellError("#N/A")
"""What was asked for is not known: a code that is in no list, a claim that is on no row."""
VALUE = CellError("#VALUE!")
"""What was given is of the wrong kind: a word where minutes should stand."""
BLANK = ""
"""What a formula can return for nothing; None would show as 0."""

Rows = list[list[Any]]
Answer = Any
"""A cell, or rows of cells."""


def rows_of(given: Any) -> Rows:
    """Return what came from a formula as rows of cells, a single cell as one row of one.

    >>> rows_of(7), rows_of([7, 8]), rows_of([[7], [8]])
    ([[7]], [[7, 8]], [[7], [8]])
    """
    if not isinstance(given, list | tuple):
        return [[given]]
    if given and all(isinstance(row, list | tuple) for row in given):
        return [list(row) for row in given]
    return [list(given)]


def error_in(cell: Any) -> CellError | None:
    """Return the error value that a cell holds, however the host writes it.

    >>> error_in("#N/A"), error_in("97124"), error_in(float("nan"))
    ('#N/A', None, '#N/A')
    """
    if isinstance(cell, str):
        return CellError(cell) if cell[:1] == "#" and cell in ERROR_VALUES else None
    return NA if isinstance(cell, float) and cell != cell else None  # noqa: PLR0124 - only nan differs from itself


def each(answer: Callable[..., Answer], must: Sequence[Any], may: Sequence[Any] = ()) -> Answer:
    """Apply a function of cells to ranges; equal cells are asked about once.

    `must` are the ranges that have to be filled, `may` those that can be blank or left out.
    """
    known: dict[Any, Answer] = {}

    def ask(cells: tuple[Any, ...]) -> Answer:
        key = tuple((type(cell), cell) for cell in cells)  # True equals 1, and 1 equals 1.0
        if key not in known:
            known[key] = _answer(answer, cells, len(must))
        return known[key]

    return settled([[ask(cells) for cells in row] for row in stretched(*must, *may)])


def stretched(*ranges: Any) -> list[list[tuple[Any, ...]]]:
    """Return the cells of several ranges side by side, row by row.

    >>> stretched([[1], [2]], 7)
    [[(1, 7)], [(2, 7)]]
    """
    grids = [rows_of(given) for given in ranges]
    height, width = max(map(len, grids)), max(len(grid[0]) for grid in grids)
    return [[tuple(_cell(grid, i, j) for grid in grids) for j in range(width)] for i in range(height)]


def settled(rows: Rows) -> Answer:
    """Return rows of one cell as that cell."""
    return rows[0][0] if len(rows) == len(rows[0]) == 1 else rows


def _cell(grid: Rows, i: int, j: int) -> Any:
    row = grid[0] if len(grid) == 1 else grid[i] if i < len(grid) else ()
    return row[0] if len(row) == 1 else row[j] if j < len(row) else NA


def _answer(answer: Callable[..., Answer], cells: tuple[Any, ...], must: int) -> Answer:
    for cell in cells:
        if (error := error_in(cell)) is not None:
            return error
    if any(map(is_blank, cells[:must])):
        return BLANK
    try:
        found = answer(*(None if is_blank(cell) else cell for cell in cells))
    except (TypeError, ValueError):  # of another kind than the argument
        return VALUE
    return BLANK if found is None else found

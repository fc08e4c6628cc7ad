"""The cells of one sheet that shall hold something else.

Those of a table stay the columns they came in, with a mark beside each cell that changes. They are put
together by row, or by some rows of each column, when asked for: a mapping for each of a hundred thousand rows
would take more room than the cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from xl_massbill.hosts.cell_xml import UNWRITTEN, New, Renewed, Unwritten

Cells = list[New | Unwritten]
"""What some rows of a column shall hold."""


@dataclass(slots=True)
class TableEdits:
    """Cells of a table that begins at row `top`: column numbers, cells, and which of these are written.

    `alike` are cells that all of some rows hold alike.
    """

    top: int
    columns: list[tuple[int, Sequence[New], bytes | bytearray]] = field(default_factory=list)
    alike: dict[int, New] = field(default_factory=dict)
    alike_in: range = range(0)

    def rows(self) -> Iterator[int]:
        """Yield the rows in which something is written."""
        yield from self.alike_in
        marked = zip(*(marks for _, _, marks in self.columns), strict=True)
        for row, marks in enumerate(marked, self.top):
            if any(marks) and row not in self.alike_in:
                yield row

    def cells(self, row: int) -> dict[int, New]:
        """Return what is written in a row, by column."""
        at = row - self.top
        found = {c: cells[at] for c, cells, marks in self.columns if marks[at]} if self._reaches(at) else {}
        return found | self.alike if self.alike and row in self.alike_in else found

    def spread(self, rows: Sequence[int], out: dict[int, Cells]) -> None:
        """Put what is written in some rows into columns of cells."""
        places = [row - self.top for row in rows]
        reached = self._reaches(min(places)) and self._reaches(max(places))
        for column, cells, marks in self.columns:
            out[column] = [
                cells[at] if (reached or self._reaches(at)) and marks[at] else UNWRITTEN for at in places
            ]
        for column, cell in self.alike.items():
            known = out.setdefault(column, [UNWRITTEN] * len(rows))
            out[column] = [
                cell if row in self.alike_in else one for row, one in zip(rows, known, strict=True)
            ]

    def _reaches(self, at: int) -> bool:
        return bool(self.columns) and 0 <= at < len(self.columns[0][2])


class Edits(Mapping[int, Mapping[int, New]]):
    """New cells by row and column."""

    def __init__(self) -> None:
        self._single: dict[int, dict[int, New]] = {}
        self._tables: list[TableEdits] = []

    def put(self, row: int, column: int, cell: New) -> None:
        """Note one cell."""
        self._single.setdefault(row, {})[column] = cell

    def put_table(self, edits: TableEdits) -> None:
        """Note cells of a table, if there are any."""
        if next(edits.rows(), None) is not None:
            self._tables.append(edits)

    def columns(self, rows: Sequence[int]) -> dict[int, Cells]:
        """Return for each column what some rows shall hold there; columns without any are left out."""
        out: dict[int, Cells] = {}
        for table in self._tables:
            table.spread(rows, out)
        if self._single:
            for at, row in enumerate(rows):
                for column, cell in self._single.get(row, {}).items():
                    out.setdefault(column, [UNWRITTEN] * len(rows))[at] = cell
        return {column: cells for column, cells in out.items() if cells.count(UNWRITTEN) < len(cells)}

    def renewed(self) -> dict[int, list[int]]:
        """Return by row the columns of formulas that get a new result."""
        found = {
            row: [column for column, cell in cells.items() if type(cell) is Renewed]
            for row, cells in self._single.items()
        }
        return {row: columns for row, columns in found.items() if columns}

    def all_columns(self) -> set[int]:
        """Return the columns in which something may be written."""
        found = {column for cells in self._single.values() for column in cells}
        for table in self._tables:
            found |= {*table.alike, *(column for column, _, _ in table.columns)}
        return found

    def __getitem__(self, row: int) -> Mapping[int, New]:
        """Return the new cells of a row."""
        found = [cells for table in self._tables if (cells := table.cells(row))]
        found += [self._single[row]] if row in self._single else []
        if not found:
            raise KeyError(row)
        return found[0] if len(found) == 1 else {c: cell for cells in found for c, cell in cells.items()}

    def __iter__(self) -> Iterator[int]:
        """Yield the rows in order."""
        yield from sorted({*self._single, *(row for table in self._tables for row in table.rows())})

    def __len__(self) -> int:
        """Return how many rows have new cells."""
        return sum(1 for _ in self)

    def __bool__(self) -> bool:
        """Return whether any cell shall change."""
        return bool(self._single or self._tables)

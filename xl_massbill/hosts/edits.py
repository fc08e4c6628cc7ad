"""The cells of one sheet that shall hold something else.

Those of a table stay the columns they came in, with a mark beside each cell that changes, and are put together
row by row when asked for: a mapping for each of a hundred thousand rows would take more room than the cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from xl_massbill.hosts.cell_xml import New


@dataclass(slots=True)
class TableEdits:
    """Columns of a table that begins at row `top`: number, cells, and for each cell whether it shall be written.

    `alike` are cells that all of some rows hold alike.
    """

    top: int
    columns: list[tuple[int, Sequence[New], bytes | bytearray]] = field(default_factory=list)
    alike: Mapping[int, New] = field(default_factory=dict)
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
        found = {c: cells[at] for c, cells, marks in self.columns if at < len(marks) and marks[at]}
        return found | self.alike if row in self.alike_in else found


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

    def __getitem__(self, row: int) -> Mapping[int, New]:
        """Return the new cells of a row."""
        found = dict[int, New]()
        for table in self._tables:
            if row >= table.top:
                found |= table.cells(row)
        found |= self._single.get(row, {})
        if not found:
            raise KeyError(row)
        return found

    def __iter__(self) -> Iterator[int]:
        """Yield the rows in order."""
        yield from sorted({*self._single, *(row for table in self._tables for row in table.rows())})

    def __len__(self) -> int:
        """Return how many rows have new cells."""
        return sum(1 for _ in self)

    def __bool__(self) -> bool:
        """Return whether any cell shall change."""
        return bool(self._single or self._tables)

"""The writes of one run as steps that can be taken back: all of them reach the sheets, or none.

Only columns of which a cell differs are written, one write for columns that stand side by side. Excel cannot
undo what a program wrote, so each step keeps what stood there before.

Source: DESIGN §1 (decision 2), §4.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from xl_massbill.book.workbook import NOT_CALCULATED, Cell, Formula, Grid
from xl_massbill.hosts.cells import same
from xl_massbill.hosts.draft import Work
from xl_massbill.hosts.excel.book import ExcelBook, Spot
from xl_massbill.hosts.excel.native import filter_again, is_filtered
from xl_massbill.hosts.excel.values import fitting, matrix


@dataclass(frozen=True, slots=True)
class Block:
    """Columns side by side that are written at once: from the column `left` of the table on."""

    left: int
    columns: tuple[Sequence[Cell], ...]

    @property
    def height(self) -> int:
        """Return the number of rows."""
        return len(self.columns[0])


@dataclass(slots=True)
class TableWrite:
    """What one table becomes: `height` rows, with these blocks in them."""

    spot: Spot
    before: Grid
    height: int
    blocks: list[Block]
    is_the_programs: bool
    _undo: list[Callable[[], object]] = field(default_factory=list)

    def do(self) -> None:
        """Write; what was done so far can be taken back at any point."""
        spot, old = self.spot, self.spot.height
        if self.height > old:
            self._undo.append(partial(spot.resize, old))
            spot.resize(self.height)
        for block in self.blocks:
            self._put(block)
        if self.height < old:
            self._leave(self.height, old)
        if self.is_the_programs and is_filtered(spot.table):
            filter_again(spot.table)

    def take_back(self) -> bool:
        """Put everything back that was written; return whether that went well."""
        went_well = True
        for step in reversed(self._undo):
            try:
                step()
            except Exception:  # noqa: BLE001 - the other steps must be taken back all the same
                went_well = False
        self._undo.clear()
        return went_well

    def _put(self, block: Block) -> None:
        earlier = self._earlier(block)
        self._undo.append(partial(self._hand, earlier))
        self._hand(block)

    def _hand(self, block: Block) -> None:
        """Write a block with one write; columns whose format would change a value get another first."""
        columns = []
        for i, cells in enumerate(block.columns, block.left):
            area = self.spot.cells(0, block.height, i, 1)
            columns.append(fitting(cells, *_format_of(area)))
        area = self.spot.cells(0, block.height, block.left, len(columns))
        area.options(ndim=2).value = [list(row) for row in zip(*columns, strict=True)]

    def _earlier(self, block: Block) -> Block:
        """Return what stands where a block goes; below the table nothing does."""
        height, columns = self.before.height, []
        for i, cells in enumerate(block.columns, block.left):
            was: Sequence[Cell] = self.before.columns[i]
            if any(isinstance(cell, Formula) for cell in cells) or NOT_CALCULATED in was:
                was = self._with_formulas(i, was)
            columns.append((*was, *(None,) * (block.height - height)))
        return Block(block.left, tuple(columns))

    def _with_formulas(self, position: int, cells: Sequence[Cell]) -> Sequence[Cell]:
        found = matrix(self.spot.cells(0, len(cells), position, 1).formula)
        pairs = zip(cells, (row[0] for row in found), strict=True)
        return [
            # a text that begins with "=" is given back as it is, a formula is not what it shows
            Formula(text[1:]) if isinstance(text, str) and text.startswith("=") and text != cell else cell
            for cell, text in pairs
        ]

    def _leave(self, height: int, old: int) -> None:
        """Let the last rows go: blank them, for they no longer belong to the table, and make it shorter."""
        spot, width = self.spot, len(self.before.headings)
        written = {i for block in self.blocks for i in range(block.left, block.left + len(block.columns))}
        for i in set(range(width)) - written:
            if any(cell is not None for cell in self.before.columns[i][height:]):
                area = spot.cells(height, old - height, i, 1)
                self._undo.append(partial(setattr, area, "formula", area.formula))
                area.clear_contents()
        self._undo.append(partial(spot.resize, old))
        spot.resize(height)


def _format_of(area: Any) -> tuple[Callable[[], str | None], Callable[[str], None]]:
    """Return how to ask for the number format of cells, and how to change it."""
    return partial(getattr, area, "number_format"), partial(setattr, area, "number_format")


def planned(book: ExcelBook, works: Mapping[str, Work]) -> list[TableWrite]:
    """Return what is to be written where something differs from what Excel shows."""
    found = []
    for name, work in works.items():
        spot = book.spot(name)
        height = work.now.height
        blocks = list(_blocks(work, max(height, work.before.height)))
        if blocks or height != work.before.height:
            found.append(TableWrite(spot, work.before, height, blocks, book.is_the_programs(name)))
    return found


def _blocks(work: Work, height: int) -> Iterator[Block]:
    """Yield the columns that change, those side by side together, down to the last row ever used."""
    run: list[Sequence[Cell]] = []
    for i in range(len(work.before.headings) + 1):
        cells = work.wanted.get(i)
        if cells is not None and _differs(cells, work.before.columns[i]):
            run.append((*cells, *(None,) * (height - len(cells))))
        elif run:
            yield Block(i - len(run), tuple(run))
            run = []


def _differs(wanted: Sequence[Cell], before: Sequence[Cell]) -> bool:
    if len(wanted) != len(before):
        shorter = min(len(wanted), len(before))
        rest = (*wanted[shorter:], *before[shorter:])
        return any(cell is not None for cell in rest) or _differs(wanted[:shorter], before[:shorter])
    return not all(a is b or same(a, b) for a, b in zip(wanted, before, strict=True))


def take_back(done: Sequence[TableWrite]) -> bool:
    """Take back everything, the last first; return whether that went well."""
    went_well = [write.take_back() for write in reversed(done)]
    return all(went_well)

"""Exchange cells in many rows that are there already: the new cells of a column are written together.

A row that is in any way unusual is left to whoever takes it apart by itself; both ways give the same bytes.

Source: ECMA-376 part 1, §18.3.1.73 (row, spans), §18.3.1.4 (c).
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence

from xl_massbill.hosts.cell_xml import UNWRITTEN, CellWriter, Unwritten
from xl_massbill.hosts.edits import Cells
from xl_massbill.hosts.sheet_xml import SheetXml, style_of_cell

_PLAIN = {str, float, int, bool, dt.date, type(None), Unwritten}
_SPANS = re.compile(rb"""(\sspans\s*=\s*["'])(\d+):(\d+)(?=["'])""")
_ROW_STYLE = re.compile(rb"""\s(?:s|customFormat)\s*=""")


class _Column:
    """What some rows shall hold in one column."""

    def __init__(self, writer: CellWriter, rows: Sequence[int], number: int, cells: Cells) -> None:
        self.number, self.cells = number, cells
        self._writer, self._rows = writer, rows
        self._made: dict[int | None, list[bytes]] = {}

    def fresh(self, style: int | None, at: int) -> bytes:
        """Return a cell that was not there, b"" for one that need not be there."""
        made = self._made.get(style)
        if made is None:  # most columns have one style: all cells of it are written at once
            made = self._made[style] = self._writer.cells(self._rows, self.number, style, self.cells)
        return made[at]

    def instead(self, style: int | None, at: int) -> bytes:
        """Return a cell that takes the place of another."""
        return self.fresh(style, at) or self._writer.cell(self._rows[at], self.number, style, None)


class KnownRows:
    """Some rows of a sheet that get new cells; `styles` are those of cells that are not there yet."""

    def __init__(
        self,
        sheet: SheetXml,
        writer: CellWriter,
        rows: Sequence[int],
        columns: Mapping[int, Cells],
        styles: Mapping[int, int],
    ) -> None:
        self._sheet, self._rows, self._styles = sheet, rows, styles
        self._columns = [_Column(writer, rows, number, columns[number]) for number in sorted(columns)]
        self._is_plain = sheet.is_usual and all(set(map(type, c)) <= _PLAIN for c in columns.values())
        self._formula = b"<%sf" % writer.prefix
        self._told: dict[bytes, int | None] = {}

    def changed(self, at: int, old: bytes) -> bytes | None:
        """Return the row at a place among these with its new cells in it; None if it is not as usual."""
        tag = old.index(b">") + 1
        if not self._is_plain or _ROW_STYLE.search(old, 0, tag):
            return None
        row, out, more, done, before = self._rows[at], list[bytes](), list[int](), tag, 0
        there: tuple[int, ...] = ()
        for column in self._columns:
            cell, number = column.cells[at], column.number
            if cell is UNWRITTEN:
                continue
            start, end = self._span(row, number, old, done)
            if start >= 0:
                new = column.instead(self._style(row, number, old, start), at)
                if cell is None and not self._sheet.holds(old[start:end]):
                    new = old[start:end]
            else:
                there = there or self._sheet.columns(old)
                start = end = self._between(row, number, old, there, (before, done))
                if start < 0:
                    return None
                new = column.fresh(self._styles.get(number), at)
                if not new:
                    continue
                more.append(number)
            out += (old[done:start], new)
            done, before = end, number
        return b"".join([spanned(old[:tag], more) if more else old[:tag], *out, old[done:]])

    def _between(self, row: int, column: int, old: bytes, there: Sequence[int], last: tuple[int, int]) -> int:
        """Return where a cell must stand that a row does not have, after the last one and its end.

        -1 if it is there all the same, or there is no telling.
        """
        before, done = last
        at = bisect_left(there, column)
        if not there or (at < len(there) and there[at] == column):
            return -1
        left = there[at - 1] if at else 0
        return self._span(row, left, old, done)[1] if left > before else done

    def _span(self, row: int, column: int, old: bytes, begin: int) -> tuple[int, int]:
        """Return where a cell stands that the row has; (-1, -1) if it is not as usual, or holds a formula."""
        start = old.find(self._sheet.opening(row, column), begin)
        end = self._sheet.end_of(old, start) if start >= 0 else -1
        return (start, end) if end >= 0 and old.find(self._formula, start, end) < 0 else (-1, -1)

    def _style(self, row: int, column: int, old: bytes, start: int) -> int | None:
        """Return the style of a cell, looked up by the end of its tag, which is alike in most rows."""
        begin = start + len(self._sheet.opening(row, column))
        rest = old[begin : old.index(b">", begin) + 1]
        if rest not in self._told:
            self._told[rest] = style_of_cell(b"<c" + rest)
        return self._told[rest]


def spanned(tag: bytes, columns: Collection[int]) -> bytes:
    """Return the tag of a row with its hint of which columns it spans widened to some columns."""
    first, last = min(columns), max(columns)
    return _SPANS.sub(lambda m: m[1] + b"%d:%d" % (min(first, int(m[2])), max(last, int(m[3]))), tag, count=1)

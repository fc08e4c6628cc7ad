"""Exchange cells in a worksheet part: the changed rows are written anew, all else is cut out and kept.

Source: ECMA-376 part 1, §18.3.1.73 (row, spans), §18.3.1.35 (dimension), §18.3.1.40 (shared formulas).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from xl_massbill.errors import Refused
from xl_massbill.hosts.a1 import Box, boxed, reference
from xl_massbill.hosts.cell_xml import CellWriter, New, Renewed
from xl_massbill.hosts.cells import LAST_COLUMN
from xl_massbill.hosts.edits import Cells, Edits
from xl_massbill.hosts.known_rows import KnownRows, spanned
from xl_massbill.hosts.pack import Piece
from xl_massbill.hosts.sheet_xml import SheetXml, Tag, style_of_cell, style_of_row

_SHARED = re.compile(rb"""\ssi\s*=\s*["'](\d+)["']""")
_RANGE = re.compile(rb"""(\sref\s*=\s*["'])([^"']+)(?=["'])""")


_ROWS_AT_ONCE = 1_000
_NONE = (LAST_COLUMN + 1, 0, 0)
"""Stands for the cell after the last one of a row."""


class NewStyles:
    """The styles of cells that are not there yet: those of the first data row of the table above them."""

    def __init__(self, tables: Iterable[tuple[int, Mapping[int, int]]]) -> None:
        """Take for each table its first data row, and the style of each column there."""
        self._rows: list[int] = []
        self._styles: list[dict[int, int]] = [{}]
        for row, styles in sorted(tables, key=lambda table: table[0]):
            self._rows.append(row)
            self._styles.append(self._styles[-1] | dict(styles))

    def of(self, row: int) -> Mapping[int, int]:
        """Return the style of each column in a row; columns that have none are left out."""
        return self._styles[bisect_right(self._rows, row)]


class Splice:
    """One pass over a worksheet that puts new cells into it."""

    def __init__(self, sheet: SheetXml, writer: CellWriter, styles: NewStyles) -> None:
        self._sheet = sheet
        self._writer = writer
        self._styles = styles
        self._formula = b"<%sf" % writer.prefix
        self._lost: list[tuple[Box, bytes]] = []

    def pieces(self, edits: Edits) -> list[Piece] | None:
        """Return the sheet with the new cells in it, as pieces; None if nothing differs."""
        sheet, data = self._sheet, memoryview(self._sheet.data)
        out: list[Piece] = []
        at, rows = sheet.start, list(edits)
        columns = set[int]()
        below = bisect_right(rows, sheet.last_row)
        for first in range(0, below, _ROWS_AT_ONCE):
            some = rows[first : min(below, first + _ROWS_AT_ONCE)]
            written = edits.columns(some)
            columns.update(written)
            for (begin, end), new in zip(sheet.spans(some), self._rows(some, written, edits), strict=True):
                if new != sheet.data[begin:end]:
                    out += [data[at:begin], new]
                    at = end
        for first in range(below, len(rows), _ROWS_AT_ONCE):
            some = rows[first : first + _ROWS_AT_ONCE]
            written = edits.columns(some)
            columns.update(written)
            is_even = self._styles.of(some[0]) is self._styles.of(some[-1])
            new_rows = (
                self._fresh_rows(some, written) if is_even else [self._fresh(r, edits[r]) for r in some]
            )
            out += [data[at : sheet.end], *new_rows]
            at = sheet.end
        if not out:
            return None
        self._check_lost(edits)
        return [self._head(Box(rows[0], min(columns), rows[-1], max(columns))), *out, data[at:]]

    def _rows(self, rows: Sequence[int], columns: Mapping[int, Cells], edits: Edits) -> Iterator[bytes]:
        """Yield rows with their new cells, which are mostly there already."""
        known = KnownRows(self._sheet, self._writer, rows, columns, self._styles.of(rows[-1]))
        is_even = self._styles.of(rows[0]) is self._styles.of(rows[-1])
        for at, (row, (begin, end)) in enumerate(zip(rows, self._sheet.spans(rows), strict=True)):
            old = self._sheet.data[begin:end]
            new = known.changed(at, old) if old and is_even else None
            if new is None:
                new = self._changed(row, old, edits[row]) if old else self._fresh(row, edits[row])
            yield new

    def _fresh_rows(self, rows: Sequence[int], columns: Mapping[int, Cells]) -> list[bytes]:
        """Return rows below the last one of the sheet, made column by column."""
        p, styles = self._writer.prefix, self._styles.of(rows[-1])
        cells = [self._writer.cells(rows, c, styles.get(c), columns[c]) for c in sorted(columns)]
        told = zip(rows, map(b"".join, zip(*cells, strict=True)), strict=True)
        return [b'<%srow r="%d">%s</%srow>' % (p, row, inner, p) for row, inner in told if inner]

    def _fresh(self, row: int, cells: Mapping[int, New]) -> bytes:
        p, styles, write = self._writer.prefix, self._styles.of(row), self._writer.cell
        inner = b"".join(
            [
                write(row, column, styles.get(column), cells[column])
                for column in sorted(cells)
                if cells[column] is not None or styles.get(column)
            ]
        )
        return b'<%srow r="%d">%s</%srow>' % (p, row, inner, p) if inner else b""

    def _changed(self, row: int, chunk: bytes, cells: Mapping[int, New]) -> bytes:
        """Return a row with new cells in the place of old ones, and others put in where none stood."""
        tags, styles = self._sheet.tags(chunk), self._styles.of(row)
        there = {column for column, _, _ in tags}
        more = [c for c in cells if c not in there and (cells[c] is not None or styles.get(c))]
        of_row, moved = None, 0
        if more:
            of_row, chunk, moved = style_of_row(chunk), *self._opened(chunk, more)
        out: list[bytes] = []
        at, of = 0, iter(tags)
        next_column, start, inside = next(of, _NONE)
        for column in sorted([*(cells.keys() & there), *more]):
            while next_column < column:
                next_column, start, inside = next(of, _NONE)
            if next_column == column:
                begin, end = self._span(row, column, chunk, (start + moved, inside + moved))
                new = self._exchanged(row, column, chunk[begin:end], cells[column])
            else:
                is_last = next_column == _NONE[0]
                begin = end = self._after(chunk, tags, moved) if is_last else start + moved
                new = self._writer.cell(row, column, styles.get(column, of_row), cells[column])
            out += (chunk[at:begin], new)
            at = end
        return b"".join([*out, chunk[at:]])

    def _span(self, row: int, column: int, chunk: bytes, tag: tuple[int, int]) -> tuple[int, int]:
        """Return where a cell stands that a reader will look for by its reference."""
        start, inside = tag
        is_usual = chunk.startswith(self._sheet.opening(row, column), start)
        if not is_usual and self._sheet.locate(chunk, row, column) is None:
            raise self._sheet.odd()
        return start, self._sheet.end_of(chunk, inside)

    def _exchanged(self, row: int, column: int, old: bytes, cell: New) -> bytes:
        """Return what shall stand in the place of a cell."""
        if isinstance(cell, Renewed):
            return self._writer.renewed(old, cell)
        if cell is None and not self._sheet.holds(old):
            return old
        new = self._writer.cell(row, column, style_of_cell(old), cell)
        if new != old and self._formula in old:
            self._note_lost(old)
        return new

    def _opened(self, chunk: bytes, columns: Collection[int]) -> tuple[bytes, int]:
        """Return a row that can take cells in these columns, and how far its own cells have moved by that."""
        end = chunk.index(b">")
        tag, closed = spanned(chunk[: end + 1], columns), b""
        if tag.endswith(b"/>"):
            tag, closed = tag[:-2].rstrip() + b">", b"</%srow>" % self._writer.prefix
        return tag + closed + chunk[end + 1 :], len(tag) - end - 1

    def _after(self, chunk: bytes, tags: Sequence[Tag], moved: int) -> int:
        """Return where the last cell of a row ends, or its tag if it has none."""
        return self._sheet.end_of(chunk, tags[-1][2] + moved) if tags else chunk.index(b">") + 1

    def _note_lost(self, cell: bytes) -> None:
        """Remember a formula that other cells share, or that fills other cells."""
        tag = re.search(rb"<%sf\s[^>]*>" % self._writer.prefix, cell)
        ref = _RANGE.search(tag[0]) if tag else None
        box = boxed(ref[2].decode()) if ref else None
        if tag and box and (box.top, box.left) != (box.bottom, box.right):
            shared = _SHARED.search(tag[0])
            self._lost.append((box, shared[1] if shared else b""))

    def _check_lost(self, edits: Edits) -> None:
        for box, shared in self._lost:
            for row, column, cell in self._sheet.filled(box):
                said = _SHARED.search(cell)
                depends = not shared or (said is not None and said[1] == shared)
                if depends and column not in edits.get(row, {}):
                    raise Refused(
                        f"Sheet {self._sheet.sheet}: {reference(row, column)} shares a formula with cells "
                        "that the program fills. Turn the formulas there into values and run again."
                    )

    def _head(self, edited: Box) -> bytes:
        """Return what stands before the rows, with the sheet's dimension stretched over the new cells."""
        head = self._sheet.data[: self._sheet.start]
        tag = re.search(rb"<%sdimension\s[^>]*>" % self._writer.prefix, head)
        ref = _RANGE.search(tag[0]) if tag else None
        old = boxed(ref[2].decode()) if ref else None
        if tag is None or ref is None or old is None:
            return head
        new = Box(
            min(old.top, edited.top),
            min(old.left, edited.left),
            max(old.bottom, edited.bottom),
            max(old.right, edited.right),
        )
        wider = _RANGE.sub(rb"\g<1>" + str(new).encode(), tag[0], count=1)
        return head if new == old else head[: tag.start()] + wider + head[tag.end() :]

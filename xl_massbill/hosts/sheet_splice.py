"""Exchange cells in a worksheet part: the changed rows are written anew, all else is cut out and kept.

Source: ECMA-376 part 1, §18.3.1.73 (row, spans), §18.3.1.35 (dimension), §18.3.1.40 (shared formulas).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Mapping

from xl_massbill.errors import Refused
from xl_massbill.hosts.a1 import Box, boxed, letters, reference
from xl_massbill.hosts.cell_xml import CellWriter, New, Renewed
from xl_massbill.hosts.package import Piece
from xl_massbill.hosts.sheet_xml import Edits, SheetXml, style_of_cell, style_of_row

_SPANS = re.compile(rb"""(\sspans\s*=\s*["'])(\d+):(\d+)(?=["'])""")
_SHARED = re.compile(rb"""\ssi\s*=\s*["'](\d+)["']""")
_RANGE = re.compile(rb"""(\sref\s*=\s*["'])([^"']+)(?=["'])""")

NewStyles = Mapping[int, Mapping[int, int]]
"""The style of a cell that is not there yet, by row and column."""


class Splice:
    """One pass over a worksheet that puts new cells into it."""

    def __init__(self, sheet: SheetXml, writer: CellWriter, styles: NewStyles) -> None:
        self._sheet = sheet
        self._writer = writer
        self._styles = styles
        self._lost: list[tuple[Box, bytes]] = []

    def pieces(self, edits: Edits) -> list[Piece] | None:
        """Return the sheet with the new cells in it, as pieces; None if nothing differs."""
        sheet, data = self._sheet, memoryview(self._sheet.data)
        out: list[Piece] = []
        at = sheet.start
        for row in sorted(edits):
            begin, end = sheet.span(row)
            old = sheet.data[begin:end]
            new = self._changed(row, old, edits[row]) if old else self._fresh(row, edits[row])
            if new != old:
                out += [data[at:begin], new]
                at = end
        if not out:
            return None
        self._check_lost(edits)
        return [self._head(edits), *out, data[at:]]

    def _fresh(self, row: int, cells: Mapping[int, New]) -> bytes:
        p, styles = self._writer.prefix, self._styles.get(row, {})
        inner = b"".join(
            self._writer.cell(_ref(row, column), styles.get(column), cell)
            for column, cell in sorted(cells.items(), key=lambda item: item[0])
            if cell is not None or styles.get(column)
        )
        return b'<%srow r="%d">%s</%srow>' % (p, row, inner, p) if inner else b""

    def _changed(self, row: int, chunk: bytes, cells: Mapping[int, New]) -> bytes:
        exchanges: list[tuple[int, int, bytes]] = []
        missing: dict[int, New] = {}
        for column, cell in cells.items():
            found = self._sheet.locate(chunk, row, column)
            if found is None:
                missing[column] = cell
                continue
            old = chunk[found.start : found.end]
            if cell is None and not self._sheet.holds(old):
                continue
            if isinstance(cell, Renewed):
                new = self._writer.renewed(old, cell)
            else:
                new = self._writer.cell(_ref(row, column), style_of_cell(old), cell)
            if new != old:
                if not isinstance(cell, Renewed):
                    self._note_lost(old)
                exchanges.append((found.start, found.end, new))
        out = chunk
        for start, end, new in sorted(exchanges, reverse=True):
            out = out[:start] + new + out[end:]
        return self._inserted(row, out, missing) if missing else out

    def _inserted(self, row: int, chunk: bytes, cells: Mapping[int, New]) -> bytes:
        """Put cells into a row that has none in their columns yet."""
        styles, of_row = self._styles.get(row, {}), style_of_row(chunk)
        wanted = {c: cell for c, cell in cells.items() if cell is not None or styles.get(c)}
        if not wanted:
            return chunk
        tag_end = chunk.index(b">")
        if chunk[tag_end - 1 : tag_end] == b"/":
            tail = chunk[tag_end + 1 :]
            chunk = chunk[: tag_end - 1].rstrip() + b"></%srow>" % self._writer.prefix + tail
            tag_end = chunk.index(b">")
        tags, out, at = self._sheet.tags(chunk), [_spanned(chunk[: tag_end + 1], wanted)], tag_end + 1
        last = self._sheet.end_of(chunk, tags[-1][2]) if tags else at
        for column in sorted(wanted):
            after = bisect_left(tags, (column,))
            next_column, place, _ = tags[after] if after < len(tags) else (0, last, 0)
            if next_column == column:  # there, but not found by its reference
                raise self._sheet.odd()
            new = self._writer.cell(_ref(row, column), styles.get(column, of_row), wanted[column])
            out += [chunk[at:place], new]
            at = place
        return b"".join([*out, chunk[at:]])

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

    def _head(self, edits: Edits) -> bytes:
        """Return what stands before the rows, with the sheet's dimension stretched over the new cells."""
        head = self._sheet.data[: self._sheet.start]
        tag = re.search(rb"<%sdimension\s[^>]*>" % self._writer.prefix, head)
        ref = _RANGE.search(tag[0]) if tag else None
        old = boxed(ref[2].decode()) if ref else None
        if tag is None or ref is None or old is None:
            return head
        columns = [column for cells in edits.values() for column in cells]
        new = Box(
            min(old.top, *edits), min(old.left, *columns), max(old.bottom, *edits), max(old.right, *columns)
        )
        wider = _RANGE.sub(rb"\g<1>" + str(new).encode(), tag[0], count=1)
        return head if new == old else head[: tag.start()] + wider + head[tag.end() :]


def _spanned(tag: bytes, columns: Collection[int]) -> bytes:
    """Widen a row's hint of which columns it spans."""
    first, last = min(columns), max(columns)
    return _SPANS.sub(lambda m: m[1] + b"%d:%d" % (min(first, int(m[2])), max(last, int(m[3]))), tag, count=1)


def _ref(row: int, column: int) -> bytes:
    return b"%s%d" % (letters(column).encode(), row)

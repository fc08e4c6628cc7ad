"""What the fast reader leaves out of a worksheet: error values, formulas never calculated, stray cells.

python-calamine reads #N/A and an uncalculated formula alike as a blank, and one stray cell in the last row
makes it reserve a gigabyte. The sheet's own bytes say which cells these are; they are searched for, not
parsed, because nearly no sheet has any.

Source: ECMA-376 part 1, §18.3.1.4 (c), §18.3.1.40 (f), §18.3.1.73 (row).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from html import unescape

from xl_massbill.book.workbook import NOT_CALCULATED, Cell, CellError
from xl_massbill.hosts.a1 import Box, number

_ROOT = re.compile(rb"<(?:([A-Za-z_][\w.-]*):)?worksheet(?=[\s/>])")
_ROW_NUMBER = re.compile(rb"""\sr\s*=\s*["'](\d+)["']""")
_CELL_REF = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,3})(\d+)["']""")
_TYPE = re.compile(rb"""\st\s*=\s*["'](\w+)["']""")
# Columns from DA on; a clinic's table never reaches so far.
_WIDE = rb"""\s[^>]*?\br=["'](?:[A-Z]{3}|[D-Z][A-Z])\d+["'][^>]*?(?:/>|>.*?</%(c)s>)"""
_WIDE_HINT = re.compile(rb""" r=["'](?:[A-Z]{3}|[D-Z][A-Z])\d""")
_WIDE_COLUMN = number("DA")
_SLACK = 10_000
_FEW_ROWS = 500


@dataclass(frozen=True)
class SheetScan:
    """The bytes of a worksheet part, searched."""

    data: bytes

    @cached_property
    def prefix(self) -> bytes:
        """Return the namespace prefix of the sheet's elements with its colon, mostly none."""
        root = _ROOT.search(self.data, 0, 65_536)
        return root[1] + b":" if root and root[1] else b""

    @cached_property
    def _cells(self) -> tuple[int, int]:
        """Return where the cells begin and end: what stands around them may look like one."""
        start = self.data.find(b"<" + self.prefix + b"sheetData")
        end = self.data.rfind(b"</" + self.prefix + b"sheetData")
        return (start, end) if 0 <= start < end else (0, len(self.data))

    def _pattern(self, pattern: bytes) -> re.Pattern[bytes]:
        """Compile a pattern in which %(row)s, %(c)s, %(f)s and %(v)s stand for the sheet's elements."""
        names = {tag.encode(): self.prefix + tag.encode() for tag in ("row", "c", "f", "v", "sheetData")}
        return re.compile(pattern % names, re.DOTALL)

    def odd(self) -> Iterator[tuple[int, int, Cell]]:
        """Yield row, column and value of cells that hold an error or a formula without a result."""
        for start in self._tags_with(b't="e"', b"t='e'"):
            error = self._error(start)
            if error is not None:
                yield *self._at(start), error
        first, end = self._cells
        if self.data.find(b"<" + self.prefix + b"f", first, end) < 0:
            return
        for pattern in (
            rb"</%(f)s>\s*(?:</%(c)s>|<%(v)s\s*/>|<%(v)s>\s*</%(v)s>)",
            rb"<%(f)s(?:\s[^>]*)?/>\s*(?:</%(c)s>|<%(v)s\s*/>|<%(v)s>\s*</%(v)s>)",
        ):
            for match in self._pattern(pattern).finditer(self.data, first, end):
                start = self._cell_before(match.start())
                kind = _TYPE.search(self.data, start, self.data.index(b">", start))
                # A text result that is "" is written without a value; it has been calculated.
                if not kind or kind[1] not in (b"str", b"e"):
                    yield *self._at(start), NOT_CALCULATED

    def _tags_with(self, *marks: bytes) -> Iterator[int]:
        """Yield the starts of cells whose tag holds one of the marks."""
        opening = b"<" + self.prefix + b"c"
        for mark in marks:
            # Looking for the single byte first is twenty times as fast; few sheets have both quotes.
            at = self.data.find(mark) if mark[-1:] in self.data else -1
            while at >= 0:
                start = self.data.rfind(b"<", 0, at)
                is_cell = self.data.startswith(opening, start) and self._named(start + len(opening))
                if is_cell and self.data[at - 1 : at].isspace():
                    yield start
                at = self.data.find(mark, at + 1)

    def _named(self, end: int) -> bool:
        """Say whether an element's name ends here (so that <c is not <cols)."""
        return self.data[end : end + 1] in (b" ", b">", b"/", b"\n", b"\r", b"\t")

    def _cell_before(self, at: int) -> int:
        opening = b"<" + self.prefix + b"c"
        start = self.data.rfind(opening, 0, at)
        while not self._named(start + len(opening)):
            start = self.data.rfind(opening, 0, start)
        return start

    @cached_property
    def _value(self) -> re.Pattern[bytes]:
        return self._pattern(rb"<%(v)s>([^<]*)</%(v)s>")

    def _error(self, start: int) -> CellError | None:
        tag_end = self.data.index(b">", start)
        if self.data[tag_end - 1 : tag_end] == b"/":
            return None
        end = self.data.index(b"</" + self.prefix + b"c>", tag_end)
        value = self._value.search(self.data, tag_end, end)
        return CellError(unescape(value[1].decode()).strip()) if value else None

    def _at(self, start: int) -> tuple[int, int]:
        """Return row and column of the cell whose tag starts here."""
        found = _CELL_REF.search(self.data, start, self.data.index(b">", start))
        if found:
            return int(found[2]), number(found[1].decode())
        return self._counted[start]

    @cached_property
    def _counted(self) -> dict[int, tuple[int, int]]:
        """Count rows and cells of a sheet that does not number them, as a reader must."""
        out = {}
        row = column = 0
        for tag in self._pattern(rb"<(?:%(row)s|%(c)s)(?=[\s/>])[^>]*>").finditer(self.data):
            if tag[0].startswith(b"<" + self.prefix + b"row"):
                said = _ROW_NUMBER.search(tag[0])
                row, column = int(said[1]) if said else row + 1, 0
            else:
                ref = _CELL_REF.search(tag[0])
                column = number(ref[1].decode()) if ref else column + 1
                out[tag.start()] = (row, column)
        return out

    def strays_from(self, table: Box) -> bool:
        """Say whether cells stand so far from a table that the reader would waste memory on the gap."""
        last = self._row_from_end(len(self.data))
        if last is None:
            return False
        below = last[1] > table.bottom + _SLACK
        if below or last[1] <= _FEW_ROWS or table.right >= _WIDE_COLUMN:
            return below
        return _WIDE_HINT.search(self.data) is not None

    def trimmed(self, table: Box) -> bytes:
        """Return the sheet without the rows below a table and without cells far to its right."""
        cut = len(self.data)
        last = self._row_from_end(cut)
        while last is not None and last[1] > table.bottom:
            cut, last = last[0], self._row_from_end(last[0])
        out = self.data
        if cut < len(out):
            end = out.rfind(b"</" + self.prefix + b"sheetData")
            out = out[:cut] + out[end:]
        if table.right < _WIDE_COLUMN:
            out = self._pattern(rb"<%(c)s" + _WIDE).sub(b"", out)
        return out

    def _row_from_end(self, end: int) -> tuple[int, int] | None:
        """Return start and number of the last row before a position; None if there is none with a number."""
        opening = b"<" + self.prefix + b"row"
        at = self.data.rfind(opening, 0, end)
        while at >= 0 and not self._named(at + len(opening)):
            at = self.data.rfind(opening, 0, at)
        said = _ROW_NUMBER.search(self.data, at, self.data.index(b">", at)) if at >= 0 else None
        return (at, int(said[1])) if said else None

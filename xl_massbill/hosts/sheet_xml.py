"""A worksheet part in which single cells are exchanged and every other byte stays.

Rows are found by searching for their tags; only rows with a changed cell are taken apart. A sheet that does
not number its rows and cells, or hides things in comments, is refused rather than guessed at.

Source: ECMA-376 part 1, §18.3.1.99 (worksheet), §18.3.1.73 (row), §18.3.1.4 (c), §18.3.1.35 (dimension).
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from operator import ge
from typing import NamedTuple

from xl_massbill.errors import Refused
from xl_massbill.hosts.a1 import Box, boxed, letters, number

_ROOT = re.compile(rb"<(?:([A-Za-z_][\w.-]*):)?worksheet(?=[\s/>])")
_STYLE = re.compile(rb"""\ss\s*=\s*["'](\d+)["']""")
_CUSTOM_FORMAT = re.compile(rb"""\scustomFormat\s*=\s*["'](?:1|true)["']""")
_RANGE = re.compile(rb"""\sref\s*=\s*["']([^"']+)["']""")
_SLASH = ord("/")
_ENCODING = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']""")


Rows = tuple[Sequence[int], Sequence[int]]
"""The numbers of rows, and where they begin."""
Tag = tuple[int, int, int]
"""A cell's column, where its tag begins, and a place inside the tag."""


class Found(NamedTuple):
    """A cell in the bytes of its row."""

    column: int
    start: int
    end: int


class SheetXml:
    """The bytes of a worksheet, with its rows found; `rows` are they if somebody has found them before."""

    def __init__(self, data: bytes, sheet: str, rows: Rows | None = None) -> None:
        self.data = data
        self.sheet = sheet
        self._known_rows = rows
        root = _ROOT.search(data, 0, 65_536)
        if root is None or not self._is_utf8():
            raise self.odd()
        self.prefix = root[1] + b":" if root[1] else b""
        self.start, self.end = self._extent(root.start())
        self._opening = b"<%sc" % self.prefix
        self._closing = b"</%sc>" % self.prefix
        self._openings: dict[int, bytes] = {}
        self._letters = re.compile(self._opening + rb' r="([A-Z]{1,3})\d+"')
        self._orders: dict[bytes, tuple[int, ...]] = {}
        self._filling = re.compile(rb"<%sv>[^<]|<%sf[\s/>]|<%sis[\s>]" % ((self.prefix,) * 3))
        self._row = re.compile(
            rb"""<%srow(?:\s(?:[^>]*?\s)??r\s*=\s*["'](\d+)["']|(?=[\s/>]))""" % self.prefix
        )

    @cached_property
    def is_usual(self) -> bool:
        """Return whether the tags of all cells begin with their references, as most programs write them."""
        begin, end = self.start, self.end
        all_cells = self.data.count(self._opening, begin, end)
        return all_cells == self.data.count(self._opening + b' r="', begin, end)

    @cached_property
    def _cell(self) -> re.Pattern[bytes]:
        """Return the pattern of a cell's tag up to its reference; where all are alike a quick one will do."""
        if self.is_usual:
            return self._letters
        attribute = rb"""(?:\s(?:[^>]*?\s)??r\s*=\s*["']([A-Z]{1,3})\d+["']|(?=[\s/>]))"""
        return re.compile(self._opening + attribute)

    def _is_utf8(self) -> bool:
        said = _ENCODING.match(self.data.removeprefix(b"\xef\xbb\xbf")[:200])
        return said is None or said[1].lower() in (b"utf-8", b"us-ascii", b"ascii")

    def odd(self) -> Refused:
        """Return the refusal of a sheet that is not written as the standard producers write."""
        return Refused(
            f"Sheet {self.sheet} was saved by a program that writes workbooks in an unusual way: "
            "open the workbook in Excel, save it, and run again."
        )

    def _extent(self, root: int) -> tuple[int, int]:
        """Return where the rows begin and end; a sheet with comments in it is not searched but refused."""
        close = self.data.rfind(b"</%ssheetData" % self.prefix)
        if close < 0:
            raise self.odd()
        for mark in (b"!", b"?"):
            # Looking for the single byte first is ten times as fast, and most sheets have none.
            if self.data.find(mark, root, close) >= 0 and self.data.find(b"<" + mark, root, close) >= 0:
                raise self.odd()
        opening = re.compile(rb"<%ssheetData(?=[\s/>])[^>]*>" % self.prefix).search(self.data, root, close)
        if opening is None or opening[0].endswith(b"/>"):
            raise self.odd()
        return opening.end(), close

    @cached_property
    def rows(self) -> Rows:
        """Return the numbers of the rows and where each begins; one more beginning marks the end."""
        if self._known_rows:
            return self._known_rows
        numbers, starts = array("L"), array("Q")
        last = 0
        for tag in self._row.finditer(self.data, self.start, self.end):
            row = int(tag[1] or 0)
            if row <= last:
                raise self.odd()
            numbers.append(row)
            starts.append(tag.start())
            last = row
        starts.append(self.end)
        return numbers, starts

    @property
    def last_row(self) -> int:
        """Return the number of the last row, 0 if there is none."""
        return self.rows[0][-1] if self.rows[0] else 0

    def span(self, row: int) -> tuple[int, int]:
        """Return where a row begins and ends; an empty span where it would stand if it is not there."""
        numbers, starts = self.rows
        at = bisect_left(numbers, row)
        there = at < len(numbers) and numbers[at] == row
        return starts[at], starts[at + 1] if there else starts[at]

    def spans(self, rows: Sequence[int]) -> list[tuple[int, int]]:
        """Return where each of some rows, which are in order, begins and ends."""
        numbers, starts = self.rows
        found, at = [], 0
        for row in rows:
            at = bisect_left(numbers, row, at)
            there = at < len(numbers) and numbers[at] == row
            found.append((starts[at], starts[at + 1] if there else starts[at]))
        return found

    def row(self, row: int) -> bytes:
        """Return the bytes of a row, b"" if the sheet has none of that number."""
        return self.data[slice(*self.span(row))]

    def tags(self, chunk: bytes) -> list[Tag]:
        """Return the columns of the cells of a row in order, each with where its tag begins."""
        out = [(_number(tag[1]), tag.start(), tag.end()) for tag in self._cell.finditer(chunk)]
        columns = [column for column, _, _ in out]
        if columns and (columns[0] < 1 or any(map(ge, columns, columns[1:]))):
            raise self.odd()
        return out

    def columns(self, chunk: bytes) -> tuple[int, ...]:
        """Return the columns of the cells of a row of a usual sheet, () if they are in no order."""
        found = self._letters.findall(chunk)
        told = b",".join(found)
        if told not in self._orders:  # most rows of a table have the same cells
            numbers = tuple(map(_number, found))
            self._orders[told] = () if any(map(ge, numbers, numbers[1:])) else numbers
        return self._orders[told]

    def cells(self, chunk: bytes) -> list[Found]:
        """Return the cells of a row in order."""
        return [
            Found(column, start, self.end_of(chunk, inside)) for column, start, inside in self.tags(chunk)
        ]

    def opening(self, row: int, column: int) -> bytes:
        """Return how the tag of a cell usually begins; a text never holds these bytes, for it has no "<"."""
        return self.opening_form(column) % row

    def opening_form(self, column: int) -> bytes:
        """Return how the tags of a column's cells usually begin, with %d for the row."""
        known = self._openings.get(column)
        if known is None:
            known = self._openings[column] = b'%s r="%s%%d"' % (self._opening, letters(column).encode())
        return known

    def locate(self, chunk: bytes, row: int, column: int) -> Found | None:
        """Return where a cell stands in the bytes of its row: the search that makes large sheets fast."""
        ref = b"%s%d" % (letters(column).encode(), row)
        for named in (b'r="%s"' % ref, b"r='%s'" % ref):
            at = chunk.find(named)
            while at >= 0:
                start = chunk.rfind(b"<", 0, at)
                # The same characters may stand in somebody's text, but then the last tag is not a cell's.
                if chunk[start:at].split(None, 1)[0] == self._opening:
                    return Found(column, start, self.end_of(chunk, at))
                at = chunk.find(named, at + 1)
        return None

    def end_of(self, chunk: bytes, inside: int) -> int:
        """Return where a cell ends, from a place inside its opening tag."""
        close = chunk.index(b">", inside)
        if chunk[close - 1] == _SLASH:
            return close + 1
        return chunk.index(self._closing, close) + len(self._closing)

    def filled(self, box: Box) -> Iterator[tuple[int, int, bytes]]:
        """Yield row, column and bytes of the cells of a rectangle that hold something."""
        numbers, _ = self.rows
        for row in numbers[bisect_left(numbers, box.top) : bisect_right(numbers, box.bottom)]:
            chunk = self.row(row)
            for found in self.cells(chunk):
                cell = chunk[found.start : found.end]
                if box.left <= found.column <= box.right and self.holds(cell):
                    yield row, found.column, cell

    def holds(self, cell: bytes) -> bool:
        """Say whether a cell holds a value or a formula, not only a style."""
        return self._filling.search(cell) is not None

    def has_formula(self, cell: bytes) -> bool:
        """Say whether a cell holds a formula."""
        return re.search(rb"<%sf[\s/>]" % self.prefix, cell) is not None

    def merged(self) -> Iterator[Box]:
        """Yield the merged ranges of the sheet."""
        tail = self.data[self.end :]
        for tag in re.finditer(rb"<%smergeCell\s[^>]*>" % self.prefix, tail):
            ref = _RANGE.search(tag[0])
            box = boxed(ref[1].decode()) if ref else None
            if box:
                yield box

    def styles(self, row: int, columns: range) -> dict[int, int]:
        """Return the style of each column's cell in a row, else the style of the row or the whole column."""
        chunk = self.row(row)
        out = self._column_styles(columns)
        of_row = style_of_row(chunk)
        if of_row is not None:
            out = dict.fromkeys(columns, of_row)
        for found in self.cells(chunk):
            style = style_of_cell(chunk[found.start : found.end])
            if found.column in columns:
                out[found.column] = style or 0
        return out

    def plain(self, row: int, columns: range) -> frozenset[int]:
        """Return the columns in which a blank cell of a row looks no other than one that is not there."""
        styles, of_columns = self.styles(row, columns), self._column_styles(columns)
        return frozenset(c for c in columns if styles.get(c, 0) == of_columns.get(c, 0))

    def _column_styles(self, columns: range) -> dict[int, int]:
        out = {}
        for tag in re.finditer(rb"<%scol\s[^>]*>" % self.prefix, self.data[: self.start]):
            said = dict(re.findall(rb"""\s(min|max|style)\s*=\s*["'](\d+)["']""", tag[0]))
            if b"style" in said and b"min" in said and b"max" in said:
                for column in range(max(int(said[b"min"]), columns.start), int(said[b"max"]) + 1):
                    if column not in columns:
                        break
                    out[column] = int(said[b"style"])
        return out


@cache
def _number(letters_of: bytes | None) -> int:
    """Return the number of a column; 0 for a cell that does not say where it stands."""
    return number(letters_of.decode()) if letters_of else 0


def style_of_cell(cell: bytes) -> int | None:
    """Return the style that a cell's tag names; None if it names none."""
    style = _STYLE.search(cell, 0, cell.index(b">"))
    return int(style[1]) if style else None


def style_of_row(chunk: bytes) -> int | None:
    """Return the style that a row gives to cells that are not there; None if it gives none."""
    if not chunk:
        return None
    end = chunk.index(b">")
    style = _STYLE.search(chunk, 0, end)
    return int(style[1]) if style and _CUSTOM_FORMAT.search(chunk, 0, end) else None

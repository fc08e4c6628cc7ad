"""What stands around the edited cells of a sheet must be the bytes that stood there before.

Nothing of the writer is trusted: which cells are edited comes from what was meant, not from what was done.

Source: DESIGN §1 (what a person typed survives, byte for byte in a closed file).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from xl_massbill.hosts.a1 import letters
from xl_massbill.hosts.cell_xml import UNWRITTEN, formula_of
from xl_massbill.hosts.edits import Cells, Edits
from xl_massbill.hosts.sheet_xml import Found, SheetXml

_DIMENSION = re.compile(rb"<(?:[\w.-]+:)?dimension\s[^>]*>")
_SPANS = re.compile(rb"""\sspans\s*=\s*["'][^"']*["']""")
# A row with nothing in it but whole cells that name their place in this row.
_PLAIN_CELL = rb"""<%(p)sc r="[A-Z]+\1"[^<>]*(?:/>|>[^<]*(?:<(?!/?%(p)sc[\s/>])[^<]*)*</%(p)sc>)"""
_PLAIN_ROW = rb"""<%(p)srow r="(\d+)">(?:""" + _PLAIN_CELL + rb""")*</%(p)srow>"""
# Many such rows whose cells hold bare values or inline texts, and stand in the order of these columns.
_BARE_CELL = (
    rb"""(?:<%(p)sc r="%(c)s\1"[^<>]*+(?:(?<=/)>|>(?:<%(p)sv>[^<]*+</%(p)sv>|"""
    rb"""<%(p)sis><%(p)st[^<>]*+>[^<]*+</%(p)st></%(p)sis>)</%(p)sc>))?+"""
)
_BARE_ROWS = rb"""(?:<%(p)srow r="(\d+)">%(cells)s</%(p)srow>)*+"""
_ROWS_AT_ONCE = 1_000
# Up to so many cells of a row are found faster one by one than all together.
_FEW = 4
_DIFFERS = "something differs that was not meant to"


class TouchedRows(NamedTuple):
    """Some rows in which cells are edited: what was meant, by column, and the rows with these cells alone."""

    rows: Sequence[int]
    columns: Mapping[int, Cells]
    cells: bytes


class Touched:
    """A sheet before and after."""

    def __init__(self, old: SheetXml, new: SheetXml, edits: Edits) -> None:
        self._old, self._new, self._edits = old, new, edits
        self._kept, self._at, self._there = memoryview(old.data), old.start, new.start
        self._written = {letters(column).encode() for column in edits.all_columns()}
        self._renewed = edits.renewed()
        prefix = {b"p": old.prefix}
        self._plain_row = re.compile(_PLAIN_ROW % prefix)
        self._refs = re.compile(rb'<%(p)sc r="([A-Z]+)' % prefix)

    def rows(self) -> Iterator[TouchedRows]:
        """Yield the edited cells by some rows; raise ValueError if anything around them differs."""
        old, new = self._old, self._new
        if _DIMENSION.sub(b"", old.data[: old.start]) != _DIMENSION.sub(b"", new.data[: new.start]):
            raise ValueError(_DIFFERS)
        rows = list(self._edits)
        below = bisect_right(rows, old.last_row)
        for some in (*_some(rows[:below]), *_some(rows[below:])):
            columns = self._edits.columns(some)
            found = self._known_rows(some, columns) if some[0] <= old.last_row else self._fresh_rows(some)
            yield TouchedRows(some, columns, found)
        self._pass(len(old.data), len(new.data))

    def _pass(self, old: int, new: int) -> None:
        """Check that all is the same up to these two places."""
        is_same = self._new.data.startswith(self._kept[self._at : old], self._there)
        if new - self._there != old - self._at or not is_same:
            raise ValueError(_DIFFERS)

    def _known_rows(self, rows: Sequence[int], columns: Mapping[int, Cells]) -> bytes:
        """Return the edited cells of rows up to the last one that was there."""
        old, new, out = self._old, self._new, list[bytes]()
        cells = [(column, old.opening_form(column), columns[column]) for column in sorted(columns)]
        for i, (row, was, now) in enumerate(zip(rows, old.spans(rows), new.spans(rows), strict=True)):
            if was[0] != self._at or now[0] != self._there:
                self._pass(was[0], now[0])
            found = new.data[now[0] : now[1]]
            if was[0] == was[1]:
                out.append(self._row(row, self._fresh(row, found)))
            else:
                edited = [(column, form % row) for column, form, of in cells if of[i] is not UNWRITTEN]
                told = self._changed(row, old.data[was[0] : was[1]], found, edited)
                out.append(self._row(row, told))
            self._at, self._there = was[1], now[1]
        return b"".join(out)

    @cached_property
    def _bare_rows(self) -> re.Pattern[bytes]:
        p, columns = self._old.prefix, sorted(self._edits.all_columns())
        cells = b"".join([_BARE_CELL % {b"p": p, b"c": letters(column).encode()} for column in columns])
        return re.compile(_BARE_ROWS % {b"p": p, b"cells": cells})

    def _fresh_rows(self, rows: Sequence[int]) -> bytes:
        """Return rows below the last one that was there."""
        spans = self._new.spans(rows)
        begin, end = spans[0][0], spans[-1][1]
        self._pass(self._old.end, begin)
        self._at, self._there = self._old.end, end
        if sum(last - first for first, last in spans) != end - begin:
            raise ValueError(_DIFFERS)
        block = self._new.data[begin:end]
        if self._bare_rows.fullmatch(block):
            return block
        told = (self._fresh(row, self._new.data[slice(*span)]) for row, span in zip(rows, spans, strict=True))
        return b"".join([self._row(row, cells) for row, cells in zip(rows, told, strict=True)])

    def _row(self, row: int, cells: bytes) -> bytes:
        p = self._old.prefix
        return b'<%srow r="%d">%s</%srow>' % (p, row, cells, p)

    def _changed(self, row: int, was: bytes, now: bytes, edited: Sequence[tuple[int, bytes]]) -> bytes:
        """Check a row around its edited cells, given as columns and beginnings of tags; return the cells."""
        if row in self._renewed:
            self._check_formulas(row, was, now)
        plain = _same_around(self._old, was, now, [opening for _, opening in edited])
        if plain is not None:
            return plain
        columns = [column for column, _ in edited]
        places, was_places = (_places(self._old, chunk, row, columns) for chunk in (now, was))
        if _around(self._old, was, was_places) != _around(self._old, now, places):
            raise ValueError(_DIFFERS)
        return b"".join([now[found.start : found.end] for found in places])

    def _check_formulas(self, row: int, was: bytes, now: bytes) -> None:
        """Check that the formulas of a row that get new results are those that were there."""
        for column in self._renewed[row]:
            if _formula(self._old, was, row, column) != _formula(self._new, now, row, column):
                raise ValueError(_DIFFERS)

    def _fresh(self, row: int, now: bytes) -> bytes:
        """Return the cells of a row that was not there; it may hold nothing but cells of written columns."""
        if not now:
            return b""
        plain, refs = self._plain_row.fullmatch(now), self._refs.findall(now)
        is_meant = len({*refs}) == len(refs) and self._written.issuperset(refs)
        if not plain or int(plain[1]) != row or not is_meant:
            raise ValueError(_DIFFERS)
        return now[now.index(b">") + 1 : now.rindex(b"<")]


def _formula(sheet: SheetXml, chunk: bytes, row: int, column: int) -> bytes:
    found = sheet.locate(chunk, row, column)
    return formula_of(chunk[found.start : found.end], sheet.prefix) if found else b""


def _same_around(sheet: SheetXml, was: bytes, now: bytes, openings: Sequence[bytes]) -> bytes | None:
    """Return the edited cells of a row that is plainly the same around them; None if it is not plain."""
    before, after = was.index(b">") + 1, now.index(b">") + 1
    if was[:before] != now[:after] and _SPANS.sub(b"", was[:before]) != _SPANS.sub(b"", now[:after]):
        return None
    edited, end_of = [], sheet.end_of
    for opening in openings:
        start = now.find(opening, after)
        if start != after:  # most edited cells stand side by side
            if start < 0 or not was.startswith(now[after:start], before):
                return None
            before += start - after
        if was.startswith(opening, before):
            before = end_of(was, before)
        after = end_of(now, start)
        edited.append(now[start:after])
    return b"".join(edited) if was[before:] == now[after:] else None


def _places(sheet: SheetXml, chunk: bytes, row: int, cells: Collection[int]) -> list[Found]:
    """Return where cells stand in a row, in order; those that are not there are left out."""
    if len(cells) > _FEW:
        return [found for found in sheet.cells(chunk) if found.column in cells]
    return sorted(found for found in (sheet.locate(chunk, row, column) for column in cells) if found)


def _around(sheet: SheetXml, chunk: bytes, places: Sequence[Found]) -> tuple[bytes, bytes]:
    """Return the tag of a row and its cells without those at some places."""
    ends = [0, *(found.end for found in places)]
    chunk = b"".join(
        [chunk[a:b] for a, b in zip(ends, [*(f.start for f in places), len(chunk)], strict=True)]
    )
    end = chunk.index(b">")
    # A row that was empty is closed now, and the hint of what it spans may be wider.
    tag = _SPANS.sub(b"", chunk[:end]).rstrip(b" /")
    return tag, chunk[end + 1 :].replace(b"</%srow>" % sheet.prefix, b"")


def _some(rows: Sequence[int]) -> Iterator[Sequence[int]]:
    for first in range(0, len(rows), _ROWS_AT_ONCE):
        yield rows[first : first + _ROWS_AT_ONCE]

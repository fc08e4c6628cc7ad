"""Read a freshly written workbook back before it takes the place of the old one.

Nothing of the writer is trusted here: untouched parts must be the same bytes, untouched rows and cells of a
touched sheet too, and the touched cells must read back, with the reader of the other side, as was meant.
One sheet is looked at after the other, and its values by a thousand rows, so that little is held at once.

Source: DESIGN §1 (what a person typed survives, byte for byte in a closed file).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from xl_massbill.book.workbook import NOT_CALCULATED, Cell, Formula
from xl_massbill.errors import Refused, Unreadable
from xl_massbill.hosts.a1 import Box, letters
from xl_massbill.hosts.cell_xml import UNWRITTEN, ArrayFormula, New, Renewed, Unwritten, formula_of
from xl_massbill.hosts.cells import same, serial, shown
from xl_massbill.hosts.closed import ClosedBook
from xl_massbill.hosts.edits import Cells, Edits
from xl_massbill.hosts.memory_freed import give_back
from xl_massbill.hosts.package import Package
from xl_massbill.hosts.parts import parts
from xl_massbill.hosts.patch import Patch
from xl_massbill.hosts.reader import Reader
from xl_massbill.hosts.sheet_xml import Found, SheetXml

_DIMENSION = re.compile(rb"<(?:[\w.-]+:)?dimension\s[^>]*>")
_SPANS = re.compile(rb"""\sspans\s*=\s*["'][^"']*["']""")
# A row with nothing in it but whole cells that name their place in this row.
_PLAIN_CELL = rb"""<%(p)sc r="[A-Z]+\1"[^<>]*(?:/>|>[^<]*(?:<(?!/?%(p)sc[\s/>])[^<]*)*</%(p)sc>)"""
_PLAIN_ROW = rb"""<%(p)srow r="(\d+)">(?:""" + _PLAIN_CELL + rb""")*</%(p)srow>"""
_ROWS_AT_ONCE = 1_000
_PLAIN = {str, float, int, dt.date, type(None), Unwritten}
# Up to so many cells of a row are found faster one by one than all together.
_FEW = 4


def verify(book: ClosedBook, patch: Patch, data: bytes) -> None:
    """Raise Refused unless the new file holds exactly what was meant and nothing else differs."""
    try:
        new = Package(data)
        reader = Reader(new, parts(new))
        _check_parts(book.package, new, patch)
        for part in patch.edits:
            _check_sheet(reader, book, new, part, patch.edits[part])
            give_back()
    except (Unreadable, Refused, LookupError, ValueError):
        raise _failed() from None


def _failed() -> Refused:
    return Refused("The workbook did not read back as it was written: nothing was changed.")


def _check_parts(old: Package, new: Package, patch: Patch) -> None:
    """Check which parts there are, and the bytes of those that are no sheets with edits."""
    if new.names != tuple(name for name in old.names if name not in patch.dropped):
        raise _failed()
    for name in new.names:
        if name in patch.whole:
            is_same = new.read(name) == patch.whole[name]
        else:
            is_same = name in patch.edits or new.record(name) == old.record(name)
        if not is_same:
            raise _failed()


def _check_sheet(reader: Reader, book: ClosedBook, new: Package, part: str, edits: Edits) -> None:
    sheet = _Sheet(book.sheet(part), SheetXml(new.read(part), book.parts.sheets[part]), edits)
    with ThreadPoolExecutor(1, thread_name_prefix="massbill-verify") as beside:
        # The fast reader lets go of Python while it parses: the next rows are looked at meanwhile.
        reading: Future[None] | None = None
        for told in sheet.edited():
            if reading:
                reading.result()
            reading = beside.submit(_check_values, reader, sheet.old, edits.columns(list(told)), told)
        if reading:
            reading.result()


class _Sheet:
    """A sheet before and after."""

    def __init__(self, old: SheetXml, new: SheetXml, edits: Edits) -> None:
        self.old = old
        self._new = new
        self._edits = edits
        self._written = {letters(column).encode() for column in edits.all_columns()}
        self._plain_row = re.compile(_PLAIN_ROW % {b"p": old.prefix})
        self._refs = re.compile(rb'<%sc r="([A-Z]+)' % old.prefix)

    def edited(self) -> Iterator[Mapping[int, bytes]]:
        """Check that all but the edited cells are the bytes that were there; yield these by some rows."""
        old, new = self.old, self._new
        if _DIMENSION.sub(b"", old.data[: old.start]) != _DIMENSION.sub(b"", new.data[: new.start]):
            raise _failed()
        kept, at, there = memoryview(old.data), old.start, new.start
        edited: dict[int, bytes] = {}
        for row in self._edits:
            (begin, end), (first, last) = old.span(row), new.span(row)
            if first - there != begin - at or not new.data.startswith(kept[at:begin], there):
                raise _failed()
            was, now = old.data[begin:end], new.data[first:last]
            edited[row] = self._changed(row, was, now) if was else self._fresh(row, now)
            at, there = end, last
            if len(edited) == _ROWS_AT_ONCE:
                yield edited
                edited = {}
        if len(new.data) - there != len(old.data) - at or not new.data.startswith(kept[at:], there):
            raise _failed()
        if edited:
            yield edited

    def _changed(self, row: int, was: bytes, now: bytes) -> bytes:
        """Check a row around its edited cells and return these."""
        cells = self._edits[row]
        renewed = [column for column, cell in cells.items() if type(cell) is Renewed]
        if [_formula(self.old, was, row, c) for c in renewed] != [
            _formula(self._new, now, row, c) for c in renewed
        ]:
            raise _failed()
        plain = _same_around(self.old, was, now, row, cells)
        if plain is not None:
            return plain
        places, was_places = (_places(self.old, chunk, row, cells) for chunk in (now, was))
        if _around(self.old, was, was_places) != _around(self.old, now, places):
            raise _failed()
        return b"".join([now[found.start : found.end] for found in places])

    def _fresh(self, row: int, now: bytes) -> bytes:
        """Return the cells of a row that was not there; it may hold nothing but cells of written columns."""
        if not now:
            return b""
        plain, refs = self._plain_row.fullmatch(now), self._refs.findall(now)
        is_meant = len({*refs}) == len(refs) and self._written.issuperset(refs)
        if not plain or int(plain[1]) != row or not is_meant:
            raise _failed()
        return now[now.index(b">") + 1 : now.rindex(b"<")]


def _formula(sheet: SheetXml, chunk: bytes, row: int, column: int) -> bytes:
    found = sheet.locate(chunk, row, column)
    return formula_of(chunk[found.start : found.end], sheet.prefix) if found else b""


def _same_around(sheet: SheetXml, was: bytes, now: bytes, row: int, columns: Collection[int]) -> bytes | None:
    """Return the edited cells of a row that is plainly the same around them; None if it is not plain."""
    before, after = was.index(b">") + 1, now.index(b">") + 1
    if was[:before] != now[:after] and _SPANS.sub(b"", was[:before]) != _SPANS.sub(b"", now[:after]):
        return None
    edited = []
    for column in sorted(columns):
        opening = sheet.opening(row, column)
        start = now.find(opening, after)
        if start < 0 or not was.startswith(now[after:start], before):
            return None
        before += start - after
        if was.startswith(opening, before):
            before = sheet.end_of(was, before)
        after = sheet.end_of(now, start)
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


def _check_values(
    reader: Reader, sheet: SheetXml, columns: Mapping[int, Cells], told: Mapping[int, bytes]
) -> None:
    """Read the edited cells of some rows back and compare them with what was meant, column by column."""
    rows = list(told)
    box = Box(rows[0], min(columns), rows[-1], max(columns))
    p = sheet.prefix
    inner = b"".join([b'<%srow r="%d">%s</%srow>' % (p, row, told[row], p) for row in rows])
    end = sheet.data[sheet.data.rfind(b"</") :]
    slim = sheet.data[: sheet.start] + inner + b"</%ssheetData>" % p + end
    found = reader.cells_of(slim, box)
    for column, meant in columns.items():
        whole = found[column - box.left]
        got = whole if len(whole) == len(rows) else [whole[row - box.top] for row in rows]
        if not _is_plainly(meant, got, reader.from_1904):
            for one, other in zip(meant, got, strict=True):
                if not _is_same(one, other, reader.from_1904):
                    raise _failed()


def _is_plainly(meant: Cells, got: Sequence[Cell], from_1904: bool) -> bool:
    """Say whether all cells of a column are the same in value and kind; if not, each must be looked at."""
    if not set(map(type, meant)) <= _PLAIN:
        return False
    told = {cell: _plainly_told(cell, from_1904) for cell in set(meant)}
    shall = [told[cell] for cell in meant]
    return shall == list(got) and list(map(type, shall)) == list(map(type, got))


def _plainly_told(cell: New | Unwritten, from_1904: bool) -> Cell:
    """Return a cell of a plain kind as the reader tells it."""
    if type(cell) is int:
        return float(cell)
    if type(cell) is dt.date:
        return serial(cell, from_1904=from_1904)
    return None if cell is UNWRITTEN else cell  # type: ignore[return-value]


def _is_same(meant: New | Unwritten, got: Cell, from_1904: bool) -> bool:
    if meant is UNWRITTEN:
        return got is None
    return (type(got) is type(meant) and got == meant) or same(_read_back(meant), got, from_1904=from_1904)


def _read_back(meant: New) -> Cell:
    if isinstance(meant, ArrayFormula):
        return NOT_CALCULATED
    if isinstance(meant, Renewed):
        return NOT_CALCULATED if meant.value is None else None if meant.value == "" else meant.value
    return shown(meant) if isinstance(meant, Formula) else meant

"""Read a freshly written workbook back before it takes the place of the old one.

Nothing of the writer is trusted here: untouched parts must be the same bytes, untouched rows and cells of a
touched sheet too, and the touched cells must read back, with the reader of the other side, as was meant.

Source: DESIGN §1 (what a person typed survives, byte for byte in a closed file).
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

from xl_massbill.book.workbook import NOT_CALCULATED, Cell, Formula
from xl_massbill.errors import Refused, Unreadable
from xl_massbill.hosts.a1 import Box, reference
from xl_massbill.hosts.cell_xml import ArrayFormula, New, Renewed, formula_of
from xl_massbill.hosts.cells import same, shown
from xl_massbill.hosts.closed import ClosedBook
from xl_massbill.hosts.package import Package, Piece, lumps
from xl_massbill.hosts.parts import parts
from xl_massbill.hosts.patch import Patch
from xl_massbill.hosts.reader import Reader
from xl_massbill.hosts.sheet_xml import Edits, Found, SheetXml

_DIMENSION = re.compile(rb"<(?:[\w.-]+:)?dimension\s[^>]*>")
_SPANS = re.compile(rb"""\sspans\s*=\s*["'][^"']*["']""")
# Up to so many cells of a row are found faster one by one than all together.
_FEW = 4


def verify(book: ClosedBook, patch: Patch, data: bytes) -> None:
    """Raise Refused unless the new file holds exactly what was meant and nothing else differs."""
    try:
        new = Package(data)
        reader = Reader(new, parts(new))
        with ThreadPoolExecutor(1) as beside:
            # Unpacking lets go of Python: the file is compared with its pieces while these are looked at.
            compared = beside.submit(_check_parts, book.package, new, patch)
            for part, (old, edits) in patch.edits.items():
                head, *rows = patch.changed[part]
                cells = _check_rows(old, bytes(head), rows, edits)
                _check_values(reader, old, bytes(head), edits, cells)
            compared.result()
    except (Unreadable, LookupError, ValueError):
        raise _failed() from None


def _failed() -> Refused:
    return Refused("The workbook did not read back as it was written: nothing was changed.")


def _check_parts(old: Package, new: Package, patch: Patch) -> None:
    if new.names != tuple(name for name in old.names if name not in patch.dropped):
        raise _failed()
    for name in new.names:
        if name not in patch.changed:
            if new.record(name) != old.record(name):
                raise _failed()
        else:
            _check_part(new, name, patch.changed[name])


def _check_part(new: Package, name: str, pieces: Sequence[Piece]) -> None:
    """Check that a changed part of the new file is exactly the pieces it was made of."""
    try:
        with new.open(name) as part:
            is_same = all(part.read(len(lump)) == lump for lump in lumps(pieces)) and not part.read(1)
    except (zipfile.BadZipFile, zlib.error, EOFError):
        is_same = False
    if not is_same:
        raise _failed()


def _check_rows(old: SheetXml, head: bytes, pieces: Sequence[Piece], edits: Edits) -> dict[int, bytes]:
    """Check that all but the edited cells are the bytes that were there; return these cells by row."""
    if _DIMENSION.sub(b"", old.data[: old.start]) != _DIMENSION.sub(b"", head):
        raise _failed()
    found: dict[int, bytes] = {}
    at = old.start
    for piece in pieces:
        if isinstance(piece, memoryview):  # what was cut out of the old sheet
            if not old.data.startswith(piece, at):
                raise _failed()
            at += len(piece)
            continue
        row = old.number_of(piece)
        start, end = old.span(row)
        if start != at or row in found:
            raise _failed()
        found[row] = _check_row(old, old.data[start:end], piece, row, edits[row])
        at = end
    if at != len(old.data):
        raise _failed()
    for row in edits.keys() - found.keys():  # all cells were already as they were meant to be
        chunk = old.row(row)
        cells = _places(old, chunk, row, edits[row])
        found[row] = b"".join([chunk[cell.start : cell.end] for cell in cells])
    return found


def _check_row(sheet: SheetXml, was: bytes, now: bytes, row: int, cells: Mapping[int, New]) -> bytes:
    renewed = [column for column, cell in cells.items() if isinstance(cell, Renewed)]
    if [_formula(sheet, was, row, c) for c in renewed] != [_formula(sheet, now, row, c) for c in renewed]:
        raise _failed()
    if not was:
        return _cells_of_new_row(sheet, now, row, cells)
    places = _places(sheet, now, row, cells)
    if not _is_same_around(sheet, was, now, row, places):
        was_places = _places(sheet, was, row, cells)
        if _around(sheet, was, was_places) != _around(sheet, now, places):
            raise _failed()
    return b"".join([now[found.start : found.end] for found in places])


def _formula(sheet: SheetXml, chunk: bytes, row: int, column: int) -> bytes:
    found = sheet.locate(chunk, row, column)
    return formula_of(chunk[found.start : found.end], sheet.prefix) if found else b""


def _is_same_around(sheet: SheetXml, was: bytes, now: bytes, row: int, places: Sequence[Found]) -> bool:
    """Say whether two rows are plainly the same around some cells; if not, a closer look must tell."""
    before, after = was.index(b">") + 1, now.index(b">") + 1
    if was[:before] != now[:after] and _SPANS.sub(b"", was[:before]) != _SPANS.sub(b"", now[:after]):
        return False
    for found in places:
        between = now[after : found.start]
        if not was.startswith(between, before):
            return False
        before += len(between)
        there = b'<%sc r="%s"' % (sheet.prefix, reference(row, found.column).encode())
        if was.startswith(there, before):
            before = sheet.end_of(was, before + len(there))
        after = found.end
    return was[before:] == now[after:]


def _cells_of_new_row(sheet: SheetXml, chunk: bytes, row: int, cells: Collection[int]) -> bytes:
    """Return the cells of a row that was not there; it may hold nothing but cells that were meant."""
    close = b"</%srow>" % sheet.prefix
    if not chunk.endswith(close):
        raise _failed()
    inner = chunk[chunk.index(b">") + 1 : -len(close)]
    closing = b"</%sc>" % sheet.prefix
    meant = {b'r="%s"' % reference(row, column).encode() for column in cells}
    before, *pieces = inner.split(b"<%sc " % sheet.prefix)
    for piece in pieces:
        name = piece[: piece.index(b'"', 3) + 1]
        end = piece.find(closing)
        is_whole = piece.endswith(b"/>") if end < 0 else end == len(piece) - len(closing)
        if name not in meant or not is_whole:
            raise _failed()
        meant.discard(name)
    if before:
        raise _failed()
    return inner


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
    reader: Reader, sheet: SheetXml, head: bytes, edits: Edits, cells: Mapping[int, bytes]
) -> None:
    """Read the edited cells back and compare them with what was meant."""
    rows = sorted(edits)
    columns = [column for edited in edits.values() for column in edited]
    box = Box(rows[0], min(columns), rows[-1], max(columns))
    p = sheet.prefix
    inner = b"".join(b'<%srow r="%d">%s</%srow>' % (p, row, cells[row], p) for row in rows)
    end = sheet.data[sheet.data.rfind(b"</") :]
    slim = head + inner + b"</%ssheetData>" % p + end
    found = reader.cells_of(slim, box)
    for row, edited in edits.items():
        for column, meant in edited.items():
            got = found[column - box.left][row - box.top]
            is_same = type(got) is type(meant) and got == meant
            if not is_same and not same(_read_back(meant), got, from_1904=reader.from_1904):
                raise _failed()


def _read_back(meant: New) -> Cell:
    if isinstance(meant, ArrayFormula):
        return NOT_CALCULATED
    if isinstance(meant, Renewed):
        return NOT_CALCULATED if meant.value is None else None if meant.value == "" else meant.value
    return shown(meant) if isinstance(meant, Formula) else meant

"""Read a freshly written workbook back before it takes the place of the old one.

Nothing of the writer is trusted here: untouched parts must be the same bytes, untouched rows and cells of a
touched sheet too, and the touched cells must read back, with the reader of the other side, as was meant.

Source: DESIGN §1 (what a person typed survives, byte for byte in a closed file).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from xl_massbill.book.workbook import NOT_CALCULATED, Cell, Formula
from xl_massbill.errors import Refused, Unreadable
from xl_massbill.hosts.a1 import Box, reference
from xl_massbill.hosts.cell_xml import ArrayFormula
from xl_massbill.hosts.cells import same, shown
from xl_massbill.hosts.closed import ClosedBook
from xl_massbill.hosts.package import Package
from xl_massbill.hosts.parts import parts
from xl_massbill.hosts.patch import Patch
from xl_massbill.hosts.reader import Reader
from xl_massbill.hosts.sheet_xml import Edits, SheetXml

_DIMENSION = re.compile(rb"<(?:[\w.-]+:)?dimension\s[^>]*>")
_SPANS = re.compile(rb"""\sspans\s*=\s*["'][^"']*["']""")
# Up to so many cells of a row are found faster one by one than all together.
_FEW = 4


def verify(book: ClosedBook, patch: Patch, data: bytes) -> None:
    """Raise Refused unless the new file holds exactly what was meant and nothing else differs."""
    try:
        new = Package(data)
        _check_parts(book.package, new, patch)
        reader = Reader(new, parts(new))
        for part, (old_sheet, edits) in patch.edits.items():
            new_sheet = SheetXml(_checked(new, part, patch), old_sheet.sheet)
            cells = _check_rows(old_sheet, new_sheet, edits)
            _check_values(reader, new_sheet, edits, cells)
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
        elif name not in patch.edits:
            _checked(new, name, patch)


def _checked(new: Package, name: str, patch: Patch) -> bytes:
    """Return a changed part of the new file, which must be exactly the pieces it was made of."""
    data, at = new.read(name), 0
    for piece in patch.changed[name]:
        if not data.startswith(piece, at):  # compares in place, where a slice would be copied first
            raise _failed()
        at += len(piece)
    if at != len(data):
        raise _failed()
    return data


def _check_rows(old: SheetXml, new: SheetXml, edits: Edits) -> dict[int, bytes]:
    """Check that all but the edited cells are the same bytes; return these cells by row."""
    found: dict[int, bytes] = {}
    if _DIMENSION.sub(b"", old.data[: old.start]) != _DIMENSION.sub(b"", new.data[: new.start]):
        raise _failed()
    was, now, before_all = old.start, new.start, memoryview(old.data)
    for row in sorted(edits):
        (was_start, was_end), (now_start, now_end) = old.span(row), new.span(row)
        if was_start - was != now_start - now or not new.data.startswith(before_all[was:was_start], now):
            raise _failed()
        if was_start == was_end:
            found[row] = _cells_of_new_row(new, new.data[now_start:now_end], row, edits[row])
        else:
            before, _ = _parted(old, old.data[was_start:was_end], row, edits[row])
            after, found[row] = _parted(new, new.data[now_start:now_end], row, edits[row])
            if before != after:
                raise _failed()
        was, now = was_end, now_end
    if len(old.data) - was != len(new.data) - now or not new.data.startswith(before_all[was:], now):
        raise _failed()
    return found


def _cells_of_new_row(sheet: SheetXml, chunk: bytes, row: int, cells: Collection[int]) -> bytes:
    """Return the cells of a row that was not there; it may hold nothing but cells that were meant."""
    if not chunk:
        return b""
    inner = chunk[chunk.index(b">") + 1 : chunk.rindex(b"<")]
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


def _parted(
    sheet: SheetXml, chunk: bytes, row: int, cells: Collection[int]
) -> tuple[tuple[bytes, bytes], bytes]:
    """Part a row into its tag and its other cells on one side, the edited cells on the other."""
    if not chunk:
        return (b"", b""), b""
    if len(cells) > _FEW:
        places = [found for found in sheet.cells(chunk) if found.column in cells]
    else:
        places = sorted(f for f in (sheet.locate(chunk, row, column) for column in cells) if f)
    edited = b"".join([chunk[found.start : found.end] for found in places])
    ends = [0, *(found.end for found in places)]
    chunk = b"".join(
        [chunk[a:b] for a, b in zip(ends, [*(f.start for f in places), len(chunk)], strict=True)]
    )
    end = chunk.index(b">")
    # A row that was empty is closed now, and the hint of what it spans may be wider.
    tag = _SPANS.sub(b"", chunk[:end]).rstrip(b" /")
    return (tag, chunk[end + 1 :].replace(b"</%srow>" % sheet.prefix, b"")), edited


def _check_values(reader: Reader, sheet: SheetXml, edits: Edits, cells: Mapping[int, bytes]) -> None:
    """Read the edited cells back and compare them with what was meant."""
    rows = sorted(edits)
    columns = [column for edited in edits.values() for column in edited]
    box = Box(rows[0], min(columns), rows[-1], max(columns))
    p = sheet.prefix
    inner = b"".join(b'<%srow r="%d">%s</%srow>' % (p, row, cells[row], p) for row in rows)
    end = sheet.data[sheet.data.rfind(b"</") :]
    slim = sheet.data[: sheet.start] + inner + b"</%ssheetData>" % p + end
    found = reader.cells_of(slim, box)
    for row, edited in edits.items():
        for column, meant in edited.items():
            got = found[column - box.left][row - box.top]
            is_same = type(got) is type(meant) and got == meant
            if not is_same and not same(_read_back(meant), got, from_1904=reader.from_1904):
                raise _failed()


def _read_back(meant: Cell | ArrayFormula) -> Cell:
    if isinstance(meant, ArrayFormula):
        return NOT_CALCULATED
    return shown(meant) if isinstance(meant, Formula) else meant

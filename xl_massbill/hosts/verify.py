"""Read a freshly written workbook back before it takes the place of the old one.

Nothing of the writer is trusted here: untouched parts must be the same bytes, untouched rows and cells of a
touched sheet too, and the touched cells must read back, with the reader of the other side, as was meant.

Source: DESIGN §1 (what a person typed survives, byte for byte in a closed file).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xl_massbill.book.workbook import NOT_CALCULATED, Cell, Formula
from xl_massbill.errors import Refused, Unreadable
from xl_massbill.hosts.a1 import Box
from xl_massbill.hosts.cell_xml import ArrayFormula
from xl_massbill.hosts.cells import same, shown
from xl_massbill.hosts.closed import ClosedBook
from xl_massbill.hosts.package import Package, Piece
from xl_massbill.hosts.parts import parts
from xl_massbill.hosts.patch import Patch
from xl_massbill.hosts.reader import Reader
from xl_massbill.hosts.sheet_xml import SheetXml

_Cells = Mapping[int, Cell | ArrayFormula]


def verify(book: ClosedBook, patch: Patch, data: bytes) -> None:
    """Raise Refused unless the new file holds exactly what was meant and nothing else differs."""
    try:
        new = Package(data)
        _check_parts(book.package, new, patch)
        reader = Reader(new, parts(new))
        for part, edits in patch.edits.items():
            old_sheet, new_sheet = book.sheet(part), SheetXml(new.read(part), book.parts.sheets[part])
            _check_rows(old_sheet, new_sheet, edits)
            _check_values(reader, new_sheet, edits, from_1904=book.parts.from_1904)
    except (Unreadable, LookupError, ValueError):
        raise _failed() from None


def _failed() -> Refused:
    return Refused("The workbook did not read back as it was written: nothing was changed.")


def _check_parts(old: Package, new: Package, patch: Patch) -> None:
    if new.names != tuple(name for name in old.names if name not in patch.dropped):
        raise _failed()
    for name in new.names:
        pieces = patch.changed.get(name)
        if pieces is None:
            if new.record(name) != old.record(name):
                raise _failed()
        elif not _made_of(new.read(name), pieces):
            raise _failed()


def _made_of(data: bytes, pieces: Sequence[Piece]) -> bool:
    """Say whether bytes are exactly these pieces in their order."""
    at = 0
    for piece in pieces:
        if data[at : at + len(piece)] != piece:
            return False
        at += len(piece)
    return at == len(data)


def _check_rows(old: SheetXml, new: SheetXml, edits: Mapping[int, _Cells]) -> None:
    """Check that rows without edits are the same bytes, and the others too but for the edited cells."""
    if old.data[old.end :] != new.data[new.end :]:
        raise _failed()
    rows = sorted({*old.rows[0], *new.rows[0]})
    for row in rows:
        before, after = old.row(row), new.row(row)
        if before != after and _rest(old, before, row, edits[row]) != _rest(new, after, row, edits[row]):
            raise _failed()


def _rest(sheet: SheetXml, chunk: bytes, row: int, cells: _Cells) -> bytes:
    """Return what a row holds beside its edited cells and its own tag."""
    if not chunk:
        return b""
    places = sorted(f for f in (sheet.locate(chunk, row, column) for column in cells) if f)
    for found in reversed(places):
        chunk = chunk[: found.start] + chunk[found.end :]
    return chunk[chunk.index(b">") + 1 :].removesuffix(b"</%srow>" % sheet.prefix)


def _check_values(reader: Reader, sheet: SheetXml, edits: Mapping[int, _Cells], *, from_1904: bool) -> None:
    """Read the edited cells back and compare them with what was meant."""
    rows = sorted(edits)
    columns = [column for cells in edits.values() for column in cells]
    box = Box(rows[0], min(columns), rows[-1], max(columns))
    p = sheet.prefix
    inner = b"".join(
        b'<%srow r="%d">%s</%srow>' % (p, row, _cells(sheet, row, edits[row]), p) for row in rows
    )
    head = sheet.data[: sheet.start]
    root = sheet.data.rfind(b"</")
    slim = head + inner + b"</%ssheetData>" % p + sheet.data[root:]
    found = reader.cells_of(slim, box)
    for row, cells in edits.items():
        for column, meant in cells.items():
            got = found[column - box.left][row - box.top]
            if not same(_read_back(meant), got, from_1904=from_1904):
                raise _failed()


def _cells(sheet: SheetXml, row: int, cells: _Cells) -> bytes:
    chunk = sheet.row(row)
    places = [sheet.locate(chunk, row, column) for column in sorted(cells)]
    return b"".join(chunk[place.start : place.end] for place in places if place)


def _read_back(meant: Cell | ArrayFormula) -> Cell:
    if isinstance(meant, ArrayFormula):
        return NOT_CALCULATED
    return shown(meant) if isinstance(meant, Formula) else meant

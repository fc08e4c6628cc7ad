"""A table's cells out of a closed workbook, fast and complete.

python-calamine reads the values; what it cannot tell apart (errors, formulas without a result) comes from
the sheet's own bytes. Cells are turned column by column, never one at a time.

Source: measurements in the benchmark of this repository; python-calamine 0.9 documentation.
"""

from __future__ import annotations

import datetime as dt
import gc
import io
import re
import threading
import zipfile
from collections.abc import Container, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from xl_massbill.book.workbook import Cell
from xl_massbill.errors import Unreadable
from xl_massbill.hosts.a1 import Box
from xl_massbill.hosts.cells import LAST_COLUMN, LAST_ROW
from xl_massbill.hosts.memory_freed import give_back
from xl_massbill.hosts.package import DAMAGED, UNTRUSTED, Package
from xl_massbill.hosts.parts import Parts
from xl_massbill.hosts.sheet_scan import SheetScan

Columns = tuple[Sequence[Cell], ...]

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SPAN_FORMAT = re.compile(rb"""\[[hms]+\]|\bnumFmtId=["']4[67]["']""", re.IGNORECASE)
_MIDNIGHT = dt.datetime(1900, 1, 1)  # noqa: DTZ001 - a clock time has no day
_SLIM = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}


class Reader:
    """Reads rectangles of cells from the sheets of one workbook."""

    def __init__(self, package: Package, parts: Parts) -> None:
        self._package = package
        self._parts = parts
        # The fast reader may not be asked by two threads at once, so each has one of its own.
        self._own = threading.local()
        styles = parts.linked("styles")
        # Only these formats make the reader give a span of time instead of a number.
        self._has_spans = bool(styles and _SPAN_FORMAT.search(package.read(styles)))

    @property
    def from_1904(self) -> bool:
        """Say whether the workbook counts its days from 1904."""
        return self._parts.from_1904

    def cells(self, part: str, head: Box | None, box: Box) -> tuple[Columns, Columns]:
        """Return the cells of a header row and of the rectangle below it, column by column."""
        data = self._package.read(part)
        if b"<!DOCTYPE" in data[: data.find(b"sheetData")]:
            raise Unreadable(UNTRUSTED)
        scan = SheetScan(data)
        strays = scan.strays_from(box)
        with ThreadPoolExecutor(1) as beside:
            # The fast reader lets go of Python while it parses: the search goes on beside it.
            odd = beside.submit(list, scan.odd())
            if strays:
                slim = self._slim(scan.trimmed(box), ("styles", "sharedStrings"))
                sheet = _open(io.BytesIO(slim)).get_sheet_by_index(0)
            else:
                del scan, data
                sheet = self._sheet(self._parts.sheets[part])
            found = odd.result()
        heads = _columns(sheet, head, has_spans=self._has_spans) if head else ()
        columns = _columns(sheet, box, has_spans=self._has_spans)
        del sheet
        return heads, _overlaid(columns, box, found)

    def cells_of(self, data: bytes, box: Box, wanted: Container[int]) -> Columns:
        """Return the bare cells of some columns of a rectangle in other sheet bytes, the others as blanks.

        Dates are numbers there, shared texts are not known, and a blank may be "" as well as None.
        """
        book = _open(io.BytesIO(self._slim(data, ())))
        with _read_errors():
            sheet = book.get_sheet_by_index(0)
        columns = _columns(sheet, box, has_spans=None, wanted=wanted)
        return _overlaid(columns, box, SheetScan(data).odd())

    def close(self) -> None:
        """Give back the memory that reading took."""
        self._own = threading.local()
        give_back()

    def _sheet(self, name: str) -> CalamineSheet:
        book: CalamineWorkbook | None = getattr(self._own, "book", None)
        if book is None:
            for kind in ("sharedStrings", "styles"):
                # The fast reader trusts sizes and checksums; reading the part here does not.
                part = self._parts.linked(kind)
                if part and b"<!DOCTYPE" in self._package.read(part):
                    raise Unreadable(UNTRUSTED)
            book = self._own.book = _open(io.BytesIO(self._package.data))
        with _read_errors():
            return book.get_sheet_by_name(name)

    def _slim(self, sheet: bytes, kinds: tuple[str, ...]) -> bytes:
        """Return a workbook of this one sheet, with the parts that its cells point to."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as package:
            for name, text in _SLIM.items():
                package.writestr(name, text)
            package.writestr(
                "xl/workbook.xml",
                f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
                f'<workbookPr date1904="{int(self._parts.from_1904)}"/>'
                '<sheets><sheet name="S" sheetId="1" r:id="r"/></sheets></workbook>',
            )
            for kind in kinds:
                part = self._parts.linked(kind)
                if part:
                    package.writestr(f"xl/{kind}.xml", self._package.read(part))
            package.writestr("xl/worksheets/sheet1.xml", sheet)
        return out.getvalue()


def _open(file: io.BytesIO) -> CalamineWorkbook:
    with _read_errors():
        return CalamineWorkbook.from_filelike(file)


@contextmanager
def _read_errors() -> Iterator[None]:
    """Turn whatever the reader says of a broken file into the one exception for it."""
    try:
        yield
    except (CalamineError, OSError, ValueError):
        raise Unreadable(DAMAGED) from None
    except BaseException as error:
        # A Rust library that meets what its author ruled out raises no ordinary exception.
        if type(error).__name__ == "PanicException":
            raise Unreadable(DAMAGED) from None
        raise


def _columns(
    sheet: CalamineSheet, box: Box, *, has_spans: bool | None, wanted: Container[int] = range(LAST_COLUMN + 1)
) -> Columns:
    """Cut a rectangle out of a sheet; what the sheet does not reach, or is not wanted, is blank.

    The cells stay as the fast reader gives them where `has_spans` is None.
    """
    height, width = box.bottom - box.top + 1, box.right - box.left + 1
    if sheet.start is None:
        return ((None,) * height,) * width
    first_row, first_column = sheet.start[0] + 1, sheet.start[1] + 1
    with _gc_paused():
        depth = box.bottom - first_row + 1
        rows = sheet.to_python(skip_empty_area=True, nrows=depth) if depth > 0 else []
        above = max(0, min(height, first_row - box.top))
        found = list(zip(*rows[max(0, box.top - first_row) :], strict=False))
        below = height - above - (len(found[0]) if found else 0)
        out: list[Sequence[Cell]] = []
        for column in range(box.left, box.right + 1):
            at = column - first_column
            cells: Sequence[Cell] = (None,) * (height - above - below)
            if found and 0 <= at < len(found) and column in wanted:
                cells = found[at] if has_spans is None else _plain(found[at], has_spans)
            out.append((*(None,) * above, *cells, *(None,) * below) if above or below else cells)
    return tuple(out)


def _plain(cells: tuple[Any, ...], has_spans: bool) -> Sequence[Cell]:
    """Return a column with blanks as None, spans of time as clock times, and equal cells as one object.

    A clinic's columns repeat themselves; keeping each value once saves half the memory of a large table.
    """
    # Error values are "" here, too; they are laid over afterwards.
    if cells.count("") == len(cells):
        return (None,) * len(cells)
    kinds = set(map(type, cells))
    if has_spans and dt.timedelta in kinds:
        cells = tuple(_clock(cell) if type(cell) is dt.timedelta else cell for cell in cells)
    if bool in kinds and not kinds <= {bool, str}:  # TRUE equals 1, and must not become it
        return tuple([None if cell == "" else cell for cell in cells])
    known: dict[Any, Cell] = {"": None}
    return tuple(map(known.setdefault, cells, cells))


def _clock(span: dt.timedelta) -> Cell:
    """Return a span of hours as a clock time if it is under a day, else as Excel's number of days."""
    if dt.timedelta() <= span < dt.timedelta(days=1):
        return (_MIDNIGHT + span).time()
    return span / dt.timedelta(days=1)


def _overlaid(columns: Columns, box: Box, odd: Iterable[tuple[int, int, Cell]]) -> Columns:
    changed: dict[int, list[Cell]] = {}
    for row, column, cell in odd:
        if box.top <= row <= min(box.bottom, LAST_ROW) and box.left <= column <= box.right:
            at = column - box.left
            if at not in changed:
                changed[at] = list(columns[at])
            changed[at][row - box.top] = cell
    return tuple(tuple(changed.get(at, cells)) for at, cells in enumerate(columns))


@contextmanager
def _gc_paused() -> Iterator[None]:
    """Keep the garbage collector from walking millions of fresh cells; nothing in them is garbage."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()

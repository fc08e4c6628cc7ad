"""An export of another program as a table: headings and rows, each with the row a person sees in Excel.

Text files come in UTF-8, UTF-16 or old Windows letters, with commas, semicolons, tabs or bars between; a row
may break lines inside quotation marks. Nothing is repaired: a row with too few or too many cells is told.

Source: RFC 4180; RFC 3629 and Unicode 15, §23.8 (byte-order marks); WHATWG Encoding (windows-1252).
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from python_calamine import CalamineError, CalamineWorkbook

from xl_massbill.book.headings import plain
from xl_massbill.book.kinds import tidy
from xl_massbill.book.workbook import Cell
from xl_massbill.errors import Unreadable

MOST_BYTES, MOST_UNPACKED = 30 << 20, 300 << 20
LONGEST_CELL = 32_767
_LOOK = 50
_FILLED = 0.6
"""How far the row of headings is filled, beside the fullest row: above it stand titles and dates."""
_MIDNIGHT = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - of any day: a cell has no time zone
_DELIMITERS = ",;\t|"
_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


@dataclass(frozen=True, slots=True, repr=False)
class SourceRow:
    """One row of the file: its number in the file, its cells (as many as headings), or why it has not."""

    number: int
    cells: tuple[Cell, ...]
    fault: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class SourceTable:
    """The headings and filled rows of a file; `above` rows stood over the headings."""

    headings: tuple[str, ...]
    rows: tuple[SourceRow, ...]
    above: int = 0

    def __repr__(self) -> str:
        """Show the shape, never a cell."""
        return f"SourceTable({len(self.rows)} rows x {len(self.headings)} columns)"

    def column(self, position: int) -> list[Cell]:
        """Return the cells under a heading."""
        return [row.cells[position] for row in self.rows if not row.fault]


def read_table(data: bytes) -> SourceTable:
    """Return the table that a file holds; raise Unreadable for what is none, or more than one."""
    if len(data) > MOST_BYTES:
        raise Unreadable(f"The file is too large ({len(data) >> 20} MB): export fewer days at once.")
    records = _of_workbook(data) if data.startswith((_ZIP, _OLD_OFFICE)) else _of_text(data)
    return _table(records)


def _table(records: Sequence[Sequence[Cell]]) -> SourceTable:
    """Find the headings: the first row that is filled about as far as the fullest; titles stand above it."""
    filled = [sum(map(_filled, record)) for record in records[:_LOOK]]
    least = max(2.0, max(filled, default=0) * _FILLED)
    at = next((i for i, many in enumerate(filled) if many >= least), None)
    if at is None:
        raise Unreadable("The file has no row of headings with two columns or more.")
    headings = tuple(" ".join(tidy(str(cell)).split()) if _filled(cell) else "" for cell in records[at])
    while headings and not headings[-1]:
        headings = headings[:-1]
    twice = [word for word, many in Counter(map(plain, headings)).items() if word and many > 1]
    if twice:
        columns = [str(i + 1) for i, word in enumerate(headings) if plain(word) in twice]
        raise Unreadable(f"The same heading stands over several columns ({', '.join(columns)}).")
    width = len(headings)
    rows = tuple(
        _row(number, record, width)
        for number, record in enumerate(records[at + 1 :], at + 2)
        if any(map(_filled, record))
    )
    return SourceTable(headings, rows, at)


def _row(number: int, record: Sequence[Cell], width: int) -> SourceRow:
    cells = tuple(cell if _filled(cell) else None for cell in record)
    if len(cells) < width or any(cell is not None for cell in cells[width:]):
        return SourceRow(
            number,
            (None,) * width,
            f"{len(cells)} cells, but there are {width} headings: is a separator missing, or one too many?",
        )
    if any(isinstance(cell, str) and len(cell) > LONGEST_CELL for cell in cells):
        return SourceRow(
            number, (None,) * width, f"a text is longer than the {LONGEST_CELL:,} a cell can hold."
        )
    return SourceRow(number, cells[:width])


def _filled(cell: Cell) -> bool:
    return cell is not None and not (isinstance(cell, str) and not tidy(cell))


def _of_text(data: bytes) -> list[list[str]]:
    text = decoded(data)
    csv.field_size_limit(MOST_BYTES)
    try:
        return list(_records(text, _delimiter(text)))
    except csv.Error as broken:
        raise Unreadable(f"The file cannot be read as CSV ({broken}): export it again.") from None


def decoded(data: bytes) -> str:
    """Return the letters of a text file; raise Unreadable for what is no text."""
    marked = [name for mark, name in _MARKS if data.startswith(mark)]
    try:
        text = data.decode(marked[0] if marked else _guessed(data))
    except UnicodeDecodeError:
        raise Unreadable(
            "The file is neither UTF-8, UTF-16 nor Windows text: save it as CSV UTF-8."
        ) from None
    if "\0" in text:
        raise Unreadable("The file is no text and no Excel workbook: export it as CSV or XLSX.")
    if text.lstrip()[:1] == "<" or text.startswith("%PDF"):
        raise Unreadable("The file is a web page or a PDF, not a table: export it as CSV or XLSX.")
    return text


def _guessed(data: bytes) -> str:
    """Return the encoding of a file without a mark: every second byte is 0 only in UTF-16."""
    head = data[:2_000]
    for name, zeros, letters in (("utf-16-le", head[1::2], head[::2]), ("utf-16-be", head[::2], head[1::2])):
        if zeros.count(0) > len(zeros) * 0.4 and letters.count(0) == 0:
            return name
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def _delimiter(text: str) -> str:
    """Return the sign that parts most rows into the same number of cells, more than one."""
    best, most = ",", (0, 0)
    for sign in _DELIMITERS:
        try:
            widths = Counter(len(record) for record in islice(_records(text, sign), _LOOK) if any(record))
        except csv.Error:
            continue
        width, many = max(widths.items(), key=lambda pair: (pair[0] > 1, pair[1], pair[0]), default=(0, 0))
        if width > 1 and (many, width) > most:
            best, most = sign, (many, width)
    return best


def _of_workbook(data: bytes) -> list[list[Cell]]:
    try:
        if data.startswith(_ZIP):
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                if sum(info.file_size for info in package.infolist()) > MOST_UNPACKED:
                    raise Unreadable("The workbook unpacks to more than can be a table of appointments.")
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names]
    except (CalamineError, zipfile.BadZipFile, ValueError, OSError) as broken:
        raise Unreadable(
            "The workbook cannot be read: is it whole, and without a password? Save it as CSV or XLSX."
        ) from broken
    rows = [[[_cell(cell) for cell in row] for row in sheet] for sheet in sheets]
    filled = [sheet for sheet in rows if any(_filled(cell) for row in sheet for cell in row)]
    if len(filled) != 1:
        raise Unreadable(f"The workbook has {len(filled)} filled sheets: keep the one to take in.")
    return filled[0]


def _cell(cell: float | str | dt.date | dt.time | dt.timedelta) -> Cell:
    """Return a cell as the rest of the program knows them: a time of day in a format for hours is a time."""
    if isinstance(cell, dt.timedelta):
        is_clock = dt.timedelta(0) <= cell < dt.timedelta(days=1)
        return (_MIDNIGHT + cell).time() if is_clock else str(cell)
    return None if cell == "" else cell

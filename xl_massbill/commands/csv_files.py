"""CSV files of a folder, one a table, read into columns of cells.

Other systems write them in many ways: with or without a byte-order mark, in the code page of old Windows,
with empty columns at the end. What cannot be told for sure stops with the file and the row.

Source: RFC 4180; issue of the spine (one CSV file a table, headings are snake_case names).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from xl_massbill.book.csv_cells import heading_read, read
from xl_massbill.book.headings import match
from xl_massbill.book.own_columns import distinct, extended, is_own
from xl_massbill.book.table import Table
from xl_massbill.book.tables import TABLES
from xl_massbill.book.workbook import Cell
from xl_massbill.errors import Unreadable

LONGEST_CELL = 32_767
LONGEST_HEADING = 255


@dataclass(frozen=True, slots=True, repr=False)
class Given:
    """What a CSV file holds for a table: its class with the clinic's own columns, and the cells by name."""

    table: type[Table]
    columns: dict[str, list[Cell]]
    height: int


def read_folder(folder: Path) -> tuple[dict[str, Given], tuple[str, ...]]:
    """Return what the folder gives for each table, and the names of CSV files that belong to none."""
    if not folder.is_dir():
        raise Unreadable(f"There is no folder {folder.name} to take the CSV files from.")
    given: dict[str, Given] = {}
    unknown: list[str] = []
    for path in sorted(p for p in folder.iterdir() if p.suffix.lower() == ".csv" and p.is_file()):
        name = path.stem.lower()
        if name not in TABLES:
            unknown.append(path.name)
        elif name in given:
            raise Unreadable(
                f"Two files give the table {name}: keep one of them ({path.name} is the second)."
            )
        else:
            given[name] = _given(path, TABLES[name])
    return given, tuple(unknown)


def _given(path: Path, table: type[Table]) -> Given:
    rows = csv_rows(path)
    headings = [heading.strip() for heading in next(rows, [])]
    if not any(headings):
        raise Unreadable(f"{path.name}: the first row must hold the headings.")
    columns = list(zip(*_checked(path, rows, len(headings)), strict=True)) or [()] * len(headings)
    found = match(table, headings)
    names = {position: name for name, position in found.at.items()}
    own = [i for i in found.extra if headings[i] or any(columns[i])]
    made = extended(table, distinct(table, [_own_heading(path, headings[i]) for i in own]))
    fields = {field.name: field for field in made.fields()}
    names |= dict(zip(own, (name for name, field in fields.items() if is_own(field)), strict=True))
    cells: dict[str, list[Cell]] = {}
    for position, name in names.items():
        kind = None if is_own(fields[name]) else fields[name].kind
        known = {text: read(kind, text) for text in set(columns[position])}
        cells[name] = [known[text] for text in columns[position]]
    return Given(made, cells, len(columns[0]))


def _own_heading(path: Path, text: str) -> str:
    heading = " ".join(heading_read(text).split())
    if not heading:
        raise Unreadable(f"{path.name}: a column with values has no heading.")
    return heading[:LONGEST_HEADING]


def _checked(path: Path, rows: Iterator[list[str]], width: int) -> Iterator[Sequence[str]]:
    """Yield the filled rows; raise Unreadable for one with more or fewer cells than there are headings."""
    for number, row in enumerate(rows, 2):
        if len(row) != width:
            if not row:
                continue
            raise Unreadable(
                f"{path.name}, row {number}: {len(row)} cells, but there are {width} headings. "
                "Is a comma missing, or a text with commas not in quotation marks?"
            )
        if max(map(len, row)) > LONGEST_CELL:
            raise Unreadable(
                f"{path.name}, row {number}: a text is longer than the {LONGEST_CELL:,} a cell can hold."
            )
        if any(row):
            yield row


def csv_rows(path: Path) -> Iterator[list[str]]:
    """Yield the rows of a file as they stand; raise Unreadable where it is no CSV file."""
    text = _text(path)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    number = 0
    while True:
        number += 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise Unreadable(f"{path.name}, row {number}: not readable as CSV ({error}).") from None
        if any("\0" in cell for cell in row):
            raise Unreadable(f"{path.name}, row {number}: holds a NUL character, so it is no text file.")
        yield row


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Unreadable(f"{path.name} could not be opened ({error.strerror}).") from None
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(f"{path.name} is neither UTF-8 nor Windows text: save it as CSV UTF-8.")

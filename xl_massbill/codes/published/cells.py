"""Rows of cells out of a published file: tab, comma or workbook, each cell as plain text.

Source: handbook §2.6 (CMS publishes the same table as text, CSV and workbook).
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator
from itertools import chain, islice

from python_calamine import CalamineError, CalamineWorkbook

from xl_massbill.codes.published.download import Member
from xl_massbill.errors import Unreadable

Row = list[str]
_LOOK = 40
_PAGE = re.compile(r"\s*(?:<!doctype\s+html|<html|<head|<script)", re.IGNORECASE).match
_MOST_CELL = 1 << 20


def text_of(member: Member) -> str:
    """Return a text file's words; Unreadable for what is a page, a picture, or no text at all."""
    data = member.data
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", errors="replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", errors="replace")
    if _PAGE(text[:400]):
        raise Unreadable(
            f"{member.name} is a web page, not the file: accept the licence on the page and download again."
        )
    if text.startswith("%PDF") or "\x00" in text[:4000]:
        raise Unreadable(f"{member.name} is no table: take the text, CSV or Excel file.")
    return text


def rows_of(member: Member) -> Iterator[Row]:
    """Yield every row that holds something; cells are stripped, numbers lose their ".0"."""
    if member.data.startswith(b"PK"):
        yield from _of_workbook(member)
        return
    text = text_of(member)
    head = "\n".join(islice(text.splitlines(), _LOOK))
    delimiter = max("\t,;|", key=head.count)
    lines = io.StringIO(text, newline="")
    is_plain = delimiter == "\t" and '"' not in head
    csv.field_size_limit(_MOST_CELL)
    try:
        for row in csv.reader(
            lines, delimiter=delimiter, quoting=csv.QUOTE_NONE if is_plain else csv.QUOTE_MINIMAL
        ):
            if any(cells := [" ".join(cell.split()) for cell in row]):
                yield cells
    except csv.Error as broken:
        raise Unreadable(f"{member.name} breaks off in the middle of a row. Download it again.") from broken


def _of_workbook(member: Member) -> Iterator[Row]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(member.data))
        sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    except (CalamineError, ValueError, OSError) as broken:
        raise Unreadable(f"{member.name} is a workbook that cannot be read.") from broken
    for row in chain.from_iterable(sheets):
        if any(cells := [_words(cell) for cell in row]):
            yield cells


def _words(cell: object) -> str:
    """Return a cell of a workbook as text.

    >>> _words(97124.0), _words(dt.datetime(2026, 10, 1)), _words(" a  b "), _words(None)
    ('97124', '2026-10-01', 'a b', '')
    """
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.date):
        return cell.isoformat()[:10]
    return " ".join(str(cell).split())

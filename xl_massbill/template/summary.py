"""A plain workbook of lists: the summary of many clinics, or what goes to an accountant.

Text that a spreadsheet would take for a formula stays text.

Source: DESIGN §6.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from openpyxl import Workbook as OpenpyxlWorkbook
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from xl_massbill.template.paper import on_paper
from xl_massbill.template.styles import Ink, fill, font

MONEY, COUNT, TEXT = "#,##0.00;[Red]-#,##0.00", "#,##0", "@"
Value = str | int | float | None


class Head(NamedTuple):
    """A column: its heading, how its values are shown, how wide it is in characters."""

    words: str
    format: str = TEXT
    width: float = 14


class Listing(NamedTuple):
    """One sheet: what it is, its columns, its rows, and whether a line of sums stands below."""

    title: str
    heads: Sequence[Head]
    rows: Sequence[Sequence[Value]]
    with_sums: bool = False


def summary(sheets: Mapping[str, Listing]) -> bytes:
    """Return a workbook with a sheet a listing."""
    book = OpenpyxlWorkbook()
    book.remove(book.active)
    for name, listing in sheets.items():
        _fill(book.create_sheet(name[:31]), listing)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Worksheet, listing: Listing) -> None:
    sheet.sheet_view.showGridLines = False
    sheet["A1"] = listing.title
    sheet["A1"].font = font(Ink.BLUE, 14, bold=True)
    sheet.row_dimensions[1].height = 26
    for i, head in enumerate(listing.heads, 1):
        cell = sheet.cell(3, i, head.words)
        cell.font, cell.fill = font(Ink.WHITE, bold=True), fill(Ink.BLUE)
        across = "left" if head.format == TEXT else "right"
        cell.alignment = Alignment(horizontal=across, vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(i)].width = head.width
    sheet.row_dimensions[3].height = 30
    for at, row in enumerate(listing.rows, 4):
        for i, (head, value) in enumerate(zip(listing.heads, row, strict=True), 1):
            _put(sheet, at, i, head, value)
    if listing.with_sums and listing.rows:
        _sums(sheet, listing)
    sheet.freeze_panes = "B4"
    sheet.print_title_rows = "3:3"
    on_paper(sheet)


def _put(sheet: Worksheet, row: int, column: int, head: Head, value: Value) -> None:
    cell = sheet.cell(row, column)
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"  # never a formula, whatever it begins with
        cell.alignment = Alignment(vertical="top", wrap_text=head.width > 30)
    cell.number_format, cell.font = head.format, font()


def _sums(sheet: Worksheet, listing: Listing) -> None:
    last = 3 + len(listing.rows)
    for i, head in enumerate(listing.heads, 1):
        cell = sheet.cell(last + 1, i)
        letter = get_column_letter(i)
        cell.value = "Total" if i == 1 else None if head.format == TEXT else f"=SUM({letter}4:{letter}{last})"
        cell.number_format, cell.font, cell.fill = head.format, font(bold=True), fill(Ink.PAPER)

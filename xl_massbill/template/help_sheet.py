"""The Help sheet: every column of every table in plain words, made from the tables themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from textwrap import wrap

from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from xl_massbill.book.column import Field, Need, Owner
from xl_massbill.book.own_columns import is_own
from xl_massbill.book.table import Table
from xl_massbill.template.paper import on_paper
from xl_massbill.template.styles import GRID, Ink, fill, font, lines

SHEET = "Help"
_HEADINGS = {
    "Sheet": 16,
    "Column": 22,
    "What it is": 56,
    "Filled by": 10,
    "Needed": 26,
    "Example": 22,
    "Allowed words": 40,
    "837P": 18,
    "CMS-1500": 10,
    "CSV name": 24,
}
_LINE = 13  # points; not every program finds the height of a row by itself
_NEEDED = {Need.REQUIRED: "always", Need.CONDITIONAL: "sometimes", Need.OPTIONAL: ""}


def help_sheet(workbook: Workbook, tables: Mapping[str, type[Table]]) -> Worksheet:
    """Add the Help sheet."""
    sheet = workbook.create_sheet(SHEET)
    for i, (heading, width) in enumerate(_HEADINGS.items(), 1):
        cell = sheet.cell(1, i, heading)
        cell.fill, cell.font = fill(Ink.GREY), font(Ink.WHITE, bold=True)
        cell.alignment, cell.border = Alignment(vertical="center"), lines()
        column = sheet.column_dimensions[get_column_letter(i)]
        column.width, column.border = width, GRID
    row = 1
    for table in tables.values():
        row = _section(sheet, table, row + 1)
    sheet.row_dimensions[1].height = 24
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(_HEADINGS))}{row}"
    sheet.sheet_properties.tabColor = f"FF{Ink.QUIET}"
    on_paper(sheet, 1)
    return sheet


def _section(sheet: Worksheet, table: type[Table], row: int) -> int:
    """Write a table and its columns from a row down; return the last row."""
    for i, text in enumerate((table.facts.excel, "", table.facts.help), 1):
        _put(sheet, row, i, text, bold=True)
    for i in range(1, len(_HEADINGS) + 1):
        sheet.cell(row, i).fill = fill(Ink.GREY_PALE)
    for field in table.fields():
        if not is_own(field):
            row += 1
            broken = 1
            for i, (text, width) in enumerate(zip(_words(table, field), _HEADINGS.values(), strict=True), 1):
                _put(sheet, row, i, text)
                broken = max(broken, len(wrap(text, width)))
            sheet.row_dimensions[row].height = 2 + _LINE * broken
    return row


def _words(table: type[Table], field: Field) -> Iterator[str]:
    column = field.column
    is_person = column.owner is Owner.PERSON
    yield table.facts.excel
    yield column.title
    yield column.help
    yield "you" if is_person else "program"
    yield (f"when {column.when}" if column.when else _NEEDED[column.need]) if is_person else ""
    yield column.example
    yield ", ".join(column.choices)
    yield column.x12
    yield column.box
    yield field.name


def _put(sheet: Worksheet, row: int, column: int, text: str, *, bold: bool = False) -> None:
    if text:
        cell = sheet.cell(row, column, text)
        cell.data_type, cell.number_format = "s", "@"
        cell.font, cell.border = font(bold=bold), GRID
        cell.alignment = Alignment(vertical="top", wrap_text=not bold)

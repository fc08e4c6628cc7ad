"""One table on one sheet: a real Excel table with its headings, formats, validations and colours.

The table begins in the first row and nothing stands beside or below it, so that it can grow for years.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from itertools import pairwise, takewhile

from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.table import Table as ExcelTable
from openpyxl.worksheet.table import TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from xl_massbill.book.table import Tab, Table
from xl_massbill.book.workbook import Cell
from xl_massbill.template.conditional import colour
from xl_massbill.template.lists import Lists
from xl_massbill.template.paper import on_paper, pages_wide
from xl_massbill.template.references import LAST_ROW
from xl_massbill.template.styles import (
    GRID,
    HEADING_BORDER,
    body,
    family,
    header_ground,
    heading_alignment,
    number_format,
    wraps,
)
from xl_massbill.template.validations import validation
from xl_massbill.template.widths import HEADER_HEIGHT, ROW_HEIGHT, width

Rows = Sequence[Mapping[str, Cell]]

_STYLE = TableStyleInfo(name="TableStyleLight1", showRowStripes=True, showColumnStripes=False)
_MOST_FROZEN = 3


def table_sheet(workbook: Workbook, table: type[Table], lists: Lists, rows: Rows) -> Worksheet:
    """Add the sheet of a table, with its first rows."""
    sheet = workbook.create_sheet(table.facts.excel)
    lay(sheet, table, rows)
    for i, field in enumerate(table.fields(), 1):
        made = validation(table, field, get_column_letter(i), lists)
        if made is not None:
            sheet.add_data_validation(made)
    colour(sheet, table)
    if table.facts.tab is Tab.REFERENCE:
        sheet.sheet_state = "hidden"
    return sheet


def lay(sheet: Worksheet, table: type[Table], rows: Rows, top: int = 1) -> None:
    """Lay a table on a sheet with its headings in row `top`."""
    fields = table.fields()
    _columns(sheet, table)
    for i, field in enumerate(fields, 1):
        heading = sheet.cell(top, i, field.column.title)
        heading.data_type = "s"
        heading.fill, heading.font = header_ground(table, field)
        heading.alignment, heading.border = heading_alignment(field), HEADING_BORDER
    sheet.row_dimensions[top].height = HEADER_HEIGHT
    if any(wraps(table, field) for field in fields):
        sheet.sheet_format.defaultRowHeight, sheet.sheet_format.customHeight = ROW_HEIGHT, True
    for r, row in enumerate(rows, top + 1):
        for i, field in enumerate(fields, 1):
            _put(sheet, r, i, row.get(field.name))
    last = get_column_letter(len(fields))
    made = ExcelTable(displayName=table.facts.excel, ref=f"A{top}:{last}{top + max(1, len(rows))}")
    made.tableStyleInfo = _STYLE
    sheet.add_table(made)
    key = len(list(takewhile(lambda f: f.name in table.facts.key, fields)))
    sheet.freeze_panes = f"{get_column_letter(min(key, _MOST_FROZEN) + 1)}{top + 1}"
    sheet.sheet_properties.tabColor = f"FF{family(table)}"
    on_paper(sheet, top)
    wide = pages_wide(sheet)
    sheet.page_setup.fitToWidth = wide
    if wide > 1:
        sheet.print_title_cols = f"A:{get_column_letter(max(1, min(key, _MOST_FROZEN)))}"


def _put(sheet: Worksheet, row: int, column: int, cell: Cell) -> None:
    """Put a value into a cell in the style of its column; a text stays one, whatever it looks like."""
    made = sheet.cell(row, column)
    style = sheet.column_dimensions[get_column_letter(column)]._style  # noqa: SLF001 - the column's, whole
    made._style = copy(style)  # noqa: SLF001
    if cell is not None:
        made.value = cell
        if isinstance(cell, str):
            made.data_type = "s"


def _columns(sheet: Worksheet, table: type[Table]) -> None:
    """Format the columns as a whole, so that a cell typed into years from now looks like the first."""
    fields = table.fields()
    for i, field in enumerate(fields, 1):
        column = sheet.column_dimensions[get_column_letter(i)]
        column.width = width(field)
        column.number_format = number_format(table, field)
        column.font, ground, column.alignment = body(table, field)
        column.border = GRID
        if ground is not None:
            column.fill = ground
        if field.column.rare:
            column.outlineLevel, column.hidden = 1, True
    if any(field.column.rare for field in fields):
        sheet.column_dimensions.max_outline = 1
    sheet.sheet_properties.outlinePr.summaryRight = False
    for i, (before, after) in enumerate(pairwise(fields), 1):
        if after.column.rare and not before.column.rare:
            sheet.column_dimensions[get_column_letter(i)].collapsed = True


def text_area(table: type[Table], top: int = 1) -> str:
    """Return the cells of a table in which a number kept as text is meant so."""
    return f"A{top + 1}:{get_column_letter(len(table.fields()))}{LAST_ROW}"

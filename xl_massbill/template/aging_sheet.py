"""The Aging sheets: live totals above the program's table, and the picture of it to the right.

Nothing stands below or beside the table where its rows must go. The day and the anchor are read from the
table's own first row, so that the program writes into its table only.

Source: handbook §10.2 and §10.3 (total A/R is the five buckets; unbilled and credits are in no sum).
"""

from __future__ import annotations

from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from xl_massbill.book.column import Kind
from xl_massbill.book.table import Table
from xl_massbill.book.tables import AgingLine
from xl_massbill.template.conditional import colour_old_money
from xl_massbill.template.references import column, place
from xl_massbill.template.sheets import lay
from xl_massbill.template.styles import MONEY, PERCENT, WHOLE, Ink, fill, font, lines

TOP = 9
LABELS, INSURANCE, PATIENT, TOTAL, SHARE = 3, 4, 5, 6, 7
BUCKETS = ("d0_30", "d31_60", "d61_90", "d91_120", "d120_plus")
_BASES = {"DOS": "date of service", "FIRST_SUBMISSION": "first submission", "LAST_ACTIVITY": "last activity"}
_BY = {
    "payer_id": "payer",
    "patient_id": "patient",
    "therapist_id": "therapist",
    "claim_kind": "kind of claim",
}
_ALIGNED = {
    (kind, is_label): Alignment(
        horizontal=across, vertical="bottom" if is_label else "top", indent=indent, wrap_text=is_label or None
    )
    for kind, across, indent in ((Kind.MONEY, "right", 1), (Kind.WHOLE, "center", 0))
    for is_label in (True, False)
}
_NOTE = "Unbilled work and credits are in no total. The rows behind each figure: sheet AgingRows."


def aging_sheet(workbook: Workbook, table: type[Table]) -> Worksheet:
    """Add the sheet of an aging table, by payer or by patient."""
    sheet = workbook.create_sheet(table.facts.excel)
    lay(sheet, table, (), TOP)
    _title(sheet, table)
    for row, words in (
        (INSURANCE, "Insurance"),
        (PATIENT, "Patients"),
        (TOTAL, "Total"),
        (SHARE, "Share of total"),
    ):
        label = sheet.cell(row, 1, words)
        label.font, label.number_format = font(bold=row == TOTAL), "General"
        label.alignment = Alignment(vertical="top")
    for i, field in enumerate(table.fields(), 1):
        if field.kind is Kind.MONEY or field.name == "claims":
            _totals(sheet, table, i)
    colour_old_money(sheet, table, TOP)
    sheet.row_dimensions[LABELS].height, sheet.row_dimensions[TOP - 1].height = 28, 6
    return sheet


def letter(table: type[Table], name: str) -> str:
    """Return the letter of a column of a table."""
    return str(get_column_letter([field.name for field in table.fields()].index(name) + 1))


def _title(sheet: Worksheet, table: type[Table]) -> None:
    by = next(words for key, words in _BY.items() if key in table.facts.key)
    sheet["A1"] = f"What is owed, by age and {by}"
    sheet["A1"].font, sheet["A1"].number_format = font(Ink.GREEN, 16, bold=True), "General"
    sheet.row_dimensions[1].height = 24
    day, basis, known = (column(table, name) for name in ("as_of", "anchor", "basis"))
    words = f"INDEX({basis},1)"
    for code, said in _BASES.items():
        words = f'IF(INDEX({basis},1)="{code}","{said}",{words})'
    sheet["A2"] = (
        f'=IF(COUNT({day})=0,"Not aged yet.",'
        f'"As of "&TEXT(MAX({day}),"yyyy-mm-dd")&", counted from the "&{words}&": "'
        f'&INDEX({known},1)&". {_NOTE}")'
    )
    sheet["A2"].hyperlink = Hyperlink(ref="A2", location=place(AgingLine), tooltip=AgingLine.facts.help[:255])
    sheet["A2"].font, sheet["A2"].number_format = font(Ink.QUIET), "General"


def _totals(sheet: Worksheet, table: type[Table], i: int) -> None:
    """Put the sums of one column above it."""
    field, kind = table.fields()[i - 1], column(table, "kind")
    values, spot = column(table, field.name), get_column_letter(i)
    sheet.cell(LABELS, i, field.column.title)
    sheet.cell(INSURANCE, i, f'=SUMIFS({values},{kind},"INSURANCE")')
    sheet.cell(PATIENT, i, f'=SUMIFS({values},{kind},"PATIENT")')
    sheet.cell(TOTAL, i, f"=SUM({values})")
    for row in (LABELS, INSURANCE, PATIENT, TOTAL):
        cell = sheet.cell(row, i)
        cell.number_format = WHOLE if field.kind is Kind.WHOLE else MONEY
        cell.font = font(Ink.QUIET if row == LABELS else Ink.TEXT, bold=row in (LABELS, TOTAL))
        cell.alignment = _ALIGNED[field.kind, row == LABELS]
    sheet.cell(TOTAL, i).border = lines(Ink.GREEN, below=None, above="thin")
    if field.name in (*BUCKETS, "total"):
        whole = f"{letter(table, 'total')}{TOTAL}"
        cell = sheet.cell(SHARE, i, f'=IF({whole}=0,"",{spot}{TOTAL}/{whole})')
        cell.number_format, cell.font = PERCENT, font(Ink.QUIET)
        cell.alignment = _ALIGNED[Kind.MONEY, False]
    for row in (INSURANCE, PATIENT, TOTAL):
        sheet.cell(row, i).fill = fill(Ink.PAPER)

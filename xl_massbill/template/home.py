"""The Home sheet: today's numbers, where money leaks, what to do, six steps, and the way to every sheet.

What is looked at every day stands within the first screen. All numbers are formulas over the tables, so they
are as fresh as the tables.

Source: DESIGN §5 (sheets); handbook §0.3 (the stations of a claim), §10.3 (what counts as owed).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from xl_massbill.book.table import Table
from xl_massbill.template.dashboard_grid import SHEET as DASHBOARD
from xl_massbill.template.home_leaks import Leak, leaks
from xl_massbill.template.home_words import legend, steps, ways
from xl_massbill.template.home_work import first, heading, work
from xl_massbill.template.paper import on_paper
from xl_massbill.template.references import column
from xl_massbill.template.styles import Ink, fill, font, lines

SHEET = "Home"
DOLLARS, COUNT = "$#,##0", "#,##0"
BUTTONS_ROW = 4
NO_BUTTONS = (
    "Buttons: tab MassBill of the ribbon, once the add-in is installed. "
    "Without it: close the workbook and run xl-massbill check."
)
OUT = (
    "BATCHED",
    "SUBMITTED",
    "ACK_RECEIVED",
    "ACCEPTED",
    "IN_PROCESS",
    "INFO_REQUESTED",
    "APPEALED",
    "FORWARDED",
)

Tables = Mapping[str, type[Table]]


class Card(NamedTuple):
    """One big number: words, formula, format, footnote (text or formula), its colour above zero."""

    words: str
    formula: str
    format: str
    foot: str
    alarm: str | None = None


def fill_home(sheet: Worksheet, tables: Tables, *, with_buttons: bool = False) -> None:
    """Write the Home sheet; `with_buttons` leaves room for the buttons that a workbook with macros has."""
    sheet.sheet_view.showGridLines = False
    sheet.column_dimensions["A"].width = 2
    for letter in "BCDEFGHIJKLM":
        sheet.column_dimensions[letter].width = 13.5
    for row in (1, 5, 9, 17, 23):
        sheet.row_dimensions[row].height = 7
    _title(sheet, tables)
    sheet.row_dimensions[BUTTONS_ROW].height = 30
    if not with_buttons:
        sheet.cell(BUTTONS_ROW, 2, NO_BUTTONS).font = font(Ink.QUIET, 9, italic=True)
        sheet.cell(BUTTONS_ROW, 2).alignment = Alignment(vertical="center")
    for i, card in enumerate(_cards(tables)):
        _card(sheet, 2 + 2 * i, card)
    _heading(sheet, 10, "Where money leaks")
    _heads(sheet, 11, "Lines")
    _list(sheet, 12, leaks(tables))
    _heading(sheet, 18, heading(tables["work_list"]))
    sheet.cell(19, 2, first(tables["work_list"])).font = font(bold=True)
    sheet.row_dimensions[19].height = 18
    _list(sheet, 20, work(tables["work_list"]))
    _heading(sheet, 24, "Six steps")
    steps(sheet, 25)
    _heading(sheet, 32, "All sheets", last=13)
    ways(sheet, tables, 33)
    legend(sheet, 33)
    sheet.sheet_properties.tabColor = f"FF{Ink.TEXT}"
    sheet.sheet_view.zoomScale = 100
    on_paper(sheet)
    sheet.page_setup.fitToHeight = 1


def _title(sheet: Worksheet, tables: Tables) -> None:
    name, seen = column(tables["practice"], "legal_name"), column(tables["findings"], "last_seen")
    aged = column(tables["aging"], "as_of")
    sheet["B2"] = f'=IF(COUNTA({name})=0,"Your clinic",INDEX({name},1))'
    sheet["B2"].font = font(Ink.BLUE, 18, bold=True)
    sheet.row_dimensions[2].height = 26
    sheet["B3"] = (
        f'=IF(COUNT({seen})=0,"No findings on record",'
        f'"Last findings of "&TEXT(MAX({seen}),"yyyy-mm-dd"))&"   |   "'
        f'&IF(COUNT({aged})=0,"not aged yet","aged as of "&TEXT(MAX({aged}),"yyyy-mm-dd"))'
    )
    sheet["B3"].font = font(Ink.QUIET)
    link = sheet["K2"]
    link.value, link.hyperlink = (
        "Dashboard: figures, pictures",
        Hyperlink(ref="K2", location=f"'{DASHBOARD}'!A1"),
    )
    link.font = font(Ink.LINK, bold=True, underline=True)


def _cards(tables: Tables) -> tuple[Card, ...]:
    severity, state = column(tables["findings"], "severity"), column(tables["findings"], "state")
    total, oldest = column(tables["aging"], "total"), column(tables["aging"], "d120_plus")
    out = ",".join(f'"{status}"' for status in OUT)
    still = f'COUNTIFS({severity},"{{}}",{state},"OPEN")'
    return (
        Card("Visit lines", f"COUNTA({column(tables['visits'], 'visit_id')})", COUNT, "on sheet Visits"),
        Card("Open errors", still.format("error"), COUNT, "mend them", Ink.RED),
        Card("Open warnings", still.format("warning"), COUNT, "mend or acknowledge", Ink.AMBER),
        Card(
            "Claims out",
            f"SUMPRODUCT(COUNTIFS({column(tables['claims'], 'status')},{{{out}}}))",
            COUNT,
            "made or sent, not settled",
        ),
        Card("Owed to you", f"SUM({total})", DOLLARS, "insurance and patients"),
        Card(
            "Over 120 days",
            f"SUM({oldest})",
            DOLLARS,
            f'=IF(SUM({total})=0,"oldest bucket",TEXT(SUM({oldest})/SUM({total}),"0%")&" of what is owed")',
            Ink.RED,
        ),
    )


def _card(sheet: Worksheet, left: int, card: Card) -> None:
    looks = (
        (6, card.words, font(Ink.QUIET, bold=True), 18),
        (7, f"={card.formula}", font(Ink.BLUE, 20, bold=True), 29),
        (8, card.foot, font(Ink.QUIET, 9), 15),
    )
    for row, value, ink, height in looks:
        sheet.merge_cells(start_row=row, end_row=row, start_column=left, end_column=left + 1)
        cell = sheet.cell(row, left, value)
        cell.font, cell.alignment = ink, Alignment(horizontal="left", vertical="center", indent=1)
        for column_ in (left, left + 1):
            sheet.cell(row, column_).fill = fill(Ink.PAPER)
            if row == 6:
                sheet.cell(row, column_).border = lines(Ink.BLUE, below=None, above="medium")
        sheet.row_dimensions[row].height = height
    number = sheet.cell(7, left)
    number.number_format = card.format
    if card.alarm:
        rule = FormulaRule(formula=[f"{number.coordinate}>0"], font=Font(color=f"FF{card.alarm}"))
        sheet.conditional_formatting.add(number.coordinate, rule)


def _heading(sheet: Worksheet, row: int, words: str, last: int = 7) -> None:
    sheet.cell(row, 2, words).font = font(Ink.BLUE, 12, bold=True)
    for i in range(2, last + 1):
        sheet.cell(row, i).border = lines(Ink.BLUE)
    sheet.row_dimensions[row].height = 19


def _heads(sheet: Worksheet, row: int, many: str) -> None:
    for i, words, across in ((4, many, "right"), (5, "Amount", "right"), (6, "What to do", "left")):
        cell = sheet.cell(row, i, words)
        cell.font = font(Ink.QUIET, 9, bold=True)
        cell.alignment = Alignment(horizontal=across, indent=1 if across == "left" else 0)


def _list(sheet: Worksheet, top: int, leaks: tuple[Leak, ...]) -> None:
    for row, leak in enumerate(leaks, top):
        sheet.row_dimensions[row].height = 18
        link = sheet.cell(row, 2, leak.words)
        link.hyperlink = Hyperlink(ref=link.coordinate, location=leak.target)
        link.font = font(Ink.LINK, bold=True, underline=True)
        for i, value, format_ in (
            (4, f"={leak.many}", COUNT),
            (5, f"={leak.amount}", DOLLARS),
            (6, leak.advice, "@"),
        ):
            cell = sheet.cell(row, i, value)
            cell.number_format, cell.font = format_, font(bold=i < 6)
            cell.alignment = Alignment(horizontal="right" if i < 6 else "left", indent=0 if i < 6 else 1)
        for i in range(2, 8):
            sheet.cell(row, i).border = lines()
            sheet.cell(row, i).alignment = sheet.cell(row, i).alignment + Alignment(vertical="center")

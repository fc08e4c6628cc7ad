"""Sheet Dashboard: the key figures with their aims, four pictures, and the numbers behind these.

It stands on one screen and one page. Months, payer and therapist are chosen in four cells; all else is
formulas over table KPIs, which the command `kpi` and the button Dashboard fill.

Source: handbook §10.8; DESIGN §5 (the face).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from xl_massbill.book.table import Table
from xl_massbill.codes.key_figures import KEY_FIGURES, OPEN, KeyFigure, Unit
from xl_massbill.template import dashboard_sums as sums
from xl_massbill.template.dashboard_charts import draw
from xl_massbill.template.dashboard_grid import (
    FIGURES,
    LAST_COLUMN,
    LAST_ROW,
    LINE,
    NARROW,
    SHEET,
    WIDE,
    heading,
)
from xl_massbill.template.dashboard_lists import fill_lists
from xl_massbill.template.dashboard_sums import Sums
from xl_massbill.template.paper import on_paper
from xl_massbill.template.references import list_name
from xl_massbill.template.styles import DAY, Ink, fill, font, lines

MONTH = "yyyy-mm"
FORMATS = {Unit.PERCENT: "0.0%", Unit.DAYS: "0.0", Unit.DOLLARS: '"$"#,##0'}
_LETTERS = "BCDEFGHIJK"

_WHENCE = (
    "Which claims make a figure: select it and click Dashboard on tab MassBill, or xl-massbill kpi FILE "
    "--measure denials --rows. Its sums by month: filter sheet KPIs. Figures of few claims say little."
)

Tables = Mapping[str, type[Table]]


class Entry(NamedTuple):
    """A cell that a person may change: words before it, what it is for, its format."""

    cell: str
    words: str
    prompt: str
    format: str = "@"


_ENTRIES = (
    Entry(sums.FROM, "From month", "Any day of the first month. Blank: twelve months up to the last.", MONTH),
    Entry(sums.TO, "To month", "Any day of the last month. Blank: the month of the last refresh.", MONTH),
    Entry(sums.PAYER, "Payer", "A payer of sheet Payers. Blank: all."),
    Entry(sums.THERAPIST, "Therapist", "A therapist of sheet Therapists. Blank: all."),
)


def fill_dashboard(sheet: Worksheet, tables: Tables) -> None:
    """Write the sheet."""
    sheet.sheet_view.showGridLines = False
    sheet.column_dimensions["A"].width = 1.5
    sheet.column_dimensions["B"].width = WIDE
    for letter in "CDEFGHIJKLMNOPQRS":
        sheet.column_dimensions[letter].width = NARROW
    for letter in "TUVWX":
        sheet.column_dimensions[letter].hidden = letter != "T"
    for row in range(1, LAST_ROW + 1):
        sheet.row_dimensions[row].height = LINE
    over = Sums(tables)
    _hidden(sheet, over)
    _title(sheet, over)
    for entry in _ENTRIES:
        _entry(sheet, entry, tables)
    _figures(sheet, over)
    fill_lists(sheet, over)
    sheet[f"B{LAST_ROW}"] = _WHENCE
    sheet[f"B{LAST_ROW}"].font = font(Ink.QUIET, 9, italic=True)
    draw(sheet)
    sheet.sheet_properties.tabColor = f"FF{Ink.TEXT}"
    sheet.print_area = f"A1:{LAST_COLUMN}{LAST_ROW}"
    on_paper(sheet)
    sheet.page_setup.fitToHeight = 1


def _hidden(sheet: Worksheet, over: Sums) -> None:
    for place, (words, formula) in over.chosen().items():
        cell = sheet[place.replace("$", "")]
        cell.value, cell.font = f"={formula}", font(Ink.QUIET)
        cell.number_format = DAY if "day" in words or words == "As of" else "General"
        sheet.cell(cell.row, cell.column - 1, words).font = font(Ink.QUIET)


def _title(sheet: Worksheet, over: Sums) -> None:
    sheet["B1"] = "Dashboard"
    sheet["B1"].font = font(Ink.BLUE, 16, bold=True)
    first, last, as_of = (f'TEXT({at},"yyyy-mm-dd")' for at in (sums.FIRST, sums.LAST, sums.AS_OF))
    sheet["D1"] = (
        f'=IF({sums.AS_OF}=0,"Not made yet: button Dashboard, or xl-massbill kpi.",'
        f'IF({sums.DAYS}<1,"The first month is after the last one.",'
        f'{first}&" to "&{last}&", by "&IF(INDEX({over.basis},1)="POSTING","day of the first answer",'
        f'"date of service")&". Owed as of "&{as_of}&"."))'
    )
    sheet["D1"].font, sheet["D1"].alignment = font(Ink.TEXT, 11, bold=True), Alignment(vertical="center")
    sheet["M3"] = "Blank: the last twelve months, all payers, all therapists."
    sheet["M3"].font, sheet["M3"].alignment = font(Ink.QUIET, 9, italic=True), Alignment(vertical="center")
    for row, height in ((1, 24), (2, 4), (3, 18), (4, 5)):
        sheet.row_dimensions[row].height = height


def _entry(sheet: Worksheet, entry: Entry, tables: Tables) -> None:
    cell = sheet[entry.cell]
    cell.fill, cell.number_format, cell.font = fill(Ink.ENTRY), entry.format, font(bold=True)
    cell.border = lines(Ink.BLUE, below="thin", above="thin")
    cell.alignment = Alignment(horizontal="center", vertical="center")
    label = sheet.cell(cell.row, cell.column - 1, entry.words)
    label.font, label.alignment = font(), Alignment(horizontal="right", vertical="center", indent=1)
    if entry.format == MONTH:
        check = DataValidation(type="date", operator="between", formula1="3654", formula2="73050")
    else:
        check = DataValidation(type="list", formula1=list_name(tables[entry.words.lower() + "s"]))
    check.errorStyle, check.allow_blank, check.showInputMessage = "warning", True, True
    check.showErrorMessage = True
    check.promptTitle, check.prompt = entry.words, entry.prompt
    sheet.add_data_validation(check)
    check.add(entry.cell)


def _figures(sheet: Worksheet, over: Sums) -> None:
    heads = {"B": "Figure", "C": "Value", "D": "Met", "E": "Aim", "G": "How it is reckoned"}
    heading(sheet, FIGURES, ("B", "K"), heads, "BEG")
    sheet[f"D{FIGURES}"].alignment = Alignment(horizontal="center", vertical="center")
    for row, figure in enumerate(KEY_FIGURES.values(), FIGURES + 1):
        _figure(sheet, row, figure, over)
    last = FIGURES + len(KEY_FIGURES)
    sheet[f"C{last + 1}"] = f"={_known(over.above(OPEN))}"
    _written(sheet, last + 1, ("Still open", "", "of these months' charges; young ones are not paid yet"))
    sheet[f"C{last + 1}"].number_format = FORMATS[Unit.DOLLARS]
    rule = FormulaRule(
        formula=[f'$D{FIGURES + 1}="no"'],
        fill=fill(Ink.AMBER_PALE),
        font=Font(color=f"FF{Ink.AMBER}", bold=True),
    )
    sheet.conditional_formatting.add(f"C{FIGURES + 1}:D{last}", rule)


def _figure(sheet: Worksheet, row: int, figure: KeyFigure, over: Sums) -> None:
    above, below = over.of(figure)
    sheet[f"W{row}"], sheet[f"X{row}"] = f"={above}", f"={below}"
    of_dollars = figure.unit is Unit.DOLLARS
    sheet[f"C{row}"] = f"={_known(f'W{row}')}" if of_dollars else f"={sums.quotient(f'W{row}', f'X{row}')}"
    sheet[f"D{row}"] = f"={sums.meets(figure, f'C{row}')}"
    _written(sheet, row, (figure.title, figure.aim, figure.formula))
    sheet[f"C{row}"].number_format = FORMATS[figure.unit]


def _known(formula: str) -> str:
    """Return a sum that is unknown before the figures were ever made."""
    return f'IF({sums.AS_OF}=0,"unknown",{formula})'


def _written(sheet: Worksheet, row: int, words: tuple[str, str, str]) -> None:
    """Write the words of a figure, and give its row its looks."""
    for letter, text in zip("BEG", words, strict=True):
        sheet[f"{letter}{row}"] = text or None
    sheet.row_dimensions[row].height = 15
    for letter in _LETTERS:
        cell = sheet[f"{letter}{row}"]
        cell.border, cell.alignment = lines(), Alignment(vertical="center")
        cell.font = font(Ink.QUIET, 9) if letter in "EG" else font(bold=letter in "CD")
    sheet[f"C{row}"].alignment = Alignment(horizontal="right", vertical="center")
    sheet[f"D{row}"].alignment = Alignment(horizontal="center", vertical="center")


__all__ = ["SHEET", "fill_dashboard"]

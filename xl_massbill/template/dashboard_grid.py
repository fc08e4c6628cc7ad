"""Where everything stands on sheet Dashboard: one screen wide, one page in all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from xl_massbill.template.styles import Ink, fill, font, lines

SHEET = "Dashboard"
WIDE, NARROW, LINE = 22.0, 9.3, 12.75
LAST_COLUMN, LAST_ROW = "S", 59
FIGURES = 5
"""Row of the headings of the figures; they stand below it."""
OWED = 18
PICTURES = 22
LISTS = 38
MONTHS, REASONS = 12, 8
PAY_DAYS = LISTS + REASONS + 2
PEOPLE = LISTS + MONTHS + 2
EACH = 5
"""How many payers and therapists are shown."""


def heading(sheet: Worksheet, row: int, span: tuple[str, str], heads: Mapping[str, str], left: str) -> None:
    """Write a line of headings over some columns; those of the letters in `left` stand to the left."""
    for letter in letters(*span):
        cell = sheet[f"{letter}{row}"]
        cell.value = heads.get(letter)
        cell.fill, cell.font = fill(Ink.BLUE), font(Ink.WHITE, 9, bold=True)
        cell.alignment = Alignment(horizontal="left" if letter in left else "right", vertical="center")
    sheet.row_dimensions[row].height = 15


def line(sheet: Worksheet, row: int, cells: Mapping[str, tuple[object, str]], span: tuple[str, str]) -> None:
    """Write a line of a list: values with their formats; texts and numbers stand on their sides."""
    for letter in letters(*span):
        cell = sheet[f"{letter}{row}"]
        cell.border, cell.font, cell.alignment = lines(), font(size=9), Alignment(vertical="center")
    for letter, (value, format_) in cells.items():
        cell = sheet[f"{letter}{row}"]
        cell.value, cell.number_format = value, format_
        is_text = format_ in ("General", "yyyy-mm")
        cell.alignment = Alignment(horizontal="left" if is_text else "right", vertical="center")


def letters(first: str, last: str) -> Iterable[str]:
    """Return the letters of the columns from one to another."""
    return map(chr, range(ord(first), ord(last) + 1))

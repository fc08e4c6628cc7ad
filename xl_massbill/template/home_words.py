"""What Home says in words: the six steps, the links to all sheets, and what the colours mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from openpyxl.styles import Alignment
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from xl_massbill.book.table import Tab, Table
from xl_massbill.template.help_sheet import SHEET as HELP
from xl_massbill.template.references import place
from xl_massbill.template.styles import Ink, fill, font

STEPS = (
    (
        "Set up once",
        "Practice, Therapists, Payers, PayerRules and Fees: what the payers and the state ask for.",
    ),
    (
        "Before the visit",
        "Patients, Coverage, Referrals and Auths: plan checked, order and approval on file.",
    ),
    ("After the visit", "One row for each code in Visits, one note for each visit in Notes."),
    ("Check", "Red rows must be mended. Amber ones: mend, or acknowledge with a reason on Findings."),
    ("Make claims", "Upload the files, then note the day in Batches, column Sent on."),
    ("Follow up", "Look at Aging, call the payers, note what they say in FollowUp."),
)
_COLOURS = (
    (Ink.BLUE, Ink.WHITE, "You must fill it"),
    (Ink.BLUE_MID, Ink.WHITE, "You fill it when it applies"),
    (Ink.BLUE_PALE, Ink.BLUE, "You may fill it"),
    (Ink.GREY_PALE, Ink.QUIET, "The program fills it"),
    (Ink.RED_PALE, Ink.RED, "Row with an error: mend it"),
    (Ink.AMBER_PALE, Ink.AMBER, "Row with a warning"),
    (Ink.ENTRY, Ink.TEXT, "Your part on a program's sheet"),
)
_FAMILIES = (
    (Tab.DAILY, "Every day", Ink.BLUE),
    (Tab.MASTER, "Set up", Ink.BLUE),
    (Tab.PROGRAM, "Made by the program", Ink.GREEN),
    (Tab.REFERENCE, "Reference (hidden)", Ink.GREY),
)


def steps(sheet: Worksheet, row: int) -> None:
    """Write the six steps from a row down."""
    for number, (title, words) in enumerate(STEPS, 1):
        at = row + number - 1
        sheet.row_dimensions[at].height = 28
        mark = sheet.cell(at, 2, f"{number}. {title}")
        mark.font, mark.alignment = font(bold=True), Alignment(vertical="center")
        sheet.merge_cells(start_row=at, end_row=at, start_column=4, end_column=7)
        cell = sheet.cell(at, 4, words)
        cell.font, cell.alignment = font(), Alignment(vertical="center", wrap_text=True)


def ways(sheet: Worksheet, tables: Mapping[str, type[Table]], row: int) -> None:
    """Write a link to every sheet from a row down; hidden sheets are named only."""
    by_tab = {tab: [t for t in tables.values() if t.facts.tab is tab] for tab in Tab}
    for left, (tab, words, colour) in zip((2, 4, 6, 8), _FAMILIES, strict=True):
        sheet.cell(row, left, words).font = font(colour, bold=True)
        _links(sheet, row + 1, left, by_tab[tab])
    below = row + len(by_tab[Tab.REFERENCE]) + 1
    hint = sheet.cell(below, 8, "To see one: right-click any tab, Unhide.")
    hint.font = font(Ink.QUIET, 9, italic=True)
    help_ = sheet.cell(below + 2, 8, "Help: every column explained")
    help_.hyperlink = Hyperlink(ref=help_.coordinate, location=f"'{HELP}'!A1", tooltip="Goes to sheet Help.")
    help_.font = font(Ink.LINK, underline=True)


def _links(sheet: Worksheet, row: int, left: int, tables: Iterable[type[Table]]) -> None:
    for at, table in enumerate(tables, row):
        cell = sheet.cell(at, left, table.facts.excel)
        if table.facts.tab is Tab.REFERENCE:
            cell.font = font(Ink.QUIET)
            continue
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=place(table), tooltip=table.facts.help[:255])
        cell.font = font(Ink.LINK, underline=True)


def legend(sheet: Worksheet, row: int) -> None:
    """Write what the colours mean from a row down."""
    sheet.cell(row, 11, "Colours").font = font(bold=True)
    for at, (ground, ink, words) in enumerate(_COLOURS, row + 1):
        sheet.merge_cells(start_row=at, end_row=at, start_column=11, end_column=13)
        for i in (11, 12, 13):
            sheet.cell(at, i).fill = fill(ground)
        cell = sheet.cell(at, 11, words)
        cell.font, cell.alignment = font(ink), Alignment(horizontal="left", indent=1)

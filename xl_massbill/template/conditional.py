"""Colours that follow the program's words: a row turns red or amber by what stands in its Problems column.

The program paints nothing; whatever is mended loses its colour with the next check. No colour says anything
that does not also stand in the cell as a word or number.

Source: DESIGN §3 (colours come from the template's conditional formats).
"""

from __future__ import annotations

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from xl_massbill.book.column import Owner
from xl_massbill.book.table import Table
from xl_massbill.template.references import LAST_ROW
from xl_massbill.template.styles import Ink, fill

SOON, LATER = 7, 30
"""Days before a deadline from which on it is red, or amber."""

_GRAVE = (("error", Ink.RED_PALE, Ink.RED), ("warning", Ink.AMBER_PALE, Ink.AMBER))


def colour(sheet: Worksheet, table: type[Table]) -> None:
    """Give a table's sheet the colours that its own columns call for."""
    letters = {field.name: get_column_letter(i) for i, field in enumerate(table.fields(), 1)}
    if "problems" in letters:
        _by_problems(sheet, letters["problems"], get_column_letter(len(letters)))
    if table.facts.name == "findings":
        _by_severity(sheet, letters, [f.name for f in table.owned_by(Owner.PERSON)])
    if table.facts.name == "work_list":
        _by_urgency(sheet, letters)
    if table.facts.name == "auth_ledger":
        _by_state(sheet, letters)


def colour_old_money(sheet: Worksheet, table: type[Table], top: int) -> None:
    """Mark what is owed for long in an aging table whose headings stand in row `top`."""
    names = [field.name for field in table.fields()]
    for name, ground, ink in (
        ("d91_120", Ink.AMBER_PALE, Ink.AMBER),
        ("d120_plus", Ink.RED_PALE, Ink.RED),
    ):
        at = get_column_letter(names.index(name) + 1)
        rule = FormulaRule(formula=[f"N(${at}{top + 1})>0"], fill=fill(ground), font=_ink(ink, bold=True))
        sheet.conditional_formatting.add(f"{at}{top + 1}:{at}{LAST_ROW}", rule)


def _by_urgency(sheet: Worksheet, letters: dict[str, str]) -> None:
    """Colour deadlines that are near, set off flags, and quieten what was put off until later."""
    left, due, day = (f"${letters[name]}2" for name in ("days_left", "due_on", "as_of"))
    near = f"{letters['days_left']}2:{letters['deadline_kind']}{LAST_ROW}"
    for days, ground, ink in ((SOON, Ink.RED_PALE, Ink.RED), (LATER, Ink.AMBER_PALE, Ink.AMBER)):
        says = f"AND(ISNUMBER({left}),{left}<={days})"
        rule = FormulaRule(formula=[says], fill=fill(ground), font=_ink(ink, bold=True), stopIfTrue=True)
        sheet.conditional_formatting.add(near, rule)
    flags = letters["flags"]
    rule = FormulaRule(formula=[f'${flags}2<>""'], fill=fill(Ink.AMBER_PALE), font=_ink(Ink.AMBER, bold=True))
    sheet.conditional_formatting.add(f"{flags}2:{flags}{LAST_ROW}", rule)
    whole = f"A2:{get_column_letter(len(letters))}{LAST_ROW}"
    later = FormulaRule(formula=[f"AND(ISNUMBER({due}),{due}>{day})"], font=_ink(Ink.QUIET))
    sheet.conditional_formatting.add(whole, later)


def _by_state(sheet: Worksheet, letters: dict[str, str]) -> None:
    """Set off what is not covered or must be asked for, and quieten what is over or not yet."""
    state, last = f"${letters['state']}2", get_column_letter(len(letters))
    span = f"{letters['state']}2:{letters['state']}{LAST_ROW}"
    for words, ground, ink in (
        (("OVER",), Ink.RED_PALE, Ink.RED),
        (("ASK_NOW", "PENDING", "USED_UP"), Ink.AMBER_PALE, Ink.AMBER),
    ):
        says = "OR(" + ",".join(f'{state}="{word}"' for word in words) + ")"
        rule = FormulaRule(formula=[says], fill=fill(ground), font=_ink(ink, bold=True))
        sheet.conditional_formatting.add(span, rule)
    over = f'OR({state}="ENDED",{state}="NOT_YET",{state}="DENIED",{state}="NOT_NEEDED")'
    sheet.conditional_formatting.add(
        f"A2:{last}{LAST_ROW}", FormulaRule(formula=[over], font=_ink(Ink.QUIET))
    )


def _by_problems(sheet: Worksheet, problems: str, last: str) -> None:
    """Tint the row, and the Problems cell more strongly."""
    for word, ground, ink in _GRAVE:
        says = f'LEFT(${problems}2,{len(word)})="{word.upper()}"'
        cell = FormulaRule(formula=[says], fill=fill(ground), font=_ink(ink, bold=True))
        sheet.conditional_formatting.add(f"{problems}2:{problems}{LAST_ROW}", cell)
        sheet.conditional_formatting.add(
            f"A2:{last}{LAST_ROW}", FormulaRule(formula=[says], fill=fill(ground))
        )


def _by_severity(sheet: Worksheet, letters: dict[str, str], typed: list[str]) -> None:
    """Colour the severity, quieten what is settled, and show where an acknowledgement is awaited."""
    severity, state = letters["severity"], letters["state"]
    last = get_column_letter(len(letters))
    settled = f'AND(${state}2<>"",${state}2<>"OPEN")'
    sheet.conditional_formatting.add(
        f"A2:{last}{LAST_ROW}", FormulaRule(formula=[settled], font=_ink(Ink.QUIET), stopIfTrue=True)
    )
    for word, ground, ink in _GRAVE:
        says = f'${severity}2="{word}"'
        rule = FormulaRule(formula=[says], fill=fill(ground), font=_ink(ink, bold=True))
        sheet.conditional_formatting.add(f"{severity}2:{severity}{LAST_ROW}", rule)
    awaited = f'AND(${severity}2="warning",LEN(TRIM(${letters["ack_reason"]}2))<10)'
    for name in typed:
        span = f"{letters[name]}2:{letters[name]}{LAST_ROW}"
        sheet.conditional_formatting.add(span, FormulaRule(formula=[awaited], fill=fill(Ink.AMBER_PALE)))


def _ink(colour: str, *, bold: bool | None = None) -> Font:
    """Return a font for a conditional format, which may change colour and weight but not size."""
    return Font(color=f"FF{colour}", bold=bold)

"""What Excel tells and asks a person while they type: prompts, drop-downs, and gentle limits.

Nothing here replaces the check: what is pasted passes every validation. Therefore limits warn, and only a
choice with a fixed set of words stops; an id may be typed ahead of the row it points to.

Source: ECMA-376 part 1, §18.3.1.32 (prompt 255 characters, its title 32).
"""

from __future__ import annotations

from openpyxl.worksheet.datavalidation import DataValidation

from xl_massbill.book.column import Field, Kind, Owner
from xl_massbill.book.table import Table
from xl_massbill.template.lists import Lists
from xl_massbill.template.references import LAST_ROW

LONGEST_TITLE, LONGEST_TEXT = 32, 255
_LIMITS = {
    Kind.WHOLE: ("whole", "between", "0", "100000", "This should be a whole number."),
    Kind.MONEY: ("decimal", "between", "-9999999", "9999999", "This should be an amount such as 45.00."),
    Kind.PERCENT: ("decimal", "between", "0", "1", "This should be a share from 0% to 100%."),
    Kind.DAY: ("date", "between", "3654", "73050", "This should be a date such as 2026-05-04."),
    Kind.MOMENT: (
        "date",
        "between",
        "3654",
        "73050",
        "This should be a date and time such as 2026-05-04 10:30.",
    ),
    Kind.CLOCK: ("time", "between", "0", "0.999999", "This should be a time such as 10:30."),
}


def validation(table: type[Table], field: Field, letter: str, lists: Lists) -> DataValidation | None:
    """Return the validation of a column from its second row down; None for a program table's own columns."""
    if field.column.owner is Owner.PROGRAM:
        made = _not_for_typing() if table.facts.owner is Owner.PERSON else None
    else:
        made = _listed(field, lists) or _limited(field) or DataValidation()
    if made is None:
        return None
    made.allow_blank = True
    made.showInputMessage = True
    made.promptTitle = field.column.title[:LONGEST_TITLE]
    made.prompt = prompt(field)
    made.add(f"{letter}2:{letter}{LAST_ROW}")
    return made


def prompt(field: Field) -> str:
    """Return what a person reads when they come to a cell of the column."""
    column = field.column
    text = column.help
    if column.when:
        text += f" Needed when {column.when}."
    if column.example and column.owner is Owner.PERSON and column.example not in text:
        with_example = f"{text} Example: {column.example}"
        text = with_example if len(with_example) <= LONGEST_TEXT else text
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1].rstrip() + "…"


def _listed(field: Field, lists: Lists) -> DataValidation | None:
    formula = lists.of(field)
    if formula is None:
        return None
    if field.column.refers_to:
        where = field.column.refers_to.partition(".")[0].replace("_", " ")
        return _asking(
            "list",
            f"This is not among the {where} yet. Keep it if you are about to add it.",
            formula1=formula,
        )
    if field.column.accepts:
        return _asking("list", "This is not one of the words of the list. Keep it?", formula1=formula)
    made = DataValidation(type="list", formula1=formula, errorStyle="stop", showErrorMessage=True)
    made.errorTitle, made.error = "Not in the list", "Please choose one of the words of the list."
    return made


def _limited(field: Field) -> DataValidation | None:
    if field.kind not in _LIMITS:
        return None
    kind, operator, low, high, words = _LIMITS[field.kind]
    return _asking(kind, f"{words} Keep what you typed?", operator=operator, formula1=low, formula2=high)


def _not_for_typing() -> DataValidation:
    return _asking(
        "custom", "The program fills this column; the next run replaces what you type here.", formula1="FALSE"
    )


def _asking(kind: str, words: str, **limits: str) -> DataValidation:
    made = DataValidation(type=kind, errorStyle="warning", showErrorMessage=True, **limits)
    made.errorTitle, made.error = "Please look again", words
    return made

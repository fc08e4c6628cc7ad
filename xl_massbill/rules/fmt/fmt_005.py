"""FMT-005: a ZIP code is not nine digits where the clinic treats, or not five or nine elsewhere.

Why: payers reject a billing or service address with five digits. Excel cuts the zeros off a ZIP typed as a
number; what it must have been is read, but a person should look.

Source: handbook §6.1; clearinghouse edits on ZIP+4 (S34). Certainty: R.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from xl_massbill.book.column import Kind
from xl_massbill.codes import zip as zip_code
from xl_massbill.rules.fmt.cells import person_fields, shown, wrong_at
from xl_massbill.rules.rule import CellHit, Question, Rule, Severity, Sheet

_NINE = {("practice", "zip"): "clinic", ("facilities", "zip"): "facility"}
_OTHER = "{column} {v} is not a ZIP code. Type its 5 or 9 digits."
_RECOVERED = (
    "{column} in row {row} is stored as a number, so Excel dropped its first zeros. "
    "It was read as {v}: format the cell as text and type it again."
)


def wrong_zip(sheet: Sheet, _: Question) -> Iterator[CellHit]:
    """Yield the cells of ZIP columns that hold no ZIP code, or one that had to be recovered."""
    table = sheet.table.facts.name
    for field in person_fields(sheet, Kind.ZIP):
        column = sheet[field.name]
        whose = _NINE.get((table, field.name))
        is_right = zip_code.is_nine if whose else zip_code.is_valid
        wrong = set(wrong_at(column, partial(_is_wrong, is_right)))
        for i in sorted(wrong):
            values = {"v": shown(field, column.iloc[i]), "whose": whose}
            own = (None, None) if whose else (Severity.WARNING, _OTHER)
            yield CellHit(table, i, field.name, values, *own)
        for trouble in sheet.troubles(field.name):
            if not trouble.bad and trouble.index not in wrong:
                values = {"v": shown(field, column.iloc[trouble.index])}
                yield CellHit(table, trouble.index, field.name, values, Severity.WARNING, _RECOVERED)


def _is_wrong(is_right: Callable[[str], bool], code: str) -> bool:
    return not is_right(code)


RULE = Rule(
    id="FMT-005",
    title="ZIP",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.1; clearinghouse edits (S34)",
    message="Use the 9-digit ZIP of the {whose} (payers reject 5 digits here), not {v}.",
    example="The clinic's ZIP is 98144 instead of 981441234.",
    on_tables=wrong_zip,
)

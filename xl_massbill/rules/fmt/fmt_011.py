"""FMT-011: an amount, a share or a whole number cannot be read.

Why: a claim carries plain amounts only; a text or a third decimal is guessed by nobody here, and a negative
charge is rejected by every payer.

Source: handbook §6.1, §1.2; claim edits on amounts (S33). Certainty: R.
"""

from __future__ import annotations

from collections.abc import Iterator

from xl_massbill.book.column import Kind
from xl_massbill.rules.fmt.cells import person_fields, unreadable
from xl_massbill.rules.rule import CellHit, Question, Rule, Severity, Sheet

_WHOLE = "{column}: {v} is not a valid number ({why}). Type a whole number of 0 or more, digits only."
_SHARE = "{column}: {v} is not a valid share. Type a percentage between 0% and 100%, such as 20%."
_WHY = {
    "not_a_number": "it is no number",
    "decimals": "it has more than 2 decimals",
    "negative": "it is below zero",
}
_WHY_WHOLE = _WHY | {"not_whole": "it has decimals"}


def not_a_number(sheet: Sheet, _: Question) -> Iterator[CellHit]:
    """Yield the cells of number columns that hold something else; UNT-010 tells of units with decimals."""
    for field in person_fields(sheet, Kind.MONEY):
        yield from unreadable(sheet, field, RULE.message, _WHY)
    for field in person_fields(sheet, Kind.PERCENT):
        yield from unreadable(sheet, field, _SHARE, _WHY)
    for field in person_fields(sheet, Kind.WHOLE):
        is_units = (sheet.table.facts.name, field.name) == ("visits", "units")
        yield from unreadable(sheet, field, _WHOLE, _WHY if is_units else _WHY_WHOLE)


RULE = Rule(
    id="FMT-011",
    title="amounts and numbers",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.1, §1.2; claim edits (S33)",
    message="{column}: {v} is not a valid amount ({why}). Type a plain number with at most 2 decimals.",
    example="A charge is typed as 180.005.",
    on_tables=not_a_number,
)

"""FMT-003: the clinic's tax number is not nine digits without dashes.

Why: payers match the tax number to their contract; one wrong sign and the claim is denied or paid to nobody.

Source: handbook §6.1; remark code MA113 (S2). Certainty: R.
"""

from __future__ import annotations

from collections.abc import Iterator

from xl_massbill.book.column import Kind
from xl_massbill.codes import tin
from xl_massbill.rules.fmt.cells import person_fields, shown, wrong_at
from xl_massbill.rules.rule import CellHit, Question, Rule, Severity, Sheet


def no_tin(sheet: Sheet, _: Question) -> Iterator[CellHit]:
    """Yield the cells of tax-number columns that hold something else."""
    for field in person_fields(sheet, Kind.TIN):
        column = sheet[field.name]
        for i in wrong_at(column, lambda number: not tin.is_valid(number)):
            yield CellHit(sheet.table.facts.name, i, field.name, {"v": shown(field, column.iloc[i])})


RULE = Rule(
    id="FMT-003",
    title="tax number",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.1; remark code MA113 (S2)",
    message=(
        "The tax number {v} must have 9 digits without dashes. Copy it from the IRS letter to sheet Practice."
    ),
    example="The tax number is typed with a dash.",
    on_tables=no_tin,
    tables=("practice",),
)

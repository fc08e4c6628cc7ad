"""FMT-002: an NPI is not ten digits with a right check digit.

Why: a claim with a wrong NPI bounces at the clearinghouse before any payer sees it.

Source: handbook §6.1; claim edits on NPI format (S33). Certainty: R.
"""

from __future__ import annotations

from collections.abc import Iterator

from xl_massbill.book.column import Kind
from xl_massbill.codes import npi
from xl_massbill.rules.fmt.cells import person_fields, shown, wrong_at
from xl_massbill.rules.rule import CellHit, Question, Rule, Severity, Sheet


def no_npi(sheet: Sheet, _: Question) -> Iterator[CellHit]:
    """Yield the cells of NPI columns that hold something else."""
    for field in person_fields(sheet, Kind.NPI):
        column = sheet[field.name]
        for i in wrong_at(column, lambda number: not npi.is_valid(number)):
            v = shown(field, column.iloc[i])
            yield CellHit(sheet.table.facts.name, i, field.name, {"npi": v, "v": v})


RULE = Rule(
    id="FMT-002",
    title="NPI",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.1; claim edits (S33)",
    message="{npi} is not a valid NPI (10 digits, check digit fails). Look it up in NPPES and retype it.",
    example="The therapist's NPI reads 1999999225; its last digit does not fit.",
    on_tables=no_npi,
)

"""FMT-004: a taxonomy code is not ten characters ending in X.

Why: payers look the provider up by NPI and taxonomy together; a broken code finds nobody.

Source: handbook §6.1; claim edits on taxonomy (S33). Certainty: R.
"""

from __future__ import annotations

from collections.abc import Iterator

from xl_massbill.book.column import Kind
from xl_massbill.codes import taxonomy
from xl_massbill.rules.fmt.cells import person_fields, shown, wrong_at
from xl_massbill.rules.rule import CellHit, Question, Rule, Severity, Sheet


def no_taxonomy(sheet: Sheet, _: Question) -> Iterator[CellHit]:
    """Yield the cells of taxonomy columns that hold something else."""
    for field in person_fields(sheet, Kind.TAXONOMY):
        column = sheet[field.name]
        for i in wrong_at(column, lambda code: not taxonomy.is_valid(code)):
            yield CellHit(sheet.table.facts.name, i, field.name, {"v": shown(field, column.iloc[i])})


RULE = Rule(
    id="FMT-004",
    title="taxonomy",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.1; claim edits (S33)",
    message=("Taxonomy {v} must be 10 characters ending in X. Look it up in the provider's NPPES record."),
    example="The taxonomy reads 225700000, without the X.",
    on_tables=no_taxonomy,
)

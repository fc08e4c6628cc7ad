"""FMT-006: a state is not one of the two-letter codes.

Why: the address element of a claim takes a code of the list only; a name or a slip rejects the whole file.

Source: handbook §6.1; state code list of the 837P (S1). Certainty: R.
"""

from __future__ import annotations

from collections.abc import Iterator

from xl_massbill.book.column import Kind
from xl_massbill.codes import state
from xl_massbill.rules.fmt.cells import person_fields, shown, unreadable, wrong_at
from xl_massbill.rules.fmt.fmt_013 import told_at
from xl_massbill.rules.rule import CellHit, Level, Question, Rule, Severity, Sheet


def no_state(sheet: Sheet, _: Question) -> Iterator[CellHit]:
    """Yield the cells of state columns that hold something else."""
    for field in person_fields(sheet, Kind.STATE):
        yield from unreadable(sheet, field, "", {})
        column = sheet[field.name]
        wrong = wrong_at(column, lambda code: not state.is_valid(code))
        told = told_at(sheet, field.name) if wrong else ()
        for i in wrong:
            if i not in told:
                yield CellHit(sheet.table.facts.name, i, field.name, {"v": shown(field, column.iloc[i])})


RULE = Rule(
    id="FMT-006",
    title="state code",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.1; 837P code list (S1)",
    message="{v} is not a two-letter state code. Pick the state from the list.",
    example="The patient's state is written out as Washington.",
    on_tables=no_state,
    levels=(Level.PREVISIT, Level.VISIT),
)

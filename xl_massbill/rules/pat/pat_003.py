"""PAT-003: the sex is something that the claim format has no letter for.

Why: the 837P knows F, M and U only; anything else is rejected before the payer sees it. An empty cell is
FMT-001's, an Excel error FMT-015's.

Source: handbook §6.2; 2010BA DMG03 (S1). Certainty: R.
"""

from __future__ import annotations

from collections.abc import Iterator

from xl_massbill.rules.rule import CellHit, Level, Question, Rule, Severity, Sheet


def no_letter(patients: Sheet, _: Question) -> Iterator[CellHit]:
    """Yield the patients whose sex is none of the letters of the claim format."""
    for trouble in patients.troubles("sex"):
        if trouble.why == "not_a_choice":
            yield CellHit("patients", trouble.index, "sex")


RULE = Rule(
    id="PAT-003",
    title="sex",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.2; 2010BA DMG03 (S1)",
    message="Choose F, M or U for the sex; the claim format has no other value.",
    example="The sex is typed as X.",
    on_tables=no_letter,
    tables=("patients",),
    levels=(Level.PREVISIT, Level.VISIT),
)

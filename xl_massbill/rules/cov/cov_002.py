"""COV-002: the plan was not in force on the day of the visit.

Why: the payer denies what lies before or after its time (CARC 26, 27). The dates of the row decide, not the
answer "active", which holds only for the day somebody asked.

Source: handbook §6.2, §1.9; CARC 26, 27 (S2). Certainty: R.
"""

from __future__ import annotations

from xl_massbill.rules.phrases import phrases
from xl_massbill.rules.rule import Hits, Level, Lines, Rule, Severity, as_mask


def not_in_force(lines: Lines) -> Hits:
    """Return the lines whose day is outside the dates of their plan."""
    dos, starts, ends = lines["dos"], lines["coverage_effective_from"], lines["coverage_effective_to"]
    early, late = as_mask(dos < starts), as_mask(dos > ends)
    return Hits(
        early | late,
        values={
            "why": phrases(
                early | late,
                lambda i: f"it begins on {starts[i].date()}" if early[i] else f"it ended on {ends[i].date()}",
            )
        },
        at=lines["visit_first"],
    )


RULE = Rule(
    id="COV-002",
    title="plan active on the day",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.2, §1.9; CARC 26, 27 (S2)",
    message="The plan is not active on {dos}: {why}. Ask the patient for the current card.",
    example="The visit is in July and the plan ended in June.",
    on_lines=not_in_force,
    field="coverage_id",
    levels=(Level.PREVISIT, Level.VISIT),
)

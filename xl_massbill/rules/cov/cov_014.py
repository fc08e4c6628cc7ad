"""COV-014: an auto or work injury goes to a health plan.

Why: the auto or work-injury insurer pays first; the health plan denies (CARC 19 to 21) or takes its money
back years later. A plan that is entered as second or third stands behind another already. The VA settles
with other insurers itself.

Source: handbook §6.2, §5.1; CARC 19-21 (S2). Certainty: R.
"""

from __future__ import annotations

from xl_massbill.practice.payer_kinds import HEALTH_PLANS
from xl_massbill.rules.phrases import chosen
from xl_massbill.rules.rule import Hits, Level, Lines, Rule, Severity


def to_a_health_plan(lines: Lines) -> Hits:
    """Return the lines of an auto or work injury whose first payer is a health plan."""
    auto, work = lines.holds("coverage_accident_type", "AA"), lines.holds("coverage_accident_type", "EM")
    first = lines.holds("coverage_priority", "P")
    return Hits(
        (auto | work) & first & lines.holds("payer_payer_type", *HEALTH_PLANS),
        values={
            "what": chosen(auto, "an auto accident", "a work injury"),
            "whom": chosen(auto, "auto", "work-injury"),
        },
    )


RULE = Rule(
    id="COV-014",
    title="accident billed to a health plan",
    severity=Severity.WARNING,
    certainty="R",
    source="handbook §6.2, §5.1; CARC 19-21 (S2)",
    message="This is {what} but the bill goes to a health plan. Bill the {whom} insurer first, or enter why"
    " not.",
    example="A patient hurt in a car accident is billed to the health plan.",
    on_lines=to_a_health_plan,
    anchor="coverage",
    field="accident_type",
    levels=(Level.PREVISIT, Level.VISIT),
)

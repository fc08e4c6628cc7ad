"""COV-009: the visit is one more than the plan pays in its period.

Why: the payer denies visits above the limit (CARC 119), whoever used up the others. Visits used elsewhere
count, and those of every plan row of the patient with this payer.

Source: handbook §6.2, §4.3; CARC 119, B1 (S2). Certainty: R.
"""

from __future__ import annotations

from xl_massbill.practice.benefit_period import KINDS
from xl_massbill.rules.phrases import phrases
from xl_massbill.rules.rule import Hits, Level, Lines, Rule, Severity, as_mask

_PERIODS = {
    "CALENDAR": "calendar year",
    "PLAN_YEAR": "plan year",
    "PER_CONDITION": "condition",
    "LIFETIME": "lifetime",
}


def too_many(lines: Lines) -> Hits:
    """Return the visits above the plan's limit."""
    mask, kind = as_mask(lines["plan_visits_left"] < 0), lines["benefit_period_kind"]
    return Hits(
        mask,
        values={"n": lines["visit_number"], "period": phrases(mask, lambda i: _PERIODS[KINDS[kind.iloc[i]]])},
        at=lines["visit_first"],
    )


RULE = Rule(
    id="COV-009",
    title="visit limit of the plan",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.2, §4.3; CARC 119, B1 (S2)",
    message="Visit {n} exceeds the plan's {coverage_visits_allowed} visits per {period}. Bill cash (with"
    " waiver) or ask for an exception.",
    example="The plan pays 20 visits a year and this is the 21st.",
    on_lines=too_many,
    field="coverage_id",
    levels=(Level.PREVISIT, Level.VISIT),
)

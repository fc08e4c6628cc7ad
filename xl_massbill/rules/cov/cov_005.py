"""COV-005: the benefit check is too old for this visit, or of an earlier plan year.

Why: in a new year the deductible and the visits start anew, and plans end between two visits. The plan year
begins on the day of plan_year_starts, else with the calendar year; an injury claim knows no plan year.

Source: handbook §6.2, §5.9. Certainty: G.
"""

from __future__ import annotations

import numpy as np

from xl_massbill.practice.benefit_period import INJURY, plan_years
from xl_massbill.practice.running import days_of
from xl_massbill.rules.rule import Hits, Level, Lines, Rule, Severity


def out_of_date(lines: Lines, *, days: int) -> Hits:
    """Return the lines whose plan was last verified too long before the visit."""
    dos, known = days_of(lines["dos"])
    checked, was = days_of(lines["coverage_verified_on"])
    of_visit, of_check = plan_years(lines)
    yearly = ~lines.holds("payer_payer_type", *INJURY)
    new_year = yearly & (of_check < of_visit)
    return Hits(
        np.asarray(known & was & ((dos - checked > days) | new_year), dtype=bool),
        at=lines["visit_first"],
    )


RULE = Rule(
    id="COV-005",
    title="benefit check out of date",
    severity=Severity.WARNING,
    certainty="G",
    source="handbook §6.2, §5.9",
    message="The benefit check for the visit of {dos} is from {coverage_verified_on}. Check again (portal or"
    " phone) and enter the new date.",
    example="Benefits were checked in December, and the visit is in January.",
    on_lines=out_of_date,
    field="coverage_id",
    levels=(Level.PREVISIT, Level.VISIT),
    params={"days": 30},
)

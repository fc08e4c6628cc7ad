"""DX-001: a visit that is billed has no diagnosis.

Why: a claim without a diagnosis is rejected (RARC M76), and a diagnosis that the office chooses itself is
worse than none: a massage therapist cannot diagnose. It stands on the doctor's order.

Source: handbook §6.6, §3.7; RARC M76 (S2). Certainty: R.
"""

import numpy as np

from xl_massbill.practice.diagnoses import PLACES, first_in_visit
from xl_massbill.rules.phrases import chosen
from xl_massbill.rules.rule import Hits, Level, Lines, Rule, Scope, Severity, as_mask


def missing(lines: Lines) -> Hits:
    """Return the lines of visits that took place, not paid cash, whose first diagnosis is empty."""
    mask = lines.blank("dx1") & lines.holds("status", "DONE") & ~as_mask(lines["coverage_pay_type"] == "CASH")
    others = np.logical_or.reduce([~lines.blank(name) for name in PLACES[1:]])
    return Hits(
        mask,
        values={"what": chosen(others, "The first diagnosis is empty, though others follow", "No diagnosis")},
        at=first_in_visit(lines, mask),
    )


RULE = Rule(
    id="DX-001",
    title="diagnosis present",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.6; S2 (RARC M76)",
    message="{what}. Take it from the doctor's order; never choose one yourself.",
    example="The visit took place and names no diagnosis.",
    on_lines=missing,
    field="dx1",
    scope=Scope.DONE,
    levels=(Level.VISIT, Level.CLAIM),
)

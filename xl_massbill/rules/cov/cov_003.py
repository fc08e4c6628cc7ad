"""COV-003: the plan does not cover massage, only under conditions, or nobody knows.

Why: a plan that excludes massage denies every visit (CARC 96, 204), and without a notice signed before, the
patient need not pay either. The patient's own row beats the payer's rule; where both are blank the rule is
silent. Lines with GY are billed for the denial, so they are as they should be.

Source: handbook §6.2, §1.5, §5.2; SEED. Certainty: R.
"""

from __future__ import annotations

import numpy as np

from xl_massbill.rules.cov.plans import denial_wanted
from xl_massbill.rules.phrases import phrases
from xl_massbill.rules.rule import Hits, Level, Lines, Rule, Severity

_NO = "Plan does not cover massage: change the visit to cash and bill the patient (with the signed notice)."
_UNKNOWN = "Nobody knows if the plan covers massage: call the plan and fill in the answer first."
_IF = "The plan covers massage only under conditions: check that this visit meets them."


def not_covered(lines: Lines) -> Hits:
    """Return the lines whose plan does not surely cover massage."""
    no = lines.rule_says("massage_covered", "N", "NO")
    unknown = lines.rule_says("massage_covered", "UNKNOWN", "ASK")
    conditions = lines.rule_says("massage_covered", "WITH_CONDITIONS")
    mask = np.asarray((no | unknown | conditions) & ~denial_wanted(lines), dtype=bool)
    grades = (Severity.ERROR, _NO), (Severity.WARNING, _UNKNOWN), (Severity.INFO, _IF)
    grade = np.where(no, 0, np.where(unknown, 1, 2))
    return Hits(
        mask,
        severity=phrases(mask, lambda i: grades[grade[i]][0]),
        values={"what": phrases(mask, lambda i: grades[grade[i]][1])},
    )


RULE = Rule(
    id="COV-003",
    title="massage covered",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.2, §1.5; SEED",
    message="{what}",
    example="The plan answered that it pays no massage, and the visit is billed to it.",
    on_lines=not_covered,
    anchor="coverage",
    field="massage_covered",
    levels=(Level.PREVISIT, Level.VISIT),
)

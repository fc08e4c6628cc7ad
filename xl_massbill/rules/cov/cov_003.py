"""COV-003: the plan does not cover massage, only under conditions, or nobody knows.

Why: a plan that excludes massage denies every visit (CARC 96, 204), and without a notice signed before, the
patient need not pay either. The patient's own row beats the payer's rule; where both are blank the rule is
silent. Lines with GY are billed for the denial, so they are as they should be.

Source: handbook §6.2, §1.5, §5.2; SEED. Certainty: R.
"""

from __future__ import annotations

from xl_massbill.rules.cov.plans import denial_wanted
from xl_massbill.rules.phrases import phrases
from xl_massbill.rules.rule import Hits, Level, Lines, Rule, Severity, as_mask

_NO = "Plan does not cover massage: change the visit to cash and bill the patient (with the signed notice)."
_UNKNOWN = "Nobody knows if the plan covers massage: call the plan and fill in the answer first."
_IF = "The plan covers massage only under conditions: check that this visit meets them."
_GRADES = {_NO: Severity.ERROR, _UNKNOWN: Severity.WARNING, _IF: Severity.INFO}


def not_covered(lines: Lines) -> Hits:
    """Return the lines whose plan does not surely cover massage."""
    no = lines.rule_says("massage_covered", "N", "NO")
    unknown = lines.rule_says("massage_covered", "UNKNOWN", "ASK")
    conditions = lines.rule_says("massage_covered", "WITH_CONDITIONS")
    words = phrases(no | unknown | conditions, lambda i: _NO if no[i] else _UNKNOWN if unknown[i] else _IF)
    mask = as_mask(words.notna()) & ~denial_wanted(lines)
    return Hits(
        mask,
        severity=phrases(mask, lambda i: _GRADES[words[i]]),
        values={"what": words},
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

"""COV-015: the auto or work-injury insurer's claim number is missing.

Why: these insurers file everything under the number of the accident; a bill without it is sent back.

Source: handbook §6.2, §1.9; 2010BA REF*Y4 (S1). Certainty: R.
"""

from __future__ import annotations

from xl_massbill.practice.payer_kinds import AUTO, WORK
from xl_massbill.rules.rule import Hits, Level, Lines, Rule, Severity


def no_number(lines: Lines) -> Hits:
    """Return the lines of auto and work insurers whose plan row has no claim number."""
    return Hits(lines.holds("payer_payer_type", *AUTO, *WORK) & lines.blank("coverage_claim_number"))


RULE = Rule(
    id="COV-015",
    title="insurer's claim number",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.2, §1.9; 2010BA REF*Y4 (S1)",
    message="The insurer's claim number is missing. Ask the patient or adjuster and enter it on sheet"
    " Coverage.",
    example="The adjuster's claim number was not entered for an auto accident.",
    on_lines=no_number,
    anchor="coverage",
    field="claim_number",
    levels=(Level.PREVISIT, Level.VISIT),
)

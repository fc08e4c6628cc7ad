"""Only some Medicare Advantage plans pay massage: this plan's own answer must be on file.

Why: it is an added benefit of single plans, so neither another plan's answer nor a general rule of the payer
tells anything. Looked at is the patient's own row of Coverage.

Source: handbook §6.10 PAY-002, §5.3; SEED. Certainty: R.
"""

from __future__ import annotations

from xl_massbill.rules.rule import Hits, Level, Lines, Rule, Severity


def not_verified(lines: Lines) -> Hits:
    """Find Medicare Advantage plans that have not said that they cover massage."""
    advantage = lines.holds("payer_payer_type", "MEDICARE_ADVANTAGE")
    return Hits(advantage & ~lines.holds("coverage_massage_covered", "Y"))


RULE = Rule(
    id="PAY-002",
    title="Medicare Advantage verified",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.10, §5.3; SEED",
    message="Only some Medicare Advantage plans add massage. Call this plan and record the answer first.",
    example="The benefit check of a Medicare Advantage plan left open whether massage is covered.",
    on_lines=not_verified,
    anchor="coverage",
    field="massage_covered",
    levels=(Level.PREVISIT, Level.VISIT),
)

"""COV-016: the patient pays cash, but the visit names a payer and is not marked as cash.

Why: either the patient is billed for what the plan would pay, or the plan for what the patient has paid. A
visit with status CASH is as it should be, and so is a payer that gets no claims.

Source: handbook §6.2; SEED. Certainty: R.
"""

from __future__ import annotations

from xl_massbill.practice.payer_kinds import NO_PLAN
from xl_massbill.rules.rule import Hits, Level, Lines, Rule, Scope, Severity, as_mask


def cash_with_payer(lines: Lines) -> Hits:
    """Return the lines of cash patients that name a payer and are not marked as cash."""
    payer = as_mask(lines["payer_payer_type"].notna()) & ~lines.holds("payer_payer_type", *NO_PLAN)
    return Hits(lines.holds("coverage_pay_type", "CASH") & payer & ~lines.holds("status", "CASH"))


RULE = Rule(
    id="COV-016",
    title="cash patient, payer named",
    severity=Severity.WARNING,
    certainty="R",
    source="handbook §6.2; SEED",
    message="Patient is marked cash but the line goes to a payer ({payer}). Remove the payer, mark the visit"
    " as CASH, or change the pay type.",
    example="The pay type of a plan is CASH, and a visit that names it is marked DONE.",
    on_lines=cash_with_payer,
    anchor="coverage",
    field="pay_type",
    scope=Scope.DONE,
    levels=(Level.PREVISIT, Level.VISIT),
)

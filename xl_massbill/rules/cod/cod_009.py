"""COD-009: a massage at the patient's home, and the payer has not approved it.

Why: payers pay for home visits only where they agreed beforehand (CARC 58). Approval in part is approval,
and so is the payer's answer that none is needed. Where nobody knows what the payer wants, the question
comes before the journey.

Source: handbook §6.5, §2.5, §1.5 (home_visit_needs_approval); L&I massage policy (S17). Certainty: R.
"""

import pandas as pd

from xl_massbill.codes.place_of_service import HOME
from xl_massbill.practice.groups import first_of, numbered
from xl_massbill.rules.rule import Hits, Level, Lines, Rule, Severity, as_mask


def not_approved(lines: Lines) -> Hits:
    """Return the lines of home visits without an approval, unless the payer wants none."""
    home = as_mask(lines["pos"] == HOME)
    if not home.any():
        return Hits(home)
    wanted = ~lines.rule_says("home_visit_needs_approval", "N")
    given = lines.holds("auth_decision", "APPROVED", "PARTIAL", "NOT_NEEDED")
    mask = home & wanted & ~given
    return Hits(mask, at=pd.Series(first_of(numbered(lines["visit_id"]), where=mask)))


RULE = Rule(
    id="COD-009",
    title="home visit approved",
    severity=Severity.WARNING,
    certainty="R",
    source="handbook §6.5, §2.5; L&I massage policy (S17)",
    message="Home massage needs the payer's approval first. Enter the approval or bill cash.",
    example="Place of service 12 without an authorisation.",
    on_lines=not_approved,
    field="pos",
    levels=(Level.PREVISIT, Level.VISIT),
)

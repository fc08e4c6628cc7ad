"""Medicaid pays massage in few states only: somebody must have asked.

Asked means that PayerRules holds the programme's answer, massage_covered or code_covered; the patient's own
benefit check is not the state's word. One finding a payer.

Source: handbook §6.10 PAY-004, §5.1; S42. Certainty: R.
"""

from __future__ import annotations

import pandas as pd

from xl_massbill.rules.rule import Hits, Level, Lines, Mask, Rule, Severity

_OPEN = ("ASK", "UNKNOWN")


def never_asked(lines: Lines) -> Hits:
    """Find Medicaid payers whose rules do not say whether massage is covered."""
    medicaid = lines.holds("payer_payer_type", "MEDICAID")
    if not medicaid.any():
        return Hits(medicaid)
    return Hits(medicaid & ~_answered(lines, "massage_covered") & ~_answered(lines, "code_covered"))


def _answered(lines: Lines, key: str) -> Mask:
    """Return where a row of the payer's rules gives an answer."""
    rows = lines.rule_rows(key)
    values = lines.records["payer_rules"]["value"]
    answers = [*(not pd.isna(v) and str(v).strip().upper() not in _OPEN for v in values), False]
    return pd.Series(answers, dtype=bool).to_numpy()[rows]


RULE = Rule(
    id="PAY-004",
    title="Medicaid",
    severity=Severity.WARNING,
    certainty="R",
    source="handbook §6.10, §5.1; S42",
    message="Massage under Medicaid is rare. Confirm with the state or health plan before sending.",
    hint="Enter the answer on sheet PayerRules as massage_covered.",
    example="A visit is billed to a Medicaid plan, and PayerRules does not say whether it covers massage.",
    on_lines=never_asked,
    anchor="payers",
    field="payer_id",
    levels=(Level.PREVISIT, Level.VISIT),
)

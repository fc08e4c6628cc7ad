"""A bill that waits for a settlement needs the signed lien, or letter of protection.

Without it the attorney owes the clinic nothing when the money comes. One finding a plan.

Source: handbook §6.10 PAY-014, §5.1; S25. Certainty: R.
"""

from __future__ import annotations

import numpy as np

from xl_massbill.rules.rule import Hits, Level, Lines, Rule, Severity


def no_lien(lines: Lines) -> Hits:
    """Find plans paid at settlement without a signed lien."""
    blank = np.asarray(lines["coverage_lien_signed_on"].isna(), dtype=bool)
    return Hits(lines.holds("coverage_pay_type", "LIEN") & blank)


RULE = Rule(
    id="PAY-014",
    title="Signed lien",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.10, §5.1; S25",
    message="There is no signed lien or letter of protection. Get it from the attorney before holding the"
    " bill.",
    example="A patient's visits wait for a settlement, and no lien was signed.",
    on_lines=no_lien,
    anchor="coverage",
    field="lien_signed_on",
    levels=(Level.PREVISIT, Level.VISIT),
)

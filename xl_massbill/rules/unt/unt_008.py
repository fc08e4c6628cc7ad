"""UNT-008: nobody knows how this payer counts units, and the two usual rules give different numbers.

Why: guessing high is an overpayment, guessing low is lost money; one call to the payer settles it for
good. Where both rules give the same number the question can wait.

Source: handbook §6.5, §2.4; therapycomply.com and webpt.com on the two rules (S6). Certainty: R.
"""

from xl_massbill.rules.rule import Hits, Lines, Rule, Severity, as_mask


def counted_two_ways(lines: Lines) -> Hits:
    """Return the pools of payers without a unit rule for which the two rules differ."""
    cms, ama = lines["unit_cms"], lines["unit_ama"]
    return Hits(
        as_mask(cms != ama) & as_mask(lines["coverage_payer_id"].notna()),
        values={"a": cms, "b": ama},
        at=lines["unit_pool_first"],
    )


RULE = Rule(
    id="UNT-008",
    title="unit rule of the payer known",
    severity=Severity.WARNING,
    certainty="R",
    source="handbook §6.5, §2.4; therapycomply.com, webpt.com (S6)",
    message="{payer}'s unit rule is unknown: Medicare rule gives {a}, CPT rule {b}. Ask the payer.",
    hint="Enter the answer on sheet PayerRules as unit_rule: CMS_TOTAL, AMA_MIDPOINT or FULL15.",
    example="20 + 20 minutes of two codes for a payer without unit_rule: 3 units or 2.",
    on_lines=counted_two_ways,
    field="units",
)

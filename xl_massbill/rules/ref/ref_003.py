"""The visit must lie before the end of the order.

An expired order covers nothing, however many visits are left on it: the payer denies with CARC 176.

Source: handbook §6.4 REF-003, §4.2 (window); CARC 176. Certainty: R.
"""

from __future__ import annotations

from xl_massbill.rules.ref.softened import softened
from xl_massbill.rules.rule import Hits, Level, Lines, Rule, Severity


def expired(lines: Lines) -> Hits:
    """Find visits after the last day that their order covers."""
    return Hits(
        lines["dos"] > lines["order_end"],
        severity=softened(lines),
        values={"end": lines["order_end"]},
        at=lines["visit_first"],
    )


RULE = Rule(
    id="REF-003",
    title="Order not expired",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.4; S2 (CARC 176)",
    message="Prescription ended on {end}. Get a new one; visit {dos} is not covered by it.",
    example="The order ended on 5 April and the visit was on 6 April.",
    on_lines=expired,
    field="referral_id",
    levels=(Level.PREVISIT, Level.VISIT),
)

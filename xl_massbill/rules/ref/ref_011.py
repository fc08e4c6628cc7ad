"""No more visits in a week than the order says.

Weeks run from Monday to Sunday. A third visit in a week of an order for two looks like over-treatment; it
may also be a wrong date.

Source: handbook §6.4 REF-011, §4.3. Certainty: G.
"""

from __future__ import annotations

from xl_massbill.rules.rule import Hits, Level, Lines, Rule, Severity


def too_often(lines: Lines) -> Hits:
    """Find visits beyond the number ordered for their week."""
    per_week = lines["referral_frequency_per_week"]
    return Hits(
        (per_week > 0) & (lines["order_used_in_week"] > per_week),
        values={"n": lines["order_used_in_week"], "d": lines["week_starts"], "f": per_week},
        at=lines["visit_first"],
    )


RULE = Rule(
    id="REF-011",
    title="Frequency ordered",
    severity=Severity.WARNING,
    certainty="G",
    source="handbook §6.4",
    message="{n} visits in the week of {d}; the order says {f} per week. Check the dates or ask for a new"
    " order.",
    example="Two visits a week were ordered and this is the third of the week.",
    on_lines=too_often,
    field="dos",
    levels=(Level.PREVISIT, Level.VISIT),
)

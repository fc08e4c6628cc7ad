"""No more visits than the order allows.

The visit after the last one ordered is treatment without an order; CARC 287. Counted up to and including
each visit, so the first visits of an order stay clean when there were too many.

Source: handbook §6.4 REF-005, §1.10, §4.3; CARC 287. Certainty: R.
"""

from __future__ import annotations

from xl_massbill.rules.ref.softened import softened
from xl_massbill.rules.rule import Hits, Level, Lines, Rule, Severity


def used_up(lines: Lines) -> Hits:
    """Find visits beyond the number ordered."""
    return Hits(
        lines["order_left"] < 0,
        severity=softened(lines),
        values={"n": lines["order_used"], "ordered": lines["order_visits"]},
        at=lines["visit_first"],
    )


RULE = Rule(
    id="REF-005",
    title="Visits left on the order",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.4; S2 (CARC 287)",
    message="This is visit {n} of {ordered} ordered. Ask {prescriber} for a new order before billing more.",
    example="Twelve visits were ordered and this is the thirteenth.",
    on_lines=used_up,
    field="referral_id",
    levels=(Level.PREVISIT, Level.VISIT),
)

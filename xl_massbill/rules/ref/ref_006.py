"""Few visits or days are left on the order: time for a new one.

A gap between two orders costs every visit in it. Read as of the visit: at most two visits, or at most 14
days, are left after it. Where nothing is left at all REF-003 and REF-005 say so; and once a newer order of
the same patient and payer is on file, which runs beyond the visit, there is nothing left to do, so the rule
is silent: the handbook's message asks for a new order, and there is one.

Source: handbook §6.4 REF-006, §4.2, §4.3. Certainty: D.
"""

from __future__ import annotations

import numpy as np

from xl_massbill.practice.running import days_of
from xl_massbill.rules.phrases import counted, phrases
from xl_massbill.rules.rule import Hits, Level, Lines, Rule, Severity


def ends_soon(lines: Lines, *, visits: int, days: int) -> Hits:
    """Find visits after which few visits or days are left."""
    dos, _ = days_of(lines["dos"])
    end, ends = days_of(lines["order_end"])
    left = lines["order_left"].to_numpy(dtype=np.int64, na_value=10**6)
    ahead = np.where(ends, end - dos, 10**6)
    over = (left < 0) | (ahead < 0)
    mask = ~over & ((left <= visits) | (ahead <= days)) & ~np.asarray(lines["order_replaced"], dtype=bool)
    return Hits(
        mask,
        values={"left": phrases(mask, lambda i: _left(int(left[i]), int(ahead[i])))},
        at=lines["visit_first"],
    )


def _left(visits: int, days: int) -> str:
    parts = [(visits, "visit"), (days, "day")]
    return " / ".join(counted(n, word) for n, word in parts if n < 10**6)


RULE = Rule(
    id="REF-006",
    title="Order ends soon",
    severity=Severity.WARNING,
    certainty="D",
    source="handbook §6.4",
    message="Order a new prescription now: {left} left after this visit.",
    example="Twelve visits were ordered and this is the tenth.",
    on_lines=ends_soon,
    field="referral_id",
    levels=(Level.PREVISIT, Level.VISIT),
    params={"visits": 2, "days": 14},
)

"""The order must be signed, and must have begun, before the visit.

Treatment before the order is treatment without one, and a back-dated order is fraud; CARC 174.

Source: handbook §6.4 REF-004, §4.2 (window); CARC 174. Certainty: R.
"""

from __future__ import annotations

import numpy as np

from xl_massbill.rules.phrases import phrases
from xl_massbill.rules.ref.softened import softened
from xl_massbill.rules.rule import Hits, Level, Lines, Rule, Severity
from xl_massbill.rules.wording import say


def before_order(lines: Lines) -> Hits:
    """Find visits before the order was signed or before it begins."""
    signed, start = lines["referral_signed_on"], lines["order_start"]
    late = np.asarray(signed > lines["dos"], dtype=bool)
    mask = late | np.asarray(lines["dos"] < start, dtype=bool)
    words = phrases(
        mask, lambda i: f"is dated {say(signed.iloc[i])}" if late[i] else f"starts on {say(start.iloc[i])}"
    )
    return Hits(mask, severity=softened(lines), values={"what": words}, at=lines["visit_first"])


RULE = Rule(
    id="REF-004",
    title="Order before the visit",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.4; S2 (CARC 174)",
    message="The order {what}, after the visit {dos}. An order must exist before treatment; it cannot be"
    " back-dated. Bill this visit by the plan's rule or as cash.",
    example="The order was signed the day after the visit.",
    on_lines=before_order,
    field="referral_id",
    levels=(Level.PREVISIT, Level.VISIT),
)

"""RMT-008: a payer moved money that belongs to no claim, for a reason that is not on our list.

Why: takebacks and forwarded balances belong to some claim after all; until it is found, the books show
money owed that will not come.

Source: handbook §6.11, §8.7 (PLB reasons); (S36). Certainty: R.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from xl_massbill.codes.provider_adjustment import REASONS
from xl_massbill.rules.rule import CellHit, Level, Question, Rule, Severity, Sheet, as_mask
from xl_massbill.rules.wording import money


def unexplained(plb: Sheet, _: Question) -> Iterator[CellHit]:
    """Yield the provider adjustments whose reason is not listed."""
    reason = plb["reason"]
    for i in np.flatnonzero(as_mask(reason.notna() & ~reason.isin(tuple(REASONS)))).tolist():
        amount = plb["amount"].iloc[i]
        amt = money(int(amount)) if isinstance(amount, int | np.integer) else ""
        yield CellHit("plb", i, "reason", {"r": reason.iloc[i], "amt": amt})


RULE = Rule(
    id="RMT-008",
    title="provider adjustments explained",
    severity=Severity.WARNING,
    certainty="R",
    source="handbook §6.11, §8.7; (S36)",
    message="Provider-level adjustment {r} {amt} is not explained. Find the claim it belongs to.",
    example="The payment is 40.00 short, with reason ZZ.",
    on_tables=unexplained,
    tables=("plb",),
    field="reason",
    levels=(Level.POST,),
)

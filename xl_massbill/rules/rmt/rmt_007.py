"""RMT-007: the bank shows another amount than the remittance.

Why: part of a payment that never arrived is found on the day it is compared, or never.

Source: handbook §6.11, §8.6 (equation 6); (S36). Certainty: R.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from xl_massbill.rules.rule import CellHit, Level, Question, Rule, Severity, Sheet, as_mask
from xl_massbill.rules.wording import money


def other_deposit(remits: Sheet, _: Question) -> Iterator[CellHit]:
    """Yield the remittances whose deposit is not their amount."""
    deposit, amount = remits["deposit_amount"], remits["amount"]
    for i in np.flatnonzero(as_mask(deposit != amount)).tolist():
        values = {"a": money(int(deposit.iloc[i])), "b": money(int(amount.iloc[i]))}
        yield CellHit("remits", i, "deposit_amount", values)


RULE = Rule(
    id="RMT-007",
    title="deposit",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.11, §8.6; (S36)",
    message="Bank deposit {a} and remittance {b} differ. Find the missing part before closing.",
    example="The remittance says 103.00, and the bank shows 78.00.",
    on_tables=other_deposit,
    tables=("remits",),
    field="deposit_amount",
    levels=(Level.POST,),
)

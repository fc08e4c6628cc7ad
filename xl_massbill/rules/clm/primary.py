"""What the first payer said of a claim that goes to the next one: its posted payments, reversals taken in.

Source: handbook §7.7, §1.13.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from xl_massbill.practice.bills import LATER, Bills
from xl_massbill.rules.rule import Mask, Question


@dataclass(slots=True)
class Answer:
    """The sums of one claim in cents: the charges, and by line what was paid and adjusted.

    Lines go by their number; None stands for what was told of the claim as a whole. `unexplained` counts the
    amounts without a reason code, `is_known` is False where an amount could not be read.
    """

    charge: int = 0
    paid: dict[int | None, int] = field(default_factory=dict)
    adjusted: dict[int | None, int] = field(default_factory=dict)
    unexplained: int = 0
    is_known: bool = True

    @property
    def has_lines(self) -> bool:
        """Return whether the payer answered line by line."""
        return any(line is not None for line in self.paid)


def to_next_payers(bills: Bills) -> Mask:
    """Return the claims at home that go to a second or third payer."""
    return bills.is_at_home & bills.holds("payer_seq", *LATER)


def answers(question: Question, claims: set[str]) -> dict[str, Answer]:
    """Return what payers posted to these claims; a claim whose charges come to nothing was not answered."""
    payments = question.records["payments"]
    kind = payments["row_type"].isin(("PAY", "ADJ")).to_numpy(dtype=bool)
    counts = kind & ~payments["post_status"].isin(("HELD", "ERROR")).to_numpy(dtype=bool)
    rows = np.flatnonzero(counts & payments["claim_id"].isin(claims).to_numpy(dtype=bool)).tolist()
    found: dict[str, Answer] = {}
    for i in rows:
        _take(found.setdefault(payments["claim_id"].iloc[i], Answer()), _Row(payments, i))
    return {claim: answer for claim, answer in found.items() if answer.charge or not answer.is_known}


class _Row:
    def __init__(self, payments: Any, at: int) -> None:
        self._payments, self._at = payments, at

    def __getitem__(self, name: str) -> Any:
        value = self._payments[name].iloc[self._at]
        return None if pd.isna(value) else value


def _take(answer: Answer, row: _Row) -> None:
    line = row["line_no"]
    if row["row_type"] == "PAY":
        charge, paid = row["charge"], row["paid"]
        if charge is None or paid is None:
            answer.is_known = False
            return
        answer.charge += int(charge)
        answer.paid[line] = answer.paid.get(line, 0) + int(paid)
        return
    amount = row["adj_amount"]
    if amount is None:
        answer.is_known = False
        return
    answer.adjusted[line] = answer.adjusted.get(line, 0) + int(amount)
    answer.unexplained += int(row["carc"] is None and amount != 0)

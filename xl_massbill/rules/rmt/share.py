"""The patient's share of each answered claim, beside what the benefit check lets expect.

Source: handbook §5.6: min(allowed, deductible left) + coinsurance of the rest + copay, at most what is
left of the out-of-pocket maximum.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from xl_massbill.practice.allowed import Allowed
from xl_massbill.practice.bills import Bills
from xl_massbill.rules.clm.asked import bills_of
from xl_massbill.rules.rule import Question

_PLAN = ("deductible_total", "deductible_met", "coinsurance_pct", "copay", "oop_max", "oop_met")


def estimate(allowed: int, days: int, plan: tuple[int, ...]) -> int:
    """Return the share in cents of an allowed amount; `plan` holds cents, and hundredths of a percent.

    >>> estimate(12800, 1, (0, 0, 0, 2500, 0, 0)), estimate(10000, 1, (5000, 2000, 2000, 0, 0, 0))
    (2500, 4400)
    >>> estimate(10000, 1, (50000, 0, 0, 0, 100000, 96000))
    4000
    >>> estimate(5003, 1, (0, 0, 3333, 0, 0, 0)), estimate(1000000, 1, (0, 0, 2000, 0, 0, 0))
    (1667, 200000)
    """
    total, met, share, copay, most, used = plan
    deductible = min(allowed, max(total - met, 0))
    coinsurance = ((allowed - deductible) * share + 5_000) // 10_000
    owed = deductible + coinsurance + copay * days
    return min(owed, max(most - used, 0)) if most else owed  # 0 stands for a maximum that nobody told


def shares(question: Question) -> Iterator[tuple[int, int, int]]:
    """Yield row, share and estimate in cents of each claim that its first payer answered."""
    found, bills = question.lines.shared(Allowed), bills_of(question)
    at = question.records.positions("claims", "claim_id", found.claim_id)
    size = len(bills) + 1
    share = np.bincount(at + 1, weights=found.share, minlength=size)[1:].astype(np.int64)
    allowed = np.bincount(at + 1, weights=found.allowed, minlength=size)[1:].astype(np.int64)
    row = np.zeros(size, dtype=np.int64)
    np.maximum.at(row, at + 1, found.row)
    plans = [bills[f"coverage_{name}"] for name in _PLAN]
    known = np.logical_and.reduce([column.notna().to_numpy(dtype=bool) for column in plans])
    first = bills.holds("payer_seq", "P")
    days = _days(bills)
    for claim in np.flatnonzero(known & first & (share > 0)).tolist():
        plan = tuple(int(column.iloc[claim]) for column in plans)
        yield int(row[claim + 1]), int(share[claim]), estimate(int(allowed[claim]), days.get(claim, 1), plan)


def _days(bills: Bills) -> dict[int, int]:
    """Return on how many days each claim has services; a copay is due on each."""
    frame = pd.DataFrame({"claim": bills.of_line, "dos": bills.lines["dos"]})
    counted = frame.groupby("claim")["dos"].nunique()
    return {int(claim): max(int(n), 1) for claim, n in counted.items()}  # type: ignore[call-overload]

"""What payers allowed for each claim line, and what the patient owes of it, over all that was posted.

Reversals are taken in with their sign, so that only what still counts is left. The allowed amount is what the
payer says (AMT*B6); where a row has none it is what was paid and what the patient owes.

Source: handbook §1.1 (allowed amount), §8.5, §8.7.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from xl_massbill.book.sheet import Mask
from xl_massbill.practice.groups import numbered
from xl_massbill.practice.lines import Lines

NO_REASON = frozenset({"45", "59", "P12", "P23", "P24", "P25", "P26", "1", "2", "3"})
"""Adjustments that only bring a charge down to its price, or share it with the patient."""
SHARED = ("1", "2", "3")
"""Deductible, coinsurance, copay."""
Cents = npt.NDArray[np.int64]


class Allowed:
    """Sums in cents, one a claim line that a payer has answered.

    `claim_id`, `line_no` say which; `charge`, `allowed`, `share` (deductible, coinsurance and copay) are its
    sums; `is_explained` tells whether another reason than the price stands at it, `row` is the last service
    row among the payments. Lines with a cell that is not known are left out.
    """

    def __init__(self, lines: Lines) -> None:
        self._payments = payments = lines.records["payments"]
        counts = ~np.asarray(payments["post_status"] == "ERROR", dtype=bool)
        kind = payments["row_type"]
        self._pay, self._adj = (np.asarray(kind == word, dtype=bool) & counts for word in ("PAY", "ADJ"))
        within = self._pay | self._adj
        self._group = numbered(payments["claim_id"], payments["line_no"], within=within)
        self._count = int(self._group.max(initial=-1)) + 1
        self._unknown = np.zeros(self._count, dtype=bool)
        self._reckon()

    def _reckon(self) -> None:
        payments, adj = self._payments, self._adj
        of_patient = adj & np.asarray(payments["group"] == "PR", dtype=bool)
        shared = of_patient & payments["carc"].isin(SHARED).to_numpy(dtype=bool)
        other = adj & ~payments["carc"].isin(NO_REASON).to_numpy(dtype=bool)
        charge, paid = self._sum("charge", self._pay), self._sum("paid", self._pay)
        share, part = self._sum("adj_amount", shared), self._sum("adj_amount", of_patient)
        explained = self._sum("adj_amount", other) != 0
        has_b6 = self._pay & payments["allowed"].notna().to_numpy(dtype=bool)
        says, rows = self._sizes(has_b6), self._sizes(self._pay)
        allowed = np.where(says == rows, self._sum("allowed", has_b6), paid + part)
        kept = (rows > 0) & ~self._unknown
        last = np.zeros(self._count, dtype=np.int64)
        at = np.flatnonzero(self._pay & (self._group >= 0))
        last[self._group[at]] = at
        self.row, self.charge, self.allowed, self.share = (x[kept] for x in (last, charge, allowed, share))
        self.is_explained: Mask = explained[kept]
        self.claim_id = payments["claim_id"].iloc[self.row].reset_index(drop=True)
        self.line_no = payments["line_no"].iloc[self.row].reset_index(drop=True)

    def _sum(self, name: str, where: Mask) -> Cents:
        cents: pd.Series[Any] = self._payments[name]
        those = where & (self._group >= 0)
        self._unknown[self._group[those & cents.isna().to_numpy(dtype=bool)]] = True
        values = cents.fillna(0).to_numpy(dtype=np.int64)[those]
        sums = np.bincount(self._group[those], weights=values, minlength=self._count)
        return sums.astype(np.int64)  # whole cents below 2**53 stay exact as floating numbers

    def _sizes(self, where: Mask) -> Cents:
        return np.bincount(self._group[where & (self._group >= 0)], minlength=self._count)

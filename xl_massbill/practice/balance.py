"""Whether a remittance adds up: the equations of every 835 and EOB, in whole cents.

Of each service line, each claim and the whole payment: what was charged, less the adjustments, is what
was paid; positive adjustments lower a payment, and so do positive amounts that belong to no claim (PLB).
A reversal is the same with all signs turned; a denied line is one whose adjustments eat it up.

It looks at anything with columns: sheets of the workbook, or frames of a remittance that is not in it
yet. Rows of Payments: PAY for a service line, ADJ for one adjustment; an adjustment without line number
and code belongs to the whole claim; a claim paid without service lines has one PAY row without both. What
is blank or could not be read is unknown, and no equation is asked of it.

Source: handbook §8.6 (equations 1 to 5), §8.7 (reversals, PLB signs), §1.13 (rows).
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Any, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from xl_massbill.book.sheet import Mask
from xl_massbill.practice.groups import Numbers, numbered

REVERSAL = "22"


class Columns(Protocol):
    """A table: a sheet or a frame."""

    def __getitem__(self, name: str, /) -> pd.Series[Any]:
        """Return a column."""

    def __len__(self) -> int:
        """Return the number of rows."""


class Equation(StrEnum):
    """Which sum does not come out."""

    LINE = "line"
    """The line's charge less its adjustments is what was paid for it."""
    CLAIM = "claim"
    """The claim's charge less all adjustments is what was paid for it."""
    CHARGES = "charges"
    """The charges of the lines are the claim's charge."""
    PATIENT = "patient"
    """The adjustments of group PR are the patient's part; payers do not always keep to it."""
    ROWS = "rows"
    """All rows of a claim say the same of it."""
    PAYMENT = "payment"
    """The claims' payments less what belongs to no claim is the amount paid."""


class Fault(NamedTuple):
    """One equation that does not hold: `has` is what stands there, `should` what it ought to be, in cents.

    `row` is the position among the payments of the first row concerned, -1 for the payment as a whole.
    """

    remit_id: str
    claim_id: str
    line: str
    equation: Equation
    has: int
    should: int
    row: int

    @property
    def off(self) -> int:
        """Return by how many cents it misses."""
        return abs(self.has - self.should)


def faults(remits: Columns, payments: Columns, plb: Columns) -> list[Fault]:
    """Return every equation that does not hold, in the order of the payments, the whole payments last."""
    rows = Adjudicated(payments)
    found = [*rows.lines(), *rows.claims()]
    return sorted(found, key=lambda fault: fault.row) + list(_payments(remits, plb, rows))


class _Amounts:
    """Sums of a column of cents over groups; a group with a missing amount has none."""

    def __init__(self, groups: Numbers, count: int) -> None:
        self._groups, self._count = groups, count
        self.known = np.ones(count, dtype=bool)

    def of(self, cents: pd.Series[Any], where: Mask) -> npt.NDArray[np.int64]:
        those = where & (self._groups >= 0)
        missing = those & cents.isna().to_numpy(dtype=bool)
        self.known[self._groups[missing]] = False
        values = cents.fillna(0).to_numpy(dtype=np.int64)[those]
        # whole cents below 2**53 stay exact as floating numbers
        sums = np.bincount(self._groups[those], weights=values, minlength=self._count)
        return sums.astype(np.int64)


class Adjudicated:
    """The rows of remittances by claim: each adjudication of a claim has a number of its own.

    `claim` is that number of each row, -1 for rows that belong to none; `first` the first row of each,
    `remit_of` and `claim_of` its remittance and claim, `is_reversal` whether it takes back an earlier one.
    """

    def __init__(self, payments: Columns) -> None:
        self._table = payments
        kind = payments["row_type"]
        self.remit = payments["remit_id"]
        counts = self.remit.notna().to_numpy(dtype=bool)
        self.pay, self.adj = (np.asarray(kind == word, dtype=bool) & counts for word in ("PAY", "ADJ"))
        self.claim = numbered(*self._identity(), within=self.pay | self.adj)
        self.count = int(self.claim.max(initial=-1)) + 1
        self.first = _firsts(self.claim, self.count)
        at = self.first
        self.remit_of = self.remit.to_numpy(dtype=object)[at]
        self.is_reversal = self._reversals()[at]
        self.claim_of = payments["claim_id"].to_numpy(dtype=object)[at]
        self.paid, self.paid_known = self.told("clp_paid")
        self._fill_paid()

    def _identity(self) -> Iterator[pd.Series[Any]]:
        """Yield what sets an adjudication apart: a reversal may share the number of its correction."""
        for name in ("remit_id", "claim_id", "icn"):
            yield self._table[name].fillna("")
        yield pd.Series(self._reversals())

    def _reversals(self) -> Mask:
        told: Mask = self._table["is_reversal"].astype("boolean").to_numpy(dtype=bool, na_value=False)
        by_status: Mask = np.asarray(self._table["clp_status"] == REVERSAL, dtype=bool)
        return told | by_status

    def lines(self) -> Iterator[Fault]:
        """Yield the service lines whose charge less adjustments is not what was paid."""
        number, code = self._table["line_no"], self._table["code"]
        is_line = number.notna().to_numpy(dtype=bool) | code.notna().to_numpy(dtype=bool)
        has_lines = np.bincount(self.claim[self.pay & is_line], minlength=self.count) > 0
        has_own = np.bincount(self.claim[self.pay & ~is_line], minlength=self.count) > 0
        alone = np.append(has_own & ~has_lines, False)[self.claim]
        words = code.fillna("").where(number.isna(), "")
        within = (self.pay | self.adj) & (is_line | alone)
        line = numbered(pd.Series(self.claim), number.fillna(-1), words, within=within)
        count = int(line.max(initial=-1)) + 1
        sums = _Amounts(line, count)
        charge, paid = sums.of(self._table["charge"], self.pay), sums.of(self._table["paid"], self.pay)
        should = charge - sums.of(self._table["adj_amount"], self.adj)
        first = _firsts(line, count)
        for i in np.flatnonzero(sums.known & (paid != should)).tolist():
            at = int(first[i])
            shown = number.iloc[at] if not pd.isna(number.iloc[at]) else code.iloc[at] or ""
            yield self._fault(at, Equation.LINE, int(paid[i]), int(should[i]), str(shown))

    def claims(self) -> Iterator[Fault]:
        """Yield the claims whose sums do not come out."""
        charge, charge_known = self.told("clp_charge")
        own, own_known = self.told("clp_pr")
        adjusted, of_patient, charged = (_Amounts(self.claim, self.count) for _ in range(3))
        amount = self._table["adj_amount"]
        should = charge - adjusted.of(amount, self.adj)
        part = of_patient.of(amount, self.adj & np.asarray(self._table["group"] == "PR", dtype=bool))
        lines = charged.of(self._table["charge"], self.pay)
        with_lines = np.bincount(self.claim[self.pay], minlength=self.count) > 0
        asked = (
            (Equation.CLAIM, self.paid, should, self._is_said & charge_known & adjusted.known),
            (Equation.CHARGES, lines, charge, charge_known & charged.known & with_lines),
            (Equation.PATIENT, own, part, own_known & of_patient.known),
        )
        for equation, has, wanted, known in asked:
            for i in np.flatnonzero(known & (has != wanted)).tolist():
                yield self._fault(int(self.first[i]), equation, int(has[i]), int(wanted[i]))
        yield from self._differing()

    def told(self, name: str) -> tuple[npt.NDArray[np.int64], Mask]:
        """Return what the first filled row of each claim says of it, and where one does."""
        cents = self._table[name]
        there = (self.claim >= 0) & cents.notna().to_numpy(dtype=bool)
        at = np.full(self.count, -1, dtype=np.int64)
        where = np.flatnonzero(there)[::-1]
        at[self.claim[where]] = where
        values = np.append(cents.fillna(0).to_numpy(dtype=np.int64), 0)
        return values[at], at >= 0

    def _fill_paid(self) -> None:
        """Take the sum of the lines where nobody has told what was paid for the claim."""
        self._is_said = self.paid_known
        sums = _Amounts(self.claim, self.count)
        lines = sums.of(self._table["paid"], self.pay)
        with_lines = np.bincount(self.claim[self.pay], minlength=self.count) > 0
        self.paid = np.where(self.paid_known, self.paid, lines)
        self.paid_known = self.paid_known | (sums.known & with_lines)

    def _differing(self) -> Iterator[Fault]:
        """Yield the claims of which two rows tell different totals."""
        for name in ("clp_charge", "clp_paid", "clp_pr"):
            cents = self._table[name]
            first, _ = self.told(name)
            there = (self.claim >= 0) & cents.notna().to_numpy(dtype=bool)
            values = cents.fillna(0).to_numpy(dtype=np.int64)
            other = there & (values != np.append(first, 0)[self.claim])
            _, at = np.unique(self.claim[other], return_index=True)
            for i in np.flatnonzero(other)[at].tolist():
                yield self._fault(i, Equation.ROWS, int(values[i]), int(first[self.claim[i]]))

    def _fault(self, row: int, equation: Equation, has: int, should: int, line: str = "") -> Fault:
        of = self.claim[row]
        return Fault(str(self.remit_of[of]), str(self.claim_of[of] or ""), line, equation, has, should, row)


def _payments(remits: Columns, plb: Columns, rows: Adjudicated) -> Iterator[Fault]:
    """Yield the remittances whose amount is not what their claims and provider adjustments come to."""
    at = {remit: i for i, remit in reversed(list(enumerate(remits["remit_id"]))) if remit is not None}
    names = [*rows.remit_of, *plb["remit_id"]]
    of = np.fromiter((at.get(name, -1) for name in names), dtype=np.int64, count=len(names))
    claims, moved = of[: rows.count], of[rows.count :]
    total = _Amounts(claims, len(remits))
    paid = total.of(
        pd.Series(pd.arrays.IntegerArray(rows.paid, ~rows.paid_known)), np.ones(rows.count, dtype=bool)
    )
    other = _Amounts(moved, len(remits))
    should = paid - other.of(plb["amount"], np.ones(len(moved), dtype=bool))
    amount = remits["amount"]
    told = np.zeros(len(remits), dtype=bool)
    told[of[of >= 0]] = True
    known = told & total.known & other.known & amount.notna().to_numpy(dtype=bool)
    has = amount.fillna(0).to_numpy(dtype=np.int64)
    for i in np.flatnonzero(known & (has != should)).tolist():
        remit = str(remits["remit_id"].iloc[i])
        yield Fault(remit, "", "", Equation.PAYMENT, int(has[i]), int(should[i]), -1)


def _firsts(groups: Numbers, count: int) -> Numbers:
    """Return the position of the first row of each group."""
    first = np.zeros(count, dtype=np.int64)
    rows = np.flatnonzero(groups >= 0)[::-1]
    first[groups[rows]] = rows
    return first

"""What the key figures are made of: claims, what is owed on the day, what patients paid at once.

Source: handbook §10.1, §10.2 (buckets), §10.8.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from xl_massbill.aging.buckets import positions
from xl_massbill.aging.cohort import BY_SERVICE, cohort
from xl_massbill.aging.report import DOS
from xl_massbill.claims.ledger import INSURANCE, PAID_BY_PATIENT, PATIENT, Items, open_items
from xl_massbill.codes.key_figures import NOBODY
from xl_massbill.practice import Lines

PAYER, THERAPIST, MONTH = "payer_id", "therapist_id", "month"
_WHO = (PAYER, THERAPIST)


@dataclass(frozen=True, slots=True, repr=False)
class Measured:
    """The rows behind the figures, each with payer_id and therapist_id ("-" for nobody).

    `claims` and `denied` as in a cohort; `owed` the open items: kind, claim_id, patient_id, bucket (0 to 4),
    cents above zero, credit below zero; `cash` the visits that patients pay alone: visit_id, day, month,
    paid, charge in cents.
    """

    claims: pd.DataFrame
    denied: pd.DataFrame
    owed: pd.DataFrame
    cash: pd.DataFrame

    def within(self, first: dt.date | None, last: dt.date | None) -> Measured:
        """Return the part of a period, both days included; an end may be open. What is owed stays."""

        def chosen(frame: pd.DataFrame) -> pd.DataFrame:
            begins, ends = (pd.Timestamp(day) if day else None for day in (first, last))
            day = frame["day"]
            holds = (day >= begins if begins else day.notna()) & (day <= ends if ends else day.notna())
            return frame[holds.to_numpy(dtype=bool)].reset_index(drop=True)

        return Measured(chosen(self.claims), chosen(self.denied), self.owed, chosen(self.cash))

    def of(self, by: str, key: object) -> Measured:
        """Return the part of one payer, therapist or month; what is owed belongs to no month."""

        def chosen(frame: pd.DataFrame) -> pd.DataFrame:
            holds = (frame[by] == key).to_numpy(dtype=bool) if by in frame else slice(0)
            return frame[holds].reset_index(drop=True)

        return Measured(chosen(self.claims), chosen(self.denied), chosen(self.owed), chosen(self.cash))

    def keys(self, by: str) -> list[Any]:
        """Return the payers or therapists, the one with the most charges first, or the months in order."""
        charges = self.claims.groupby(by)["charge"].sum()
        if by == MONTH:
            return sorted({*charges.index, *self.cash[by]})
        others = {*self.owed[by], *self.cash[by]} - set(charges.index)
        return sorted(charges.index, key=lambda key: (-int(charges[key]), key)) + sorted(others)


def measured(lines: Lines, as_of: dt.date, basis: str = BY_SERVICE, anchor: str = DOS) -> Measured:
    """Return what is known of all time; what is owed is that of the day `as_of`."""
    found = Measured(*cohort(lines.records, basis), _owed(open_items(lines), as_of, anchor), _cash(lines))
    for frame in (found.claims, found.denied, found.owed, found.cash):
        for who in _WHO:
            frame[who] = frame[who].astype(object).fillna(NOBODY)
    return found


def _owed(items: Items, as_of: dt.date, anchor: str) -> pd.DataFrame:
    """Return the open items with their bucket: insurance by the anchor, patients by the final day."""
    frame = items.of(INSURANCE, PATIENT).reset_index(drop=True)
    is_patient = (frame["kind"] == PATIENT).to_numpy(dtype=bool)
    since = frame["dos"].where(is_patient | (anchor == DOS), frame["submitted"])
    bucket = positions(pd.to_datetime(since), pd.Timestamp(as_of))
    cents = frame["cents"].to_numpy(dtype=np.int64)
    out = frame[["kind", "claim_id", "patient_id", PAYER, THERAPIST]].copy()
    return out.assign(bucket=bucket, cents=np.maximum(cents, 0), credit=np.minimum(cents, 0))


def _cash(lines: Lines) -> pd.DataFrame:
    """Return what patients paid for the visits that are theirs alone, and what those cost."""
    if not len(lines):
        names = ("visit_id", PAYER, THERAPIST, "paid", "charge")
        empty = pd.DataFrame({name: pd.Series(dtype=object) for name in names})
        return empty.assign(day=pd.to_datetime([]), month=pd.to_datetime([]))
    theirs = (lines["status"] == "CASH") | (
        (lines["status"] == "DONE") & lines["coverage_pay_type"].isin(PAID_BY_PATIENT)
    )
    day = pd.to_datetime(lines["dos"])
    chosen = (theirs.fillna(False) & day.notna()).to_numpy(dtype=bool)
    columns = {
        "visit_id": lines["visit_id"],
        PAYER: pd.Series([None] * len(lines), dtype=object),
        THERAPIST: lines["therapist_id"],
        "day": day,
        MONTH: day.dt.to_period("M").dt.to_timestamp(),
        "paid": lines["patient_paid"].fillna(0),
        "charge": lines["charge"].fillna(0),
    }
    frame = pd.DataFrame({name: pd.Series(column).to_numpy()[chosen] for name, column in columns.items()})
    return frame.astype({"paid": "int64", "charge": "int64"})

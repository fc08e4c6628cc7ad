"""The money left on auto policies: what the adjuster says is left, and what our own bills take of it.

Left is the limit less what all providers have used, as the adjuster says. Claims without an answer come
first, then what is on no claim yet, by the day of the visit. A limit or use that nobody entered is unknown.

Source: handbook §5.4, §8.9 (states), §10.1 (balances).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from xl_massbill.practice.billable import CASH_PLANS
from xl_massbill.practice.groups import Numbers, numbered, sums
from xl_massbill.practice.lines import Lines, derived
from xl_massbill.practice.running import days_of, sums_through

UNANSWERED = (
    "BATCHED",
    "SUBMITTED",
    "ACK_RECEIVED",
    "ACCEPTED",
    "REJECTED",
    "IN_PROCESS",
    "INFO_REQUESTED",
    "APPEALED",
)
"""States of a claim that is on its way to an insurer and will use up the policy's money first."""


def open_claims(lines: Lines) -> Numbers:
    """Return for each row of Coverage the balance of its unanswered claims in cents; a last 0 for no row."""
    coverage, claims = lines.records["coverage"], lines.records["claims"]
    open_ = np.zeros(len(coverage) + 1, dtype=np.int64)
    at = lines.records.positions("coverage", "coverage_id", claims["coverage_id"])
    counts = claims["status"].isin(UNANSWERED).to_numpy(dtype=bool) & (at >= 0)
    np.add.at(open_, at[counts], claims["balance"].to_numpy(dtype=np.int64, na_value=0)[counts])
    return open_


def short_meters(lines: Lines) -> set[str]:
    """Return the plans whose meter does not reach for what is open: claims without an answer, visits done."""
    coverage = lines.records["coverage"]
    plan, today = lines.position("coverage"), lines["dos"] <= lines.as_of
    open_ = open_claims(lines)
    done = lines["is_on_meter"] & (lines["status"] == "DONE") & today
    at = np.flatnonzero(done.to_numpy(dtype=bool))
    np.add.at(open_, plan[at], lines["meter_owed"].to_numpy(dtype=np.int64)[at])
    left = coverage["policy_limit"] - coverage["amount_used"]
    is_short = (left < open_[:-1]).to_numpy(dtype=bool, na_value=False)
    return set(coverage["coverage_id"][is_short].dropna())


@derived("meter_left")
def _meter_left(lines: Lines) -> pd.Series[Any]:
    """Return the cents left on each line's policy as the adjuster says; missing where nobody told."""
    return lines["coverage_policy_limit"] - lines["coverage_amount_used"]


@derived("is_on_meter")
def _is_on_meter(lines: Lines) -> pd.Series[Any]:
    """Return the lines that still take from a meter: planned or done for the plan, and on no claim."""
    pays = ~lines.holds("coverage_pay_type", *CASH_PLANS)
    unbilled = lines["is_counted"].to_numpy(dtype=bool) & lines["claim_id"].isna().to_numpy(dtype=bool)
    return pd.Series(lines["meter_left"].notna().to_numpy(dtype=bool) & pays & unbilled)


@derived("meter_owed")
def _meter_owed(lines: Lines) -> pd.Series[Any]:
    """Return the cents that each line asks of its plan."""
    return lines["charge"].fillna(0) - lines["patient_paid"].fillna(0)


@derived("meter_unbilled")
def _meter_unbilled(lines: Lines) -> pd.Series[Any]:
    """Return the cents of visits on no claim through each line's day; missing off the meter."""
    days, known = days_of(lines["dos"])
    counts = lines["is_on_meter"].to_numpy(dtype=bool) & known
    owed = lines["meter_owed"].to_numpy(dtype=np.int64)
    return pd.Series(sums_through(lines.position("coverage"), days, counts, owed))


@derived("meter_asked")
def _meter_asked(lines: Lines) -> pd.Series[Any]:
    """Return the cents asked of the meter through each line's day, open claims first; missing off it."""
    return lines["meter_unbilled"] + open_claims(lines)[lines.position("coverage")]


@derived("meter_bill")
def _meter_bill(lines: Lines) -> pd.Series[Any]:
    """Return the cents that the visit of each line asks of the meter."""
    on_it = lines["is_on_meter"].to_numpy(dtype=bool)
    return sums(numbered(lines.position("coverage"), lines["visit_id"], within=on_it), lines["meter_owed"])

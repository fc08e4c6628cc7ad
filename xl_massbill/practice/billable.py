"""Which visit lines count: those that took place, and those that a plan is asked to pay.

A cancelled or cash line must neither fire a rule nor add its minutes to those of a billed one. In a pre-visit
check the visits booked for its days count as if they had taken place.

Source: handbook §1.11 (status), §1.9 (pay type).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from xl_massbill.practice.lines import Lines, derived

CASH_PLANS = ("CASH", "SUPERBILL")


@derived("is_booked")
def _is_booked(lines: Lines) -> pd.Series[Any]:
    """Return which lines are booked for the days of a pre-visit check, both ends included; else none."""
    if lines.booked is None:
        return pd.Series(np.zeros(len(lines), dtype=bool))
    first, last = lines.booked
    dos = lines["dos"]
    return (lines["status"] == "SCHEDULED") & (dos >= first) & (dos <= last)


@derived("is_done")
def _is_done(lines: Lines) -> pd.Series[Any]:
    return lines["status"].isin(("DONE", "CASH")) | lines["is_booked"]


@derived("is_billable")
def _is_billable(lines: Lines) -> pd.Series[Any]:
    took_place = (lines["status"] == "DONE") | lines["is_booked"]
    return took_place & ~lines["coverage_pay_type"].isin(CASH_PLANS)

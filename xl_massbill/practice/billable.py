"""Which visit lines count: those that took place, and those that a plan is asked to pay.

A cancelled or cash line must neither fire a rule nor add its minutes to those of a billed one.

Source: handbook §1.11 (status), §1.9 (pay type).
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from xl_massbill.practice.lines import Lines, derived

CASH_PLANS = ("CASH", "SUPERBILL")


@derived("is_done")
def _is_done(lines: Lines) -> pd.Series[Any]:
    return lines["status"].isin(("DONE", "CASH"))


@derived("is_billable")
def _is_billable(lines: Lines) -> pd.Series[Any]:
    return (lines["status"] == "DONE") & ~lines["coverage_pay_type"].isin(CASH_PLANS)

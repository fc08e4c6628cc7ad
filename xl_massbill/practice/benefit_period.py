"""In which period of a plan each visit is counted: calendar year, plan year, condition or lifetime.

The same tenth visit may be the tenth of the year and the second of the condition, and prior authorisation
hangs on that number. Work-injury funds count per claim, whatever the plan row says; where the row says
nothing, a work or auto injury is counted per condition and everything else by calendar year.

Source: handbook §1.9 (visit_period, plan_year_starts), §4.3, §4.6 (L&I counts per claim).
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from xl_massbill.practice.groups import Numbers
from xl_massbill.practice.lines import Lines, derived
from xl_massbill.practice.running import days_of

CALENDAR, PLAN_YEAR, PER_CONDITION, LIFETIME = "CALENDAR", "PLAN_YEAR", "PER_CONDITION", "LIFETIME"
KINDS = (CALENDAR, PLAN_YEAR, PER_CONDITION, LIFETIME)
PER_CLAIM = ("WC_STATE_FUND",)
INJURY = ("WC_STATE_FUND", "WC_SELF_INSURED", "WC_CARRIER", "OWCP", "AUTO_PIP", "AUTO_MEDPAY", "LIABILITY")

_MONTH_DAY = re.compile(r"(?:\d{4}[-/])?(\d{1,2})[-/](\d{1,2})")


@derived("benefit_period_kind")
def _kind(lines: Lines) -> pd.Series[Any]:
    """Return which kind of period counts for each line."""
    said, payer = lines["coverage_visit_period"], lines["payer_payer_type"]
    usual = pd.Series(np.where(payer.isin(INJURY), PER_CONDITION, CALENDAR), dtype=object)
    return said.where(said.notna(), usual).where(~payer.isin(PER_CLAIM), PER_CONDITION)


@derived("benefit_period_year")
def _year(lines: Lines) -> pd.Series[Any]:
    """Return the calendar or plan year of each visit; -1 where it is not known or not asked."""
    return pd.Series(_years(lines, lines["dos"]))


@derived("benefit_year_checked")
def _year_checked(lines: Lines) -> pd.Series[Any]:
    """Return the calendar or plan year in which benefits were last checked; -1 where it is not known."""
    return pd.Series(_years(lines, lines["coverage_verified_on"]))


def _years(lines: Lines, dates: pd.Series[Any]) -> Numbers:
    kind = lines["benefit_period_kind"]
    _, known = days_of(dates)
    year = dates.dt.year.to_numpy(dtype=np.int64, na_value=0)
    month_day = (dates.dt.month * 100 + dates.dt.day).to_numpy(dtype=np.int64, na_value=0)
    starts = _starts(lines["coverage_plan_year_starts"])
    planned = np.where(starts < 0, -1, year - (month_day < starts))
    out = np.where(kind == CALENDAR, year, np.where(kind == PLAN_YEAR, planned, -1))
    return np.where(known, out, -1)


def _starts(texts: pd.Series[Any]) -> Numbers:
    """Return "07-01" as 701; -1 for what is no month and day."""
    codes, values = pd.factorize(texts)
    return np.array([_month_day(str(v)) for v in values] + [-1], dtype=np.int64)[codes]


def _month_day(text: str) -> int:
    found = _MONTH_DAY.fullmatch(text.strip())
    if found is None or not 1 <= int(found[1]) <= 12 or not 1 <= int(found[2]) <= 31:
        return -1
    return int(found[1]) * 100 + int(found[2])


@derived("condition")
def _condition(lines: Lines) -> pd.Series[Any]:
    """Return the number of the condition: claim number, else accident date, else first diagnosis ordered.

    A visit without an order stands with its own first diagnosis. -1 where none of them is known.
    """
    claim = pd.factorize(lines["coverage_claim_number"])[0]
    day, known = days_of(lines["coverage_accident_date"])
    dx = pd.factorize(_first_dx(lines))[0]
    return pd.Series(_one_of(claim, np.where(known, day + 100_000, -1), dx))


def _first_dx(lines: Lines) -> npt.NDArray[np.object_]:
    lists = lines.records["referrals"]["dx_list"]
    first = np.array([dxs[0] if dxs else None for dxs in lists] + [None], dtype=object)
    ordered = first[lines.position("referral")]
    return np.where(pd.isna(ordered), lines["dx1"].to_numpy(dtype=object), ordered)


@derived("benefit_period")
def _period(lines: Lines) -> pd.Series[Any]:
    """Return a number for the period of each visit, to be read with patient and payer; -1 unknown."""
    kind = lines["benefit_period_kind"]
    year = lines["benefit_period_year"].to_numpy(dtype=np.int64)
    condition = lines["condition"].to_numpy(dtype=np.int64)
    within = np.where(kind == PER_CONDITION, condition, np.where(kind == LIFETIME, 0, year))
    number = within * len(KINDS) + kind.map({k: i for i, k in enumerate(KINDS)}).to_numpy(dtype=np.int64)
    return pd.Series(np.where(within >= 0, number, -1))


def _one_of(*choices: Numbers) -> Numbers:
    """Return the first choice that is known (not -1), made different from the others' numbers."""
    out = np.full(len(choices[0]), -1, dtype=np.int64)
    for i, numbers in reversed(list(enumerate(choices))):
        out = np.where(numbers >= 0, numbers * len(choices) + i, out)
    return out

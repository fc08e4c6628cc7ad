"""In which period of a plan each visit is counted: calendar year, plan year, condition or lifetime.

The same tenth visit may be the tenth of the year and the second of the condition, and prior authorisation
hangs on that number. Work-injury funds count per claim, whatever the plan row says; where the row says
nothing, a work or auto injury is counted per condition and everything else by calendar year.

Source: handbook §1.9 (visit_period, plan_year_starts), §4.3, §4.6 (L&I counts per claim).
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import numpy as np
import pandas as pd

from xl_massbill.book.sheet import Mask
from xl_massbill.practice.groups import Numbers
from xl_massbill.practice.lines import Lines, derived, take
from xl_massbill.practice.running import days_of

KINDS = ("CALENDAR", "PLAN_YEAR", "PER_CONDITION", "LIFETIME")
CALENDAR, PLAN_YEAR, PER_CONDITION, LIFETIME = range(4)
PER_CLAIM = ("WC_STATE_FUND",)
INJURY = (*PER_CLAIM, "WC_SELF_INSURED", "WC_CARRIER", "OWCP", "AUTO_PIP", "AUTO_MEDPAY", "LIABILITY")

_NEW_YEAR = 101
_MONTH_DAY = re.compile(r"(?:\d{4}[-/])?(\d{1,2})[-/](\d{1,2})")


@derived("benefit_period_kind")
def _kind(lines: Lines) -> pd.Series[Any]:
    """Return which of KINDS counts for each line, as its number; -1 without coverage."""
    lines.reads("coverage_visit_period", "payer_payer_type")
    return pd.Series(np.append(_kinds(lines), -1)[lines.position("coverage")])


def _kinds(lines: Lines) -> Numbers:
    """Return the kind of period of each coverage row."""
    coverage, payers = lines.records["coverage"], lines.records["payers"]
    said = coverage["visit_period"].map({kind: n for n, kind in enumerate(KINDS)})
    payer = take(payers["payer_type"], lines.records.positions("payers", "payer_id", coverage["payer_id"]))
    usual = np.where(payer.isin(INJURY), PER_CONDITION, CALENDAR)
    kinds = np.where(said.isna(), usual, said.fillna(0).to_numpy(dtype=np.int64))
    return np.where(payer.isin(PER_CLAIM), PER_CONDITION, kinds)


@derived("benefit_period_year")
def _year(lines: Lines) -> pd.Series[Any]:
    """Return the calendar or plan year of each visit; -1 where it is not known or not asked."""
    lines.reads("coverage_plan_year_starts")
    starts = np.append(_starts(lines.records["coverage"]["plan_year_starts"]), -1)
    return pd.Series(_years(lines["dos"], lines["benefit_period_kind"], starts[lines.position("coverage")]))


@derived("used_elsewhere_counts")
def _used_elsewhere_counts(lines: Lines) -> pd.Series[Any]:
    """Return where visits used elsewhere belong to this visit's period: that in which benefits were checked.

    They were told on verified_on; a visit of another year has nothing to do with them. Where benefits were
    never checked, or are counted over more than a year, they always count.
    """
    lines.reads("coverage_verified_on")
    coverage = lines.records["coverage"]
    checked = _years(coverage["verified_on"], pd.Series(_kinds(lines)), _starts(coverage["plan_year_starts"]))
    checked = np.append(checked, -1)[lines.position("coverage")]
    return pd.Series((checked < 0) | (checked == lines["benefit_period_year"].to_numpy()))


def plan_years(lines: Lines) -> tuple[Numbers, Numbers]:
    """Return the plan year of each visit and of the check of its plan; -1 where unknown.

    It begins on plan_year_starts, else on 1 January, whatever the visits are counted by.
    """
    lines.reads("coverage_plan_year_starts", "coverage_verified_on")
    coverage, at = lines.records["coverage"], lines.position("coverage")
    texts = coverage["plan_year_starts"]
    starts = np.where(texts.isna(), _NEW_YEAR, _starts(texts))
    checked = _years(coverage["verified_on"], pd.Series(np.full(len(texts), PLAN_YEAR)), starts)
    visits = _years(lines["dos"], pd.Series(np.full(len(at), PLAN_YEAR)), np.append(starts, -1)[at])
    return visits, np.append(checked, -1)[at]


def plan_year(day: dt.date, starts: str | None) -> int:
    """Return the plan year of a day by `plan_year_starts` ("07-01"), else the calendar year.

    >>> plan_year(dt.date(2026, 5, 8), "07-01"), plan_year(dt.date(2026, 5, 8), None)
    (2025, 2026)
    """
    begins = _NEW_YEAR if starts is None else _month_day(starts)
    return day.year - (day.month * 100 + day.day < begins)


def _years(dates: pd.Series[Any], kinds: pd.Series[Any], starts: Numbers) -> Numbers:
    """Return the calendar or plan year of each date; -1 where it is not known, or periods are no years."""
    _, known = days_of(dates)
    year = dates.dt.year.to_numpy(dtype=np.int64, na_value=0)
    month_day = (dates.dt.month * 100 + dates.dt.day).to_numpy(dtype=np.int64, na_value=0)
    planned = np.where(starts < 0, -1, year - (month_day < starts))
    out = np.where(kinds == CALENDAR, year, np.where(kinds == PLAN_YEAR, planned, -1))
    return np.where(known, out, -1)


def _starts(texts: pd.Series[Any]) -> Numbers:
    """Return "07-01" as 701; -1 for what is no month and day."""
    codes, values = pd.factorize(texts)
    return np.array([_month_day(str(v)) for v in values] + [-1], dtype=np.int64)[codes]


def _month_day(text: str) -> int:
    """Return month and day as one number; -1 for what is none.

    >>> [_month_day(text) for text in ("01-01", "12-31", "00-10", "13-10", "07-00", "07-32", "July")]
    [101, 1231, -1, -1, -1, -1, -1]
    """
    found = _MONTH_DAY.fullmatch(text.strip())
    if found is None or not 1 <= int(found[1]) <= 12 or not 1 <= int(found[2]) <= 31:
        return -1
    return int(found[1]) * 100 + int(found[2])


def span_of_year(year: int, starts: str = "") -> tuple[dt.date, dt.date]:
    """Return the first and last day of a calendar year, or of a plan year that starts on a month and day.

    >>> span_of_year(2026, "07-01")
    (datetime.date(2026, 7, 1), datetime.date(2027, 6, 30))
    >>> span_of_year(2027, "02-29")[0]  # that year has none
    datetime.date(2027, 3, 1)
    """
    month, day = divmod(_month_day(starts) if starts else _NEW_YEAR, 100)
    first, after = (_on_or_after(one, month, day) for one in (year, year + 1))
    return first, after - dt.timedelta(days=1)


def _on_or_after(year: int, month: int, day: int) -> dt.date:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return dt.date(year, month + 1, 1)  # no month before December lacks its successor


@derived("condition")
def _condition(lines: Lines) -> pd.Series[Any]:
    """Return the number of the condition: claim number, else accident date, else first diagnosis ordered.

    A visit without an order stands with its own first diagnosis. -1 where none of them is known.
    """
    lines.reads("coverage_claim_number", "coverage_accident_date")
    coverage = lines.records["coverage"]
    claim = pd.factorize(coverage["claim_number"])[0]
    day, known = days_of(coverage["accident_date"])
    injury = np.append(_one_of(claim, np.where(known, day + 100_000, -1)), -1)[lines.position("coverage")]
    out = injury * 2
    open_ = injury < 0
    if open_.any():
        out[open_] = _one_of(np.full(open_.sum(), -1), _first_dx(lines, open_))
    return pd.Series(out)


def _first_dx(lines: Lines, where: Mask) -> Numbers:
    lists = lines.records["referrals"]["dx_list"]
    first = np.array([dxs[0] if dxs else None for dxs in lists] + [None], dtype=object)
    ordered = pd.Series(first[lines.position("referral")[where]], dtype=object)
    return pd.factorize(ordered.where(ordered.notna(), lines["dx1"][where].reset_index(drop=True)))[0]


@derived("benefit_period")
def _period(lines: Lines) -> pd.Series[Any]:
    """Return a number for the period of each visit, to be read with patient and payer; -1 unknown."""
    kind, year = lines["benefit_period_kind"].to_numpy(), lines["benefit_period_year"].to_numpy()
    within = np.where(kind == LIFETIME, 0, year)
    if (kind == PER_CONDITION).any():
        within = np.where(kind == PER_CONDITION, lines["condition"].to_numpy(), within)
    return pd.Series(np.where((within >= 0) & (kind >= 0), within * len(KINDS) + kind, -1))


def _one_of(*choices: Numbers) -> Numbers:
    """Return the first choice that is known (not -1), made different from the others' numbers.

    >>> _one_of(np.array([0, -1, -1]), np.array([5, 5, -1])).tolist()
    [0, 11, -1]
    """
    out = np.full(len(choices[0]), -1, dtype=np.int64)
    for i, numbers in reversed(list(enumerate(choices))):
        out = np.where(numbers >= 0, numbers * len(choices) + i, out)
    return out

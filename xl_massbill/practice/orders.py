"""The doctor's order of each visit: whether one is needed, from when to when it counts, how much is left.

Everything is read as of the visit: the thirteenth visit of twelve is one too many, the first twelve are
not. What cannot be known (an order without dates, a payer whose limit nobody has entered) is missing, and
the rules keep silent there.

Source: handbook §1.5 (effective rx_required), §1.10 (counting), §4.2 (window), §4.3 (visits left), §4.6 (VA).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from xl_massbill.book.sheet import Mask, Sheet
from xl_massbill.practice.groups import Numbers, numbered
from xl_massbill.practice.lines import Lines, Positions, derived, take
from xl_massbill.practice.running import Days, dates_of, days_of, days_through
from xl_massbill.practice.visit_counts import counter

VA_INITIAL_DAYS = 90
VA_CONTINUATION_DAYS = 180
_EVER = np.int64(10**9)
"""A day after all days."""


@derived("order_required")
def _order_required(lines: Lines) -> pd.Series[Any]:
    """Return where an order is surely required: by a law we may rely on, or by the payer (§1.5, REF-001)."""
    law = (lines["order_by_law"].fillna(False) & ~lines["law_unconfirmed"]).to_numpy(dtype=bool)
    return pd.Series(law | lines.rule_says("rx_required", "Y", "YES", where=~law))


@derived("order_start")
def _order_start(lines: Lines) -> pd.Series[Any]:
    """Return the first day the order covers (§4.2)."""
    return lines["referral_valid_from"].fillna(lines["referral_signed_on"])


@derived("order_end")
def _order_end(lines: Lines) -> pd.Series[Any]:
    """Return the last day the order covers (§4.2): as written, by weeks, by the VA's clock, by its age.

    What the order itself says beats the payer's largest age; the VA's clock starts at the first treatment
    and takes the place of weeks and age.
    """
    at = lines.position("referral")
    start, starts = days_of(lines["order_start"])
    written, is_written = days_of(lines["referral_valid_to"])
    va = _from_va(lines)[at] & (at >= 0)
    first, is_begun = days_of(lines["order_first_visit"])
    clock = np.where(_continues(lines)[at], VA_CONTINUATION_DAYS, VA_INITIAL_DAYS)
    weeks = lines["referral_duration_weeks"].to_numpy(dtype=np.int64, na_value=0)
    signed, is_signed = days_of(lines["referral_signed_on"])
    open_ = ~is_written & ~va & ~(starts & (weeks > 0))
    age = lines.rule_number("rx_max_age_days", where=open_)
    by_age = open_ & is_signed & age.notna().to_numpy(dtype=bool)
    end = np.select(
        [is_written, va, ~open_, by_age],
        [written, first + clock, start + weeks * 7 - 1, signed + age.to_numpy(dtype=np.int64, na_value=0)],
    )
    return dates_of(end, (at >= 0) & np.where(va & ~is_written, is_begun, ~open_ | by_age))


@derived("order_first_visit")
def _order_first_visit(lines: Lines) -> pd.Series[Any]:
    """Return the first visit under the order: the earliest on the sheet, or noted before if earlier."""
    groups, counts = counter(lines, "order")
    days, known = days_of(lines["dos"])
    at = np.flatnonzero(counts & known & (groups >= 0))
    first = np.full(groups.max(initial=-1) + 2, _EVER, dtype=np.int64)
    np.minimum.at(first, groups[at], days[at])
    noted, is_noted = days_of(lines["referral_first_visit_on"])
    begun = np.minimum(first[groups], np.where(is_noted, noted, _EVER))
    return dates_of(np.where(begun < _EVER, begun, 0), begun < _EVER)


@derived("order_visits")
def _order_visits(lines: Lines) -> pd.Series[Any]:
    """Return how many visits were ordered: as written, else times a week by weeks (§4.1)."""
    written = lines["referral_visits_ordered"]
    by_week = lines["referral_frequency_per_week"] * lines["referral_duration_weeks"]
    visits = written.where(written > 0, by_week)
    return visits.where(visits > 0)


@derived("order_used")
def _order_used(lines: Lines) -> pd.Series[Any]:
    """Return how many visits the order has seen, this one included (§1.10)."""
    days, known = days_of(lines["dos"])
    groups, counts = counter(lines, "order")
    return pd.Series(days_through(groups, days, counts & known))


@derived("order_left")
def _order_left(lines: Lines) -> pd.Series[Any]:
    """Return how many visits of the order are left after this one; below 0 when there were too many."""
    return lines["order_visits"] - lines["order_used"]


@derived("week_starts")
def _week_starts(lines: Lines) -> pd.Series[Any]:
    """Return the Monday of each visit's week."""
    days, known = days_of(lines["dos"])
    return dates_of(_monday(days), known)


@derived("order_used_in_week")
def _order_used_in_week(lines: Lines) -> pd.Series[Any]:
    """Return how many visits of its week, Monday to Sunday, the order has seen, this one included (§4.3)."""
    days, known = days_of(lines["dos"])
    groups, counts = counter(lines, "order")
    weeks = numbered(groups, _monday(days))
    return pd.Series(days_through(weeks, days, counts & known))


@derived("order_replaced")
def _order_replaced(lines: Lines) -> pd.Series[Any]:
    """Return where a newer order of the same patient and payer is on file that runs beyond the visit.

    By payer and not by coverage row: each benefit check may be a row of its own.
    """
    at = lines.position("referral")
    later = np.append(latest_end_after(lines), -_EVER)[at]
    dos, _ = days_of(lines["dos"])
    return pd.Series(later > dos)


def _monday(days: Days) -> Days:
    return days - (days + 3) % 7  # 1970-01-01 was a Thursday


def _from_va(lines: Lines) -> Mask:
    """Return which orders are the VA's, by position; the last entry stands for none."""
    sheet, coverage = lines.records["referrals"], lines.records["coverage"]
    at = lines.records.positions("coverage", "coverage_id", sheet["coverage_id"])
    payer = lines.records.positions("payers", "payer_id", take(coverage["payer_id"], at))
    kind = take(lines.records["payers"]["payer_type"], payer)
    return np.append(((sheet["doc_type"] == "VA_REFERRAL") | (kind == "VA_CCN")).to_numpy(dtype=bool), False)


def _continues(lines: Lines) -> Mask:
    """Return which VA orders follow an earlier one of the same patient; the last entry stands for none."""
    sheet = lines.records["referrals"]
    start, known = _starts(sheet)
    va = _from_va(lines)[:-1] & known
    patients = numbered(sheet["patient_id"])
    first = np.full(patients.max(initial=-1) + 2, _EVER, dtype=np.int64)
    np.minimum.at(first, patients[va], start[va])
    return np.append(va & (start > first[patients]), False)


def _starts(sheet: Sheet) -> tuple[Days, Mask]:
    return days_of(sheet["valid_from"].fillna(sheet["signed_on"]))


def latest_end_after(lines: Lines) -> Numbers:
    """Return for each order the last day of the orders of the same patient and payer that start after it.

    An end that hangs on a payer's rule counts as open. -_EVER where no order starts later.
    """
    sheet, coverage = lines.records["referrals"], lines.records["coverage"]
    start, starts = _starts(sheet)
    end, ends = days_of(sheet["valid_to"])
    weeks = sheet["duration_weeks"].to_numpy(dtype=np.int64, na_value=0)
    end = np.where(ends, end, np.where(weeks > 0, start + weeks * 7 - 1, _EVER))
    at = lines.records.positions("coverage", "coverage_id", sheet["coverage_id"])
    groups = numbered(sheet["patient_id"], take(coverage["payer_id"], at), within=starts)
    span = start.max(initial=0) - start.min(initial=0) + 1
    key = groups * span + (start - start.min(initial=0))
    return _suffix_max(groups, key, end)


def _suffix_max(groups: Numbers, key: Numbers, end: Days) -> Positions:
    """Return for each row the largest end among rows of its group with a larger key."""
    order = np.argsort(key, kind="stable")
    sorted_key, sorted_groups = key[order], groups[order]
    backwards = pd.Series(end[order][::-1]).groupby(sorted_groups[::-1]).cummax()
    largest = np.append(backwards.to_numpy()[::-1], -_EVER)
    after = np.searchsorted(sorted_key, key, side="right")
    same = np.append(sorted_groups, -1)[after] == groups
    return np.where(same & (groups >= 0), largest[after], -_EVER)

"""Visits and days since the last progress report went out, for each patient, payer and condition.

The count looks back from the newest report that is on the sheet: one that was sent late settles the visits
before it, for there is nothing left to do about them. Where the day of a report could not be read, all
visits of its condition are passed over.

Source: handbook §4.6 (L&I), §6.4 AUT-009, §1.11 (progress_report_sent_on).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from xl_massbill.book.sheet import Mask
from xl_massbill.practice.groups import Numbers
from xl_massbill.practice.lines import Lines, derived
from xl_massbill.practice.running import Days, days_of, days_through
from xl_massbill.practice.visit_counts import with_patient

_NEVER = -(10**9)
"""A day before all days."""


class _Open(NamedTuple):
    """The visits that no report has covered: condition, day, whether it counts, day of the last report."""

    groups: Numbers
    day: Days
    counts: Mask
    report: Days


@derived("visits_since_report")
def _visits_since(lines: Lines) -> pd.Series[Any]:
    """Return how many visits came before each one, after the last report; with those elsewhere if none."""
    groups, day, counts, report = _uncovered(lines)
    seen = pd.Series(days_through(groups, day, counts)) - 1
    return seen + lines["coverage_visits_used_elsewhere"].fillna(0).where(report == _NEVER, 0)


@derived("days_since_report")
def _days_since(lines: Lines) -> pd.Series[Any]:
    """Return how many days after the last report, or else after the first visit, each visit took place."""
    groups, day, counts, report = _uncovered(lines)
    first = -_latest(groups, -day, counts)[groups]
    return pd.Series(pd.arrays.IntegerArray(day - np.where(report == _NEVER, first, report), ~counts))


def _uncovered(lines: Lines) -> _Open:
    groups = with_patient(lines, lines["payer_number"].to_numpy(), lines["condition"].to_numpy())
    day, known = days_of(lines["dos"])
    sent, is_sent = days_of(lines["note_progress_report_sent_on"])
    today = (lines["note_progress_report_sent_on"] <= lines.as_of).to_numpy(dtype=bool)
    report = _latest(groups, sent, is_sent & today)[groups]
    counts = lines["is_counted"].to_numpy(dtype=bool) & known & (groups >= 0) & (day > report)
    return _Open(groups, day, counts & ~_clouded(lines, groups), report)


def _latest(groups: Numbers, days: Days, counts: Mask) -> Days:
    """Return the latest of the counting days of each group; _NEVER for a group without any, and for none."""
    latest = np.full(groups.max(initial=-1) + 2, _NEVER, dtype=np.int64)
    at = np.flatnonzero(counts & (groups >= 0))
    np.maximum.at(latest, groups[at], days[at])
    return latest


def _clouded(lines: Lines, groups: Numbers) -> Mask:
    """Return the lines of conditions in which the day of some report could not be read."""
    unread = lines.unread("note_progress_report_sent_on")
    if unread is None:
        return np.zeros(len(lines), dtype=bool)
    return np.isin(groups, groups[unread & (groups >= 0)])

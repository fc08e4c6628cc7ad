"""Running counts: how many days, or how much, a counter has seen up to and including each line's day.

A thirteenth visit against twelve ordered must show on the thirteenth, not on the first twelve; so every
counter is read as it stood at the end of the day of the line.

Source: handbook §1.10 (counting), §4.3.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from xl_massbill.book.sheet import Mask
from xl_massbill.practice.groups import Numbers

Days = npt.NDArray[np.int64]
"""Days since 1970-01-01."""

Dates = npt.NDArray[np.datetime64]


def days_through(groups: Numbers, days: Days, counts: Mask) -> pd.arrays.IntegerArray:
    """Return how many different days of the group there are up to and including each line's day.

    Only lines in `counts` that have a group (not -1) count, and only they get a number.

    >>> days_through(np.array([0, 0, 0, 1]), np.array([5, 5, 9, 9]), np.ones(4, dtype=bool)).tolist()
    [1, 1, 2, 1]
    """
    at, pair, group_of = _pairs(groups, days, counts)
    rank = np.arange(1, len(group_of) + 1) - _starts(group_of)
    return _spread(rank[pair], at, len(groups))


def sums_through(
    groups: Numbers, days: Days, counts: Mask, amounts: npt.NDArray[np.int64]
) -> pd.arrays.IntegerArray:
    """Return the sum of the group's amounts up to and including each line's day.

    >>> amounts = np.array([4, 1, 2, 9])
    >>> sums_through(np.array([0, 0, 0, 1]), np.array([5, 5, 9, 9]), np.ones(4, dtype=bool), amounts).tolist()
    [5, 5, 7, 9]
    """
    at, pair, group_of = _pairs(groups, days, counts)
    by_day = np.zeros(len(group_of) + 1, dtype=np.int64)
    np.add.at(by_day, pair + 1, amounts[at])
    total = np.cumsum(by_day)
    return _spread((total[1:] - total[_starts(group_of)])[pair], at, len(groups))


def _pairs(groups: Numbers, days: Days, counts: Mask) -> tuple[Numbers, Numbers, Numbers]:
    """Return the positions of the counting lines, the number of their day in its group, and that day's group.

    Days are numbered group by group, the earliest first.
    """
    at = np.flatnonzero(counts & (groups >= 0))
    if not len(at):
        return at, at, at
    first = days[at].min()
    span = days[at].max() - first + 1
    unique, pair = np.unique(groups[at] * span + (days[at] - first), return_inverse=True)
    return at, pair, unique // span


def _starts(group_of: Numbers) -> Numbers:
    """Return for each day the number of the first day of its group."""
    return np.searchsorted(group_of, group_of)


def _spread(values: Numbers, at: Numbers, size: int) -> pd.arrays.IntegerArray:
    out = np.zeros(size, dtype=np.int64)
    missing = np.ones(size, dtype=bool)
    out[at], missing[at] = values, False
    return pd.arrays.IntegerArray(out, missing)


def days_of(dates: pd.Series[pd.Timestamp]) -> tuple[Days, Mask]:
    """Return dates as days since 1970-01-01, and which of them are known.

    >>> days_of(pd.Series(pd.to_datetime(["1970-01-02", None])))[0].tolist()
    [1, 0]
    """
    plain = dates.to_numpy().astype("datetime64[D]")
    known = ~np.isnat(plain)
    return np.where(known, plain.astype(np.int64), 0), known


def dates_of(days: Days, known: Mask) -> pd.Series[pd.Timestamp]:
    """Return days since 1970-01-01 as dates; missing where not known."""
    dates = days.astype("datetime64[D]").astype("datetime64[s]")
    dates[~known] = np.datetime64("NaT")
    return pd.Series(dates)

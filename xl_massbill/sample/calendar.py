"""On which days the invented clinic is open: Monday to Saturday, closed on US holidays.

A sample whose visits fall on Christmas would teach nobody to trust it.

Source: 5 U.S.C. 6103 (federal holidays; the clinic keeps eight of them and the day after Thanksgiving).
"""

from __future__ import annotations

import datetime as dt
from functools import cache

SUNDAY = 6
DAY = dt.timedelta(days=1)


def is_open(day: dt.date) -> bool:
    """Return whether the clinic treats on this day.

    >>> is_open(dt.date(2026, 1, 1)), is_open(dt.date(2026, 1, 2)), is_open(dt.date(2026, 1, 4))
    (False, True, False)
    """
    return day.weekday() != SUNDAY and day not in holidays(day.year)


def opened(day: dt.date) -> dt.date:
    """Return this day, or the next one on which the clinic is open."""
    while not is_open(day):
        day += DAY
    return day


def shut(day: dt.date) -> dt.date:
    """Return this day, or the last one before it on which the clinic was open."""
    while not is_open(day):
        day -= DAY
    return day


@cache
def holidays(year: int) -> frozenset[dt.date]:
    """Return the days of a year on which the clinic is closed.

    >>> dt.date(2026, 5, 25) in holidays(2026), dt.date(2026, 7, 3) in holidays(2026)
    (True, True)
    """
    thanksgiving = _nth(year, 11, weekday=3, n=4)
    fixed = [dt.date(year, 1, 1), dt.date(year, 6, 19), dt.date(year, 7, 4), dt.date(year, 12, 25)]
    return frozenset(
        [
            *fixed,
            *(_observed(day) for day in fixed),
            _nth(year, 1, weekday=0, n=3),
            _nth(year, 2, weekday=0, n=3),
            _last_monday_of_may(year),
            _nth(year, 9, weekday=0, n=1),
            thanksgiving,
            thanksgiving + DAY,
        ]
    )


def _observed(day: dt.date) -> dt.date:
    """Return the weekday on which a holiday is kept that falls on a weekend."""
    return day + DAY * {5: -1, 6: 1}.get(day.weekday(), 0)


def _nth(year: int, month: int, *, weekday: int, n: int) -> dt.date:
    first = dt.date(year, month, 1)
    return first + DAY * ((weekday - first.weekday()) % 7 + 7 * (n - 1))


def _last_monday_of_may(year: int) -> dt.date:
    last = dt.date(year, 5, 31)
    return last - DAY * last.weekday()

"""The counts of one allowance, taken from the running numbers that the rules compare.

Source: handbook §1.10 (a visit counts once a day), §4.3.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from xl_massbill.book.sheet import Mask
from xl_massbill.practice.allowances.allowance import Beyond, Count, Unit
from xl_massbill.practice.billable import CASH_PLANS
from xl_massbill.practice.groups import Numbers
from xl_massbill.practice.lines import Lines
from xl_massbill.practice.running import days_of

_EPOCH = dt.date(1970, 1, 1)


class Running(NamedTuple):
    """The column with a running number, and that of which it is the sum ("": days are counted)."""

    number: str
    amount: str = ""


def outside_dates(days: pd.Series[Any], first: pd.Series[Any], last: pd.Series[Any]) -> Mask:
    """Return which days lie before a first day or after a last one; a blank end is open."""
    return np.asarray((days < first) | (days > last), dtype=bool)


def unreadable(lines: Lines, *names: str) -> Mask:
    """Return the lines for which one of some columns is unknown because a cell cannot be read."""
    masks = [mask for name in names if (mask := lines.unread(name)) is not None]
    return np.asarray(np.logical_or.reduce([np.zeros(len(lines), dtype=bool), *masks]), dtype=bool)


class Tally:
    """The visit lines as of a day, asked about some of them at a time."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.days, self.known = days_of(lines["dos"])
        today = int(days_of(pd.Series([lines.as_of]))[0][0])
        done = (lines["status"] == "DONE").to_numpy(dtype=bool)
        self.is_done: Mask = done & self.known & (self.days <= today)
        self._columns: dict[str, Numbers] = {}
        self._visit = lines["visit_id"].tolist()
        pays_itself = lines.holds("coverage_pay_type", *CASH_PLANS)
        self._is_open = (lines.blank("claim_id") & ~pays_itself).tolist()

    def count(self, unit: Unit, running: Running, at: Numbers, allowed: int | None, before: int = 0) -> Count:
        """Return the count over the lines at some positions.

        `before` is what was used before the first line and is in no running number.
        """
        number, amount = running
        through = self._plain(number, -1)[at]
        at, through = at[through >= 0], through[through >= 0]
        done = self.is_done[at]
        if amount:
            each = self._plain(amount, 0)[at]
            booked = int(each[~done].sum())
        else:
            booked = len(set(self.days[at].tolist()) - set(self.days[at][done].tolist()))
        by_day = dict(zip(self.days[at].tolist(), (through + before).tolist(), strict=True))
        total = max(by_day.values(), default=before)
        seen = tuple((_date(day), by_day[day]) for day in sorted(by_day))
        return Count(unit, allowed, total - booked, booked, seen)

    def beyond(self, at: Numbers, count: Count) -> list[Beyond]:
        """Return the visits among lines with which a count is exceeded."""
        if count.allowed is None:
            return []
        over = [(day - _EPOCH).days for day, number in count.through if number > count.allowed]
        return self.named(at[np.isin(self.days[at], over)], count.unit) if over else []

    def outside(self, at: Numbers, is_outside: Mask, by: str) -> list[Beyond]:
        """Return the visits among lines that lie outside the dates of their paper."""
        return self.named(at[is_outside[at]], by) if len(at) else []

    def _plain(self, name: str, missing: int) -> Numbers:
        """Return a column as plain whole numbers; turned once, for thousands of papers ask for some of it."""
        if name not in self._columns:
            self._columns[name] = self.lines[name].to_numpy(dtype=np.int64, na_value=missing)
        return self._columns[name]

    def named(self, at: Numbers, by: str) -> list[Beyond]:
        """Return the visits of lines that something does not cover."""
        found = dict[tuple[int, str], bool]()
        for i in at.tolist():
            key = int(self.days[i]), str(self._visit[i] or "")
            found[key] = found.get(key, True) and not self._is_open[i]
        return [Beyond(_date(day), visit, str(by), out) for (day, visit), out in sorted(found.items())]


def _date(day: int) -> dt.date:
    return _EPOCH + dt.timedelta(days=int(day))

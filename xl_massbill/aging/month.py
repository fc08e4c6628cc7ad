"""A calendar month, as an office closes it.

Source: handbook §10.8 (window by posting).
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from xl_massbill.errors import Refused

_KEY = re.compile(r"(\d{4})-(\d{1,2})", re.ASCII)
_DECEMBER = 12
_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """One month; months stand in their order.

    >>> one = Month(2026, 2)
    >>> str(one.first), str(one.last), one.key, one.words, one.before.before.key
    ('2026-02-01', '2026-02-28', '2026-02', 'February 2026', '2025-12')
    """

    year: int
    number: int

    @classmethod
    def of(cls, day: dt.date) -> Month:
        """Return the month of a day."""
        return cls(day.year, day.month)

    @classmethod
    def read(cls, text: str) -> Month:
        """Return the month that is written as 2026-09; raise Refused if it is none.

        >>> Month.read("2026-9")
        Month(year=2026, number=9)
        """
        found = _KEY.fullmatch(text.strip())
        if found is None or not (1 <= int(found[2]) <= _DECEMBER and int(found[1]) > 1):
            raise Refused(f"{text} is no month: write it as 2026-09.")
        return cls(int(found[1]), int(found[2]))

    @property
    def first(self) -> dt.date:
        """Return its first day."""
        return dt.date(self.year, self.number, 1)

    @property
    def last(self) -> dt.date:
        """Return its last day."""
        return self.after.first - dt.timedelta(1)

    @property
    def before(self) -> Month:
        """Return the month before."""
        return Month.of(self.first - dt.timedelta(1))

    @property
    def after(self) -> Month:
        """Return the month after."""
        over = self.number == _DECEMBER
        return Month(self.year + over, 1 if over else self.number + 1)

    @property
    def key(self) -> str:
        """Return it as 2026-09."""
        return f"{self.year:04}-{self.number:02}"

    @property
    def words(self) -> str:
        """Return it as September 2026."""
        return f"{_NAMES[self.number - 1]} {self.year}"

    def has(self, day: dt.date | None) -> bool:
        """Return whether a day falls in it; no day falls in none."""
        return day is not None and self.first <= day <= self.last

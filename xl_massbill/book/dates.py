"""Dates and clock times as offices really write them: serial numbers, ISO, US style, month names.

A US clinic writes month before day, so 5/4/2026 is the fourth of May. A year of two digits is never guessed,
and a number that is no date of a clinic's life is not taken for one.

Source: ECMA-376 part 1, §18.17.4 (serial numbers); handbook §1.2 (date, time), §6.1 FMT-007.
"""

from __future__ import annotations

import datetime as dt
import math
import re

from xl_massbill.book.doubt import Bad
from xl_massbill.book.workbook import Cell

_EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a cell has no time zone
_FIRST_YEAR = 1900  # Excel knows no earlier day
_SERIALS = range(10_000, 80_000)  # 1927 to 2119: smaller and larger numbers are years, ids or typing slips

_MONTHS = (
    "january february march april may june july august september october november december".split()  # noqa: SIM905
)
_WEEKDAY = re.compile(r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:(?:\s*T\s*|[\s,]+)(.+))?", re.ASCII)
_US = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:[\s,]+(.+))?", re.ASCII)
_WORDY = re.compile(
    r"(?:(?P<m>[a-z]{3,9})\.?[\s-]+(?P<d>\d{1,2})(?:st|nd|rd|th)?"
    r"|(?P<d2>\d{1,2})(?:st|nd|rd|th)?[\s-]+(?P<m2>[a-z]{3,9})\.?),?[\s-]+(?P<y>\d{4})(?:[\s,]+(?P<t>.+))?",
    re.ASCII | re.IGNORECASE,
)
_SHORT_YEAR = re.compile(
    r"(?:\d{1,2}[-/.]\d{1,2}|[a-z]{3,9}\.?[\s-]+\d{1,2}(?:st|nd|rd|th)?,?|\d{1,2}[\s-]+[a-z]{3,9}\.?,?)"
    r"[-/.\s]+'?\d{2}(?:[\s,]+.+)?",
    re.ASCII | re.IGNORECASE,
)
_DIGITS = re.compile(r"\d{8}|\d{5}(?:\.\d{1,20})?", re.ASCII)
_CLOCK = re.compile(
    r"(\d{1,2})(?::(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?)?(?:\s*([ap])\.?\s*(?:m\.?)?)?",
    re.ASCII | re.IGNORECASE,
)
_ZONE = re.compile(r"\s*(?:Z|[+-]\d{2}:?\d{2})$", re.ASCII | re.IGNORECASE)


def day_of(cell: Cell) -> dt.date | Bad:
    """Return the day that a cell names."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        cell = math.floor(cell)  # the clock part of a day is no matter, and must not round it up
    moment = moment_of(cell)
    return moment if isinstance(moment, Bad) else moment.date()


def moment_of(cell: Cell) -> dt.datetime | Bad:
    """Return the day and clock time that a cell names; midnight where it names only a day."""
    if isinstance(cell, dt.datetime):
        found: dt.datetime | Bad = cell.replace(microsecond=0, tzinfo=None)
    elif isinstance(cell, dt.date):
        found = dt.datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001
    elif isinstance(cell, str):
        found = _of_text(_WEEKDAY.sub("", cell, count=1) if cell[:1].isalpha() else cell)
    elif isinstance(cell, int | float) and not isinstance(cell, bool):
        found = _of_number(cell)
    else:
        return Bad("not_a_date")
    return Bad("not_a_date") if isinstance(found, dt.datetime) and found.year < _FIRST_YEAR else found


def minutes_of(cell: Cell) -> int | Bad:
    """Return the clock time that a cell names, in whole minutes since midnight; seconds are dropped.

    >>> minutes_of("1:05 pm"), minutes_of(0.5), minutes_of(dt.time(9, 30)), minutes_of("half past nine")
    (785, 720, 570, Bad(why='not_a_time'))
    """
    if isinstance(cell, dt.datetime | dt.time):
        return _minutes(cell.hour * 3600 + cell.minute * 60 + cell.second + cell.microsecond / 1_000_000)
    if isinstance(cell, dt.timedelta):  # calamine's form of a cell formatted [h]:mm
        seconds = cell.total_seconds()
        return _minutes(seconds) if 0 <= seconds < 86_400 else Bad("not_a_time")
    if isinstance(cell, str):
        return _minutes_of_text(cell)
    if (
        isinstance(cell, int | float)
        and not isinstance(cell, bool)
        and (0 <= cell < 1 or int(cell) in _SERIALS)
    ):
        return _minutes(cell % 1 * 86_400)
    return Bad("not_a_time")


def _minutes(seconds: float) -> int:
    """Return whole minutes; half a second is forgiven, because Excel's fractions of a day are not exact."""
    return int((seconds + 0.5) // 60) % 1440


def _of_number(number: float) -> dt.datetime | Bad:
    if int(number) in _SERIALS:
        return _EPOCH + dt.timedelta(days=int(number), seconds=round(number % 1 * 86_400))
    if number == int(number) and 19_000_101 <= number <= 21_001_231:
        return _calendar(int(number) // 10_000, int(number) // 100 % 100, int(number) % 100)
    return Bad("not_a_date")


def _of_text(text: str) -> dt.datetime | Bad:
    if found := _ISO.fullmatch(text):
        return _with_clock(_calendar(int(found[1]), int(found[2]), int(found[3])), found[4])
    if found := _US.fullmatch(text):
        return _with_clock(_calendar(int(found[3]), int(found[1]), int(found[2])), found[4])
    if found := _WORDY.fullmatch(text):
        month = _month(found["m"] or found["m2"])
        return _with_clock(_calendar(int(found["y"]), month, int(found["d"] or found["d2"])), found["t"])
    if _SHORT_YEAR.fullmatch(text):
        return Bad("short_year")
    if _DIGITS.fullmatch(text):
        return _of_number(float(text))
    return Bad("not_a_date")


def _month(word: str) -> int:
    """Return the month that a name or its beginning means, 0 for none."""
    named = [number for number, name in enumerate(_MONTHS, 1) if name.startswith(word.lower())]
    return named[0] if len(named) == 1 else 0


def _calendar(year: int, month: int, day: int) -> dt.datetime | Bad:
    try:
        return dt.datetime(year, month, day)  # noqa: DTZ001
    except ValueError:
        return Bad("not_a_date")


def _with_clock(day: dt.datetime | Bad, clock: str | None) -> dt.datetime | Bad:
    if clock is None or isinstance(day, Bad):
        return day
    minutes = _minutes_of_text(_ZONE.sub("", clock.strip()))
    return minutes if isinstance(minutes, Bad) else day + dt.timedelta(minutes=minutes)


def _minutes_of_text(text: str) -> int | Bad:
    found = _CLOCK.fullmatch(text)
    if found is None or not (found[2] or found[4]):
        return Bad("not_a_time")
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[4] or "").lower()
    if minute > 59 or int(found[3] or 0) > 59 or hour > (12 if half else 23) or (half and hour == 0):
        return Bad("not_a_time")
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return hour * 60 + minute

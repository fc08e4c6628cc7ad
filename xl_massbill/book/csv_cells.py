"""A cell as a CSV file holds it, and back: what goes out comes in again as the same value.

A text that could be taken for something else carries a leading apostrophe, as in Excel itself: one that
begins like a formula (so that no spreadsheet runs it), and one that looks like a number or a date in a column
of such. Text columns hold texts only: a number that stands in one comes back as its digits.

Source: OWASP, "CSV Injection"; RFC 4180 (quoting is left to the file's writer).
"""

from __future__ import annotations

import datetime as dt
import re

from xl_massbill.book.amounts import cents_of, share_of, whole_of
from xl_massbill.book.column import Kind
from xl_massbill.book.dates import minutes_of, moment_of
from xl_massbill.book.doubt import Bad
from xl_massbill.book.workbook import Cell, CellError, Formula, NoValue

_GUARDS = frozenset("=+-@\t\r")

_TYPED = frozenset({Kind.WHOLE, Kind.MONEY, Kind.PERCENT, Kind.DAY, Kind.CLOCK, Kind.MOMENT, Kind.YES_NO})
_DAYS = frozenset({Kind.DAY, Kind.MOMENT})
_ERRORS = frozenset({"#N/A", "#VALUE!", "#REF!", "#DIV/0!", "#NUM!", "#NAME?", "#NULL!", "#SPILL!", "#CALC!"})
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]\d+)?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?: \d\d:\d\d(?::\d\d(?:\.\d{3})?)?)?", re.ASCII)
_CLOCK = re.compile(r"\d\d:\d\d(?::\d\d(?:\.\d{3})?)?", re.ASCII)
_MORE = re.compile(r":\d\d:\d\d|:\d\d.*(?:[Zz]|[+-]\d\d:?\d\d)$")  # seconds, or a time zone
_MOST_DIGITS = 15  # what a cell's number can hold
_MIDNIGHT = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - of any day: a cell's clock time has none
_FIRST_DAY = dt.date(1900, 3, 1)  # before it, Excel's calendar is a day off


def written(kind: Kind | None, cell: Cell) -> str:
    """Return a cell as text; `kind` is that of its column, None for one of the clinic's own.

    >>> written(Kind.MONEY, 45.5), written(Kind.PERCENT, 0.2), written(Kind.TEXT, "=1+1")
    ('45.50', '20%', "'=1+1")
    """
    if isinstance(cell, Formula):
        cell = cell.value
    if cell is None:
        return ""
    if isinstance(cell, (str, NoValue)):
        return _text(kind, cell)
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, (int, float)):
        return _number_text(kind, cell or 0)  # Excel's -0 is a plain zero
    return _clock_text(cell) if isinstance(cell, dt.time) else _day_text(cell)


def read(kind: Kind | None, text: str) -> Cell:
    """Return what a text of a CSV file means in a column; what its kind cannot read stays as it is.

    >>> read(Kind.DAY, "5/4/2026"), read(Kind.ZIP, "02101"), read(Kind.TEXT, "'=1+1"), read(Kind.DAY, "soon")
    (datetime.date(2026, 5, 4), '02101', '=1+1', 'soon')
    """
    if not text:
        return None
    if text[0] == "'" and _marked(kind, text[1:]):
        return text[1:]
    return _plain(kind, text)


def _text(kind: Kind | None, cell: str | NoValue) -> str:
    if isinstance(cell, NoValue):
        return "#N/A"  # a blank would hide that something is missing
    if isinstance(cell, CellError):
        return str.__str__(cell)
    return f"'{cell}" if _marked(kind, cell) else cell


def heading_written(heading: str) -> str:
    """Return a heading of the clinic's own as text; like a cell, it must not begin like a formula.

    >>> heading_written("-x"), heading_read(heading_written("-x")), heading_read("2026")
    ("'-x", '-x', '2026')
    """
    return f"'{heading}" if heading.lstrip("'")[:1] in _GUARDS else heading


def heading_read(text: str) -> str:
    """Return the heading that a text of a CSV file stands for."""
    return text[1:] if text[:1] == "'" and text.lstrip("'")[:1] in _GUARDS else text


def _marked(kind: Kind | None, text: str) -> bool:
    """Say whether a text needs an apostrophe before it to come back as itself."""
    bare = text.lstrip("'")
    return bare != "" and (bare[0] in _GUARDS or type(_plain(kind, bare)) is not str)


def _plain(kind: Kind | None, text: str) -> Cell:
    """Return the value of a text without an apostrophe; the text itself if it is just that."""
    if text in _ERRORS:
        return CellError(text)
    if kind is not None and kind not in _TYPED:
        return text
    value: Cell = _moment(text) if kind in _DAYS else None
    if value is None:
        value = _value(text)
    if value is None and kind is not None:
        value = _of_kind(kind, text.strip())
    return text if value is None else value


def _value(text: str) -> Cell:
    """Return the value that a text of our own making stands for; None if it is none of ours."""
    if text in ("TRUE", "FALSE"):
        return text == "TRUE"
    if _DAY.fullmatch(text):
        return _moment(text)
    if _CLOCK.fullmatch(text):
        try:
            return dt.time.fromisoformat(text)
        except ValueError:
            return None
    return _number(text)


def _number(text: str) -> Cell:
    """Return the number that a text is, unless a cell could not hold all its digits."""
    if not _NUMBER.fullmatch(text):
        return None
    digits = sum(sign.isdigit() for sign in text.partition("e")[0])
    if digits > _MOST_DIGITS and _number_text(None, float(text)) != text:
        return None
    return float(text) if "." in text or "e" in text else int(text)


def _moment(text: str) -> dt.date | None:
    """Return a day, or a day and time; None for what is none, or what would lose its seconds or zone."""
    if _DAY.fullmatch(text):
        try:
            found: dt.datetime | Bad = dt.datetime.fromisoformat(text)
        except ValueError:
            return None
    else:
        found = Bad("") if _MORE.search(text) else moment_of(text.strip())
    if isinstance(found, Bad) or found.date() < _FIRST_DAY:
        return None
    return found.date() if found.time() == dt.time() else found


def _of_kind(kind: Kind, text: str) -> Cell:
    """Return the value of what people write in a column of a kind: $1,234.50, 20 %, 1:05 pm; else None."""
    found: Cell | Bad = None
    if kind is Kind.MONEY:
        cents = cents_of(text, signed=True)
        found = cents if isinstance(cents, Bad) else cents / 100
    elif kind is Kind.WHOLE:
        found = whole_of(text, signed=True)
    elif kind is Kind.PERCENT:
        found = float(text[:-1]) / 100 if text.endswith("%") and isinstance(share_of(text), int) else None
    elif kind is Kind.CLOCK and not _MORE.search(text):
        minutes = minutes_of(text)
        found = minutes if isinstance(minutes, Bad) else dt.time(*divmod(minutes, 60))
    return None if isinstance(found, Bad) else found


def _number_text(kind: Kind | None, number: float) -> str:
    if kind is Kind.MONEY and abs(number) < 10**12 and round(number, 2) == number:
        return f"{number:.2f}"
    if kind is Kind.PERCENT and (number == 0 or 0.001 <= number <= 1):
        share = f"{number * 100:.6g}"
        if float(share) / 100 == number:
            return f"{share}%"
    if kind in _DAYS:
        moment = moment_of(number)
        if not isinstance(moment, Bad):
            return _day_text(moment)
    if kind is Kind.CLOCK and 0 <= number < 1:
        return _clock_text((_MIDNIGHT + dt.timedelta(days=number)).time())
    is_whole = abs(number) < 10**_MOST_DIGITS and number == int(number)
    return str(int(number)) if is_whole else repr(float(number))


def _day_text(day: dt.date) -> str:
    if not isinstance(day, dt.datetime):
        return day.isoformat()
    # A cell keeps a fraction of a day; what is below a millisecond is no more than its rounding.
    day = day + dt.timedelta(microseconds=500)
    return f"{day.date()} {_clock(day.time())}" if day.time() >= dt.time(0, 0, 0, 1000) else str(day.date())


def _clock_text(clock: dt.time) -> str:
    moment = dt.datetime.combine(_MIDNIGHT, clock) + dt.timedelta(microseconds=500)
    return _clock(moment.time()) if moment.day == 1 else "23:59:59.999"


def _clock(clock: dt.time) -> str:
    if clock.microsecond >= 1000:
        return clock.isoformat("milliseconds")
    return clock.isoformat("seconds" if clock.second else "minutes")

"""What a value becomes on its way into a cell, and when two cells hold the same.

All hosts use these few rules, so that a value put into memory, a file or Excel reads back the same.

Source: ECMA-376 part 1, §18.17.4 (dates as serial numbers); Excel's published limits.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Sequence
from typing import Any

from xl_massbill.book.workbook import NOT_CALCULATED, Cell, CellError, Formula, NoValue
from xl_massbill.errors import Refused

LONGEST_TEXT = 32_767
LONGEST_FORMULA = 8_192
MOST_DIGITS = 10**15
LAST_ROW = 1_048_576
LAST_COLUMN = 16_384

_APART = {str, int, float, dt.date, type(None)}
# What XML 1.0 cannot carry; Excel calls a workbook damaged that holds one.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ERROR = re.compile(r"#[A-Z0-9_/]{2,20}[!?]?")
_EPOCH_1900 = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a cell has no time zone
_EPOCH_1904 = dt.datetime(1904, 1, 1)  # noqa: DTZ001
_DAY = 86_400
# Excel shows times to the millisecond; two moments closer than that are the same cell.
_NEAR = 0.0006 / _DAY


def tidy(cell: Any) -> Cell:
    """Return a value as a workbook will hold it: blanks as None, without unprintable characters.

    A missing value of pandas counts as blank. Raise Refused for what no cell can hold, TypeError or
    ValueError for what is no cell value at all.
    """
    kind = type(cell)
    if kind is str:
        return _text(cell)
    if cell is None or kind is bool or cell is NOT_CALCULATED:
        return cell  # type: ignore[no-any-return]
    if kind is int:
        return _whole(cell)
    if isinstance(cell, Formula):
        return _formula(cell)
    if isinstance(cell, dt.date):
        return _day(cell)
    return _odd(cell)


def tidied(cells: Sequence[Any]) -> tuple[Cell, ...]:
    """Return a column of values as a workbook will hold them, equal ones as one object.

    A column repeats itself, so each different value is looked at once. Raise what `tidy` raises.

    >>> tidied(["a", "", None]), tidied([1, True, 1.0])
    (('a', None, None), (1, True, 1.0))
    """
    kinds = set(map(type, cells))
    # 1, 1.0 and True are equal and must stay what they are; of other kinds nobody knows what they equal
    if not kinds <= _APART or len(kinds & {int, float}) > 1:
        return tuple(map(tidy, cells))
    known = {cell: tidy(cell) for cell in dict.fromkeys(cells)}
    return tuple(map(known.__getitem__, cells))


def _odd(cell: Any) -> Cell:
    if isinstance(cell, CellError):
        return _error(cell)
    if isinstance(cell, str):
        return _text(str.__str__(cell))
    if isinstance(cell, float):
        return _real(cell)
    if isinstance(cell, int):
        return _whole(int(cell))
    if isinstance(cell, dt.time):
        if cell.tzinfo is not None:
            raise ValueError("a cell has no time zone")
        return cell
    if type(cell).__name__ == "NAType":
        return None
    raise TypeError(f"a cell cannot hold a value of type {type(cell).__name__}")


def _real(cell: float) -> float | None:
    if math.isinf(cell):
        raise ValueError("no cell holds an infinite number")
    return None if math.isnan(cell) else float(cell) + 0.0  # a zero has no sign


def _whole(cell: int) -> int:
    if abs(cell) > MOST_DIGITS:
        raise ValueError("Excel keeps 15 digits of a number: write longer ones as text")
    return cell


def _text(text: str) -> str | None:
    if not text.isprintable() and _UNWRITABLE.search(text):
        text = _UNWRITABLE.sub("", text)
    # Excel counts UTF-16 units, of which a character has two at most.
    if len(text) > LONGEST_TEXT // 2 and len(text.encode("utf-16-le")) > 2 * LONGEST_TEXT:
        raise Refused(f"A text is longer than the {LONGEST_TEXT:,} characters that a cell can hold.")
    return text or None


def _formula(cell: Formula) -> Formula:
    if len(cell.text) > LONGEST_FORMULA:
        raise Refused(f"A formula is longer than the {LONGEST_FORMULA:,} characters that Excel allows.")
    value = tidy(cell.value)
    if isinstance(value, (dt.date, dt.time, Formula)):
        raise TypeError("the value of a formula is a text or a number")
    return Formula(_UNWRITABLE.sub("", cell.text), value)  # type: ignore[arg-type]


def _day(cell: dt.date) -> Cell:
    if cell != cell:  # noqa: PLR0124 - pandas' missing date is the one date that differs from itself
        return None
    if cell.year < 1900:
        raise Refused("Excel has no dates before 1900.")
    if not isinstance(cell, dt.datetime):
        return cell
    if cell.tzinfo is not None:
        raise ValueError("a cell has no time zone")
    if cell.time() == dt.time():
        return dt.date(cell.year, cell.month, cell.day)
    return dt.datetime.combine(cell.date(), cell.time())


def _error(cell: CellError) -> CellError:
    if not _ERROR.fullmatch(cell):
        raise ValueError("an error value looks like #N/A")
    return cell


def shown(cell: Cell) -> Cell:
    """Return what a reader finds in the cell: a formula's value instead of its text."""
    if not isinstance(cell, Formula):
        return cell
    return NOT_CALCULATED if cell.value is None else cell.value


def serial(moment: dt.date | dt.time, *, from_1904: bool = False) -> float:
    """Return a date, moment or time as Excel's number of days.

    >>> serial(dt.date(2026, 5, 4)), serial(dt.time(12)), serial(dt.date(1900, 1, 1))
    (46146.0, 0.5, 1.0)
    """
    if isinstance(moment, dt.time):
        return _seconds(moment) / _DAY
    days = (dt.datetime(moment.year, moment.month, moment.day) - _epoch(from_1904)).days  # noqa: DTZ001
    if not from_1904 and days < 61:
        # Excel believes in a 29 February 1900; the days before it count one less.
        days -= 1
    clock = _seconds(moment.time()) if isinstance(moment, dt.datetime) else 0.0
    return days + clock / _DAY


def _epoch(from_1904: bool) -> dt.datetime:
    return _EPOCH_1904 if from_1904 else _EPOCH_1900


def _seconds(clock: dt.time) -> float:
    return clock.hour * 3600 + clock.minute * 60 + clock.second + clock.microsecond / 1_000_000


def same(one: Cell, other: Cell, *, from_1904: bool = False) -> bool:
    """Say whether two cells hold the same value, whatever Python type carries it.

    >>> same(97124.0, 97124), same("97124", 97124), same(True, 1), same(dt.date(2026, 5, 4), 46146)
    (True, False, False, True)
    """
    if one is None or other is None or isinstance(one, NoValue) or isinstance(other, NoValue):
        return one is other
    if isinstance(one, str) or isinstance(other, str):
        # An error value is a str by birth, but never the same as the text "#N/A".
        return one == other and isinstance(one, CellError) is isinstance(other, CellError)
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, Formula) or isinstance(other, Formula):
        return one == other
    if isinstance(one, (dt.date, dt.time)) or isinstance(other, (dt.date, dt.time)):
        return abs(_number(one, from_1904) - _number(other, from_1904)) < _NEAR
    return float(one) == float(other)


def _number(cell: float | dt.date | dt.time, from_1904: bool) -> float:
    if isinstance(cell, (dt.date, dt.time)):
        return serial(cell, from_1904=from_1904)
    return float(cell)

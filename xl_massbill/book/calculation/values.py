"""How values of cells compare, add up and join in a formula.

Source: ECMA-376 part 1, §18.17.2.6 (types and conversion); Microsoft's pages on operators and on COUNTIFS.
"""

from __future__ import annotations

import datetime as dt
import operator
import re
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from xl_massbill.book.workbook import Cell, CellError

Plain = float | str | bool | CellError | None
"""A value in a formula: dates are numbers, a blank cell is None."""

Values = Plain | list[Plain]
"""One value, or those of a column from top to bottom."""

NO_VALUE, NO_MATCH, BY_ZERO, BAD_NUMBER = map(CellError, ("#VALUE!", "#N/A", "#DIV/0!", "#NUM!"))

_EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a cell has no time zone
_FIRST_SERIAL = 61
_NUMERIC = re.compile(r"[+-]?\d+(?:\.\d+)?")
Made = TypeVar("Made")
_APART = {str, float, dt.date, dt.datetime, type(None)}
"""Kinds of which no two values are equal: 1 is also 1.0 and TRUE, and an error is also its word."""
ORDERS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}


def plain(cell: Cell) -> Plain:
    """Return a cell as a formula sees it; raise ValueError for a result that was never calculated.

    Days count from 1900, and the last days before March of that year are none of a clinic's.
    """
    kind = type(cell)
    if cell is None or kind in (str, bool, float, CellError):
        return cell  # type: ignore[return-value]
    if kind is int:
        return float(cell)  # type: ignore[arg-type]
    if isinstance(cell, dt.datetime):
        return (cell - _EPOCH) / dt.timedelta(days=1)
    if isinstance(cell, dt.date):
        return serial_of(cell)
    if isinstance(cell, dt.time):
        return (dt.datetime.combine(_EPOCH, cell) - _EPOCH) / dt.timedelta(days=1)
    raise ValueError("a value that is not known")


def of_each(function: Callable[[Any], Made], cells: Sequence[Any]) -> list[Made]:
    """Return what a function makes of each cell; columns repeat themselves, so equal cells are asked once."""
    if set(map(type, cells)) <= _APART:
        known = {cell: function(cell) for cell in set(cells)}
        return list(map(known.__getitem__, cells))
    return list(map(function, cells))


def serial_of(day: dt.date) -> float:
    """Return a day as the number that Excel counts."""
    return float(day.toordinal() - _EPOCH.toordinal())


def day_of_serial(serial: float) -> dt.date:
    """Return the day of a number that Excel counts; raise ValueError for one before March of 1900."""
    if serial < _FIRST_SERIAL:
        raise ValueError("a day that Excel counts otherwise")
    return (_EPOCH + dt.timedelta(days=int(serial))).date()


def each(function: Callable[[Plain, Plain], Plain], left: Values, right: Values) -> Values:
    """Apply a function to two values, or to those of a column one by one."""
    if isinstance(left, list) and isinstance(right, list):
        if len(left) != len(right):
            raise ValueError("columns of unequal height")
        return list(map(function, left, right))
    if isinstance(left, list):
        return [function(one, right) for one in left]  # type: ignore[arg-type]
    if isinstance(right, list):
        return [function(left, one) for one in right]
    return function(left, right)


def number(value: Plain) -> float | CellError:
    """Return a value as a number; a text that is none is an error."""
    if type(value) is float or isinstance(value, CellError):
        return value
    if value is None:
        return 0.0
    if isinstance(value, bool):
        return float(value)
    if isinstance(value, str):
        return float(value) if _NUMERIC.fullmatch(value) else NO_VALUE
    return float(value)


def reckoned(sign: str, left: Plain, right: Plain) -> Plain:
    """Return the sum, difference, product or quotient of two values."""
    one, other = number(left), number(right)
    if isinstance(one, CellError):
        return one
    if isinstance(other, CellError):
        return other
    if sign == "+":
        return one + other
    if sign == "-":
        return one - other
    if sign == "*":
        return one * other
    return one / other if other else BY_ZERO


def ordered(sign: str, left: Plain, right: Plain) -> Plain:
    """Compare two values: texts without case, and any number stands before any text."""
    for one in (left, right):
        if isinstance(one, CellError):
            return one
    return ORDERS[sign](_sorted(left, right), _sorted(right, left))


def _sorted(value: Plain, beside: Plain) -> tuple[int, Any]:
    if value is None:
        value = "" if isinstance(beside, str) else False if isinstance(beside, bool) else 0.0
    if isinstance(value, bool):
        return 2, value
    return (1, value.lower()) if isinstance(value, str) else (0, value)


def joined(left: Plain, right: Plain) -> Plain:
    """Return two values as one text."""
    for one in (left, right):
        if isinstance(one, CellError):
            return one
    return worded(left) + worded(right)


def worded(value: Plain) -> str:
    """Return a value as text; raise ValueError for a number with decimals, whose digits Excel chooses."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, str):
        return value
    if value != int(value):
        raise ValueError("a number with decimals as text")
    return str(int(value))


def shaped(value: Plain, pattern: str) -> str:
    """Return a number in one of the shapes that the workbook uses."""
    amount = number(value)
    if isinstance(amount, CellError):
        raise TypeError("no number to be shaped")
    if pattern == "yyyy-mm-dd":
        return f"{_EPOCH + dt.timedelta(days=int(amount)):%Y-%m-%d}"
    if pattern == "yyyy-mm":
        return f"{_EPOCH + dt.timedelta(days=int(amount)):%Y-%m}"
    if pattern == "0%":
        return f"{_half_up(amount * 100)}%"
    raise ValueError("another shape of numbers")


def _half_up(amount: float) -> int:
    return int(abs(amount) + 0.5 + 1e-9) * (-1 if amount < 0 else 1)


def numbers(values: Sequence[Plain]) -> list[float]:
    """Return the numbers in a column; texts, blanks and truth values are none; ValueError for an error."""
    if any(type(one) is CellError for one in values):
        raise ValueError("an error value among the numbers")
    return [one for one in values if type(one) is float]

"""The functions that the workbook's own formulas use, each on values that are worked out already.

Source: Microsoft's pages on each function.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from functools import partial, reduce

from xl_massbill.book.calculation.criteria import gathered
from xl_massbill.book.calculation.values import (
    BAD_NUMBER,
    NO_MATCH,
    NO_VALUE,
    Plain,
    Values,
    day_of_serial,
    each,
    number,
    numbers,
    ordered,
    reckoned,
    serial_of,
    shaped,
    worded,
)
from xl_massbill.book.workbook import CellError


def _listed(values: Values) -> list[Plain]:
    return values if isinstance(values, list) else [values]


def _one(values: Values) -> Plain:
    if isinstance(values, list):
        raise TypeError("a column where one value is meant")
    return values


def _sum(*given: Values) -> Values:
    return math.fsum(math.fsum(numbers(_listed(one))) for one in given)


def _sumproduct(*given: Values) -> Values:
    factors = [[one if isinstance(one, (float, CellError)) else 0.0 for one in _listed(g)] for g in given]
    product = _listed(reduce(partial(each, partial(reckoned, "*")), factors))  # type: ignore[arg-type]
    return next((one for one in product if isinstance(one, CellError)), None) or math.fsum(numbers(product))


def _countifs(*given: Values) -> Values:
    return gathered(_paired(given), None)


def _sumifs(amounts: Values, *given: Values) -> Values:
    return gathered(_paired(given), _listed(amounts))


def _paired(given: tuple[Values, ...]) -> list[tuple[list[Plain], Values]]:
    return [(_listed(column), criterion) for column, criterion in zip(given[::2], given[1::2], strict=True)]


def _index(column: Values, row: Values) -> Values:
    cells, at = _listed(column), number(_one(row))
    if isinstance(at, CellError):
        return at
    return cells[int(at) - 1] if 1 <= at <= len(cells) else CellError("#REF!")


def _match(wanted: Values, words: Values, kind: Values) -> Values:
    if _one(kind) != 0.0:
        raise ValueError("a search that is not exact")
    places: dict[object, float] = {}
    for at, word in enumerate(_listed(words), 1):
        if not isinstance(word, str) or set(word) & set("*?~"):
            raise ValueError("another search than for plain words")
        places.setdefault(word.lower(), float(at))
    found: list[Plain] = [
        places.get(one.lower(), NO_MATCH) if isinstance(one, str) else NO_MATCH for one in _listed(wanted)
    ]
    return found if isinstance(wanted, list) else found[0]


def _isnumber(values: Values) -> Values:
    found: list[Plain] = [type(one) is float for one in _listed(values)]
    return found if isinstance(values, list) else found[0]


def _large(values: Values, place: Values) -> Values:
    cells, at = _listed(values), number(_one(place))
    if isinstance(at, CellError):
        return at
    error = next((one for one in cells if isinstance(one, CellError)), None)
    if error is not None:
        return error
    found = sorted(numbers(cells), reverse=True)
    return found[int(at) - 1] if 1 <= at <= len(found) else BAD_NUMBER


def _abs(values: Values) -> Values:
    found: list[Plain] = [abs(n) if isinstance(n, float) else NO_VALUE for n in map(number, _listed(values))]
    return found if isinstance(values, list) else found[0]


def _date(*given: Values) -> Values:
    """Return a day; months before the first and after the last lead into other years."""
    parts = [number(_one(one)) for one in given]
    error = next((one for one in parts if isinstance(one, CellError)), None)
    if error is not None:
        return error
    year, month, day = (math.floor(one) for one in parts if isinstance(one, float))
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise ValueError("a year that Excel takes for another one")
    years, month = divmod(month - 1, 12)
    return serial_of(dt.date(year + years, month + 1, 1)) + day - 1


def _part_of_day(part: str, value: Values) -> Values:
    serial = number(_one(value))
    if isinstance(serial, CellError):
        return serial
    return float(getattr(day_of_serial(serial), part))


_FIRST_YEAR, _LAST_YEAR = 1901, 9998

FUNCTIONS: dict[str, Callable[..., Values]] = {
    "ABS": _abs,
    "COUNT": lambda *given: float(sum(len(numbers(_listed(one))) for one in given)),
    "COUNTA": lambda *given: float(sum(one is not None for some in given for one in _listed(some))),
    "COUNTIFS": _countifs,
    "DATE": _date,
    "INDEX": _index,
    "ISNUMBER": _isnumber,
    "LARGE": _large,
    "MATCH": _match,
    "MAX": lambda *given: max((n for one in given for n in numbers(_listed(one))), default=0.0),
    "MONTH": partial(_part_of_day, "month"),
    "MIN": lambda *given: min((n for one in given for n in numbers(_listed(one))), default=0.0),
    "SUM": _sum,
    "SUMIFS": _sumifs,
    "SUMPRODUCT": _sumproduct,
    "TEXT": lambda value, pattern: shaped(_one(value), worded(_one(pattern))),
    "YEAR": partial(_part_of_day, "year"),
}
"""By name. IF, IFERROR and ROW are not among them: they look at what they get before it is worked out."""


def truth(value: Values) -> bool:
    """Return whether a condition holds; TypeError for what is none."""
    found = ordered("<>", number(_one(value)), 0.0)
    if not isinstance(found, bool):
        raise TypeError("no condition")
    return found

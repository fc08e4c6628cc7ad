"""What Excel hands over for a cell, and what it must be handed so that the cell holds just that.

A text put into a cell is read by Excel as if somebody had typed it: "00123" becomes a number, "=1+1" a
formula, "3-4" a day. An apostrophe before it keeps it a text, and is no part of it; a cell that is formatted
as text takes every text as it is.

Source: Excel's VBA reference (Range.Value, Range.PrefixCharacter, CVErr); the OLE date, which has no
29 February 1900.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from xl_massbill.book.workbook import Cell, CellError, Formula, NoValue
from xl_massbill.hosts.cells import serial

TEXT = "@"
"""The number format of cells that hold texts."""

_CV_ERR = 0x800A0000 - (1 << 32)
"""What Windows adds to the number of an error value."""
_ERRORS = {
    2000: "#NULL!",
    2007: "#DIV/0!",
    2015: "#VALUE!",
    2023: "#REF!",
    2029: "#NAME?",
    2036: "#NUM!",
    2042: "#N/A",
    2043: "#GETTING_DATA",
    2045: "#SPILL!",
    2046: "#CONNECT!",
    2047: "#BLOCKED!",
    2048: "#UNKNOWN!",
    2049: "#FIELD!",
    2050: "#CALC!",
}
_OTHER_ERROR = "#VALUE!"
_NAMES = frozenset(_ERRORS.values())
_ZERO = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a cell has no time zone
_AFTER_FEBRUARY = 61
_MILLISECOND = 1000
_SURELY_A_TEXT = 255
"""No number, day or time is longer than this."""


def matrix(raw: Any) -> Sequence[Sequence[Any]]:
    """Return what Excel handed over as rows of cells: it gives a lone cell bare, and a lone row flat."""
    if not isinstance(raw, (list, tuple)):
        return [[raw]]
    return raw if raw and isinstance(raw[0], (list, tuple)) else [raw]


def given(raw: Any) -> Cell:
    """Return a cell as the port knows it from what Excel gave."""
    kind = type(raw)
    if kind is str:
        return _text(raw)
    if kind is float or kind is bool or raw is None:
        return raw  # type: ignore[no-any-return]
    return next((read(raw) for of, read in _KINDS if isinstance(raw, of)), None)


def _text(raw: str) -> Cell:
    # Only Excel for Mac says an error in words; on Windows these words were typed as a text.
    return CellError(raw) if sys.platform == "darwin" and raw in _NAMES else raw or None


def _whole(raw: int) -> Cell:
    number = raw - _CV_ERR
    if sys.platform != "darwin" and 2000 <= number < 2100:
        return CellError(_ERRORS.get(number, _OTHER_ERROR))
    return int(raw)


def _day(raw: dt.datetime) -> Cell:
    """Return a moment as a day if it is midnight, as a time if it has no day."""
    moment = dt.datetime.combine(raw.date(), raw.time())
    spare = moment.microsecond % _MILLISECOND
    moment += dt.timedelta(microseconds=_MILLISECOND - spare if spare >= _MILLISECOND / 2 else -spare)
    if moment.date() == _ZERO.date():
        return moment.time()
    if moment > _ZERO and (moment - _ZERO).days < _AFTER_FEBRUARY - 1:
        moment += dt.timedelta(days=1)
    return moment.date() if moment.time() == dt.time() else moment


def entered(cell: Cell, number_format: str | None) -> Any:
    """Return what Excel must be handed so that a cell of this format holds the value."""
    if isinstance(cell, str):
        return _typed(cell, number_format)
    if cell is None or isinstance(cell, NoValue):
        return None
    if isinstance(cell, Formula):
        return f"={cell.text}"
    if isinstance(cell, (dt.date, dt.time)):
        return _ZERO + dt.timedelta(seconds=round(serial(cell) * 86_400, 3))
    return cell


def _typed(text: str, number_format: str | None) -> str:
    if isinstance(text, CellError) or number_format == TEXT:
        return str(text)
    is_plain = len(text) > _SURELY_A_TEXT and text[0].isalpha()
    return text if is_plain else f"'{text}"


_KINDS: tuple[tuple[type, Callable[[Any], Cell]], ...] = (
    (int, _whole),
    (dt.datetime, _day),
    (Decimal, float),  # a cell in a currency format
    (str, _text),
)
"""What else may come; Excel for Mac has a word of its own for a value that is not there."""


def fitting(cells: Sequence[Cell], ask: Callable[[], str | None], change: Callable[[str], None]) -> Any:
    """Return what Excel must be handed for one column of cells, once their format can hold them.

    `ask` tells the format that all of them share, None if they differ; `change` sets it. A formula or a
    number would turn into a text in cells formatted as text.
    """
    words = [type(cell) is str for cell in cells if cell is not None]
    found = ask() if words else ""
    if found is None and all(words):
        change(TEXT)
        found = TEXT
    elif found in (None, TEXT) and not all(words):
        if found == TEXT or any(isinstance(cell, Formula) for cell in cells):
            change("General")
        found = "General"
    return [entered(cell, found) for cell in cells]

"""What a cell means: from what Excel really holds to one value of the column's kind.

Nothing is repaired silently: a cell that cannot be read becomes `Bad` with the reason, one that was
read with a doubt (a ZIP code whose zeros Excel ate) becomes `Doubt` with value and reason. Money is
whole cents, percent whole hundredths of a percent, clock times minutes since midnight.

Source: handbook §1.2; what spreadsheets do to numbers, blanks and quotes: references of the hosts.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Collection
from typing import Any

from xl_massbill.book.amounts import cents_of, is_number, share_of, whole_of
from xl_massbill.book.column import Field, Kind, Owner
from xl_massbill.book.dates import day_of, minutes_of, moment_of
from xl_massbill.book.doubt import Bad, Doubt
from xl_massbill.book.workbook import Cell, CellError, Formula, NoValue

ERROR_VALUES = frozenset(
    {"#N/A", "#VALUE!", "#REF!", "#DIV/0!", "#NUM!", "#NAME?", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA"}
)

# Blanks that look like one, and marks that look like nothing; both come along when text is pasted.
_BLANKS = re.compile(r"[\t\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
_NOTHING = re.compile(r"[\u00ad\u200b\u200e\u200f\u2060\ufeff]")
# What Word makes of quotes and dashes; undone in codes, ids, dates and numbers, never in a person's prose.
_SIGNS = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201b\u2032\u00b4", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u2033", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
    }
)
_WHOLE = re.compile(r"\d+\.0")
_PLAIN_IDS = re.compile(r"[A-Za-z0-9_-]*")  # nothing to strip, to translate or to take for a number
_IDS = frozenset({Kind.ID, Kind.NPI, Kind.TIN})
_PROSE = frozenset({Kind.TEXT, Kind.WORDS})
_YES = frozenset({"Y", "YES", "TRUE", "T", "X", "1"})
_NO = frozenset({"N", "NO", "FALSE", "F", "0"})
_TICKED = {"TRUE": "Y", "FALSE": "N"}  # a tick box where the choices are Y, N and more


def read_cell(field: Field, cell: Cell) -> Any:  # noqa: PLR0911 - one line a kind of nothing
    """Return the value of a cell for its column: None for a blank, Bad or Doubt where it must be said.

    Values: str for text-like kinds, tuple of str for lists, int for whole numbers, cents, hundredths of a
    percent and minutes since midnight, date, datetime, bool.
    """
    if type(cell) is str:  # most cells: what only others can be need not be asked
        return _read_text(field, cell)
    if isinstance(cell, Formula):
        cell = cell.value
    if cell is None:
        return None
    if isinstance(cell, NoValue):
        return Bad("not_calculated")
    if isinstance(cell, CellError):
        return Bad("excel_error")
    if isinstance(cell, str):
        return _read_text(field, cell)
    if isinstance(cell, float) and not math.isfinite(cell):
        return Bad("excel_error")
    return _READERS[field.kind](field, cell)


def read_all(field: Field, cells: Collection[Cell]) -> list[Any]:
    """Return the values of many different cells of a column; one of plain ids alone is known at a glance."""
    if field.kind in _IDS and set(map(type, cells)) <= {str, type(None)}:
        words = [cell for cell in cells if cell is not None]
        if "" not in words and _PLAIN_IDS.fullmatch("".join(map(str, words))):
            return list(cells)
    return [read_cell(field, cell) for cell in cells]


def _read_text(field: Field, cell: str) -> Any:
    text = tidy(cell)
    if not text:
        return None
    if text[0] == "#" and text in ERROR_VALUES:
        return Bad("excel_error")
    if not text.isascii() and field.kind not in _PROSE:
        text = text.translate(_SIGNS)
    return _READERS[field.kind](field, text)


def tidy(text: str) -> str:
    r"""Return a text without blanks at its ends, hard blanks made plain, invisible marks left out.

    >>> tidy("\u00a097124 \u200b"), tidy("two\nlines")
    ('97124', 'two\nlines')
    """
    text = text.strip()
    if text.isascii() and "\t" not in text:
        return text
    return _NOTHING.sub("", _BLANKS.sub(" ", text)).strip()


def is_blank(cell: Cell) -> bool:
    """Return whether nobody would call the cell filled: empty, or nothing but blanks."""
    return cell is None or (isinstance(cell, str) and not isinstance(cell, CellError) and not tidy(cell))


def written(cell: Cell) -> str:
    """Return a cell as the text a person would have typed."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime) and cell.time() == dt.time(0):
        return cell.date().isoformat()
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return str(cell)


def _text(_: Field, cell: Cell) -> Any:
    return Doubt(written(cell), "was_number") if is_number(cell) else written(cell)


def _id(_: Field, cell: Cell) -> str:
    text = written(cell)
    return text[:-2] if text.endswith(".0") and _WHOLE.fullmatch(text) else text


def _code(field: Field, cell: Cell) -> str:
    text = _id(field, cell).upper()
    digits = field.column.digits
    return text.zfill(digits) if digits and text.isdigit() else text


def _zip(_: Field, cell: Cell) -> Any:
    text = _id(_, cell)
    if is_number(cell) and text.isdigit():
        # No ZIP code begins with three zeros, so more than two were never eaten.
        if len(text) in (3, 4):
            return Doubt(text.zfill(5), "zip_recovered")
        if len(text) in (7, 8):
            return Doubt(text.zfill(9), "zip_recovered")
    return re.sub(r"^(\d{5})[- ]?(\d{4})$", r"\1\2", text)


def _phone(_: Field, cell: Cell) -> str:
    digits = re.sub(r"[^0-9]", "", _id(_, cell))
    return digits[1:] if len(digits) == 11 and digits[0] == "1" else (digits or written(cell))


def _dx(field: Field, cell: Cell) -> str | None:
    return _id(field, cell).upper().replace(".", "").replace(" ", "") or None


def _list_of(split: str, each: Callable[[str], str]) -> Callable[[Field, Cell], Any]:
    parts = re.compile(split)

    def read(_: Field, cell: Cell) -> Any:
        found = (each(part.strip()) for part in parts.split(_id(_, cell)))
        return tuple(dict.fromkeys(part for part in found if part)) or None

    return read


def _whole(field: Field, cell: Cell) -> Any:
    return whole_of(cell, signed=field.column.owner is Owner.PROGRAM)


def _money(field: Field, cell: Cell) -> Any:
    return cents_of(cell, signed=field.column.owner is Owner.PROGRAM)


def _yes_no(_: Field, cell: Cell) -> Any:
    word = written(cell).upper()
    return True if word in _YES else False if word in _NO else Bad("not_yes_no")


def _choice(field: Field, cell: Cell) -> Any:
    upper = _id(field, cell).upper()
    upper = _TICKED.get(upper, upper)
    accepts = {k.upper(): v for k, v in field.column.accepts.items()}
    for form in (upper, re.sub(r"[\s-]+", "_", upper), upper.zfill(2)):
        for choice in field.column.choices:
            if choice.upper() == form:
                return choice
        if form in accepts:
            return accepts[form]
    return Bad("not_a_choice")


_READERS: dict[Kind, Callable[[Field, Cell], Any]] = {
    Kind.ID: _id,
    Kind.TEXT: _text,
    Kind.CODE: _code,
    Kind.NPI: _id,
    Kind.TIN: _id,
    Kind.TAXONOMY: _code,
    Kind.ZIP: _zip,
    Kind.STATE: _code,
    Kind.PHONE: _phone,
    Kind.DX: _dx,
    Kind.CODES: _list_of(r"[,;|\s]+", str.upper),
    Kind.DXS: _list_of(r"[,;|\s]+", lambda part: part.upper().replace(".", "")),
    Kind.WORDS: _list_of(r"[,;|\n]+", str),
    Kind.WHOLE: _whole,
    Kind.MONEY: _money,
    Kind.PERCENT: lambda _, cell: share_of(cell),
    Kind.DAY: lambda _, cell: day_of(cell),
    Kind.CLOCK: lambda _, cell: minutes_of(cell),
    Kind.MOMENT: lambda _, cell: moment_of(cell),
    Kind.YES_NO: _yes_no,
    Kind.CHOICE: _choice,
}

__all__ = ["ERROR_VALUES", "Bad", "Doubt", "is_blank", "read_cell", "tidy", "written"]

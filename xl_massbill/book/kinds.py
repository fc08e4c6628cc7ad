"""What a cell means: from what Excel really holds to one value of the column's kind.

Nothing is repaired silently: a cell that cannot be read becomes `Bad` with the reason, one that was
read with a doubt (a ZIP code whose zeros Excel ate) becomes `Doubt` with value and reason. Money is
whole cents, percent whole hundredths of a percent, clock times minutes since midnight.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from xl_massbill.book.column import Field, Kind, Owner
from xl_massbill.book.workbook import Cell, CellError, Formula, NoValue

ERROR_VALUES = frozenset(
    {"#N/A", "#VALUE!", "#REF!", "#DIV/0!", "#NUM!", "#NAME?", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA"}
)

_EPOCH = dt.date(1899, 12, 30)
_SERIALS = range(10_000, 80_000)  # 1927 to 2119: a number outside is no date of a clinic
_QUOTES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2032": "'"})
_BLANKS = re.compile(r"[\u00a0\u2007\u202f\u200b\ufeff\t]")
_MONEY = re.compile(r"\$?(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d{0,2}))?")
_WHOLE_TEXT = re.compile(r"([+-]?\d+)(?:\.0*)?")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?\s*([AaPp])?\.?\s*(?:[Mm]\.?)?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(.+))?")
_US = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[ ,]+(.+))?")
_SHORT_YEAR = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2}")
_WORDY = ("%B %d, %Y", "%b %d, %Y", "%B %d %Y", "%b %d %Y", "%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%d-%B-%Y")


@dataclass(frozen=True, slots=True)
class Bad:
    """A cell that could not be read; `why` is a short key that the FMT rules turn into words."""

    why: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """A cell that was read, with a reason to look again."""

    value: Any
    why: str


def read_cell(field: Field, cell: Cell) -> Any:
    """Return the value of a cell for its column: None for a blank, Bad or Doubt where it must be said.

    Values: str for text-like kinds, tuple of str for lists, int for whole numbers, cents, hundredths of a
    percent and minutes since midnight, date, datetime, bool.
    """
    if isinstance(cell, Formula):
        cell = cell.value
    if cell is None:
        return None
    if isinstance(cell, NoValue):
        return Bad("not_calculated")
    if isinstance(cell, str):
        cell = _tidy(cell)
        if not cell:
            return None
        if cell in ERROR_VALUES:
            return Bad("excel_error")
    elif isinstance(cell, float) and not math.isfinite(cell):
        return Bad("not_a_number")
    return _READERS[field.kind](field, cell)


def _tidy(text: str) -> str:
    if isinstance(text, CellError):
        return str.__str__(text)
    text = text.strip()
    return text if text.isascii() and "\t" not in text else _BLANKS.sub(" ", text).strip()


def _written(cell: Cell) -> str:
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


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def _text(_: Field, cell: Cell) -> Any:
    return Doubt(_written(cell), "was_number") if _is_number(cell) else _written(cell)


def _id(_: Field, cell: Cell) -> Any:
    text = _written(cell).translate(_QUOTES)
    return text[:-2] if re.fullmatch(r"\d+\.0", text) else text


def _code(field: Field, cell: Cell) -> Any:
    text = str(_id(field, cell)).upper()
    digits = field.column.digits
    return text.zfill(digits) if digits and text.isdigit() else text


def _zip(_: Field, cell: Cell) -> Any:
    text = str(_id(_, cell))
    if _is_number(cell) and text.isdigit() and len(text) not in (5, 9):
        return Doubt(text.zfill(5 if len(text) < 5 else 9), "zip_recovered") if len(text) <= 9 else text
    return re.sub(r"^(\d{5})[- ]?(\d{4})$", r"\1\2", text)


def _phone(_: Field, cell: Cell) -> Any:
    digits = re.sub(r"\D", "", str(_id(_, cell)))
    return digits[1:] if len(digits) == 11 and digits[0] == "1" else (digits or _written(cell))


def _dx(field: Field, cell: Cell) -> Any:
    return str(_id(field, cell)).upper().replace(".", "").replace(" ", "")


def _list_of(split: str, each: Callable[[str], str]) -> Callable[[Field, Cell], Any]:
    parts = re.compile(split)

    def read(_: Field, cell: Cell) -> Any:
        text = str(_id(_, cell)).translate(_QUOTES)
        return tuple(dict.fromkeys(each(part.strip()) for part in parts.split(text) if part.strip()))

    return read


def _whole(field: Field, cell: Cell) -> Any:
    if isinstance(cell, bool) or isinstance(cell, dt.date | dt.time):
        return Bad("not_a_number")
    if isinstance(cell, str):
        found = _WHOLE_TEXT.fullmatch(cell)
        if found is None:
            return Bad("not_whole" if re.fullmatch(r"[+-]?\d*\.\d+", cell) else "not_a_number")
        number = int(found[1])
    elif isinstance(cell, float) and not cell.is_integer():
        return Bad("not_whole")
    else:
        number = int(cell)  # type: ignore[arg-type] - numbers only from here on
    return Bad("negative") if number < 0 and field.column.owner is Owner.PERSON else number


def _money(field: Field, cell: Cell) -> Any:
    if isinstance(cell, str):
        negative = cell[:1] == "-" or (cell[:1] == "(" and cell[-1:] == ")")
        found = _MONEY.fullmatch(cell.strip("()-") if negative else cell)
        if found is None:
            many = re.fullmatch(r"\$?-?[\d,]*\.\d{3,}", cell)
            return Bad("decimals" if many else "not_a_number")
        cents = int(found[1].replace(",", "")) * 100 + int((found[2] or "").ljust(2, "0"))
        cents = -cents if negative else cents
    elif _is_number(cell):
        exact = float(cell) * 100  # type: ignore[arg-type]
        cents = round(exact)
        if abs(exact - cents) > 1e-6 * max(1.0, abs(exact)):
            return Bad("decimals")
    else:
        return Bad("not_a_number")
    return Bad("negative") if cents < 0 and field.column.owner is Owner.PERSON else cents


def _percent(_: Field, cell: Cell) -> Any:
    if isinstance(cell, str):
        found = re.fullmatch(r"(\d+(?:\.\d{1,2})?)\s*%?", cell)
        if found is None:
            return Bad("not_a_number")
        number = float(found[1])
        share = number if cell.endswith("%") or number > 1 else number * 100
    elif _is_number(cell):
        share = float(cell) if float(cell) > 1 else float(cell) * 100  # type: ignore[arg-type]
    else:
        return Bad("not_a_number")
    return round(share * 100) if 0 <= share <= 100 else Bad("not_a_number")


def _day(_: Field, cell: Cell) -> Any:
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    if isinstance(cell, str):
        moment = _moment_of_text(cell)
        return moment if isinstance(moment, Bad) else moment.date()
    if _is_number(cell):
        moment = _moment_of_number(float(cell))  # type: ignore[arg-type]
        return moment if isinstance(moment, Bad) else moment.date()
    return Bad("not_a_date")


def _moment(_: Field, cell: Cell) -> Any:
    if isinstance(cell, dt.datetime):
        return cell.replace(microsecond=0, tzinfo=None)
    if isinstance(cell, dt.date):
        return dt.datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001 - wall-clock time of the clinic
    if isinstance(cell, str):
        return _moment_of_text(cell)
    return _moment_of_number(float(cell)) if _is_number(cell) else Bad("not_a_date")  # type: ignore[arg-type]


def _moment_of_number(number: float) -> dt.datetime | Bad:
    if int(number) in _SERIALS:
        day = _EPOCH + dt.timedelta(days=int(number))
        seconds = round((number % 1) * 86_400)
        return dt.datetime(day.year, day.month, day.day) + dt.timedelta(seconds=seconds)  # noqa: DTZ001
    if number.is_integer() and 19_000_101 <= number <= 21_001_231:
        return _calendar(int(number) // 10_000, int(number) // 100 % 100, int(number) % 100)
    return Bad("not_a_date")


def _moment_of_text(text: str) -> dt.datetime | Bad:
    if found := _ISO.fullmatch(text):
        return _with_clock(_calendar(int(found[1]), int(found[2]), int(found[3])), found[4])
    if found := _US.fullmatch(text):
        return _with_clock(_calendar(int(found[3]), int(found[1]), int(found[2])), found[4])
    if _SHORT_YEAR.fullmatch(text):
        return Bad("short_year")
    if re.fullmatch(r"\d{8}|\d{5}(\.\d+)?", text):
        return _moment_of_number(float(text))
    for form in _WORDY:
        try:
            return dt.datetime.strptime(text, form)  # noqa: DTZ007
        except ValueError:
            continue
    return Bad("not_a_date")


def _calendar(year: int, month: int, day: int) -> dt.datetime | Bad:
    try:
        return dt.datetime(year, month, day)  # noqa: DTZ001
    except ValueError:
        return Bad("not_a_date")


def _with_clock(day: dt.datetime | Bad, clock: str | None) -> dt.datetime | Bad:
    if clock is None or isinstance(day, Bad):
        return day
    minutes = _minutes_of_text(clock.strip())
    return minutes if isinstance(minutes, Bad) else day + dt.timedelta(minutes=minutes)


def _minutes_of_text(text: str) -> int | Bad:
    found = _CLOCK.fullmatch(text.split("+")[0].rstrip("Zz"))
    if found is None:
        return Bad("not_a_time")
    hour, minute, half = int(found[1]), int(found[2]), (found[3] or "").lower()
    if minute > 59 or hour > (12 if half else 23) or (half and hour == 0):
        return Bad("not_a_time")
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return hour * 60 + minute


def _clock(_: Field, cell: Cell) -> Any:
    if isinstance(cell, dt.datetime | dt.time):
        return cell.hour * 60 + cell.minute
    if isinstance(cell, dt.timedelta):
        return int(cell.total_seconds() // 60) if cell < dt.timedelta(days=1) else Bad("not_a_time")
    if isinstance(cell, str):
        return _minutes_of_text(cell)
    if _is_number(cell) and 0 <= float(cell) < 1:  # type: ignore[arg-type]
        return round(float(cell) * 1440) % 1440  # type: ignore[arg-type]
    return Bad("not_a_time")


_YES = frozenset({"Y", "YES", "TRUE", "T", "X", "1"})
_NO = frozenset({"N", "NO", "FALSE", "F", "0"})


def _yes_no(_: Field, cell: Cell) -> Any:
    word = _written(cell).upper()
    return True if word in _YES else False if word in _NO else Bad("not_yes_no")


def _choice(field: Field, cell: Cell) -> Any:
    word = str(_id(field, cell)).strip()
    upper = word.upper()
    accepts = {k.upper(): v for k, v in field.column.accepts.items()}
    for form in (upper, upper.replace(" ", "_").replace("-", "_"), upper.zfill(2)):
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
    Kind.PERCENT: _percent,
    Kind.DAY: _day,
    Kind.CLOCK: _clock,
    Kind.MOMENT: _moment,
    Kind.YES_NO: _yes_no,
    Kind.CHOICE: _choice,
}

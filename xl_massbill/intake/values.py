"""What a cell of an export means for one of our columns; what is not known stays unknown and is told.

Dates in figures are read in the order that the map says, never in one that seems likely. A time told in UTC
is refused: nobody knows which hour of the clinic it was. Minutes are read, never worked out.

Source: handbook §1.2 (dates, times, money), §6.1 (what cannot be read is a finding); OWASP, "CSV Injection".
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from xl_massbill.book.column import Field, Kind
from xl_massbill.book.dates import minutes_of, moment_of
from xl_massbill.book.kinds import Bad, Doubt, read_cell, tidy, written
from xl_massbill.book.workbook import Cell
from xl_massbill.codes.state import NAMES
from xl_massbill.intake.mapping import MapRow, folded
from xl_massbill.intake.targets import ANY, NONE, SKIP

_FIGURES = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?!\d)(.*)", re.ASCII | re.DOTALL)
_SHORT = re.compile(r"\d{1,2}([-/.])\d{1,2}\1\d{2}(?!\d)", re.ASCII)
_UTC = re.compile(r"\d(?:\s*Z|\s*[+-]00:?00|\s*UTC|\s*GMT)$", re.IGNORECASE)
_CLOCK = re.compile(r"\d\s*(?::|[ap]\.?\s?m\b)", re.IGNORECASE)
_MINUTES = re.compile(
    r"(?:(\d{1,2})\s*h(?:ours?|rs?)?\b\s*(?:and\s*)?)?(?:(\d{1,3})\s*(?:m|min|mins|minute|minutes)?\.?)?",
    re.IGNORECASE | re.ASCII,
)
_GUARDS = ("=", "+", "-", "@", "\t", "\r")
_DAY = 1_440
_FORMS = {
    Kind.PHONE: (re.compile(r"\d{10}", re.ASCII), "is no telephone number of 10 digits"),
    Kind.ZIP: (re.compile(r"\d{5}(\d{4})?", re.ASCII), "is no ZIP code of 5 or 9 digits"),
}


@dataclass(frozen=True, slots=True, repr=False)
class Value:
    """What a cell means: a cell of ours; `note` where a person should look at it."""

    cell: Cell
    note: str = ""


@dataclass(frozen=True, slots=True)
class Unknown:
    """A cell that could not be understood, and why, in words without the cell."""

    why: str


class Skip:
    """The map says that the row is none of ours."""


def said(row: MapRow, cell: Cell) -> Cell | Skip:
    """Return what the map's words make of a cell: the cell itself where they say nothing about it."""
    text = "" if cell is None else unguarded(written(cell))
    meaning = row.words.get(folded(text))
    if meaning is None and (word := row.words.get(ANY)) is not None:
        meaning = word
    if meaning is None:
        return unguarded(cell) if isinstance(cell, str) else cell
    if meaning.upper() == SKIP:
        return Skip()
    return None if not meaning or meaning.upper() == NONE else meaning


def read(field: Field, row: MapRow, cell: Cell) -> Value | Unknown | Skip:
    """Return what a cell means for a column, by the map."""
    meant = said(row, cell)
    if isinstance(meant, Skip):
        return meant
    if meant is None or (isinstance(meant, str) and not tidy(meant)):
        return Value(None)
    if field.kind is Kind.DAY:
        day = day_of(meant, row.read_as)
        return Value(day) if isinstance(day, dt.date) else day
    if field.kind is Kind.CLOCK:
        return clock_of(meant, row.read_as)
    if field.name == "minutes":
        return minutes(meant)
    return _of_kind(field, meant)


def _of_kind(field: Field, cell: Cell) -> Value | Unknown:
    if field.name == "state" and isinstance(cell, str):
        return _state(cell)
    value = read_cell(field, cell)
    if isinstance(value, Bad):
        return Unknown(_WHY.get(value.why, "cannot be read"))
    note = ""
    if isinstance(value, Doubt):
        note = "zeros at the front were filled up: look at it" if value.why == "zip_recovered" else ""
        value = value.value
    form, why = _FORMS.get(field.kind, (None, ""))
    if form is not None and not form.fullmatch(str(value)):
        return Unknown(why)
    if field.kind is Kind.TEXT:
        safe = guarded(str(value))
        return Value(
            safe, "begins like a formula: an apostrophe was put before it" if safe != value else note
        )
    if field.kind is Kind.YES_NO:
        return Value("Y" if value else "N")
    return Value(value / 100 if field.kind is Kind.MONEY else value, note)


def _state(text: str) -> Value | Unknown:
    """Return the two letters of a state told by them or by its name."""
    named = {name.casefold(): code for code, name in NAMES.items()}
    code = text.strip().upper()
    code = code if code in NAMES else named.get(folded(text), "")
    return Value(code) if code else Unknown("is no state")


def day_of(cell: Cell, read_as: str) -> dt.date | Unknown:
    """Return the day that a cell names; dates in figures by the order `read_as`."""
    moment = _moment(cell, read_as)
    return moment if isinstance(moment, Unknown) else moment.date()


def clock_of(cell: Cell, read_as: str) -> Value | Unknown:
    """Return the clock time that a cell names, alone or after a day."""
    if isinstance(cell, str):
        if _UTC.search(cell.strip()):
            return Unknown("is told in UTC: let the program export the clinic's own time")
        if not _CLOCK.search(cell):
            return Unknown("is no clock time")
        found = minutes_of(tidy(cell))
        if isinstance(found, Bad):
            moment = _moment(cell, read_as)
            if isinstance(moment, Unknown):
                return Unknown("is no clock time")
            found = moment.hour * 60 + moment.minute
    elif isinstance(cell, dt.date) and not isinstance(cell, dt.datetime):
        return Unknown("is no clock time")
    else:
        found = minutes_of(cell)
    return Unknown("is no clock time") if isinstance(found, Bad) else Value(dt.time(*divmod(found, 60)))


def _moment(cell: Cell, read_as: str) -> dt.datetime | Unknown:
    if not isinstance(cell, str):
        found = moment_of(cell)
        return Unknown("is no date") if isinstance(found, Bad) else found
    text = tidy(cell)
    if _UTC.search(text):
        return Unknown("is told in UTC: let the program export the clinic's own time")
    if parts := _FIGURES.fullmatch(text):
        if read_as not in {"MDY", "DMY"}:
            return Unknown("may be month/day or day/month")
        month, day = (parts[1], parts[3]) if read_as == "MDY" else (parts[3], parts[1])
        text = f"{month}/{day}/{parts[4]}{parts[5]}"
    elif _SHORT.match(text):
        return Unknown("has a year of two figures, which is never guessed")
    found = moment_of(text)
    return Unknown("is no date") if isinstance(found, Bad) else found


def orders(cells: Iterable[Cell]) -> Counter[str]:
    """Return how many dates in figures can only be MDY, only DMY, or either (under "")."""
    found: Counter[str] = Counter()
    for cell in cells:
        parts = _FIGURES.fullmatch(tidy(cell)) if isinstance(cell, str) else None
        if parts:
            first, second = int(parts[1]), int(parts[3])
            found["DMY" if first > 12 else "MDY" if second > 12 else ""] += 1
    return found


def minutes(cell: Cell) -> Value | Unknown:
    """Return whole minutes as they are told: 60, 60 min, 1 hr 15 min."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        whole = int(cell) if cell == int(cell) else -1
    else:
        found = _MINUTES.fullmatch(tidy(cell)) if isinstance(cell, str) else None
        whole = int(found[1] or 0) * 60 + int(found[2] or 0) if found and (found[1] or found[2]) else -1
    return Value(whole) if 0 <= whole < _DAY else Unknown("is no number of minutes")


def guarded(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula.

    >>> guarded("=1+1"), guarded("Harper")
    ("'=1+1", 'Harper')
    """
    return f"'{text}" if text.startswith(_GUARDS) else text


def unguarded(text: str) -> str:
    """Return a text without the apostrophe that guarded it in the file.

    >>> unguarded("'+12065550123"), unguarded("'Aina")
    ('+12065550123', "'Aina")
    """
    return text[1:] if text.startswith("'") and text[1:2] in {*_GUARDS, *"0123456789"} else text


_WHY = {
    "not_a_choice": "is none of the words of this column",
    "not_yes_no": "is neither yes nor no",
    "not_a_number": "is no number",
    "not_whole": "is no whole number",
    "decimals": "has parts of a cent",
    "negative": "is below zero",
    "excel_error": "is an error of Excel",
    "not_calculated": "was never calculated",
}

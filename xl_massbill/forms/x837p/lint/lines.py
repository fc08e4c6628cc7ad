"""What is wrong with service lines: numbering, codes, modifiers, units, pointers, days.

Source: 005010X222A1 notes on LX, SV1; handbook §2, §7.3, §7.11; clearinghouse edits (R:S33, S34).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache

from xl_massbill.codes import modifier, place_of_service, procedure
from xl_massbill.forms.x837p.lint.claim import NONE, Claim, Line
from xl_massbill.forms.x837p.lint.finding import Raised, shown

_MOST_MODIFIERS = 4
Problem = tuple[str, str, dict[str, object]]
"""Class, element and values of a defect."""


def lines(claim: Claim, today: str) -> Iterator[Raised]:
    """Yield what is wrong with the lines of a claim; `today` is CCYYMMDD, "" where nobody knows it."""
    controls: set[str] = set()
    count = len(claim.diagnoses.elements) - 1
    for due, line in enumerate(claim.lines, 1):
        service, day = line.service, line.day.get(3)
        if line.head is not NONE and line.number != str(due):
            values = {"value": shown(line.number), "due": due}
            yield Raised("L-LX", line.head.number, "2400", "LX01", values)
        what = (service.get(1), service.get(4), service.get(5), service.get(7))
        for name, element, facts in _service(what, service.delimiters.component, day[:8], count):
            yield Raised(name, service.number, "2400", element, facts)
        yield from _day(line, today)
        control = line.control.get(2)
        if control and control in controls:
            yield Raised("L-LINE-CONTROL", line.control.number, "2400", "REF*6R")
        controls.add(control)


@lru_cache(1 << 12)
def _service(what: tuple[str, str, str, str], between: str, day: str, count: int) -> tuple[Problem, ...]:
    """Return what is wrong with SV101, SV104, SV105 and SV107 on a day, in a claim with so many diagnoses."""
    code, units, place, pointers = what
    parts = [*code.split(between), *[""] * 7]
    found = [*_code(parts[0], parts[1], parts[6], day), *_modifiers(parts[2:6], parts[6])] if code else []
    return (*found, *_units(units, place), *_pointers(pointers.split(between), count))


def _code(kind: str, code: str, words: str, day: str) -> Iterator[Problem]:
    if kind != "HC" or not code:
        return
    if not procedure.is_valid(code):
        yield "L-SV1-CODE", "SV101-2", {"value": shown(code)}
    elif code in procedure.every():
        known, on = procedure.every()[code], _date(day)
        if known.effective_to and on and not known.is_valid_on(on):
            yield "L-SV1-DELETED", "SV101-2", {"value": code, "last": known.effective_to}
        if known.needs_description and not words:
            yield "L-SV1-WORDS", "SV101-7", {"value": code}


def _modifiers(worn: list[str], words: str) -> Iterator[Problem]:
    for at, one in enumerate(worn, 3):
        if one and len(one) == 2 and not modifier.is_valid(one):
            yield "L-SV1-MODIFIER", f"SV101-{at}", {"value": shown(one, 2)}
    given = [one for one in worn if one]
    if len(set(given)) < len(given):
        yield "L-SV1-MODIFIER-TWICE", "SV101-3", {"value": " ".join(map(shown, given))}
    if len(given) == _MOST_MODIFIERS and modifier.is_known(words):
        yield "L-SV1-MODIFIER-FIVE", "SV101-7", {"value": shown(words)}


def _date(day: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(day)
    except ValueError:
        return None


def _units(units: str, place: str) -> Iterator[Problem]:
    if units and (units[0] == "-" or not units.strip("0.")):
        yield "L-SV1-UNITS", "SV104", {"value": shown(units)}
    elif len(units.partition(".")[2]) > 3:
        yield "L-SV1-UNITS-LONG", "SV104", {"value": shown(units)}
    if place and not place_of_service.is_valid(place):
        yield "L-POS", "SV105", {"value": shown(place)}


def _pointers(parts: list[str], count: int) -> Iterator[Problem]:
    pointers = [pointer for pointer in parts if pointer]
    for at, pointer in enumerate(pointers, 1):
        is_right = pointer.isascii() and pointer.isdigit() and len(pointer) < 3 and 1 <= int(pointer) <= 12
        if is_right and int(pointer) > count:
            yield "L-PTR-EMPTY", f"SV107-{at}", {"value": pointer, "count": count}
        elif not is_right:
            yield "L-PTR", f"SV107-{at}", {"value": shown(pointer)}
    if len(set(pointers)) < len(pointers):
        yield "L-PTR-TWICE", "SV107", {"value": ":".join(map(shown, pointers))}


def _day(line: Line, today: str) -> Iterator[Raised]:
    text = line.day.get(3)
    last = text.rpartition("-")[2]
    if today and last.isdigit() and len(last) == 8 and last > today:
        yield Raised("L-DATE-FUTURE", line.day.number, "2400", "DTP03", {"value": last, "today": today})

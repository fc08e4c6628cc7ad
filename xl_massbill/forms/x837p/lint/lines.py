"""What is wrong with service lines: numbering, codes, modifiers, units, pointers, days.

Source: 005010X222A1 notes on LX, SV1; handbook §2, §7.3, §7.11; clearinghouse edits (R:S33, S34).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache

from xl_massbill.codes import modifier, place_of_service, procedure
from xl_massbill.forms.x837p.lint.claim import Claim, Line
from xl_massbill.forms.x837p.lint.finding import Raised, shown

_MOST_MODIFIERS = 4


def lines(claim: Claim, today: str) -> Iterator[Raised]:
    """Yield what is wrong with the lines of a claim; `today` is CCYYMMDD, "" where nobody knows it."""
    controls: set[str] = set()
    diagnoses = len(claim.diagnoses.elements) - 1
    for due, line in enumerate(claim.lines, 1):
        service = line.service
        if line.number != str(due):
            values = {"value": shown(line.number), "due": due}
            yield Raised("L-LX", line.head.number, "2400", "LX01", values)
        problems = _service(service.get(1), service.delimiters.component, line.day.get(3)[:8])
        for name, element, values in problems:
            yield Raised(name, service.number, "2400", element, values)
        yield from _units(line)
        yield from _pointers(line, diagnoses)
        yield from _day(line, today)
        control = line.control.get(2)
        if control and control in controls:
            yield Raised("L-LINE-CONTROL", line.control.number, "2400", "REF*6R")
        controls.add(control)


@lru_cache(1 << 12)
def _service(text: str, between: str, day: str) -> tuple[tuple[str, str, dict[str, object]], ...]:
    """Return what is wrong with SV101 on a day: class, element and values."""
    return tuple(_service_problems([*text.split(between), *[""] * 7], day)) if text else ()


def _service_problems(parts: list[str], day: str) -> Iterator[tuple[str, str, dict[str, object]]]:
    kind, code, worn, words = parts[0], parts[1], parts[2:6], parts[6]
    if kind == "HC" and code:
        if not procedure.is_valid(code):
            yield "L-SV1-CODE", "SV101-2", {"value": shown(code)}
        elif code in procedure.every():
            known = procedure.every()[code]
            if known.effective_to and _date(day) and not known.is_valid_on(_date(day) or known.effective_to):
                yield "L-SV1-DELETED", "SV101-2", {"value": code, "last": known.effective_to}
            if known.needs_description and not words:
                yield "L-SV1-WORDS", "SV101-7", {"value": code}
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


def _units(line: Line) -> Iterator[Raised]:
    service = line.service
    units, place = service.get(4), service.get(5)
    if units and (units[0] == "-" or not units.strip("0.")):
        yield Raised("L-SV1-UNITS", service.number, "2400", "SV104", {"value": shown(units)})
    elif len(units.partition(".")[2]) > 3:
        yield Raised("L-SV1-UNITS-LONG", service.number, "2400", "SV104", {"value": shown(units)})
    if place and not place_of_service.is_valid(place):
        yield Raised("L-POS", service.number, "2400", "SV105", {"value": shown(place)})


def _pointers(line: Line, diagnoses: int) -> Iterator[Raised]:
    service = line.service
    pointers = [pointer for pointer in service.parts(7) if pointer]
    for at, pointer in enumerate(pointers, 1):
        is_right = pointer.isascii() and pointer.isdigit() and 1 <= int(pointer) <= 12
        if is_right and 0 <= diagnoses < int(pointer):
            values = {"value": pointer, "count": diagnoses}
            yield Raised("L-PTR-EMPTY", service.number, "2400", f"SV107-{at}", values)
        elif not is_right:
            yield Raised("L-PTR", service.number, "2400", f"SV107-{at}", {"value": shown(pointer)})
    if len(set(pointers)) < len(pointers):
        yield Raised(
            "L-PTR-TWICE", service.number, "2400", "SV107", {"value": ":".join(map(shown, pointers))}
        )


def _day(line: Line, today: str) -> Iterator[Raised]:
    text = line.day.get(3)
    last = text.rpartition("-")[2]
    if today and last.isdigit() and len(last) == 8 and last > today:
        yield Raised("L-DATE-FUTURE", line.day.number, "2400", "DTP03", {"value": last, "today": today})

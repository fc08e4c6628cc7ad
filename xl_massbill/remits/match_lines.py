"""Which billed lines each paid line is about: by control number, else by code, day and charge.

Payers drop modifiers, change codes, split a line in two, and pay two lines as one. A paid line that is several
billed lines has all their numbers; one that is none of them has none.

Source: handbook §8.5 (REF*6R, SVC01, SVC06), §6.11 RMT-006.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from xl_massbill.remits.match import compact
from xl_massbill.remits.read835_facts import LinePayment

_LAST_NUMBER = re.compile(r"(\d{1,3})$")


class BilledLine(NamedTuple):
    """A line as it was sent; `charge` in cents."""

    number: int
    control: str
    code: str
    charge: int | None
    day: dt.date | None


Numbers = tuple[int, ...]
_Likeness = Callable[[LinePayment, BilledLine], bool]


def lines_of(paid: Sequence[LinePayment], billed: Sequence[BilledLine]) -> list[Numbers]:
    """Return for each paid line the numbers of the billed lines it is about."""
    found: list[Numbers | None] = [_by_control(line, billed) for line in paid]
    used = {number for numbers in found if numbers for number in numbers}

    def free() -> list[BilledLine]:
        return [line for line in billed if line.number not in used]

    def take(at: int, numbers: Numbers) -> None:
        found[at] = numbers
        used.update(numbers)

    for likeness in (_same, _same_code_and_charge, _same_charge_and_day):
        for at, line in enumerate(paid):
            one = next((b for b in free() if likeness(line, b)), None) if found[at] is None else None
            if one is not None:
                take(at, (one.number,))
    for at, line in enumerate(paid):
        if found[at] is None and (merged := _merged(line, free())):
            take(at, merged)
    for at, line in enumerate(paid):
        one = next((b for b in free() if _same_code(line, b)), None) if found[at] is None else None
        if one is not None:
            take(at, (one.number,))
    for at, line in enumerate(paid):
        if found[at] is None:  # a part of a line of which another part has come already
            found[at] = next(((b.number,) for b in billed if _same_code(line, b)), None)
    left, open_ = free(), [at for at, numbers in enumerate(found) if numbers is None]
    if len(left) == len(open_) == 1:
        take(open_[0], (left[0].number,))
    return [numbers or () for numbers in found]


def _by_control(paid: LinePayment, billed: Sequence[BilledLine]) -> Numbers | None:
    control = compact(paid.control)
    if not control:
        return None
    for line in billed:
        if compact(line.control) == control:
            return (line.number,)
    plain = _LAST_NUMBER.fullmatch(paid.control.strip())
    if plain and any(line.number == int(plain[1]) for line in billed):
        return (int(plain[1]),)
    return None


def _code(paid: LinePayment) -> str:
    return (paid.billed or paid.service).code


def _same_code(paid: LinePayment, billed: BilledLine) -> bool:
    return _code(paid) == billed.code and _may_be_day(paid, billed)


def _may_be_day(paid: LinePayment, billed: BilledLine) -> bool:
    return paid.first_day is None or billed.day is None or paid.first_day == billed.day


def _same_charge_and_day(paid: LinePayment, billed: BilledLine) -> bool:
    return abs(paid.charge) == billed.charge and paid.first_day == billed.day is not None


def _same_code_and_charge(paid: LinePayment, billed: BilledLine) -> bool:
    return _same_code(paid, billed) and abs(paid.charge) == billed.charge


def _same(paid: LinePayment, billed: BilledLine) -> bool:
    return _same_code_and_charge(paid, billed) and paid.first_day == billed.day


def _merged(paid: LinePayment, free: Sequence[BilledLine]) -> Numbers:
    """Return the lines that a paid line stands for together: all of its code, or of its day, by charge."""
    for likeness in (_same_code, _may_be_day):
        group = [line for line in free if likeness(paid, line)]
        if len(group) > 1 and sum(line.charge or 0 for line in group) == abs(paid.charge):
            return tuple(line.number for line in group)
    return ()

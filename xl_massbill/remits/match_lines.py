"""Which billed lines each paid line is about: by control number, else by code, day and charge.

Payers drop modifiers, change codes, split a line in two, and pay two lines as one. A paid line that is
several billed lines has all their numbers; one that is none of them has none.

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
    found = [_by_control(line, billed) for line in paid]
    told = [numbers for numbers in found if numbers]
    if len(told) == len(found):  # nearly every answer names all its lines by our numbers
        return told
    pairing = _Pairing(paid, billed, found)
    for likeness in (_same, _same_code_and_charge, _same_charge_and_day):
        pairing.pair(likeness)
    pairing.merge()
    pairing.pair(_same_code)
    pairing.rest()
    return [numbers or () for numbers in pairing.found]


class _Pairing:
    """Paid lines and what was found for each so far; a billed line is taken once, but for parts of it."""

    def __init__(
        self, paid: Sequence[LinePayment], billed: Sequence[BilledLine], found: list[Numbers | None]
    ) -> None:
        self._paid, self._billed, self.found = paid, billed, found
        self._used = {number for numbers in found if numbers for number in numbers}

    def pair(self, likeness: _Likeness) -> None:
        """Take for each open line the first free one that is like it."""
        for at, line in self._open():
            one = next((b for b in self._free() if likeness(line, b)), None)
            if one is not None:
                self._take(at, (one.number,))

    def merge(self) -> None:
        """Take for each open line the free ones that it stands for together."""
        for at, line in self._open():
            self._take(at, _merged(line, self._free()) or None)

    def rest(self) -> None:
        """Give a further part of a line to it, and the last open line to the last free one."""
        for at, line in self._open():
            self.found[at] = next(((b.number,) for b in self._billed if _same_code(line, b)), None)
        left, waiting = self._free(), self._open()
        if len(left) == len(waiting) == 1:
            self._take(waiting[0][0], (left[0].number,))

    def _open(self) -> list[tuple[int, LinePayment]]:
        return [(at, line) for at, line in enumerate(self._paid) if self.found[at] is None]

    def _free(self) -> list[BilledLine]:
        return [line for line in self._billed if line.number not in self._used]

    def _take(self, at: int, numbers: Numbers | None) -> None:
        self.found[at] = numbers
        self._used.update(numbers or ())


def _by_control(paid: LinePayment, billed: Sequence[BilledLine]) -> Numbers | None:
    control = compact(paid.control)
    if not control:
        return None
    for line in billed:
        if line.control == paid.control or compact(line.control) == control:
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

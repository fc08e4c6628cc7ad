"""Which billed lines paid lines are about: modifiers dropped, codes changed, lines split, merged, added, lost."""

from __future__ import annotations

import datetime as dt

import pytest

from xl_massbill.remits.match_lines import BilledLine, lines_of
from xl_massbill.remits.read835_facts import LinePayment, Service

DAY, NEXT = dt.date(2026, 5, 4), dt.date(2026, 5, 5)
BILLED = [
    BilledLine(1, "CR26-000101-1", "97140", 9_600, DAY),
    BilledLine(2, "CR26-000101-2", "97124", 9_000, DAY),
    BilledLine(3, "CR26-000101-3", "97124", 9_000, NEXT),
]


def paid(code, charge, control="", day=DAY, billed=None, mods=()):
    was = Service("HC", billed) if billed else None
    return LinePayment(0, Service("HC", code, mods), charge, 0, billed=was, first_day=day, control=control)


@pytest.mark.parametrize(
    ("lines", "numbers"),
    [
        # the control number goes before all else, also where its signs were dropped or only its end is sent
        ([paid("99999", 1, "CR26-000101-2")], [(2,)]),
        ([paid("99999", 1, "CR26000101 3")], [(3,)]),
        ([paid("99999", 1, "3")], [(3,)]),
        # of some lines the number is told, of others not
        ([paid("99999", 1, "CR26-000101-2"), paid("97140", 9_600)], [(2,), (1,)]),
        # code, charge and day; in another order; with the modifiers dropped
        ([paid("97124", 9_000, day=NEXT), paid("97140", 9_600, mods=("GP",)), paid("97124", 9_000)], [(3,), (1,), (2,)]),
        ([paid("97124", -9_000, day=NEXT)], [(3,)]),
        # the code changed, and said so (SVC06), or not
        ([paid("97112", 9_600, billed="97140")], [(1,)]),
        ([paid("97112", 9_600)], [(1,)]),
        # a line split in two; both parts are of it
        ([paid("97140", 4_800), paid("97140", 4_800)], [(1,), (1,)]),
        # two lines paid as one: of the same code, or of the same day
        ([paid("97124", 18_000, day=None), paid("97140", 9_600)], [(2, 3), (1,)]),
        ([paid("97140", 18_600)], [(1, 2)]),
        # added by the payer: none of ours
        ([paid("97140", 9_600), paid("97124", 9_000), paid("97124", 9_000, day=NEXT), paid("99070", 5)], [(1,), (2,), (3,), ()]),
        # a lost line: the others are not drawn to it
        ([paid("97140", 9_600), paid("97124", 9_000)], [(1,), (2,)]),
        # the last one that is left on both sides
        ([paid("97140", 9_600), paid("97124", 9_000), paid("98888", 8_000, day=NEXT)], [(1,), (2,), (3,)]),
    ],
)  # fmt: skip
def test_lines(lines, numbers):
    assert lines_of(lines, BILLED) == numbers


def test_a_claim_of_which_no_lines_are_known():
    assert lines_of([paid("97140", 9_600)], []) == [()]

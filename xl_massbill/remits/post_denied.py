"""Which lines an answer denies: a line with nothing paid and a reason that is more than a price.

A deductible is no denial, and CLP02 alone says nothing: the lines are looked at. A reason of the whole claim
denies all its lines where nothing was paid for it.

Source: handbook §8.5 (denial test), §8.9 (only records asked), §9.1.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from xl_massbill.codes.carc import compact
from xl_massbill.practice.denied import NO_DENIAL
from xl_massbill.remits.match_lines import Numbers
from xl_massbill.remits.read835_facts import PRICING_ONLY, Adjustment, ClaimPayment

RECORDS_ASKED = frozenset({"163", "226", "227", "250", "251", "252"})
CONTRACTUAL = ("CO", "CR")
"""Groups that lower what is owed; CR (corrections) is of version 4010."""


class Refused(NamedTuple):
    """One denied line: its numbers on the claim, its denying adjustments, its remarks; `amount` in cents."""

    numbers: Numbers
    reasons: tuple[Adjustment, ...]
    remarks: tuple[str, ...]
    charge: int
    asks_records: bool

    @property
    def amount(self) -> int:
        """Return what was denied."""
        return sum(one.amount for one in self.reasons)

    @property
    def first(self) -> Adjustment:
        """Return the reason with the most money."""
        return max(self.reasons, key=lambda one: abs(one.amount))

    @property
    def is_patients(self) -> bool:
        """Return whether the whole line falls to the patient (group PR)."""
        return all(one.group == "PR" for one in self.reasons)


def denying(adjustments: Iterable[Adjustment]) -> tuple[Adjustment, ...]:
    """Return the adjustments that deny, and do not only bring a charge to its price."""
    return tuple(one for one in adjustments if compact(one.reason) not in NO_DENIAL)


def is_whole_denied(answer: ClaimPayment) -> bool:
    """Return whether adjustments of the whole claim deny it: nothing was paid for it."""
    return answer.paid == 0 and bool(denying(answer.adjustments))


def denied_in(answer: ClaimPayment, numbers: Sequence[Numbers], billed: Sequence[int]) -> list[Refused]:
    """Return the denied lines of an answer; a claim answered without lines is one line with all numbers."""
    if answer.status == PRICING_ONLY:
        return []
    if is_whole_denied(answer) and not any(line.paid == 0 and line.adjustments for line in answer.lines):
        whole = _refused(tuple(billed), answer.adjustments, answer.remarks, answer.charge)
        return [whole]
    return [
        _refused(of, line.adjustments, line.remarks or answer.remarks, line.charge)
        for line, of in zip(answer.lines, numbers, strict=True)
        if line.paid == 0 and denying(line.adjustments)
    ]


def written_off(adjustments: Iterable[Adjustment], *, is_denied: bool) -> int:
    """Return the contractual part in cents: a denial is never written off by itself."""
    cents = 0
    for one in adjustments:
        if one.group in CONTRACTUAL and not (is_denied and compact(one.reason) not in NO_DENIAL):
            cents += one.amount
    return cents


def _refused(
    numbers: Numbers, adjustments: Sequence[Adjustment], remarks: tuple[str, ...], charge: int
) -> Refused:
    asks = all(compact(one.reason) in RECORDS_ASKED for one in adjustments)
    return Refused(numbers, denying(adjustments), remarks, charge, asks)

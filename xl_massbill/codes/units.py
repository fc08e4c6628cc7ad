"""How many 15-minute units the recorded minutes of a session support, under each of the three counting rules.

Units above what the minutes support are the commonest overpayment that auditors take back, and units
below it are money left behind, so this is the one place where minutes become units. It looks at minutes
and says what they carry; it never says which minutes would carry more.

A pool is the timed work of one therapist on one patient on one day: minutes of the same code are added
first, then the pool is counted. Minutes are direct one-on-one minutes; untimed codes stay outside.

Source: handbook §2.4; Medicare Claims Processing Manual ch. 5 §20.2 (CMS_TOTAL), CPT midpoint rule
(AMA_MIDPOINT), payers that pay complete quarter hours only (FULL15).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

UNIT = 15
"""Minutes of a full unit."""
FEWEST = 8
"""Minutes from which a started unit counts: more than half of it."""


class UnitRule(StrEnum):
    """How a payer counts units."""

    CMS_TOTAL = "CMS_TOTAL"
    """Medicare's 8-minute rule: the day's timed minutes are added, then shared out among the codes."""
    AMA_MIDPOINT = "AMA_MIDPOINT"
    """Each code for itself; a started unit counts from its eighth minute."""
    FULL15 = "FULL15"
    """Each code for itself; only complete units count."""


@dataclass(frozen=True, slots=True)
class Support:
    """What the minutes of one pool support, one number a code, in the order of the minutes given.

    Every code gets its `low` units. `spare` further units go to `spare` of the codes at the positions
    `tied`, one each; the payer accepts any choice among them. `tied` is in our own order of preference:
    more minutes first, then the earlier line.
    """

    low: tuple[int, ...]
    tied: tuple[int, ...] = ()
    spare: int = 0

    @property
    def total(self) -> int:
        """Return how many units the pool supports in all."""
        return sum(self.low) + self.spare

    @property
    def is_tied(self) -> bool:
        """Return whether more than one way of sharing out the units is right."""
        return bool(self.tied)

    @property
    def high(self) -> tuple[int, ...]:
        """Return the most units each code may get."""
        return tuple(n + (i in self.tied) for i, n in enumerate(self.low))

    @property
    def units(self) -> tuple[int, ...]:
        """Return one right way of sharing out the units: ours where there is a tie."""
        return self.nearest(self.low)

    def nearest(self, billed: Sequence[int]) -> tuple[int, ...]:
        """Return the right way of sharing out the units that comes nearest to what is billed.

        >>> support(UnitRule.CMS_TOTAL, (20, 20)).nearest((1, 2))
        (1, 2)
        """
        wanting = sorted(self.tied, key=lambda i: billed[i] <= self.low[i])
        given = wanting[: self.spare]
        return tuple(n + (i in given) for i, n in enumerate(self.low))

    def allows(self, billed: Sequence[int]) -> bool:
        """Return whether some right way of sharing out covers every billed unit.

        >>> support(UnitRule.CMS_TOTAL, (20, 20)).allows((2, 2))
        False
        """
        return all(b <= n for b, n in zip(billed, self.nearest(billed), strict=True))


def added(lines: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Return the minutes of each code, lines of the same code added, in the order of the first lines.

    >>> added([("97124", 20), ("97140", 15), ("97124", 10)])
    {'97124': 30, '97140': 15}
    """
    minutes: dict[str, int] = {}
    for code, spent in lines:
        minutes[code] = minutes.get(code, 0) + spent
    return minutes


@lru_cache(maxsize=65_536)
def support(rule: UnitRule, minutes: tuple[int, ...]) -> Support:
    """Return what the minutes of a pool, one number a code, support under a payer's rule.

    33 and 7 minutes are 40 in all, so Medicare pays three units and the second code gets one of them,
    though alone it would get none. Raise ValueError for negative minutes.

    >>> support(UnitRule.CMS_TOTAL, (33, 7)).units
    (2, 1)
    >>> support(UnitRule.AMA_MIDPOINT, (33, 7)).units
    (2, 0)
    >>> support(UnitRule.FULL15, (33, 7)).units
    (2, 0)
    >>> tie = support(UnitRule.CMS_TOTAL, (20, 20))
    >>> tie.low, tie.high, tie.total, tie.is_tied
    ((1, 1), (2, 2), 3, True)
    """
    if any(m < 0 for m in minutes):
        raise ValueError("minutes cannot be negative")
    if rule is UnitRule.CMS_TOTAL:
        return _shared_out(minutes)
    if rule is UnitRule.AMA_MIDPOINT:
        return Support(tuple(_rounded(m) for m in minutes))
    return Support(tuple(m // UNIT for m in minutes))


def when_unknown(minutes: tuple[int, ...]) -> tuple[Support, Support]:
    """Return the less and the more generous answer of Medicare's rule and the midpoint rule.

    One of the two never gives any code less than the other does, so the larger total tells which.

    >>> [answer.total for answer in when_unknown((24, 23))]
    [3, 4]
    """
    cms, ama = support(UnitRule.CMS_TOTAL, minutes), support(UnitRule.AMA_MIDPOINT, minutes)
    return (cms, ama) if cms.total < ama.total else (ama, cms)


def _rounded(minutes: int) -> int:
    """Return the units of minutes that are counted as a whole."""
    return (minutes + UNIT - FEWEST) // UNIT


def _shared_out(minutes: tuple[int, ...]) -> Support:
    full = [m // UNIT for m in minutes]
    rest = [m % UNIT for m in minutes]
    extra = _rounded(sum(minutes)) - sum(full)
    if extra == 0:
        return Support(tuple(full))
    last = sorted(rest, reverse=True)[extra - 1]  # the smallest remainder that still gets a unit
    low = tuple(n + (r > last) for n, r in zip(full, rest, strict=True))
    spare = extra - sum(r > last for r in rest)
    tied = [i for i, r in enumerate(rest) if r == last]
    if len(tied) == spare:
        return Support(tuple(n + (r >= last) for n, r in zip(full, rest, strict=True)))
    return Support(low, tuple(sorted(tied, key=lambda i: -minutes[i])), spare)

"""How urgent an open item is, 0 to 100: the deadline, the money, the age and the state, each with its weight.

The parts are kept beside the figure, so that everybody sees why a claim stands where it does. Reckoned in
fractions: a half is rounded up on every machine.

Source: handbook §10.5; the weights are settings.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

WEIGHTS = {"deadline": 40, "balance": 25, "age": 20, "status": 15}
SETTING = "worklist_weight_"
_FULL_BALANCE, _FULL_AGE = 50_000, 120
"""From this balance in cents, and this age in days, a part counts in full."""
_SOON, _FAR = 7, 60


@dataclass(frozen=True, slots=True)
class Weights:
    """The four weights in hundredths."""

    deadline: int = WEIGHTS["deadline"]
    balance: int = WEIGHTS["balance"]
    age: int = WEIGHTS["age"]
    status: int = WEIGHTS["status"]

    @classmethod
    def of(cls, settings: Mapping[str, str]) -> Weights:
        """Return the weights of sheet Settings; what is no whole number stays as it is by default."""
        told = {name: settings.get(SETTING + name, "").removesuffix(".0") for name in WEIGHTS}
        return cls(**{name: int(text) if text.isdecimal() else WEIGHTS[name] for name, text in told.items()})


class Parts(NamedTuple):
    """The four parts of the figure, each from 0 to 1."""

    deadline: Fraction
    balance: Fraction
    age: Fraction
    status: Fraction

    def score(self, weights: Weights) -> int:
        """Return the figure, rounded half up."""
        by = (weights.deadline, weights.balance, weights.age, weights.status)
        total = sum((weight * part for weight, part in zip(by, self, strict=True)), Fraction(1, 2))
        return math.floor(total)


def parts(days_left: int | None, cents: int, age: int, state: Fraction) -> Parts:
    """Return the parts from days left (None: no deadline), a balance in cents, an age in days, a state.

    >>> [str(part) for part in parts(20, 18_000, 60, Fraction(3, 5))]
    ['40/53', '9/25', '1/2', '3/5']
    """
    deadline = Fraction(0) if days_left is None else Fraction(_FAR - days_left, _FAR - _SOON)
    return Parts(*map(_within, (deadline, Fraction(cents, _FULL_BALANCE), Fraction(age, _FULL_AGE), state)))


def score(
    weights: Weights, days_left: int | None, cents: int, age: int, state: Fraction = Fraction(1)
) -> int:
    """Return the urgency; `state` is 1 for what was denied.

    >>> score(Weights(), 7, 50_000, 120), score(Weights(), None, 9_000, 0), score(Weights(), 33, 0, 0)
    (100, 20, 35)
    """
    return parts(days_left, cents, age, state).score(weights)


def _within(part: Fraction) -> Fraction:
    return min(Fraction(1), max(Fraction(0), part))

"""How urgent an open item is, 0 to 100: the deadline, the money, the age and the state, each with its weight.

Source: handbook §10.5; the weights are settings.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

WEIGHTS = {"deadline": 40, "balance": 25, "age": 20, "status": 15}
SETTING = "worklist_weight_"


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


def score(
    weights: Weights, days_left: int | None, cents: int, age: int, state: Fraction = Fraction(1)
) -> int:
    """Return the urgency; `state` is 1 for what was denied.

    >>> score(Weights(), 7, 50_000, 120), score(Weights(), None, 9_000, 0), score(Weights(), 33, 0, 0)
    (100, 20, 35)
    """
    deadline = Fraction(0)
    if days_left is not None:
        deadline = min(Fraction(1), max(Fraction(0), Fraction(60 - days_left, 53)))
    money = min(Fraction(1), Fraction(max(cents, 0), 50_000))
    years = min(Fraction(1), Fraction(max(age, 0), 120))
    total = weights.deadline * deadline + weights.balance * money + weights.age * years
    return math.floor(total + weights.status * state + Fraction(1, 2))

"""How urgent an open balance is: deadline, money, age and state in one figure from 0 to 100.

The parts are kept beside the figure, so that everybody sees why a claim stands where it does. The four
weights are settings of the clinic.

Source: handbook §10.5 (formula, order), §10.7 (a broken promise adds 10).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
NO_DEADLINE = np.nan
FULL_BALANCE, FULL_AGE = 50_000, 120
"""From this balance in cents, and this age in days, a part counts in full."""
BROKEN_PROMISE = 10
_SOON, _FAR = 7, 60
STATE_PARTS = {
    "DENIED": 1.0,
    "REJECTED": 1.0,
    "PAID_PARTIAL": 1.0,
    "INFO_REQUESTED": 0.9,
    "UNDERPAID": 0.7,
    "SECONDARY_DUE": 0.7,
    "READY": 0.7,
    "REVERSED": 0.7,
    "NO_RESPONSE": 0.6,
    "APPEALED": 0.5,
    "IN_PROCESS": 0.3,
    "FORWARDED": 0.3,
    "PATIENT_DUE": 0.2,
}
"""What each state or flag counts; PAID_PARTIAL while a denied line is open; every other one 0.1."""
OTHER_STATE = 0.1
_SETTINGS = {
    "worklist_weight_deadline": 40,
    "worklist_weight_balance": 25,
    "worklist_weight_age": 20,
    "worklist_weight_status": 15,
}


class Parts(NamedTuple):
    """The four parts of the figure, each from 0 to 1, one value a row."""

    deadline: Numbers
    balance: Numbers
    age: Numbers
    state: Numbers

    def score(self, weights: tuple[float, ...], broken: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
        """Return the figures, rounded half up, a broken promise counted, 100 at most."""
        sums = sum(weight * part for weight, part in zip(weights, self, strict=True))
        rounded = np.floor(np.asarray(sums) + 0.5 + 1e-9).astype(np.int64)
        return np.minimum(rounded + BROKEN_PROMISE * broken, 100)


def parts(days_left: Numbers, cents: Numbers, age: Numbers, state: Numbers) -> Parts:
    """Return the parts from days left (NaN: no deadline), balances in cents, ages in days and state parts.

    >>> found = parts(*(np.array([v], dtype=float) for v in (20, 18_000, 60, 0.6)))
    >>> [round(float(part[0]), 3) for part in found], int(found.score((40, 25, 20, 15), np.array([False]))[0])
    ([0.755, 0.36, 0.5, 0.6], 58)
    """
    sliding = (_FAR - days_left) / (_FAR - _SOON)
    by_day = np.where(days_left <= _SOON, 1.0, np.where(days_left <= _FAR, sliding, 0.0))
    return Parts(
        np.where(np.isnan(days_left), 0.0, by_day),
        np.clip(cents / FULL_BALANCE, 0, 1),
        np.clip(age / FULL_AGE, 0, 1),
        state,
    )


def weights(settings: Mapping[str, str]) -> tuple[float, ...]:
    """Return the four weights from sheet Settings, in hundredths; one that is no number counts as shipped.

    >>> weights({"worklist_weight_age": "30", "worklist_weight_status": "much"})
    (40.0, 25.0, 30.0, 15.0)
    """
    return tuple(_number(settings.get(key), shipped) for key, shipped in _SETTINGS.items())


def _number(text: str | None, shipped: float) -> float:
    try:
        found = float(text) if text is not None else float(shipped)
    except ValueError:
        return float(shipped)
    return found if 0 <= found <= 100 else float(shipped)

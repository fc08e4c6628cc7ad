"""What the state of a claim, or a flag on it, counts in the urgency of the work list.

Source: handbook §10.5 (part S), §10.7 (a broken promise adds 10, 100 at most).
"""

from __future__ import annotations

from fractions import Fraction

BROKEN_PROMISE, MOST = 10, 100
_TENTHS = {
    "DENIED": 10,
    "REJECTED": 10,
    "PAID_PARTIAL": 10,
    "INFO_REQUESTED": 9,
    "UNDERPAID": 7,
    "SECONDARY_DUE": 7,
    "READY": 7,
    "REVERSED": 7,
    "NO_RESPONSE": 6,
    "APPEALED": 5,
    "IN_PROCESS": 3,
    "FORWARDED": 3,
    "PATIENT_DUE": 2,
}
"""In tenths; PAID_PARTIAL while a denied line is open; every other state counts one tenth."""


def state_part(*states: str) -> Fraction:
    """Return what states and flags count; of several the highest.

    >>> str(state_part("ACCEPTED")), str(state_part("ACCEPTED", "NO_RESPONSE"))
    ('1/10', '3/5')
    """
    return Fraction(max(_TENTHS.get(state, 1) for state in ("", *states)), 10)

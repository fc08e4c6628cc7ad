"""How many visits a plan has left after a visit, counted as the plan counts them.

Source: handbook §4.3, §1.9 (visits_allowed, visit_period).
"""

from __future__ import annotations

import numpy as np

from xl_massbill.practice.groups import Numbers
from xl_massbill.rules.rule import Lines

PLENTY = 10**6


def visits_left(lines: Lines) -> Numbers:
    """Return the visits left after each visit, below 0 where it is one too many; PLENTY where unknown."""
    left = lines["coverage_visits_allowed"] - lines["visit_number"]
    return left.to_numpy(dtype=np.int64, na_value=PLENTY)

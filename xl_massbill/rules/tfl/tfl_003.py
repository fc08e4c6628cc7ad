"""A visit was done more than a week ago and is on no claim.

Why: what is billed within days is paid within weeks, and what lies longer is forgotten. One finding a visit.

Source: handbook §6.10 TFL-003; billing within days (S38). Certainty: R.
"""

from __future__ import annotations

import numpy as np

from xl_massbill.practice.running import days_of
from xl_massbill.rules.rule import Hits, Level, Lines, Rule, Severity


def not_billed_yet(lines: Lines, *, days: int) -> Hits:
    """Find visits on no claim that took place more than so many days ago."""
    dos, known = days_of(lines["dos"])
    gone = lines.as_of.to_datetime64().astype("datetime64[D]").astype(np.int64) - dos
    waits = lines["is_to_file"].to_numpy(dtype=bool)
    return Hits(waits & known & (gone > days), at=lines["visit_first"])


RULE = Rule(
    id="TFL-003",
    title="Visit not billed yet",
    severity=Severity.WARNING,
    certainty="R",
    source="handbook §6.10; S38",
    message="Visit of {dos} is not billed yet. Finish the note and send it.",
    example="A visit was done eight days ago and is on no claim.",
    on_lines=not_billed_yet,
    field="dos",
    holds=False,
    levels=(Level.VISIT, Level.CLAIM),
    params={"days": 7},
)

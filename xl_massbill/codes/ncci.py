"""NCCI pairs: codes of which Medicare and its followers pay only the first on one day.

These are starting values with their certainty; the quarterly file of CMS replaces them. Where the order
of a pair is not confirmed, no one may be told that a modifier stands on the wrong line.

Source: handbook §2.3.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from xl_massbill.codes.packaged import rows

VERSION = "2026Q4 seed, not the CMS file"

MODIFIER, NEVER, ALLOWED = "MODIFIER", "NEVER", "ALLOWED"
"""What can be said of two codes of one day: paid together with a modifier only, never, or as they are."""
INDICATORS = {"1": MODIFIER, "0": NEVER, "9": ALLOWED}
POLICIES = {"MOD59": MODIFIER, "DENY": NEVER, "ALLOW": ALLOWED}


@dataclass(frozen=True, slots=True)
class Pair:
    """Column 1 is paid, column 2 only with a modifier (indicator 1) or never (0)."""

    column1: str
    column2: str
    indicator: str
    effective_from: date | None
    effective_to: date | None
    rationale: str
    certainty: str
    source: str


@cache
def pairs() -> tuple[Pair, ...]:
    """Return all pairs of the list.

    >>> pairs()[0].column1, pairs()[0].column2, pairs()[0].certainty
    ('97140', '97124', 'G')
    """
    return tuple(
        Pair(
            column1=row["column1"],
            column2=row["column2"],
            indicator=row["mod_indicator"],
            effective_from=date.fromisoformat(row["effective_from"]) if row["effective_from"] else None,
            effective_to=date.fromisoformat(row["effective_to"]) if row["effective_to"] else None,
            rationale=row["rationale"],
            certainty=row["certainty"],
            source=row["source"],
        )
        for row in rows("ncci")
    )


def find(one: str, other: str) -> Pair | None:
    """Return the pair two codes make, in whichever order they are given.

    >>> find("97124", "97140") == find("97140", "97124") == pairs()[0]
    True
    >>> find("97110", "97140") is None
    True
    """
    return _by_codes().get(frozenset((one, other)))


@cache
def _by_codes() -> dict[frozenset[str], Pair]:
    return {frozenset((pair.column1, pair.column2)): pair for pair in pairs()}


def policies_in(value: str) -> Iterator[tuple[str, str, str]]:
    """Yield the two codes and the verdict of each policy of a payer's rule; what makes no sense says nothing.

    >>> list(policies_in("97140, 97124, Mod59 | 97110;97140;DENY | 97110,ALLOW"))
    [('97140', '97124', 'MODIFIER'), ('97110', '97140', 'NEVER')]
    """
    for text in value.upper().split("|"):
        parts = re.findall(r"\w+", text)
        if len(parts) == 3 and parts[2] in POLICIES:
            yield parts[0], parts[1], POLICIES[parts[2]]

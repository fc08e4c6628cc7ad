"""MUE: the most units of a code that Medicare takes for one patient and day.

Starting values that nobody has verified; the quarterly file of CMS replaces them.

Source: handbook §2.3 (adjudication indicators: 1 per line, 2 per day absolutely, 3 per day on review).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from xl_massbill.codes.packaged import rows

VERSION = "2026Q4 seed, not the CMS file"


@dataclass(frozen=True, slots=True)
class Limit:
    """The most units of one code."""

    code: str
    units: int
    indicator: str
    certainty: str
    source: str


@cache
def limits() -> dict[str, Limit]:
    """Return all limits by code.

    >>> limits()["97124"].units, limits()["97124"].indicator
    (4, '3')
    """
    return {
        row["code"]: Limit(row["code"], int(row["mue_value"]), row["mai"], row["certainty"], row["source"])
        for row in rows("mue")
    }


def find(code: str) -> Limit | None:
    """Return the limit of a code, or None if the list has none.

    >>> find("97140").units, find("97116")
    (6, None)
    """
    return limits().get(code)

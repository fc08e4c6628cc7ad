"""How alike two notes are, so that the sample's notes do not look copied.

Source: handbook §6.8.
"""

from __future__ import annotations

import re

SHINGLE = 3
_NUMBER = re.compile(r"\d+")
_OTHER = re.compile(r"[^a-z#]+")


def shingles(text: str) -> frozenset[tuple[str, ...]]:
    """Return the three-word sequences of a note; all numbers count as one word."""
    words = _OTHER.sub(" ", _NUMBER.sub("#", text.lower())).split()
    return frozenset(zip(*(words[i:] for i in range(SHINGLE)), strict=False))


def likeness(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> float:
    """Return the share of sequences that two notes have in common, 0 to 1.

    >>> likeness(shingles("pain 6 of 10 today"), shingles("pain 5 of 10 today"))
    1.0
    """
    shared = len(one & other)
    either = len(one) + len(other) - shared
    return shared / either if either else 0.0

"""How the diagnosis index is laid out: ten bytes a code: seven for the code, two for facts, one for years.

The builder writes it, `icd_release` reads it.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntFlag
from functools import cache

SIZE = 10
FIRST_YEAR, LAST_YEAR = 2019, 2026
"""The fiscal years the index speaks for: one bit each."""


class Flag(IntFlag):
    """What is known of a code."""

    BILLABLE = 1
    NEEDS_SEVENTH = 2
    RIGHT = 4
    LEFT = 8
    BOTH = 16
    NO_SIDE = 32
    UNSPECIFIED = 64
    FEMALE = 128
    MALE = 256
    NEWBORN = 512
    MATERNITY = 1024
    GONE = 2048
    """Only an earlier release has the code."""


SIDES = {Flag.RIGHT: "R", Flag.LEFT: "L", Flag.BOTH: "B", Flag.NO_SIDE: "U"}


def packed(code: str, flags: Flag, years: Iterable[int]) -> bytes:
    """Return a code, its facts and the fiscal years in which it could be billed; records sort like codes.

    >>> list(packed("M542", Flag.BILLABLE, [2019, 2026]))
    [77, 53, 52, 50, 32, 32, 32, 0, 1, 129]
    """
    mask = sum(1 << year - FIRST_YEAR for year in set(years))
    return code.encode().ljust(7) + int(flags).to_bytes(2, "big") + bytes([mask])


def unpacked(record: bytes) -> tuple[str, Flag, tuple[int, ...]]:
    """Return code, facts and fiscal years of a record.

    >>> unpacked(packed("S134XXA", Flag.BILLABLE, [2025, 2026]))
    ('S134XXA', <Flag.BILLABLE: 1>, (2025, 2026))
    """
    return record[:7].decode().rstrip(), *_said(record[7:])


@cache
def _said(facts: bytes) -> tuple[Flag, tuple[int, ...]]:
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    return Flag(int.from_bytes(facts[:2], "big")), tuple(y for y in years if facts[2] >> y - FIRST_YEAR & 1)

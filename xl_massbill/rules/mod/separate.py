"""Whether two lines of a visit were separate work: other regions, or other minutes on the clock.

A region without a side, or one that nobody filled in, may be any; BACK holds the upper and the lower back.
Clock times count where both lines have their own start and end.

Source: handbook §2.2 (59), §6.5 (MOD-005), §3.6 (regions).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from xl_massbill.book.sheet import Mask
from xl_massbill.practice.groups import Numbers, first_of, numbered
from xl_massbill.rules.rule import Lines

Regions = tuple[str, ...] | None
_BACKS = ("UPPER_BACK", "LOW_BACK")


@lru_cache(maxsize=4096)
def same_region(one: Regions, other: Regions) -> bool:
    """Return whether two lines surely share a region.

    >>> same_region(("NECK", "Low Back"), ("LOW_BACK",)), same_region(("BACK",), ("UPPER_BACK",))
    (True, True)
    >>> same_region(("SHOULDER_R",), ("SHOULDER_L",)), same_region(("NECK",), None)
    (False, False)
    """
    return not _parts(one).isdisjoint(_parts(other))


def _parts(regions: Regions) -> set[str]:
    named = {re.sub(r"[\s_-]+", "_", region.strip()).upper() for region in regions or ()}
    return named.union(_BACKS) if "BACK" in named else named


def look_alike(lines: Lines, one: Numbers, other: Numbers) -> Mask:
    """Return for pairs of lines whether they share a region, and no clock times part them."""
    return _share_region(lines["regions"], one, other) & ~_parted(lines, one, other)


def _share_region(regions: pd.Series[Any], one: Numbers, other: Numbers) -> Mask:
    numbers, named = pd.factorize(regions)
    pairs = numbered(numbers[one], numbers[other])
    first = first_of(pairs)
    out = np.zeros(len(pairs), dtype=bool)
    for i in np.unique(first).tolist():
        ours, theirs = numbers[one[i]], numbers[other[i]]
        out[i] = ours >= 0 and theirs >= 0 and same_region(named[ours], named[theirs])
    return out[first]


def _parted(lines: Lines, one: Numbers, other: Numbers) -> Mask:
    starts, ends = (lines[n].to_numpy(dtype=float, na_value=np.nan) for n in ("line_start", "line_end"))
    told = (starts[one] < ends[one]) & (starts[other] < ends[other])
    return np.asarray(told & ((ends[one] <= starts[other]) | (ends[other] <= starts[one])), dtype=bool)

"""What the lines of a visit hold together: its codes and its regions, to be compared with its one note.

Source: handbook §1.11 (Visits and Notes), §6.7.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pandas as pd

from xl_massbill.practice.groups import Numbers, any_of, first_of, numbered
from xl_massbill.practice.lines import Lines, derived


@derived("visit_codes")
def _codes(lines: Lines) -> pd.Series[Any]:
    """Return the codes of the visit's lines that took place; missing where one is blank."""
    return _together(lines, "code", frozenset)


@derived("visit_regions")
def _regions(lines: Lines) -> pd.Series[Any]:
    """Return the regions of the visit's lines that took place; missing where a line has none."""
    return _together(lines, "regions", lambda lists: regions_of(region for some in lists for region in some))


def regions_of(words: Iterable[str]) -> frozenset[str]:
    """Return regions as they are compared.

    >>> sorted(regions_of(["neck", "Upper back", "SHOULDER-R"]))
    ['NECK', 'SHOULDER_R', 'UPPER_BACK']
    """
    return frozenset(word.upper().replace(" ", "_").replace("-", "_") for word in words)


def _together(lines: Lines, name: str, join: Callable[[list[Any]], frozenset[str]]) -> pd.Series[Any]:
    """Return for each line what `join` makes of the column's different values in its visit."""
    done = lines["is_done"].to_numpy(dtype=bool)
    visit = numbered(lines["visit_id"], within=done)
    values, levels = pd.factorize(lines[name])
    blank = any_of(visit, (values < 0) & done)
    out = np.full(len(lines), None, dtype=object)
    kept = np.flatnonzero((visit >= 0) & ~blank)
    if not len(kept):
        return pd.Series(out, dtype=object)
    pairs = np.sort(visit[kept] * len(levels) + values[kept])
    pairs = pairs[np.diff(pairs, prepend=-1) > 0]
    owner, member = np.divmod(pairs, len(levels))
    sets = np.full(visit.max() + 1, None, dtype=object)
    starts = np.flatnonzero(np.diff(owner, prepend=-1))
    lengths = np.diff(starts, append=len(owner))
    for length in set(lengths.tolist()):
        rows = starts[lengths == length][:, None] + np.arange(length)
        sets[owner[rows[:, 0]]] = _joined(member[rows], levels, join)
    out[kept] = sets[visit[kept]]
    return pd.Series(out, dtype=object)


def _joined(rows: Numbers, levels: Any, join: Callable[[list[Any]], frozenset[str]]) -> Any:
    """Return one set for each row of value numbers; equal rows are joined once."""
    same = numbered(*rows.T)
    first = np.flatnonzero(first_of(same) == np.arange(len(same)))
    found = np.empty(len(first), dtype=object)
    found[:] = [join([levels[i] for i in rows[at]]) for at in first.tolist()]
    return found[same]

"""What modifiers a line wears: asked once for each combination that occurs, not for each line.

A line with a modifier that could not be read has no combination, and nothing is said of it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from xl_massbill.practice.groups import first_of, numbered
from xl_massbill.rules.phrases import phrases
from xl_massbill.rules.rule import Hits, Lines, Mask

Worn = tuple[str, ...]
Picked = npt.NDArray[np.object_]
"""For each line a tuple of what a rule picked out, mostly modifiers; () for none."""

SLOTS = ("mod1", "mod2", "mod3", "mod4")


def picked(
    lines: Lines, pick: Callable[..., Iterable[object]], *beside: pd.Series[Any], within: Mask | None = None
) -> Picked:
    """Return what `pick(worn, …)` picks of each line; further columns are handed on, a blank as None.

    `within` says which lines can have something to pick, where that is easily told.
    """
    column = lines["modifier_set"].cat
    codes, sets = column.codes.to_numpy(), [tuple(words.split()) for words in column.categories]
    out = np.empty(len(codes), dtype=object)
    out[:] = [()] * len(out)
    at = np.flatnonzero((codes >= 0) if within is None else (codes >= 0) & within)
    cells = [column.iloc[at] for column in beside]
    same = numbered(codes[at], *(_filled(c) for c in cells))
    first = first_of(same)
    for i in np.unique(first).tolist():
        known = (None if pd.isna(c.iloc[i]) else c.iloc[i] for c in cells)
        out[at[i]] = tuple(pick(sets[codes[at[i]]], *known))
    out[at] = out[at[first]]
    return out


def _filled(column: pd.Series[Any]) -> Picked:
    """Return the cells with "" for a blank, so that blanks are alike."""
    cells = column.to_numpy(dtype=object, copy=True)
    cells[column.isna().to_numpy()] = ""
    return cells


def wearing(lines: Lines, modifiers: Collection[str]) -> Mask:
    """Return which lines wear one of these modifiers."""
    column = lines["modifier_set"].cat
    wears = [i for i, words in enumerate(column.categories) if not set(words.split()).isdisjoint(modifiers)]
    return np.isin(column.codes.to_numpy(), wears)


def hits_of(lines: Lines, found: Picked) -> Hits:
    """Return the lines of which something was picked: {m} names it, and the field is the first one's slot."""
    mask = found.astype(bool)
    return Hits(
        mask,
        values={"m": phrases(mask, lambda i: together(found[i]))},
        field=phrases(mask, lambda i: slot(lines, i, found[i][0])),
    )


def slot(lines: Lines, i: int, modifier: str) -> str:
    """Return the column in which a line wears a modifier; the last one if it stands twice."""
    return next(name for name in reversed(SLOTS) if lines[name].iloc[i] == modifier)


def together(words: Iterable[str]) -> str:
    """Return modifiers in a row.

    >>> together(["GP"]), together(["GP", "KX"]), together(["GA", "GY", "GZ"])
    ('GP', 'GP and KX', 'GA, GY and GZ')
    """
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last

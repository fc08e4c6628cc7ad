"""Which rows belong together: one number for each combination of values, found column-wise.

Duplicates, day totals and the pools of the unit rules all ask this of a hundred thousand lines.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from xl_massbill.book.sheet import Mask

Numbers = npt.NDArray[np.int64]
Answers = npt.NDArray[np.object_]


def numbered(*columns: pd.Series[Any] | npt.NDArray[Any], within: Mask | None = None) -> Numbers:
    """Return for each row the number of its combination of values, counted in the order of first rows.

    A row with a missing part, or outside `within`, belongs to no group and gets -1.

    >>> numbered(pd.Series(["a", "b", "a", None]), pd.Series([1, 1, 1, 1])).tolist()
    [0, 1, 0, -1]
    >>> numbered(pd.Series(["b", None, "a", "b"])).tolist()
    [0, -1, 1, 0]
    """
    if len(columns) == 1 and within is None:
        return np.asarray(pd.factorize(_cells(columns[0]))[0], dtype=np.int64)
    whole = np.ones(len(columns[0]), dtype=bool) if within is None else within.copy()
    mixed = np.zeros(len(whole), dtype=np.int64)
    for column in columns:
        numbers, level = pd.factorize(_cells(column))
        whole &= numbers >= 0
        mixed = mixed * len(level) + numbers
        if len(level) and mixed.max(initial=0) > 2**31:  # keep the product of the next levels in range
            mixed = pd.factorize(mixed)[0]
    out = np.full(len(whole), -1, dtype=np.int64)
    out[whole] = pd.factorize(mixed[whole])[0]
    return out


def _cells(column: pd.Series[Any] | npt.NDArray[Any]) -> Any:
    """Return the bare cells of a column: pandas numbers them twice as fast as the column."""
    if not isinstance(column, pd.Series):
        return column
    return column.to_numpy() if column.dtype == object else column.array


def one_of(column: pd.Series[Any], words: tuple[str, ...]) -> Mask:
    """Return which cells are one of these words.

    >>> one_of(pd.Series(["a", "b", None], dtype=object), ("a", "c")).tolist()
    [True, False, False]
    """
    if column.dtype != object:
        return column.isin(words).to_numpy(dtype=bool)
    cells = column.to_numpy()
    return np.asarray(np.logical_or.reduce([cells == word for word in words]), dtype=bool)


def answers(ask: Callable[..., object], *columns: pd.Series[Any], otherwise: object) -> Answers:
    """Return for each row what `ask` says to its values, asked once for each combination.

    A row with a missing part gets `otherwise`.

    >>> letters, numbers = pd.Series(["a", "b", "a", None]), pd.Series([1, 2, 1, 1])
    >>> answers(lambda a, b: a * b, letters, numbers, otherwise="").tolist()
    ['a', 'bb', 'a', '']
    """
    groups = numbered(*columns)
    found = np.full(groups.max(initial=-1) + 2, otherwise, dtype=object)
    for i in np.flatnonzero(first_of(groups) == np.arange(len(groups))).tolist():
        if groups[i] >= 0:
            found[groups[i]] = ask(*(column.array[i] for column in columns))
    return found[groups]


def first_of(groups: Numbers, where: Mask | None = None) -> Numbers:
    """Return for each row the position of the first row of its group (of those in `where`).

    A row without a group, or whose group has no such row, gets its own position.

    >>> first_of(np.array([0, 1, 0, -1])).tolist()
    [0, 1, 0, 3]
    >>> first_of(np.array([0, 1, 0, -1]), where=np.array([False, False, True, True])).tolist()
    [2, 1, 2, 3]
    """
    own = np.arange(len(groups))
    those = own if where is None else np.flatnonzero(where)
    first = np.full(groups.max(initial=-1) + 2, -1, dtype=np.int64)
    first[groups[those[::-1]]] = those[::-1]
    first[-1] = -1  # where the rows without a group ended up
    found = first[groups]
    return np.where(found >= 0, found, own)


def any_of(groups: Numbers, mask: Mask) -> Mask:
    """Return for each row whether the mask holds for any row of its group; for itself where it has none.

    >>> any_of(np.array([0, 1, 0, -1]), np.array([False, False, True, True])).tolist()
    [True, False, True, True]
    """
    return mask[first_of(groups, mask)]


def sums(groups: Numbers, values: pd.Series[Any]) -> pd.Series[Any]:
    """Return for each row the sum over its group, missing values left out; missing where it has none.

    >>> sums(np.array([0, 1, 0, -1]), pd.Series([1, 2, 3, 4], dtype="Int64")).tolist()
    [4, 2, 4, <NA>]
    """
    plain = values.fillna(0).to_numpy(dtype=np.int64)
    total = np.zeros(groups.max(initial=-1) + 2, dtype=np.int64)
    np.add.at(total, groups, plain)
    return pd.Series(pd.arrays.IntegerArray(total[groups], groups < 0))


def sizes(groups: Numbers) -> Numbers:
    """Return for each row how many rows its group has; 0 where it has none.

    >>> sizes(np.array([0, 1, 0, -1])).tolist()
    [2, 1, 2, 0]
    """
    counted = np.bincount(groups + 1, minlength=1)  # no row at all: index 0 all the same
    counted[0] = 0
    return counted[groups + 1]


def matches(groups: Numbers, ones: Numbers, others: Numbers) -> tuple[Numbers, Numbers]:
    """Return every pair of positions, one of `ones` and one of `others`, that lie in the same group.

    >>> groups = np.array([0, 1, 0, -1, 0])
    >>> [found.tolist() for found in matches(groups, np.array([0, 1, 3]), np.array([2, 3, 4]))]
    [[0, 0], [2, 4]]
    >>> [found.tolist() for found in matches(np.array([0, 0, 0, 0]), np.array([0]), np.array([1, 2, 3]))]
    [[0, 0, 0], [1, 2, 3]]
    """
    ones, others = ones[groups[ones] >= 0], others[groups[others] >= 0]
    others = others[np.argsort(groups[others], kind="stable")]
    starts = np.searchsorted(groups[others], groups[ones])
    counts = np.searchsorted(groups[others], groups[ones], side="right") - starts
    offsets = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    return np.repeat(ones, counts), others[np.repeat(starts, counts) + offsets]


def places(groups: Numbers) -> Callable[[int], Numbers]:
    """Return a look-up of the positions of the rows of a group.

    >>> places(np.array([0, 1, 0, -1]))(0).tolist()
    [0, 2]
    """
    order = np.argsort(groups, kind="stable")
    ranked = groups[order]
    return lambda group: order[np.searchsorted(ranked, group) : np.searchsorted(ranked, group, side="right")]

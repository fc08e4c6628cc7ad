"""Words for the lines that a rule hits, made one by one only there: a hundred thousand lines need none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from xl_massbill.book.sheet import Mask


def phrases(mask: Mask, word: Callable[[int], object]) -> pd.Series[Any]:
    """Return a column with `word(position)` on the lines of the mask and nothing elsewhere."""
    out = np.full(len(mask), None, dtype=object)
    for i in np.flatnonzero(mask).tolist():
        out[i] = word(i)
    return pd.Series(out, dtype=object)


def chosen(mask: Mask, value: object, other: object = None) -> pd.Series[Any]:
    """Return a column with `value` on the lines of the mask and `other` elsewhere."""
    out = np.full(len(mask), None, dtype=object)
    out[:] = other  # np.full would make plain text of a Severity
    out[mask] = value
    return pd.Series(out, dtype=object)


def counted(n: int, word: str) -> str:
    """Return a number with its noun.

    >>> counted(1, "visit"), counted(2, "visit")
    ('1 visit', '2 visits')
    """
    return f"{n} {word}" if n == 1 else f"{n} {word}s"

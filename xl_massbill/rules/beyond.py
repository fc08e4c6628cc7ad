"""What a line bills beyond the list of its order or authorisation; each pair is compared once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from xl_massbill.practice import Lines
from xl_massbill.practice.groups import numbered
from xl_massbill.practice.lines import JOINS

Words = tuple[str, ...]
Outside = Callable[[Words, Any], list[str]]
Texts = npt.NDArray[np.object_]


def beyond(lines: Lines, prefix: str, name: str, billed: pd.Series[Any], outside: Outside) -> Texts:
    """Return in words what each line bills beyond the list `name` of its record; "" where nothing.

    `outside(listed, billed)` names what is not covered. A blank list covers everything.
    """
    limited = ~lines.blank(f"{prefix}_{name}")
    out = np.full(len(lines), "", dtype=object)
    if not limited.any():
        return out
    at, lists = lines.position(prefix), lines.records[JOINS[prefix][0]][name].to_numpy(dtype=object)
    own = billed.to_numpy(dtype=object)
    pairs = numbered(at, own, within=limited)
    rows = np.flatnonzero(pairs >= 0)
    _, first = np.unique(pairs[rows], return_index=True)
    words = [", ".join(outside(lists[at[i]], own[i])) for i in rows[first].tolist()]
    out[rows] = np.array(words, dtype=object)[pairs[rows]]
    return out


def not_listed(listed: Words, code: str) -> list[str]:
    """Return the code unless it is listed.

    >>> not_listed(("97124",), "97140"), not_listed(("97124",), "97124")
    (['97140'], [])
    """
    return [] if code in listed else [code]

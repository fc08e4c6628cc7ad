"""What a line bills beyond the list of its order or authorisation; each pair is compared once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from xl_massbill.practice import Lines
from xl_massbill.practice.groups import numbered

Words = tuple[str, ...]
Outside = Callable[[Words, Any], list[str]]
Texts = npt.NDArray[np.object_]


def beyond(lines: Lines, prefix: str, name: str, billed: pd.Series[Any], outside: Outside) -> Texts:
    """Return in words what each line bills beyond the list `name` of its record; "" where nothing.

    `outside(listed, billed)` names what is not covered. A blank list covers everything.
    """
    listed = lines[f"{prefix}_{name}"]
    out = np.full(len(lines), "", dtype=object)
    pairs = numbered(lines.position(prefix), billed, within=listed.map(bool).to_numpy(dtype=bool))
    at = np.flatnonzero(pairs >= 0)
    _, first = np.unique(pairs[at], return_index=True)
    words = [", ".join(outside(listed.iloc[i], billed.iloc[i])) for i in at[first].tolist()]
    out[at] = np.array(words, dtype=object)[pairs[at]]
    return out


def not_listed(listed: Words, code: str) -> list[str]:
    """Return the code unless it is listed.

    >>> not_listed(("97124",), "97140"), not_listed(("97124",), "97124")
    (['97140'], [])
    """
    return [] if code in listed else [code]

"""The five buckets of age, and days into buckets.

Source: handbook §10.2.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

LAST_DAYS = (30, 60, 90, 120)
BUCKETS = ("0-30", "31-60", "61-90", "91-120", "120+")
COLUMNS = ("d0_30", "d31_60", "d61_90", "d91_120", "d120_plus")
"""The same buckets as columns of the Aging table."""


def bucket_of(days: int) -> str:
    """Return the bucket of an age in days; a day in the future counts as new.

    >>> bucket_of(30), bucket_of(31), bucket_of(120), bucket_of(121), bucket_of(-3)
    ('0-30', '31-60', '91-120', '120+', '0-30')
    """
    return BUCKETS[int(np.searchsorted(LAST_DAYS, days, side="left"))]


def positions(anchor: pd.Series[Any], as_of: pd.Timestamp) -> npt.NDArray[np.int64]:
    """Return the bucket number of each anchor day; an unknown day counts as the oldest, to be seen."""
    days = (as_of - anchor).dt.days.to_numpy(dtype=float, na_value=np.inf)
    return np.asarray(np.searchsorted(LAST_DAYS, days, side="left"), dtype=np.int64)

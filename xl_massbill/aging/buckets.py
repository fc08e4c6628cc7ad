"""Days into buckets, a column at a time.

Source: handbook §10.2.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from xl_massbill.aging.bounds import BUCKETS, COLUMNS, LAST_DAYS, USUAL, Buckets, bucket_of


def positions(anchor: pd.Series[Any], as_of: pd.Timestamp, buckets: Buckets = USUAL) -> npt.NDArray[np.int64]:
    """Return the bucket number of each anchor day; an unknown day counts as the oldest, to be seen."""
    days = (as_of - anchor).dt.days.to_numpy(dtype=float, na_value=np.inf)
    return np.asarray(np.searchsorted(buckets.last, days, side="left"), dtype=np.int64)


__all__ = ["BUCKETS", "COLUMNS", "LAST_DAYS", "USUAL", "Buckets", "bucket_of", "positions"]

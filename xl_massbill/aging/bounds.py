"""The five buckets of age.

Source: handbook §10.2.
"""

from __future__ import annotations

from bisect import bisect_left

LAST_DAYS = (30, 60, 90, 120)
BUCKETS = ("0-30", "31-60", "61-90", "91-120", "120+")
COLUMNS = ("d0_30", "d31_60", "d61_90", "d91_120", "d120_plus")
"""The same buckets as columns of the Aging table."""


def bucket_of(days: int) -> str:
    """Return the bucket of an age in days; a day in the future counts as new.

    >>> bucket_of(30), bucket_of(31), bucket_of(120), bucket_of(121), bucket_of(-3)
    ('0-30', '31-60', '91-120', '120+', '0-30')
    """
    return BUCKETS[bisect_left(LAST_DAYS, days)]

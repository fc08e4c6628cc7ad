"""How many visits a patient has had for the same first diagnosis in the twelve months up to each visit.

Source: handbook §6.10 PAY-015.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from xl_massbill.practice.groups import numbered
from xl_massbill.practice.lines import Lines, derived
from xl_massbill.practice.running import days_of


@derived("visits_in_a_year")
def _visits_in_a_year(lines: Lines) -> pd.Series[Any]:
    """Return for each billed line the days of treatment for its dx1 within a year, this one included.

    A visit on the same day of the year before lies outside.
    """
    days, known = days_of(lines["dos"])
    since, _ = days_of(lines["dos"] - pd.DateOffset(years=1))
    counts = lines["is_billable"].to_numpy(dtype=bool) & known
    groups = numbered(lines["patient_number"], lines["dx1"], within=counts)
    at = np.flatnonzero(groups >= 0)
    if not len(at):
        return pd.Series(pd.arrays.IntegerArray(np.zeros(len(lines), dtype=np.int64), groups < 0))
    first = since[at].min()
    span = days[at].max() - first + 1
    seen = np.unique(groups[at] * span + (days[at] - first))
    through = np.searchsorted(seen, groups[at] * span + (days[at] - first), side="right")
    before = np.searchsorted(seen, groups[at] * span + (since[at] - first), side="right")
    out = np.zeros(len(lines), dtype=np.int64)
    out[at] = through - before
    return pd.Series(pd.arrays.IntegerArray(out, groups < 0))

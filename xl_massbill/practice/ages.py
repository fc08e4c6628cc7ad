"""How old each patient is on the day of a visit.

Source: handbook §1.8 (dob), §6.2 (PAT-002, PAT-004).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from xl_massbill.practice.lines import Lines, derived


@derived("patient_age")
def _patient_age(lines: Lines) -> pd.Series[Any]:
    """Return the full years of each patient on the date of service, below 0 before birth; missing if unknown.

    Whoever was born on 29 February has a birthday on 1 March in other years.
    """
    days = [lines[name].to_numpy().astype("datetime64[D]") for name in ("patient_dob", "dos")]
    unknown = np.logical_or(*map(np.isnat, days))
    born, dos = (np.where(unknown, np.datetime64("2000-01-01"), day) for day in days)
    years = dos.astype("datetime64[Y]").astype(np.int64) - born.astype("datetime64[Y]").astype(np.int64)
    not_yet = _day_of_year(dos) < _day_of_year(born)
    return pd.Series(pd.arrays.IntegerArray(years - not_yet, unknown))


def _day_of_year(days: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return 4 May as 504."""
    months = days.astype("datetime64[M]")
    month = months.astype(np.int64) % 12 + 1
    return np.asarray(month * 100 + (days - months).astype(np.int64) + 1)

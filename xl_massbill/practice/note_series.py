"""The documented visits of a patient for one condition, in the order of their days, counted from the latest.

What notes should show over several visits is asked of the latest ones only: it can be mended at the next
visit, and then there is nothing more to say about the older ones.

Source: handbook §6.7 (DOC-013, DOC-015, DOC-022).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from xl_massbill.practice.groups import Numbers, numbered, sizes
from xl_massbill.practice.lines import Lines, derived
from xl_massbill.practice.visit_counts import with_patient


@derived("note_series")
def _series(lines: Lines) -> pd.Series[Any]:
    """Return the number of the patient and condition of each documented visit, at the visit's first line.

    -1 at its other lines and for visits that did not take place, or have no note, day, patient or condition.
    """
    first = lines["visit_first"].to_numpy() == np.arange(len(lines))
    counts = (
        first & lines["is_done"].to_numpy(dtype=bool) & lines.has("note") & lines["dos"].notna().to_numpy()
    )
    return pd.Series(np.where(counts, with_patient(lines, lines["condition"].to_numpy()), -1))


@derived("note_series_back")
def _back(lines: Lines) -> pd.Series[Any]:
    """Return how many documented visits of the series came after: 0 for the latest, -1 outside a series."""
    series = lines["note_series"].to_numpy()
    at = np.flatnonzero(series >= 0)
    at = at[np.lexsort((at, lines["dos"].to_numpy()[at], series[at]))]
    ends = np.searchsorted(series[at], series[at], side="right")
    back = np.full(len(lines), -1, dtype=np.int64)
    back[at] = ends - 1 - np.arange(len(at))
    return pd.Series(back)


def latest_visits(lines: Lines, visits: int, column: str) -> Numbers:
    """Return the last visits of each series that has as many: a row of line positions each, oldest first.

    Left out are those where a cell of the column could not be read.
    """
    series, back = lines["note_series"].to_numpy(), lines["note_series_back"].to_numpy()
    enough = sizes(numbered(series, within=series >= 0)) >= visits
    at = np.flatnonzero((back >= 0) & (back < visits) & enough)
    rows = at[np.lexsort((-back[at], series[at]))].reshape(-1, visits)
    unread = lines.unread(column)
    return rows if unread is None else rows[~unread[rows].any(axis=1)]

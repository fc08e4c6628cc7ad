"""Claims that a payer took back, and no corrected answer has come for thirty days: they count as denied.

Pure: told the day, it names the claims; the step has the day on which the thirty days were over, whenever
somebody looks.

Source: handbook §8.9 (REVERSED, nothing for 30 days), §8.7.
"""

from __future__ import annotations

import datetime as dt

import pandas as pd

from xl_massbill.claims.states import State
from xl_massbill.practice import Records

WAIT = dt.timedelta(days=30)


def silent_since(records: Records, as_of: dt.date) -> dict[str, dt.date]:
    """Return the claims that have been REVERSED for thirty days, each with the day on which they were over.

    A claim of which nobody knows since when it is reversed waits.
    """
    sheet = records["claims"]
    if State.REVERSED.value not in sheet.raw("status"):
        return {}
    names = ("claim_id", "status", "status_since")
    found = {}
    for claim, status, since in zip(*(sheet[name] for name in names), strict=True):
        if claim is not None and status == State.REVERSED and not pd.isna(since):
            over = pd.Timestamp(since).date() + WAIT
            if over <= as_of:
                found[str(claim)] = over
    return found

"""When something last happened to a claim: it was sent, answered, its state changed, or money came for it.

Calls and notes are none: they do not change what is owed.

Source: handbook §1.12 (days of a claim), §1.13 (payment date of a remittance).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from xl_massbill.practice import Records

_OWN_DAYS = (
    *("created_on", "first_submitted_on", "last_submitted_on", "first_accepted_on", "first_rejected_on"),
    *("info_requested_on", "pr_final_on", "status_since"),
)
_DOES_NOT_COUNT = ("HELD", "ERROR")


def last_activity(records: Records) -> pd.Series[Any]:
    """Return for each claim the last day on which something happened to it; missing where nothing did."""
    sheet = records["claims"]
    days = np.full(len(sheet), np.datetime64("NaT", "s"))
    for name in _OWN_DAYS:
        days = np.fmax(days, sheet[name].to_numpy(dtype="datetime64[s]"))
    paid = _paid_on(records)
    if paid:
        come = np.array([paid.get(claim, "NaT") for claim in sheet["claim_id"]], dtype="datetime64[s]")
        days = np.fmax(days, come)
    return pd.Series(days)


def _paid_on(records: Records) -> dict[Any, Any]:
    """Return for each claim the day of the last payment that was posted to it."""
    payments, remits = records["payments"], records["remits"]
    if not len(payments) or not len(remits):
        return {}
    at = records.positions("remits", "remit_id", payments["remit_id"])
    counts = (at >= 0) & ~payments["post_status"].isin(_DOES_NOT_COUNT).to_numpy(dtype=bool)
    days = remits["payment_date"].take(at[counts]).to_numpy(dtype="datetime64[s]")
    frame = pd.DataFrame({"claim": payments["claim_id"].to_numpy()[counts], "day": days}).dropna()
    last = frame.groupby("claim", sort=False)["day"].max()
    return dict(zip(last.index, last.to_numpy(dtype="datetime64[s]"), strict=True))

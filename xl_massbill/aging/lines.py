"""The lines behind the aging: every open item once, with its age, its bucket, and whose it is.

A figure of the report is the sum of the lines with its kind, key and bucket; unbilled work and credits have
buckets of their own.

Source: handbook §10.1-10.3.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from xl_massbill.aging.buckets import USUAL, Buckets, positions
from xl_massbill.aging.report import ANCHORS
from xl_massbill.claims.ledger import PATIENT, UNBILLED, Items

UNBILLED_BUCKET, CREDITS = "unbilled", "credits"
KEYS = ("kind", "payer_id", "patient_id", "therapist_id", "claim_kind", "claim_id", "root_id", "visit")


def lines_of(items: Items, as_of: dt.date, anchor: str, buckets: Buckets = USUAL) -> pd.DataFrame:
    """Return a row an item: KEYS ("" where blank), since (day), days, bucket, cents; the oldest first."""
    frame, day = items.frame, pd.Timestamp(as_of)
    own = frame["kind"].isin((PATIENT, UNBILLED)).to_numpy(dtype=bool)
    since = pd.to_datetime(frame["dos"].where(own, frame[ANCHORS[anchor]]))
    names = np.array(buckets.names, dtype=object)[positions(since, day, buckets)]
    names = np.where(frame["kind"] == UNBILLED, UNBILLED_BUCKET, np.where(frame["cents"] < 0, CREDITS, names))
    found = pd.DataFrame({name: frame[name].fillna("").astype(object) for name in KEYS if name in frame})
    found = found.reindex(columns=list(KEYS), fill_value="")
    days = (day - since).dt.days.astype("Int64")
    found = found.assign(since=since, days=days, bucket=names, cents=frame["cents"].astype("int64"))
    order = ["since", "claim_id", "visit", "kind"]
    return found.sort_values(order, kind="stable", na_position="first").reset_index(drop=True)


def chosen(lines: pd.DataFrame, key: str, whose: str, bucket: str) -> pd.DataFrame:
    """Return the lines of one figure: of one value of a key ("" for all) and one bucket ("" for all)."""
    found = lines[lines[key] == whose] if whose else lines
    if bucket == "total":
        return found[~found["bucket"].isin((UNBILLED_BUCKET, CREDITS))]
    return found[found["bucket"] == bucket] if bucket else found


def older_than(lines: pd.DataFrame, days: int) -> pd.DataFrame:
    """Return what has been owed for more than so many days, credits and unbilled work left out (§10.3)."""
    owed = chosen(lines, "kind", "", "total")
    return owed[(owed["days"] > days).to_numpy(dtype=bool, na_value=True)]

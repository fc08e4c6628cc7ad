"""What the first remittance of each claim said: its day, its lines, and which of them were denied and why.

A reversal answers nothing, and what was held was not posted; both are left out.

Source: handbook §8.5 (denial test), §10.8 (first remit = earliest payment date).
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from xl_massbill.claims.families import Families
from xl_massbill.practice import Records
from xl_massbill.practice.denied import NO_DENIAL


def remitted_lines(records: Records, family: Families) -> pd.DataFrame:
    """Return each line of each remittance; it is denied where nothing was paid for a reason that is a denial.

    Columns: family, claim_id, remit_id, line_no, day, charge, paid, denied, carc.
    `carc` is the first reason on the line that is a denial; money in cents.
    """
    payments, remits = records["payments"], records["remits"]
    days = dict(zip(remits["remit_id"], remits["payment_date"], strict=True))
    frame = pd.DataFrame(
        {n: payments[n] for n in ("claim_id", "remit_id", "line_no", "row_type", "carc", "clp_status")}
    )
    frame["charge"], frame["paid"] = (payments[n].fillna(0).astype("int64") for n in ("charge", "paid"))
    frame["day"] = pd.to_datetime(frame["remit_id"].map(days))
    at = {claim: family.of[i] for i, claim in reversed(list(enumerate(records["claims"]["claim_id"])))}
    frame["family"] = frame["claim_id"].map(at)
    back = payments["is_reversal"].fillna(False).to_numpy(dtype=bool)
    kept = ~back & frame["family"].notna() & frame["day"].notna() & frame["row_type"].isin(("PAY", "ADJ"))
    frame = frame[kept & ~payments["post_status"].isin(("HELD", "ERROR"))]
    is_reason = (frame["row_type"] == "ADJ") & ~frame["carc"].isin(NO_DENIAL) & frame["carc"].notna()
    frame["carc"] = frame["carc"].where(is_reason)
    keys = ["family", "claim_id", "remit_id", "line_no"]
    lines = frame.groupby(keys, dropna=False, sort=False).agg(
        day=("day", "first"), charge=("charge", "sum"), paid=("paid", "sum"), carc=("carc", "first")
    )
    lines["denied"] = (lines["paid"] == 0) & lines["carc"].notna()
    return lines.reset_index()


def at_first(lines: pd.DataFrame) -> pd.DataFrame:
    """Return the lines of each family's first remittance."""
    first = lines.groupby("family")["day"].transform("min")
    return lines[lines["day"] == first]


def summed(lines: pd.DataFrame, count: int) -> dict[str, Any]:
    """Return first_remit, first_paid, denied_lines, denied_cents, first_cents of each of `count` families."""
    families = range(count)
    first = at_first(lines)
    denied = first[first["denied"]].groupby("family")["charge"].agg(["size", "sum"])
    money = {
        "denied_lines": denied["size"],
        "denied_cents": denied["sum"],
        "first_cents": first.groupby("family")["charge"].sum(),
    }
    days = {
        "first_remit": first.groupby("family")["day"].first(),
        "first_paid": lines[lines["paid"] > 0].groupby("family")["day"].min(),
    }
    return {name: pd.to_datetime(found.reindex(families)) for name, found in days.items()} | {
        name: found.reindex(families, fill_value=0).to_numpy(dtype="int64") for name, found in money.items()
    }

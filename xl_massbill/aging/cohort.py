"""The claims of a period as a frame, one row a family, with the days and sums that the KPIs are made of.

A replacement or a claim to a second payer is not another claim: its money and days count with the first one.

Source: handbook §10.1 (families), §10.8 (claims = families; first remit = earliest payment date), §8.5.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd

from xl_massbill.claims.families import Families, families
from xl_massbill.claims.ledger import ADJUDICATED
from xl_massbill.practice import Records
from xl_massbill.practice.denied import NO_DENIAL

BY_SERVICE, BY_POSTING = "DOS", "POSTING"
_NAT = pd.Timestamp("NaT")


def cohort(records: Records, first: dt.date, last: dt.date, basis: str = BY_SERVICE) -> pd.DataFrame:
    """Return the claims of a period, chosen by date of service, or by the day of their first remittance.

    Columns: claim_id of the first claim, head_id of the one that stands for the family now, payer_id,
    therapist_id; dos, submitted, accepted, rejected, first_remit, first_paid (days); charge, paid,
    contractual, pr, patient_paid, write_off, balance (cents); denied_lines, denied_cents, first_cents of the
    first remittance; expected, is_answered, is_closed (flags).
    """
    frame = every_family(records)
    day = frame["dos"] if basis == BY_SERVICE else frame["first_remit"]
    within = (day >= pd.Timestamp(first)) & (day <= pd.Timestamp(last))
    return frame[within.to_numpy(dtype=bool)].reset_index(drop=True)


def every_family(records: Records) -> pd.DataFrame:
    """Return all claims with the same columns."""
    sheet = records["claims"]
    if not len(sheet):
        return _empty()
    family = families(sheet, sheet["status"].isin(ADJUDICATED).to_numpy(dtype=bool))
    roots = np.full(len(family.head), -1, dtype=np.int64)
    for position in range(len(sheet) - 1, -1, -1):
        roots[family.of[position]] = position  # the first row of a family is its first claim
    own = {
        name: sheet[name].take(roots).reset_index(drop=True)
        for name in ("claim_id", "payer_id", "therapist_id")
    }
    days = {
        "dos": sheet["dos_from"].take(roots).to_numpy(),
        "submitted": _earliest(sheet["first_submitted_on"], family),
        "accepted": _earliest(sheet["first_accepted_on"], family),
        "rejected": _earliest(sheet["first_rejected_on"], family),
    }
    own["head_id"] = sheet["claim_id"].take(family.head).reset_index(drop=True)
    frame = pd.DataFrame(own | {name: pd.to_datetime(pd.Series(values)) for name, values in days.items()})
    frame = frame.assign(**_money(sheet, family))
    state = sheet["status"]
    expected = sheet["expected_denial"].fillna(False).to_numpy(dtype=bool)
    frame["expected"] = np.bincount(family.of, weights=expected, minlength=len(roots)) > 0
    frame["is_answered"] = family.answered >= 0
    frame["is_closed"] = (state == "CLOSED").to_numpy(dtype=bool)[family.head]
    return frame.assign(**_answers(records, family, len(roots)))


def _money(sheet: Any, family: Families) -> dict[str, Any]:
    def cents(name: str) -> Any:
        return sheet[name].fillna(0).to_numpy(dtype=np.int64)

    charge = np.append(cents("total_charge"), 0)[family.charged]
    paid, contractual, other = (
        family.sums(cents(n)) for n in ("paid_total", "contractual_total", "other_adj_total")
    )
    patient = cents("patient_paid")[family.head]
    return {
        "charge": charge,
        "paid": paid,
        "contractual": contractual,
        "pr": np.append(cents("pr_total"), 0)[family.answered],
        "patient_paid": patient,
        "write_off": other,
        "balance": charge - paid - contractual - other - patient,
    }


def _answers(records: Records, family: Families, count: int) -> dict[str, Any]:
    """Return what the first remittance of each family brought, from the posted payments."""
    found: dict[str, Any] = {
        "first_remit": pd.Series([_NAT] * count, dtype="datetime64[ns]"),
        "first_paid": pd.Series([_NAT] * count, dtype="datetime64[ns]"),
        "denied_lines": np.zeros(count, dtype=np.int64),
        "denied_cents": np.zeros(count, dtype=np.int64),
        "first_cents": np.zeros(count, dtype=np.int64),
    }
    lines = _remitted_lines(records, family)
    if lines.empty:
        return found
    first = lines.groupby("family")["day"].min()
    found["first_remit"] = first.reindex(range(count))
    brought = lines[lines["paid"] > 0].groupby("family")["day"].min()
    found["first_paid"] = brought.reindex(range(count))
    at_first = lines[lines["day"] == lines["family"].map(first)]
    sums = at_first.groupby("family")["charge"].sum()
    denied = at_first[at_first["denied"]].groupby("family")["charge"].agg(["size", "sum"])
    found["first_cents"] = sums.reindex(range(count), fill_value=0).to_numpy(dtype=np.int64)
    found["denied_lines"] = denied["size"].reindex(range(count), fill_value=0).to_numpy(dtype=np.int64)
    found["denied_cents"] = denied["sum"].reindex(range(count), fill_value=0).to_numpy(dtype=np.int64)
    return found


def _remitted_lines(records: Records, family: Families) -> pd.DataFrame:
    """Return each line of each remittance with its day, charge and payment, and whether it was denied (§8.5).

    A reversal answers nothing, and what was held was not posted; both are left out.
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
    frame["reason"] = (frame["row_type"] == "ADJ") & ~frame["carc"].isin(NO_DENIAL) & frame["carc"].notna()
    keys = ["family", "claim_id", "remit_id", "line_no"]
    lines = frame.groupby(keys, dropna=False, sort=False).agg(
        day=("day", "first"), charge=("charge", "sum"), paid=("paid", "sum"), reason=("reason", "any")
    )
    lines["denied"] = (lines["paid"] == 0) & lines["reason"]
    return lines.reset_index()


def _earliest(column: pd.Series[Any], family: Families) -> Any:
    return pd.Series(column.to_numpy()).groupby(family.of).min().to_numpy()


def _empty() -> pd.DataFrame:
    texts = {name: pd.Series(dtype=object) for name in ("claim_id", "head_id", "payer_id", "therapist_id")}
    days = {
        n: pd.Series(dtype="datetime64[ns]")
        for n in ("dos", "submitted", "accepted", "rejected", "first_remit", "first_paid")
    }
    money = ("charge", "paid", "contractual", "pr", "patient_paid", "write_off", "balance")
    whole = {n: pd.Series(dtype="int64") for n in (*money, "denied_lines", "denied_cents", "first_cents")}
    flags = {n: pd.Series(dtype=bool) for n in ("expected", "is_answered", "is_closed")}
    return pd.DataFrame(texts | days | whole | flags)

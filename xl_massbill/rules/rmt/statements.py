"""What patients are asked for, and how much of it payers took off with group CO.

Statements are not made by the program yet; this is what the workbook knows of them.

Source: handbook §1.12 (balance_owner), §1.13 (Denials), §1.14 (STATEMENT), §9.1, §10.1.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from xl_massbill.practice.bills import Bills
from xl_massbill.practice.denied import moved_to_patient
from xl_massbill.practice.lines import take
from xl_massbill.rules.rule import Mask, Sheet, as_mask

_PATIENT = "PATIENT"


class Asked(NamedTuple):
    """A row that asks the patient for a CO amount, in cents."""

    row: int
    field: str
    cents: int


def decided(denials: Sheet, bills: Bills) -> Iterator[Asked]:
    """Yield the CO denials that somebody decided to bill, without a notice signed by the day of the visit."""
    at = bills.records.positions("claims", "claim_id", denials["claim_id"])
    signed = take(bills["coverage_waiver_signed_on"], at)
    has_notice = as_mask(signed <= take(bills["dos_from"], at))
    wrong = _to_patient(denials) & as_mask(denials["group"] == "CO") & ~has_notice
    amounts = denials["amount"].fillna(0)
    for i in np.flatnonzero(wrong).tolist():
        yield Asked(i, "decision", int(amounts.iloc[i]))


def stated(follow_up: Sheet, bills: Bills) -> Iterator[Asked]:
    """Yield the open statements whose amount is above the patient's part."""
    at = bills.records.positions("claims", "claim_id", follow_up["claim_id"])
    open_ = as_mask(follow_up["type"] == "STATEMENT") & as_mask(follow_up["closed_on"].isna()) & (at >= 0)
    asked = follow_up["promised_amount"]
    rows = np.flatnonzero(open_ & as_mask(asked.notna())).tolist()
    if rows:
        part, taken = _parts(bills), _taken_off(bills)
        for i in rows:
            yield from _above(Asked(i, "promised_amount", int(asked.iloc[i])), part, taken, int(at[i]))


def planned(claims: Sheet, bills: Bills) -> Iterator[Asked]:
    """Yield the claims whose whole balance is the patient's although it is above the patient's part."""
    balance = claims["balance"]
    rows = np.flatnonzero(bills.holds("balance_owner", _PATIENT) & as_mask(balance > 0)).tolist()
    if rows:
        part, taken = _parts(bills), _taken_off(bills)
        for i in rows:
            yield from _above(Asked(i, "balance", int(balance.iloc[i])), part, taken, i)


def _above(asked: Asked, parts: dict[int, int], taken: dict[int, int], claim: int) -> Iterator[Asked]:
    """Yield what is asked beyond the patient's part, as far as CO amounts explain it."""
    if claim in parts:
        over = min(asked.cents - max(parts[claim], 0), taken[claim])
        if over > 0:
            yield asked._replace(cents=over)


def _to_patient(denials: Sheet) -> Mask:
    return as_mask(denials["decision"] == _PATIENT)


def _parts(bills: Bills) -> dict[int, int]:
    """Return what each patient may be asked for: the final part and what was decided, less what was paid."""
    own = bills["pr_total"] - bills["patient_paid"].fillna(0)
    parts = {i: int(own.iloc[i]) for i in np.flatnonzero(own.notna().to_numpy(dtype=bool)).tolist()}
    denials = bills.records["denials"]
    at = bills.records.positions("claims", "claim_id", denials["claim_id"])
    amounts, is_part = denials["amount"].fillna(0), as_mask(denials["group"] == "PR")
    is_part = is_part | as_mask(denials["denial_id"].isin(list(moved_to_patient(bills.records))))
    for i in np.flatnonzero(_to_patient(denials) & ~is_part).tolist():
        if int(at[i]) in parts:
            parts[int(at[i])] += int(amounts.iloc[i])
    return parts


def _taken_off(bills: Bills) -> dict[int, int]:
    """Return the CO amounts of each claim in cents, written off or denied."""
    cents = pd.Series(bills.lines["co_adj"].fillna(0).to_numpy(dtype=np.int64))
    sums = np.bincount(bills.of_line + 1, weights=cents, minlength=len(bills) + 1)[1:].astype(np.int64)
    return dict(enumerate(sums.tolist()))

"""What patients paid beyond what stands beside their visits: posted payments of theirs on a claim's family.

Money taken at a visit is typed beside it (Visits, Patient paid) and has no row of its own in Payments; rows
of type PATIENT are what came in later, so both count and nothing counts twice. A REFUND of a patient's
payment (source PATIENT) takes from it; one to a payer is none of it.

Source: handbook §1.13 (source PATIENT, unapplied), §10.1 (patient payments sit on the family).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from decimal import Decimal

import pandas as pd

from xl_massbill.claims.claim import PatientPayment
from xl_massbill.claims.following import Again
from xl_massbill.practice import Records

_SOURCE = "PATIENT"
_DOES_NOT_COUNT = ("HELD", "ERROR")


def paid_later(records: Records, again: Again) -> tuple[PatientPayment, ...]:
    """Return what a patient has paid on the claims before this one in its family."""
    before = again.resent or again.parent
    return patient_payments(records, forebears(records, before)) if before else ()


def patient_payments(
    records: Records, claims: Collection[str], lines: Collection[int] | None = None
) -> tuple[PatientPayment, ...]:
    """Return the posted payments and refunds of patients on claims, by their days; of some lines if given."""
    return tuple(sorted(_payments(records, claims, lines), key=lambda one: (str(one.day or ""), one.amount)))


def _payments(
    records: Records, claims: Collection[str], lines: Collection[int] | None
) -> Iterator[PatientPayment]:
    sheet = records["payments"]
    wanted = sheet["claim_id"].isin(list(claims)) & ~sheet["post_status"].isin(_DOES_NOT_COUNT)
    for i in wanted.to_numpy(dtype=bool, na_value=False).nonzero()[0].tolist():
        kind, paid, line = (sheet[name].iloc[i] for name in ("row_type", "paid", "line_no"))
        source, day = _remit(records, sheet["remit_id"].iloc[i])
        is_back = kind == "REFUND" and source == _SOURCE
        if pd.isna(paid) or not (kind == _SOURCE or is_back) or not paid:
            continue
        if lines is not None and (pd.isna(line) or int(line) not in lines):
            continue
        cents = -abs(int(paid)) if is_back else int(paid)
        method = sheet["pay_method"].iloc[i]
        yield PatientPayment(Decimal(cents).scaleb(-2), day, "" if pd.isna(method) else str(method))


def _remit(records: Records, remit_id: object) -> tuple[object, pd.Timestamp | None]:
    at = records.index("remits", "remit_id").get(remit_id)
    if at is None:
        return None, None
    sheet = records["remits"]
    day = sheet["payment_date"].iloc[at]
    return sheet["source"].iloc[at], None if pd.isna(day) else day.date()


def forebears(records: Records, claim_id: str) -> list[str]:
    """Return a claim and those that it replaces or follows, the newest first."""
    sheet, index = records["claims"], records.index("claims", "claim_id")
    found = dict.fromkeys([claim_id])
    while (at := index.get(claim_id)) is not None:
        named = (sheet[name].iloc[at] for name in ("replaces_claim_id", "parent_claim_id"))
        claim_id = next((str(name) for name in named if not pd.isna(name) and name), "")
        if not claim_id or claim_id in found:
            break
        found[claim_id] = None
    return list(found)

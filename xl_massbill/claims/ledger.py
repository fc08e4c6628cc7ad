"""What is owed: every open item of the practice, insurance and patient apart, to the cent.

Items come from claims that went out, from visits not billed yet, and from visits the patient pays.
An item's balance is the charge less what was paid and written off; credits are never netted.

Source: handbook §10.1 (balances), §10.2 (anchors).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from xl_massbill.book.sheet import Sheet
from xl_massbill.claims.again import rejected
from xl_massbill.claims.families import families
from xl_massbill.practice import Lines, Records

INSURANCE, PATIENT, UNBILLED = "INSURANCE", "PATIENT", "UNBILLED"
NOT_LISTED = ("REPLACED", "VOIDED", "DRAFT", "HOLD", "READY")
ADJUDICATED = (
    "PAID",
    "PAID_PARTIAL",
    "DENIED",
    "REVERSED",
    "FORWARDED",
    "SECONDARY_DUE",
    "PATIENT_DUE",
    "CLOSED",
)
PAID_BY_PATIENT = ("CASH", "SUPERBILL")


@dataclass(frozen=True, slots=True, repr=False)
class Items:
    """Open items, one a row: kind, payer_id, patient_id, therapist_id, claim_id, cents, and three days."""

    frame: pd.DataFrame

    def of(self, *kinds: str) -> pd.DataFrame:
        """Return the items of these kinds."""
        return self.frame[self.frame["kind"].isin(kinds)]

    @property
    def total(self) -> int:
        """Return the sum of all items in cents, credits included."""
        return int(self.frame["cents"].sum())


def open_items(lines: Lines) -> Items:
    """Return every item with a balance that is not zero."""
    parts = [*_claims(lines.records), *_visits(lines)]
    frame = pd.concat(parts, ignore_index=True) if parts else _frame("", {}, 0)
    return Items(frame[frame["cents"] != 0].reset_index(drop=True))


def _claims(records: Records) -> list[pd.DataFrame]:
    sheet = records["claims"]
    if not len(sheet):
        return []
    status = sheet["status"]
    adjudicated = status.isin(ADJUDICATED).to_numpy(dtype=bool)
    family = families(sheet, adjudicated)
    head = family.head
    listed = (~status.isin(NOT_LISTED).to_numpy(dtype=bool) | rejected(records))[head]
    paid_by_patient = _cents(sheet["patient_paid"])[head]  # of the same visits for every member
    posted = (_cents(sheet[name]) for name in ("contractual_total", "paid_total", "other_adj_total"))
    charge = np.append(_cents(sheet["total_charge"]), 0)[family.charged]
    balance = charge - sum(map(family.sums, posted)) - paid_by_patient
    final = np.append(_cents(sheet["pr_total"]), 0)[family.answered]
    patient = np.where(adjudicated[head], final - paid_by_patient, 0)
    submitted = sheet["first_accepted_on"].fillna(sheet["first_submitted_on"]).fillna(sheet["created_on"])
    shared: dict[str, Any] = {n: sheet[n] for n in ("payer_id", "patient_id", "therapist_id", "claim_id")}
    columns = {**shared, "dos": sheet["dos_from"], "submitted": submitted, "final": sheet["pr_final_on"]}
    own = {**columns, "submitted": sheet["pr_final_on"], "dos": _first(sheet, "pr_final_on")}
    return [
        _open(kind, what, cents, head, listed)
        for kind, what, cents in ((INSURANCE, columns, balance - patient), (PATIENT, own, patient))
    ]


def _open(
    kind: str,
    columns: dict[str, pd.Series[Any]],
    cents: npt.NDArray[Any],
    head: npt.NDArray[np.int64],
    listed: npt.NDArray[np.bool_],
) -> pd.DataFrame:
    """Return the items of the families that are listed and owe something; most owe nothing any more."""
    open_ = np.flatnonzero(listed & (cents != 0))
    own = {name: column.take(head[open_]).reset_index(drop=True) for name, column in columns.items()}
    return _frame(kind, own | {"cents": cents[open_]}, len(open_))


def _first(sheet: Sheet, name: str) -> pd.Series[Any]:
    """Return the day the patient's part became final, else the date of service (§10.2: patient A/R)."""
    return pd.Series(sheet[name].fillna(sheet["dos_from"]))


def _visits(lines: Lines) -> list[pd.DataFrame]:
    if not len(lines):
        return []
    status = lines["status"]
    out_of_pocket = lines["coverage_pay_type"].isin(PAID_BY_PATIENT)
    patient_pays = ((status == "CASH") | ((status == "DONE") & out_of_pocket)).to_numpy(dtype=bool)
    unbilled = ((status == "DONE") & ~out_of_pocket & lines["claim_id"].isna()).to_numpy(dtype=bool)
    cents = _cents(lines["charge"]) - _cents(lines["patient_paid"])
    columns: dict[str, Any] = {
        "payer_id": lines["coverage_payer_id"],
        "patient_id": lines["patient_id"],
        "therapist_id": lines["therapist_id"],
        "claim_id": None,
        "cents": cents,
        "dos": lines["dos"],
        "submitted": lines["dos"],
        "final": lines["dos"],
    }
    return [
        _frame(PATIENT, columns, len(lines))[patient_pays],
        _frame(UNBILLED, columns, len(lines))[unbilled],
    ]


def _frame(kind: str, columns: dict[str, Any], size: int) -> pd.DataFrame:
    names = ("payer_id", "patient_id", "therapist_id", "claim_id", "cents", "dos", "submitted", "final")
    frame = pd.DataFrame({n: columns.get(n) for n in names}, index=range(size))
    frame.insert(0, "kind", kind)
    return frame.astype(dict.fromkeys(names[:4], object))


def _cents(column: pd.Series[Any]) -> npt.NDArray[np.int64]:
    return column.fillna(0).to_numpy(dtype=np.int64)

"""What is owed: every open item of the practice, insurance and patient apart, to the cent.

Items come from claims that went out, from visits not billed yet, and from visits the patient pays.
An item's balance is the charge less what was paid and written off; credits are never netted.

Source: handbook §10.1 (balances), §10.2 (anchors).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from xl_massbill.claims.activity import last_activity
from xl_massbill.claims.again import rejected_among
from xl_massbill.claims.families import Claims, Families, families
from xl_massbill.practice import Lines

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
TO_NEXT_PAYER = ("SECONDARY_DUE", "FORWARDED")
"""Judged, but nothing is the patient's yet: the next payer may take its share of it (§8.9, §10.1)."""
PAID_BY_PATIENT = ("CASH", "SUPERBILL")
_KEYS = ("payer_id", "patient_id", "therapist_id", "claim_id", "root_id", "visit")
_DAYS = ("dos", "submitted", "final", "activity")
Cents = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, repr=False)
class Items:
    """Open items, one a row: kind, payer_id, patient_id, therapist_id, claim_id, cents, and four days.

    `root_id` is the first claim of the family, `visit` the line of Visits of an item that has no claim. The
    day `activity` is filled only where it was asked for.
    """

    frame: pd.DataFrame

    def of(self, *kinds: str) -> pd.DataFrame:
        """Return the items of these kinds."""
        return self.frame[self.frame["kind"].isin(kinds)]

    @property
    def total(self) -> int:
        """Return the sum of all items in cents, credits included."""
        return int(self.frame["cents"].sum())


class Figures(NamedTuple):
    """What makes the balance of each family, in cents, in the order of `families.head`.

    `final` is the patient's part by the payer that answered last, 0 until one has; the patient owes it where
    it is `answered`, which it is not while a further payer has to answer. A family that is not `listed` owes
    nothing: it has not gone out, or was taken back.
    """

    families: Families
    listed: npt.NDArray[np.bool_]
    charge: Cents
    contractual: Cents
    paid: Cents
    other: Cents
    patient_paid: Cents
    final: Cents
    answered: npt.NDArray[np.bool_]

    @property
    def patient(self) -> Cents:
        """Return what the patients owe, credits negative."""
        return np.where(self.listed & self.answered, self.final - self.patient_paid, 0)

    @property
    def insurance(self) -> Cents:
        """Return what the insurers owe, credits negative."""
        whole = self.charge - self.contractual - self.paid - self.other - self.patient_paid
        return np.where(self.listed, whole - self.patient, 0)


def figures(claims: Claims) -> Figures:
    """Return what makes the balances of claims, as they stand or stood on a past day."""
    status = claims["status"]
    adjudicated = status.isin(ADJUDICATED).to_numpy(dtype=bool)
    family = families(claims, adjudicated)
    head = family.head
    posted = ("contractual_total", "paid_total", "other_adj_total")
    contractual, paid, other = (family.sums(_cents(claims[name])) for name in posted)
    return Figures(
        family,
        (~status.isin(NOT_LISTED).to_numpy(dtype=bool) | rejected_among(claims))[head],
        np.append(_cents(claims["total_charge"]), 0)[family.charged],
        contractual,
        paid,
        other,
        _cents(claims["patient_paid"])[head],  # of the same visits for every member
        np.append(_cents(claims["pr_total"]), 0)[family.answered],
        (adjudicated & ~status.isin(TO_NEXT_PAYER).to_numpy(dtype=bool))[head],
    )


def open_items(lines: Lines, *, with_activity: bool = False) -> Items:
    """Return every item with a balance that is not zero."""
    records = lines.records
    activity = last_activity(records) if with_activity else None
    return items_of([*claim_items(records["claims"], activity), *visit_items(lines)])


def items_of(parts: list[pd.DataFrame]) -> Items:
    """Return parts of a ledger together, without what is settled."""
    nothing = _frame("", {"cents": np.zeros(0, dtype=np.int64)}, 0)
    frame = pd.concat(parts, ignore_index=True) if parts else nothing
    return Items(frame[frame["cents"] != 0].reset_index(drop=True))


def claim_items(claims: Claims, activity: pd.Series[Any] | None = None) -> list[pd.DataFrame]:
    """Return what is open on claims, as they stand or stood: what insurers owe, and what patients owe."""
    if not len(claims):
        return []
    found = figures(claims)
    submitted = claims["first_accepted_on"].fillna(claims["first_submitted_on"]).fillna(claims["created_on"])
    shared: dict[str, Any] = {n: claims[n] for n in ("payer_id", "patient_id", "therapist_id", "claim_id")}
    if activity is not None:
        shared["activity"] = activity
    columns = {**shared, "dos": claims["dos_from"], "submitted": submitted, "final": claims["pr_final_on"]}
    own = {**columns, "submitted": claims["pr_final_on"], "dos": _first(claims, "pr_final_on")}
    return [
        _open(kind, what, cents, found.families)
        for kind, what, cents in ((INSURANCE, columns, found.insurance), (PATIENT, own, found.patient))
    ]


def _open(kind: str, columns: dict[str, pd.Series[Any]], cents: Cents, family: Families) -> pd.DataFrame:
    """Return the items of the families that owe something; most owe nothing any more."""
    open_ = np.flatnonzero(cents)
    own = {name: column.take(family.head[open_]).reset_index(drop=True) for name, column in columns.items()}
    own["root_id"] = columns["claim_id"].take(family.roots()[open_]).reset_index(drop=True)
    return _frame(kind, own | {"cents": cents[open_]}, len(open_))


def _first(sheet: Claims, name: str) -> pd.Series[Any]:
    """Return the day the patient's part became final, else the date of service (§10.2: patient A/R)."""
    return pd.Series(sheet[name].fillna(sheet["dos_from"]))


def visit_items(lines: Lines, on_claim: npt.NDArray[np.bool_] | None = None) -> list[pd.DataFrame]:
    """Return what patients owe for visits without a claim, and what is not billed yet.

    `on_claim` says which lines are on a claim, if it is not to be what their cells say now.
    """
    if not len(lines):
        return []
    if on_claim is None:
        on_claim = lines["claim_id"].notna().to_numpy(dtype=bool)
    status = lines["status"]
    out_of_pocket = lines["coverage_pay_type"].isin(PAID_BY_PATIENT)
    patient_pays = ((status == "CASH") | ((status == "DONE") & out_of_pocket)).to_numpy(dtype=bool)
    unbilled = ((status == "DONE") & ~out_of_pocket & ~on_claim).to_numpy(dtype=bool)
    cents = _cents(lines["charge"]) - _cents(lines["patient_paid"])
    columns: dict[str, Any] = {
        "payer_id": lines["coverage_payer_id"],
        "patient_id": lines["patient_id"],
        "therapist_id": lines["therapist_id"],
        "claim_id": None,
        "root_id": None,
        "visit": lines.records["visits"].keys(),
        "cents": cents,
        "dos": lines["dos"],
        "submitted": lines["dos"],
        "final": lines["dos"],
        "activity": lines["dos"],
    }
    return [
        _frame(PATIENT, columns, len(lines))[patient_pays],
        _frame(UNBILLED, columns, len(lines))[unbilled],
    ]


def _frame(kind: str, columns: dict[str, Any], size: int) -> pd.DataFrame:
    blank = np.full(size, np.datetime64("NaT", "s"))
    frame = pd.DataFrame(
        {n: columns.get(n, None if n in _KEYS else blank) for n in (*_KEYS, "cents", *_DAYS)},
        index=range(size),
    )
    frame.insert(0, "kind", kind)
    wanted = dict.fromkeys(_KEYS, object) | dict.fromkeys(_DAYS, np.dtype("datetime64[s]"))
    other = {name: kind_ for name, kind_ in wanted.items() if frame.dtypes[name] != kind_}
    return frame.astype(other) if other else frame


def _cents(column: pd.Series[Any]) -> npt.NDArray[np.int64]:
    return column.fillna(0).to_numpy(dtype=np.int64)

"""The claims of a period as a frame, one row a family, with the days and sums that the KPIs are made of.

A replacement or a claim to a second payer is not another claim: its money and days count with the first one.

Source: handbook §10.1 (families), §10.8 (claims = families; first remit = earliest payment date), §8.5.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from xl_massbill.aging.first_answers import at_first, remitted_lines, summed
from xl_massbill.claims.families import Families, families
from xl_massbill.claims.ledger import ADJUDICATED, figures
from xl_massbill.practice import Records

BY_SERVICE, BY_POSTING = "DOS", "POSTING"


class Cohort(NamedTuple):
    """The claims, one row a family, and their lines that the first answer denied.

    Columns of `claims`: claim_id of the first claim, head_id of the one that stands for the family now,
    payer_id, therapist_id; dos, submitted, accepted, rejected, first_remit, first_paid (days); charge, paid,
    contractual, pr, patient_paid, write_off, open (cents); denied_lines, denied_cents, first_cents of the
    first remittance; appeals_won, appeals_decided; expected, is_answered, is_closed (flags); day, by
    which it belongs to a period, and month, its first day. Columns of `denied`: claim_id, payer_id,
    therapist_id, day, month, carc, cents; a denial that was expected is left out.
    """

    claims: pd.DataFrame
    denied: pd.DataFrame


def cohort(records: Records, basis: str = BY_SERVICE) -> Cohort:
    """Return all claims whose day is known: that of service, or that of their first remittance."""
    frame, lines = _all(records)
    frame["day"] = frame["dos"] if basis == BY_SERVICE else frame["first_remit"]
    frame["month"] = frame["day"].dt.to_period("M").dt.to_timestamp()
    known = frame["day"].notna()
    names = ["claim_id", "payer_id", "therapist_id", "day", "month"]
    own = frame.loc[(known & ~frame["expected"]).to_numpy(dtype=bool), names]
    denied = own.merge(lines, left_index=True, right_on="family").reset_index(drop=True)
    return Cohort(frame[known.to_numpy(dtype=bool)].reset_index(drop=True), denied[[*names, "carc", "cents"]])


def every_family(records: Records) -> pd.DataFrame:
    """Return all claims with the columns of a cohort but for day and month."""
    return _all(records)[0]


def _all(records: Records) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return all claims, and the lines denied at first with the number of their family."""
    sheet = records["claims"]
    if not len(sheet):
        return _empty(), pd.DataFrame({"family": pd.Series(dtype="int64"), "carc": [], "cents": []})
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
    lines = remitted_lines(records, family)
    first = at_first(lines)
    denied = first[first["denied"]].rename(columns={"charge": "cents"})[["family", "carc", "cents"]]
    return frame.assign(**summed(lines, len(roots)), **_appeals(records, family)), denied


def _money(sheet: Any, family: Families) -> dict[str, Any]:
    def cents(name: str) -> Any:
        return sheet[name].fillna(0).to_numpy(dtype=np.int64)

    charge = np.append(cents("total_charge"), 0)[family.charged]
    paid, contractual, other = (
        family.sums(cents(n)) for n in ("paid_total", "contractual_total", "other_adj_total")
    )
    patient, owed = cents("patient_paid")[family.head], figures(sheet)
    return {
        "charge": charge,
        "paid": paid,
        "contractual": contractual,
        "pr": np.append(cents("pr_total"), 0)[family.answered],
        "patient_paid": patient,
        "write_off": other,
        "open": np.maximum(owed.insurance, 0) + np.maximum(owed.patient, 0),  # credits are never netted
    }


def _appeals(records: Records, family: Families) -> dict[str, Any]:
    """Return how many appeals of each family were won, and how many decided."""
    denials = records["denials"]
    at = {claim: family.of[i] for i, claim in reversed(list(enumerate(records["claims"]["claim_id"])))}
    won, decided = np.zeros((2, len(family.head)), dtype=np.int64)
    for claim, result in zip(denials["claim_id"], denials["appeal_result"], strict=True):
        if claim in at and result in ("WON", "LOST"):
            decided[at[claim]] += 1
            won[at[claim]] += result == "WON"
    return {"appeals_won": won, "appeals_decided": decided}


def _earliest(column: pd.Series[Any], family: Families) -> Any:
    return pd.Series(column.to_numpy()).groupby(family.of).min().to_numpy()


def _empty() -> pd.DataFrame:
    texts = {name: pd.Series(dtype=object) for name in ("claim_id", "head_id", "payer_id", "therapist_id")}
    days = {
        n: pd.Series(dtype="datetime64[ns]")
        for n in ("dos", "submitted", "accepted", "rejected", "first_remit", "first_paid")
    }
    money = ("charge", "paid", "contractual", "pr", "patient_paid", "write_off", "open")
    more = ("denied_lines", "denied_cents", "first_cents", "appeals_won", "appeals_decided")
    whole = {n: pd.Series(dtype="int64") for n in (*money, *more)}
    flags = {n: pd.Series(dtype=bool) for n in ("expected", "is_answered", "is_closed")}
    return pd.DataFrame(texts | days | whole | flags)

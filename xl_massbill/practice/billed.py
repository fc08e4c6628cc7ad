"""What the claims already hold: every claim line that has left the house, with its claim beside it.

A claim counts as out from the moment its file was written. It counts no more once it was rejected (it
never was adjudicated), replaced by another or voided.

Source: handbook §8.9 (states), §1.12.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from xl_massbill.practice.lines import take
from xl_massbill.practice.records import Records
from xl_massbill.practice.services import APART

NOT_OUT = ("DRAFT", "HOLD", "READY", "REJECTED", "REPLACED", "VOIDED")
VOID = "8"


def lines_out(records: Records) -> pd.DataFrame:
    """Return the claim lines that are out, one row each, with columns of claim line and claim.

    Columns: claim (its id), family (the first claim of its replacements), patient, payer, sequence (P, S,
    T), status, paid (cents), visit, dos, code, apart (a modifier sets it apart).
    """
    lines, claims = records["claim_lines"], records["claims"]
    at = records.positions("claims", "claim_id", lines["claim_id"])
    family = _families(records)
    found = pd.DataFrame(
        {
            "claim": lines["claim_id"],
            "family": [family.get(c, c) for c in lines["claim_id"]],
            "patient": take(claims["patient_id"], at),
            "payer": take(claims["payer_id"], at),
            "sequence": take(claims["payer_seq"], at),
            "status": take(claims["status"], at),
            "paid": take(claims["paid_total"], at),
            "visit": lines["visit_id"],
            "dos": lines["dos"],
            "code": lines["code"],
            "apart": [not APART.isdisjoint(mods or ()) for mods in lines["mods"]],
        }
    )
    void = (take(claims["frequency"], at) == VOID).astype(bool)
    out = (at >= 0) & found["status"].notna() & ~found["status"].isin(NOT_OUT) & ~void
    return found[out].reset_index(drop=True)


def families(records: Records, claim_ids: pd.Series[Any]) -> pd.Series[Any]:
    """Return for each claim id the first claim that it replaces, directly or by way of others."""
    family = _families(records)
    return claim_ids.map(lambda c: family.get(c, c)) if family else claim_ids


def _families(records: Records) -> dict[str, str]:
    claims = records["claims"]
    older: dict[str, str] = {}
    for name in ("parent_claim_id", "replaces_claim_id"):
        pairs = zip(claims["claim_id"], claims[name], strict=True)
        older |= {new: old for new, old in pairs if new is not None and old is not None and old != new}
    return {claim: _oldest(claim, older) for claim in older}


def _oldest(claim: str, older: dict[str, str]) -> str:
    seen = {claim}
    while claim in older and older[claim] not in seen:
        claim = older[claim]
        seen.add(claim)
    return claim

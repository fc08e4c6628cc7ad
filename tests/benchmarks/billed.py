"""The claims of the practice for measuring: each visit on a claim that was sent and paid."""

from __future__ import annotations

import datetime as dt
from typing import Any

Columns = dict[str, list[Any]]

_SENT, _PAID = dt.timedelta(days=2), dt.timedelta(days=20)
_FROM_VISIT = ("patient_id", "coverage_id", "referral_id", "therapist_id", "pos", "dx1", "dx2")
_PTRS = "1:2"


def bill(visits: Columns, payer_id: str, lines_a_visit: int) -> dict[str, Columns]:
    """Put every visit on a claim of its own; return the columns of Claims, ClaimLines and Visits."""
    n = len(visits["visit_id"])
    first = range(0, n, lines_a_visit)
    ids = [f"CR26-{i // lines_a_visit + 1:06d}" for i in range(n)]
    charges = [round(sum(visits["charge"][i : i + lines_a_visit]), 2) for i in first]
    copays = [visits["patient_paid"][i] or 0.0 for i in first]
    days = [visits["dos"][i] for i in first]
    claims = {name: [visits[name][i] for i in first] for name in _FROM_VISIT}
    count = len(days)
    claims |= {
        "claim_id": ids[::lines_a_visit],
        "payer_id": [payer_id] * count,
        "payer_seq": ["P"] * count,
        "frequency": ["1"] * count,
        "dos_from": days,
        "dos_to": days,
        "status": ["CLOSED"] * count,
        "status_since": [day + _PAID for day in days],
        "first_accepted_on": [day + _SENT for day in days],
        "deadline_tfl": [day + dt.timedelta(days=365) for day in days],
        "total_charge": charges,
        "patient_paid": copays,
        "paid_total": [charge - copay for charge, copay in zip(charges, copays, strict=True)],
        "contractual_total": [0.0] * count,
        "pr_total": copays,
        "expected_allowed": charges,
        "balance": [0.0] * count,
        "balance_owner": ["NONE"] * count,
        **{
            name: [day + _SENT for day in days]
            for name in ("created_on", "first_submitted_on", "last_submitted_on")
        },
    }
    lines = {name: visits[name] for name in ("visit_id", "line_no", "dos", "code", "units", "charge")}
    lines |= {
        "claim_id": ids,
        "ptrs": [_PTRS] * n,
        "line_ctl": [f"{claim}-{line}" for claim, line in zip(ids, visits["line_no"], strict=True)],
    }
    billed = {"claim_id": ids, "billing_status": ["CLOSED"] * n}
    return {"claims": claims, "claim_lines": lines, "visits": visits | billed}

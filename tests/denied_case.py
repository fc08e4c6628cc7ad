"""Case 9 after the payer's first answer, as tests of denials like it: line 1 paid, line 2 denied with CO-4."""

from __future__ import annotations

import copy
import datetime as dt

from tests.claims.test_again import LINES, PARENT, SENT
from tests.worked_cases.payment_rows import typed
from tests.worked_cases.test_worked_cases import practice

__all__ = ["DENIAL", "PARENT", "REMITTED", "denied", "row_of"]

REMITTED = dt.date(2026, 6, 8)
DENIAL = {
    "denial_id": "DN0001", "claim_id": PARENT, "line_no": 2, "remit_id": "RM1", "denied_on": REMITTED,
    "group": "CO", "carc": "4", "amount": 90.0, "deadline": dt.date(2026, 10, 6), "caught_by": "MOD-002",
}  # fmt: skip
CLAIM = {
    "referral_id": "R9", "auth_id": "A9", "dx1": "M542", "dx2": "M25511", "pos": "11", "batch_id": "B000109",
    "paid_total": 50.0, "contractual_total": 26.0, "pr_total": 20.0, "other_adj_total": 0.0, "patient_paid": 20.0,
    "balance": 90.0, "balance_owner": "INS_P", "pr_final_on": REMITTED, "accident_type": "NONE",
    "first_submitted_on": dt.date(2026, 5, 22), "first_accepted_on": dt.date(2026, 5, 23),
    "deadline_tfl": dt.date(2026, 8, 17), "status_since": REMITTED,
}  # fmt: skip
EMPTY = ("batches", "findings", "follow_up", "plb")


def denied(*, claim=None, denial=None, **tables):
    """Return the tables, with some cells of the claim and of the denial otherwise, and some tables added."""
    found = practice("V9") | {name: [] for name in EMPTY} | typed("C09a.835", "RM1", "SBS01")
    for row in found["visits"]:
        if row["visit_id"] == "V9":
            row |= {"claim_id": PARENT, "billing_status": "PAID_PARTIAL"}
    for row in found["payments"]:
        row["post_status"] = "POSTED"
    found["claims"] = [SENT | CLAIM | (claim or {})]
    first, second = copy.deepcopy(LINES)
    found["claim_lines"] = [
        first | {"denied": False, "paid": 50.0, "allowed": 70.0, "co_adj": 26.0, "pr_copay": 20.0},
        second | {"denied": True, "paid": 0.0, "co_adj": 90.0, "carc_list": "4"},
    ]
    found["denials"] = [DENIAL | (denial or {})]
    found["payer_rules"] = [*found["payer_rules"], *rules()]
    return found | tables


def rules(**more):
    """Return more rules of the payer about denials (it takes corrections for 120 days, appeals for 60)."""
    known = {"reply_to_request_days": "45"} | more
    shared = {
        "payer_id": "SBS01",
        "certainty": "R",
        "confirmed_on": dt.date(2026, 1, 2),
        "confirmed_by": "office",
    }
    return [shared | {"rule_key": key, "value": value} for key, value in known.items()]


def row_of(tables, table, key):
    """Return the row of a table with this key in its first column."""
    return next(row for row in tables[table] if key in row.values())

"""The work list and auto policies that are nearly used up (handbook §10.4: meter < open)."""

from __future__ import annotations

import pytest

from tests.aging.test_worklist import AS_OF, book, sent, worklist
from tests.rules.cases import clean


@pytest.mark.parametrize(
    ("used", "done", "step"),
    [(8_200, 0, "wait for the answer"), (8_201, 0, "hold"), (8_120, 80, "wait for the answer"), (8_121, 80, "hold"),
     (None, 80, "wait for the answer")],
)  # fmt: skip
def test_an_auto_policy_with_less_left_than_is_open_holds_new_bills(used, done, step):
    # 10,000.00 less what is used; 1,800.00 of the claim is open, 100.00 less 20.00 at the desk is not billed
    out = sent(1, total_charge=1800.0, balance=1800.0)
    made = clean()
    made["coverage"][0] |= {"policy_limit": 10_000.0, "amount_used": used}
    visit = {"status": "DONE" if done else "CANCELLED", "charge": 100.0, "patient_paid": 20.0}
    found = worklist(book([out], visit=visit, coverage=made["coverage"]), AS_OF)
    (row,) = (row for row in found.rows if row.claim_id == out["claim_id"])
    held = "auto policy nearly used up: hold new bills, inform the patient"
    assert row.step.words == (held if step == "hold" else step)

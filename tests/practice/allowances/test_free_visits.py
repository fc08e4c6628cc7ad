"""Visits for which a plan wants no approval yet, by hand; and approvals that follow with or without a gap."""

from __future__ import annotations

import pytest

from tests.practice.allowances.worked import AS_OF, book, day, visit
from xl_massbill.commands.auths import auths

P8 = {"patient_id": "P8", "coverage_id": "C8"}
PLAN = {
    **P8, "payer_id": "X", "pa_required": "AFTER_N", "visits_used_elsewhere": 1, "verified_on": day("01-02"),
}  # fmt: skip
APPROVAL = {
    **P8, "auth_id": "A8", "decision": "APPROVED", "visits_authorised": 4,
    "valid_from": day("06-20"), "valid_to": day("09-30"),
}  # fmt: skip
# one elsewhere, four here; 06-22 is the sixth, 06-29 the seventh
DAYS = (("05-18", "DONE"), ("05-25", "DONE"), ("06-01", "DONE"), ("06-08", "DONE"), ("06-22", "SCHEDULED"))


def ledger(*more, days=DAYS, approvals=(), as_of=AS_OF):
    made = {
        "payers": [{"payer_id": "X", "payer_type": "COMMERCIAL"}],
        "payer_rules": [{"payer_id": "X", "rule_key": "pa_after_visits", "value": "6"}],
        "coverage": [PLAN],
        "auths": list(approvals),
        "referrals": [],
        "visits": [*(visit(n, on, status, **P8) for n, (on, status) in enumerate(days, 1)), *more],
    }
    return {row.allowance.kind.value: row for row in auths(book(made), as_of).rows}


def figures(row):
    (count,) = row.allowance.counts
    return count.allowed, count.used, count.booked, count.left, count.free


def test_free_of_approval_until_the_sixth():
    row = ledger()["FREE"]
    assert figures(row) == (6, 1 + 4, 1, 1, 0)
    assert (row.seen.state, row.seen.runs_out[:2]) == ("ASK_NOW", (day("06-22"), "BOOKED"))
    assert row.todo == (
        "Ask the payer for an approval now: booked visits use up the visits on 2026-06-22. 1 used elsewhere."
    )


def test_the_seventh_needs_one():
    seventh = visit(7, "06-29", "SCHEDULED", **P8)
    row = ledger(seventh)["FREE"]
    assert figures(row) == (6, 5, 1, 1, 0)
    assert [(v.visit_id, v.day) for v in row.allowance.beyond] == [("V7", day("06-29"))]
    assert row.seen.state == "OVER" and "Not covered: V7 on 2026-06-29" in row.todo
    found = ledger({**seventh, "auth_id": "A8"}, approvals=[APPROVAL])
    assert not found["FREE"].allowance.beyond
    assert (found["FREE"].allowance.followed_by, found["FREE"].seen.ask_by) == ("A8", None)
    assert figures(found["APPROVAL"]) == (4, 0, 1, 4, 3)


def test_used_up_and_approved_there_is_nothing_left_to_tell():
    days = [*DAYS[:4], ("06-09", "DONE"), ("06-15", "DONE")]
    assert ledger(days=days)["FREE"].seen.state == "OVER"
    assert figures(ledger(days=days[:5])["FREE"]) == (6, 6, 0, 0, 0)
    assert ledger(days=days[:5])["FREE"].seen.state == "USED_UP"
    assert "FREE" not in ledger(days=days[:5], approvals=[APPROVAL])
    assert "FREE" in ledger(days=days[:5], approvals=[{**APPROVAL, "valid_to": day("06-14")}])


@pytest.mark.parametrize(
    ("starts", "words", "ask_by"),
    [("07-01", "A9 follows it.", None), ("07-02", "A9 follows it only from 2026-07-02 on.", day("06-16"))],
)
def test_an_approval_that_follows_after_a_gap_does_not_spare_the_call(starts, words, ask_by):
    first = {**APPROVAL, "valid_to": day("06-30")}
    later = {**APPROVAL, "auth_id": "A9", "valid_from": day(starts)}
    made = {name: [] for name in ("payers", "payer_rules", "coverage", "referrals", "visits")}
    rows = {row.allowance.key: row for row in auths(book({**made, "auths": [first, later]}), AS_OF).rows}
    assert rows["A8"].seen.ask_by == ask_by and rows["A8"].todo.endswith(words)
    assert rows["A9"].allowance.followed_by == ""

"""Clocks: each deadline in force once, with the days left; payments awaited apart; payers without a limit."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.aging.test_report import AS_OF, claim
from tests.rules.cases import clean
from tests.workbooks import workbook_of
from xl_massbill.aging.worklist import work_list
from xl_massbill.commands.clocks import report
from xl_massbill.practice import Lines, Records


def ago(days):
    return AS_OF - dt.timedelta(days=days)


def later(days):
    return AS_OF + dt.timedelta(days=days)


def rule(payer, key, value, **cells):
    return {"payer_id": payer, "rule_key": key, "value": value, "code": "*", "provider_type": "*", **cells}


PAYERS = [
    {"payer_id": "EHP01", "name": "Example Health", "payer_type": "COMMERCIAL", "submit_method": "837P"},
    {"payer_id": "MAIL", "name": "Mail Plan", "payer_type": "COMMERCIAL", "submit_method": "CMS1500"},
    {"payer_id": "CASH", "name": "Cash", "payer_type": "CASH", "submit_method": "NONE"},
    {"payer_id": "IDLE", "name": "Nobody's plan", "payer_type": "COMMERCIAL", "submit_method": "837P"},
]
RULES = [
    rule("EHP01", "tfl_days", "90"), rule("EHP01", "appeal_days", "60"), rule("EHP01", "corrected_tfl_days", "120"),
    rule("EHP01", "reply_to_request_days", "30"), rule("EHP01", "secondary_tfl_days", "90"),
    rule("EHP01", "expected_days", "30"),
]  # fmt: skip


def seen(claims, payer="", within=None, visit=None, **tables):
    made = clean()
    # the cancelled line tells after how many days the payer of claim 4 pays
    made["visits"][0] |= {"status": "CANCELLED", **(visit or {"claim_id": "CR26-000004"})}
    made |= {
        "claims": claims,
        "payers": PAYERS,
        "payer_rules": RULES,
        "denials": [],
        "batches": [PAPER],
        "remits": [],
    }
    made |= {"payments": [], "findings": [], "follow_up": []}
    return report(workbook_of(made | tables), AS_OF, payer, within)


def running(found):
    return [(one.kind, one.claim_id or one.visit_id, one.days_left(AS_OF)) for one in found.clocks]


PAPER = {"batch_id": "B8", "kind": "CMS1500"}
DENIED = claim(1, status="DENIED", balance=180.0, deadline_correct=later(50), deadline_appeal=later(5))
CLAIMS = [
    DENIED,
    claim(2, status="SUBMITTED", balance=90.0, last_submitted_on=ago(3), first_submitted_on=ago(3), deadline_tfl=later(30)),
    claim(3, status="REJECTED", balance=45.0, deadline_tfl=ago(1)),
    claim(4, status="ACCEPTED", balance=60.0, last_submitted_on=ago(40), first_accepted_on=ago(31), deadline_tfl=later(2)),
    claim(5, status="INFO_REQUESTED", balance=10.0, info_requested_on=ago(20)),  # 30 days: by the payer's rule
    claim(6, status="SECONDARY_DUE", balance=20.0, deadline_secondary=later(14)),
    claim(7, status="REPLACED", balance=0.0, deadline_appeal=later(5)),
    claim(8, status="SUBMITTED", payer_id="MAIL", batch_id="B8", balance=70.0, last_submitted_on=ago(10), first_submitted_on=ago(10), deadline_tfl=later(9)),
]  # fmt: skip
DENIALS = [{"denial_id": f"D{n}", "claim_id": f"CR26-{n:06d}"} for n in (1, 7)]


def test_every_deadline_in_force_once_with_its_days():
    found = seen(CLAIMS, denials=DENIALS)
    assert running(found) == [
        ("file by", "CR26-000003", -1),
        ("appeal by", "CR26-000001", 5),
        ("reply by", "CR26-000005", 10),
        ("second payer by", "CR26-000006", 14),
        ("file by", "CR26-000002", 30),
        ("correct by", "CR26-000001", 50),
    ]
    assert found.text().splitlines()[-1] == (
        f"6 clocks running as of {AS_OF}, 1 of them passed; 2 claims accepted without remittance."
    )


def test_accepted_without_remittance_stands_apart_and_has_no_filing_clock():
    found = seen(CLAIMS, denials=DENIALS)
    # accepted 31 days ago, 30 expected; mailed 10 days ago, 45 by the usual setting
    assert [(one.claim_id, one.days_left(AS_OF)) for one in found.awaited] == [
        ("CR26-000004", -1),
        ("CR26-000008", 35),
    ]
    text = found.text()
    assert "File, never accepted: 2 clocks, $360.00" in text
    assert "Accepted, no remittance: 2 clocks, $130.00" in text
    assert f"1 day over  {ago(1)}  claim CR26-000004         60.00  EHP01, ACCEPTED" in text


def test_the_nearest_clock_of_a_claim_is_that_of_the_work_list():
    made = clean()
    made["visits"][0]["status"] = "CANCELLED"
    made |= {"claims": CLAIMS, "payers": PAYERS, "payer_rules": RULES, "denials": DENIALS, "batches": []}
    records = Records(workbook_of(made))
    rows = {row.claim_id: row for row in work_list(Lines(records, AS_OF), AS_OF, "DOS").rows}
    first = {}
    for one in seen(CLAIMS, denials=DENIALS).clocks:
        first.setdefault(one.claim_id, (one.until, one.kind))
    assert len(first) == 5
    for key, (until, kind) in first.items():
        assert (rows[key].deadline, rows[key].deadline_kind) == (until, kind)


def test_a_visit_on_no_claim_has_its_filing_clock_and_an_unknown_limit_is_said():
    visit = {"status": "DONE", "dos": ago(80)}
    found = seen([], visit=visit)
    ((kind, _, left),) = running(found)
    assert (kind, left) == ("file by", 10) and not found.clocks[0].is_assumed
    found = seen([], visit=visit, payer_rules=[])
    assert found.clocks[0].days_left(AS_OF) == 10 and found.clocks[0].is_assumed
    assert "UNBILLED, limit not known: 90 days assumed" in found.text()


def test_a_claim_whose_filing_limit_nobody_booked_has_that_of_its_visits():
    out = claim(1, status="SUBMITTED", balance=180.0)
    visit = {"status": "DONE", "dos": ago(80), "claim_id": out["claim_id"]}
    assert running(seen([out], visit=visit)) == [("file by", "CR26-000001", 10)]
    assert seen([out], visit=visit, payer_rules=[]).clocks[0].is_assumed


def test_within_and_one_payer():
    found = seen(CLAIMS, within=10, denials=DENIALS)
    assert [left for _, _, left in running(found)] == [-1, 5, 10]
    assert [one.claim_id for one in found.awaited] == ["CR26-000004"]
    found = seen(CLAIMS, payer="MAIL", denials=DENIALS)
    assert not found.clocks and [one.payer_id for one in found.awaited] == ["MAIL"]
    assert set(found.without) == {"MAIL"}


def test_payers_without_a_limit_are_listed_if_they_have_work():
    found = seen(CLAIMS)
    assert found.without == {
        "MAIL": ("file by", "correct by", "appeal by", "reply by", "second payer by"),
    }
    assert "Mail Plan (MAIL): filing, correction, appeal, reply, second payer" in found.text()
    calendar = [*RULES, rule("MAIL", "tfl_anchor", "DOS_END_OF_NEXT_YEAR"), rule("*", "appeal_days", "180")]
    assert seen(CLAIMS, payer_rules=calendar).without["MAIL"] == ("correct by", "reply by", "second payer by")
    assert found.as_json()["payers_without_limit"]["MAIL"][0] == "filing"


@pytest.mark.parametrize(
    ("decision", "kinds"),
    [(None, ["appeal by", "correct by"]), ("APPEAL", ["appeal by"]), ("CORRECT", ["correct by"]), ("WRITE_OFF", [])],
)  # fmt: skip
def test_what_was_decided_runs_until_it_has_gone_out(decision, kinds):
    denials = [{"denial_id": "D1", "claim_id": DENIED["claim_id"], "decision": decision}]
    assert [kind for kind, _, _ in running(seen([DENIED], denials=denials))] == kinds


def test_a_clock_shows_what_the_work_list_shows_of_the_claim():
    copaid = DENIED | {"total_charge": 196.0, "patient_paid": 20.0, "balance": 176.0}
    found = seen([copaid], denials=DENIALS)
    made = clean() | {
        "claims": [copaid],
        "denials": DENIALS,
        "payments": [],
        "remits": [],
        "findings": [],
        "follow_up": [],
    }
    made["visits"][0] |= {"status": "CANCELLED"}
    listed = work_list(Lines(Records(workbook_of(made)), AS_OF), AS_OF, "DOS").rows
    assert (
        {one.cents for one in found.clocks}
        == {row.cents for row in listed if row.kind == "INSURANCE"}
        == {19_600}
    )

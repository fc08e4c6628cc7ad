"""The next step by reason, remark and fact: what the table of §9.2 says, and what a remark forbids."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.denied_case import DENIAL, PARENT, denied, rules
from tests.workbooks import workbook_of
from xl_massbill.claims.denials.acceptance import accepted
from xl_massbill.claims.denials.desk import Desk
from xl_massbill.claims.denials.rows import Stage
from xl_massbill.claims.denials.steps import DECISION_OF
from xl_massbill.claims.urgency import Weights, score
from xl_massbill.codes.carc import reasons
from xl_massbill.commands.denial_list import denial_list, text
from xl_massbill.practice import Records
from xl_massbill.practice.cells import Cells

DAY = dt.date(2026, 6, 15)


def desk(**more):
    return Desk(Records(workbook_of(denied(**more))), DAY)


def advice(*, more_rules=(), claim=None, **denial):
    tables = denied(denial=denial, claim=claim)
    tables["payer_rules"] += more_rules
    found = Desk(Records(workbook_of(tables)), DAY)
    return found.advice(found.denial("DN0001"))


@pytest.mark.parametrize(
    ("denial", "steps"),
    [
        ({"carc": "4"}, ("C7",)),
        ({"carc": "50"}, ("REC", "APP")),
        ({"carc": "50", "group": "PR"}, ("REC", "APP", "PAT")),
        ({"carc": "16", "rarcs": "N290"}, ("C7",)),
        ({"carc": "16", "rarcs": "MA130 N290"}, ("NEW",)),
        ({"carc": "16", "rarcs": "N142"}, ("NEW",)),
        ({"carc": "197"}, ("C7", "APP")),
        ({"carc": "197", "rarcs": "MA130"}, ("NEW",)),
        ({"carc": "29"}, ("APP", "WO")),
        ({"carc": "97"}, ("C7", "WO")),
        ({"carc": "97", "rarcs": "N390"}, ("WO", "C7")),
        ({"carc": "27", "group": "CO"}, ("NXT",)),
        ({"carc": "27", "group": "PR"}, ("NXT", "PAT")),
        ({"carc": "27", "group": "OA", "rarcs": "MA13"}, ("NXT",)),
        ({"carc": "96", "group": "PR", "rarcs": "N425"}, ("PAT", "APP")),
        ({"carc": "18"}, ("CALL", "C7")),
        ({"carc": "A1", "rarcs": "N130", "group": "CO"}, ("APP",)),
        ({"carc": "A1", "rarcs": "M127"}, ("REC",)),
        ({"carc": "999"}, ("CALL",)),
        ({"carc": None, "group": None}, ("CALL",)),
    ],
)
def test_the_steps_of_a_reason(denial, steps):
    assert advice(**denial).steps == steps


def test_an_authorisation_that_is_not_on_file_cannot_be_put_on_the_claim():
    tables = denied(denial={"carc": "197"}, claim={"auth_id": None})
    tables["auths"] = []
    found = Desk(Records(workbook_of(tables)), DAY)
    assert found.advice(found.denial("DN0001")).steps == ("APP", "C7")


@pytest.mark.parametrize(("day", "steps"), [(None, ("WO",)), (dt.date(2026, 8, 17), ("APP", "WO")), (dt.date(2026, 8, 18), ("WO",))])  # fmt: skip
def test_too_late_to_file_is_fought_only_with_proof(day, steps):
    assert advice(carc="29", claim={"first_accepted_on": day}).steps == steps


def test_a_payer_that_takes_no_replacement_gets_a_new_claim():
    found = advice(carc="4", more_rules=rules(freq7_accepted="N"))
    assert found.steps == ("NEW",) and "payer's rule" in found.barred["C7"]


@pytest.mark.parametrize(("all_denied", "steps"), [(True, ("NEW",)), (False, ("C7",))])
def test_a_payer_may_want_a_new_claim_after_a_full_denial(all_denied, steps):
    tables = denied()
    tables["payer_rules"] += rules(freq7_on_full_denial="N")
    tables["claim_lines"][0]["denied"] = all_denied
    found = Desk(Records(workbook_of(tables)), DAY)
    assert found.advice(found.denial("DN0001")).steps == steps


@pytest.mark.parametrize(("last", "steps"), [(DAY, ("C7", "APP")), (DAY - dt.timedelta(1), ("APP",))])
def test_what_is_too_late_is_no_step(last, steps):
    assert advice(carc="197", claim={"deadline_correct": last}).steps == steps


def test_every_reason_of_the_list_leads_somewhere():
    for code in reasons():
        for group in ("CO", "PR", "OA", "PI"):
            found = advice(carc=code, group=group)
            assert found.steps, code
            assert not set(found.steps) & set(found.barred), code
            if group in ("CO", "PI"):
                assert "PAT" not in found.steps, code
            assert all(step in DECISION_OF or step in ("CALL", "POST") for step in found.steps)


@pytest.mark.parametrize(
    ("claim", "denial", "stage"),
    [
        ({}, {}, Stage.TO_DECIDE),
        ({}, {"decision": "CORRECT"}, Stage.TO_DO),
        ({}, {"decision": "APPEAL"}, Stage.TO_DO),
        ({"status": "APPEALED"}, {"decision": "APPEAL", "appeal_sent_on": DAY}, Stage.WAITING),
        ({"status": "IN_PROCESS"}, {"decision": "RECORDS"}, Stage.WAITING),
        ({"status": "INFO_REQUESTED"}, {"decision": "RECORDS"}, Stage.TO_DO),
        (
            {"status": "DENIED"},
            {"decision": "APPEAL", "appeal_sent_on": DAY, "appeal_result": "LOST"},
            Stage.LOST,
        ),
        ({}, {"decision": "APPEAL", "appeal_sent_on": DAY, "appeal_result": "WON"}, Stage.SETTLED),
        ({}, {"decision": "WRITE_OFF"}, Stage.SETTLED),
        ({"status": "REPLACED"}, {}, Stage.SETTLED),
        ({"status": "CLOSED"}, {}, Stage.SETTLED),
        ({"expected_denial": True}, {}, Stage.SETTLED),
    ],
)
def test_how_far_a_line_has_come(claim, denial, stage):
    found = desk(claim=claim, denial=denial)
    assert found.stage(found.denial("DN0001")) is stage


def test_case_9_on_the_list():
    (one,) = denial_list(workbook_of(denied()), DAY)
    assert (one.denial.reason, one.advice.steps, one.days_left) == ("CO-4", ("C7",), 113)
    assert (one.deadline, one.denial.amount, one.score) == (dt.date(2026, 10, 6), 9000, 23)
    assert "GP missing; 59 on wrong line" in one.text()
    assert text([one], DAY).endswith("1 denied line, $90.00 at stake, as of 2026-06-15.")


def test_a_limit_that_no_sheet_knows_is_unknown_or_told_by_a_remark():
    tables = denied(denial={"carc": "50", "deadline": None, "decision": "APPEAL"})
    tables["payer_rules"] = [row for row in tables["payer_rules"] if row["rule_key"] != "appeal_days"]
    (one,) = denial_list(workbook_of(tables), DAY)
    assert one.deadline is None and "no deadline known" in one.text()
    tables["denials"][0]["rarcs"] = "MA01"
    (one,) = denial_list(workbook_of(tables), DAY)
    assert one.deadline == dt.date(2026, 10, 6)


def test_the_most_urgent_stands_first_and_what_waits_last():
    rows = [
        DENIAL | {"denial_id": "D1", "amount": 100.0, "deadline": dt.date(2026, 8, 1)},
        DENIAL | {"denial_id": "D2", "amount": 500.0, "deadline": dt.date(2026, 8, 1)},
        DENIAL | {"denial_id": "D3", "amount": 10.0, "deadline": dt.date(2026, 6, 16)},
        DENIAL
        | {"denial_id": "D4", "decision": "APPEAL", "appeal_sent_on": DAY, "deadline": dt.date(2026, 6, 16)},
        DENIAL | {"denial_id": "D5", "decision": "WRITE_OFF"},
    ]
    found = denial_list(workbook_of(denied(denials=rows)), DAY)
    assert [one.denial.denial_id for one in found] == ["D3", "D2", "D1", "D4"]


@pytest.mark.parametrize(
    ("left", "cents", "age", "points"),
    [(7, 50_000, 120, 100), (0, 0, 0, 55), (60, 0, 0, 15), (61, 0, 0, 15), (8, 0, 0, 54), (None, 25_000, 60, 38), (-5, 100_000, 400, 100)],
)  # fmt: skip
def test_the_score_of_the_work_list(left, cents, age, points):
    assert score(Weights(), left, cents, age) == points


def test_the_weights_are_settings():
    assert Weights.of({"worklist_weight_age": "0", "worklist_weight_deadline": "60"}) == Weights(
        60, 25, 0, 15
    )


def test_the_office_s_own_words_and_actions_go_first():
    own = {"code": "4", "short_own_wording": "ask June", "default_action": "CALL"}
    found = desk(carc=[own])
    one = found.denial("DN0001")
    assert found.reason(one).wording == "ask June" and found.advice(one).steps == ("CALL",)


def test_a_denial_of_a_claim_that_is_gone_is_still_on_the_list():
    (one,) = denial_list(workbook_of(denied() | {"claims": [], "claim_lines": []}), DAY)
    assert one.denial.claim_id == PARENT


@pytest.mark.parametrize(
    ("asked", "expected"), [(dt.date(2026, 6, 1), dt.date(2026, 7, 16)), (None, dt.date(2026, 7, 23))]
)
def test_the_time_to_reply_runs_from_the_request_else_from_the_remittance(asked, expected):
    tables = denied(
        denial={"decision": "RECORDS"}, claim={"info_requested_on": asked, "status": "INFO_REQUESTED"}
    )
    tables["payer_rules"] += rules()
    (one,) = denial_list(workbook_of(tables), DAY)
    assert one.deadline == expected


def test_only_an_acceptance_by_the_same_payer_proves_anything():
    tables = denied(claim={"first_accepted_on": None, "replaces_claim_id": "CR26-000001"})
    first = {"claim_id": "CR26-000001", "replaces_claim_id": None, "first_accepted_on": dt.date(2026, 5, 20)}
    tables["claims"].append(tables["claims"][0] | first)
    assert accepted(Cells(Records(workbook_of(tables))), PARENT).claim_id == "CR26-000001"
    tables["claims"][1]["payer_id"] = "EHP01"
    assert accepted(Cells(Records(workbook_of(tables))), PARENT) is None


def test_claims_that_replace_each_other_in_a_circle_come_to_an_end():
    tables = denied(claim={"replaces_claim_id": "CR26-000001"})
    first = {
        "claim_id": "CR26-000001",
        "replaces_claim_id": PARENT,
        "first_accepted_on": dt.date(2026, 5, 20),
    }
    tables["claims"].append(tables["claims"][0] | first)
    assert accepted(Cells(Records(workbook_of(tables))), PARENT).accepted_on == dt.date(2026, 5, 20)

"""The work list: each open balance once, in the order of §10.5, with the action of §10.4, and sums that tie."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.aging.test_report import AS_OF, claim
from tests.rules.cases import clean
from tests.workbooks import workbook_of
from xl_massbill.aging.next_steps import Situation, due_on, next_step
from xl_massbill.claims.states import State
from xl_massbill.commands.age import age
from xl_massbill.commands.worklist import worklist, write
from xl_massbill.practice import Records


def ago(days):
    return AS_OF - dt.timedelta(days=days)


def later(days):
    return AS_OF + dt.timedelta(days=days)


def book(claims, visit=None, **tables):
    made = clean()
    made["visits"][0] |= {"status": "CANCELLED", **(visit or {})}
    made |= {"follow_up": [], "work_list": [], "denials": [], "payments": [], "remits": [], "findings": []}
    return workbook_of(made | {"claims": claims} | tables)


def listed(claims, as_of=AS_OF, **tables):
    return worklist(book(claims, **tables), as_of)


def only(claims, **tables):
    (row,) = listed(claims, **tables).rows
    return row


def sent(days, **cells):
    return claim(status="ACCEPTED", dos_from=ago(days), first_submitted_on=ago(days), last_submitted_on=ago(days),
                 first_accepted_on=ago(days), **cells)  # fmt: skip


def test_the_score_and_its_parts():
    # 40 x (60-20)/53 + 25 x 180/500 + 20 x 60/120 + 15 x 0.1 (accepted) = 0 + 9 + 10 + 1.5 -> 20.5 -> 21
    row = only([sent(60)], payer_rules=[])
    assert row.parts == pytest.approx((0, 0.36, 0.5, 0.6)) and row.flags == ("NO_RESPONSE",)
    assert row.score == 28  # 9 + 10 + 9
    denied = sent(60) | {"status": "DENIED", "deadline_appeal": later(20), "deadline_correct": later(40)}
    row = only([denied], denials=[{"denial_id": "D1", "claim_id": denied["claim_id"]}])
    assert (row.deadline, row.deadline_kind, row.days_left) == (later(20), "appeal by", 20)
    assert row.parts == pytest.approx((40 / 53, 0.36, 0.5, 1.0))
    assert row.score == 64  # 30.19 + 9 + 10 + 15 = 64.19


def test_weights_are_settings_and_half_rounds_up():
    own = [{"key": f"worklist_weight_{name}", "value": value} for name, value in
           (("deadline", "0"), ("balance", "0"), ("age", "25"), ("status", "0"))]  # fmt: skip
    assert only([sent(60)], settings=own).score == 13  # 12.5


@pytest.mark.parametrize(("left", "part"), [(-5, 1), (7, 1), (8, 52 / 53), (60, 0), (61, 0)])
def test_days_left(left, part):
    row = only([claim(status="SUBMITTED", deadline_tfl=later(left))])
    assert row.parts[0] == pytest.approx(part) and row.days_left == left


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        ({"status": "SUBMITTED"}, "file by"),
        ({"status": "REJECTED"}, "file by"),
        ({"status": "SUBMITTED", "first_accepted_on": ago(1)}, ""),
        ({"status": "ACCEPTED"}, ""),
        ({"status": "PAID"}, ""),
        ({"status": "SECONDARY_DUE"}, "second payer by"),
        ({"status": "INFO_REQUESTED"}, "reply by"),
        ({"status": "DENIED"}, "appeal by"),  # decided, and not yet sent
        ({"status": "DENIED", "decision": "CORRECT"}, "correct by"),
        ({"status": "DENIED", "decision": "NEW"}, "correct by"),
        ({"status": "DENIED", "appeal_sent_on": ago(1)}, ""),
        ({"status": "DENIED", "decision": "WRITE_OFF"}, ""),  # no denied line is open
    ],
)
def test_only_a_deadline_in_force_counts(cells, kind):
    cells, denial = dict(cells), {"denial_id": "D1", "claim_id": "CR26-000001"}
    denial["decision"] = cells.pop("decision", "APPEAL")
    denial["appeal_sent_on"] = cells.pop("appeal_sent_on", None)
    days = {f"deadline_{name}": later(30) for name in ("tfl", "secondary", "correct", "appeal", "reply")}
    row = only(
        [claim(**days, **cells)],
        denials=[denial],
    )
    assert row.deadline_kind == kind
    if cells["status"] == "DENIED":
        waits = denial["decision"] != "WRITE_OFF" and denial["appeal_sent_on"] is None
        assert row.step.words.startswith("decide") is not waits


@pytest.mark.parametrize(("state", "kind"), [("DENIED", "appeal by"), ("APPEALED", "correct by")])
def test_deadlines_of_a_denied_line_come_from_the_payers_rules(state, kind):
    tables = {
        "denials": [{"denial_id": "D1", "claim_id": "CR26-000001"}],
        "remits": [{"remit_id": "RM1", "payment_date": ago(10)}],
        "payments": [{"payment_id": "P1", "claim_id": "CR26-000001", "remit_id": "RM1", "row_type": "PAY", "paid": 0.0}],
        "payer_rules": [
            {"payer_id": "EHP01", "rule_key": key, "value": value}
            for key, value in (("appeal_days", "60"), ("corrected_tfl_days", "90"))
        ],
    }  # fmt: skip
    row = only([claim(status=state)], **tables)
    assert (row.deadline, row.deadline_kind) == (later(50 if kind == "appeal by" else 80), kind)
    assert only([claim(status=state)], **tables | {"payer_rules": []}).deadline is None


def test_paper_needs_no_acceptance():
    payers = clean()["payers"]
    payers[0] |= {"submit_method": "CMS1500"}
    at_home = claim(status="SUBMITTED", deadline_tfl=later(30))
    assert only([at_home], payers=payers).deadline_kind == "file by"
    assert only([at_home | {"first_submitted_on": ago(1)}], payers=payers).deadline_kind == ""


STEPS = [
    (Situation("REJECTED"), "mend and send again, within 2 days", "biller"),
    (Situation("INFO_REQUESTED", days_left=10), "send the records now", "biller"),
    (Situation("INFO_REQUESTED", days_left=11), "send the records", "biller"),
    (Situation("DENIED"), "decide about the denied lines", "biller"),
    (Situation("PAID_PARTIAL", open_denied=True), "decide about the denied lines", "biller"),
    (Situation("PAID_PARTIAL", open_denied=True, decided=("NEW",)), "decide about the denied lines", "biller"),
    (Situation("PAID_PARTIAL", decided=("CORRECT",)), "mend the rows, send the corrected claim", "biller"),
    (Situation("DENIED", decided=("NEW",)), "mend the rows, send a new claim", "biller"),
    (Situation("DENIED", decided=("APPEAL",)), "write the appeal, send it", "biller"),
    (Situation("PAID_PARTIAL", decided=("RECORDS",)), "send the records", "biller"),
    (Situation("PAID", underpaid=True), "check the contract, call the payer", "biller"),
    (Situation("SECONDARY_DUE"), "send to the next payer", "biller"),
    (Situation("APPEALED"), "ask what became of the appeal", "biller"),
    (Situation("REVERSED"), "find out why the payer took it back", "biller"),
    (Situation("LIEN"), "ask the attorney", "manager"),
    (Situation("BATCHED"), "send it, then note the day", "biller"),
    (Situation("SUBMITTED", since_sent=2), "wait for the answer", "biller"),
    (Situation("SUBMITTED", since_sent=3), "ask the clearinghouse", "biller"),
    (Situation("SUBMITTED", since_sent=3, on_paper=True), "wait for the answer", "biller"),
    (Situation("SUBMITTED", since_sent=3, acknowledged=True), "wait for the answer", "biller"),
    (Situation("SUBMITTED", since_sent=6), "not received? ask, then send again", "biller"),
    (Situation("ACCEPTED", since_sent=45), "wait for the answer", "biller"),
    (Situation("ACCEPTED", since_sent=46), "ask for the status, note the reference", "biller"),
    (Situation("ACCEPTED", since_sent=31, expected=30), "ask for the status, note the reference", "biller"),
    (Situation("ACCEPTED", since_sent=61), "call: in process? by when? what is missing?", "biller"),
    (Situation("IN_PROCESS", since_sent=91), "escalate: supervisor, state complaint", "manager"),
    (Situation("FORWARDED", since_state=30), "wait for the answer", "biller"),
    (Situation("FORWARDED", since_state=31), "ask whether the next payer got it", "biller"),
    (Situation("ACCEPTED", promise_broken=True), "promise not kept: call", "biller"),
    *(
        (Situation("PATIENT_DUE", is_patient=True, since_owed=days), words, who)
        for days, words, who in (
            (0, "send statement 1", "front desk"), (29, "send statement 1", "front desk"),
            (30, "send statement 2", "front desk"), (60, "send statement 3", "front desk"),
            (75, "call, offer a payment plan", "front desk"), (90, "final notice", "front desk"),
            (120, "write-off or agency: decide", "manager"), (-3, "send statement 1", "front desk"),
        )
    ),
]  # fmt: skip


@pytest.mark.parametrize(("situation", "words", "owner"), STEPS)
def test_next_actions(situation, words, owner):
    assert (next_step(situation).words, next_step(situation).owner) == (words, owner)


def test_a_step_comes_again_after_its_days():
    step = next_step(Situation("ACCEPTED", since_sent=50))
    assert [due_on(step, AS_OF, day) for day in (None, ago(20), ago(4))] == [AS_OF, AS_OF, later(10)]


def test_order_and_each_part_once():
    claims = [
        sent(10) | {"claim_id": "CR26-000003"},
        sent(10) | {"claim_id": "CR26-000002", "total_charge": 170.0},
        sent(10) | {"claim_id": "CR26-000001"},
        claim(4, status="REJECTED"),
        claim(5, status="PAID", paid_total=200.0),  # a credit
        claim(6, status="CLOSED", paid_total=180.0),
        claim(
            7,
            status="PATIENT_DUE",
            paid_total=100.0,
            contractual_total=50.0,
            pr_total=30.0,
            pr_final_on=ago(31),
        ),
        claim(8, status="PAID_PARTIAL", paid_total=100.0, pr_total=30.0, pr_final_on=ago(1)),
        claim(9, status="REPLACED"),
    ]
    found = listed(claims)
    assert [(r.claim_id[-1], r.kind) for r in found.rows] == [
        ("4", "INSURANCE"), ("1", "INSURANCE"), ("3", "INSURANCE"), ("2", "INSURANCE"),
        ("7", "PATIENT"), ("8", "PATIENT"), ("8", "INSURANCE"),
    ]  # fmt: skip
    assert found.whole.credits == -2_000
    assert found.whole.total == age(book(claims), AS_OF, "FIRST_SUBMISSION").report.total.total
    assert [r.cents for r in found.rows if r.claim_id.endswith("8")] == [3_000, 5_000]


def test_visits_at_the_desk_are_one_row_a_patient():
    visits = [
        clean()["visits"][0]
        | {"visit_id": f"V{n}", "status": "CASH", "dos": ago(n), "charge": 50.0, "patient_paid": 0.0}
        for n in (3, 8)
    ]
    row = only([], visits=visits)
    assert (row.claim_id, row.state, row.kind, row.cents, row.age) == ("", "CASH", "PATIENT", 10_000, 8)


def follow(**cells):
    return {"followup_id": "FU0001", "claim_id": "CR26-000001", "created_on": ago(5), "type": "CALL", **cells}


def test_what_is_put_off_comes_back_by_itself():
    rows = [follow(next_due=later(3), owner="Kim", result="in process")]
    found = listed([sent(20), claim(2, status="BATCHED")], follow_up=rows)
    assert [(r.claim_id[-1], r.put_off_until) for r in found.rows] == [("2", None), ("1", later(3))]
    assert found.rows[1].owner == "Kim" and found.rows[1].contact.last_on == ago(5)
    assert "1 task (1 for biller), 1 put off until later." in found.text()
    assert found.whole.total == 36_000
    assert all(r.put_off_until is None for r in listed([sent(20)], later(3), follow_up=rows).rows)


def test_a_closed_matter_is_not_put_off_and_a_row_of_tomorrow_is_not_known():
    assert only([sent(20)], follow_up=[follow(next_due=later(3), closed_on=ago(1))]).put_off_until is None
    assert only([sent(20)], follow_up=[follow(next_due=later(3), created_on=later(1))]).put_off_until is None


@pytest.mark.parametrize(("paid", "broken"), [(None, True), (ago(30), True), (ago(3), False)])
def test_a_promise_that_passes_unpaid_rises(paid, broken):
    tables = {"follow_up": [follow(promised_on=ago(1), promised_amount=75.0)]}
    if paid:
        tables["remits"] = [{"remit_id": "RM1", "payment_date": paid}]
        tables["payments"] = [
            {"payment_id": "P1", "claim_id": "CR26-000001", "remit_id": "RM1", "paid": 75.0}
        ]
    plain, row = only([sent(20)]), only([sent(20)], **tables)
    assert row.score == plain.score + (10 if broken else 0)
    assert ("PROMISE_BROKEN" in row.flags) is broken
    assert (row.step.words == "promise not kept: call") is broken


def test_underpaid_is_what_the_check_of_payments_says():
    tables = {"payments": [{"payment_id": "PM1", "claim_id": "CR26-000001", "paid": 10.0}]}
    finding = {"rule_id": "RMT-004", "row_key": "PM1", "state": "OPEN"}
    paid = claim(status="PAID", paid_total=10.0)
    assert only([paid], findings=[finding], **tables).flags == ("UNDERPAID",)
    assert only([paid], findings=[finding | {"state": "FIXED"}], **tables).flags == ()


def test_the_list_is_written_to_its_sheet():
    workbook = book([sent(60), claim(2, status="REJECTED")])
    write(workbook, worklist(workbook, AS_OF))
    sheet = Records(workbook)["work_list"]
    assert list(sheet["rank"]) == [1, 2] and list(sheet["claim_id"]) == ["CR26-000001", "CR26-000002"]
    assert sum(sheet["balance"]) == 36_000 and list(sheet["part_balance"]) == [3_600, 3_600]
    assert worklist(workbook, AS_OF, "nobody").rows == ()
    assert len(worklist(workbook, AS_OF, "BILLER").as_json()["rows"]) == 2


MONEY = st.integers(0, 300).map(lambda dollars: dollars / 2)


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(st.sampled_from([s.value for s in State]), MONEY, MONEY, MONEY, st.booleans()), max_size=8
    )
)
def test_the_sum_of_the_list_is_what_is_owed(drawn):
    claims = [
        claim(n, status=state, paid_total=paid, pr_total=part, patient_paid=own, dos_from=ago(n),
              **({"replaces_claim_id": f"CR26-{n - 1:06d}", "frequency": "7"} if follows and n > 1 else {}))
        for n, (state, paid, part, own, follows) in enumerate(drawn, 1)
    ]  # fmt: skip
    found = listed(claims).whole
    report = age(book(claims), AS_OF, "FIRST_SUBMISSION").report
    assert found.total == report.total.total and found.credits == report.total.credits
    assert len({(r.claim_id, r.kind) for r in found.rows}) == len(found.rows)
    keys = [(-r.score, r.days_left if r.days_left is not None else 10**6, -r.cents) for r in found.rows]
    assert keys == sorted(keys)

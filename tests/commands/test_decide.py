"""Decisions about denied lines: noted, carried out once, refused where the payer or the money forbids them."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.commands.clinics import events, rows
from tests.denied_case import PARENT, denied, rules
from tests.workbooks import write_workbook
from xl_massbill.claims.denials.rows import Decision
from xl_massbill.commands.decide import decide
from xl_massbill.commands.denial_orders import BEGUN, DONE
from xl_massbill.commands.orders import Order
from xl_massbill.errors import Refused
from xl_massbill.hosts.file import FileWorkbook

NOW = dt.datetime(2026, 6, 15, 9)
DAY = NOW.date()
WHY = "too small to fight for"


@pytest.fixture
def book(tmp_path):
    return lambda **more: write_workbook(tmp_path / "clinic.xlsx", denied(**more))


def order(path, decision, why="", by="Kim", approved_by="", denial_id="DN0001", on=DAY):
    return decide(
        FileWorkbook(path), denial_id, decision, Order(by, on, why), NOW, "office", approved_by
    ).sentence


def write_off(path, why=WHY, approved_by="Robin", **more):
    return order(path, Decision.WRITE_OFF, why, approved_by=approved_by, **more)


def one(path, table):
    (row,) = rows(path, table)
    return row


def money(path):
    claim = one(path, "claims")
    names = ("total_charge", "paid_total", "contractual_total", "other_adj_total", "patient_paid", "balance")
    return tuple(int(claim[name]) for name in names)


def test_a_correction_is_decided_and_waits_in_follow_up(book):
    path = book()
    said = order(path, Decision.CORRECT)
    assert said.startswith("Denial DN0001 (CR26-000109-2, CO-4, $90.00) is decided: CORRECT. Mend the rows")
    assert "by 2026-10-06" in said
    row = one(path, "denials")
    assert (row["decision"], row["decided_on"].date(), row["decided_by"]) == ("CORRECT", DAY, "Kim")
    task = one(path, "follow_up")
    assert (task["claim_id"], task["type"], task["due_on"].date()) == (
        PARENT,
        "CORRECTED_CLAIM",
        dt.date(2026, 10, 6),
    )
    assert one(path, "claims")["status"] == "PAID_PARTIAL"
    (begun,), (done,) = events(path, BEGUN), events(path, DONE)
    assert begun.user == "office" and begun.detail["by"] == "Kim" and done.detail["of"] == begun.seq


def test_the_same_decision_twice_changes_nothing(book):
    path = book()
    order(path, Decision.CORRECT)
    before = path.read_bytes()
    assert order(path, Decision.CORRECT).endswith(
        "was decided CORRECT on 2026-06-15 before: nothing changed."
    )
    assert path.read_bytes() == before and len(events(path, BEGUN)) == 1


def test_a_write_off_takes_its_amount_off_the_balance_to_the_cent(book):
    path = book(denial={"amount": 89.99})
    assert "written off as OTHER, approved by Robin" in write_off(path)
    assert money(path) == (18600, 5000, 2600, 8999, 2000, 1)
    (row,) = [row for row in rows(path, "payments") if row["row_type"] == "WRITE_OFF"]
    assert (row["payment_id"], int(row["adj_amount"]), row["writeoff_kind"]) == ("WO-DN0001", 8999, "OTHER")
    assert (row["reason"], row["approved_by"], row["code"], row["line_no"]) == (WHY, "Robin", "97124", 2)
    assert one(path, "claims")["status"] == "PAID_PARTIAL", "a cent is left: the claim is not written off"


def test_a_claim_is_written_off_only_when_nothing_is_left(book):
    path = book()
    write_off(path)
    claim = one(path, "claims")
    assert (claim["status"], claim["balance_owner"], int(claim["balance"])) == ("WRITTEN_OFF", "NONE", 0)
    charge, *parts = money(path)
    assert charge == sum(parts)
    assert {row["billing_status"] for row in rows(path, "visits") if row["claim_id"] == PARENT} == {
        "WRITTEN_OFF"
    }


def test_what_the_patient_owes_is_left_for_the_patient(book):
    path = book(claim={"patient_paid": 0.0, "balance": 110.0})
    write_off(path)
    claim = one(path, "claims")
    assert (claim["status"], claim["balance_owner"], int(claim["balance"])) == (
        "PATIENT_DUE",
        "PATIENT",
        2000,
    )


@pytest.mark.parametrize(
    ("carc", "rule", "column"),
    [("97", None, "contractual_total"), ("50", None, "other_adj_total"), ("97", "OTHER", "other_adj_total"), ("50", "CONTRACTUAL", "contractual_total")],
)  # fmt: skip
def test_the_kind_of_a_write_off_is_by_reason_or_by_the_payers_rule(tmp_path, carc, rule, column):
    tables = denied(denial={"carc": carc})
    tables["payer_rules"] += rules(writeoff_kind=rule) if rule else []
    path = write_workbook(tmp_path / "clinic.xlsx", tables)
    before = int(one(path, "claims")[column])
    write_off(path)
    assert int(one(path, "claims")[column]) == before + 9000


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"why": "small"}, "reason of 10 characters"),
        ({"approved_by": " "}, "somebody who approves it"),
        ({"why": "Barros will never pay it"}, "name a patient"),
        ({"by": ""}, "--by NAME"),
        ({"on": DAY + dt.timedelta(days=1)}, "still to come"),
        ({"denial_id": "DN9999"}, "no denial DN9999"),
    ],
)
def test_a_write_off_without_what_it_needs_is_refused(book, more, words):
    path = book()
    before = path.read_bytes()
    with pytest.raises(Refused, match=words):
        write_off(path, **more)
    assert path.read_bytes() == before and events(path, BEGUN) == []


def test_more_than_the_balance_is_never_written_off(book):
    path = book(claim={"balance": 89.99})
    with pytest.raises(Refused, match=r"only \$89.99 of claim CR26-000109 is open"):
        write_off(path)


def test_what_was_written_off_stays_written_off(book):
    path = book(denial={"amount": 40.0})
    write_off(path)
    with pytest.raises(Refused, match="was written off on 2026-06-15"):
        order(path, Decision.CORRECT)


@pytest.mark.parametrize(
    ("denial", "words"),
    [
        ({"group": "CO"}, "group CO: never bill the patient"),
        ({"group": "PI"}, "group PI: never bill the patient"),
        ({"group": "OA", "rarcs": "MA13"}, "remark MA13"),
        ({"group": None}, "nobody knows the group"),
    ],
)
def test_the_patient_is_never_billed_against_the_group(book, denial, words):
    path = book(denial=denial)
    with pytest.raises(Refused, match=words):
        order(path, Decision.PATIENT)
    assert one(path, "denials")["decision"] is None


def test_a_denied_line_of_group_pr_goes_to_the_patient(book):
    path = book(denial={"group": "PR", "carc": "96"}, claim={"pr_total": 110.0})
    order(path, Decision.PATIENT)
    assert one(path, "claims")["status"] == "PATIENT_DUE"


def test_a_payer_that_wants_a_notice_gets_no_patient_billed_without(tmp_path):
    tables = denied(denial={"group": "PR", "carc": "96"}, claim={"pr_total": 110.0})
    tables["payer_rules"] += rules(needs_signed_waiver="Y")
    path = write_workbook(tmp_path / "clinic.xlsx", tables)
    with pytest.raises(Refused, match="notice signed by"):
        order(path, Decision.PATIENT)
    for row in tables["coverage"]:
        row["waiver_signed_on"] = dt.date(2026, 5, 20)  # the day after the visit
    with pytest.raises(Refused, match="notice signed by"):
        order(write_workbook(path, tables), Decision.PATIENT)
    for row in tables["coverage"]:
        row["waiver_signed_on"] = dt.date(2026, 5, 19)
    order(write_workbook(path, tables), Decision.PATIENT)


def test_no_claim_goes_to_the_patient_while_another_line_is_fought_for(book):
    more = {"denial_id": "DN0002", "line_no": 1, "group": "PR", "carc": "96", "amount": 20.0}
    tables = denied(claim={"patient_paid": 0.0, "balance": 110.0})
    tables["denials"].append(tables["denials"][0] | more)
    tables["claim_lines"][0]["denied"] = True
    path = write_workbook(book().parent / "two.xlsx", tables)
    order(path, Decision.PATIENT, denial_id="DN0002")
    assert one(path, "claims")["status"] == "PAID_PARTIAL"
    order(path, Decision.CORRECT)
    assert one(path, "claims")["status"] == "PAID_PARTIAL", "a claim at the patient could not be corrected"


@pytest.mark.parametrize(("has_plan", "status"), [(True, "SECONDARY_DUE"), (False, "PAID_PARTIAL")])
def test_the_next_payer_gets_what_is_left_if_there_is_one(tmp_path, has_plan, status):
    tables = denied()
    plan = next(row for row in tables["coverage"] if row["coverage_id"] == "C9")
    tables["coverage"] += (
        [plan | {"coverage_id": "C9S", "priority": "S", "payer_id": "EHP01"}] if has_plan else []
    )
    path = write_workbook(tmp_path / "clinic.xlsx", tables)
    assert ("no next plan" in order(path, Decision.NEXT_PAYER)) is not has_plan
    assert one(path, "claims")["status"] == status


@pytest.mark.parametrize(
    ("decision", "denial", "words"),
    [
        (Decision.APPEAL, {"rarcs": "MA130"}, "no right of appeal"),
        (Decision.CORRECT, {"rarcs": "MA130"}, "a new claim is wanted"),
        (Decision.CORRECT, {"rarcs": "N142"}, "not a replacement"),
        (Decision.APPEAL, {"carc": "45"}, "nothing was denied"),
        (Decision.APPEAL, {"carc": "256"}, "by contract it is not paid"),
    ],
)
def test_what_the_payer_does_not_take_is_not_decided(book, decision, denial, words):
    with pytest.raises(Refused, match=words):
        order(book(denial=denial), decision, why="the plan agreed to it on the phone")


def test_after_the_limit_a_correction_needs_a_reason(book):
    path = book(claim={"deadline_correct": dt.date(2026, 6, 14)})
    with pytest.raises(Refused, match=r"until 2026-06-14. If the payer takes it all the same, say why"):
        order(path, Decision.CORRECT)
    order(path, Decision.CORRECT, why="the plan agreed to it on the phone")


@pytest.mark.parametrize("status", ["REPLACED", "VOIDED", "CLOSED"])
def test_nothing_is_decided_about_a_claim_that_is_over(book, status):
    with pytest.raises(Refused, match=f"is {status}: nothing of denial DN0001 is open"):
        order(book(claim={"status": status}), Decision.RECORDS)

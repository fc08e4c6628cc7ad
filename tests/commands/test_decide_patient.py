"""A denied amount of group OA becomes the patient's at a person's word: in every figure, and no cent twice."""

from __future__ import annotations

import pytest

from tests.commands.clinics import copied, rows
from tests.commands.test_decide import DAY, NOW, money, one, order
from tests.denied_case import denied, rules
from tests.workbooks import write_workbook
from xl_massbill.aging.worklist import work_list
from xl_massbill.claims.denials.rows import Decision
from xl_massbill.claims.ledger import INSURANCE, PATIENT, open_items
from xl_massbill.commands.settle import settle_if_needed
from xl_massbill.commands.statements import statements
from xl_massbill.errors import Refused
from xl_massbill.hosts.file import FileWorkbook
from xl_massbill.practice import Lines, Records
from xl_massbill.remits.post_books import Books
from xl_massbill.remits.read835_facts import Adjustment, ClaimPayment, LinePayment, Service
from xl_massbill.rules.run import check

OA = {"group": "OA", "carc": "109"}


@pytest.fixture
def book(tmp_path):
    """Return the clinic with line 2 denied in group OA; more cells of denial and claim."""

    def made(denial=None, **claim):
        tables = denied(denial=OA | (denial or {}), claim=claim)
        tables["claim_lines"][1] |= {"co_adj": 0.0, "oa_adj": 90.0, "carc_list": "109"}
        return write_workbook(tmp_path / "clinic.xlsx", tables)

    return made


def to_patient(path, **more):
    return order(path, Decision.PATIENT, **more)


def owed(path, kind):
    frame = open_items(Lines(Records(FileWorkbook(path)), DAY)).of(kind)
    return int(frame["cents"].sum())


def test_the_amount_moves_from_the_insurer_to_the_patient_and_the_sum_stays(book):
    path = book()
    insured, patient = owed(path, INSURANCE), owed(path, PATIENT)
    assert "Its amount is the patient's now." in to_patient(path)
    claim = one(path, "claims")
    assert (claim["status"], claim["balance_owner"]) == ("PATIENT_DUE", "PATIENT")
    assert (int(claim["pr_total"]), int(claim["balance"])) == (11_000, 9_000)
    charge, *parts = money(path)
    assert charge == sum(parts), "charge = paid + adjustments + patient paid + balance"
    assert (owed(path, INSURANCE), owed(path, PATIENT)) == (insured - 9_000, patient + 9_000)


def test_the_row_of_payments_says_which_amount_and_at_whose_word(book):
    path = book()
    to_patient(path, why="the plan says that he must pay")
    (row,) = [row for row in rows(path, "payments") if row["row_type"] == "TO_PATIENT"]
    assert (row["payment_id"], row["claim_id"], row["line_no"]) == ("PT-DN0001", "CR26-000109", 2)
    assert (int(row["adj_amount"]), row["group"], row["carc"], row["remit_id"]) == (9_000, "OA", "109", None)
    assert (row["approved_by"], row["reason"]) == ("Kim", "the plan says that he must pay")


def test_the_work_list_and_the_statement_ask_the_patient_for_it(book):
    path = book()
    to_patient(path)
    found = work_list(Lines(Records(FileWorkbook(path)), DAY), DAY, "DOS").rows
    assert [(row.kind, row.cents) for row in found if row.claim_id] == [("PATIENT", 9_000)]
    assert "90.00" in statements(FileWorkbook(path), DAY).text()
    told = [f.rule for f in check(Records(FileWorkbook(path)), DAY).findings]
    assert "RMT-010" not in told and "RMT-009" not in told


def test_what_is_the_patients_by_the_payer_moves_nothing(book):
    path = book({"group": "PR", "carc": "96"}, pr_total=110.0)
    to_patient(path)
    assert int(one(path, "claims")["pr_total"]) == 11_000
    assert not [row for row in rows(path, "payments") if row["row_type"] == "TO_PATIENT"]


@pytest.mark.parametrize("group", ["CO", "PI", None])
def test_never_against_the_group(book, group):
    path = book({"group": group})
    before = path.read_bytes()
    with pytest.raises(Refused, match="cannot be the patient's"):
        to_patient(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("denial", "claim", "words"),
    [
        ({"amount": None}, {}, "has no amount"),
        ({}, {"balance": None}, "has no balance"),
        ({"amount": 90.01}, {}, r"about \$90.01, but only \$90.00 of claim"),
        ({}, {"balance": 20.0, "patient_paid": 0.0}, r"but only \$0.00 of claim"),
    ],
)
def test_no_more_than_is_left_becomes_the_patients(book, denial, claim, words):
    with pytest.raises(Refused, match=words):
        to_patient(book(denial, **claim))


def test_it_is_not_decided_otherwise_while_its_amount_stands(book):
    path = book()
    to_patient(path)
    for decision in (Decision.CORRECT, Decision.RECORDS):
        with pytest.raises(Refused, match="its amount is the patient's now: `xl-massbill undecide`"):
            order(path, decision)
    assert to_patient(path).endswith("nothing changed.")
    assert int(one(path, "claims")["pr_total"]) == 11_000


def test_an_old_copy_put_back_gets_it_again_once(book):
    path = book()
    old = copied(path, "old.xlsx")
    to_patient(path)
    old.replace(path)
    (said,) = settle_if_needed(FileWorkbook(path), NOW)
    assert "older than its journal" in said
    assert int(one(path, "claims")["pr_total"]) == 11_000
    assert settle_if_needed(FileWorkbook(path), NOW) == []


@pytest.mark.parametrize(
    ("paid", "group", "part"),
    [(0, "CO", 2_000), (4_000, "CO", 2_000), (0, "PR", 11_000)],
)
def test_a_new_answer_to_the_line_takes_the_decisions_place(book, paid, group, part):
    path = book()
    to_patient(path)
    account = Books(Records(FileWorkbook(path))).account("CR26-000109")
    assert account.decided == {2: 9_000}
    post_line(account, 2, paid, group)
    assert account.decided == {} and account.cells["pr_total"] == part


def test_an_answer_to_another_line_leaves_it(book):
    path = book()
    to_patient(path)
    account = Books(Records(FileWorkbook(path))).account("CR26-000109")
    post_line(account, 1, 0, "PR", charge=500)
    assert account.cells["pr_total"] == 2_000 + 9_000 + 500


def post_line(account, number, paid, group, charge=9_000):
    """Post an answer to one line: paid, and the rest adjusted in a group."""
    left = charge - paid
    adjusted = (Adjustment(2, group, "45" if group == "CO" else "2", left),) if left else ()
    line = LinePayment(1, Service("HC", "97124"), charge, paid, adjustments=adjusted)
    answer = ClaimPayment(0, "CR26-000109", "1", charge, paid, None, "12", "N1", "11", "1", lines=(line,))
    account.post(answer, [(number,)], (), {"payer_id": "SBS01", "day": "2026-07-01"})


def test_the_notice_is_asked_for_before_any_cent_moves(tmp_path):
    tables = denied(denial=OA)
    tables["payer_rules"] += rules(needs_signed_waiver="Y")
    path = write_workbook(tmp_path / "clinic.xlsx", tables)
    with pytest.raises(Refused, match="notice signed by"):
        to_patient(path)
    assert int(one(path, "claims")["pr_total"]) == 2_000

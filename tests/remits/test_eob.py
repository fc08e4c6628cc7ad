"""A paper EOB typed by hand posts as an 835 does; a cheque that does not add up stays; money of patients."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.commands.clinics import rows
from tests.remits.posted import NOW, book, claim, everything, money, post, tables
from tests.workbooks import write_workbook
from xl_massbill.commands.post_eob import post_eob
from xl_massbill.commands.undo_posting import undo_posting
from xl_massbill.hosts.file import FileWorkbook
from xl_massbill.practice import Records
from xl_massbill.practice.balance import faults

HEAD = {
    "payer_id": "PAI01",
    "check_no": "CHK880105",
    "payment_date": dt.date(2026, 5, 12),
    "check_amount": 130.0,
}
CASE_5 = [
    HEAD | {"claim_id": "CR26-000105", "line_no": 1, "paid": 130.0, "group1": "PR", "carc1": "119", "amount1": 50.0, "icn": "PAI2026120055"},
    HEAD | {"claim_id": "CR26-000105", "line_no": 2, "paid": 0.0, "group1": "CO", "carc1": "97", "amount1": 20.0, "rarcs": "M15"},
]  # fmt: skip


def with_eob(folder, *entries, claims=("CR26-000105",), patient=(), **cells):
    made = tables(*claims, **cells) | {"eob_entry": list(entries), "patient_payments": list(patient)}
    return write_workbook(folder / "clinic.xlsx", made)


def run(path, **how):
    return post_eob(FileWorkbook(path), NOW.date(), NOW, "Kim", **how)


def test_case_5_by_hand_is_case_5_by_file(tmp_path):
    (tmp_path / "file").mkdir()
    by_file = book(tmp_path / "file", "CR26-000105")
    post(by_file, "C05.835")
    by_hand = with_eob(tmp_path, *CASE_5)
    assert run(by_hand, dry_run=True).cheques[0].posting.outcomes["CR26-000105"].balance_after == 7_000
    assert run(by_hand).cheques[0].remit_id == "RM000001"
    for table in ("claims", "claim_lines", "denials"):
        assert everything(by_hand)[table] == everything(by_file)[table]
    names = (
        "row_type",
        "claim_id",
        "line_no",
        "code",
        "charge",
        "paid",
        "group",
        "carc",
        "adj_amount",
        "post_status",
    )
    amounts = [[[str(r[n]) for n in names] for r in rows(path, "payments")] for path in (by_file, by_hand)]
    assert amounts[0] == amounts[1]
    assert [r["source"] for r in rows(by_hand, "remits")] == ["EOB"]
    assert [r["posted"] for r in rows(by_hand, "eob_entry")] == ["RM000001"] * 2
    records = Records(FileWorkbook(by_hand))
    assert faults(records["remits"], records["payments"], records["plb"]) == []
    assert run(by_hand).cheques == []
    undo_posting(FileWorkbook(by_hand), "RM000001", NOW, "Kim")
    assert money(by_hand, "CR26-000105")[0] == "ACCEPTED"
    assert [r["posted"] for r in rows(by_hand, "eob_entry")] == [None] * 2


@pytest.mark.parametrize(
    ("row", "cells", "words"),
    [
        (0, {"paid": 131.0}, "row 2"),
        (1, {"amount1": 19.0}, "line 2: paid 0.00, charge less adjustments 1.00 (off by -1.00, row 3)"),
        (0, {"carc1": None}, "row 2: adjustment 1 needs group, reason and amount."),
        (1, {"check_amount": 129.0}, "row 3: the amount of the cheque is missing, or not the same"),
        (1, {"paid": None}, "row 3: what was paid is missing"),
        (1, {"paid": "abc"}, "row 3: column paid cannot be read."),
        (1, {"line_no": 3}, "row 3: claim CR26-000105 has no line 3"),
        (1, {"claim_id": None}, "row 3: the row has neither a claim nor another reason."),
    ],
)
def test_a_cheque_that_does_not_add_up_stays_and_its_rows_are_named(tmp_path, row, cells, words):
    entries = [dict(one) for one in CASE_5]
    entries[row] |= cells
    path = with_eob(tmp_path, *entries)
    before = everything(path)
    done = run(path)
    assert done.has_held and any(words in held for held in done.cheques[0].posting.held), done.text()
    assert everything(path) == before and rows(path, "remits") == []


def test_interest_and_a_recovery_belong_to_no_claim(tmp_path):
    other = {"check_amount": 91.25}
    entries = [one | other for one in CASE_5]
    entries.append(HEAD | other | {"plb_reason": "WO", "plb_taken": 40.0, "plb_reference": "OLD1"})
    entries.append(HEAD | other | {"plb_reason": "L6", "plb_added": 1.25})
    path = with_eob(tmp_path, *entries)
    done = run(path)
    assert not done.has_held, done.text()
    assert [(r["reason"], int(r["amount"])) for r in rows(path, "plb")] == [("WO", 4_000), ("L6", -125)]
    assert money(path, "CR26-000105")[2] == 13_000


def test_a_reversal_by_hand_is_typed_without_a_minus(tmp_path):
    path = with_eob(tmp_path, *CASE_5)
    run(path)
    back = [one | {"check_no": "CHK9", "check_amount": 0.0, "claim_status": "22"} for one in CASE_5]
    back.append(HEAD | {"check_no": "CHK9", "check_amount": 0.0, "plb_reason": "FB", "plb_added": 130.0})
    workbook = FileWorkbook(path)
    names = list(dict.fromkeys(name for row in back for name in row))
    workbook.append("eob_entry", {n: [row.get(n) for row in back] for n in names}, by="Kim")
    workbook.save()
    done = run(path)
    assert not done.has_held, done.text()
    assert money(path, "CR26-000105") == ("REVERSED", "INS_P", 0, 0, 0, 0, 20_000)


def due(folder, *patient):
    """Return case 5 after the write-off: the patient owes 50.00."""
    state = {
        "status": "PATIENT_DUE",
        "paid_total": 130.0,
        "contractual_total": 20.0,
        "pr_total": 50.0,
        "balance": 50.0,
    }
    return with_eob(folder, patient=patient, **state)


PAID = {"received_on": dt.date(2026, 6, 10), "patient_id": "P5", "amount": 50.0, "receipt_no": "4411"}


def test_a_patient_pays_and_the_claim_is_closed(tmp_path):
    path = due(tmp_path, PAID)
    before = everything(path)
    assert run(path).patients == ["RM000001: $50.00 from the patient of row 2: CR26-000105 $50.00."]
    assert money(path, "CR26-000105") == ("CLOSED", "NONE", 13_000, 2_000, 5_000, 5_000, 0)
    (row,) = rows(path, "payments")
    assert (row["row_type"], int(row["paid"]), row["receipt_no"]) == ("PATIENT", 5_000, "4411")
    assert run(path).patients == []
    undo_posting(FileWorkbook(path), "RM000001", NOW, "Kim")
    assert everything(path) == before


def test_what_is_left_over_is_unapplied_and_a_refund_goes_back(tmp_path):
    path = due(
        tmp_path,
        PAID | {"amount": 60.0},
        PAID | {"kind": "REFUND", "amount": 10.0, "claim_id": "CR26-000105"},
    )
    run(path)
    assert [(r["claim_id"], int(r["paid"])) for r in rows(path, "payments")] == [
        ("CR26-000105", 5_000), ("unapplied", 1_000), ("CR26-000105", -1_000),
    ]  # fmt: skip
    assert int(claim(path, "CR26-000105")["balance"]) == 1_000


@pytest.mark.parametrize(
    "cells", [{"claim_id": "CR26-999999"}, {"amount": None}, {"patient_id": "P1", "claim_id": "CR26-000105"}]
)
def test_a_payment_that_cannot_be_placed_is_told(tmp_path, cells):
    path = due(tmp_path, PAID | cells)
    (sentence,) = run(path).patients
    assert "not posted" in sentence and rows(path, "payments") == []

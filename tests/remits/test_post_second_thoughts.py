"""Postings that come after other things: open denials, claims sent on, held advices, later postings."""

from __future__ import annotations

import datetime as dt

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import TableColumn

from tests.commands.clinics import rows
from tests.remits.files835 import file_of, segments
from tests.remits.posted import ANSWERS, NOW, add_claim, book, claim, everything, money, post, tables
from tests.workbooks import write_workbook
from tests.worked_cases.test_answers import BILLED
from xl_massbill.commands.undo_posting import undo_posting
from xl_massbill.errors import Refused
from xl_massbill.hosts.file import FileWorkbook

ONE = "CR26-000101"
C01, C09A = ((ANSWERS / name).read_text() for name in ("C01.835", "C09a.835"))


def with_second_plan(folder, claim_id, patient, *more):
    made = tables(claim_id)
    plan = next(r for r in made["coverage"] if r["patient_id"] == patient)
    made["coverage"].append(plan | {"coverage_id": "SECOND", "priority": "S", "payer_id": "EHP01"})
    for one in more:
        add_claim(made, *one[0], **one[1])
    return write_workbook(folder / "clinic.xlsx", made)


def test_a_claim_with_an_open_denial_does_not_go_to_the_second_payer_yet(tmp_path):
    path = with_second_plan(tmp_path, "CR26-000109", "P9")
    post(path, C09A)
    assert money(path, "CR26-000109")[:2] == ("PAID_PARTIAL", "INS_P")


def test_a_claim_that_was_sent_to_the_second_payer_is_not_due_there_again(tmp_path):
    sent = {"parent_claim_id": ONE, "payer_seq": "S"}
    child = ((f"{ONE}S", *BILLED[ONE], dt.date(2026, 5, 4)), sent)
    path = with_second_plan(tmp_path, ONE, "P1", child)
    post(path, C01)
    assert money(path, ONE)[0] == "PATIENT_DUE"


def test_of_two_deadlines_the_nearer_one_stands_beside_the_denial(tmp_path):
    path = book(tmp_path, "CR26-000109")
    post(path, C09A.replace("CAS*CO*4*90", "CAS*CO*197*90"))
    (denial,) = rows(path, "denials")
    assert denial["deadline"].date() == dt.date(2026, 8, 7)  # 60 days to appeal, 120 to correct


@pytest.mark.parametrize(("remark", "deadline"), [("MA01", dt.date(2026, 9, 17)), ("N130", None)])
def test_where_nobody_knows_the_limit_a_remark_may_tell_it(tmp_path, remark, deadline):
    made = tables(ONE)
    made["payer_rules"] = [
        r for r in made["payer_rules"] if r["rule_key"] not in ("appeal_days", "corrected_tfl_days")
    ]
    path = write_workbook(tmp_path / "clinic.xlsx", made)
    denied = (
        C01.replace("*103*25*12", "*0**12")
        .replace("BPR*I*103", "BPR*I*0")
        .replace("*180*103**4", "*180*0**4")
    )
    denied = (
        denied.replace("CAS*CO*45*52~", "CAS*CO*50*180~")
        .replace("CAS*PR*3*25~", "")
        .replace("AMT*B6*128~", f"LQ*HE*{remark}~")
    )
    post(path, denied)
    day = rows(path, "denials")[0]["deadline"]
    assert (None if day != day else day.date()) == deadline
    assert money(path, ONE)[0] == "DENIED"


def test_what_a_held_advice_carries_forward_does_not_count(tmp_path):
    path = book(tmp_path, ONE)
    held = segments([], [("FB", "X", -5_000)], trace="H1", full=False)
    post(path, file_of([s.replace("BPR*I*50", "BPR*I*49") for s in held]))
    (applied,) = post(
        path,
        file_of(segments([], [("FB", "X", 5_000)], trace="H2", full=False)).replace(
            "BPR*I*-50*C", "BPR*I*50*D"
        ),
    )
    taken, told = applied.posting.warnings
    assert "takes $50.00 out of the bank account" in taken
    assert "and $0.00 stood open (a difference of $50.00)" in told


def test_of_two_postings_to_a_claim_the_later_one_is_taken_back_first(tmp_path):
    path = book(tmp_path, ONE, patient_paid=25.0)
    before = everything(path)
    post(path, C01)
    back = (
        C01.replace("EFT700101", "E2")
        .replace("*1*180*103*25*", "*22*-180*-103*-25*")
        .replace("*180*103**4", "*-180*-103**-4")
    )
    back = back.replace("CO*45*52", "CO*45*-52").replace("PR*3*25", "PR*3*-25").replace("AMT*B6*128~\n", "")
    post(path, back.replace("BPR*I*103*C", "BPR*I*103*D"))
    assert money(path, ONE)[0] == "REVERSED"
    with pytest.raises(Refused, match="something else has happened to claim CR26-000101"):
        undo_posting(FileWorkbook(path), "RM000001", NOW, "Kim")
    for remit_id in ("RM000002", "RM000001"):
        undo_posting(FileWorkbook(path), remit_id, NOW, "Kim")
    assert everything(path) == before


def test_a_deposit_that_is_noted_must_be_cleared_before(tmp_path):
    path = book(tmp_path, ONE)
    post(path, C01)
    workbook = FileWorkbook(path)
    workbook.write("remits", {"deposit_amount": [103.0]}, by="Kim")
    workbook.save()
    with pytest.raises(Refused, match="deposit"):
        undo_posting(FileWorkbook(path), "RM000001", NOW, "Kim")
    assert claim(path, ONE)["status"] == "PATIENT_DUE"


def test_the_reason_of_an_undo_names_no_patient(tmp_path):
    path = book(tmp_path, ONE)
    post(path, C01)
    with pytest.raises(Refused, match="names"):
        undo_posting(FileWorkbook(path), "RM000001", NOW, "Kim", "June Harper called")


def test_the_clinics_own_cells_beside_posted_rows_keep_their_places(tmp_path):
    path = book(tmp_path, ONE, "CR26-000106")
    post(path, C01)
    post(path, "C06.835")
    sheet = (wb := openpyxl.load_workbook(path))["Payments"]
    table = sheet.tables["Payments"]
    width, height = sheet.max_column + 1, sheet.max_row
    sheet.cell(1, width, "Our note")
    sheet.cell(height, width, "asked about this one")
    letter = get_column_letter(width)
    table.ref = table.autoFilter.ref = f"A1:{letter}{height}"
    table.tableColumns.append(TableColumn(id=width, name="Our note"))
    wb.save(path)
    undo_posting(FileWorkbook(path), "RM000001", NOW, "Kim")
    grid = FileWorkbook(path).read("payments")
    notes = grid.columns[grid.headings.index("Our note")]
    claims = grid.columns[grid.headings.index("Claim")]
    assert [c for c, n in zip(claims, notes, strict=True) if n] == ["CR26-000106"]
    assert {r["claim_id"] for r in rows(path, "payments")} == {"CR26-000106"}

"""Answers whose claim is not sure: how claims are found, what waits for a person, and what a decision does."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.commands.clinics import rows
from tests.remits.files835 import Claim, Line, file_of, segments
from tests.remits.posted import ANSWERS, NOW, add_claim, book, everything, money, post, tables
from tests.workbooks import write_workbook
from tests.worked_cases.test_answers import BILLED
from xl_massbill.commands.place import place
from xl_massbill.commands.undo_posting import undo_posting
from xl_massbill.hosts.file import FileWorkbook
from xl_massbill.practice import Records
from xl_massbill.practice.balance import faults

C01 = (ANSWERS / "C01.835").read_text()
LOST = C01.replace("CLP*CR26-000101*", "CLP*4711*").replace("REF*6R*CR26-000101-1~", "")
NAMELESS = LOST.replace("****MI*EHP445566701", "****MI*OTHER").replace("EHP2026140001", "ICN7")


@pytest.mark.parametrize(
    ("change", "way"),
    [
        ([], "our claim number"),
        ([("CLP*CR26-000101*", "CLP*cr26 000101*"), ("REF*6R*CR26-000101-1", "REF*6R*1")], "our claim number, spelt otherwise"),
        ([("CLP*CR26-000101*", "CLP*0*")], "the control number of a line"),
        ([("CLP*CR26-000101*", "CLP*000101*"), ("REF*6R*CR26-000101-1~", "")], "member number, day and charge"),
    ],
)  # fmt: skip
def test_how_a_claim_is_found(tmp_path, change, way):
    path, text = book(tmp_path, "CR26-000101", patient_paid=25.0), C01
    for old, new in change:
        assert old in text
        text = text.replace(old, new)
    (applied,) = post(path, text)
    outcome = applied.posting.outcomes["CR26-000101"]
    assert outcome.way == way and outcome.confidence >= 85
    assert money(path, "CR26-000101") == ("CLOSED", "NONE", 10_300, 5_200, 2_500, 2_500, 0)


def test_the_payers_number_finds_a_claim_only_with_its_day_or_charge(tmp_path):
    text = LOST.replace("****MI*EHP445566701", "****MI*OTHER").replace("HARPER*JUNE", "OTHER*NAME")
    for icn_known, day in ((True, "20260504"), (True, "20250101"), (False, "20260504")):
        made = tables("CR26-000101", icn="EHP2026140001" if icn_known else None, total_charge=180.0)
        if day != "20260504":
            made["claims"][0]["total_charge"] = 181.0
        path = write_workbook(tmp_path / "clinic.xlsx", made)
        (applied,) = post(path, text.replace("20260504", day), dry_run=True)
        assert bool(applied.posting.outcomes) is (icn_known and day == "20260504")


def test_a_name_alone_is_shown_to_a_person_and_the_decision_posts_it(tmp_path):
    path = book(tmp_path, "CR26-000101", patient_paid=25.0)
    before = everything(path)
    (applied,) = post(path, NAMELESS)
    assert money(path, "CR26-000101")[0] == "ACCEPTED"
    (waiting,) = rows(path, "unplaced")
    assert waiting["candidates"] == ("CR26-000101",) and "70%" in waiting["why"]
    assert {r["post_status"] for r in rows(path, "payments")} == {"HELD"}
    assert {r["claim_id"] for r in rows(path, "payments")} == {"4711"}
    workbook = FileWorkbook(path)
    workbook.write("unplaced", {"belongs_to": ["CR26-000101"], "decided_by": ["Kim"]}, by="Kim")
    workbook.save()
    (sentence,) = place(FileWorkbook(path), NOW.date(), NOW, "Kim")
    assert sentence == "UP0001 ($103.00) is posted to CR26-000101."
    assert money(path, "CR26-000101") == ("CLOSED", "NONE", 10_300, 5_200, 2_500, 2_500, 0)
    posted = rows(path, "payments")
    assert {(r["claim_id"], r["post_status"], int(r["line_no"])) for r in posted} == {
        ("CR26-000101", "POSTED", 1)
    }
    records = Records(FileWorkbook(path))
    assert faults(records["remits"], records["payments"], records["plb"]) == []
    assert place(FileWorkbook(path), NOW.date(), NOW, "Kim") == [
        "No answer on sheet Unplaced has been decided."
    ]
    undo_posting(FileWorkbook(path), applied.remit_id, NOW, "Kim")
    assert everything(path) == before


def test_a_decision_is_remembered_for_the_next_remittance(tmp_path):
    path = book(tmp_path, "CR26-000101", patient_paid=25.0)
    post(path, NAMELESS)
    workbook = FileWorkbook(path)
    workbook.write("unplaced", {"belongs_to": ["CR26-000101"]}, by="Kim")
    workbook.save()
    place(FileWorkbook(path), NOW.date(), NOW, "Kim")
    back = (
        NAMELESS.replace("EFT700101", "EFT2")
        .replace("*4711*1*180*103*25*", "*4711*22*-180*-103*-25*")
        .replace("*180*103**4", "*-180*-103**-4")
    )
    back = (
        back.replace("CAS*CO*45*52", "CAS*CO*45*-52")
        .replace("CAS*PR*3*25", "CAS*PR*3*-25")
        .replace("AMT*B6*128~", "")
    )
    back = back.replace("BPR*I*103*", "BPR*I*0*").replace(
        "\nSE*", "\nPLB*1999999117*20261231*FB:X*-103~\nSE*"
    )
    (applied,) = post(path, back)
    assert applied.posting.outcomes["CR26-000101"].way == "as decided on sheet Unplaced"
    assert money(path, "CR26-000101") == ("REVERSED", "INS_P", 0, 0, 0, 2_500, 15_500)
    assert any("$103.00 is carried" in words for words in applied.posting.warnings)


def test_not_ours_is_unapplied_and_the_sums_still_tie(tmp_path):
    path = book(tmp_path, "CR26-000101", patient_paid=25.0)
    post(path, NAMELESS.replace("HARPER*JUNE", "STRANGER*X"))
    workbook = FileWorkbook(path)
    workbook.write("unplaced", {"belongs_to": ["not ours"]}, by="Kim")
    workbook.save()
    place(FileWorkbook(path), NOW.date(), NOW, "Kim")
    assert {(r["claim_id"], r["post_status"]) for r in rows(path, "payments")} == {("unapplied", "POSTED")}
    assert money(path, "CR26-000101")[0] == "ACCEPTED"
    records = Records(FileWorkbook(path))
    assert faults(records["remits"], records["payments"], records["plb"]) == []


def test_two_claims_that_fit_alike_wait_for_a_person(tmp_path):
    made = tables("CR26-000101")
    add_claim(made, "CR26-000777", *BILLED["CR26-000101"], dt.date(2026, 5, 4))
    path = write_workbook(tmp_path / "clinic.xlsx", made)
    post(path, LOST)
    (waiting,) = rows(path, "unplaced")
    assert waiting["candidates"] == ("CR26-000101", "CR26-000777")


def answer(number, icn, paid, patient):
    """Return an answer of 180.00 whose claim nobody can find."""
    line = Line("97124", (), 4, 18_000, paid, [("CO", "45", 18_000 - paid - patient), ("PR", "3", patient)])
    return Claim(number, "1", [line], icn)


def says(path, *claims):
    workbook = FileWorkbook(path)
    workbook.write("unplaced", {"belongs_to": list(claims)}, by="Kim")
    workbook.save()
    return place(FileWorkbook(path), NOW.date(), NOW, "Kim")


@pytest.mark.parametrize(
    ("number", "icns", "paid"),
    [
        ("4711", ("A1", "A2"), (10_300, 9_000)),  # one number, told apart by the payer's own
        ("0", ("", ""), (10_300, 9_000)),  # no number at all, told apart by the money
        ("0", ("", ""), (10_300, 10_300)),  # alike in all that is said of them: in their order
    ],
)
@pytest.mark.parametrize("first", [0, 1])
def test_of_two_answers_alike_each_goes_to_the_claim_beside_it(tmp_path, number, icns, paid, first):
    path = write_workbook(tmp_path / "clinic.xlsx", two_claims())
    patient = (2_500, 1_000)
    post(path, file_of(segments([answer(number, *x) for x in zip(icns, paid, patient, strict=True)], [])))
    ours = ["CR26-000101", "CR26-000777"]
    alone = says(path, *(ours[first] if at == first else None for at in (0, 1)))
    assert alone == [f"UP000{first + 1} (${paid[first] / 100:.2f}) is posted to {ours[first]}."]
    assert len(says(path, *ours)) == 1
    assert [money(path, one)[2] for one in ours] == list(paid)
    assert [money(path, one)[4] for one in ours] == list(patient)
    assert [money(path, one)[6] for one in ours] == list(patient)  # contract off, paid off: theirs is left
    of_rows = {
        (r["claim_id"], r["group"], int(r["adj_amount"])) for r in rows(path, "payments") if r["group"]
    }
    assert {(one, "PR", part) for one, part in zip(ours, patient, strict=True)} <= of_rows


def two_claims():
    made = tables("CR26-000101")
    add_claim(made, "CR26-000777", *BILLED["CR26-000101"], dt.date(2026, 5, 4))
    return made


@pytest.mark.parametrize(("number", "icns"), [("0", ("", "", "")), ("4711", ("A1", "A2", "A3"))])
def test_what_says_nothing_or_two_things_is_not_remembered(tmp_path, number, icns):
    path = write_workbook(tmp_path / "clinic.xlsx", two_claims())
    told = [answer(number, icn, 10_300, 2_500) for icn in icns]
    post(path, file_of(segments(told[:2], [])))
    says(path, "CR26-000101", "CR26-000777")
    (later,) = post(path, file_of(segments(told[2:], [], trace="E2")))
    assert not later.posting.outcomes and len(rows(path, "unplaced")) == 3


def test_one_decision_about_an_answer_without_a_number_is_not_remembered(tmp_path):
    path = write_workbook(tmp_path / "clinic.xlsx", two_claims())
    told = answer("0", "", 10_300, 2_500)
    post(path, file_of(segments([told], [])))
    assert says(path, "CR26-000101") == ["UP0001 ($103.00) is posted to CR26-000101."]
    (later,) = post(path, file_of(segments([told], [], trace="E2")))
    assert not later.posting.outcomes and len(rows(path, "unplaced")) == 2
    assert money(path, "CR26-000101")[2] == 10_300


def test_a_claim_is_known_in_small_letters(tmp_path):
    path = book(tmp_path, "CR26-000101", patient_paid=25.0)
    post(path, NAMELESS)
    assert says(path, " cr26-000101") == ["UP0001 ($103.00) is posted to CR26-000101."]
    assert money(path, "CR26-000101")[0] == "CLOSED"

"""Statements: only the patient's part and the patient's own visits, to the cent, by age, one PDF each."""

from __future__ import annotations

import datetime as dt
import io

import pdfplumber
import pytest

from tests.aging.test_report import AS_OF, claim
from tests.aging.test_worklist import ago, book
from tests.rules.cases import clean
from xl_massbill.commands.credits import credits_of, text
from xl_massbill.commands.statements import mark_sent, statements, write
from xl_massbill.commands.worklist import worklist
from xl_massbill.errors import Refused
from xl_massbill.practice import Records

DUE = claim(1, status="PATIENT_DUE", total_charge=180.0, paid_total=100.0, contractual_total=50.0, pr_total=30.0,
            patient_paid=5.0, dos_from=ago(80), pr_final_on=ago(31))  # fmt: skip
STILL = claim(2, status="ACCEPTED", dos_from=ago(5))
"""The insurer's: no business of the patient."""
DENIED = claim(3, status="PAID_PARTIAL", total_charge=100.0, paid_total=40.0, pr_total=10.0, dos_from=ago(2),
               pr_final_on=ago(1))  # fmt: skip
"""50.00 of it are still with the insurer, 10.00 the patient's."""
LINES = [
    {"claim_id": "CR26-000001", "line_no": 1, "code": "97124"},
    {"claim_id": "CR26-000001", "line_no": 2, "code": "97124"},
    {"claim_id": "CR26-000001", "line_no": 3, "code": "97140"},
]


def clinic(claims=(DUE, STILL, DENIED), *, visits=(), **tables):
    made = clean()
    cash = [
        made["visits"][0] | {"visit_id": f"VC{n}", "status": "CASH", "dos": ago(days), "charge": 80.0, "patient_paid": paid}
        for n, (days, paid) in enumerate(visits)
    ]  # fmt: skip
    return book(list(claims), claim_lines=LINES, **({"visits": cash} if cash else {}), **tables)


def test_only_what_is_the_patients():
    (one,) = statements(clinic(), AS_OF).statements
    assert [(str(i.charge), str(i.insurance), str(i.paid), str(i.due)) for i in one.items] == [
        ("180.00", "150.00", "5.00", "25.00"),
        ("100.00", "90.00", "0.00", "10.00"),
    ]
    assert one.due == 35 and one.notice == 2
    assert {bucket: str(amount) for bucket, amount in one.by_age if amount} == {
        "0-30": "10.00",
        "31-60": "25.00",
    }
    assert one.items[0].service.endswith("(CR26-000001)") and one.items[0].service.count(",") == 1


@pytest.mark.parametrize(
    ("days", "notice"), [(0, 1), (29, 1), (30, 2), (59, 2), (60, 3), (89, 3), (90, 4), (400, 4)]
)
def test_the_notice_goes_by_the_oldest_part(days, notice):
    (one,) = statements(clinic([DUE | {"pr_final_on": ago(days)}]), AS_OF).statements
    assert one.notice == notice


def test_visits_at_the_desk_stand_on_it():
    (one,) = statements(clinic([DUE], visits=[(10, 80.0), (9, 30.0), (8, 0.0)]), AS_OF).statements
    assert [str(i.due) for i in one.items] == ["25.00", "50.00", "80.00"]
    assert str(one.due) == "155.00"


def test_a_credit_gets_no_statement_but_is_named():
    over = claim(
        1, status="PATIENT_DUE", total_charge=180.0, paid_total=150.0, pr_total=30.0, patient_paid=50.0
    )
    run = statements(clinic([over]), AS_OF)
    assert run.statements == () and run.credits == {"P1": -2_000}
    assert run.text() == "P1 has a credit of $20.00: pay it back, no statement.\n0 statements, $0.00."


def test_small_amounts_and_single_patients():
    assert len(statements(clinic(), AS_OF, least=3_500).statements) == 1
    assert statements(clinic(), AS_OF, least=3_501).statements == ()
    assert statements(clinic(), AS_OF, only="P1").cents == 3_500
    with pytest.raises(Refused, match="P9 is not on sheet Patients"):
        statements(clinic(), AS_OF, only="P9")


def test_each_page_says_what_is_due_and_no_name_is_in_a_file_name(tmp_path):
    workbook = clinic()
    run = write(workbook, statements(workbook, AS_OF), tmp_path)
    assert [f.name for f in run.files] == ["statements_20260930_all.pdf", "ST20260930-0001.pdf"]
    with pdfplumber.open(io.BytesIO(run.files[1].read_bytes())) as pdf:
        text = "\n".join(page.extract_text() for page in pdf.pages)
        title = pdf.metadata.get("Title", "")
    assert "Second statement" in text and "Amount due" in text and "$35.00" in text
    assert "Please pay $35.00 by 10/30/2026" in text
    last = clean()["patients"][0]["last_name"]
    assert last in text and last not in title


def test_what_was_sent_is_noted_and_comes_back():
    workbook = clinic([DUE])
    run = statements(workbook, AS_OF)
    assert mark_sent(workbook, run, "Kim", AS_OF).startswith("Noted STATEMENT for 1 row of FollowUp.")
    row = Records(workbook)["follow_up"]
    assert (row["type"][0], row["patient_id"][0], row["owner"][0]) == ("STATEMENT", "P1", "Kim")
    (left,) = worklist(workbook, AS_OF).rows
    assert left.put_off_until == AS_OF + dt.timedelta(days=30) and left.owner == "Kim"


@pytest.mark.parametrize(("decision", "waits"), [(None, True), ("CORRECT", True), ("WRITE_OFF", False)])
def test_the_copay_of_a_denied_claim_is_not_paid_back_before_that_is_settled(decision, waits):
    denied = claim(1, status="DENIED", total_charge=180.0, pr_total=0.0, patient_paid=25.0)
    told = [{"denial_id": "DN0001", "claim_id": "CR26-000001", "line_no": 1, "decision": decision}]
    workbook = clinic([denied], denials=told)
    assert ("wait until its denied claim is settled" in statements(workbook, AS_OF).text()) is waits
    found = credits_of(workbook, AS_OF)
    assert [(one.cents, bool(one.waits)) for one in found] == [(2_500, waits)]
    said = "0 credits, $0.00 to give back, as of 2026-09-30. 1 credit of $25.00 to wait with."
    assert (text(found, AS_OF).splitlines()[-1] == said) is waits

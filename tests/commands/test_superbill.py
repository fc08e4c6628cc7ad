"""Superbills: what they say, what they never say, and that nothing is booked."""

from __future__ import annotations

import datetime as dt

import pdfplumber
import pytest

from tests.commands.test_export import EMPTY, rows
from tests.commands.test_paper import text_of
from tests.workbooks import write_workbook
from tests.worked_cases.test_worked_cases import practice
from xl_massbill.book.folder import Folder
from xl_massbill.commands.superbill import superbill
from xl_massbill.errors import Refused
from xl_massbill.hosts.file import FileWorkbook

DAY = dt.date(2026, 6, 3)


@pytest.fixture
def tables():
    """Return a practice in which one patient pays for her visit, and another's plan pays for his."""
    found = practice("V1", "V2") | {name: [] for name in EMPTY}
    for row in found["visits"]:
        if row["visit_id"] == "V1":
            row |= {"status": "CASH", "patient_paid": row["charge"]}
    return found


@pytest.fixture
def cash(tmp_path, tables):
    return write_workbook(tmp_path / "clinic.xlsx", tables)


def told_by(tmp_path, tables, patient="P1"):
    return text_of(superbill(FileWorkbook(write_workbook(tmp_path / "clinic.xlsx", tables)), patient, DAY))


def test_a_superbill_says_what_the_patient_paid_and_books_nothing(cash):
    before = cash.read_bytes()
    patient = next(row["patient_id"] for row in rows(cash, "visits") if row["visit_id"] == "V1")
    file = superbill(FileWorkbook(cash), patient, DAY)
    told = text_of(file)
    assert "97124" in told
    assert "aid in full by patient; not submitted to insurance" in told
    assert patient not in file.name
    assert cash.read_bytes() == before


def test_there_is_no_superbill_of_other_days_or_of_visits_a_plan_pays(cash):
    sheet = rows(cash, "visits")
    own = next(row["patient_id"] for row in sheet if row["visit_id"] == "V1")
    other = next(row["patient_id"] for row in sheet if row["visit_id"] == "V2")
    with pytest.raises(Refused, match="no visit of these days"):
        superbill(FileWorkbook(cash), own, DAY, (dt.date(2026, 6, 1), None))
    with pytest.raises(Refused, match="no visit of these days"):
        superbill(FileWorkbook(cash), own, DAY, (None, dt.date(2026, 5, 1)))
    with pytest.raises(Refused, match="no visit of these days"):
        superbill(FileWorkbook(cash), other, DAY)


UNSENT = "not submitted to insurance"


def test_a_cash_visit_needs_no_plan_and_no_order(tmp_path, tables):
    tables["visits"][0] |= {"coverage_id": None, "referral_id": None, "auth_id": None}
    told = told_by(tmp_path, tables)
    assert "No order of a prescriber on file." in told
    assert UNSENT in told
    for other in (*tables["payers"], *tables["coverage"]):
        assert str(other.get("name") or other.get("member_id")) not in told


def test_half_paid_is_not_paid(tmp_path, tables):
    tables["visits"][0]["patient_paid"] = 100
    told = told_by(tmp_path, tables)
    assert "Paid by patient, 05/04/2026 \u2212100.00" in told
    assert "Balance due $80.00" in told
    assert UNSENT not in told


@pytest.mark.parametrize(
    ("claim", "is_unsent"),
    [
        ({"status": "VOIDED", "first_submitted_on": dt.date(2026, 5, 6)}, False),
        ({"status": "SUBMITTED"}, False),
        ({"status": "READY", "first_submitted_on": dt.date(2026, 5, 6)}, False),
        ({"status": "READY"}, True),
    ],
    ids=["voided", "sent", "sent and back", "taken back before it went"],
)
def test_a_visit_that_ever_went_out_is_not_called_unsent(tmp_path, tables, claim, is_unsent):
    tables["claims"] = [{"claim_id": "CR26-000009", "payer_id": "EHP01", "patient_id": "P1"} | claim]
    tables["claim_lines"] = [{"claim_id": "CR26-000009", "line_no": 1, "visit_id": "V1", "code": "97124"}]
    assert (UNSENT in told_by(tmp_path, tables)) == is_unsent


def test_a_visit_that_stands_on_a_claim_is_not_called_unsent(tmp_path, tables):
    tables["visits"][0]["claim_id"] = "CR26-000009"
    assert UNSENT not in told_by(tmp_path, tables)


def test_what_a_payer_paid_stands_on_the_superbill(tmp_path, tables):
    tables["visits"][0] |= {"claim_id": "CR26-000009", "patient_paid": 100}
    tables["claims"] = [
        {"claim_id": "CR26-000009", "payer_id": "EHP01", "patient_id": "P1", "status": "PAID"}
    ]
    tables["claim_lines"] = [
        {"claim_id": "CR26-000009", "line_no": 1, "visit_id": "V1", "code": "97124"},
        {"claim_id": "CR26-000009", "line_no": 2, "visit_id": "V1X", "code": "97124"},
    ]
    paid = {
        "claim_id": "CR26-000009",
        "row_type": "PAY",
        "code": "97124",
        "post_status": "POSTED",
        "remit_id": "RM1",
    }
    tables["payments"] = [
        paid | {"payment_id": "PM1", "line_no": 1, "paid": 30},
        paid | {"payment_id": "PM2", "line_no": 2, "paid": 44},
    ]
    tables["remits"] = [{"remit_id": "RM1", "payment_date": dt.date(2026, 5, 20), "payer_id": "EHP01"}]
    told = told_by(tmp_path, tables)
    assert "Paid by Evergreen Health Plan, 05/20/2026 \u221230.00" in told
    assert "44.00" not in told
    assert "Balance due $50.00" in told


@pytest.mark.parametrize(
    ("table", "column", "words"),
    [
        ("visits", "charge", "Row 2 of Visits has no Charge"),
        ("visits", "units", "Row 2 of Visits has no Units"),
        ("visits", "dos", "Row 2 of Visits has no Date of service"),
        ("patients", "dob", "Patient P1 has no date of birth"),
        ("therapists", "license_no", "needs the licence number"),
    ],
)
def test_what_is_missing_is_named(tmp_path, tables, table, column, words):
    for row in tables[table]:
        row[column] = None
    with pytest.raises(Refused, match=words):
        told_by(tmp_path, tables)
    assert not Folder.of(tmp_path / "clinic.xlsx").out.exists()


def test_an_unknown_patient(cash):
    with pytest.raises(Refused, match="no patient P77 on sheet Patients"):
        superbill(FileWorkbook(cash), "P77", DAY)


def test_a_superbill_has_a_paper_a_day_and_the_words_of_the_clinic(tmp_path, tables):
    tables["visits"].append(tables["visits"][0] | {"visit_id": "V1/B", "dos": dt.date(2026, 5, 11)})
    tables["codes"] = [{"code": "97124", "short_name": "Massage our way"}]
    tables["practice"][0]["superbill_footer"] = "Thank you."
    file = superbill(FileWorkbook(write_workbook(tmp_path / "clinic.xlsx", tables)), "P1", DAY)
    with pdfplumber.open(file) as pdf:
        pages = [page.extract_text() for page in pdf.pages]
    assert [("SB-V1\n" in page, "SB-V1/B\n" in page) for page in pages] == [(True, False), (False, True)]
    assert all(
        words in page for page in pages for words in ("Massage our way", "Thank you.", UNSENT, "Page 1 of 1")
    )
    assert all("Balance due $0.00" in page for page in pages)


def test_no_superbill_is_written_over_another(cash):
    book = FileWorkbook(cash)
    first = superbill(book, "P1", DAY)
    assert superbill(book, "P1", DAY) == first
    first.write_bytes(b"signed")
    assert superbill(book, "P1", DAY).name == f"{first.stem}-2.pdf"
    assert first.read_bytes() == b"signed"


def paid_later(*rows):
    return [
        {"payment_id": f"PP{n}", "claim_id": "CR26-000101", "row_type": "PATIENT", "post_status": "POSTED"}
        | row
        for n, row in enumerate(rows)
    ]


def on_claim(tables, *visits):
    tables["claims"] = [{"claim_id": "CR26-000101", "status": "CLOSED"}]
    tables["claim_lines"] = [
        {"claim_id": "CR26-000101", "line_no": n, "visit_id": visit} for n, visit in enumerate(visits, 1)
    ]
    tables["visits"][0]["patient_paid"] = 100


def test_money_of_the_patient_after_the_visit_is_shown_beside_that_at_the_visit(tmp_path, tables):
    on_claim(tables, "V1")
    tables["payments"] = paid_later(
        {"paid": 50.0, "pay_method": "card"}, {"paid": 9.0, "post_status": "HELD"}
    )
    told = told_by(tmp_path, tables)
    assert "Paid by patient, 05/04/2026 \u2212100.00" in told
    assert "Paid by patient, card \u221250.00" in told
    assert "Balance due $30.00" in told


def test_money_on_a_claim_with_other_visits_counts_by_its_line_only(tmp_path, tables):
    on_claim(tables, "V1", "V8")
    tables["payments"] = paid_later(
        {"paid": 50.0}, {"paid": 20.0, "line_no": 1}, {"paid": 30.0, "line_no": 2}
    )
    told = told_by(tmp_path, tables)
    assert "\u221220.00" in told and "\u221250.00" not in told and "\u221230.00" not in told
    assert "Balance due $60.00" in told

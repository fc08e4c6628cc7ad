"""Claims on the clinic's own paper and as CSV: exported and booked like any other; superbills book nothing."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.commands.test_export import EMPTY, billed, rows
from tests.commands.test_paper import text_of
from tests.workbooks import write_workbook
from tests.worked_cases.test_worked_cases import practice
from xl_massbill.commands.export import export
from xl_massbill.commands.planning import plan
from xl_massbill.commands.superbill import superbill
from xl_massbill.errors import Refused
from xl_massbill.forms import claim_csv
from xl_massbill.hosts.file import FileWorkbook

DAY = dt.date(2026, 6, 3)
NOW = dt.datetime(2026, 6, 3, 9)


def injured(method):
    """Return case 6 (workers' compensation), mended, with a payer that is sent to in another way."""
    tables = practice("V6") | {name: [] for name in EMPTY}
    tables["visits"][-1]["auth_id"] = "A6"
    for row in tables["visits"][:-1]:
        row |= {"claim_id": "CR26-000001", "billing_status": "SUBMITTED"}
    note = next(n for n in tables["notes"] if n["visit_id"] == "V6P6")
    note |= {"progress_report": True, "progress_report_sent_on": dt.date(2026, 6, 1)}
    next(p for p in tables["payers"] if p["payer_id"] == "NWC01")["submit_method"] = method
    tables["rules"] = [
        {"rule_id": "CLM-015", "enabled": "N"}
    ]  # the earlier visits' claim is not in this book
    return tables


def test_an_invoice_goes_to_the_adjuster(tmp_path):
    tables = injured("INVOICE")
    next(c for c in tables["coverage"] if c["coverage_id"] == "C6")["adjuster_name"] = "Pat Sample"
    path = write_workbook(tmp_path / "clinic.xlsx", tables)
    (file,) = export(FileWorkbook(path), DAY, NOW, form="invoice").files
    assert file.name.startswith("CEDAR_INVOICE_20260603_")
    told = text_of(file)
    assert "Attn: Pat Sample" in told
    assert "SB12345" in told
    assert "$180.00" in told
    assert "Page 1 of 1" in told
    (batch,) = rows(path, "batches")
    assert (batch["kind"], batch["isa13"]) == ("INVOICE", None)
    assert "V6-1" in billed(path)
    assert export(FileWorkbook(path), DAY, NOW, form="invoice").files == []


def test_a_statement_without_the_providers_number_stays_at_home(tmp_path):
    path = write_workbook(tmp_path / "clinic.xlsx", injured("STATE_FORM"))
    planned = plan(FileWorkbook(path), DAY, "state-form")
    assert planned.drafts == []
    assert "provider account" in planned.selection.reasons["V6"]


def test_a_statement_bears_the_payers_number(tmp_path):
    tables = injured("STATE_FORM")
    who = tables["visits"][-1]["therapist_id"]
    enrolled = {"status": "IN_NETWORK", "effective_from": dt.date(2025, 1, 1), "payer_provider_id": "0123456"}
    tables["therapist_payer"] = [{"therapist_id": who, "payer_id": "NWC01"} | enrolled]
    path = write_workbook(tmp_path / "clinic.xlsx", tables)
    (file,) = export(FileWorkbook(path), DAY, NOW, form="state-form").files
    assert "0123456" in text_of(file)
    assert rows(path, "batches")[0]["kind"] == "STATE_FORM"


def test_electronic_claims_can_go_as_csv(tmp_path):
    path = write_workbook(tmp_path / "clinic.xlsx", practice("V1", "V2") | {name: [] for name in EMPTY})
    day, now = dt.date(2026, 5, 6), dt.datetime(2026, 5, 6, 9)
    (file,) = export(FileWorkbook(path), day, now, form="csv").files
    found = claim_csv.read_claims(file.read_bytes())
    assert [claim.claim_id for claim in found] == ["CR26-000101", "CR26-000102"]
    assert rows(path, "batches")[0]["kind"] == "CSV"
    assert export(FileWorkbook(path), day, now).files == []  # neither goes a second time as 837P


@pytest.fixture
def cash(tmp_path):
    tables = practice("V1", "V2") | {name: [] for name in EMPTY}
    for row in tables["visits"]:
        if row["visit_id"] == "V1":
            row |= {"status": "CASH", "patient_paid": row["charge"]}
    return write_workbook(tmp_path / "clinic.xlsx", tables)


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

"""Claims on the clinic's own paper and as CSV: exported and booked like any other."""

from __future__ import annotations

import datetime as dt
import signal
import subprocess
import sys
from pathlib import Path

import pdfplumber
import pytest

from tests.commands.test_export import EMPTY, billed, rows
from tests.commands.test_paper import text_of
from tests.workbooks import write_workbook
from tests.worked_cases.test_worked_cases import practice
from xl_massbill.book.folder import Folder
from xl_massbill.commands.export import export
from xl_massbill.commands.planning import plan
from xl_massbill.commands.settle import settle_if_needed
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


def plan_of_6(tables):
    return next(c for c in tables["coverage"] if c["coverage_id"] == "C6")


def made(tmp_path, tables, form="invoice"):
    return export(FileWorkbook(write_workbook(tmp_path / "clinic.xlsx", tables)), DAY, NOW, form=form)


def planned_of(tmp_path, tables, form="invoice"):
    return plan(FileWorkbook(write_workbook(tmp_path / "clinic.xlsx", tables)), DAY, form)


def test_an_invoice_of_a_lien_goes_to_the_attorney_and_says_so(tmp_path):
    tables = injured("INVOICE")
    plan_of_6(tables).update(
        pay_type="LIEN", lien_signed_on=dt.date(2026, 4, 2), attorney_name="Sam Sample", attorney_contact="206-555-0123"
    )  # fmt: skip
    told = text_of(*made(tmp_path, tables).files)
    assert "Sam Sample" in told
    assert "206-555-0123" in told
    assert "A lien was signed on 04/02/2026." in told


def test_a_lien_that_is_signed_later_keeps_the_invoice_at_home(tmp_path):
    tables = injured("INVOICE")
    plan_of_6(tables).update(
        pay_type="LIEN", lien_signed_on=DAY + dt.timedelta(1), attorney_name="Sam Sample"
    )
    planned = planned_of(tmp_path, tables)
    assert planned.drafts == []
    assert "the lien is signed after the day of the invoice" in planned.selection.reasons["V6"]


def test_where_the_plan_pays_a_lien_is_not_spoken_of(tmp_path):
    tables = injured("INVOICE")
    plan_of_6(tables).update(lien_signed_on=dt.date(2026, 4, 2), attorney_name="Sam Sample")
    told = text_of(*made(tmp_path, tables).files)
    assert "lien" not in told.lower()
    assert "Sam Sample" not in told


def test_a_text_that_no_page_holds_keeps_its_claim_at_home(tmp_path):
    tables = injured("INVOICE")
    plan_of_6(tables)["adjuster_name"] = "Pat " * 4_000
    planned = planned_of(tmp_path, tables)
    assert planned.drafts == []
    assert "a text is too long for the page" in planned.selection.reasons["V6"]
    assert "Pat" not in planned.selection.reasons["V6"]


@pytest.mark.parametrize(
    ("wanted", "listed"),
    [
        ({}, ()),
        ({"attach_rx_with_claim": "Y"}, ("1. Prescription of 03/20/2026",)),
        ({"attach_note_with_claim": "Y"}, ("1. Session note of 06/02/2026",)),
        ({"attach_rx_with_claim": "Y", "attach_note_with_claim": "Y"},
         ("1. Prescription of 03/20/2026", "2. Session note of 06/02/2026")),
    ],
)  # fmt: skip
def test_an_invoice_lists_what_the_payer_wants_with_it(tmp_path, wanted, listed):
    tables = injured("INVOICE")
    own = next(r for r in tables["payer_rules"] if r["payer_id"] == "NWC01")
    tables["payer_rules"] = [r for r in tables["payer_rules"] if not r["rule_key"].startswith("attach_")]
    tables["payer_rules"] += [own | {"rule_key": key, "value": value} for key, value in wanted.items()]
    told = text_of(*made(tmp_path, tables).files)
    assert ("Attached documents" in told) == bool(listed)
    for text in ("Prescription of", "Session note of"):
        assert (text in told) == any(text in one for one in listed)
    for one in listed:
        assert one in told


def test_an_adjuster_who_is_not_named_is_the_payers_usual_one(tmp_path):
    tables = injured("INVOICE")
    payer = next(p for p in tables["payers"] if p["payer_id"] == "NWC01")
    payer |= {"adjuster_default": "Kit Sample", "mail_name": "Claims Desk", "phone": "8005550144"}
    plan_of_6(tables).update(adjuster_name=None, adjuster_phone=None, adjuster_fax=None, adjuster_email=None)
    told = text_of(*made(tmp_path, tables).files)
    assert "Claims Desk" in told
    assert "Attn: Kit Sample" in told
    assert "(800) 555-0144" in told


def test_each_invoice_of_a_file_has_its_own_pages(tmp_path):
    tables = injured("INVOICE")
    for table, key in (("visits", "visit_id"), ("notes", "visit_id")):
        own = next(row for row in tables[table] if row[key] == "V6")
        tables[table].append(own | {key: "V6X", "dos": dt.date(2026, 6, 3)})
    tables["notes"][-1]["note_text"] = " ".join(reversed(tables["notes"][-1]["note_text"].split()))
    tables["notes"][-1]["signed_on"] = dt.date(2026, 6, 3)
    tables["rules"].append({"rule_id": "DOC-016", "enabled": "N"})
    done = made(tmp_path, tables)
    (file,) = done.files
    assert file.name.endswith("_2claims.pdf"), done.plan.selection.reasons
    with pdfplumber.open(file) as pdf:
        pages = [page.extract_text() for page in pdf.pages]
    assert [page.splitlines()[-1].endswith("Page 1 of 1") for page in pages] == [True, True]
    assert ["CR26-000101" in page for page in pages] == [True, False]


def test_a_statement_without_the_providers_number_stays_at_home(tmp_path):
    path = write_workbook(tmp_path / "clinic.xlsx", injured("STATE_FORM"))
    planned = plan(FileWorkbook(path), DAY, "state-form")
    assert planned.drafts == []
    assert "provider account" in planned.selection.reasons["V6"]


def test_a_statement_bears_the_payers_number(tmp_path):
    tables = injured("STATE_FORM")
    who = tables["visits"][-1]["therapist_id"]
    enrolled = {
        "therapist_id": who,
        "payer_id": "NWC01",
        "status": "IN_NETWORK",
        "payer_provider_id": "0123456",
    }
    days = [
        (2025, 2025, "0999999"),
        (2026, None, "0123456"),
        (2024, None, "0888888"),
        (2027, None, "0777777"),
    ]
    tables["therapist_payer"] = [
        enrolled
        | {
            "effective_from": dt.date(starts, 1, 1),
            "effective_to": dt.date(ends, 12, 31) if ends else None,
            "payer_provider_id": number,
        }
        for starts, ends, number in days
    ]
    path = write_workbook(tmp_path / "clinic.xlsx", tables)
    (file,) = export(FileWorkbook(path), DAY, NOW, form="state-form").files
    told = text_of(file)
    assert "0123456" in told
    assert not any(number in told for number in ("0999999", "0888888", "0777777"))
    assert rows(path, "batches")[0]["kind"] == "STATE_FORM"


def test_electronic_claims_can_go_as_csv(tmp_path):
    path = write_workbook(tmp_path / "clinic.xlsx", practice("V1", "V2") | {name: [] for name in EMPTY})
    day, now = dt.date(2026, 5, 6), dt.datetime(2026, 5, 6, 9)
    (file,) = export(FileWorkbook(path), day, now, form="csv").files
    found = claim_csv.read_claims(file.read_bytes())
    assert [claim.claim_id for claim in found] == ["CR26-000101", "CR26-000102"]
    assert rows(path, "batches")[0]["kind"] == "CSV"
    assert export(FileWorkbook(path), day, now).files == []  # neither goes a second time as 837P


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is not to be had on Windows")
@pytest.mark.parametrize(
    "step",
    ["file half written", "file verified, not renamed", "file renamed, not kept", "file kept, not noted"],
)
@pytest.mark.parametrize(
    ("form", "method"), [("csv", "837P"), ("cms1500", "CMS1500"), ("invoice", "INVOICE")]
)
def test_pulling_the_plug_on_other_forms(tmp_path, form, method, step):
    """A file that has its name is booked by the next command, for somebody may have mailed it."""
    tables = practice("V1", "V2") | {name: [] for name in EMPTY}
    for payer in tables["payers"]:
        payer["submit_method"] = method
    path = write_workbook(tmp_path / "clinic.xlsx", tables)
    command = [sys.executable, "-m", "tests.commands.crashing_export", str(path), step, form]
    died = subprocess.run(command, check=False, cwd=Path(__file__).parents[2], capture_output=True)
    assert died.returncode == -signal.SIGKILL, died.stderr.decode()
    is_whole = step not in ("file half written", "file verified, not renamed")
    said = settle_if_needed(FileWorkbook(path), NOW)
    assert ("is whole" in said[0]) == is_whole
    assert ("given up" in said[0]) != is_whole
    assert (billed(path).keys() >= {"V1-1", "V2-1", "V2-2"}) == is_whole
    day = dt.date(2026, 5, 6)
    again = export(FileWorkbook(path), day, dt.datetime(2026, 5, 6, 9), form=form)
    assert bool(again.files) != is_whole
    assert len(list(Folder.of(path).out.iterdir())) == 1, "one file holds the claims, no part is left"
    assert len(rows(path, "claims")) == 2


def test_a_damaged_csv_is_given_up(tmp_path):
    path = write_workbook(tmp_path / "clinic.xlsx", practice("V1", "V2") | {name: [] for name in EMPTY})
    command = [
        sys.executable,
        "-m",
        "tests.commands.crashing_export",
        str(path),
        "file renamed, not kept",
        "csv",
    ]
    subprocess.run(command, check=False, cwd=Path(__file__).parents[2], capture_output=True)
    (file,) = Folder.of(path).out.iterdir()
    file.write_bytes(file.read_bytes()[:-40])
    assert "given up" in settle_if_needed(FileWorkbook(path), NOW)[0]

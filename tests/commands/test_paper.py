"""Claims on paper: exported as forms, previewed, calibrated; what has no room stays at home."""

from __future__ import annotations

import pdfplumber
import pytest

from tests.commands.test_export import DAY, EMPTY, NOW, billed, rows
from tests.workbooks import write_workbook
from tests.worked_cases.test_worked_cases import practice
from xl_massbill.commands import paper
from xl_massbill.commands.export import export
from xl_massbill.commands.planning import plan
from xl_massbill.hosts.file import FileWorkbook


@pytest.fixture
def tables():
    found = practice("V1", "V2") | {name: [] for name in EMPTY}
    next(p for p in found["payers"] if p["payer_id"] == "EHP01")["submit_method"] = "CMS1500"
    return found


def clinic(tmp_path, tables):
    return write_workbook(tmp_path / "clinic.xlsx", tables)


def text_of(file):
    with pdfplumber.open(file) as pdf:
        return "\n".join(page.extract_text() for page in pdf.pages)


def test_paper_claims_go_in_their_own_file(tmp_path, tables):
    path = clinic(tmp_path, tables)
    done = export(FileWorkbook(path), DAY, NOW, form="cms1500")
    (file,) = done.files
    assert file.name == "CEDAR_CMS1500_20260506_B000101_1claims.pdf"
    assert "CR26-000101" in text_of(file)
    (batch,) = rows(path, "batches")
    assert (batch["kind"], batch["n_claims"], batch["isa13"], batch["status"]) == (
        "CMS1500",
        1,
        None,
        "EXPORTED",
    )
    assert set(billed(path)) >= {"V1-1"}
    assert "V2-1" not in billed(path)
    assert export(FileWorkbook(path), DAY, NOW, form="cms1500").files == []
    assert len(export(FileWorkbook(path), DAY, NOW).files) == 1


def test_an_office_may_want_a_print_image(tmp_path, tables):
    tables["settings"] = [*tables.get("settings", []), {"key": "cms1500_as", "value": "PRINT_IMAGE"}]
    (file,) = export(FileWorkbook(clinic(tmp_path, tables)), DAY, NOW, form="cms1500").files
    assert file.suffix == ".txt"
    assert len(file.read_text(encoding="ascii").split("\n")) >= 60


def test_a_number_that_has_no_room_keeps_its_claim_at_home(tmp_path, tables):
    plan_1 = next(c for c in tables["coverage"] if c["coverage_id"] == "C1")
    plan_1["member_id"] = "EHP" + "9" * 40
    planned = plan(FileWorkbook(clinic(tmp_path, tables)), DAY, "cms1500")
    assert planned.drafts == []
    assert "the box stays empty" in planned.selection.reasons["V1"]


def test_a_preview_books_nothing(tmp_path, tables):
    path = clinic(tmp_path, tables)
    before = path.read_bytes()
    planned, file = paper.preview(FileWorkbook(path), DAY)
    assert len(planned.drafts) == 1
    assert file is not None
    assert "Preview" in text_of(file)
    assert path.read_bytes() == before
    assert paper.calibrate(FileWorkbook(path)).stat().st_size > 1_000


def test_nothing_to_preview(tmp_path, tables):
    tables["payers"][0]["submit_method"] = "837P"
    for payer in tables["payers"]:
        payer["submit_method"] = "837P"
    assert paper.preview(FileWorkbook(clinic(tmp_path, tables)), DAY)[1] is None

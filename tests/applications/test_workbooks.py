"""Workbooks before other programs: Microsoft's validator, openxml-audit, LibreOffice."""

from __future__ import annotations

import json
import re

import pytest
from openxml_audit import FileFormat, OpenXmlValidator
from python_calamine import CalamineWorkbook

from tests.applications.conftest import ROOT, run, validator_errors

AS_OF = "2026-10-31"  # to which the demo tells its story


@pytest.fixture(scope="session")
def empty(tmp_path_factory):
    path = tmp_path_factory.mktemp("new") / "clinic.xlsx"
    run("xl-massbill", "new", path)
    return path


def test_microsofts_validator_finds_nothing(empty, book):
    for path in (empty, book, ROOT / "workbook_templates" / "massbill.xlsx"):
        assert validator_errors(path) == [], path.name


def test_openxml_audit_finds_nothing(empty, book):
    validator = OpenXmlValidator(FileFormat.MICROSOFT_365)
    for path in (empty, book):
        assert list(validator.validate(str(path)).errors) == [], path.name


def test_libreoffice_calculates_every_formula(recalculated):
    book = CalamineWorkbook.from_path(str(recalculated))
    for name in ("Home", "Dashboard", "Aging", "AgingPatients", "Findings"):
        cells = [c for row in book.get_sheet_by_name(name).to_python() for c in row if isinstance(c, str)]
        bad = [c for c in cells if re.match(r"#(N/A|NAME\?|REF!|VALUE!|DIV/0!|NUM!)|Err:\d+", c)]
        assert bad == [], f"{name}: {bad[:5]}"


def test_the_aging_sheet_adds_up_to_the_report(book, recalculated):
    report = json.loads(run("xl-massbill", "age", book, "--as-of", AS_OF, "--json").stdout)
    cells = [
        c
        for row in CalamineWorkbook.from_path(str(recalculated)).get_sheet_by_name("Aging").to_python()
        for c in row
    ]
    for bucket in [*report["buckets"], "total", "unbilled"]:
        amount = report["total"][bucket] / 100
        assert any(isinstance(c, float) and abs(c - amount) < 0.005 for c in cells), (
            f"{bucket}: {amount} is not on the sheet"
        )


def test_home_shows_the_numbers_of_the_check(book, recalculated):
    found = json.loads(run("xl-massbill", "check", book, "--as-of", AS_OF, "--json", check=False).stdout)
    home = CalamineWorkbook.from_path(str(recalculated)).get_sheet_by_name("Home").to_python()
    numbers = {c for row in home for c in row if isinstance(c, float)}
    assert found["counts"]["error"] > 0
    assert float(found["counts"]["error"]) in numbers
    assert float(found["counts"]["warning"]) in numbers


def test_home_prints_on_paper(book, tmp_path):
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    run("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, book)
    pages = run("pdftotext", "-layout", tmp_path / "massbill_demo.pdf", "-").stdout
    assert "###" not in pages, "a column is too narrow for its numbers"
    assert AS_OF in pages

"""Letters before other programs: openxml-audit, Microsoft's validator, and LibreOffice, which prints them."""

from __future__ import annotations

import datetime as dt

import pytest
from openxml_audit import FileFormat, OpenXmlValidator

from tests.applications.conftest import ROOT, run, validator_errors
from tests.commands.test_denial_letter import corrected, earlier
from tests.denied_case import denied
from tests.workbooks import write_workbook
from xl_massbill.commands.denial_letter import letter
from xl_massbill.hosts.file import FileWorkbook

NOW = dt.datetime(2026, 6, 15, 9)
LETTERS = {
    "appeal": lambda: earlier(denied(denial={"carc": "50", "rarcs": "N115"})),
    "timely-filing": lambda: denied(denial={"carc": "29"}),
    "corrected-cover": corrected,
}
TEMPLATES = sorted((ROOT / "workbook_templates" / "letters").glob("*.docx"))


@pytest.fixture(params=LETTERS)
def written(request, tmp_path):
    path = write_workbook(tmp_path / "clinic.xlsx", LETTERS[request.param]())
    return letter(FileWorkbook(path), "DN0001", request.param, NOW.date(), NOW, how="fax").file


def test_no_validator_finds_an_error(written):
    valid(written)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_no_validator_finds_an_error_in_a_template(template):
    valid(template)


def valid(path):
    assert list(OpenXmlValidator(FileFormat.MICROSOFT_365).validate(str(path)).errors) == []
    assert validator_errors(path) == []


def test_every_letter_has_its_template():
    assert len(TEMPLATES) >= len(LETTERS)


def test_libreoffice_prints_it_with_letterhead_and_numbered_pages(written, tmp_path):
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    run("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, written)
    pages = run("pdftotext", "-layout", tmp_path / f"{written.stem}.pdf", "-").stdout.split("\f")[:-1]
    assert 1 <= len(pages) <= 2
    assert pages[0].lstrip().startswith("Cedar River Massage Therapy PLLC")
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in page
        assert "{" not in page and "}" not in page
    assert "Signature" in pages[-1] and "Ines Barros" in pages[0]

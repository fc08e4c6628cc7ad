"""The files with macros before other programs: olevba, pyOpenVBA, Microsoft's validator, openxml-audit, LibreOffice."""

from __future__ import annotations

import json
import shutil
import subprocess
import warnings
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openxml_audit import FileFormat, OpenXmlValidator
from pyopenvba import ExcelFile, check_file

from tests.applications.conftest import ROOT, run, validator_errors
from tests.template.project_reader import ProjectReader
from xl_massbill import __version__
from xl_massbill.template.macros import OWN, Form
from xl_massbill.template.ribbon import MODULE
from xl_massbill.template.workbook import titles

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # oletools calls its parser by names that are going away
    from oletools.olevba import VBA_Parser

BOOKS = ("massbill.xlsm", "massbill.xlam", "massbill_demo.xlsm")
SCRIPT = Path(__file__).with_name("libreoffice_macros.py")


@pytest.fixture(params=BOOKS)
def book(request):
    return ROOT / "workbook_templates" / request.param


def project(book):
    with zipfile.ZipFile(book) as file:
        return ProjectReader(file.read("xl/vbaProject.bin"))


def test_the_strict_reader_finds_nothing(book):
    assert project(book).faults == []


def test_olevba_reads_every_module_as_we_do(book):
    parser = VBA_Parser(str(book))
    read = {name.rpartition(".")[0]: code for _, _, name, code in parser.extract_macros()}
    kinds = {name.rpartition(".")[0]: name.rpartition(".")[2] for _, _, name, _ in parser.extract_macros()}
    parser.close()
    ours = project(book)
    assert read == ours.modules
    assert {n for n, k in kinds.items() if k == "bas"} == {n for n, k in ours.kinds.items() if k == "Module"}


def test_pyopenvba_reads_every_module_as_we_do(book):
    file = ExcelFile(str(book))
    assert {name: file.get_module(name) for name in file.module_names()} == project(book).modules
    assert list(file.validate()) == []
    assert [reference.name for reference in file.references()] == ["stdole", "Office"]
    report = check_file(str(book))
    assert report.complete and report.issues == ()
    file.close()


def test_microsofts_validator_finds_nothing(book):
    assert validator_errors(book) == []


def test_openxml_audit_finds_nothing(book):
    assert list(OpenXmlValidator(FileFormat.MICROSOFT_365).validate(str(book)).errors) == []


def test_both_validators_look_at_the_ribbon(tmp_path):
    """Prove them: a size that no button can have must be found."""
    faulty = tmp_path / "faulty.xlsm"
    with zipfile.ZipFile(ROOT / "workbook_templates" / BOOKS[0]) as old, zipfile.ZipFile(faulty, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'size="large"', b'size="huge"'))
    assert validator_errors(faulty)
    assert list(OpenXmlValidator(FileFormat.MICROSOFT_365).validate(str(faulty)).errors)


def with_uno():
    """Return a Python that has LibreOffice's `uno`: the system's, not ours."""
    for python in ("/usr/bin/python3", shutil.which("python3")):
        if (
            python
            and not subprocess.run([python, "-c", "import uno"], capture_output=True, check=False).returncode
        ):
            return python
    pytest.fail("LibreOffice's uno is needed for these tests: apt-get install python3-uno")


def in_libreoffice(book, folder, gone="Visits"):
    return json.loads(run(with_uno(), SCRIPT, book, folder / "profile", gone).stdout)


def test_the_checklist_of_the_readme_says_what_the_self_test_says():
    words = f"MassBill {__version__}: {len(titles())} sheets, all in place."
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert words in readme
    home = load_workbook(ROOT / "workbook_templates" / "massbill_demo.xlsm", data_only=True)["Home"]
    lines, out, waiting = (home[cell].value for cell in ("B7", "H7", "D12"))
    assert f'{lines} visit lines, {out} claims out, {waiting} lines "Done, not billed"' in readme


@pytest.mark.parametrize("name", ["massbill.xlsm", "massbill_demo.xlsm"])
def test_libreoffice_runs_the_macros_and_calculates_every_formula(name, tmp_path):
    copied = shutil.copy(ROOT / "workbook_templates" / name, tmp_path / name)
    told = in_libreoffice(Path(copied), tmp_path)
    assert told["library"] == "MassBill"
    assert {MODULE, *OWN, "ThisWorkbook", "Sheet1"} <= set(told["modules"])
    assert told["self_test"] == f"MassBill {__version__}: {len(titles())} sheets, all in place."
    assert told["mine"] == f"'{name}'!X"
    assert told["errors"] == {}
    assert {"Home", "Aging"} <= set(told["formulas"])
    assert told["after"] == "Missing in this workbook: sheet Visits;"


def test_libreoffice_runs_the_macros_of_the_addin(tmp_path):
    """It loads no add-ins, so the same file is shown to it as a workbook."""
    twin = tmp_path / "it's an add-in.xlsm"
    with (
        zipfile.ZipFile(ROOT / "workbook_templates" / "massbill.xlam") as old,
        zipfile.ZipFile(twin, "w") as new,
    ):
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(Form.ADDIN.encode(), Form.WORKBOOK.encode()))
    told = in_libreoffice(twin, tmp_path)
    assert told["library"] == "MassBillAddin"
    assert told["mine"] == "'it''s an add-in.xlsm'!X"
    assert told["self_test"].startswith("Missing in this workbook: sheet Home; sheet Dashboard;")
    assert told["self_test"].endswith(f" version {__version__} (it is ''); the name massbill_version;")

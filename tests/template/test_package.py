"""The file as a whole: reproducible, without personal names, and sound to whoever opens it."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from openxml_audit import FileFormat, OpenXmlValidator

from tests.template.conftest import RULES
from tests.template.package_lint import lint
from xl_massbill import __version__
from xl_massbill.book.tables import TABLES
from xl_massbill.template.workbook import build


def test_two_builds_are_the_same_bytes(package):
    assert build(rule_rows=RULES) == package


def test_every_time_in_the_package_is_fixed(package):
    with zipfile.ZipFile(io.BytesIO(package)) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert file.namelist()[:2] == ["[Content_Types].xml", "_rels/.rels"]
        core = file.read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core)) == {"2026-01-01T00:00:00Z"}
    assert re.findall(r"<dc:creator>(.*?)</dc:creator>", core) == ["xl-massbill"]
    assert "lastModifiedBy" not in core


def test_the_lint_finds_nothing(package, tmp_path):
    path = tmp_path / "massbill.xlsx"
    path.write_bytes(package)
    assert lint(path) == []


@pytest.mark.judge
def test_openxml_audit_finds_nothing(package, tmp_path):
    path = tmp_path / "massbill.xlsx"
    path.write_bytes(package)
    assert OpenXmlValidator(file_format=FileFormat.MICROSOFT_365).validate(str(path)).errors == []


def test_the_version_stands_in_a_name(book):
    assert book.defined_names["massbill_version"].attr_text == f'"{__version__}"'


def test_excel_calculates_on_opening(book):
    assert book.calculation.fullCalcOnLoad


def test_no_text_is_kept_inline(package):
    with zipfile.ZipFile(io.BytesIO(package)) as file:
        sheets = [file.read(name) for name in file.namelist() if name.startswith("xl/worksheets/sheet")]
    assert not any(b"inlineStr" in sheet for sheet in sheets)
    assert sum(sheet.count(b"<ignoredError ") for sheet in sheets) == len(TABLES)


@pytest.mark.parametrize(
    ("find", "put", "says"),
    [
        ('displayName="Visits"', 'displayName="Notes"', "table name"),
        ('ref="A1:AX2"', 'ref="A1:AW2"', "columns over"),
        ('<tableColumn id="2" name="Line"', '<tableColumn id="2" name="Visit"', "two columns"),
        ('<c r="A1" s="', '<c r="A1" s="99', "style 99"),
        ('PartName="/xl/tables/table1.xml"', 'PartName="/xl/tables/table99.xml"', "default content type"),
        ('name="Visits"', 'name="Vis:its"', "sheet name"),
        ("Patients[Patient]", "#REF!", "name list_patients"),
        ("<formula1>list_patients</formula1>", "<formula1></formula1>", "a list of nothing"),
    ],
)
def test_the_lint_notices(package, tmp_path, find, put, says):
    """Prove the judge: a workbook with one fault planted must be found out."""
    path, planted = tmp_path / "faulty.xlsx", 0
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith(".xml") and find.encode() in data:
                data, planted = data.replace(find.encode(), put.encode(), 1), planted + 1
            new.writestr(name, data)
    assert planted
    assert any(says in problem for problem in lint(path)), lint(path)

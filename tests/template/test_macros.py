"""Workbooks with macros: sound packages, the same bytes each time, and nothing in them but what belongs there."""

from __future__ import annotations

import io
import re
import tomllib
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import openpyxl
import pytest

from tests.template.conftest import RULES
from tests.template.package_lint import lint
from tests.template.project_reader import ProjectReader
from xl_massbill.errors import Refused
from xl_massbill.template import xlwings_modules as theirs
from xl_massbill.template.addin_book import build_addin
from xl_massbill.template.macros import Form, modules, with_macros
from xl_massbill.template.settings_sheet import SETTINGS, SHEET
from xl_massbill.template.workbook import build

MORE = {"MoreFunctions": "Public Sub DescribeFunctions()\nEnd Sub\n"}


@pytest.fixture(scope="module")
def files():
    return {"xlsm": build(rule_rows=RULES, macros=MORE), "xlam": build_addin(MORE)}


@pytest.fixture(scope="module", params=["xlsm", "xlam"])
def file(request, files):
    return files[request.param]


def parts(package):
    with zipfile.ZipFile(io.BytesIO(package)) as file:
        return {name: file.read(name) for name in file.namelist()}


def opened(package):
    """Return what openpyxl reads of a file; it knows no add-ins, so one is shown to it as a workbook."""
    shown = io.BytesIO()
    with zipfile.ZipFile(shown, "w") as file:
        for name, data in parts(package).items():
            file.writestr(name, data.replace(Form.ADDIN.encode(), Form.WORKBOOK.encode()))
    return openpyxl.load_workbook(shown)


def project(package):
    return ProjectReader(parts(package)["xl/vbaProject.bin"])


def test_two_builds_are_the_same_bytes(files):
    assert build(rule_rows=RULES, macros=MORE) == files["xlsm"]
    assert build_addin(MORE) == files["xlam"]
    with zipfile.ZipFile(io.BytesIO(files["xlam"])) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_package_and_its_project_have_no_fault(file, tmp_path):
    path = tmp_path / "book.xlsm"
    path.write_bytes(file)
    assert lint(path) == []
    assert project(file).faults == []


def test_every_sheet_has_its_module(file):
    book = opened(file)
    documents = [name for name, kind in project(file).kinds.items() if kind == "Document"]
    names = [sheet.sheet_properties.codeName for sheet in book.worksheets]
    assert documents == ["ThisWorkbook", *names]
    assert b'codeName="ThisWorkbook"' in parts(file)["xl/workbook.xml"]
    assert not [sheet.title for sheet in book.worksheets if sheet.title.endswith(".py")]


def test_the_types_of_the_main_parts(files):
    for name, form in (("xlsm", Form.WORKBOOK), ("xlam", Form.ADDIN)):
        types = parts(files[name])["[Content_Types].xml"].decode()
        assert re.findall(r'PartName="/xl/workbook.xml" ContentType="(.*?)"', types) == [form.value]
        assert "spreadsheetml.sheet.main" not in types


def test_the_relationships_are_those_that_excel_follows(file):
    """A wrong type is no error to anybody: the ribbon or the macros would just not be there."""
    related = {}
    for part in ("_rels/.rels", "xl/_rels/workbook.xml.rels"):
        for entry in ET.fromstring(parts(file)[part]):
            related[entry.get("Target").rpartition("/")[2]] = entry.get("Type")
    assert (
        related["customUI14.xml"] == "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
    )
    assert related["vbaProject.bin"] == "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
    assert (
        b'<customUI xmlns="http://schemas.microsoft.com/office/2009/07/customui">'
        in parts(file)["customUI/customUI14.xml"]
    )


def test_the_workbook_is_the_template_and_more(files, package):
    """The workbook with macros has every part of the one without, changed only where macros must be known."""
    plain, macros = parts(package), parts(files["xlsm"])
    assert set(macros) - set(plain) == {
        "xl/vbaProject.bin",
        "customUI/customUI14.xml",
        f"xl/worksheets/sheet{len(opened(package).sheetnames) + 1}.xml",
    }
    assert set(plain) <= set(macros)
    for name in plain:
        if re.match(r"xl/(tables|charts|drawings|theme)/", name):
            now = re.sub(rb"<xdr:oneCellAnchor.*</xdr:oneCellAnchor>", b"", macros[name])
            assert now == plain[name], name
            assert (now != macros[name]) == (name == "xl/drawings/drawing1.xml"), "buttons stand on Home only"


def test_the_settings_of_xlwings_are_texts_on_a_hidden_sheet(file):
    sheet = opened(file)[SHEET]
    assert sheet.sheet_state == "hidden"
    assert tuple(sheet.iter_rows(values_only=True)) == SETTINGS
    assert all(name == name.upper() for name, _ in SETTINGS), "names are looked for in capitals"
    assert not [
        name for name, _ in SETTINGS if "INTERPRETER" in name or "LICENSE" in name or name == "PYTHONPATH"
    ]


def test_each_setting_is_one_that_xlwings_asks_for(file):
    text = project(file).modules["xlwings"]
    asked = set(re.findall(r'GetConfig\("([^"]+)"', text))
    assert {name for name, _ in SETTINGS} <= asked


def test_modules_from_elsewhere_are_in_it(file):
    assert project(file).modules["MoreFunctions"].endswith("End Sub\r\n")


def test_xlwings_is_as_published_and_its_licences_stay(files):
    for name, file in (("xlsm", "xlwings.bas"), ("xlam", "xlwings_custom_addin.bas")):
        read = project(files[name]).modules
        published = theirs._read(file)
        assert read["xlwings"].replace('NAME As String = "xlwings"', "") == published.replace(
            'NAME As String = "xlwings"', ""
        ).replace('NAME As String = "myaddin"', "")
        assert 'PROJECT_NAME As String = "xlwings"' in read["xlwings"]
        assert "Neither the name of the copyright holder" in read["xlwings"]
        assert "(c) Tim Hall" in read["Dictionary"] and "License: MIT" in read["Dictionary"]


def test_the_notice_names_what_is_in_it():
    notice = Path(theirs.__file__).with_name("vba").joinpath("NOTICE.txt").read_text()
    assert theirs.VERSION in notice and "BSD 3-clause" in notice and "The MIT License" in notice


def test_xlwings_is_pinned_to_one_version_everywhere():
    facts = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["project"]
    pins = [d for ds in facts["optional-dependencies"].values() for d in ds if d.startswith("xlwings")]
    assert len(pins) == 2 and all(d.startswith(f"xlwings=={theirs.VERSION}") for d in pins)


def test_without_the_pinned_xlwings_it_is_refused(monkeypatch):
    monkeypatch.setattr(theirs, "VERSION", "0.0.1")
    assert not theirs.is_possible()
    with pytest.raises(Refused, match=r"need xlwings 0\.37\.8"):
        modules(Form.WORKBOOK, [], [], {})


def test_a_package_of_another_make_is_not_touched(files):
    project = modules(Form.WORKBOOK, [], [], {})
    with pytest.raises(ValueError, match="not as it was made"):
        with_macros(files["xlsm"], Form.WORKBOOK, project)


def test_names_that_macros_already_have_are_refused():
    with pytest.raises(ValueError, match="massbillpython"):
        build_addin({"MassBillPython": ""})

"""What other programs say of a workbook before and after our work on it."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from pathlib import Path

import openxml_audit
import pytest

from tests.hosts.lint import lint
from tests.hosts.rich import SLIPS_TABLE, VARIANTS, rich
from tests.hosts.tables import REGISTRY
from xl_massbill.book.workbook import CellError, Formula
from xl_massbill.hosts.file import FileWorkbook

pytestmark = pytest.mark.judge
ODD = ["new", "=1+1", None, True, 2.5, "a\r\nb & <c>", CellError("#N/A"), dt.date(2026, 5, 4)]


def worked_on(path: Path, rows: int) -> bytes:
    """Do a little of everything and return what lies on the disk then."""
    workbook = FileWorkbook(path, registry=REGISTRY)
    workbook.write("sessions", {"problems": ODD[: workbook.read("sessions").height], "status": ODD[::-1]})
    workbook.save()
    links = [Formula(f'HYPERLINK("#Sessions!A{i}","S{i} & more")', f"S{i} & more") for i in range(rows)]
    days = [dt.datetime(2026, 5, 4, 9, 30)] * rows
    workbook.replace("slips", {"rule": ["R"] * rows, "place": links, "seen": days, "amount": range(rows)})
    workbook.save()
    return path.read_bytes()


@pytest.mark.parametrize("rows", [1, 40])
@pytest.mark.parametrize("name", VARIANTS)
def test_a_validator_and_a_linter_find_nothing_new(tmp_path, name, rows):
    validator = openxml_audit.OpenXmlValidator(openxml_audit.FileFormat.MICROSOFT_365)
    path = tmp_path / "clinic.xlsm"
    path.write_bytes(VARIANTS[name]())
    before = [(e.part_uri, e.description) for e in validator.validate(path).errors]
    assert not lint(path.read_bytes())
    worked_on(path, rows)
    after = [(e.part_uri, e.description) for e in validator.validate(path).errors]
    assert after == before
    assert not lint(path.read_bytes())


def test_the_linter_bites():
    parts = rich()
    parts.edit(SLIPS_TABLE, 'ref="B3:H9"', 'ref="B3:H10"')
    parts.edit("xl/worksheets/sheet3.xml", '<c r="A1"', '<c r="A1" s="99"')
    assert len(lint(parts.packed())) == 2


def office(folder: Path, file: Path, kind: str) -> Path:
    """Convert a file with LibreOffice."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    subprocess.run(
        [program, profile, "--headless", "--convert-to", kind, "--outdir", folder / "out", file],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return folder / "out" / f"{file.stem}.{kind.partition(':')[0]}"


def test_libreoffice_s_own_workbooks_are_worked_on_and_opened_again(tmp_path):
    source = tmp_path / "clinic.xlsx"
    source.write_bytes(VARIANTS["plain"]())
    theirs = office(tmp_path, source, "xlsx")
    grid = FileWorkbook(theirs, registry=REGISTRY).read("sessions")
    assert list(grid.columns[1]) == [dt.date(2026, 5, d) for d in range(1, 9)]
    assert grid.columns[3][0] == "note 1 & <more>"
    worked_on(theirs, 12)
    shutil.copy(theirs, source)
    again = FileWorkbook(office(tmp_path, source, "xlsx"), registry=REGISTRY)
    sessions, slips = again.read("sessions"), again.read("slips")
    assert list(sessions.columns[5])[:5] == ["new", "=1+1", None, True, 2.5]
    assert slips.height == 12
    assert list(slips.columns[1]) == [f"S{i} & more" for i in range(12)]
    assert list(slips.columns[3]) == [dt.datetime(2026, 5, 4, 9, 30)] * 12

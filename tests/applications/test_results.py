"""What a workbook remembers of its formulas is what LibreOffice calculates anew, cell by cell."""

from __future__ import annotations

import datetime as dt
import io
import math
import re
import shutil
import warnings
import zipfile
from functools import cache

import openpyxl
import pytest

from tests.applications.conftest import ROOT, recalculate, run
from xl_massbill.book.calculation import FORMULA_SHEETS

TEMPLATES = ("massbill.xlsx", "massbill.xlsm", "massbill_demo.xlsm")
SHEETS = {"Home", "Dashboard", "Aging", "AgingPatients", "ChartData"}


def remembered(path):
    """Return what the file says that each formula comes to, by sheet and cell."""
    return _remembered(path.read_bytes())


@cache
def _remembered(data):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        written, valued = (openpyxl.load_workbook(io.BytesIO(data), data_only=kind) for kind in (False, True))
    cells = [(s, c) for s in written.worksheets for row in s.iter_rows() for c in row if c.data_type == "f"]
    return {
        (sheet.title, cell.coordinate): valued[sheet.title][cell.coordinate].value for sheet, cell in cells
    }


def calculated(path, places):
    """Return what LibreOffice makes of the same cells."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        book = openpyxl.load_workbook(recalculate(path), data_only=True)
    return {place: book[place[0]][place[1]].value for place in places}


def differing(path):
    """Return the formulas whose remembered result is not LibreOffice's, or is an error, or is missing."""
    ours = remembered(path)
    assert {sheet for sheet, _ in ours} >= SHEETS and len(ours) > 150
    theirs = calculated(path, ours)
    return {place: (ours[place], theirs[place]) for place in ours if not alike(ours[place], theirs[place])}


def alike(one, other):
    if isinstance(one, str) or isinstance(other, str):
        return (one or None) == (other or None) and not str(one).startswith("#")
    if one is None or other is None:
        return one is other  # a text of no characters reads back as nothing
    if isinstance(one, dt.datetime | dt.time) or isinstance(other, dt.datetime | dt.time):
        return one == other
    return math.isclose(one, other, rel_tol=1e-12, abs_tol=1e-9)


def is_calculated_on_opening(path):
    with zipfile.ZipFile(path) as file:
        book = file.read("xl/workbook.xml").decode()
        sheets = [file.read(n).decode() for n in file.namelist() if n.startswith("xl/worksheets/sheet")]
    assert FORMULA_SHEETS in book
    bare = [s for s in sheets if re.search(r"</f>(?!<v>)|</f><v\s*/>", s)]
    return 'fullCalcOnLoad="1"' in book and not bare


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_templates(name):
    path = ROOT / "workbook_templates" / name
    assert is_calculated_on_opening(path)
    assert differing(path) == {}


def test_a_checked_and_aged_workbook(book):
    """The demo was made new from tables, checked, exported and aged, each by a save of its own."""
    assert is_calculated_on_opening(book)
    assert differing(book) == {}
    home = {cell: value for (sheet, cell), value in remembered(book).items() if sheet == "Home"}
    assert home["B7"] >= 600 and home["D7"] > 0 and home["J7"] > 0


def test_claims_in_every_state(mixed):
    assert differing(mixed) == {}


def test_a_work_list_and_a_second_aging(book, tmp_path):
    path = shutil.copy(book, tmp_path / "later.xlsx")
    run("xl-massbill", "worklist", path, "--as-of", "2026-12-15")
    run("xl-massbill", "age", path, "--as-of", "2026-12-15")
    assert differing(path) == {}
    assert remembered(path) != remembered(book)


def test_a_false_result_would_show(tmp_path):
    """Prove the judge: LibreOffice does not believe what the file remembers."""
    false = tmp_path / "false.xlsx"
    with (
        zipfile.ZipFile(ROOT / "workbook_templates" / TEMPLATES[0]) as old,
        zipfile.ZipFile(false, "w") as new,
    ):
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                data, done = re.subn(rb"(<f>COUNTA\(Visits\[Visit\]\)</f><v>)0(?=</v>)", rb"\g<1>7", data)
                assert done == 1
            new.writestr(name, data)
    assert list(differing(false).values()) == [(7, 0)]

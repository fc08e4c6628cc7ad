"""The files with macros are generated: none lags, each is the same twice, and the demo holds the practice."""

from __future__ import annotations

import io
import zipfile

import pytest

from tests.template.project_reader import ProjectReader
from xl_massbill.cli.making import function_modules
from xl_massbill.commands import build_macros, check
from xl_massbill.commands.build import GENERATED, ROOT, build, parts_of
from xl_massbill.hosts.file import FileWorkbook
from xl_massbill.sample import AS_OF, sample
from xl_massbill.template.workbook import build as build_workbook

NAMES = ["massbill.xlsm", "massbill.xlam", "massbill_demo.xlsm"]


def filling(path, tables):
    return FileWorkbook(path, registry=tables, fill=True)


def books(more=function_modules):
    return build_macros.macro_books(filling, more)


def test_nothing_generated_lags():
    assert build(only_check=True, generated=books()) == [], "run: xl-massbill build"


def test_each_comes_out_the_same_bytes_twice():
    assert [one.path for one in books()] == [f"workbook_templates/{name}" for name in NAMES]
    assert not {one.path for one in books()} & {one.path for one in GENERATED}
    for one in books():
        assert one.make(b"") == one.make(b""), one.path


def test_a_changed_macro_shows():
    """What is compared are the parts, and the macros are one of them."""
    for one in books():
        now = (ROOT / one.path).read_bytes()
        parts = parts_of(now)
        assert one.content(now) == parts
        parts["xl/vbaProject.bin"] = parts["xl/vbaProject.bin"][:-1] + b"x"
        assert one.content(now) != parts


def test_workbook_and_addin_get_modules_of_their_own(monkeypatch):
    monkeypatch.setattr(build_macros, "demo_book", lambda _, macros: ",".join(macros).encode())
    more = {True: {"ForTheAddin": "'"}, False: {"ForABook": "'"}}
    book, addin, demo = (one.make(b"") for one in books(more.__getitem__))
    assert "ForABook" in ProjectReader(parts_of(book)["xl/vbaProject.bin"]).modules
    assert "ForTheAddin" in ProjectReader(parts_of(addin)["xl/vbaProject.bin"]).modules
    assert demo == b"ForABook"


def test_without_xlwings_nothing_is_made_and_it_is_said(monkeypatch):
    assert build_macros.left_alone() == []
    monkeypatch.setattr(build_macros, "is_possible", lambda: False)
    assert [one.make(b"") for one in books()] == [None] * 3
    (sentence,) = build_macros.left_alone()
    assert "xlwings 0.37.8" in sentence


@pytest.fixture(scope="module")
def demo():
    return ROOT / "workbook_templates" / "massbill_demo.xlsm"


def test_the_demo_holds_the_invented_practice(demo):
    book, made = FileWorkbook(demo), sample().tables
    assert set(made) <= book.tables() and len(made["visits"]) >= 600
    for name, rows in made.items():
        assert book.read(name).height == max(len(rows), 1), name
    visits = book.read("visits")
    assert list(visits.columns[visits.headings.index("Visit")]) == [row["visit_id"] for row in made["visits"]]


def test_the_demo_differs_from_the_template_in_its_rows_only(demo):
    empty = parts_of(build_workbook(rule_rows=(), macros={}))
    full = parts_of(demo.read_bytes())
    assert set(full) == set(empty)
    assert full["customUI/customUI14.xml"] == empty["customUI/customUI14.xml"]
    with zipfile.ZipFile(io.BytesIO(demo.read_bytes())) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_they_stay_small():
    sizes = {name: (ROOT / "workbook_templates" / name).stat().st_size for name in NAMES}
    assert sizes["massbill.xlam"] < 60_000 and sizes["massbill_demo.xlsm"] < 900_000, sizes


def test_a_closed_workbook_with_macros_is_checked_and_keeps_them(demo, tmp_path):
    path = tmp_path / demo.name
    path.write_bytes(demo.read_bytes())
    book = FileWorkbook(path)
    checked = check.check(book, AS_OF)
    check.write(book, checked, AS_OF)
    book.save()
    before, after = parts_of(demo.read_bytes()), parts_of(path.read_bytes())
    visits = "xl/worksheets/sheet3.xml"  # behind Home and Dashboard
    assert checked.findings and after[visits] != before[visits]
    for part in ("xl/vbaProject.bin", "customUI/customUI14.xml", "_rels/.rels"):
        assert after[part] == before[part]
    settings = f"xl/worksheets/sheet{sum('worksheets/sheet' in name for name in before)}.xml"
    assert b"codeName" in after[settings] and after[settings] == before[settings]

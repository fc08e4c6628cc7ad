"""Pictures on our own sheets never show old numbers, and nobody else's picture changes."""

from __future__ import annotations

import re
import shutil
import zipfile

import pytest

from tests.aging.dashboard_file import with_ledger
from tests.aging.ledgers import AS_OF
from xl_massbill.commands import age, kpi
from xl_massbill.hosts.file import FileWorkbook

CACHE = '<numCache><formatCode>General</formatCode><ptCount val="1"/><pt idx="0"><v>7777</v></pt></numCache>'
WORDS = '<c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>8888</c:v></c:pt></c:strCache>'


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return with_ledger(tmp_path_factory.mktemp("caches") / "clinic.xlsx", 20)


def parts_of(path):
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def charts(path):
    return {name: data for name, data in parts_of(path).items() if "/charts/chart" in name}


@pytest.fixture
def put(made, tmp_path):
    """Return a workbook whose charts were changed as Excel, or a person, might have done."""

    def change(edit):
        parts = parts_of(made)
        for name in charts(made):
            parts[name] = edit(parts[name].decode()).encode()
        path = shutil.copy(made, tmp_path / "clinic.xlsx")
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
            for name, data in parts.items():
                file.writestr(name, data)
        return path

    return change


def remembering(text):
    return re.sub(r"</f>(?=</numRef>)", "</f>" + CACHE, text)


def run(path, command=kpi):
    workbook = FileWorkbook(path)
    found = kpi.figures(workbook, AS_OF) if command is kpi else age.age(workbook, AS_OF)
    command.write(workbook, found)
    workbook.save()


def test_what_a_picture_remembers_is_forgotten_with_the_old_results(put, made):
    path = put(remembering)
    before, bare = charts(path), charts(made)
    run(path)
    after = charts(path)
    ours = {name for name, data in before.items() if b"Dashboard" in data}
    assert len(ours) == 4 and len(before) == 6
    assert {name: after[name] for name in ours} == {name: bare[name] for name in ours}
    others = set(before) - ours
    assert all(b"7777" in after[name] for name in others)
    assert {name: after[name] for name in others} == {name: before[name] for name in others}


def test_each_command_forgets_what_it_renews(put, made):
    path = put(remembering)
    run(path, age)
    after, bare = charts(path), charts(made)
    assert {b"Dashboard" in data for data in after.values() if b"7777" in data} == {True}
    assert sum(after[name] == bare[name] for name in bare) == 2


@pytest.mark.parametrize(
    "other",
    ["'Visits'!$A$2:$A$9", "[1]Sheet!$A$1", "my_name", "(Dashboard!$A$1,Visits!$A$1)", "Dashboard!#REF!,x!y"],
)
def test_a_picture_that_looks_elsewhere_is_the_clinic_s_own(put, other):
    path = put(lambda text: re.sub(r"<f>'Dashboard'[^<]*</f>", f"<f>{other}</f>", remembering(text), count=1))
    before = charts(path)
    run(path)
    assert charts(path) == before


def test_words_prefixes_and_quotes(put):
    path = put(
        lambda text: text.replace("<f>'Dashboard'!", "<f>Dashboard!").replace(
            "</f></strRef>", f"</f>{WORDS}</strRef>"
        )
    )
    assert any(b"8888" in data for data in charts(path).values())
    run(path)
    assert not any(b"8888" in data for data in charts(path).values())


def test_where_nothing_is_renewed_all_stays(put):
    path = put(remembering)
    run(path)
    run(path, age)
    before = path.read_bytes()
    run(path)
    assert path.read_bytes() == before

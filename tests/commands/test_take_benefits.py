"""A named person confirms proposals: only accepted values reach Coverage, and only over what stood there then."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.commands.benefit_clinic import (
    NOW,
    answered,
    ask,
    benefits,
    clinic,
    coverage,
    decide,
    hand_in,
    take,
)
from tests.commands.clinics import events, moved, rows
from tests.remits.plans271 import answer, june
from xl_massbill.book.folder import Folder
from xl_massbill.commands import benefit_books as books
from xl_massbill.commands.settle import settle_if_needed
from xl_massbill.commands.take_benefits import Order, take_benefits
from xl_massbill.errors import Refused
from xl_massbill.hosts.file import FileWorkbook

ROOT = Path(__file__).parents[2]
DAY = dt.timedelta(days=1)


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    path = clinic(tmp_path_factory.mktemp("posted"))
    ask(path)
    hand_in(path, answered())
    return path


@pytest.fixture
def posted(original, tmp_path):
    return moved(original, tmp_path)


def by_fact(path):
    return {row["fact"]: row for row in benefits(path)}


def typed(path, **cells):
    """Type into the row of C1 on Coverage, as a person would."""
    workbook = FileWorkbook(path, fill=True)
    grid = workbook.read("coverage")
    columns = {}
    for name, value in cells.items():
        title = books.TABLES["coverage"].field(name).column.title
        columns[name] = list(grid.columns[grid.headings.index(title)])
        columns[name][0] = value
    workbook.write("coverage", columns)
    workbook.save()


def changed(before, after):
    return {name: after[name] for name in after if str(after[name]) != str(before[name])}


def test_what_was_accepted_is_written_and_nothing_else(posted):
    before, others = coverage(posted), coverage(posted, "C2")
    decide(posted, deductible_total="ACCEPT", massage_covered="REJECT", pa_required="ACCEPT")
    taken = take(posted)
    assert changed(before, coverage(posted)) == {"deductible_total": 75000, "pa_required": "Y"}
    assert str(coverage(posted, "C2")) == str(others)
    found = by_fact(posted)
    assert [found[n]["state"] for n in ("Deductible", "PA required", "Massage covered", "Deductible met")] == [
        "TAKEN", "TAKEN", "REJECTED", "OPEN",
    ]  # fmt: skip
    assert (found["Deductible"]["decided_by"], str(found["Deductible"]["decided_on"])[:10]) == (
        "Kim",
        "2026-05-06",
    )
    assert "Coverage C1, Deductible: 750.00" in taken.text()
    assert taken.text().endswith("2 values were written into Coverage by Kim; 1 rejected, 2 still to decide.")
    assert "0 values were written into Coverage by Kim; 2 still to decide." in take(posted).text()


def test_the_day_of_the_check_takes_name_and_method_with_it(posted):
    before = coverage(posted)
    take(posted, by="Lee", accept=("C1",), reject=("BN000004",))
    assert changed(before, coverage(posted)) == {
        "verified_on": dt.datetime(2026, 5, 6),
        "verified_by": "Lee",
        "method": "271",
        "deductible_total": 75000,
        "deductible_met": 15000,
        "pa_required": "Y",
    }
    assert by_fact(posted)["Massage covered"]["state"] == "REJECTED"
    assert not benefits(posted, "OPEN")
    assert not [one for one in ask(posted, NOW + DAY).chosen.asks if one.coverage_id == "C1"]


def test_a_cell_changed_since_is_left_until_somebody_has_looked(posted):
    typed(posted, deductible_total=600.0)
    said = take(posted, accept=("BN000005",)).text()
    assert "BN000005: Coverage C1, Deductible has changed since the answer came" in said
    assert coverage(posted)["deductible_total"] == 60000
    assert by_fact(posted)["Deductible"]["value_now"] == "600.00"
    assert "1 value was written into Coverage by Kim" in take(posted, accept=("BN000005",)).text()
    assert coverage(posted)["deductible_total"] == 75000


def test_a_row_closes_by_itself_once_coverage_says_so(posted):
    typed(posted, deductible_total=750, massage_covered="y")
    assert "2 closed because Coverage says so" in take(posted).text()
    found = by_fact(posted)
    assert {found[n]["state"] for n in ("Deductible", "Massage covered")} == {"AGREES"}
    assert str(found["Deductible"]["closed_on"])[:10] == "2026-05-06"


def test_a_rehearsal_and_orders_that_cannot_be(posted):
    before = posted.read_bytes()
    assert (
        "5 values would be written into Coverage by Kim"
        in take(posted, accept=("C1",), is_rehearsal=True).text()
    )
    for order, why in (
        ({"by": " "}, "--by"),
        ({"accept": ("BN9",)}, "no row and no coverage BN9"),
        ({"accept": ("BN000005",), "reject": ("BN000005",)}, "accepted and rejected at once"),
    ):
        with pytest.raises(Refused, match=why):
            take(posted, **order)
    with pytest.raises(Refused, match="still to come"):
        take_benefits(FileWorkbook(posted), Order("Kim", NOW.date() + DAY), NOW)
    assert posted.read_bytes() == before


def test_the_journal_names_rows_and_columns_and_no_value(posted):
    take(posted, accept=("BN000005",))
    begun, booked = events(posted, "benefits decided", "benefits decided booked")
    assert begun.detail == {"rows": ["BN000005"], "cells": ["C1 deductible_total"], "by": "Kim"}
    assert booked.detail["of"] == begun.seq


class PowerCut(Exception):  # noqa: N818 - what it is
    """The plug is pulled."""


class Cut(FileWorkbook):
    def __init__(self, path, *, after):
        super().__init__(path)
        self.after = after

    def save(self):
        if self.after:
            super().save()
        raise PowerCut


@pytest.mark.parametrize("after", [False, True])
def test_the_plug_is_pulled(posted, after):
    decide(posted, deductible_total="ACCEPT")
    with pytest.raises(PowerCut):
        take_benefits(Cut(posted, after=after), Order("Kim", NOW.date()), NOW)
    said = settle_if_needed(FileWorkbook(posted), NOW)
    assert said == (
        [] if after else ["Decisions on sheet Benefits had not been saved: run take-benefits again."]
    )
    assert settle_if_needed(FileWorkbook(posted), NOW) == []
    take(posted)
    assert coverage(posted)["deductible_total"] == 75000
    assert by_fact(posted)["Deductible"]["state"] == "TAKEN"


def test_an_answer_found_for_nobody_is_placed_as_somebody_says(posted):
    hand_in(
        posted,
        answer(
            june("EB*1**30", "EB*B**BE***27*30", trace="", member="X"), june("EB*6**30", trace="", member="Y")
        ),
    )
    first, second = (row["benefit_id"] for row in benefits(posted, "UNPLACED"))
    workbook = FileWorkbook(posted, fill=True)
    belongs = {first: "C1", second: "not ours"}
    workbook.write(
        "benefits", {"belongs_to": [belongs.get(r["benefit_id"]) for r in rows(posted, "benefits")]}
    )
    workbook.save()
    said = take(posted).text()
    assert f"{first} is about coverage C1" in said and f"{second} is not ours: closed." in said
    new = [row for row in benefits(posted) if row["matched_by"] == f"as said on sheet Benefits ({first})"]
    assert {row["fact"]: row["value_proposed"] for row in new}["Copay"] == "30.00"
    assert not benefits(posted, "UNPLACED") and "is about coverage" not in take(posted).text()


def test_a_place_that_is_none_and_a_file_that_is_gone_are_told(posted):
    hand_in(posted, answer(june("EB*1**30", trace="", member="X")))
    number = benefits(posted, "UNPLACED")[0]["benefit_id"]
    for plan, why in (("C9", "there is no coverage C9"), ("C1", "missing or damaged")):
        workbook = FileWorkbook(posted, fill=True)
        cells = [plan if r["benefit_id"] == number else None for r in rows(posted, "benefits")]
        workbook.write("benefits", {"belongs_to": cells})
        workbook.save()
        for file in Folder.of(posted).inbox.iterdir() if plan == "C1" else ():
            file.unlink()
        assert why in take(posted).text()
    assert benefits(posted, "UNPLACED")


def test_links_lead_to_the_row_also_after_sorting(posted):
    book = openpyxl.load_workbook(posted)
    sheet = book["Benefits"]
    heads = [cell.value for cell in sheet[1]]
    links = [sheet.cell(row, heads.index("Cell") + 1).value for row in (2, 3)]
    assert links == ['=HYPERLINK("#\'Coverage\'!A2","Coverage, row 2")', None]
    coverage_ = book["Coverage"]
    for cell in coverage_[2]:
        other = coverage_.cell(3, cell.column)
        cell.value, other.value = other.value, cell.value
    book.save(posted)
    take(posted)
    sheet = openpyxl.load_workbook(posted)["Benefits"]
    assert sheet.cell(2, heads.index("Cell") + 1).value == '=HYPERLINK("#\'Coverage\'!A3","Coverage, row 3")'


def test_the_command_line(posted):
    command = [
        sys.executable,
        "-m",
        "xl_massbill.cli",
        "take-benefits",
        str(posted),
        "--by",
        "Kim",
        "--accept",
        "BN000005",
    ]
    done = subprocess.run(command, check=True, cwd=ROOT, capture_output=True, text=True)
    assert "Coverage C1, Deductible: 750.00" in done.stdout
    assert coverage(posted)["deductible_total"] == 75000


@given(
    st.one_of(
        st.tuples(st.just("copay"), st.integers(0, 10**9)),
        st.tuples(st.just("coinsurance_pct"), st.integers(0, 10_000)),
        st.tuples(st.just("effective_from"), st.dates(dt.date(1950, 1, 1), dt.date(2100, 1, 1))),
        st.tuples(st.just("visits_allowed"), st.integers(0, 999)),
        st.tuples(st.just("active_on_dos"), st.booleans()),
        st.tuples(st.just("massage_covered"), st.sampled_from("YN")),
    )
)
def test_a_value_survives_the_way_over_both_sheets(pair):
    column, value = pair
    text = books.words(column, value)
    assert text is not None and books.meaning(column, text) == value
    assert books.meaning(column, books.cell_of(column, text)) == value
    assert books.is_same(column, books.cell_of(column, text), text)

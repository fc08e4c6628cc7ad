"""The promises of every host about rows below a table, and about what a person orders."""

from __future__ import annotations

from typing import Any

import pytest

from tests.hosts.books import SLIP_HEADS, Book, Host
from xl_massbill.book.workbook import Formula, Grid, Workbook
from xl_massbill.errors import Refused


def column(grid: Grid, heading: str) -> list[Any]:
    return list(grid.columns[grid.headings.index(heading)])


def saved(host: Host, workbook: Workbook, table: str) -> Grid:
    """Save, and return the table as a fresh look finds it; the open workbook must see the same."""
    workbook.save()
    fresh = host.again(workbook).read(table)
    now = workbook.read(table)
    assert (fresh.headings, fresh.first_row, fresh.sheet) == (now.headings, now.first_row, now.sheet)
    assert [list(c) for c in fresh.columns] == [list(c) for c in now.columns]
    return fresh


class TestAppending:
    def test_rows_go_below_the_last(self, host):
        workbook = host.make(Book.small())
        workbook.append("slips", {"rule": ["N-1", "N-2"], "place": ["here", None]})
        grid = saved(host, workbook, "slips")
        assert column(grid, "Rule") == ["R-1", "R-2", "R-3", "N-1", "N-2"]
        assert column(grid, "Place") == ["S1", "S2", "S3", "here", None]
        assert column(grid, "Reason") == ["why 1", "why 2", "why 3", None, None]

    def test_the_blank_row_of_an_empty_table_is_used(self, host):
        workbook = host.make(Book.small(slips=0))
        workbook.append("slips", {"rule": ["N-1"]})
        workbook.append("slips", {"rule": ["N-2"]})
        assert column(saved(host, workbook, "slips"), "Rule") == ["N-1", "N-2"]

    def test_a_row_with_the_clinic_s_own_mark_is_not_blank(self, host):
        book = Book({"slips": (SLIP_HEADS, [["R-1", None, None, None, None, None], [None] * 5 + ["mark"]])})
        workbook = host.make(book)
        workbook.append("slips", {"rule": ["N-1"]})
        assert column(saved(host, workbook, "slips"), "Rule") == ["R-1", None, "N-1"]

    def test_appending_after_writing_keeps_both(self, host):
        workbook = host.make(Book.small())
        workbook.write("slips", {"place": ["p1", Formula('"p"&2', "p2"), "p3"]})
        workbook.append("slips", {"rule": ["N-1"], "place": ["p4"]})
        assert column(saved(host, workbook, "slips"), "Place") == ["p1", "p2", "p3", "p4"]

    def test_nothing_appended_changes_nothing(self, host):
        workbook = host.make(Book.small())
        workbook.append("slips", {"rule": []})
        assert workbook.read("slips").height == 3

    def test_data_below_is_not_overwritten(self, host_that_sees_the_ground):
        workbook = host_that_sees_the_ground.make(Book.small(below={"slips": 6}))
        workbook.append("slips", {"rule": ["a"]})
        with pytest.raises(Refused):
            workbook.append("slips", {"rule": ["b"]})


class TestOrders:
    """What a named person explicitly orders may be written into people's columns and tables."""

    def test_people_s_cells_change_at_somebody_s_order_and_only_those(self, host):
        workbook = host.make(Book.small())
        minutes = [30, 60, 95, 120, 150]
        for nobody in ("", "  "):
            with pytest.raises(Refused, match="minutes"):
                workbook.write("sessions", {"minutes": minutes}, by=nobody)
        before = workbook.read("sessions")
        workbook.write("sessions", {"minutes": minutes}, by="Kim")
        grid = saved(host, workbook, "sessions")
        assert column(grid, "Minutes") == minutes
        for heading in set(grid.headings) - {"Minutes"}:
            assert column(grid, heading) == column(before, heading)

    def test_people_s_tables_take_rows_at_somebody_s_order(self, host):
        workbook = host.make(Book.small())
        with pytest.raises(Refused, match="sessions"):
            workbook.append("sessions", {"session_id": ["S6"]}, by=" ")
        workbook.append("sessions", {"session_id": ["S6"], "minutes": [45]}, by="Kim")
        grid = saved(host, workbook, "sessions")
        assert column(grid, "Session") == ["S1", "S2", "S3", "S4", "S5", "S6"]
        assert column(grid, "Minutes")[-1] == 45 and column(grid, "Day")[-1] is None

    def test_nobody_may_order_rows_to_be_replaced(self, host):
        with pytest.raises(Refused, match="sessions"):
            host.make(Book.small()).replace("sessions", {"session_id": ["S1"]})

"""The promises of the workbook port, the same for every host."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.hosts.books import SESSION_HEADS, Book, Host
from xl_massbill.book.workbook import NOT_CALCULATED, CellError, Formula, Grid, Workbook
from xl_massbill.errors import NoTable, Refused


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


class TestReading:
    def test_a_table_comes_as_it_stands(self, host):
        grid = host.make(Book.small()).read("sessions")
        assert grid.table == "sessions"
        assert grid.sheet == "Sessions"
        assert grid.first_row == 2
        assert grid.headings == SESSION_HEADS
        assert grid.height == 5
        assert column(grid, "Session") == ["S1", "S2", "S3", "S4", "S5"]
        assert column(grid, "Day") == [dt.date(2026, 5, 3 + i) for i in range(1, 6)]
        assert column(grid, "Minutes") == [30, 60, 90, 120, 150]
        assert column(grid, "Billing") == [None] * 5

    def test_only_tables_that_are_there_are_named(self, host):
        workbook = host.make(Book.small())
        assert workbook.tables() == {"sessions", "slips"}
        with pytest.raises(NoTable, match="Owed"):
            workbook.read("owed")
        with pytest.raises(NoTable):
            workbook.read("something else")

    def test_blank_rows_and_mixed_kinds_are_kept(self, host):
        rows = [
            ["S1", None, 97124.0, None, None, None],
            [None] * 6,
            ["002139", None, "97124 ", True, None, None],
        ]
        grid = host.make(Book({"sessions": (SESSION_HEADS, rows)})).read("sessions")
        assert column(grid, "Session") == ["S1", None, "002139"]
        assert column(grid, "Minutes") == [97124, None, "97124 "]
        assert column(grid, "Own note") == [None, None, True]

    def test_a_grid_shows_its_shape_only(self, host):
        assert "note" not in repr(host.make(Book.small()).read("sessions"))


class TestWriting:
    def test_program_columns_are_written_and_nothing_else(self, host):
        workbook = host.make(Book.small())
        before = workbook.read("sessions")
        workbook.write("sessions", {"problems": ["a", None, "c & <d>", "=1+1", "é"]})
        after = saved(host, workbook, "sessions")
        assert column(after, "Problems") == ["a", None, "c & <d>", "=1+1", "é"]
        for heading in SESSION_HEADS[:-1]:
            assert column(after, heading) == column(before, heading)

    def test_reading_shows_the_writes_of_this_run(self, host):
        workbook = host.make(Book.small())
        workbook.write("sessions", {"problems": list("abcde")})
        workbook.write("sessions", {"status": list("ABCDE")})
        grid = workbook.read("sessions")
        assert column(grid, "Problems") == list("abcde")
        assert column(grid, "Billing") == list("ABCDE")

    def test_nothing_is_saved_before_save(self, host):
        workbook = host.make(Book.small())
        workbook.write("sessions", {"problems": list("abcde")})
        assert column(host.again(workbook).read("sessions"), "Problems") == [None, "old", None, None, None]

    def test_a_persons_column_is_refused(self, host):
        workbook = host.make(Book.small())
        with pytest.raises(Refused, match="minutes"):
            workbook.write("sessions", {"minutes": [1, 2, 3, 4, 5]})
        assert column(workbook.read("sessions"), "Minutes") == [30, 60, 90, 120, 150]

    def test_a_column_in_a_program_table_that_people_fill_is_refused_too(self, host):
        with pytest.raises(Refused, match="reason"):
            host.make(Book.small()).write("slips", {"reason": ["x"] * 3})

    def test_another_height_is_a_mistake(self, host):
        with pytest.raises(ValueError, match="height"):
            host.make(Book.small()).write("sessions", {"problems": ["a"]})

    def test_an_unknown_column_is_a_mistake(self, host):
        with pytest.raises(KeyError):
            host.make(Book.small()).write("sessions", {"colour": ["a"] * 5})

    def test_a_lost_column_is_named(self, host):
        book = Book({"sessions": (SESSION_HEADS[:-1], [["S1", None, None, None, None]])})
        with pytest.raises(Refused, match="Problems"):
            host.make(book).write("sessions", {"problems": ["a"]})

    def test_moved_and_retyped_headings_are_found(self, host):
        book = Book({"sessions": ((" problems", "BILLING", "session_id"), [["", None, "S1"]])})
        workbook = host.make(book)
        workbook.write("sessions", {"problems": ["x"]})
        grid = saved(host, workbook, "sessions")
        assert [c[0] for c in grid.columns] == ["x", None, "S1"]

    @pytest.mark.parametrize(
        ("cell", "read"),
        [
            ("", None),
            (float("nan"), None),
            ("two\nlines \u00a0 and  spaces ", "two\nlines \u00a0 and  spaces "),
            ("a\x00b\x1fc", "abc"),
            ("carriage\r\nreturn", "carriage\r\nreturn"),
            ("not _x000D_ an escape", "not _x000D_ an escape"),
            ("\ud800half a character", "half a character"),
            ("😀 smile", "😀 smile"),
            (" lead and trail ", " lead and trail "),
            ("00123", "00123"),
            (True, True),
            (False, False),
            (0, 0),
            (-12.5, -12.5),
            (1e-7, 1e-7),
            (123456789012345, 123456789012345),
            (CellError("#N/A"), CellError("#N/A")),
            (dt.date(2026, 5, 4), dt.date(2026, 5, 4)),
            (dt.date(1900, 1, 1), dt.date(1900, 1, 1)),
            (dt.datetime(2026, 5, 4, 9, 30), dt.datetime(2026, 5, 4, 9, 30)),
            (dt.datetime(2026, 5, 4), dt.date(2026, 5, 4)),
            (dt.time(9, 30), dt.time(9, 30)),
            (Formula("1+1", 2), 2),
            (Formula('HYPERLINK("#Sessions!A2","S1 & <S2>")', "S1 & <S2>"), "S1 & <S2>"),
            (Formula("A1/0", CellError("#DIV/0!")), CellError("#DIV/0!")),
            (Formula("Sessions[[#This Row],[Minutes]]"), NOT_CALCULATED),
        ],
    )
    def test_a_cell_reads_back_as_what_it_is(self, host, cell, read):
        workbook = host.make(Book.small())
        workbook.write("sessions", {"problems": [cell, "b", "c", "d", "e"]})
        got = column(saved(host, workbook, "sessions"), "Problems")[0]
        assert got == read
        assert isinstance(got, CellError) is isinstance(read, CellError)
        assert isinstance(got, bool) is isinstance(read, bool)

    @pytest.mark.parametrize("cell", ["x" * 32_768, dt.date(1899, 12, 31), Formula("1+" * 5000 + "1")])
    def test_what_no_cell_can_hold_is_refused(self, host, cell):
        with pytest.raises(Refused):
            host.make(Book.small()).write("sessions", {"problems": [cell] * 5})

    @pytest.mark.parametrize(
        "cell", [10**16, object(), b"x", float("inf"), dt.datetime(2026, 5, 4, tzinfo=dt.UTC), CellError("x")]
    )
    def test_what_is_no_cell_is_a_mistake(self, host, cell):
        with pytest.raises((TypeError, ValueError)):
            host.make(Book.small()).write("sessions", {"problems": [cell] * 5})

    def test_the_longest_text_fits(self, host):
        workbook = host.make(Book.small())
        workbook.write("sessions", {"problems": ["é" * 32_767, None, None, None, None]})
        assert len(column(saved(host, workbook, "sessions"), "Problems")[0]) == 32_767


class TestReplacing:
    @pytest.mark.parametrize("rows", [1, 2, 3, 4, 40])
    def test_all_rows_are_new(self, host, rows):
        workbook = host.make(Book.small())
        workbook.replace(
            "slips",
            {
                "rule": [f"N-{i}" for i in range(rows)],
                "seen": [dt.date(2026, 6, 1)] * rows,
                "amount": range(rows),
            },
        )
        grid = saved(host, workbook, "slips")
        assert grid.height == rows
        assert column(grid, "Rule") == [f"N-{i}" for i in range(rows)]
        assert column(grid, "First seen") == [dt.date(2026, 6, 1)] * rows
        assert column(grid, "Amount") == list(range(rows))
        assert column(grid, "Place") == [None] * rows
        assert column(grid, "Reason") == [None] * rows

    def test_people_s_columns_move_with_the_rows_that_the_program_gives(self, host):
        workbook = host.make(Book.small())
        workbook.replace("slips", {"rule": ["R-2", "R-9"], "reason": ["why 2", None]})
        assert column(saved(host, workbook, "slips"), "Reason") == ["why 2", None]

    def test_an_empty_table_keeps_one_blank_row(self, host):
        workbook = host.make(Book.small())
        workbook.replace("slips", {"rule": []})
        grid = saved(host, workbook, "slips")
        assert [list(c) for c in grid.columns] == [[None]] * 6

    def test_nothing_named_empties_the_table(self, host):
        workbook = host.make(Book.small())
        workbook.replace("slips", {})
        assert workbook.read("slips").height == 1

    def test_a_table_that_people_fill_is_refused(self, host):
        workbook = host.make(Book.small())
        with pytest.raises(Refused, match="sessions"):
            workbook.replace("sessions", {"session_id": ["S9"]})
        with pytest.raises(Refused, match="sessions"):
            workbook.append("sessions", {"session_id": ["S9"]})
        assert workbook.read("sessions").height == 5

    def test_unequal_columns_are_a_mistake(self, host):
        with pytest.raises(ValueError, match="height"):
            host.make(Book.small()).replace("slips", {"rule": ["a"], "place": ["b", "c"]})

    def test_the_clinic_s_own_cells_stay_in_their_rows(self, host):
        book = Book.small()
        book.tables["slips"][1][1][5] = "my mark"
        workbook = host.make(book)
        workbook.replace("slips", {"rule": ["N-1"]})
        grid = saved(host, workbook, "slips")
        assert column(grid, "My mark") == [None, "my mark"]
        assert column(grid, "Rule") == ["N-1", None]

    def test_the_clinic_s_own_cells_are_back_when_the_table_grows_again(self, host):
        book = Book.small()
        book.tables["slips"][1][2][5] = "my mark"
        workbook = host.make(book)
        workbook.replace("slips", {"rule": ["N-1"]})
        workbook.replace("slips", {"rule": ["a", "b", "c", "d"]})
        assert column(saved(host, workbook, "slips"), "My mark") == [None, None, "my mark", None]

    def test_data_below_is_not_overwritten(self, host_that_sees_the_ground):
        workbook = host_that_sees_the_ground.make(Book.small(below={"slips": 7}))
        workbook.replace("slips", {"rule": ["a", "b", "c", "d", "e"]})
        assert workbook.read("slips").height == 5
        with pytest.raises(Refused, match=r"7.*Slips"):
            workbook.replace("slips", {"rule": ["a", "b", "c", "d", "e", "f"]})
        assert workbook.read("slips").height == 5

    def test_replacing_twice_takes_the_last(self, host):
        workbook = host.make(Book.small())
        workbook.replace("slips", {"rule": list("abcdefgh")})
        workbook.replace("slips", {"rule": list("xy")})
        grid = saved(host, workbook, "slips")
        assert column(grid, "Rule") == ["x", "y"]

    def test_a_table_grows_shrinks_and_grows_over_saves(self, host):
        workbook = host.make(Book.small())
        for count in (10, 1, 25, 0, 7):
            workbook.replace("slips", {"rule": [f"{count}-{i}" for i in range(count)]})
            grid = saved(host, workbook, "slips")
            assert column(grid, "Rule") == ([f"{count}-{i}" for i in range(count)] or [None])
            assert column(grid, "Place") == [None] * max(1, count)


class TestFilling:
    def test_a_new_workbook_may_be_filled(self, host):
        workbook = host.make(Book.small(), fill=True)
        workbook.replace(
            "sessions", {"session_id": ["A", "B"], "day": [dt.date(2026, 1, 1)] * 2, "minutes": [10, 20]}
        )
        workbook.write(
            "sessions", {"minutes": [11, 21, None, None, None][: workbook.read("sessions").height]}
        )
        grid = workbook.read("sessions")
        assert column(grid, "Session")[:2] == ["A", "B"]
        assert column(grid, "Minutes")[:2] == [11, 21]
        assert column(saved(host, workbook, "sessions"), "Own note") == [f"note {i}" for i in range(1, 6)]


def test_what_is_told_reaches_the_person(host):
    workbook = host.make(Book.small())
    workbook.tell("Ready.")
    workbook.progress(1, 2, "Reading")


def test_saving_nothing_is_fine(host):
    workbook = host.make(Book.small())
    workbook.save()
    workbook.save()
    assert workbook.read("slips").height == 3

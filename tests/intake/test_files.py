"""Exports are read whatever program wrote them, and nothing in them is repaired."""

from __future__ import annotations

import csv
import datetime as dt
import io

import openpyxl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.intake.exports import BOOKED, HEADINGS, csv_of, xlsx_of
from xl_massbill.book.kinds import tidy
from xl_massbill.errors import Unreadable
from xl_massbill.intake.files import read_table

ODD = (("9001", "José Łopez; “x”, y", "line one\nline two", "tab\there", 'say "hi"', "", "a|b", "ü"),)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("sep", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_letters_and_separators(encoding, sep, end):
    table = read_table(csv_of((*ODD, *BOOKED), sep=sep, encoding=encoding, end=end))
    assert table.headings == HEADINGS and table.above == 0
    assert [row.number for row in table.rows] == [2, 3, 4, 5]
    assert table.rows[0].cells == tuple(cell or None for cell in ODD[0])
    assert table.rows[3].cells == BOOKED[2]


def test_old_windows_letters():
    data = csv_of([("1", "Zoë Müller – “Zo”", *BOOKED[0][2:])], encoding="cp1252")  # noqa: RUF001
    assert read_table(data).rows[0].cells[1] == "Zoë Müller – “Zo”"  # noqa: RUF001
    with pytest.raises(Unreadable, match="neither UTF-8"):
        read_table(b"a,b\n\x81\xff,1\n")


def test_a_workbook_holds_values():
    row = ("9001", dt.datetime(2026, 5, 14), dt.time(9), 0.5, "Harper, June", None, 60, True)
    table = read_table(xlsx_of([row, (None,) * 8, BOOKED[1]]))
    assert table.headings == HEADINGS and [r.number for r in table.rows] == [2, 4]
    assert table.rows[0].cells[1:3] == (dt.date(2026, 5, 14), dt.time(9))
    assert table.rows[0].cells[6:] == (60, True) and table.rows[0].cells[5] is None


def test_titles_above_the_headings_are_passed_over():
    data = b"Appointments report\r\n\r\nFrom:,05/14/2026\r\n" + csv_of(BOOKED)
    table = read_table(data)
    assert table.headings == HEADINGS and table.above == 3
    assert [row.number for row in table.rows] == [5, 6, 7]
    for sep in ",;\t":
        marked = f"sep={sep}\r\n".encode() + csv_of(BOOKED, sep=sep)
        assert read_table(marked).headings == HEADINGS


def test_rows_of_another_width_are_told_with_their_number():
    data = csv_of((BOOKED[0], BOOKED[1][:7], (*BOOKED[2], "more"), (*BOOKED[2], "")))
    faults = {row.number: row.fault for row in read_table(data).rows}
    assert faults[2] == faults[5] == ""
    assert faults[3].startswith("7 cells, but there are 8 headings")
    assert faults[4].startswith("9 cells, but there are 8 headings")


def test_a_text_that_no_cell_can_hold():
    (row,) = read_table(csv_of([("x" * 32_768, *BOOKED[0][1:])])).rows
    assert "longer than the 32,767" in row.fault


def two_sheets():
    made, out = openpyxl.Workbook(), io.BytesIO()
    for sheet in (made.active, made.create_sheet("More")):
        sheet.append(["a", "b"])
    made.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "no row of headings"),
        (b"one\ntwo\n", "no row of headings"),
        (b"a,b,A\n1,2,3\n", r"same heading stands over several columns \(1, 3\)"),
        (b'a,b\n"1,2\n', "cannot be read as CSV"),
        (b"%PDF-1.7", "PDF"),
        (b"<html><table>", "web page"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "no text"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "without a password"),
        (two_sheets(), "2 filled sheets"),
    ],
)
def test_what_is_no_table_is_refused(data, why):
    with pytest.raises(Unreadable, match=why):
        read_table(data)


def test_too_large_a_file():
    with pytest.raises(Unreadable, match="too large"):
        read_table(b"a,b\n" + b"1,2\n" * (8 << 20))


cell = st.text(
    st.characters(codec="utf-8", exclude_characters="\0\r", exclude_categories=["Cs"]), max_size=12
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.lists(cell, min_size=3, max_size=3), min_size=1, max_size=6),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_whatever_is_written_is_read(rows, sep, encoding):
    out = io.StringIO()
    csv.writer(out, delimiter=sep, quoting=csv.QUOTE_ALL).writerows([("One", "Two", "Three"), *rows])
    table = read_table(out.getvalue().encode(encoding))
    assert table.headings == ("One", "Two", "Three")
    wanted = {i: tuple(c if tidy(c) else None for c in row) for i, row in enumerate(rows, 2)}
    assert {row.number: row.cells for row in table.rows} == {i: r for i, r in wanted.items() if any(r)}


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data):
    assume(not data.startswith(b"PK"))
    try:
        table = read_table(data)
    except Unreadable:
        return
    assert all(len(row.cells) == len(table.headings) for row in table.rows)

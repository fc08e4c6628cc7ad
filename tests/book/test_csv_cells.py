"""Cells through CSV text and back: whatever Excel holds comes back as the same value."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_massbill.book.column import Kind
from xl_massbill.book.csv_cells import heading_read, heading_written, read, written
from xl_massbill.book.workbook import NOT_CALCULATED, CellError, Formula

TYPED = (Kind.WHOLE, Kind.MONEY, Kind.PERCENT, Kind.DAY, Kind.CLOCK, Kind.MOMENT, Kind.YES_NO, None)
TEXTUAL = tuple(kind for kind in Kind if kind not in TYPED)

days = st.dates(dt.date(1900, 3, 1), dt.date(2199, 12, 31))
seconds = st.integers(0, 86_399)
clocks = seconds.map(lambda s: (dt.datetime(2000, 1, 1) + dt.timedelta(seconds=s)).time())
moments = st.builds(dt.datetime.combine, days, clocks.filter(lambda c: c != dt.time()))
looks_like = st.sampled_from(
    [
        "-12.50",
        "12.50",
        "0042",
        "1e5",
        "2026-05-04",
        "5/4/2026",
        "10:00",
        "1:05pm",
        "20%",
        "TRUE",
        "Y",
        "=1+1",
        "+1",
        "@x",
        "'=1",
        "''=1",
        "#N/A",
        "''",
        "46146",
        "$1,234.50",
    ]
)
texts = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1),
    looks_like,
    looks_like.map(lambda t: f"'{t}"),
    looks_like.map(lambda t: f" {t}\n"),
)


@given(st.sampled_from([*TYPED, *TEXTUAL]), texts)
def test_a_text_comes_back_as_the_same_text(kind, text):
    assert read(kind, written(kind, text)) == text
    assert isinstance(read(kind, written(kind, text)), str)


@given(st.sampled_from([*TYPED, *TEXTUAL]), texts)
def test_no_text_leaves_as_a_formula(kind, text):
    assert written(kind, text)[0] not in "=+-@\t\r"


@given(st.sampled_from(TYPED), st.one_of(clocks, st.booleans(), st.integers(-(10**14), 10**14)))
def test_other_values_come_back_where_numbers_are_at_home(kind, cell):
    if kind in (Kind.DAY, Kind.MOMENT, Kind.CLOCK) and isinstance(cell, int):
        return  # a number that is a day or a time comes back as one
    found = read(kind, written(kind, cell))
    assert found == cell
    assert isinstance(found, bool) is isinstance(cell, bool)


@given(st.sampled_from(TYPED), st.one_of(days, moments))
def test_days_come_back(kind, cell):
    found = read(kind, written(kind, cell))
    assert found == cell
    assert type(found) is type(cell)


@given(
    st.sampled_from([Kind.WHOLE, Kind.MONEY, Kind.PERCENT, None]),
    st.floats(allow_nan=False, allow_infinity=False),
)
def test_every_fraction_comes_back_to_the_last_bit(kind, number):
    assert read(kind, written(kind, number)) == number


@given(st.integers(0, 1_000_000))
def test_a_share_comes_back(parts):
    assert read(Kind.PERCENT, written(Kind.PERCENT, parts / 1_000_000)) == parts / 1_000_000


@given(texts)
def test_a_heading_comes_back_and_is_no_formula(heading):
    assert heading_read(heading_written(heading)) == heading
    assert heading_written(heading)[0] not in "=+-@\t\r"


@pytest.mark.parametrize(
    ("kind", "text", "cell"),
    [
        (Kind.MONEY, "$1,234.50", 1234.5),
        (Kind.MONEY, "(25.00)", -25.0),
        (Kind.MONEY, "-25.00", -25.0),
        (Kind.MONEY, "12.345", 12.345),
        (Kind.MONEY, "about 45", "about 45"),
        (Kind.WHOLE, "4", 4),
        (Kind.WHOLE, "4.5", 4.5),
        (Kind.WHOLE, "007", 7),
        (Kind.WHOLE, "12345678901234567", "12345678901234567"),
        (Kind.PERCENT, "20%", 0.2),
        (Kind.PERCENT, "12.345%", 0.12345),
        (Kind.PERCENT, "0.2", 0.2),
        (Kind.PERCENT, "250%", "250%"),
        (Kind.DAY, "2026-05-04", dt.date(2026, 5, 4)),
        (Kind.DAY, "5/4/2026", dt.date(2026, 5, 4)),
        (Kind.DAY, "May 4, 2026", dt.date(2026, 5, 4)),
        (Kind.DAY, "20260504", dt.date(2026, 5, 4)),
        (Kind.DAY, "5/4/26", "5/4/26"),
        (Kind.DAY, "1899-12-31", "1899-12-31"),
        (Kind.DAY, "2026-02-30", "2026-02-30"),
        (Kind.MOMENT, "2026-05-04 10:30", dt.datetime(2026, 5, 4, 10, 30)),
        (Kind.MOMENT, "2026-05-04T10:30:15Z", "2026-05-04T10:30:15Z"),
        (Kind.MOMENT, "2026-05-04 10:30:15", dt.datetime(2026, 5, 4, 10, 30, 15)),
        (Kind.CLOCK, "9:05", dt.time(9, 5)),
        (Kind.CLOCK, "1:05 pm", dt.time(13, 5)),
        (Kind.CLOCK, "25:00", "25:00"),
        (Kind.YES_NO, "Y", "Y"),
        (Kind.YES_NO, "yes", "yes"),
        (Kind.ID, "007", "007"),
        (Kind.ZIP, "02108", "02108"),
        (Kind.TEXT, "2026-05-04", "2026-05-04"),
        (Kind.TEXT, "-12.50", "-12.50"),
        (Kind.TEXT, "'=1+1", "=1+1"),
        (Kind.TEXT, "'tis", "'tis"),
        (None, "12", 12),
        (None, "012", "012"),
        (None, "", None),
    ],
)
def test_what_people_write(kind, text, cell):
    found = read(kind, text)
    assert (found, type(found)) == (cell, type(cell))


def test_a_fraction_of_a_day_is_a_time_in_a_column_of_times():
    assert written(Kind.CLOCK, 0.5) == "12:00"
    assert written(Kind.CLOCK, 1.5) == "1.5"
    assert written(Kind.DAY, 46146.0) == "2026-05-04"


def test_errors_formulas_and_what_was_never_calculated():
    assert written(Kind.MONEY, CellError("#DIV/0!")) == "#DIV/0!"
    assert isinstance(read(Kind.TEXT, "#DIV/0!"), CellError)
    assert written(Kind.MONEY, Formula("A1*2", 12.5)) == "12.50"
    assert written(Kind.MONEY, NOT_CALCULATED) == "#N/A", "a blank would hide that a value is missing"


def test_a_number_in_a_text_column_keeps_its_digits():
    assert written(Kind.ID, 97124.0) == "97124"
    assert written(Kind.ZIP, 2108.0) == "2108", "zeros that are lost are not invented here"


def test_what_a_fraction_of_a_day_rounds_off_is_no_second():
    assert written(Kind.CLOCK, dt.time(9, 59, 59, 999_990)) == "10:00"
    assert written(Kind.MOMENT, dt.datetime(2026, 5, 4, 23, 59, 59, 999_900)) == "2026-05-05"
    assert written(Kind.CLOCK, dt.time(10, 0, 0, 250_000)) == "10:00:00.250"

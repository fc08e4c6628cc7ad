"""Dates and clock times, in every form that offices, Excel and other programs write them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_massbill.book.dates import day_of, minutes_of, moment_of
from xl_massbill.book.doubt import Bad

MAY_4 = dt.date(2026, 5, 4)


@pytest.mark.parametrize(
    "cell",
    [
        *(
            MAY_4,
            dt.datetime(2026, 5, 4),
            dt.datetime(2026, 5, 4, 23, 59, 59),
            46146,
            46146.0,
            46146.9999999,
            20260504,
        ),
        *("2026-05-04", "2026-5-4", "2026/05/04", "2026.05.04", "20260504", "46146", "46146.5"),
        *("5/4/2026", "05/04/2026", "5-4-2026", "5.4.2026", "05/04/2026 10:30 AM", "5/4/2026, 10:30"),
        *("2026-05-04T10:30:00", "2026-05-04 10:30", "2026-05-04T10:30:00.123Z", "2026-05-04T10:30:00-07:00"),
        *(
            "May 4, 2026",
            "may 4 2026",
            "MAY 4TH, 2026",
            "4 May 2026",
            "4-May-2026",
            "Sun, May 4, 2026",
            "Monday 5/4/2026",
        ),
    ],
)
def test_the_fourth_of_may(cell):
    assert day_of(cell) == MAY_4


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        *[
            (c, "short_year")
            for c in ("5/4/26", "05-04-26", "4-May-26", "May 4, '26", "5/4/26 10:00", "May 4 26")
        ],
        *[
            (c, "not_a_date")
            for c in ("2026-02-30", "13/45/2026", "2/29/2025", "0/4/2026", "Ma 4, 2026", "Ju 4, 2026")
        ],
        *[
            (c, "not_a_date")
            for c in ("yesterday", "2026", "May 2026", "97124", "5/4", "0202-05-04", "12:30")
        ],
        *[
            (c, "not_a_date")
            for c in (0, 1, 9_999, 80_000, 2026, 97124.0, -46146, 1e300, 20261301, True, dt.time(10))
        ],
        *[(c, "not_a_date") for c in (dt.date(1899, 12, 31), dt.datetime(1899, 12, 30, 10, 30))],
        *[(c, "not_a_time") for c in ("2026-05-04 25:00", "2026-05-04 soon")],
    ],
)
def test_no_date(cell, why):
    assert moment_of(cell) == Bad(why)
    assert day_of(cell) == Bad(why)


@given(st.dates(min_value=dt.date(1927, 5, 19), max_value=dt.date(2100, 12, 31)))
def test_every_form_of_a_day_is_that_day(day):
    serial = (day - dt.date(1899, 12, 30)).days
    forms = (
        day,
        dt.datetime(day.year, day.month, day.day, 23, 59),
        serial,
        float(serial),
        serial + 0.75,
        str(serial),
    )
    texts = (
        day.isoformat(),
        f"{day:%m/%d/%Y}",
        f"{day.month}/{day.day}/{day.year}",
        f"{day:%B %d, %Y}",
        f"{day:%d-%b-%Y}",
        f"{day:%Y%m%d}",
    )
    assert {day_of(form) for form in (*forms, *texts)} == {day}


@given(
    st.datetimes(min_value=dt.datetime(1930, 1, 1), max_value=dt.datetime(2110, 1, 1)).map(
        lambda m: m.replace(second=0, microsecond=0)
    )
)
def test_every_form_of_a_moment_is_that_moment(moment):
    serial = (moment - dt.datetime(1899, 12, 30)) / dt.timedelta(days=1)
    forms = (moment, serial, moment.isoformat(), f"{moment:%m/%d/%Y %I:%M %p}", f"{moment:%B %d, %Y %H:%M}")
    assert {moment_of(form) for form in forms} == {moment}


@given(
    st.text(max_size=30)
    | st.from_regex(r"[0-9]{1,5}[-/. ][0-9A-Za-z]{1,9}[-/., ]{1,2}[0-9]{1,5}( [0-9:apm]+)?", fullmatch=True)
)
def test_no_text_breaks_the_reader(text):
    for read in (day_of, moment_of, minutes_of):
        found = read(text)
        assert isinstance(found, Bad | dt.date | int)
        if isinstance(found, dt.date):
            assert 1900 <= found.year <= 9999


@pytest.mark.parametrize(
    ("cell", "minutes"),
    [
        *[
            (c, 630)
            for c in (
                "10:30",
                "10:30:00",
                "10:30 AM",
                "10:30am",
                "10:30 a.m.",
                "10:30:45",
                "10:30 a",
                dt.time(10, 30),
            )
        ],
        *[
            (c, 630)
            for c in (0.4375, 46146.4375, dt.datetime(2026, 5, 4, 10, 30), dt.timedelta(hours=10, minutes=30))
        ],
        *[(c, 630) for c in (dt.time(10, 29, 59, 999_900), dt.datetime(1899, 12, 30, 10, 30), 0.43749999)],
        *[(c, 780) for c in ("1 pm", "1:00 PM", "13:00", "1:00 p.m.")],
        *[("12:00 am", 0), ("12:00 pm", 720), ("0:00", 0), (0, 0), ("23:59", 1439), (dt.time(0), 0)],
    ],
)
def test_clock_times(cell, minutes):
    assert minutes_of(cell) == minutes


@pytest.mark.parametrize(
    "cell",
    [
        "10",
        "1030",
        "10.30",
        "24:00",
        "10:60",
        "13:00 pm",
        "0:30 pm",
        "noon",
        "10:30-11:30",
        "10:30:99",
        1,
        1030,
        24.5,
        -0.5,
        True,
        dt.date(2026, 5, 4),
        dt.timedelta(days=1),
        dt.timedelta(seconds=-1),
        97124.5,
    ],
)
def test_no_clock_time(cell):
    assert minutes_of(cell) == Bad("not_a_time")


@given(st.integers(0, 1439))
def test_every_minute_survives_excels_fractions(minute):
    clock = f"{minute // 60}:{minute % 60:02d}"
    assert minutes_of(clock) == minutes_of(minute / 1440) == minutes_of(46146 + minute / 1440) == minute

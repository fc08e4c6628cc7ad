"""Cells of exports mean what the map says; what is not known stays unknown."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_massbill.book.tables import TABLES
from xl_massbill.intake.mapping import MapRow, words_of, words_text
from xl_massbill.intake.values import Skip, Unknown, Value, clock_of, day_of, minutes, orders, read

DAYS = st.dates(dt.date(1900, 3, 1), dt.date(2100, 12, 31))
FORMS = {"MDY": ("%m/%d/%Y", "%m-%d-%Y", "%m.%d.%Y"), "DMY": ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")}


@given(DAYS, st.sampled_from(["MDY", "DMY"]), st.integers(0, 2), st.sampled_from(["", " 9:05 AM", ", 21:05"]))
def test_days_in_figures_are_read_as_python_reads_them(day, order, form, clock):
    text = day.strftime(FORMS[order][form]) + clock
    assert day_of(text, order) == dt.datetime.strptime(text[:10], FORMS[order][form]).date() == day
    other = "DMY" if order == "MDY" else "MDY"
    try:
        wanted = dt.datetime.strptime(text[:10], FORMS[other][form]).date()
    except ValueError:
        assert isinstance(day_of(text, other), Unknown)
    else:
        assert day_of(text, other) == wanted
    assert isinstance(day_of(text, ""), Unknown)


@given(DAYS, st.sampled_from(["%Y-%m-%d", "%B %d, %Y", "%d %b %Y", "%Y/%m/%d", "%A, %B %d, %Y"]))
def test_days_that_are_clear_need_no_order(day, form):
    for order in ("", "MDY", "DMY", "YMD"):
        assert day_of(day.strftime(form), order) == day
    assert not orders([day.strftime(form)])


@given(st.times(), st.booleans())
def test_clock_times_of_12_and_24_hours(clock, day):
    clock = clock.replace(second=0, microsecond=0)
    for form in ("%I:%M %p", "%H:%M", "%H:%M:%S"):
        text = ("December 2, 2020 " if day else "") + clock.strftime(form)
        assert clock_of(text, "") == Value(clock)
    assert clock_of("2020-12-02 " + clock.strftime("%H:%M"), "") == Value(clock)
    assert clock_of("02/12/2020 " + clock.strftime("%I:%M%p").lower(), "MDY") == Value(clock)


@pytest.mark.parametrize(
    "text",
    ["2026-07-02T17:00:00Z", "2026-07-02 17:00 UTC", "2026-07-02T17:00:00+00:00"],
)
def test_times_in_utc_are_nobody_s_hour(text):
    assert "UTC" in clock_of(text, "").why and "UTC" in day_of(text, "").why


def test_a_time_with_the_clinic_s_own_zone_is_its_time():
    assert clock_of("2026-07-02T17:00:00-07:00", "") == Value(dt.time(17))
    assert day_of("2026-07-02T17:00:00-07:00", "") == dt.date(2026, 7, 2)


@pytest.mark.parametrize("text", ["2026-07-02", "noon", "9", "25:00", "9:75", dt.date(2026, 7, 2), True])
def test_no_clock_time(text):
    assert clock_of(text, "MDY") == Unknown("is no clock time")


@pytest.mark.parametrize(
    ("text", "why"), [("5/4/26", "two figures"), ("soon", "no date"), ("02/30/2026", "no date")]
)
def test_no_day(text, why):
    assert why in day_of(text, "MDY").why


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("60", 60),
        (60.0, 60),
        ("60 min", 60),
        ("1 hr 15 min", 75),
        ("1h", 60),
        ("1 hour and 30 minutes", 90),
        ("0", 0),
        ("90 Mins.", 90),
    ],
)
def test_minutes(cell, wanted):
    assert minutes(cell) == Value(wanted)


@pytest.mark.parametrize("cell", ["1:15", "", "an hour", "60 or so", -5, 1.5, "1440", True, "24 h"])
def test_no_minutes(cell):
    assert isinstance(minutes(cell), Unknown)


def patient(name, cell, **row):
    return read(TABLES["patients"].field(name), MapRow("x", "X", **row), cell)


@pytest.mark.parametrize(
    ("name", "cell", "wanted"),
    [
        ("phone", "(206) 555-0123", "2065550123"),
        ("phone", "'+1 206-555-0123", "2065550123"),
        ("phone", 2065550123.0, "2065550123"),
        ("zip", "98108-1234", "981081234"),
        ("zip", 2101.0, "02101"),
        ("state", "Washington", "WA"),
        ("state", "wa", "WA"),
        ("sex", "female", "F"),
        ("sms_ok", "Yes", "Y"),
        ("city", " Seattle ", "Seattle"),
        ("city", "@SUM(A1)", "'@SUM(A1)"),
        ("city", "'-x", "'-x"),
        ("city", None, None),
        ("city", "  ", None),
        ("dob", dt.datetime(1984, 2, 17), dt.date(1984, 2, 17)),
    ],
)
def test_what_cells_of_clients_mean(name, cell, wanted):
    assert patient(name, cell).cell == wanted


@pytest.mark.parametrize(
    ("name", "cell"),
    [("phone", "555-0123"), ("zip", "981"), ("state", "Wash"), ("sex", "other"), ("sms_ok", "maybe")],
)
def test_what_is_not_known_stays_unknown(name, cell):
    assert isinstance(patient(name, cell), Unknown)


def test_words_of_the_map_come_first():
    words = words_of('Other=U; "A; b"=F; away=SKIP; n/a=NONE; blank=')
    assert patient("sex", "OTHER", words=words).cell == "U"
    assert patient("sex", "a;  B", words=words).cell == "F"
    assert isinstance(patient("sex", "Away", words=words), Skip)
    assert (
        patient("sex", "N/A", words=words).cell is None and patient("sex", "blank", words=words).cell is None
    )
    assert patient("sex", "", words={"*": "U"}).cell == "U"
    assert patient("sex", "female", words={"*": "U", "female": "F"}).cell == "F"


word = st.text(
    st.characters(exclude_characters='"\0', exclude_categories=["Cs", "Cc"]), min_size=1, max_size=9
)


@given(
    st.dictionaries(
        word.map(lambda w: " ".join(w.casefold().split())).filter(bool),
        st.sampled_from(["DONE", "60", "SKIP"]),
        max_size=4,
    )
)
def test_words_are_written_and_read_alike(words):
    assert words_of(words_text(words)) == words

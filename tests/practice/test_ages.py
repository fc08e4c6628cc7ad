"""The age of a patient on the day of a visit."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.practice.practices import plain, practice, visit

DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))


def age(born: dt.date | None, dos: dt.date) -> int | None:
    patients = [{"patient_id": "P1", "dob": born}]
    return plain(practice([visit(dos.isoformat())], patients=patients)["patient_age"])[0]


@given(DAYS, DAYS)
def test_age_is_what_a_calendar_says(born, dos):
    birthdays = dos.year - born.year - ((dos.month, dos.day) < (born.month, born.day))
    assert age(born, dos) == birthdays


@pytest.mark.parametrize(("dos", "years"), [("2026-02-28", 1), ("2026-03-01", 2), ("2028-02-29", 4)])
def test_a_birthday_in_a_leap_year(dos, years):
    assert age(dt.date(2024, 2, 29), dt.date.fromisoformat(dos)) == years


def test_nobody_knows():
    assert age(None, dt.date(2026, 5, 4)) is None

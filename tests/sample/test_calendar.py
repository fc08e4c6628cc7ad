"""When the clinic is open and who treats whom at what time."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter

import pytest

from tests.sample.practice import SEEDS, by, clean, keyed, slipped
from xl_massbill.sample.calendar import holidays, is_open, opened, shut
from xl_massbill.sample.clinic import therapists
from xl_massbill.sample.days import Window

HOLIDAYS_2026 = {
    dt.date(2026, 1, 1), dt.date(2026, 1, 19), dt.date(2026, 2, 16), dt.date(2026, 5, 25), dt.date(2026, 6, 19),
    dt.date(2026, 7, 3), dt.date(2026, 7, 4), dt.date(2026, 9, 7), dt.date(2026, 11, 26), dt.date(2026, 11, 27),
    dt.date(2026, 12, 25),
}  # fmt: skip


def test_holidays():
    assert holidays(2026) == HOLIDAYS_2026
    assert dt.date(2027, 12, 24) in holidays(2027)  # Christmas on a Saturday is kept on Friday
    assert dt.date(2023, 1, 2) in holidays(2023)  # New Year on a Sunday is kept on Monday


def test_next_and_last_open_day():
    assert opened(dt.date(2026, 7, 3)) == dt.date(2026, 7, 6)
    assert shut(dt.date(2026, 7, 5)) == dt.date(2026, 7, 2)
    assert opened(dt.date(2026, 7, 6)) == shut(dt.date(2026, 7, 6)) == dt.date(2026, 7, 6)


@pytest.mark.parametrize(
    ("as_of", "start"),
    [
        (dt.date(2026, 9, 30), dt.date(2026, 1, 1)),
        (dt.date(2026, 12, 1), dt.date(2026, 4, 1)),
        (dt.date(2026, 8, 31), dt.date(2025, 12, 1)),
        (dt.date(2026, 1, 31), dt.date(2025, 5, 1)),
    ],
)
def test_nine_months(as_of, start):
    assert Window.ending(as_of).start == start


@pytest.mark.parametrize("seed", SEEDS)
def test_visits_fall_on_open_days_of_the_window(seed):
    made = clean(seed)
    for row in made.tables["visits"]:
        assert is_open(row["dos"])
        assert row["dos"] >= dt.date(2026, 1, 1)
        assert (row["dos"] > made.as_of) == (row["status"] == "SCHEDULED")


@pytest.mark.parametrize("seed", SEEDS)
def test_nine_months_are_filled_and_saturdays_are_quiet(seed):
    rows = [r for r in clean(seed).tables["visits"] if r["status"] != "SCHEDULED"]
    months = Counter(r["dos"].month for r in rows)
    assert set(months) == set(range(1, 10))
    assert min(months.values()) >= 20
    weekdays = Counter(r["dos"].weekday() for r in rows)
    assert weekdays[5] < min(weekdays[day] for day in range(5))


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_is_in_two_places(seed):
    for made in (clean(seed), slipped(seed)):
        for who in ("therapist_id", "patient_id"):
            for notes in by(made.tables["notes"], who, "dos").values():
                whole = [n for n in notes if "start_time" in n and "end_time" in n]
                spans = sorted((n["start_time"], n["end_time"]) for n in whole)
                assert all(earlier[1] <= later[0] for earlier, later in itertools.pairwise(spans))


@pytest.mark.parametrize("seed", SEEDS)
def test_therapists_work_in_their_hours_and_within_their_training(seed):
    made = clean(seed)
    hours = {t.therapist_id: t.shift for t in therapists()}
    for note in made.tables["notes"]:
        first, last = hours[note["therapist_id"]][note["dos"].weekday()]
        assert dt.time(first) <= note["start_time"] < note["end_time"] <= dt.time(last)
    trained = {t["therapist_id"]: t["specialised_training"].split(", ") for t in made.tables["therapists"]}
    for row in made.tables["visits"]:
        assert row["code"] in ("97124", "97010", *trained[row["therapist_id"]])


@pytest.mark.parametrize("seed", SEEDS)
def test_one_visit_a_day_numbered_by_day(seed):
    rows = clean(seed).tables["visits"]
    days = {v: lines[0]["dos"] for (v,), lines in by(rows, "visit_id").items()}
    assert list(days) == sorted(days)
    assert list(days.values()) == sorted(days.values())
    for lines in by(rows, "patient_id", "dos").values():
        assert len({line["visit_id"] for line in lines}) == 1


def test_the_worksite_is_used():
    made = clean()
    away = [row for row in made.tables["visits"] if "facility_id" in row]
    assert {row["facility_id"] for row in away} == set(keyed(made.tables["facilities"], "facility_id"))
    assert {row["pos"] for row in away} == {"18"}
    assert all(row["pos"] == "11" for row in made.tables["visits"] if "facility_id" not in row)

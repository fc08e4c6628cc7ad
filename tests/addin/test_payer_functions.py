"""Fees, amounts allowed and filing limits on the sheet are those of the rules."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.addin.ranges import column, flat, table
from tests.practice.practices import day, plain, practice, visit
from xl_massbill.addin.functions import MB_ALLOWED, MB_FEE, MB_FILE_BY

DAY = dt.datetime(2026, 5, 4)
FEE = {"code": "97124", "unit_charge": 45.0, "expected_allowed_per_unit": 32.5}


def fees(*rows):
    return table("fees", [{**FEE, **row} for row in rows])


def test_fee():
    prices = fees({}, {"payer_id": "X", "unit_charge": 50.1}, {"modifier": "GP", "unit_charge": 40})
    assert flat(MB_FEE(column("97124", 97124.0, "97140", None, True), DAY, "X", prices)) == [
        50.1,
        50.1,
        "#N/A",
        "",
        "#VALUE!",
    ]
    assert MB_FEE("97124", DAY, "Y", prices) == 45.0
    assert MB_FEE("97124", DAY, "Y", prices, "GP 59") == 40.0
    assert MB_FEE("97124", DAY, "Y", prices, "gp") == 40.0
    assert MB_FEE("97124", "soon", "Y", prices) == "#VALUE!"


def test_a_fee_counts_from_day_to_day_and_the_latest_start_wins():
    prices = fees(
        {"effective_to": day("2026-05-04")},
        {"effective_from": day("2026-05-01"), "effective_to": day("2026-05-05"), "unit_charge": 46},
    )
    days = column("2026-04-30", "2026-05-01", "2026-05-05", "2026-05-06")
    assert flat(MB_FEE("97124", days, "X", prices)) == [45.0, 46.0, 46.0, "#N/A"]


def test_prices_that_contradict_or_cannot_be_read_are_no_prices():
    assert MB_FEE("97124", DAY, "X", fees({}, {"unit_charge": 46})) == "#N/A"
    assert MB_FEE("97124", DAY, "X", fees({}, {})) == 45.0
    assert MB_FEE("97124", DAY, "X", fees({}, {"effective_from": "spring", "payer_id": "Y"})) == "#N/A"
    assert MB_FEE("97140", DAY, "X", fees({"code": "97140"}, {"effective_from": "spring"})) == 45.0
    assert MB_FEE("97124", DAY, "X", fees({}, {"code": "#REF!"})) == "#N/A"


def test_columns_of_the_list_may_stand_in_any_order_and_others_beside_them():
    turned = [list(reversed(["mine", *row])) for row in fees({})]
    assert MB_FEE("97124", DAY, "X", turned) == 45.0
    assert MB_FEE("97124", DAY, "X", fees({})[1:]) == "#VALUE!"


def test_allowed():
    prices = fees({}, {"code": "97140", "expected_allowed_per_unit": None})
    assert MB_ALLOWED("97124", DAY, "X", prices) == 32.5
    assert flat(MB_ALLOWED("97124", DAY, "X", prices, column(4, "2", None, 1.5))) == [
        130.0,
        65.0,
        32.5,
        "#VALUE!",
    ]
    assert MB_ALLOWED("97140", DAY, "X", prices, 4) == "#N/A"


CENTS = st.integers(1, 99_999)
DAYS = st.dates(dt.date(2026, 4, 28), dt.date(2026, 5, 10))
FEES = st.lists(
    st.fixed_dictionaries(
        {
            "payer_id": st.sampled_from([None, "*", "X", "Y"]),
            "code": st.sampled_from(["97124", "97140"]),
            "modifier": st.sampled_from([None, "GP"]),
            "unit_charge": CENTS.map(lambda cents: cents / 100),
            "effective_from": st.none() | DAYS,
            "effective_to": st.none() | DAYS,
        }
    ),
    max_size=5,
)


@given(FEES, DAYS, st.sampled_from([None, "GP"]))
def test_a_fee_is_the_fee_of_the_rules(rows, of_day, modifier):
    lines = practice([visit(of_day.isoformat(), code="97124", mod1=modifier)], fees=rows)
    (cents,) = plain(lines["fee_unit_charge"])
    assert MB_FEE("97124", of_day, "X", table("fees", rows), modifier) == (
        "#N/A" if cents is None else cents / 100
    )


def rules(*rows):
    return table("payer_rules", [{"payer_id": "X", "rule_key": "tfl_days", **row} for row in rows])


@pytest.mark.parametrize(
    ("rows", "last"),
    [
        ([{"value": "180"}], dt.datetime(2026, 10, 31)),
        ([{"value": 180.0}], dt.datetime(2026, 10, 31)),
        ([], dt.datetime(2026, 8, 2)),
        ([{"payer_id": "*", "value": "30"}, {"payer_id": "Y", "value": "60"}], dt.datetime(2026, 6, 3)),
        ([{"rule_key": "tfl_anchor", "value": "dos_end_of_next_year"}], dt.datetime(2027, 12, 31)),
        ([{"rule_key": "tfl_anchor", "value": "PRIMARY_EOB"}, {"value": "60"}], "#N/A"),
        ([{"value": "30", "code": "97140"}], dt.datetime(2026, 8, 2)),
        ([{"value": "30"}, {"value": "60"}], dt.datetime(2026, 7, 3)),  # of equals the last on the sheet
        ([{"value": "60"}, {"value": "30"}], dt.datetime(2026, 6, 3)),
    ],
)
def test_file_by(rows, last):
    assert MB_FILE_BY("X", DAY, rules(*rows)) == last


def test_file_by_of_columns():
    limit = rules({"value": "30"}, {"value": "10", "code": "97140", "provider_type": "LMT"})
    assert flat(MB_FILE_BY(column("X", None, 7, True), DAY, limit)) == [
        dt.datetime(2026, 6, 3),
        "",
        dt.datetime(2026, 8, 2),
        "#VALUE!",
    ]
    assert MB_FILE_BY("X", DAY, limit, 97140.0, "lmt") == dt.datetime(2026, 5, 14)
    assert MB_FILE_BY("X", DAY, limit, "97140", "PT") == dt.datetime(2026, 6, 3)


RULES = st.lists(
    st.fixed_dictionaries(
        {
            "payer_id": st.sampled_from(["*", "X", "Y"]),
            "rule_key": st.sampled_from(["tfl_days", "tfl_days", "tfl_anchor"]),
            "value": st.sampled_from(["30", "365", "DOS", "DOS_END_OF_NEXT_YEAR", "DISCHARGE", "soon", None]),
            "code": st.sampled_from([None, "*", "97124", "97140"]),
            "provider_type": st.sampled_from([None, "LMT", "PT"]),
            "effective_from": st.none() | DAYS,
            "effective_to": st.none() | DAYS,
        }
    ),
    max_size=6,
)


@given(RULES, DAYS)
def test_a_filing_limit_is_that_of_the_rules(rows, of_day):
    lines = practice(
        [visit(of_day.isoformat(), code="97124", therapist_id="T1")],
        payer_rules=rows,
        therapists=[{"therapist_id": "T1", "provider_type": "LMT"}],
    )
    (last,) = plain(lines["filing_deadline"])
    found = MB_FILE_BY("X", of_day, table("payer_rules", rows), "97124", "LMT")
    assert last == (None if found == "#N/A" else found.date().isoformat())

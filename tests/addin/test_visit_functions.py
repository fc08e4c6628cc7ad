"""Orders and visits left on the sheet are what the rules would count if the visit stood there."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.addin.ranges import column, flat, table
from tests.practice.practices import day, practice, visit
from xl_massbill.addin.functions import MB_REFERRAL, MB_VISITS_LEFT

COVERAGE = {
    "coverage_id": "C1",
    "patient_id": "P1",
    "payer_id": "X",
    "priority": "P",
    "effective_from": day("2026-01-01"),
}
ORDER = {
    "referral_id": "R1",
    "patient_id": "P1",
    "coverage_id": "C1",
    "signed_on": day("2026-01-05"),
    "prov_npi": "1555555014",
    "dx_list": "M54.2",
}
AUTH = {
    "auth_id": "A1",
    "patient_id": "P1",
    "coverage_id": "C1",
    "decision": "APPROVED",
    "valid_from": day("2026-01-01"),
    "valid_to": day("2026-12-31"),
}
PAYERS = [{"payer_id": "X", "payer_type": "COMMERCIAL"}, {"payer_id": "Y", "payer_type": "COMMERCIAL"}]


def referral(on, order=None, visits=(), rules=(), others=(), asked="R1", coverage=None):
    tables = (
        ("referrals", [{**ORDER, **(order or {})}, *others]),
        ("visits", visits),
        ("coverage", [{**COVERAGE, **(coverage or {})}]),
        ("payers", PAYERS),
        ("payer_rules", [{"payer_id": "X", "rule_key": "rx_max_age_days", **row} for row in rules]),
    )
    return MB_REFERRAL(asked, on, *(table(name, rows) for name, rows in tables))


NINETY = [{"value": "90"}]


@pytest.mark.parametrize(
    ("on", "order", "rules", "standing"),
    [
        ("2026-01-05", {}, NINETY, "ACTIVE"),
        ("2026-04-05", {}, NINETY, "ACTIVE"),  # handbook §4.2
        ("2026-04-06", {}, NINETY, "EXPIRED"),
        ("2026-01-04", {}, NINETY, "NOT_YET"),
        ("2026-01-05", {"valid_from": day("2026-01-06")}, NINETY, "NOT_YET"),
        ("2026-05-01", {}, [], "OPEN"),
        ("2026-05-01", {"valid_to": day("2026-05-01")}, [], "ACTIVE"),
        ("2026-05-01", {"dx_list": None}, [], "INCOMPLETE"),
        ("2026-05-01", {"prov_npi": None}, [], "INCOMPLETE"),
        ("2026-05-01", {"signed_on": None}, [], "INCOMPLETE"),
        ("2026-05-01", {"valid_to": day("2026-06-01"), "visits_ordered": 0}, [], "ACTIVE"),
    ],
)
def test_how_an_order_stands(on, order, rules, standing):
    assert referral(on, order, rules=rules) == standing


def test_an_order_is_used_up_by_the_visits_of_the_sheet():
    two = {"visits_ordered": 2, "valid_to": day("2026-06-01")}
    visits = [visit("2026-05-04"), visit("2026-05-06"), visit("2026-05-07", status="CANCELLED")]
    days = column("2026-05-03", "2026-05-04", "2026-05-05", "2026-05-06", "2026-05-07")
    assert flat(referral(days, two, visits)) == ["ACTIVE", "ACTIVE", "ACTIVE", "ACTIVE", "USED_UP"]


def test_a_newer_order_takes_the_place_of_an_older_one():
    newer = {**ORDER, "referral_id": "R2", "signed_on": day("2026-02-01")}
    assert referral("2026-03-01", {"valid_to": day("2026-06-01")}, others=[newer]) == "SUPERSEDED"


def test_orders_that_are_not_there_and_odd_cells():
    assert flat(referral("2026-03-01", asked=column("R9", None, True, "#N/A"))) == [
        "#N/A",
        "",
        "#VALUE!",
        "#N/A",
    ]
    assert referral("soon") == "#VALUE!"


def left(on, visits=(), coverage=(COVERAGE,), orders=(), auths=(), asked="P1"):
    tables = (
        ("visits", visits),
        ("coverage", coverage),
        ("referrals", orders),
        ("auths", auths),
        ("payers", PAYERS),
    )
    return MB_VISITS_LEFT(asked, on, *(table(name, rows) for name, rows in tables))


def test_the_least_of_plan_order_and_authorisation():
    plan = {**COVERAGE, "visits_allowed": 12, "visits_used_elsewhere": 2, "verified_on": day("2026-01-02")}
    order = {**ORDER, "visits_ordered": 6}
    auth = {**AUTH, "visits_authorised": 3}
    visits = [visit("2026-05-04", auth_id="A1")]
    assert left("2026-05-05") == ""
    assert left("2026-05-05", visits, [plan]) == 8
    assert left("2026-05-05", visits, [plan], [order]) == 4
    assert left("2026-05-05", visits, [plan], [order], [auth]) == 1
    assert left("2026-05-04", visits, [plan], [order], [auth]) == 2
    assert left("2026-05-03", visits, [plan], [order], [auth]) == 2


def test_days_that_are_asked_about_do_not_use_up_each_other():
    order = {**ORDER, "visits_ordered": 2}
    days = column("2026-05-05", "2026-05-06", "2026-05-07", "2026-05-05")
    assert flat(left(days, [visit("2026-05-04")], orders=[order])) == [0, 0, 0, 0]
    assert left("2026-05-05", [visit("2026-05-03"), visit("2026-05-04")], orders=[order]) == -1


def test_what_is_in_force_on_the_day_counts():
    plans = [
        {**COVERAGE, "visits_allowed": 5, "effective_to": day("2026-05-04")},
        {**COVERAGE, "coverage_id": "C2", "visits_allowed": 9, "effective_from": day("2026-05-05")},
        {**COVERAGE, "coverage_id": "C3", "visits_allowed": 1, "priority": "S"},
    ]
    days = column("2025-12-31", "2026-05-04", "2026-05-05")
    assert flat(left(days, coverage=plans)) == ["#N/A", 4, 8]
    orders = [
        {**ORDER, "visits_ordered": 3, "duration_weeks": 2},
        {**ORDER, "referral_id": "R2", "visits_ordered": 7, "signed_on": day("2026-01-12")},
        {**ORDER, "referral_id": "R3", "visits_ordered": 1, "patient_id": "P2"},
        {**ORDER, "referral_id": "R4", "visits_ordered": 1, "coverage_id": "C9"},
    ]
    assert flat(left(column("2026-01-11", "2026-01-12"), orders=orders)) == [2, 6]
    auths = [
        {**AUTH, "visits_authorised": 2, "decision": "PENDING"},
        {
            **AUTH,
            "auth_id": "A2",
            "visits_authorised": 4,
            "valid_to": day("2026-05-04"),
            "decision": "PARTIAL",
        },
    ]
    assert flat(left(column("2026-05-04", "2026-05-05"), auths=auths)) == [3, ""]


def test_patients_without_a_plan_and_odd_cells():
    assert flat(left("2026-05-05", asked=column("P9", None, True))) == ["#N/A", "", "#VALUE!"]
    assert left("2026-05-05", coverage=[]) == "#N/A"
    assert MB_VISITS_LEFT("P1", "2026-05-05", *[table("visits", [])] * 5) == "#VALUE!"


DAYS = st.dates(dt.date(2026, 5, 1), dt.date(2026, 5, 12))
STATUS = st.sampled_from(["DONE", "SCHEDULED", "CANCELLED", "NO_SHOW", "CASH"])


@settings(max_examples=40)
@given(
    st.lists(st.tuples(DAYS, STATUS), max_size=6), st.lists(DAYS, min_size=1, max_size=3), st.integers(1, 6)
)
def test_what_is_left_is_what_the_rules_count_once_the_visit_stands_there(seen, asked, ordered):
    order = {**ORDER, "visits_ordered": ordered}
    visits = [visit(on.isoformat(), visit_id=f"V{i}", status=status) for i, (on, status) in enumerate(seen)]
    counted = []
    for on in asked:
        lines = practice([*visits, visit(on.isoformat(), visit_id="new")], referrals=[order], payers=PAYERS)
        counted.append(int(lines["order_left"].iloc[-1]))
    days = column(*(pd.Timestamp(on).to_pydatetime() for on in asked))
    assert flat(left(days, visits, orders=[order])) == counted

"""Orders as the visits see them: required or not, window, visits left, week, successor."""

from __future__ import annotations

from typing import Any

import pytest

from tests.practice.practices import day, lines_of, plain, practice, visit


def order(**cells: Any) -> dict[str, Any]:
    return {"referral_id": "R1", "patient_id": "P1", "coverage_id": "C1", **cells}


def rule(key: str, value: str, **cells: Any) -> dict[str, Any]:
    return {"payer_id": "X", "rule_key": key, "value": value, **cells}


@pytest.mark.parametrize(
    ("coverage", "payer", "law", "required"),
    [
        ("Y", None, None, True),
        (None, "Y", None, True),
        (None, "yes", None, True),
        ("N", "Y", None, False),
        ("AFTER_N", None, None, False),
        (None, None, None, False),
        ("N", "N", {}, True),
        ("N", "N", {"state": "OR"}, False),
        ("N", "N", {"referral_required_by_law": False}, False),
        ("N", "N", {"referral_required_by_law": None}, False),
        ("N", "N", {"certainty": "G"}, False),
        ("N", "N", {"certainty": "G", "confirmed_on": day("2026-01-02")}, True),
        ("Y", None, {"certainty": "G"}, True),
        ("N", "N", {"effective_from": day("2026-05-04"), "effective_to": day("2026-05-04")}, True),
        ("N", "N", {"effective_from": day("2026-05-05")}, False),
        ("N", "N", {"effective_to": day("2026-05-03")}, False),
    ],
)
def test_an_order_is_required_by_coverage_payer_or_law(coverage, payer, law, required):
    laws = [] if law is None else [{"state": "WA", "referral_required_by_law": True, "certainty": "R", **law}]
    lines = practice(
        [visit("2026-05-04")],
        practice=[{"state": "WA"}],
        coverage=[{"coverage_id": "C1", "payer_id": "X", "rx_required": coverage}],
        payer_rules=[rule("rx_required", payer)] if payer else [],
        state_law=laws,
    )
    assert plain(lines["order_required"]) == [required]


def test_a_payers_unconfirmed_word_does_not_matter_where_the_law_decides():
    law = [
        {
            "state": "WA",
            "referral_required_by_law": True,
            "certainty": "R",
            "effective_from": day("2026-05-05"),
        }
    ]
    lines = practice(
        [visit("2026-05-04"), visit("2026-05-05")],
        practice=[{"state": "WA"}],
        payer_rules=[rule("rx_required", "Y", certainty="G")],
        state_law=law,
    )
    assert lines.unconfirmed("order_required").tolist() == [True, False]


def test_the_law_is_that_of_the_place():
    lines = lines_of(
        practice=[{"state": "WA"}],
        facilities=[{"facility_id": "F1", "state": "OR"}, {"facility_id": "F2"}],
        visits=[visit("2026-05-04", facility_id=f) for f in (None, "F1", "F2")],
        state_law=[
            {"state": "WA", "referral_required_by_law": False},
            {"state": "OR", "referral_required_by_law": True},
        ],
    )
    assert plain(lines["place_state"]) == ["WA", "OR", None]
    assert plain(lines["order_by_law"]) == [False, True, None]
    assert plain(lines["law_row"]) == [0, 1, -1]


def test_of_two_rows_of_a_state_the_later_start_counts_and_a_blank_start_is_the_earliest():
    lines = lines_of(
        practice=[{"state": "WA"}],
        visits=[visit("2026-05-04"), visit("2015-05-04"), visit("2019-05-04")],
        state_law=[
            {"state": "WA", "effective_from": day("2020-01-01")},
            {"state": "WA", "effective_from": day("2018-01-01")},
            {"state": "WA"},
        ],
    )
    assert plain(lines["law_row"]) == [0, 2, 1]


@pytest.mark.parametrize(
    ("cells", "limit", "start", "end"),
    [
        # handbook §4.2: signed 2026-01-05, 90 days -> 2026-04-05
        ({"signed_on": day("2026-01-05")}, "90", "2026-01-05", "2026-04-05"),
        ({"signed_on": day("2026-01-05"), "valid_from": day("2026-01-12")}, "90", "2026-01-12", "2026-04-05"),
        ({"signed_on": day("2026-01-05"), "duration_weeks": 6}, "90", "2026-01-05", "2026-02-15"),
        (
            {"signed_on": day("2026-01-05"), "valid_from": day("2026-01-12"), "duration_weeks": 1},
            None,
            "2026-01-12",
            "2026-01-18",
        ),
        ({"signed_on": day("2026-01-05"), "duration_weeks": 0}, "90", "2026-01-05", "2026-04-05"),
        (
            {"signed_on": day("2026-01-05"), "duration_weeks": 6, "valid_to": day("2026-12-31")},
            "90",
            "2026-01-05",
            "2026-12-31",
        ),
        ({"valid_to": day("2026-12-31")}, "90", None, "2026-12-31"),
        ({"valid_from": day("2026-01-12")}, "90", "2026-01-12", None),
        ({"duration_weeks": 6}, "90", None, None),
        ({"signed_on": day("2026-01-05")}, None, "2026-01-05", None),
        ({}, "90", None, None),
    ],
)
def test_window(cells, limit, start, end):
    rules = [rule("rx_max_age_days", limit)] if limit else []
    lines = practice([visit("2026-05-04")], referrals=[order(**cells)], payer_rules=rules)
    assert plain(lines["order_start"]) == [start]
    assert plain(lines["order_end"]) == [end]


def test_a_visit_without_order_has_no_window():
    lines = practice(
        [visit("2026-05-04", referral_id=None)],
        referrals=[order(signed_on=day("2026-01-05"), valid_to=day("2026-05-05"))],
    )
    assert plain(lines["order_start"]) == plain(lines["order_end"]) == [None]


VA = [{"payer_id": "X", "payer_type": "VA_CCN"}]


def va_end(referrals: list[dict[str, Any]], *visits: dict[str, Any]) -> list[str | None]:
    rules = [rule("rx_max_age_days", "30")]
    return plain(practice(list(visits), payers=VA, referrals=referrals, payer_rules=rules)["order_end"])


def test_va_clock_starts_at_the_first_treatment():
    # handbook §4.2: first visit 2026-05-11 + 90 -> 2026-08-09
    signed = order(signed_on=day("2026-05-01"), duration_weeks=1)
    assert va_end([signed], visit("2026-06-01"), visit("2026-05-11")) == ["2026-08-09"] * 2
    assert va_end([{**signed, "valid_to": day("2026-05-31")}], visit("2026-05-11")) == ["2026-05-31"]


def test_va_clock_counts_only_visits_that_count():
    signed = order(signed_on=day("2026-05-01"))
    other = visit("2026-05-02", status="CANCELLED")
    assert va_end([signed], other, visit("2026-05-11"))[1] == "2026-08-09"
    assert va_end([signed], visit("2026-05-02", patient_id="P2"), visit("2026-05-11"))[1] == "2026-08-09"
    assert va_end([signed], visit("2026-05-11", coverage_id=None)) == [None]


def test_va_first_visit_noted_before_counts_when_it_is_earlier():
    assert va_end([order(first_visit_on=day("2026-05-11"))], visit("2026-06-01")) == ["2026-08-09"]
    assert va_end([order(first_visit_on=day("2026-06-11"))], visit("2026-05-11")) == ["2026-08-09"]


def test_va_continuation_has_180_days():
    first = order(referral_id="R0", signed_on=day("2026-01-05"))
    second = order(signed_on=day("2026-05-01"))
    assert va_end([first, second], visit("2026-05-11")) == ["2026-11-07"]
    assert va_end([first, second], visit("2026-05-11", referral_id="R0")) == ["2026-08-09"]
    assert va_end([{**first, "signed_on": day("2026-05-01")}, second], visit("2026-05-11")) == ["2026-08-09"]
    assert va_end([{**first, "patient_id": "P2"}, second], visit("2026-05-11")) == ["2026-08-09"]
    assert va_end([{**first, "coverage_id": "C9"}, second], visit("2026-05-11")) == ["2026-08-09"]


def test_a_va_referral_is_known_by_its_kind_too():
    referral = order(doc_type="VA_REFERRAL", signed_on=day("2026-05-01"))
    lines = practice([visit("2026-05-11")], referrals=[referral], payer_rules=[rule("rx_max_age_days", "30")])
    assert plain(lines["order_end"]) == ["2026-08-09"]


@pytest.mark.parametrize(
    ("cells", "ordered"),
    [
        ({"visits_ordered": 12}, 12),
        ({"visits_ordered": 12, "frequency_per_week": 2, "duration_weeks": 4}, 12),
        ({"frequency_per_week": 2, "duration_weeks": 4}, 8),
        ({"visits_ordered": 0, "frequency_per_week": 2, "duration_weeks": 4}, 8),
        ({"frequency_per_week": 2}, None),
        ({"duration_weeks": 4}, None),
        ({"visits_ordered": 0}, None),
        ({"frequency_per_week": 0, "duration_weeks": 4}, None),
    ],
)
def test_visits_ordered(cells, ordered):
    lines = practice([visit("2026-05-04")], referrals=[order(**cells)])
    assert plain(lines["order_visits"]) == [ordered]


def test_used_and_left_are_read_as_of_each_visit():
    days = ["2026-05-06", "2026-05-04", "2026-05-05"]
    lines = practice([visit(d) for d in days], referrals=[order(visits_ordered=2)])
    assert plain(lines["order_used"]) == [3, 1, 2]
    assert plain(lines["order_left"]) == [-1, 1, 0]


def test_a_visit_counts_once_a_day_for_each_patient_order_and_payer():
    payers = [{"payer_id": "X"}, {"payer_id": "Y"}]
    coverage = [
        {"coverage_id": "C1", "payer_id": "X"},
        {"coverage_id": "C2", "payer_id": "Y"},
        {"coverage_id": "C3", "payer_id": "X"},
        {"coverage_id": "C4"},
    ]
    visits = [
        visit("2026-05-04"),
        visit("2026-05-04", visit_id="again"),
        visit("2026-05-05", patient_id="P2"),
        visit("2026-05-06", referral_id="R2"),
        visit("2026-05-07", coverage_id="C2"),
        visit("2026-05-08", coverage_id="C3"),
        visit("2026-05-09", coverage_id="C4"),
        visit("2026-05-10", referral_id=None),
        visit("2026-05-11", referral_id="R3"),
        visit("2026-05-12", status="CANCELLED"),
        visit("2026-05-13", status="NO_SHOW"),
        visit("2026-05-14", status="CASH"),
        visit("2026-05-15", status=None),
        visit("2026-05-16", status="SCHEDULED"),
    ]
    orders = [order(), order(referral_id="R2"), order(referral_id="R3", coverage_id="C4")]
    lines = practice(visits, payers=payers, coverage=coverage, referrals=orders)
    nothing = [None] * 4
    assert plain(lines["order_used"]) == [1, 1, 1, 1, None, 2, None, None, None, *nothing, 3]


def test_weeks_run_from_monday_to_sunday():
    days = ["2026-05-03", "2026-05-04", "2026-05-10", "2026-05-11", "1969-12-29", "1970-01-01"]
    lines = practice([visit(d) for d in days])
    mondays = ["2026-04-27", "2026-05-04", "2026-05-04", "2026-05-11", "1969-12-29", "1969-12-29"]
    assert plain(lines["week_starts"]) == mondays
    assert plain(lines["order_used_in_week"]) == [1, 1, 2, 1, 1, 2]


def test_a_visit_without_a_day_counts_nowhere():
    lines = practice([{**visit("2026-05-04"), "dos": "soon"}, visit("2026-05-05")])
    assert plain(lines["order_used"]) == [None, 1]
    assert plain(lines["order_used_in_week"]) == [None, 1]
    assert plain(lines["week_starts"]) == [None, "2026-05-04"]

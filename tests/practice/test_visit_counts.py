"""Visit numbers in the plan's period, authorisations used up, running counts."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.practice.practices import day, plain, practice, visit
from xl_massbill.practice.running import days_through, sums_through


def numbers(*visits: dict[str, Any], payer_type: str = "COMMERCIAL", **cells: Any) -> list[int | None]:
    coverage = [
        {"coverage_id": "C1", "payer_id": "X", **cells},
        {"coverage_id": "C2", "payer_id": "X", **cells},
        {"coverage_id": "C3", "payer_id": "Y", **cells},
    ]
    payers = [{"payer_id": "X", "payer_type": payer_type}, {"payer_id": "Y", "payer_type": payer_type}]
    return plain(practice(list(visits), payers=payers, coverage=coverage)["visit_number"])


ACROSS = [visit("2025-12-30"), visit("2025-12-31"), visit("2026-01-01"), visit("2026-07-01")]


def test_calendar_year():
    assert numbers(*ACROSS, visit_period="CALENDAR") == [1, 2, 1, 2]


def test_a_period_that_nobody_told_is_the_calendar_year():
    assert numbers(*ACROSS) == [1, 2, 1, 2]


def test_plan_year_starts_on_its_own_day():
    assert numbers(*ACROSS, visit_period="PLAN_YEAR", plan_year_starts="07-01") == [1, 2, 3, 1]
    assert numbers(*ACROSS, visit_period="PLAN_YEAR", plan_year_starts="07-02") == [1, 2, 3, 4]
    assert numbers(*ACROSS, visit_period="PLAN_YEAR", plan_year_starts="12-31") == [1, 1, 2, 3]
    assert numbers(*ACROSS, visit_period="PLAN_YEAR", plan_year_starts="2026-07-01") == [1, 2, 3, 1]


@pytest.mark.parametrize("text", [None, "July", "13-01", "00-10", "01-00", "01-32"])
def test_a_plan_year_that_nobody_knows_gives_no_number(text):
    assert numbers(*ACROSS, visit_period="PLAN_YEAR", plan_year_starts=text) == [None] * 4


def test_lifetime():
    assert numbers(*ACROSS, visit_period="LIFETIME") == [1, 2, 3, 4]


def test_counted_through_all_coverages_of_the_payer_and_no_other():
    visits = [
        visit("2026-05-04"),
        visit("2026-05-05", coverage_id="C2"),
        visit("2026-05-06", coverage_id="C3"),
    ]
    assert numbers(*visits, visit("2026-05-07", coverage_id=None)) == [1, 2, 1, None]


def test_counted_for_each_patient_and_day_and_only_what_counts():
    visits = [
        visit("2026-05-04", patient_id="P2"),
        visit("2026-05-04"),
        visit("2026-05-04", visit_id="again"),
        visit("2026-05-05", status="NO_SHOW"),
        visit("2026-05-06", status="CASH"),
        visit("2026-05-07", status="SCHEDULED"),
        {**visit("2026-05-08"), "dos": "soon"},
    ]
    assert numbers(*visits) == [1, 1, 1, None, None, 2, None]


INJURY = (
    "WC_STATE_FUND",
    "WC_SELF_INSURED",
    "WC_CARRIER",
    "OWCP",
    "AUTO_PIP",
    "AUTO_MEDPAY",
    "LIABILITY",
)


@pytest.mark.parametrize("kind", INJURY)
def test_an_injury_is_counted_per_claim_where_the_plan_says_nothing(kind):
    assert numbers(*ACROSS, payer_type=kind, claim_number="SB1") == [1, 2, 3, 4]


def test_a_state_fund_counts_per_claim_whatever_the_plan_says():
    assert numbers(*ACROSS, payer_type="WC_STATE_FUND", visit_period="CALENDAR", claim_number="A") == [
        1,
        2,
        3,
        4,
    ]
    assert numbers(*ACROSS, payer_type="WC_SELF_INSURED", visit_period="CALENDAR") == [1, 2, 1, 2]


def per_condition(
    visits: list[dict[str, Any]], coverage: list[dict[str, Any]], **tables: Any
) -> list[int | None]:
    rows = [{"payer_id": "X", "visit_period": "PER_CONDITION", **row} for row in coverage]
    return plain(practice(visits, coverage=rows, **tables)["visit_number"])


def test_a_condition_is_a_claim_number():
    coverage = [
        {"coverage_id": "C1", "claim_number": "A", "accident_date": day("2026-01-01")},
        {"coverage_id": "C2", "claim_number": "A", "accident_date": day("2026-01-02")},
        {"coverage_id": "C3", "claim_number": "B", "accident_date": day("2026-01-01")},
    ]
    visits = [visit(f"2026-05-0{i}", coverage_id=f"C{i}", referral_id=None, dx1="M54.2") for i in (1, 2, 3)]
    assert per_condition(visits, coverage) == [1, 2, 1]


def test_or_an_accident_date():
    coverage = [
        {"coverage_id": "C1", "accident_date": day("2026-01-01")},
        {"coverage_id": "C2", "accident_date": day("2026-01-01")},
        {"coverage_id": "C3", "accident_date": day("2026-01-02")},
    ]
    visits = [visit(f"2026-05-0{i}", coverage_id=f"C{i}", referral_id=None, dx1="M54.2") for i in (1, 2, 3)]
    assert per_condition(visits, coverage) == [1, 2, 1]


def test_or_the_first_diagnosis_of_the_orders():
    orders = [
        {"referral_id": "R1", "dx_list": "M54.2, M54.59"},
        {"referral_id": "R2", "dx_list": "M54.2"},
        {"referral_id": "R3", "dx_list": "M54.59, M54.2"},
        {"referral_id": "R4"},
    ]
    visits = [
        visit("2026-05-01"),
        visit("2026-05-02", referral_id="R2", dx1="M54.59"),
        visit("2026-05-03", referral_id="R3", dx1="M54.2"),
        visit("2026-05-04", referral_id=None, dx1="M54.2"),
        visit("2026-05-05", referral_id="R4", dx1="M54.59"),
        visit("2026-05-06", referral_id=None),
    ]
    assert per_condition(visits, [{"coverage_id": "C1"}], referrals=orders) == [1, 2, 1, 3, 2, None]


def test_claim_date_and_diagnosis_are_never_taken_for_one_another():
    coverage = [
        {"coverage_id": "C1", "claim_number": "A"},
        {"coverage_id": "C2", "accident_date": day("1970-01-01")},
        {"coverage_id": "C3"},
    ]
    visits = [visit(f"2026-05-0{i}", coverage_id=f"C{i}", referral_id=None, dx1="M54.2") for i in (1, 2, 3)]
    assert per_condition(visits, coverage) == [1, 1, 1]


def test_visits_elsewhere_belong_to_the_year_in_which_benefits_were_checked():
    told = {"visits_used_elsewhere": 5, "verified_on": day("2026-02-01")}
    assert numbers(*ACROSS, **told) == [1, 2, 6, 7]
    assert numbers(*ACROSS, **told, visit_period="PLAN_YEAR", plan_year_starts="07-01") == [6, 7, 8, 1]
    assert numbers(*ACROSS, **told, visit_period="LIFETIME") == [6, 7, 8, 9]
    assert numbers(*ACROSS, **told, visit_period="PER_CONDITION", claim_number="A") == [6, 7, 8, 9]
    assert numbers(*ACROSS, visits_used_elsewhere=5) == [6, 7, 6, 7]


def auth_counts(visits: list[dict[str, Any]], **cells: Any) -> tuple[list[int | None], list[int | None]]:
    auth = {"auth_id": "A1", "patient_id": "P1", "coverage_id": "C1", **cells}
    coverage = [{"coverage_id": "C1", "payer_id": "X"}, {"coverage_id": "C2", "payer_id": "Y"}]
    lines = practice(visits, auths=[auth, {**auth, "auth_id": "A2"}], coverage=coverage)
    return plain(lines["auth_used"]), plain(lines["auth_units_used"])


def test_an_authorisation_counts_visits_once_a_day_and_all_units():
    visits = [
        visit("2026-05-05", auth_id="A1", units=3),
        visit("2026-05-04", auth_id="A1", units=2),
        visit("2026-05-04", auth_id="A1", units=1, line_no=2),
        visit("2026-05-06", auth_id="A2", units=4),
        visit("2026-05-07", auth_id="A1", units=4, status="CANCELLED"),
        visit("2026-05-08", auth_id="A1", units=4, coverage_id="C2"),
        visit("2026-05-09", auth_id="A1", units=5, patient_id="P2"),
        visit("2026-05-10", auth_id="A1"),
        visit("2026-05-11", units=4),
    ]
    used, units = auth_counts(visits)
    assert used == [2, 1, 1, 1, None, None, 1, 3, None]
    assert units == [6, 3, 3, 4, None, None, 5, 6, None]


def test_an_authorisation_whose_payer_nobody_knows_counts_nothing():
    assert auth_counts([visit("2026-05-04", auth_id="A1", units=2)], coverage_id="C9") == ([None], [None])


def test_findings_about_a_visit_stand_at_its_lowest_line():
    visits = [
        visit("2026-05-04", visit_id="V1", line_no=2),
        visit("2026-05-04", visit_id="V2", line_no=7),
        visit("2026-05-04", visit_id="V1", line_no=1),
        visit("2026-05-04", visit_id=None, line_no=1),
        visit("2026-05-04", visit_id="V2", line_no=None),
        visit("2026-05-04", visit_id=None, line_no=1),
    ]
    assert plain(practice(visits)["visit_first"]) == [2, 1, 2, 3, 1, 5]


def test_the_lowest_line_of_a_visit_though_a_later_visit_has_lower_ones():
    rows = [("V1", 9), ("V1", 8), ("V2", 2), ("V2", 1), ("V3", 1)]
    visits = [visit("2026-05-04", visit_id=v, line_no=n) for v, n in rows]
    assert plain(practice(visits)["visit_first"]) == [1, 1, 3, 3, 4]


def test_where_a_finding_stands_is_no_reason_to_keep_silent():
    lines = practice([{**visit("2026-05-04"), "line_no": "first"}])
    assert lines.unread("line_no").tolist() == [True]
    assert lines.unread("visit_first") is None


LINES = st.lists(
    st.tuples(st.integers(-1, 3), st.integers(20_000, 20_009), st.booleans(), st.integers(0, 9)), max_size=30
)


@given(LINES)
def test_running_counts_agree_with_counting_one_by_one(lines):
    groups, days, counts, amounts = (
        np.array([line[i] for line in lines], dtype=kind) for i, kind in enumerate((int, int, bool, int))
    )
    seen = plain(_series(days_through(groups, days, counts)))
    total = plain(_series(sums_through(groups, days, counts, amounts)))
    for i, (group, today, counted, _) in enumerate(lines):
        if group < 0 or not counted:
            assert seen[i] is None
            assert total[i] is None
            continue
        before = [line for line in lines if line[0] == group and line[2] and line[1] <= today]
        assert seen[i] == len({line[1] for line in before})
        assert total[i] == sum(line[3] for line in before)


def _series(values: Any) -> Any:
    import pandas as pd  # noqa: PLC0415

    return pd.Series(values)

"""When a count runs out and when to ask for more: the days on either side of each boundary."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_massbill.practice.allowances.allowance import Allowance, Beyond, Count, Kind, Unit
from xl_massbill.practice.allowances.run_out import How, State, outlook, run_out


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(f"2026-{text}")


def visits(allowed, *days, done=0, unit=Unit.VISITS, each=1):
    through = tuple((on, n * each) for n, on in enumerate(sorted(days), 1))
    return Count(unit, allowed, done * each, (len(days) - done) * each, through)


def approval(*counts, last="06-30", **cells):
    days = {"first": day("05-01"), "last": day(last) if last else None}
    known = {"kind": Kind.APPROVAL, "key": "A1", "patient_id": "P1", "coverage_id": "C1", "payer_id": "X"}
    return Allowance(**{**known, **days, "counts": counts, "decision": "APPROVED", **cells})


@pytest.mark.parametrize(
    ("as_of", "state"),
    [("04-30", "NOT_YET"), ("05-01", "OPEN"), ("06-15", "OPEN"), ("06-16", "ASK_NOW"), ("06-30", "ASK_NOW"), ("07-01", "ENDED")],
)  # fmt: skip
def test_the_states_of_an_approval_by_its_dates(as_of, state):
    seen = outlook(approval(visits(5)), day(as_of))
    assert seen.state == state
    assert seen.ask_by == (None if state == "ENDED" else day("06-16"))
    assert (seen.binds, seen.until) == ("dates", day("06-30"))


def test_what_ends_first_binds_and_a_count_before_the_dates_of_the_same_day():
    two = visits(2, day("06-29"), day("06-30"))
    assert outlook(approval(two), day("06-01")).binds == "visits"
    assert outlook(approval(two, last="06-29"), day("06-01")).binds == "dates"
    assert outlook(approval(two, last=None), day("06-01")).until == day("06-30")
    units = visits(3, day("06-02"), day("06-03"), day("06-04"), unit=Unit.UNITS, each=1)
    seen = outlook(approval(visits(5, day("06-02"), day("06-03")), units), day("06-01"))
    assert (seen.binds, seen.runs_out[:2]) == ("units", (day("06-04"), How.BOOKED))


def test_used_up_is_not_the_same_as_booked_up():
    assert (
        outlook(approval(visits(2, day("06-02"), day("06-03"), done=2)), day("06-03")).state is State.USED_UP
    )
    assert outlook(approval(visits(2, day("06-02"), day("06-09"), done=1)), day("05-20")).state is State.OPEN


def test_only_what_is_not_on_a_claim_yet_is_over():
    gone, mendable = (Beyond(day("05-05"), "V1", "visits", out) for out in (True, False))
    assert outlook(approval(visits(9), beyond=(gone,)), day("05-20")).state is State.OPEN
    assert outlook(approval(visits(9), beyond=(gone, mendable)), day("05-20")).state is State.OVER
    assert (
        outlook(approval(visits(9), beyond=(mendable,), followed_by="A2"), day("05-20")).state is State.OPEN
    )


@pytest.mark.parametrize("decision", ["PENDING", "DENIED", "NOT_NEEDED"])
def test_what_is_not_given_asks_for_nothing_more(decision):
    seen = outlook(approval(visits(None), decision=decision, last=None), day("06-29"))
    assert (seen.state, seen.ask_by) == (decision, None)


def test_what_is_followed_asks_for_nothing_and_the_end_of_a_plan_is_no_lack():
    assert outlook(approval(visits(5), followed_by="A2"), day("06-29")).ask_by is None
    plan = {"kind": Kind.PLAN, "decision": ""}
    assert outlook(approval(visits(5), **plan), day("06-29")).ask_by is None
    spent = visits(2, day("06-02"), day("06-03"))
    assert outlook(approval(spent, **plan), day("05-29")).ask_by == day("05-20")


def test_an_end_at_the_edge_of_the_calendar_is_no_fault():
    assert outlook(approval(visits(5), last=None, first=None), day("06-01")).state is State.OPEN
    assert outlook(approval(visits(0, dt.date(1, 1, 1)), last=None), day("06-01")).until is None
    far = Count(Unit.VISITS, 10**9, 0, 2, ((day("01-01"), 1), (day("12-31"), 2)))
    assert run_out(far, day("06-01")) is None


def test_no_pace_without_two_days_and_no_limit_no_end():
    assert run_out(visits(5, day("06-01")), day("06-01")) is None
    assert run_out(visits(5), day("06-01")) is None
    assert run_out(visits(None, day("06-01"), day("06-02")), day("06-02")) is None


def test_money_that_does_not_reach_for_one_more_visit_has_run_out_with_the_last():
    spent = visits(500, day("06-01"), day("06-08"), unit=Unit.DOLLARS, each=200)
    assert run_out(spent, day("06-10"))[:2] == (day("06-08"), How.ESTIMATE)


DAYS = st.lists(st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31)), unique=True, max_size=12)


@given(DAYS, st.integers(0, 12))
def test_booked_visits_run_out_on_the_day_of_the_last_that_is_covered(days, allowed):
    found = run_out(visits(allowed, *days), dt.date(2026, 1, 1))
    if len(days) >= allowed:
        assert found.how is (How.REACHED if not allowed else How.BOOKED)
        assert found.day == (sorted(days)[allowed - 1] if allowed else None)
    else:
        assert found is None or found.how is How.ESTIMATE


@given(DAYS.filter(lambda days: len(days) > 1), st.integers(1, 30))
def test_an_estimate_lies_after_the_last_visit_and_never_earlier_for_more_visits(days, more):
    as_of = dt.date(2026, 6, 1)
    found = [run_out(visits(len(days) + n, *days), as_of).day for n in range(1, more + 1)]
    assert found[0] > max(days) and all(one < other for one, other in pairwise(found))

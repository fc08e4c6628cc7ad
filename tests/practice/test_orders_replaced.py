"""When a newer order takes the place of the one that a visit names."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.practice.practices import day, plain, practice, visit
from tests.practice.test_orders import order


def replaced(*others: dict[str, Any], **cells: Any) -> bool:
    own = order(valid_from=day("2026-03-01"), valid_to=day("2026-05-31"), **cells)
    rows = [order(referral_id=f"R{i}", **other) for i, other in enumerate(others, 2)]
    return plain(practice([visit("2026-05-04")], referrals=[*rows, own])["order_replaced"])[0]


def test_a_newer_order_starts_later_and_runs_beyond_the_visit():
    newer = {"valid_from": day("2026-03-02"), "valid_to": day("2026-05-05")}
    assert replaced(newer)
    assert replaced({"signed_on": day("2026-03-02"), "valid_to": day("2026-05-05")})
    assert replaced({"valid_from": day("2026-03-02")})
    assert replaced({"valid_from": day("2026-03-03"), "duration_weeks": 10})
    assert not replaced({"valid_from": day("2026-03-03"), "duration_weeks": 9})
    assert not replaced({**newer, "valid_from": day("2026-03-01")})
    assert not replaced({**newer, "valid_to": day("2026-05-04")})
    assert not replaced({"valid_to": day("2026-06-01")})
    assert not replaced({**newer, "patient_id": "P2"})
    assert not replaced()


def test_a_newer_order_counts_for_the_payer_whatever_its_coverage_row():
    newer = order(
        referral_id="R2", coverage_id="C2", valid_from=day("2026-03-02"), valid_to=day("2026-06-01")
    )
    for payer, expected in (("X", True), ("Y", False)):
        coverage = [
            {"coverage_id": "C1", "patient_id": "P1", "payer_id": "X"},
            {"coverage_id": "C2", "patient_id": "P1", "payer_id": payer},
        ]
        own = order(valid_from=day("2026-03-01"), valid_to=day("2026-05-31"))
        lines = practice([visit("2026-05-04")], referrals=[own, newer], coverage=coverage)
        assert plain(lines["order_replaced"]) == [expected]


def test_the_longest_of_several_newer_orders_decides():
    short = {"valid_from": day("2026-03-10"), "valid_to": day("2026-04-01")}
    long = {"valid_from": day("2026-03-05"), "valid_to": day("2026-12-31")}
    assert replaced(short, long)
    assert replaced(long, short)
    assert not replaced(short, {**long, "valid_from": day("2026-02-05")})


def test_an_order_that_ends_nobody_knows_when_is_replaced_by_any_later_one():
    later = order(referral_id="R2", valid_from=day("2026-03-10"), valid_to=day("2026-06-20"))
    lines = practice([visit("2026-05-04")], referrals=[order(valid_from=day("2026-03-01")), later])
    assert plain(lines["order_replaced"]) == [True]
    visits = [visit("2026-05-04", referral_id="R2"), visit("2026-05-05", referral_id=None)]
    lines = practice(visits, referrals=[order(), later])
    assert plain(lines["order_replaced"]) == [False, False]


DAYS = st.one_of(st.none(), st.integers(0, 3).map(lambda n: day(f"2026-05-0{n + 1}")))


@given(st.lists(st.tuples(st.sampled_from("AB"), DAYS, DAYS), min_size=1, max_size=8))
def test_replaced_agrees_with_comparing_every_pair(rows):
    orders = [
        order(referral_id=f"R{i}", patient_id=p, valid_from=starts, valid_to=ends)
        for i, (p, starts, ends) in enumerate(rows)
    ]
    visits = [visit("2026-05-02", referral_id=f"R{i}", patient_id=p) for i, (p, _, _) in enumerate(rows)]
    expected = [
        any(
            other == p and starts and later and later > starts and (ends is None or ends > day("2026-05-02"))
            for other, later, ends in rows
        )
        for p, starts, _ in rows
    ]
    found = plain(practice(visits, referrals=orders)["order_replaced"])
    assert found == [bool(e) for e in expected]

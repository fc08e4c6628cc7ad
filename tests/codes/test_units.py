"""The unit engine: the handbook's 24 examples, Medicare's table, and what must hold for any minutes."""

from __future__ import annotations

import itertools
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_massbill.codes.units import UnitRule, added, support, when_unknown

VECTORS = tomllib.loads(Path(__file__).with_name("units.toml").read_text(encoding="utf-8"))["vector"]
RULES = list(UnitRule)
CMS, AMA, FULL15 = UnitRule.CMS_TOTAL, UnitRule.AMA_MIDPOINT, UnitRule.FULL15

minutes_of_a_day = st.lists(st.integers(0, 130), min_size=1, max_size=5).map(tuple)
short_minutes = st.lists(st.integers(0, 40), min_size=1, max_size=4).map(tuple)


def right_ways(minutes: tuple[int, ...]) -> set[tuple[int, ...]]:
    """Every sharing out under Medicare's rule, found the slow way: try all subsets of the codes."""
    total = sum(minutes)
    units = 0 if total < 8 else (total + 7) // 15
    full = [m // 15 for m in minutes]
    rest = [m % 15 for m in minutes]
    extra = units - sum(full)
    ways = set()
    for chosen in itertools.combinations(range(len(minutes)), extra):
        others = [rest[i] for i in range(len(minutes)) if i not in chosen]
        if all(rest[i] >= r for i in chosen for r in others):
            ways.add(tuple(n + (i in chosen) for i, n in enumerate(full)))
    return ways


def every_choice(answer) -> set[tuple[int, ...]]:
    """Every sharing out that an answer stands for."""
    picks = itertools.combinations(answer.tied, answer.spare)
    return {tuple(n + (i in pick) for i, n in enumerate(answer.low)) for pick in picks}


def test_there_are_24_vectors():
    assert [v["id"] for v in VECTORS] == [f"U{n}" for n in range(1, 25)]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: v["id"])
def test_vector(vector):
    codes = added(vector["lines"])
    minutes = tuple(codes.values())
    cms = support(CMS, minutes)
    assert sum(minutes) == vector["total"]
    assert cms.total == vector["units"]
    assert every_choice(cms) == {tuple(way) for way in vector["cms"]}
    assert cms.is_tied == (len(vector["cms"]) > 1)
    assert support(AMA, minutes).units == tuple(vector["ama"])
    assert support(FULL15, minutes).units == tuple(vector["full15"])


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: v["id"])
def test_every_tied_choice_is_allowed_and_one_more_is_not(vector):
    minutes = tuple(added(vector["lines"]).values())
    cms = support(CMS, minutes)
    for way in vector["cms"]:
        assert cms.allows(way)
        assert cms.nearest(way) == tuple(way)
        for i in range(len(way)):
            assert not cms.allows([n + (i == j) for j, n in enumerate(way)])


@pytest.mark.parametrize(
    ("first", "last", "units"),
    [
        (0, 7, 0),
        (8, 22, 1),
        (23, 37, 2),
        (38, 52, 3),
        (53, 67, 4),
        (68, 82, 5),
        (83, 97, 6),
        (98, 112, 7),
        (113, 127, 8),
        (128, 142, 9),
    ],
)
def test_medicare_table(first, last, units):
    for minutes in range(first, last + 1):
        assert support(CMS, (minutes,)).total == units
        assert support(AMA, (minutes,)).total == units


def test_lines_of_the_same_code_are_added_first():
    assert added([("97124", 20), ("97124", 10)]) == {"97124": 30}
    assert support(AMA, (30,)).units == (2,)
    assert support(AMA, (20, 10)).units == (1, 1)


def test_a_tie_goes_to_the_code_with_more_minutes_then_to_the_earlier_line():
    assert support(CMS, (7, 22)).units == (0, 2)
    assert support(CMS, (20, 20)).units == (2, 1)
    assert support(CMS, (7, 22)).high == (1, 2)


def test_the_nearest_choice_follows_what_is_billed():
    three = support(CMS, (7, 7, 7))
    assert three.nearest((0, 0, 1)) == (0, 0, 1)
    assert three.nearest((1, 0, 1)) == (1, 0, 0)
    assert not three.allows((1, 0, 1))


def test_fewer_units_than_supported_are_allowed():
    assert support(CMS, (20, 20)).allows((0, 0))
    assert support(CMS, (20, 20)).allows((1, 1))


def test_a_tied_code_cannot_use_the_unit_that_a_bigger_remainder_leaves_over():
    answer = support(CMS, (29, 20, 20))
    assert (answer.total, answer.low, answer.spare) == (5, (2, 1, 1), 1)
    assert not answer.allows((1, 2, 2))


def test_negative_minutes_are_refused():
    for rule in RULES:
        with pytest.raises(ValueError, match="negative"):
            support(rule, (10, -1))


@given(short_minutes)
def test_the_answer_is_exactly_the_right_ways(minutes):
    assert every_choice(support(CMS, minutes)) == right_ways(minutes)


@given(minutes_of_a_day, st.lists(st.integers(0, 9), min_size=5, max_size=5))
def test_units_are_allowed_when_some_right_way_covers_them(minutes, units):
    billed = units[: len(minutes)]
    covered = any(all(b <= n for b, n in zip(billed, way, strict=True)) for way in right_ways(minutes))
    assert support(CMS, minutes).allows(billed) == covered


@given(minutes_of_a_day, st.lists(st.integers(0, 9), min_size=5, max_size=5))
def test_shared_out_units_are_the_total_whatever_is_billed(minutes, units):
    for rule in RULES:
        answer = support(rule, minutes)
        assert sum(answer.nearest(units[: len(minutes)])) == answer.total
        assert all(a <= n <= b for a, n, b in zip(answer.low, answer.units, answer.high, strict=True))


@given(minutes_of_a_day)
def test_no_more_started_units_than_codes_with_a_remainder(minutes):
    total = support(CMS, minutes).total
    extra = total - sum(m // 15 for m in minutes)
    assert 0 <= extra <= sum(m % 15 > 0 for m in minutes)
    assert total == (0 if sum(minutes) < 8 else (sum(minutes) + 7) // 15)


@given(minutes_of_a_day)
def test_tied_means_that_a_choice_is_left(minutes):
    answer = support(CMS, minutes)
    assert answer.is_tied == (len(right_ways(minutes)) > 1)
    assert len({minutes[i] % 15 for i in answer.tied}) <= 1


@given(minutes_of_a_day, st.randoms())
def test_the_order_of_lines_changes_nothing_but_our_own_choice(minutes, random):
    places = list(range(len(minutes)))
    random.shuffle(places)
    turned = support(CMS, tuple(minutes[i] for i in places))
    straight = support(CMS, minutes)
    assert turned.total == straight.total
    assert turned.low == tuple(straight.low[i] for i in places)
    assert turned.high == tuple(straight.high[i] for i in places)


@given(minutes_of_a_day, st.integers(0, 4), st.integers(0, 60))
def test_more_minutes_never_support_fewer_units(minutes, place, more):
    longer = tuple(m + more * (i == place % len(minutes)) for i, m in enumerate(minutes))
    for rule in RULES:
        assert support(rule, longer).total >= support(rule, minutes).total


@given(minutes_of_a_day)
def test_full_units_are_never_more_than_midpoint_units(minutes):
    for full, rounded in zip(support(FULL15, minutes).units, support(AMA, minutes).units, strict=True):
        assert full <= rounded <= full + 1


@given(minutes_of_a_day)
def test_when_unknown_one_rule_is_the_more_generous_for_every_code(minutes):
    strict, generous = when_unknown(minutes)
    assert {strict, generous} == {support(CMS, minutes), support(AMA, minutes)}
    for way in every_choice(strict):
        assert generous.allows(way)


@given(minutes_of_a_day)
def test_added_lines_keep_all_minutes(minutes):
    codes = itertools.cycle(("97124", "97140"))
    assert sum(added(zip(codes, minutes, strict=False)).values()) == sum(minutes)

"""Units on the sheet are the units of the engine, and of the rules."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.addin.ranges import column, flat, table
from tests.practice.practices import plain, practice, visit
from xl_massbill.addin.functions import MB_UNITS, MB_UNITS_SPLIT
from xl_massbill.codes.units import UnitRule, support

RULES = [rule.value for rule in UnitRule]


def test_units_of_one_code():
    asked = column(7, 8, 22.0, 23, 37, 38, "60", None, "an hour", 22.5, -1)
    assert flat(MB_UNITS(asked, "CMS_TOTAL")) == [0, 1, 1, 2, 2, 3, 4, "", *["#VALUE!"] * 3]
    assert flat(MB_UNITS(column(14, 15, 30), " full15 ")) == [0, 1, 2]
    assert MB_UNITS(60, "AMA") == "#VALUE!"
    assert MB_UNITS(60, None) == ""
    assert MB_UNITS(column(8, 8, 8), column(*RULES)) == column(1, 1, 0)


@pytest.mark.parametrize(
    ("rule", "lines", "units"),
    [
        ("CMS_TOTAL", [("97110", 33), ("97140", 7)], [2, 1]),
        ("AMA_MIDPOINT", [("97110", 33), ("97140", 7)], [2, 0]),
        ("FULL15", [("97124", 50), ("97140", 10)], [3, 0]),
        ("CMS_TOTAL", [("97124", 60), ("97010", 10)], [4, 1]),
        ("CMS_TOTAL", [("97124", 60), ("97010", None)], [4, 1]),
        ("CMS_TOTAL", [("97124", 20), ("97140", 15), ("97124", 10)], [2, 1, 0]),
        ("CMS_TOTAL", [("97010", 10), ("97010", 10)], [1, 0]),
        ("CMS_TOTAL", [("97124", 60), (None, 10)], [4, ""]),
        ("CMS_TOTAL", [("97124", 60), ("99999", 10)], ["#N/A"] * 2),
        ("CMS_TOTAL", [("97124", None), ("97140", 20)], ["#N/A"] * 2),
        ("CMS_TOTAL", [("97124", "#REF!"), ("97140", 20)], ["#REF!"] * 2),
        ("CMS_TOTAL", [("97124", "long"), ("97140", 20)], ["#VALUE!"] * 2),
        ("SOME", [("97124", 60)], ["#VALUE!"]),
        (None, [("97124", 60)], ["#VALUE!"]),
    ],
)
def test_units_of_a_session(rule, lines, units):
    codes, minutes = zip(*lines, strict=True)
    assert flat(MB_UNITS_SPLIT(column(*codes), column(*minutes), rule)) == units


def test_sessions_are_counted_apart_and_stand_where_their_lines_stand():
    sessions = column("V2", "V1", "V2", "V1", None)
    codes = column("97110", "97124", "97140", "97140", "97124")
    minutes = column(33, 45, 7, 8, 15)
    assert flat(MB_UNITS_SPLIT(codes, minutes, "CMS_TOTAL", sessions)) == [2, 3, 1, 1, "#N/A"]
    assert flat(
        MB_UNITS_SPLIT(codes, minutes, column(*["CMS_TOTAL"] * 2, "FULL15", *["FULL15"] * 2), sessions)
    ) == [
        2,
        3,
        0,
        0,
        "#N/A",
    ]


def test_the_clinics_own_kinds_stand_above_ours():
    own = table("codes", [{"code": "97010", "kind": "TIMED"}, {"code": "GIFT", "kind": "NONBILLABLE"}])
    codes, minutes = column("97124", "97010", "GIFT"), column(60, 10, 5)
    assert flat(MB_UNITS_SPLIT(codes, minutes, "CMS_TOTAL", None, own)) == [4, 1, 0]


@given(st.sampled_from(RULES), st.lists(st.integers(0, 150), min_size=1, max_size=4))
def test_a_session_gets_what_the_engine_gives(rule, minutes):
    codes = ["97124", "97140", "97112", "97110"][: len(minutes)]
    assert flat(MB_UNITS_SPLIT(column(*codes), column(*minutes), rule)) == list(
        support(UnitRule[rule], tuple(minutes)).units
    )


LINES = st.lists(
    st.tuples(st.sampled_from(["97124", "97140", "97112"]), st.integers(1, 70)), min_size=1, max_size=5
)


@given(st.sampled_from(RULES), LINES)
def test_a_session_gets_what_the_rules_call_supported(rule, lines):
    units = flat(
        MB_UNITS_SPLIT(column(*(code for code, _ in lines)), column(*(minutes for _, minutes in lines)), rule)
    )
    rows = [
        visit(
            "2026-05-04", visit_id="V1", line_no=i, therapist_id="T1", code=code, minutes=minutes, units=unit
        )
        for i, ((code, minutes), unit) in enumerate(zip(lines, units, strict=True), 1)
    ]
    kinds = [{"code": code, "kind": "TIMED"} for code in ("97124", "97140", "97112")]
    seen = practice(
        rows, payer_rules=[{"payer_id": "X", "rule_key": "unit_rule", "value": rule}], codes=kinds
    )
    assert plain(seen["unit_billed"]) == plain(seen["unit_supported"])

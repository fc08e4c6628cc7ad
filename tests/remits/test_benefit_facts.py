"""What is read out of a 271: exactly what only one reading can mean, and nothing where there are two."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.remits.plans271 import DAY, answer, june, persons, plans
from tests.remits.written import MADE, mutated
from xl_massbill.book.tables import TABLES
from xl_massbill.remits.benefit_facts import facts_of

NOT_EB = ("group_no", "member_id")


def facts(*benefits, network="IN"):
    """Return {column or name: value} of a subscriber's answer."""
    (person,) = persons(answer(june(*benefits)))
    return {f.column or f.name: f.value for f in facts_of(person, network) if f.column not in NOT_EB}


def told(*benefits, network="IN"):
    """Return the facts that have a value, without the day of the answer."""
    found = facts(*benefits, network=network)
    return {name: value for name, value in found.items() if value is not None and name != "verified_on"}


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(plans())
def test_an_answer_gives_exactly_the_plan_it_was_made_from(plan):
    truth, lines = plan
    found = facts(*lines)
    columns = set(TABLES["coverage"].model_fields)
    assert {name: v for name, v in found.items() if name in columns and v is not None} == truth


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(plans(), st.data())
def test_a_second_value_for_the_same_thing_takes_the_first_one_away(plan, data):
    truth, lines = plan
    doubles = {
        "copay": "EB*B**BE^PT***27*9999.99*****Y",
        "coinsurance_pct": "EB*A**BE^PT*****.99****Y",
        "deductible_total": "EB*C*IND*30***23*9999.99*****Y",
        "oop_max": "EB*G*IND*30***22*9999.99*****W",
        "visits_allowed": "EB*F**BE^PT***23***VS*999**Y",
        "active_on_dos": "EB*6**30",
    }
    name = data.draw(st.sampled_from([n for n in doubles if n in truth]))
    found = facts(*lines, doubles[name])
    if name in ("copay", "coinsurance_pct", "visits_allowed") and not any("*BE" in line for line in lines):
        assert found[name] != truth[name]  # massage is named now: therapy counts no more
    else:
        assert found[name] is None


BASIC = ("EB*1**30*HM*GOLD",)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["EB*6**30"], {"active_on_dos": False}),
        (["EB*6**PT"], {}),
        (["EB*1**PT"], {"active_on_dos": True}),
        (["EB*5**30"], {}),
        (["EB*7**30"], {}),
        (["EB*1*FAM"], {"active_on_dos": True}),
        ([*BASIC, "EB*6**35"], {"active_on_dos": True}),
        ([*BASIC, "EB*1**BE"], {"active_on_dos": True, "massage_covered": "Y"}),
        ([*BASIC, "EB*I**BE"], {"active_on_dos": True, "massage_covered": "N"}),
        ([*BASIC, "EB*1**BE", "EB*I**BE"], {"active_on_dos": True}),
        ([*BASIC, "EB*1**BE", "MSG*ONLY WITH ORDER"], {"active_on_dos": True}),
        ([*BASIC, "EB*1**PT"], {"active_on_dos": True}),
        ([*BASIC, "EB*1**********Y*Y*HC:97124"], {"active_on_dos": True, "massage_covered": "Y", "pa_required": "Y"}),
        ([*BASIC, "EB*1**********Y*Y*HC:97110"], {"active_on_dos": True}),
    ],
)  # fmt: skip
def test_standing_and_massage(lines, expected):
    assert told(*lines) == expected


@pytest.mark.parametrize(
    ("lines", "network", "expected"),
    [
        (["EB*B**BE***27*25"], "IN", {"copay": 2500}),
        (["EB*B**BE***27*25*****Y"], "OUT", {}),
        (["EB*B**BE***27*25*****N"], "OUT", {"copay": 2500}),
        (["EB*B**BE***27*25*****Y"], None, {}),
        (["EB*B**BE***27*25*****W"], None, {"copay": 2500}),
        (["EB*B**BE***27*25*****U"], "IN", {}),
        (["EB*B**BE***27*25*****Y", "EB*B**BE***27*40*****N"], "IN", {"copay": 2500}),
        (["EB*B**BE***27*25*****Y", "EB*B**BE***27*40*****N"], "NA", {}),
        (["EB*B**BE***27*25*****Y", "EB*B**BE***27*25*****N"], "NA", {"copay": 2500}),
        (["EB*B**BE***27*25", "EB*B**PT***27*40"], "IN", {"copay": 2500}),
        (["EB*B**PT***27*40"], "IN", {"copay": 4000}),
        (["EB*B**PT***27*40", "EB*I**BE"], "IN", {"massage_covered": "N"}),
        (["EB*B**98***27*40"], "IN", {}),
        (["EB*B**30***27*40"], "IN", {}),
        (["EB*B**BE***7*25"], "IN", {}),
        (["EB*B**BE***27*25", "MSG*OFFICE VISIT"], "IN", {}),
        (["EB*B**BE***27*25", "EB*B**BE***27*25", "MSG*OFFICE VISIT"], "IN", {"copay": 2500}),
        (["EB*B**BE***27*25", "EB*B**BE***27*45", "MSG*HOSPITAL"], "IN", {}),
        (["EB*B**BE***27*25", "III*ZZ*22"], "IN", {}),
        (["EB*B**BE***27*25", "REF*N6*TIER1"], "IN", {}),
        (["EB*B**BE***27*25", "REF*18*PLAN1"], "IN", {"copay": 2500}),
        (["EB*D**BE********Y", "EB*D**BE********U"], "IN", {}),
        (["EB*B**BE***27*25", "LS*2120", "NM1*PR*2*OTHER*****PI*OTH01", "LE*2120"], "IN", {}),
        (["EB*B**BE***27*-25"], "IN", {}),
        (["EB*A**BE*****.2"], "IN", {"coinsurance_pct": Decimal("0.2")}),
        (["EB*A**BE*****20"], "IN", {}),
        (["EB*D**BE********Y"], "IN", {"pa_required": "Y"}),
        (["EB*D**BE********U"], "IN", {}),
        (["EB*D**BE********Y", "EB*B**BE***27*25****N"], "IN", {"copay": 2500}),
    ],
)  # fmt: skip
def test_copay_coinsurance_and_approval(lines, network, expected):
    assert told(*BASIC, *lines, network=network) == {"active_on_dos": True} | expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["EB*C*IND*30***23*500", "EB*C*IND*30***29*380"], {"deductible_total": 50000, "deductible_met": 12000}),
        (["EB*C*IND*30***23*500", "EB*C*IND*30***24*120"], {"deductible_total": 50000, "deductible_met": 12000}),
        (["EB*C*IND*30***23*500", "EB*C*IND*30***29*380", "EB*C*IND*30***24*120"], {"deductible_total": 50000, "deductible_met": 12000}),
        (["EB*C*IND*30***23*500", "EB*C*IND*30***29*380", "EB*C*IND*30***24*100"], {"deductible_total": 50000}),
        (["EB*C*IND*30***23*500", "EB*C*IND*30***29*600"], {"deductible_total": 50000}),
        (["EB*C*IND*30***29*380"], {"Deductible left": 38000}),
        (["EB*C*FAM*30***23*500"], {}),
        (["EB*C*FAM*30***23*1000", "EB*C*IND*30***23*500"], {"deductible_total": 50000}),
        (["EB*C**30***23*500"], {"deductible_total": 50000}),
        (["EB*C**30***23*500", "EB*C*FAM*30***23*1000"], {}),
        (["EB*C**30***23*500", "EB*C*IND*30***23*250"], {}),
        (["EB*C*IND*30***23*500", "EB*C*FAM*30***29*100"], {"deductible_total": 50000}),
        (["EB*C*IND*30***23*500", "EB*C*IND*BE***29*50"], {"Deductible left": 5000}),
        (["EB*C*IND*BE***23*100", "EB*C*IND*30***23*500"], {"deductible_total": 10000}),
        (["EB*C*IND*PT***23*100"], {}),
        (["EB*C*IND*30***23*soon"], {}),
        (["EB*G*IND*30***23*4000", "EB*G*IND*30***29*3700"], {"oop_max": 400000, "oop_met": 30000}),
    ],
)  # fmt: skip
def test_amounts_of_the_year(lines, expected):
    assert told(*BASIC, *lines) == {"active_on_dos": True} | expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["EB*F**BE***23***VS*12"], {"visits_allowed": 12, "visit_period": "CALENDAR"}),
        (["EB*F**BE***22***VS*12"], {"visits_allowed": 12, "visit_period": "PLAN_YEAR"}),
        (["EB*F**BE", "HSD*VS*12***23*1"], {"visits_allowed": 12, "visit_period": "CALENDAR"}),
        (["EB*F**BE", "HSD*VS*12***23*2"], {}),
        (["EB*F**BE", "HSD*VS*3*WK*1*23*1"], {}),
        (["EB*F**BE***23***VS*12", "HSD*VS*12***23*1"], {"visits_allowed": 12, "visit_period": "CALENDAR"}),
        (["EB*F**BE***23***VS*12", "HSD*VS*20***23*1"], {}),
        (["EB*F**BE***23***VS*12", "HSD*VS*2*WK"], {}),
        (["EB*F**BE***23***VS*12.5"], {}),
        (["EB*F**BE***23***P6*12"], {}),
        (["EB*F**BE***29***VS*5"], {"Visits left": 5}),
        (["EB*F**BE***23***VS*12", "EB*F**BE***22***VS*12"], {}),
        (["EB*F**BE***23***VS*12", "MSG*COMBINED WITH CHIRO"], {}),
    ],
)  # fmt: skip
def test_counts_of_visits(lines, expected):
    assert told(*BASIC, *lines) == {"active_on_dos": True} | expected


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (["DTP*346*D8*20260101", "DTP*347*D8*20261231"], ("2026-01-01", "2026-12-31")),
        (["DTP*291*RD8*20260101-20261231"], ("2026-01-01", "2026-12-31")),
        (["DTP*291*D8*20260506"], (None, None)),
        (["DTP*346*D8*20260101", "DTP*356*D8*20240701"], (None, None)),
        (["DTP*346*D8*20260101", "DTP*347*D8*99991231"], ("2026-01-01", None)),
        (["DTP*347*D8*20261231", "DTP*357*D8*99991231"], (None, None)),
        (["DTP*346*D8*10010101"], (None, None)),
    ],
)
def test_the_days_of_the_plan(days, expected):
    wanted = zip(("effective_from", "effective_to"), expected, strict=True)
    found = {n: dt.date.fromisoformat(day) for n, day in wanted if day}
    assert told(*days, *BASIC) == {"active_on_dos": True} | found


def test_days_below_the_plan_count_and_must_agree():
    assert told(*BASIC, "DTP*348*D8*20260101")["effective_from"] == dt.date(2026, 1, 1)
    assert "effective_from" not in told("DTP*346*D8*20250101", *BASIC, "DTP*348*D8*20260101")


def test_who_the_payer_has_and_on_which_day():
    (person,) = persons(answer(june("REF*6P*GRP7001", *BASIC)))
    found = {f.column: f.value for f in facts_of(person, "IN")}
    assert (found["group_no"], found["member_id"], found["verified_on"]) == ("GRP7001", "EHP445566701", DAY)


def test_nothing_is_lost_what_is_not_read_is_shown():
    (person,) = persons(
        answer(june(*BASIC, "EB*B**98***27*40", "MSG*SPECIALIST", "EB*B**BE***27*25", "EB*B**BE***27*30"))
    )
    facts_ = {f.column or f.name: f for f in facts_of(person, "IN")}
    assert facts_["Everything else"].raw == "EB*B**98***27*40~MSG*SPECIALIST"
    assert facts_["copay"].raw == "EB*B**BE***27*25\nEB*B**BE***27*30"
    assert facts_["copay"].why == "2 different values for massage"
    assert "HARPER" not in repr(list(facts_.values())) and "2500" not in repr(list(facts_.values()))


def test_changed_answers_give_facts_and_nothing_else():
    dice = random.Random(279)
    columns = set(TABLES["coverage"].model_fields)
    seen = 0
    for _ in range(1500):
        text = MADE["271"](dice)
        for _ in range(dice.randint(0, 4)):
            text = mutated(text, dice)
        for person in persons(text):
            for fact in facts_of(person, dice.choice(("IN", "OUT", "NA", None))):
                assert fact.column in columns or not fact.column
                assert isinstance(fact.value, int | Decimal | dt.date | str | None)
                assert not isinstance(fact.value, int) or fact.value >= 0
                seen += 1
    assert seen > 5000

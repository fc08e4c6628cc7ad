"""The clean practice against the groups of rules that no file checks yet, told in plain loops.

Source: handbook §6.2 (COV), §6.3 (PRV), §6.5 (COD, MOD), §6.6 (DX), §6.10 (TFL, PAY), §6.11 (MON).
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter

import pytest

from tests.sample.practice import SEEDS, billed, by, clean, keyed, rules_of
from xl_massbill.codes.units import UnitRule, support, when_unknown

REGIONS = {
    "M54.2": "NECK", "S13": "NECK", "S16": "NECK", "M54.6": "UPPER_BACK", "S29.01": "UPPER_BACK", "M54.5": "LOW_BACK",
    "S39.01": "LOW_BACK", "M25.51": "SHOULDER", "S46": "SHOULDER", "M75": "SHOULDER", "M25.55": "HIP", "M70.6": "HIP",
    "G44": "HEAD", "M72.2": "FOOT", "M62.831": "CALF", "M62.830": "BACK", "M62.838": "ANY", "M79.7": "ANY",
}  # fmt: skip


def region_of(dx):
    return REGIONS[max((stem for stem in REGIONS if dx.startswith(stem)), key=len)]


def diagnoses(line):
    return [line[f"dx{i}"] for i in range(1, 13) if f"dx{i}" in line]


def pointed(line):
    return [diagnoses(line)[line[f"ptr{i}"] - 1] for i in range(1, 5) if f"ptr{i}" in line]


@pytest.mark.parametrize("seed", SEEDS)
def test_benefits_checked_within_thirty_days_and_plan_active(seed):
    for line, coverage, _ in billed(clean(seed)):
        assert 0 <= (line["dos"] - coverage["verified_on"]).days <= 30
        assert coverage["verified_on"].year == line["dos"].year
        assert coverage["effective_from"] <= line["dos"] <= coverage.get("effective_to", dt.date.max)
        assert coverage["patient_id"] == line["patient_id"]


@pytest.mark.parametrize("seed", SEEDS)
def test_checks_of_a_patient_follow_each_other(seed):
    for rows in by(clean(seed).tables["coverage"], "patient_id").values():
        for earlier, later in itertools.pairwise(rows):
            assert earlier["effective_to"] < later["effective_from"]
        assert "effective_to" not in rows[-1]


@pytest.mark.parametrize("seed", SEEDS)
def test_covered_codes_and_visit_limits(seed):
    visits = Counter()
    for line, coverage, _ in billed(clean(seed)):
        assert line["code"] in coverage["covered_codes"].split(", ")
        assert coverage["massage_covered"] == "Y"
        assert coverage["provider_type_ok"]
        visits[
            line["patient_id"], coverage.get("visits_allowed"), coverage.get("visits_used_elsewhere", 0)
        ] += line["line_no"] == 1
    for (_, allowed, elsewhere), seen in visits.items():
        assert seen < 24  # PAY-015
        assert allowed is None or seen + elsewhere <= allowed - 3


@pytest.mark.parametrize("seed", SEEDS)
def test_accidents(seed):
    made = clean(seed)
    patients = keyed(made.tables["patients"], "patient_id")
    charges = Counter()
    for line, coverage, payer in billed(made):
        is_injury = any(dx.startswith("S") for dx in diagnoses(line))
        assert is_injury == (coverage["accident_type"] != "NONE")
        if is_injury:
            assert coverage["accident_date"] < line["dos"]
            assert coverage["claim_number"]
            assert all(dx.endswith("D") for dx in diagnoses(line))
        if coverage["accident_type"] == "EM":
            assert patients[line["patient_id"]]["employer_name"]
        if payer["payer_type"].startswith("AUTO"):
            charges[line["patient_id"], coverage["policy_limit"] - 2000] += line["charge"]
    assert all(charged < limit for (_, limit), charged in charges.items())


@pytest.mark.parametrize("seed", SEEDS)
def test_therapists_are_licensed_enrolled_and_not_overworked(seed):
    made = clean(seed)
    people = keyed(made.tables["therapists"], "therapist_id")
    enrolled = {(r["therapist_id"], r["payer_id"]): r for r in made.tables["therapist_payer"]}
    minutes = Counter()
    for line, _, payer in billed(made):
        person = people[line["therapist_id"]]
        assert person["license_issued"] < line["dos"] < person["license_expires"]
        assert person["license_expires"] > made.as_of + dt.timedelta(days=60)
        assert person["active_from"] < line["dos"] < person["liability_ins_expires"]
        minutes[line["therapist_id"], line["dos"]] += line.get("minutes", 0)
        if rules_of(made, payer["payer_id"]).get("credentialing_required") == "Y":
            row = enrolled[line["therapist_id"], payer["payer_id"]]
            assert row["status"] == "IN_NETWORK"
            assert row["effective_from"] < line["dos"]
    assert max(minutes.values()) <= 600


@pytest.mark.parametrize("seed", SEEDS)
def test_codes_and_modifiers(seed):
    made = clean(seed)
    for lines in by([line for line, _, _ in billed(made)], "visit_id").values():
        payer = keyed(made.tables["coverage"], "coverage_id")[lines[0]["coverage_id"]]["payer_id"]
        rules = rules_of(made, payer)
        codes = {line["code"]: line for line in lines}
        assert len(codes) == len(lines)
        for line in lines:
            mods = [line[f"mod{i}"] for i in range(1, 5) if f"mod{i}" in line]
            assert (rules.get("required_modifier") == "GP") == ("GP" in mods)
            assert rules_of(made, payer, line["code"]).get("code_covered", "Y") == "Y"
            assert line["pos"] in rules["pos_allowed"].split(", ")
            separate = {"97140", "97124"} <= set(codes) and rules["ncci_applied"] == "Y"
            assert ("59" in mods) == (separate and line["code"] == "97124")
            if separate:
                assert line["line_start"] < line["line_end"]
        if {"97140", "97124"} <= set(codes):
            assert not set(codes["97140"]["regions"].split(", ")) & set(codes["97124"]["regions"].split(", "))


@pytest.mark.parametrize("seed", SEEDS)
def test_units_are_what_the_minutes_carry(seed):
    made = clean(seed)
    for lines in by([line for line, _, _ in billed(made)], "visit_id").values():
        payer = keyed(made.tables["coverage"], "coverage_id")[lines[0]["coverage_id"]]["payer_id"]
        timed = [line for line in lines if line["code"] != "97010"]
        minutes = tuple(line["minutes"] for line in timed)
        rule = rules_of(made, payer).get("unit_rule")
        answers = (support(UnitRule(rule), minutes),) if rule else when_unknown(minutes)
        for answer in answers:
            assert not answer.is_tied
            assert answer.units == tuple(line["units"] for line in timed)
        assert 1 <= sum(line["units"] for line in timed) <= 4
        assert sum(minutes) <= 60
        assert all(line["units"] == 1 and "minutes" not in line for line in lines if line["code"] == "97010")


def test_minutes_are_not_all_the_same():
    minutes = Counter(line.get("minutes") for line, _, _ in billed(clean()))
    assert len(minutes) > 30
    assert minutes[60] < 60


@pytest.mark.parametrize("seed", SEEDS)
def test_diagnoses_come_from_the_order_fit_the_region_and_are_all_used(seed):
    made = clean(seed)
    orders = keyed(made.tables["referrals"], "referral_id")
    for lines in by([line for line, _, _ in billed(made)], "visit_id").values():
        used = set()
        for line in lines:
            ordered = orders[line["referral_id"]]["dx_list"].split(", ")
            assert diagnoses(line) == ordered
            used |= set(pointed(line))
            regions = line["regions"].split(", ")
            for dx in pointed(line):
                place = region_of(dx)
                assert place == "ANY" or any(
                    r.startswith(place) or (place == "BACK" and "BACK" in r) for r in regions
                )
            assert set(regions) <= set(orders[line["referral_id"]]["body_regions"].split(", "))
        assert used == set(diagnoses(lines[0]))


@pytest.mark.parametrize("seed", SEEDS)
def test_money(seed):
    made = clean(seed)
    prices = {row["code"]: row["unit_charge"] for row in made.tables["fees"] if row["payer_id"] == "*"}
    assert all(row["unit_charge"] == prices[row["code"]] for row in made.tables["fees"])
    assert all(row.get("expected_allowed_per_unit", 0) < row["unit_charge"] for row in made.tables["fees"])
    for row in made.tables["visits"]:
        assert row["unit_charge"] == prices[row["code"]]
        assert row["charge"] == pytest.approx(row["unit_charge"] * row["units"], abs=0.001)
    paid = Counter()
    for line, coverage, payer in billed(made):
        paid[line["visit_id"], coverage["copay"], payer["payer_type"]] += line.get("patient_paid", 0)
    for (_, copay, kind), amount in paid.items():
        assert amount == copay
        assert amount == 0 or not kind.startswith(("WC", "VA"))


@pytest.mark.parametrize("seed", SEEDS)
def test_filing_limits_are_two_weeks_away(seed):
    made = clean(seed)
    for line, _, payer in billed(made):
        limit = int(rules_of(made, payer["payer_id"])["tfl_days"])
        assert line["dos"] + dt.timedelta(days=limit) > made.as_of + dt.timedelta(days=14)


@pytest.mark.parametrize("seed", SEEDS)
def test_state_fund(seed):
    """PAY-007, PAY-008, PAY-012: one code, twelve visits, authorised from the seventh, under the daily cap."""
    made = clean(seed)
    for visits in by([x for x in billed(made) if x[2]["payer_type"] == "WC_STATE_FUND"], *()).values():
        lines = [line for line, _, _ in visits]
        for mine in by(lines, "patient_id").values():
            assert {line["code"] for line in mine} == {"97124"}
            assert len(mine) <= 12
            assert all("auth_id" in line for line in mine[6:])
            assert max(line["units"] for line in mine) * 28.02 <= 112.09


@pytest.mark.parametrize("seed", SEEDS)
def test_everything_is_confirmed(seed):
    made = clean(seed)
    for row in [*made.tables["payer_rules"], *made.tables["fees"]]:
        assert row["confirmed_on"] == dt.date(2026, 1, 2)
        assert row["confirmed_by"]
        assert row["certainty"]
    assert all(row["source"] for row in made.tables["payer_rules"])

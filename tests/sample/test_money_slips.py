"""The slips about payers' policies, money, claims, answers and deadlines: one of every rule, in a thorough sample."""

from __future__ import annotations

import pytest

from tests.sample.practice import SEEDS, found, keyed, slipped
from tests.sample.test_slips import listed
from tests.sample.unplantable_money import UNPLANTABLE
from xl_massbill.rules.catalogue import rules

GROUPS = {"PAY", "MON", "CLM", "RMT", "TFL"}
IDS = {rule.id for rule in rules() if rule.group in GROUPS}
BOTH = {"PAY-010": {"visits", "follow_up"}, "TFL-001": {"claims", "visits"}}
"""Rules with two slips of different kinds, with the sheets on which their findings stand."""
PLANTED_TABLES = {"remits", "payments", "plb", "denials", "follow_up", "batches", "findings"}


@pytest.mark.parametrize("seed", SEEDS)
def test_every_rule_is_planted(seed):
    planted = {slip.rule for slip in slipped(seed, thorough=True).slips}
    assert planted >= IDS - set(UNPLANTABLE)
    assert not planted & set(UNPLANTABLE)


def test_what_cannot_be_planted_is_a_rule_with_a_reason():
    assert set(UNPLANTABLE) <= IDS
    assert all(len(reason.split()) > 4 for reason in UNPLANTABLE.values())


@pytest.mark.parametrize("seed", SEEDS[2:])
def test_exactly_the_manifest_is_found_at_further_seeds(seed):
    made = slipped(seed, thorough=True)
    findings, count = found(made)
    assert set(findings) == set(listed(made))
    assert count == len(made.slips)


@pytest.mark.parametrize("seed", SEEDS)
def test_rules_that_look_at_two_sheets_find_a_slip_on_each(seed):
    slips = slipped(seed, thorough=True).slips
    assert {rule: {s.table for s in slips if s.rule == rule} for rule in BOTH} == BOTH


@pytest.mark.parametrize("seed", SEEDS)
def test_a_demo_has_none_of_them(seed):
    made = slipped(seed)
    assert {s.rule for s in made.slips if s.rule[:3] in GROUPS} == {"TFL-003"}
    assert not PLANTED_TABLES & set(made.tables)


def test_planted_claims_and_their_lines_belong_together():
    made = slipped(thorough=True)
    claims = keyed(made.tables["claims"], "claim_id")
    assert len(claims) == len(made.tables["claims"])
    assert {line["claim_id"] for line in made.tables["claim_lines"]} == set(claims)
    assert {row["claim_id"] for row in made.tables["visits"] if "claim_id" in row} <= set(claims)
    assert {row["remit_id"] for row in made.tables["payments"]} <= {
        row["remit_id"] for row in made.tables["remits"]
    }

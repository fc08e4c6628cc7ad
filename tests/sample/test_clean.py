"""The clean practice: the same for the same seed, and nothing to find in it."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.sample.practice import SEEDS, by, clean, found
from xl_massbill.sample import sample


@pytest.mark.parametrize("seed", SEEDS)
def test_no_rule_finds_anything(seed):
    assert found(clean(seed)) == ({}, 0)


@pytest.mark.parametrize(
    ("as_of", "patients", "visits"),
    [
        (dt.date(2026, 6, 30), 40, 600),
        (dt.date(2026, 5, 3), 12, 120),  # a Sunday; the window begins in the year before
        (dt.date(2026, 9, 30), 60, 900),
        (dt.date(2026, 9, 30), 12, 60),
    ],
)
def test_other_days_and_sizes_are_clean_too(as_of, patients, visits):
    made = sample(3, as_of, patients=patients, visits=visits, with_slips=False)
    assert len(made.tables["patients"]) == patients
    assert len(made.tables["visits"]) == visits
    assert found(made) == ({}, 0)


def test_same_seed_same_sample():
    one, other = sample(7), sample(7)
    assert one.tables == other.tables
    assert one.slips == other.slips


def test_other_seed_other_sample():
    assert clean(1).tables["visits"] != clean(2).tables["visits"]
    assert clean(1).tables["patients"] != clean(2).tables["patients"]


def test_slips_change_nothing_before_they_are_planted():
    assert sample(7, with_slips=False).slips == []
    assert sample(7, with_slips=False).tables != sample(7).tables


@pytest.mark.parametrize("visits", [20, 2000])
def test_numbers_that_do_not_fit_are_refused(visits):
    with pytest.raises(ValueError, match="do not fit"):
        sample(patients=40, visits=visits)


def test_too_few_patients_for_the_payers_are_refused():
    with pytest.raises(ValueError, match="too few"):
        sample(patients=8, visits=100)


def test_claims_of_the_past_hold_their_lines_to_the_cent():
    made = clean()
    lines = by(made.tables["claim_lines"], "claim_id")
    visits = by(made.tables["visits"], "claim_id")
    for claim in made.tables["claims"]:
        key = (claim["claim_id"],)
        assert claim["total_charge"] == pytest.approx(sum(x["charge"] for x in lines[key]), abs=0.001)
        assert {x["visit_id"] for x in lines[key]} == {x["visit_id"] for x in visits[key]}
        assert len(lines[key]) == len(visits[key])
        owed = claim["total_charge"] - claim["paid_total"] - claim.get("contractual_total", 0)
        assert claim["balance"] == pytest.approx(owed - claim["patient_paid"], abs=0.001)
        assert claim["first_submitted_on"] <= made.as_of
        assert claim["status_since"] <= made.as_of


def test_a_sample_that_was_never_billed():
    made = sample(2026, with_slips=False, billed=False)
    assert "claims" not in made.tables
    assert {rule for rule, *_ in found(made)[0]} == {"TFL-003"}

"""Families of claims: charges once, money of all, the newest living member stands for them."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.workbooks import workbook_of
from xl_massbill.claims.ledger import open_items
from xl_massbill.practice import Lines, Records

DAY = dt.date(2026, 9, 1)


def claim(claim_id, status, **more):
    row = {"claim_id": claim_id, "status": status, "payer_id": "EHP01", "patient_id": "P1", "payer_seq": "P"}
    money = {
        "total_charge": 186.0,
        "patient_paid": 20.0,
        "paid_total": 0,
        "contractual_total": 0,
        "pr_total": 0,
    }
    return row | money | {"frequency": "1", "dos_from": dt.date(2026, 5, 19)} | more


def items(*rows):
    frame = open_items(Lines(Records(workbook_of({"claims": list(rows)})), DAY)).frame
    return [(r.kind, r.claim_id, r.payer_id, r.cents) for r in frame.itertuples()]


def test_a_claim_alone():
    assert items(claim("CR26-000001", "SUBMITTED")) == [("INSURANCE", "CR26-000001", "EHP01", 16_600)]


def test_a_corrected_claim_takes_the_place_of_its_first():
    first = claim("CR26-000001", "REPLACED", paid_total=50.0, contractual_total=26.0, pr_total=20.0)
    again = claim(
        "CR26-000001R1", "SUBMITTED", replaces_claim_id="CR26-000001", frequency="7", total_charge=190.0
    )
    assert items(first, again) == [("INSURANCE", "CR26-000001R1", "EHP01", 19_000 - 5_000 - 2_600 - 2_000)]


def test_case_9_ends_at_nothing():
    """Reversal and correction of case 9: all money of both claims, the patient's 20.00 once."""
    first = claim("CR26-000109", "REPLACED", paid_total=0.0, contractual_total=0.0)
    again = claim(
        "CR26-000109R1", "PAID", replaces_claim_id="CR26-000109", frequency="7",
        paid_total=110.0, contractual_total=56.0, pr_total=20.0,
    )  # fmt: skip
    assert items(first, again) == []


def test_after_a_void_nothing_is_owed_but_what_was_paid():
    first = claim("CR26-000001", "VOIDED", paid_total=50.0, patient_paid=0)
    void = claim("CR26-000001V1", "SUBMITTED", replaces_claim_id="CR26-000001", frequency="8", patient_paid=0)
    assert items(first, void) == [("INSURANCE", "CR26-000001V1", "EHP01", -5_000)]


def test_the_second_payer_owes_what_the_first_left():
    first = claim(
        "CR26-000001", "FORWARDED", paid_total=80.0, contractual_total=50.0, pr_total=56.0, patient_paid=0
    )
    second = claim(
        "CR26-000001S",
        "SUBMITTED",
        parent_claim_id="CR26-000001",
        payer_seq="S",
        payer_id="SBS01",
        patient_paid=0,
    )
    assert items(first, second) == [("INSURANCE", "CR26-000001S", "SBS01", 5_600)]


def test_the_second_payers_patient_part_replaces_the_firsts():
    first = claim(
        "CR26-000001", "FORWARDED", paid_total=80.0, contractual_total=50.0, pr_total=56.0, patient_paid=0
    )
    second = claim(
        "CR26-000001S", "PATIENT_DUE", parent_claim_id="CR26-000001", payer_seq="S", payer_id="SBS01",
        patient_paid=0, paid_total=36.0, pr_total=20.0,
    )  # fmt: skip
    assert items(first, second) == [("PATIENT", "CR26-000001S", "SBS01", 2_000)]


@pytest.mark.parametrize("status", ["SECONDARY_DUE", "FORWARDED"])
def test_nothing_is_the_patients_while_the_next_payer_has_to_answer(status):
    one = claim("CR26-000001", status, paid_total=80.0, contractual_total=50.0, pr_total=56.0, patient_paid=6)
    assert items(one) == [("INSURANCE", "CR26-000001", "EHP01", 5_000)]


@pytest.mark.parametrize("loop", ["CR26-000001", "CR26-000002"])
def test_claims_that_follow_each_other_in_a_circle_are_still_counted(loop):
    rows = items(
        claim("CR26-000001", "SUBMITTED", parent_claim_id=loop),
        claim("CR26-000002", "SUBMITTED", parent_claim_id="CR26-000002"),
    )
    assert [cents for *_, cents in rows] == [16_600, 16_600]

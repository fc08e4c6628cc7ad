"""Who is in the sample: every kind of payer, invented people, numbers that belong to nobody."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from tests.sample.practice import SEEDS, billed, clean, keyed, slipped
from xl_massbill.codes import npi
from xl_massbill.sample.data import data

KINDS = {
    "COMMERCIAL": 2, "BCBS": 1, "MEDICARE_ADVANTAGE": 1, "MEDICAID": 1, "VA_CCN": 1, "AUTO_PIP": 1,
    "AUTO_MEDPAY": 1, "WC_STATE_FUND": 1, "WC_SELF_INSURED": 1, "ORIGINAL_MEDICARE": 1, "HSA_FSA": 1,
}  # fmt: skip
ELECTRONIC = {"COMMERCIAL", "BCBS", "MEDICARE_ADVANTAGE", "AUTO_PIP", "VA_CCN"}


def test_size():
    tables = clean().tables
    assert len(tables["patients"]) == 40
    assert len(tables["payers"]) == 12
    assert len(tables["therapists"]) == 6
    assert len(tables["visits"]) == 600
    assert len({row["therapist_id"] for row in tables["licences"]}) == 1


def test_every_kind_of_payer_with_patients():
    tables = clean().tables
    assert Counter(row["payer_type"] for row in tables["payers"]) == KINDS
    assert {row["payer_id"] for row in tables["coverage"]} == {row["payer_id"] for row in tables["payers"]}


def test_ways_of_sending():
    payers = clean().tables["payers"]
    assert {p["payer_type"] for p in payers if p["submit_method"] == "837P"} == ELECTRONIC
    assert {p["submit_method"] for p in payers} == {
        "837P",
        "CMS1500",
        "PORTAL",
        "STATE_FORM",
        "INVOICE",
        "NONE",
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_electronic_claims_are_of_patients_who_are_insured_themselves(seed):
    """What goes out as 837P today: the patient is the subscriber."""
    for _, coverage, payer in billed(clean(seed)):
        if payer["submit_method"] == "837P":
            assert coverage["relation_to_insured"] == "18"


@pytest.mark.parametrize("seed", SEEDS)
def test_each_electronic_payer_has_visits(seed):
    assert {p["payer_type"] for _, _, p in billed(clean(seed)) if p["submit_method"] == "837P"} == ELECTRONIC


def test_original_medicare_patients_pay_cash():
    tables = clean().tables
    checks = {c["patient_id"]: c["payer_id"] for c in tables["coverage"]}
    mine = [row for row in tables["visits"] if checks[row["patient_id"]] == "MCB01"]
    assert mine
    assert {row["status"] for row in mine} == {"CASH"}
    assert all("coverage_id" not in row and row["patient_paid"] == row["charge"] for row in mine)


def test_every_status_is_there():
    statuses = Counter(row["status"] for row in clean().tables["visits"])
    assert set(statuses) == {"DONE", "CASH", "NO_SHOW", "CANCELLED", "SCHEDULED"}
    assert statuses["DONE"] > 500


def test_npis_have_their_check_digit_and_the_invented_stem():
    tables = clean().tables
    rows = [*tables["practice"], *tables["therapists"], *tables["facilities"]]
    numbers = {row["npi"] for row in rows} | {row["prov_npi"] for row in tables["referrals"]}
    assert len({row["npi"] for row in rows}) == len(rows)
    for number in numbers:
        assert npi.is_valid(number)
        assert number.startswith("19999")


def test_people_are_invented():
    words, tables = data("names"), clean().tables
    assert {row["last_name"] for row in tables["patients"]} <= set(words["surnames"])
    assert len({row["last_name"] for row in tables["patients"]}) == 40
    staff = [r["last_name"] for r in tables["therapists"]] + [r["prov_last"] for r in tables["referrals"]]
    assert not set(staff) & set(words["surnames"])
    assert all(row["email"].endswith("@example.com") for row in tables["patients"])


def test_phones_are_of_the_block_kept_for_fiction():
    for made in (clean(), slipped()):
        for table in ("practice", "payers", "patients", "coverage"):
            for row in made.tables[table]:
                for name in ("phone", "fax", "adjuster_phone"):
                    if name in row:
                        assert re.fullmatch(r"\d{3}55501\d\d", row[name])


@pytest.mark.parametrize("seed", SEEDS)
def test_no_two_rows_are_the_same_person(seed):
    rows = clean(seed).tables["patients"]
    assert len({(r["last_name"], r["first_name"], r["dob"], r["sex"]) for r in rows}) == len(rows)


def test_minors_and_dependants_have_somebody_who_answers():
    made = clean()
    patients = keyed(made.tables["patients"], "patient_id")
    seen = set()
    for row in made.tables["coverage"]:
        seen.add(row["relation_to_insured"])
        if row["relation_to_insured"] in ("01", "19"):
            assert all(row[f"insured_{part}"] for part in ("last", "first", "dob", "sex", "addr1", "zip"))
        if row["relation_to_insured"] == "19":
            assert patients[row["patient_id"]]["responsible_party"]
    assert seen == {"18", "01", "19", "20"}


def test_consents_before_the_first_visit():
    made = clean()
    patients = keyed(made.tables["patients"], "patient_id")
    for row in made.tables["visits"]:
        signed = [day for name, day in patients[row["patient_id"]].items() if name.endswith("_on")]
        assert len(signed) == 5
        assert max(signed) <= row["dos"]

"""Visit lines into claims: who shares a claim, in which order, with which diagnoses and numbers."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import numpy as np
import pytest

from tests.rules.cases import clean
from tests.workbooks import workbook_of
from xl_massbill.claims.build import Builder, claim_ids, drafts
from xl_massbill.practice import Lines, Records

DAY = dt.date(2026, 5, 6)


def build(tables, **how):
    lines = Lines(Records(workbook_of(tables)), DAY)
    found = drafts(lines, np.arange(len(lines)), **how)
    return list(Builder(lines).claims(found, claim_ids("CR", DAY, 101, len(found))))


def line(tables, **changes):
    row = {**tables["visits"][0], **changes}
    tables["visits"].append({k: v for k, v in row.items() if v is not None})
    return row


def test_the_clean_visit_is_one_claim():
    (claim,) = build(clean())
    assert claim.claim_id == "CR26-000101"
    assert claim.total == Decimal(180)
    assert claim.diagnoses == ("M542", "M62838")
    assert claim.onset == dt.date(2026, 4, 1)
    (only,) = claim.lines
    assert (only.code, only.units, only.charge, only.pointers, only.control) == (
        "97124", 4, Decimal(180), (1, 2), "CR26-000101-1",
    )  # fmt: skip
    assert claim.patient_paid is None, "the payer has not asked for it"
    assert claim.patient_paid_at_visit == Decimal(25)
    assert claim.referring.npi == "1555555014"
    assert claim.insured.name.last == "Harper"
    assert claim.accident is None
    assert claim.claim_number == ""


def test_lines_of_a_visit_share_a_claim_and_its_diagnoses():
    tables = clean()
    first = tables["visits"][0]
    first |= {"code": "97124", "charge": 45.0, "units": 1, "dx1": "M54.6", "ptr1": 1}
    first.pop("dx2"), first.pop("ptr2")
    line(tables, line_no=2, code="97140", charge=96.0, units=2, unit_charge=48.0, dx1="M54.59", ptr1=1)
    (claim,) = build(tables)
    assert [(s.number, s.code, s.pointers) for s in claim.lines] == [(1, "97140", (2,)), (2, "97124", (1,))]
    assert claim.diagnoses == ("M546", "M5459"), "union in visit order"
    assert claim.total == Decimal(141)


@pytest.mark.parametrize(
    "change",
    [
        {"dos": dt.date(2026, 5, 5)},
        {"patient_id": "P2"},
        {"therapist_id": "T2"},
        {"referral_id": "R2"},
        {"auth_id": "A2"},
        {"pos": "12"},
        {"coverage_id": "C2"},
        {"facility_id": "F2"},
        {"visit_id": "V2", "dx1": "M54.6", "dx2": None, "ptr2": None},
        {"onset_date": dt.date(2026, 4, 2)},
    ],
    ids=lambda c: next(iter(c)) if len(c) == 1 else "dx set",
)
def test_what_may_not_share_a_claim(change):
    tables = clean()
    for table, key in (("patients", "P2"), ("therapists", "T2"), ("referrals", "R2"), ("coverage", "C2")):
        row = {**tables[table][0]}
        row[next(iter(row))] = key
        tables[table].append(row)
    tables["auths"] = [{"auth_id": "A2", "patient_id": "P1", "coverage_id": "C1", "auth_no": "AUTH1"}]
    tables["facilities"] = [
        {
            "facility_id": "F2",
            "name": "Elsewhere",
            "addr1": "1 Road",
            "city": "Seattle",
            "state": "WA",
            "zip": "981010001",
        }
    ]
    line(tables, line_no=2, **{"visit_id": "V2", **change})
    assert len(build(tables)) == 2


def test_months_can_share_a_claim_but_years_cannot():
    tables = clean()
    line(tables, visit_id="V2", dos=dt.date(2026, 5, 11))
    line(tables, visit_id="V3", dos=dt.date(2025, 12, 30))
    assert [len(c.lines) for c in build(tables, one_claim_per_dos=False)] == [2, 1]
    assert len(build(tables)) == 3


def test_a_claim_is_cut_at_fifty_lines():
    tables = clean()
    tables["visits"][0]["dos"] = dt.date(2026, 5, 4)
    for n in range(2, 62):
        line(tables, visit_id=f"V{n}", dos=dt.date(2026, 5, 1 + n % 30))
    claims = build(tables, one_claim_per_dos=False)
    assert [len(c.lines) for c in claims] == [50, 11]
    assert sum(c.total for c in claims) == 61 * Decimal(180)


@pytest.mark.parametrize("method", ["CMS1500", "STATE_FORM"])
def test_a_claim_on_paper_is_cut_at_six_lines(method):
    tables = clean()
    tables["payers"][0]["submit_method"] = method
    for n in range(2, 9):
        line(tables, visit_id=f"V{n}", dos=dt.date(2026, 5, 4 + n))
    claims = build(tables, one_claim_per_dos=False)
    assert [len(c.lines) for c in claims] == [6, 2]


def test_days_of_two_months_are_on_two_claims():
    tables = clean()
    line(tables, visit_id="V2", dos=dt.date(2026, 5, 29))
    line(tables, visit_id="V3", dos=dt.date(2026, 6, 1))
    assert [len(c.lines) for c in build(tables, one_claim_per_dos=False)] == [2, 1]


def test_auto_claim_carries_accident_number_and_papers():
    tables = clean()
    tables["payers"][0] |= {"payer_type": "AUTO_PIP", "claim_filing_ind": "AM", "mail_addr1": "PO Box 9000",
                            "mail_city": "Seattle", "mail_state": "WA", "mail_zip": "98111"}  # fmt: skip
    tables["coverage"][0] |= {"accident_type": "AA", "accident_date": dt.date(2026, 3, 2), "accident_state": "WA",
                              "claim_number": "CLM-2026-44871"}  # fmt: skip
    tables["referrals"][0].pop("onset_date")
    tables["payer_rules"].append(
        {**tables["payer_rules"][0], "rule_key": "attach_rx_with_claim", "value": "Y"}
    )
    (claim,) = build(tables)
    assert (claim.accident.type, claim.accident.state, claim.accident.day) == (
        "AA",
        "WA",
        dt.date(2026, 3, 2),
    )
    assert claim.onset == dt.date(2026, 3, 2)
    assert claim.claim_number == "CLM-2026-44871"
    assert (claim.attachment.type, claim.attachment.how, claim.attachment.control) == (
        "OZ",
        "BM",
        "CR26000101",
    )
    assert claim.payer.address.line1 == "PO Box 9000"


def test_numbers_of_order_and_approval():
    tables = clean()
    tables["referrals"][0]["payer_referral_no"] = "VA0123456789"
    assert [c.referral_number for c in build(tables)] == ["VA0123456789"]
    tables["payer_rules"].append({**tables["payer_rules"][0], "rule_key": "referral_qual", "value": "G1"})
    (claim,) = build(tables)
    assert (claim.referral_number, claim.authorisation_number) == ("", "VA0123456789")


def test_patient_money_goes_out_only_when_the_payer_wants_it():
    tables = clean()
    tables["payer_rules"].append(
        {**tables["payer_rules"][0], "rule_key": "send_patient_paid_amt", "value": "Y"}
    )
    assert [c.patient_paid for c in build(tables)] == [Decimal(25)]


def test_nothing_personal_in_repr():
    (claim,) = build(clean())
    shown = (
        repr(claim) + repr(claim.patient) + repr(claim.insured) + repr(claim.referring) + repr(claim.billing)
    )
    assert not any(word in shown for word in ("Harper", "June", "Nguyen", "EHP445566701", "1984"))

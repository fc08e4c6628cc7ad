"""What patients paid after the visit: on the claim's family once, told to payers only by their rule."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from tests.claims.test_again import PARENT, following, tables, with_second_payer
from tests.commands.test_following import by, clinic, follow
from tests.commands.test_paper import text_of
from tests.rules.cases import clean
from tests.workbooks import workbook_of
from xl_massbill.claims.booking import claim_row
from xl_massbill.claims.following import Kind
from xl_massbill.claims.parties import Parties, named
from xl_massbill.claims.patient_money import forebears, patient_payments
from xl_massbill.forms.account import account
from xl_massbill.hosts.file import FileWorkbook
from xl_massbill.practice import Records

__all__ = ["clinic", "tables"]
DAY = dt.date(2026, 6, 15)
PAID = [
    {"row_type": "PATIENT", "paid": 30.0, "remit_id": "RP", "pay_method": "card"},
    {"row_type": "PATIENT", "paid": 7.5, "remit_id": None},
    {"row_type": "REFUND", "paid": 5.0, "remit_id": "RP"},
    {"row_type": "REFUND", "paid": 11.0, "remit_id": "RM1"},  # to the payer
    {"row_type": "PATIENT", "paid": 90.0, "post_status": "HELD"},
    {"row_type": "PATIENT", "paid": 80.0, "claim_id": "unapplied"},
    {"row_type": "PATIENT", "paid": 70.0, "claim_id": "CR26-000777"},
]  # fmt: skip


def rows_of(*rows):
    return [
        {"payment_id": f"PP{n}", "claim_id": PARENT, "post_status": "POSTED"} | row
        for n, row in enumerate(rows)
    ]


def with_money(tables, *rows):
    tables["payments"] += rows_of(*rows)
    tables["remits"].append({"remit_id": "RP", "source": "PATIENT", "payment_date": dt.date(2026, 6, 10)})
    return tables


def test_payments_and_refunds_of_patients_count_once(tables):
    found = patient_payments(Records(workbook_of(with_money(tables, *PAID))), [PARENT])
    assert [(p.amount, p.day, p.method) for p in found] == [
        (Decimal("7.50"), None, ""), (Decimal("-5.00"), dt.date(2026, 6, 10), ""),
        (Decimal("30.00"), dt.date(2026, 6, 10), "card"),
    ]  # fmt: skip


def test_money_on_a_line_is_that_line_s(tables):
    records = Records(workbook_of(with_money(tables, PAID[0] | {"line_no": 2}, PAID[1])))
    assert len(patient_payments(records, [PARENT])) == 2
    assert [p.amount for p in patient_payments(records, [PARENT], {2})] == [30]
    assert patient_payments(records, [PARENT], {1}) == ()


@pytest.mark.parametrize("kind", [Kind.CORRECTED, Kind.VOID, Kind.NEXT_PAYER])
def test_a_claim_that_follows_has_the_family_s_money(tables, kind):
    plain, _ = following(with_second_payer(tables), kind)
    claim, _ = following(with_money(tables, *PAID), kind)
    later = Decimal("32.50")
    assert claim.patient_paid_at_visit == plain.patient_paid_at_visit == Decimal(20)
    assert claim.patient_paid_so_far == Decimal(20) + later
    rows = [claim_row(one, "B1", DAY, None, 0) for one in (plain, claim)]
    assert rows[1]["patient_paid"] - rows[0]["patient_paid"] == 3_250
    if kind is not Kind.VOID:
        assert rows[0]["balance"] - rows[1]["balance"] == 3_250
    assert account(claim).paid - account(plain).paid == later
    assert claim.patient_paid is None, "the payer has not asked for it"


@pytest.mark.parametrize(("kind", "told"), [(Kind.CORRECTED, Decimal("52.50")), (Kind.NEXT_PAYER, None)])
def test_a_payer_that_asks_is_told_all_of_it(tables, kind, told):
    with_money(with_second_payer(tables), *PAID)
    rule = {
        "payer_id": "SBS01",
        "rule_key": "send_patient_paid_amt",
        "value": "Y",
        "code": "*",
        "certainty": "R",
    }
    tables["payer_rules"] = [*tables.get("payer_rules", []), rule]
    claim, _ = following(tables, kind)
    assert claim.patient_paid == told


def test_more_back_than_paid_is_told_as_nothing(tables):
    with_money(tables, {"row_type": "REFUND", "paid": 25.0, "remit_id": "RP"})
    rule = {
        "payer_id": "SBS01",
        "rule_key": "send_patient_paid_amt",
        "value": "Y",
        "code": "*",
        "certainty": "R",
    }
    tables["payer_rules"] = [*tables.get("payer_rules", []), rule]
    claim, _ = following(tables, Kind.CORRECTED)
    assert (claim.patient_paid, claim.patient_paid_so_far) == (None, Decimal(-5))


def test_a_family_is_followed_to_its_root_and_a_circle_ends():
    claims = [
        {"claim_id": "A"}, {"claim_id": "AR1", "replaces_claim_id": "A"},
        {"claim_id": "AS", "parent_claim_id": "AR1"}, {"claim_id": "X", "parent_claim_id": "Y"},
        {"claim_id": "Y", "parent_claim_id": "X"},
    ]  # fmt: skip
    records = Records(workbook_of({"claims": claims}))
    assert forebears(records, "AS") == ["AS", "AR1", "A"]
    assert forebears(records, "X") == ["X", "Y"]
    assert forebears(records, "NONE") == ["NONE"]


def test_the_invoice_of_a_corrected_claim_shows_what_the_patient_paid_since(clinic):
    workbook = FileWorkbook(clinic, fill=True)
    columns = {"payment_id": ["PP1"], "claim_id": [PARENT], "row_type": ["PATIENT"], "paid": [30.0]}
    workbook.append("payments", columns | {"post_status": ["POSTED"], "pay_method": ["card"]})
    workbook.save()
    (file,) = follow(by(clinic, "INVOICE"), Kind.CORRECTED).files
    told = text_of(file)
    assert "Paid by patient, card \u221230.00" in told
    assert "Amount paid $100.00" in told
    assert "Balance due $86.00" in told


@pytest.mark.parametrize(
    ("typed", "last", "first"),
    [
        ("Whitfield, Dana", "Whitfield", "Dana"),
        ("Dana Whitfield", "Whitfield", "Dana"),
        ("Dana Lee Whitfield", "Whitfield", "Dana Lee"),
        ("de la Cruz, Ana Maria", "de la Cruz", "Ana Maria"),
        (" Whitfield ,Dana ", "Whitfield", "Dana"),
        ("Whitfield", "Whitfield", ""),
        ("Whitfield,", "Whitfield", ""),
        ("", "", ""),
    ],
)
def test_the_name_of_a_person_who_bills_alone(typed, last, first):
    tables = clean()
    tables["practice"][0] |= {"entity_type": "PERSON", "legal_name": typed}
    parties = Parties(Records(workbook_of(tables)))
    name = parties.billing().name
    assert (name.last, name.first, name.is_person) == (last, first, True)
    assert named(typed) == name
    assert parties.submitter().name == f"{first} {last}".strip()


def test_a_clinic_s_name_stays_whole():
    parties = Parties(Records(workbook_of(clean())))
    assert parties.billing().name.last == parties.submitter().name == "Cedar River Massage Therapy PLLC"

"""The superbill holds all that a plan asks a patient for, and says only what is true."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.forms import papers
from xl_massbill.claims.claim import Name, Provider
from xl_massbill.claims.other_payer import OtherPayer
from xl_massbill.forms.account import Payment, Reduction
from xl_massbill.forms.prescription import Prescription
from xl_massbill.forms.superbill import PAID_IN_FULL, write

CLAIM, FACTS = papers.paid_claim(), papers.superbill_facts()


def test_every_field() -> None:
    text = papers.text(write(CLAIM, FACTS))
    for words in (
        "Cedar River Massage Therapy PLLC", "1450 Rainier Ave S Ste 200", "(206) 555-0100", "Tax ID 91-2345678",
        "NPI 1999999117", "Name Dana Whitfield", "License no. WA MA60123456", "NPI 1999999224", "Name June Harper",
        "Date of birth 02/17/1984", "Date of service 05/04/2026", "M54.2, M62.838",
        "Alice Nguyen, MD (NPI 1555555014)", "Order signed 03/20/2026",
        "05/04/2026 97124 Massage (stroking, kneading, tapping) 60 4 180.00", "Total charges $180.00",
        "Paid by patient, 05/04/2026, card, receipt 4411 \u2212180.00", "Balance due $0.00", PAID_IN_FULL,
        "Thank you for your visit.",
    ):  # fmt: skip
        assert words in text, words
    assert "EHP445566701" not in text and "Myrtle" not in text


INSURER = OtherPayer("P", "H", "Harbor Health", "H", "CI", "", "18", "L", "E", "1", paid=Decimal(0))


@pytest.mark.parametrize(
    ("claim", "facts"),
    [
        (CLAIM, replace(FACTS, was_submitted=True)),
        (replace(CLAIM, patient_paid_at_visit=Decimal(0)), replace(FACTS, payments=())),
        (
            replace(CLAIM, patient_paid_at_visit=Decimal(0)),
            replace(FACTS, payments=(Payment(Decimal("179.99")),)),
        ),
        (CLAIM, replace(FACTS, payments=(Payment(Decimal(200)),))),
        (CLAIM, replace(FACTS, payments=(Payment(Decimal(180)), Payment(Decimal(-180))))),
        (
            replace(CLAIM, patient_paid_at_visit=Decimal(0)),
            replace(FACTS, payments=(Payment(Decimal(90)), Payment(Decimal(90), payer="Harbor Health"))),
        ),
        (replace(CLAIM, other_payers=(INSURER,)), FACTS),
    ],
    ids=["submitted", "unpaid", "a cent short", "too much", "paid back", "a payer paid", "a payer answered"],
)
def test_paid_in_full_is_said_only_where_it_is_true(claim: object, facts: object) -> None:
    text = papers.text(write(claim, facts))  # type: ignore[arg-type]
    assert "Paid in full" not in text and "not submitted" not in text


def test_paid_in_full_by_what_the_claim_knows() -> None:
    assert PAID_IN_FULL in papers.text(write(CLAIM, replace(FACTS, payments=None)))


def test_no_discount_is_hidden() -> None:
    claim = replace(CLAIM, patient_paid_at_visit=Decimal(160))
    off = (Reduction("Discount for prompt payment", Decimal(20)),)
    text = papers.text(
        write(claim, replace(FACTS, payments=(Payment(Decimal(160), method="cash"),), reductions=off))
    )
    for words in (
        "180.00",
        "Discount for prompt payment \u221220.00",
        "cash \u2212160.00",
        "Balance due $0.00",
        PAID_IN_FULL,
    ):
        assert words in text, words


def test_only_diagnoses_of_the_order_are_printed() -> None:
    text = papers.text(write(CLAIM, replace(FACTS, prescription=Prescription(("m542",), credential="MD"))))
    assert "Diagnosis M54.2\n" in text and "M62" not in text
    text = papers.text(write(CLAIM, replace(FACTS, prescription=Prescription(("S13.4XXD",)))))
    assert "None written on the order." in text and "M54" not in text and "S13" not in text
    text = papers.text(write(CLAIM, replace(FACTS, prescription=None)))
    assert "No order of a prescriber on file." in text and "M54" not in text and "Nguyen" not in text


def test_the_clinics_own_words_stand_above_ours_and_those_of_the_line_above_all() -> None:
    named = replace(FACTS, short_names={"97124": "Therapeutic massage"})
    assert "97124 Therapeutic massage 60 4" in papers.text(write(CLAIM, named))
    line = replace(CLAIM.lines[0], code="97139", description="Cranial work", minutes=None)
    assert "97139 Cranial work 4 180.00" in papers.text(write(replace(CLAIM, lines=(line,)), named))
    unknown = replace(CLAIM.lines[0], code="XYZ99")
    assert "XYZ99 60 4 180.00" in papers.text(write(replace(CLAIM, lines=(unknown,)), FACTS))


def test_the_licence_comes_from_facts_then_claim_then_is_demanded() -> None:
    bare = replace(FACTS, license_no=" ")
    with pytest.raises(ValueError, match="licence"):
        write(CLAIM, bare)
    therapist = Provider(Name("Whitfield", "Dana"), "1999999224", license="MA1")
    assert "License no. MA1" in papers.text(write(replace(CLAIM, rendering=therapist), bare))
    owner = replace(CLAIM.billing, name=Name("Whitfield", "Dana"), license="MA2")
    text = papers.text(write(replace(CLAIM, rendering=None, billing=owner), bare))
    assert "License no. MA2" in text and text.count("Dana Whitfield") == 2


def test_one_line_for_each_date() -> None:
    claim = papers.with_lines(CLAIM, 3)
    text = papers.text(write(claim, FACTS))
    assert "Dates of service 05/04/2026 \u2013 05/06/2026" in text
    for day in (4, 5, 6):
        assert f"{date(2026, 5, day):%m/%d/%Y} 97124" in text
    assert "Balance due $360.00" in text and "Paid in full" not in text

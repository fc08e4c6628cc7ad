"""The invoice says what the one who pays needs, and nothing about the body."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.forms import papers
from tests.forms.x837p.cases import case_6
from xl_massbill.claims.claim import Address
from xl_massbill.claims.other_payer import OtherPayer
from xl_massbill.forms.account import Payment, Reduction
from xl_massbill.forms.invoice import InvoiceFacts, write

CLAIM, FACTS = papers.auto_claim(), papers.invoice_facts()


def test_the_worked_case() -> None:
    lines = papers.text(write(CLAIM, FACTS)).splitlines()
    assert lines[0] == "Claim no. CLM-2026-44871"
    text = "\n".join(lines)
    for words in (
        "Attn: Jo Sandoval, claims adjuster", "PO Box 9000", "Fax (206) 555-0178", "Patient Erik Lindqvist",
        "Claim number CLM-2026-44871", "Accident date 03/02/2026", "06/15/2026",
        "04/14/2026 97124 GP 60 4 180.00", "04/14/2026 97010 1 20.00", "Total charges $200.00",
        "Paid by Pacific Auto Insurance, 05/12/2026, EFT 55667788 \u2212130.00", "Balance due $70.00",
        "A lien was signed on 03/20/2026.", "Tom Becker, DC (NPI 1555555022), signed 03/05/2026",
        "1. Prescription of 03/05/2026", "2. Session note of 04/14/2026", "marked CR26000105",
        "Please quote CR26-000105", "Tax ID 91-2345678",
    ):  # fmt: skip
        assert words in text, words


def test_no_clinical_detail() -> None:
    text = papers.text(write(CLAIM, FACTS))
    for detail in (
        "S16",
        "S13",
        "11/05/1991",
        "1991",
        "Alki",
        "PAI99001234",
        "Massage (",
        "Whitfield",
        "2065550",
    ):
        assert detail not in text, detail


def test_only_what_is_there_is_printed() -> None:
    text = papers.text(write(case_6().claim, InvoiceFacts(papers.ISSUED)))
    assert "Northwest Work Comp Services" in text and "Balance due $180.00" in text
    for words in ("Lien", "Prescription", "Attached", "Fax", "Paid by", "Replaces", "Corrected"):
        assert words not in text, words


def test_an_unlisted_code_is_told_in_words_and_no_other() -> None:
    first, second = CLAIM.lines
    lines = (
        replace(first, description="left hip after the fall"),
        replace(second, code="97139", description="Cranial work"),
    )
    text = papers.text(write(replace(CLAIM, lines=lines), FACTS))
    assert "97139 Cranial work 1 20.00" in text and "hip" not in text


def test_a_lien_counts_only_for_what_is_open_and_from_its_day() -> None:
    paid = replace(
        FACTS, payments=(Payment(Decimal(200), date(2026, 5, 1), "check", "Pacific Auto Insurance"),)
    )
    text = papers.text(write(CLAIM, paid))
    assert "Balance due $0.00" in text and "lien" not in text.lower() and "Please quote" not in text
    with pytest.raises(ValueError, match="lien"):
        write(CLAIM, replace(FACTS, lien_signed_on=date(2026, 6, 16)))


def test_money_taken_off_paid_back_and_too_much() -> None:
    payments = (Payment(Decimal(150), payer="A"), Payment(Decimal(60)), Payment(Decimal(-5), method="check"))
    facts = replace(FACTS, payments=payments, reductions=(Reduction("Fee schedule", Decimal("20.00")),))
    text = papers.text(write(CLAIM, facts))
    for words in (
        "Fee schedule \u221220.00",
        "Paid by A \u2212150.00",
        "Paid by patient \u221260.00",
        "Paid back to patient, check 5.00",
    ):
        assert words in text, words
    assert "Amount paid $205.00" in text and "Credit balance $25.00" in text and "Balance due" not in text


def test_payments_that_the_claim_knows_are_never_forgotten() -> None:
    first = OtherPayer("P", "H", "Harbor Health", "H", "CI", "", "18", "L", "E", "1", paid=Decimal(40))
    claim = replace(CLAIM, patient_paid_at_visit=Decimal(25), other_payers=(first,))
    text = papers.text(write(claim, replace(FACTS, payments=None)))
    assert "Paid by patient, 04/14/2026, at the visit \u221225.00" in text
    assert "Paid by Harbor Health \u221240.00" in text and "Balance due $135.00" in text
    with pytest.raises(ValueError, match="knows of more"):
        write(claim, replace(FACTS, payments=(Payment(Decimal(64)),)))


def test_a_correction_says_what_it_replaces_and_where_money_goes() -> None:
    box = Address("PO Box 881", "", "Seattle", "WA", "981440881")
    claim = replace(
        CLAIM, frequency="7", parent_claim_id="CR26-000044", billing=replace(CLAIM.billing, pay_to=box)
    )
    text = papers.text(write(claim, FACTS))
    assert "Corrected invoice" in text and "Replaces CR26-000044" in text
    assert "PO Box 881" in text and "98144-0881" in text


def test_an_order_without_prescriber_is_refused() -> None:
    with pytest.raises(ValueError, match="prescriber"):
        write(replace(CLAIM, referring=None), FACTS)

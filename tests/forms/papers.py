"""Claims and facts for the printed forms: the worked cases 5 and 6 and variants, and how to read a PDF back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pdfplumber

from tests.forms.x837p.cases import case_1, case_5, case_6
from xl_massbill.claims.claim import Address, Claim, Name, Payer
from xl_massbill.forms.account import Payment
from xl_massbill.forms.invoice import BillTo, InvoiceFacts
from xl_massbill.forms.prescription import Prescription
from xl_massbill.forms.statement_lni import StatementFacts
from xl_massbill.forms.superbill import SuperbillFacts

ISSUED = date(2026, 6, 15)


def auto_claim() -> Claim:
    """Worked case 5, with the minutes of its lines."""
    claim = case_5().claim
    first, second = claim.lines
    return replace(claim, lines=(replace(first, minutes=60, modifiers=("GP",)), second))


def invoice_facts() -> InvoiceFacts:
    """What an invoice of worked case 5 says besides."""
    adjuster = BillTo(
        ("Attn: Jo Sandoval, claims adjuster", "Pacific Auto Insurance"),
        Address("PO Box 9000", "", "Seattle", "WA", "98111"),
        phone="2065550177",
        fax="2065550178",
        email="claims@example.com",
    )
    return InvoiceFacts(
        ISSUED,
        bill_to=adjuster,
        payments=(Payment(Decimal("130.00"), date(2026, 5, 12), "EFT 55667788", "Pacific Auto Insurance"),),
        prescription=Prescription(("S16.1XXD",), date(2026, 3, 5), "DC"),
        documents=("Prescription of 03/05/2026", "Session note of 04/14/2026"),
        lien_signed_on=date(2026, 3, 20),
    )


def paid_claim() -> Claim:
    """Worked case 1 as a patient who paid at the visit."""
    claim = case_1().claim
    return replace(claim, lines=(replace(claim.lines[0], minutes=60),), patient_paid_at_visit=Decimal(180))


def superbill_facts() -> SuperbillFacts:
    """What the superbill of the paid claim says besides."""
    return SuperbillFacts(
        ISSUED,
        was_submitted=False,
        license_no="WA MA60123456",
        payments=(Payment(Decimal(180), date(2026, 5, 4), "card, receipt 4411"),),
        prescription=Prescription(("M54.2", "M62.838"), date(2026, 3, 20), "MD"),
        footer="Thank you for your visit. Questions about this bill: (206) 555-0100.",
    )


def work_claim() -> Claim:
    """Worked case 6 as a claim to the state fund."""
    fund = Payer(
        "LNI", "Department of Labor and Industries", "LNI", "WC", "WC_STATE_FUND",
        Address("PO Box 44269", "", "Olympia", "WA", "985044269"),
    )  # fmt: skip
    claim = case_6().claim
    return replace(claim, payer=fund, lines=tuple(replace(line, minutes=60) for line in claim.lines))


def statement_facts() -> StatementFacts:
    """What the statement of worked case 6 says besides."""
    return StatementFacts(ISSUED, provider_account="0123456")


def with_lines(claim: Claim, count: int) -> Claim:
    """The claim with its first line repeated, a day later each time."""
    first = claim.lines[0]
    lines = tuple(
        replace(first, number=n, day=first.day + timedelta(n - 1), control=f"{claim.claim_id}-{n}")
        for n in range(1, count + 1)
    )
    return replace(claim, lines=lines, total=first.charge * count)


def named(claim: Claim, last: str, first: str = "Ana") -> Claim:
    """The claim with another patient's name."""
    return replace(claim, patient=replace(claim.patient, name=Name(last, first)))


def pages(pdf: bytes) -> list[str]:
    """The text of each page."""
    with pdfplumber.open(BytesIO(pdf)) as document:
        return [page.extract_text() for page in document.pages]


def text(pdf: bytes) -> str:
    """The text of all pages."""
    return "\n".join(pages(pdf))

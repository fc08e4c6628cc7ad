"""Claims of all kinds for the paper form, made of the handbook's worked cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from tests.forms.x837p.cases import case_1, case_2, case_5, case_6
from xl_massbill.claims.claim import Address, Claim, Insured, Name, Patient, Payer
from xl_massbill.claims.other_payer import OtherPayer
from xl_massbill.forms.cms1500 import pages

COMMERCIAL, BLUE, AUTO, WORK = case_1().claim, case_2().claim, case_5().claim, case_6().claim
SPOUSE = Insured(
    Name("Harper", "Leo", "Thomas", "Sr."), "EHP-445 566.702", "01", "GRP7001", "Evergreen Gold",
    Address("9 Pine Rd.", "Apt #4", "Tacoma", "WA", "984021234"), date(1980, 1, 2), "M",
)  # fmt: skip
FIRST_PAYER = OtherPayer(
    sequence="P", payer_id="EHP01", name="Evergreen Health Plan", edi_payer_id="EHP01", filing_indicator="CI",
    insurance_type="", relation="01", holder_last="Harper", holder_first="Leo", member_id="EHP445566702",
    group_no="GRP-7001", paid=Decimal("103.00"), claim_number="EHP2026140001",
)  # fmt: skip
SECONDARY = replace(
    COMMERCIAL,
    payer_sequence="S",
    payer=Payer("UTH01", "Union Trust Health", "UTH01", "CI", "COMMERCIAL"),
    insured=Insured(Name("Harper", "June"), "UTH900100", "18"),
    other_payers=(FIRST_PAYER,),
    patient_paid=Decimal("25.00"),
)
MEDICARE = replace(
    COMMERCIAL,
    claim_id="CR26-000108",
    insured=Insured(Name("Foster", "Eleanor"), "1EG4-TE5-MK73", "18"),
    patient=Patient(
        "P8", Name("Foster", "Eleanor"), Address("1200 Cedar St", "", "Seattle", "WA", "98121"), date(1948, 9, 3), "F"
    ),
    payer=Payer("02402", "Medicare Part B WA", "02402", "MB", "ORIGINAL_MEDICARE"),
    onset=None,
)  # fmt: skip


def lines(claim: Claim, count: int) -> Claim:
    """The claim with its first line repeated, and the total that belongs to it."""
    first = claim.lines[0]
    many = tuple(replace(first, number=n, control=f"{claim.claim_id}-{n}") for n in range(1, count + 1))
    return replace(claim, lines=many, total=first.charge * count)


SEVEN_LINES = lines(COMMERCIAL, 7)
ALL = {
    "commercial": COMMERCIAL,
    "blue": BLUE,
    "auto": AUTO,
    "work": WORK,
    "secondary": SECONDARY,
    "medicare": MEDICARE,
    "seven": SEVEN_LINES,
    "spouse": replace(COMMERCIAL, insured=SPOUSE),
    "correction": replace(AUTO, frequency="7", original_reference="PAI2026120055"),
}


def boxes(claim: Claim, page: int = 1) -> dict[str, str]:
    return dict(pages(claim).pages[page - 1])


def box(claim: Claim, name: str, page: int = 1) -> str:
    return boxes(claim, page).get(name, "")


def ticks(claim: Claim, number: str) -> set[str]:
    """What is ticked in a box."""
    found = boxes(claim)
    return {
        name.partition(".")[2]
        for name, text in found.items()
        if name.startswith(f"{number}.") and text == "X"
    }


def remarks(claim: Claim) -> set[tuple[str, int, int]]:
    """Box, characters and room of every text that did not fit; the clinic's long name is known."""
    return {(r.box, r.length, r.fits) for r in pages(claim).remarks if r.box not in ("32.name", "33.name")}

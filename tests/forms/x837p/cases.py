"""The handbook's worked cases 1, 2, 5 and 6 as claims made by hand, with the numbers and times of their files.

Source: handbook §12; control numbers, dates and times of ISA, GS, ST and BHT are those of the golden files.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from xl_massbill.claims.claim import (
    Accident,
    Address,
    Attachment,
    BillingProvider,
    Claim,
    Insured,
    Name,
    Patient,
    Payer,
    Provider,
    ServiceLine,
    TradingPartner,
)
from xl_massbill.claims.control import Control
from xl_massbill.forms.x837p import Partners

GOLDEN = Path(__file__).parent / "golden"
CLINIC = "Cedar River Massage Therapy PLLC"
PARTNERS = Partners(
    TradingPartner(CLINIC, "CEDARRIVER"), TradingPartner("Example Clearinghouse", "CLEARHOUSE")
)
BILLING = BillingProvider(
    name=Name(CLINIC, is_person=False),
    npi="1999999117",
    tin="912345678",
    tin_type="EI",
    taxonomy="225700000X",
    address=Address("1450 Rainier Ave S Ste 200", "", "Seattle", "WA", "981441234"),
    contact="Billing Office",
    phone="(206) 555-0100",
)
WHITFIELD = Provider(Name("Whitfield", "Dana"), "1999999224", "82", "225700000X")
REYES = Provider(Name("Reyes", "Marco"), "1999999331", "82", "225700000X")


@dataclass(frozen=True)
class Case:
    """A claim, its file's control numbers, and the file as the handbook has it."""

    claim: Claim
    control: Control
    golden: bytes


def _line(number: int, claim_id: str, day: date, code: str, **rest: object) -> ServiceLine:
    given = {"modifiers": (), "units": 4, "charge": Decimal("180.00"), "pointers": (1,), **rest}
    return ServiceLine(number, "V1", 10 + number, day, code, control=f"{claim_id}-{number}", **given)  # type: ignore[arg-type]


def _control(number: int, made: datetime) -> Control:
    return Control(number, number, number, f"B000{number}", "T", made)


def _golden(name: str) -> bytes:
    return (GOLDEN / f"{name}.837").read_bytes()


def _prescriber(last: str, first: str, npi: str) -> Provider:
    return Provider(Name(last, first), npi, "DN")


def case_1() -> Case:
    """Clean commercial claim."""
    day, number = date(2026, 5, 4), "CR26-000101"
    name = Name("Harper", "June")
    claim = Claim(
        claim_id=number,
        frequency="1",
        payer_sequence="P",
        total=Decimal("180.00"),
        place_of_service="11",
        diagnoses=("M54.2", "M62.838"),
        lines=(_line(1, number, day, "97124", pointers=(1, 2)),),
        billing=BILLING,
        insured=Insured(name, "EHP445566701", "18", group_no="GRP7001"),
        patient=Patient(
            "P1", name, Address("812 S Myrtle St", "", "Seattle", "WA", "98108"), date(1984, 2, 17), "F"
        ),
        payer=Payer("EHP01", "Evergreen Health Plan", "EHP01", "CI", "COMMERCIAL"),
        rendering=WHITFIELD,
        referring=_prescriber("Nguyen", "Alice", "1555555014"),
        onset=date(2026, 4, 1),
    )
    return Case(claim, _control(101, datetime(2026, 5, 6, 9, 0)), _golden("C01"))


def case_2() -> Case:
    """Two codes, GP and 59, prior authorisation."""
    day, number = date(2026, 5, 5), "CR26-000102"
    name = Name("Okafor", "Samuel")
    claim = Claim(
        claim_id=number,
        frequency="1",
        payer_sequence="P",
        total=Decimal("141.00"),
        place_of_service="11",
        diagnoses=("M54.59", "M54.6"),
        lines=(
            _line(1, number, day, "97140", modifiers=("GP",), units=2, charge=Decimal("96.00")),
            _line(
                2, number, day, "97124", modifiers=("GP", "59"), units=1, charge=Decimal(45), pointers=(2,)
            ),
        ),
        billing=BILLING,
        insured=Insured(name, "SBS778812", "18", group_no="GRP9100", group_name="not sent beside a number"),
        patient=Patient(
            "P2", name, Address("44 Lake St", "", "Renton", "WA", "98055"), date(1976, 9, 30), "M"
        ),
        payer=Payer("SBS01", "Summit BlueShield", "SBS01", "BL", "BCBS"),
        rendering=REYES,
        referring=_prescriber("Nguyen", "Alice", "1555555014"),
        authorisation_number="AUTH55120",
    )
    return Case(claim, _control(102, datetime(2026, 5, 6, 9, 0)), _golden("C02"))


def case_5() -> Case:
    """Auto PIP: claim number, accident, attachment, payer's address."""
    day, number, hurt = date(2026, 4, 14), "CR26-000105", date(2026, 3, 2)
    name = Name("Lindqvist", "Erik")
    claim = Claim(
        claim_id=number,
        frequency="1",
        payer_sequence="P",
        total=Decimal("200.00"),
        place_of_service="11",
        diagnoses=("S16.1XXD", "S13.4XXD"),
        lines=(
            _line(1, number, day, "97124", pointers=(1, 2)),
            _line(2, number, day, "97010", units=1, charge=Decimal("20.00")),
        ),
        billing=BILLING,
        insured=Insured(name, "PAI99001234", "18"),
        patient=Patient("P5", name, Address("77 Alki Ave SW", "", "Seattle", "WA", "98116"), date(1991, 11, 5), "M"),
        payer=Payer(
            "PAI01", "Pacific Auto Insurance", "PAI01", "AM", "AUTO_PIP",
            Address("PO Box 9000", "", "Seattle", "WA", "98111"),
        ),
        rendering=WHITFIELD,
        referring=_prescriber("Becker", "Tom", "1555555022"),
        claim_number="CLM-2026-44871",
        accident=Accident("AA", hurt, "WA"),
        onset=hurt,
        attachment=Attachment("OZ", "BM", "CR26000105"),
    )  # fmt: skip
    return Case(claim, _control(105, datetime(2026, 4, 15, 9, 0)), _golden("C05"))


def case_6() -> Case:
    """Workers' compensation: the employer is the subscriber, the patient stands in 2010CA."""
    day, number, hurt = date(2026, 6, 2), "CR26-000106", date(2026, 3, 10)
    claim = Claim(
        claim_id=number,
        frequency="1",
        payer_sequence="P",
        total=Decimal("180.00"),
        place_of_service="11",
        diagnoses=("S39.012D",),
        lines=(_line(1, number, day, "97124"),),
        billing=BILLING,
        insured=Insured(Name("Rainier Box Company", is_person=False), "SB12345", "20"),
        patient=Patient(
            "P6",
            Name("Tran", "Minh"),
            Address("9 Othello St", "", "Seattle", "WA", "98118"),
            date(1988, 7, 12),
            "M",
        ),
        payer=Payer("NWC01", "Northwest Work Comp Services", "NWC01", "WC", "WC_SELF_INSURED"),
        rendering=REYES,
        referring=_prescriber("Patel", "Rina", "1555555030"),
        claim_number="SB12345",
        accident=Accident("EM", hurt),
        onset=hurt,
        attachment=Attachment("OZ", "FX", "CR26000106"),
        authorisation_number="LNI-AUTH-0077",
    )
    return Case(claim, _control(106, datetime(2026, 6, 3, 9, 0)), _golden("C06"))


CASES = {"C01": case_1, "C02": case_2, "C05": case_5, "C06": case_6}

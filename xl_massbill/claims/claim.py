"""A claim: one bill before it has any form.

837P, CMS-1500, CSV, invoice and superbill are all written from this value, so they can never differ.
Text is as the office typed it; each form brings it into its own shape. Money is Decimal dollars.
No object here shows personal data in its `repr`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from xl_massbill.claims.other_payer import OtherPayer
from xl_massbill.x12.delimiters import PLAIN, Style


@dataclass(frozen=True, slots=True, repr=False)
class Address:
    """A postal address; `zip` holds 5 or 9 digits without hyphen."""

    line1: str
    line2: str
    city: str
    state: str
    zip: str


@dataclass(frozen=True, slots=True, repr=False)
class Name:
    """A person (`first` filled) or an organisation (`last` alone, `is_person` False)."""

    last: str
    first: str = ""
    middle: str = ""
    suffix: str = ""
    is_person: bool = True


@dataclass(frozen=True, slots=True, repr=False)
class TradingPartner:
    """One end of the interchange: our submitter id or the clearinghouse's receiver id."""

    name: str
    id: str
    qualifier: str = "ZZ"


@dataclass(frozen=True, slots=True, repr=False)
class BillingProvider:
    """Who is paid (loop 2010AA, boxes 25 and 33)."""

    name: Name
    npi: str
    tin: str
    tin_type: str
    taxonomy: str
    address: Address
    contact: str
    phone: str
    pay_to: Address | None = None
    license: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Provider:
    """Another provider of the claim: rendering, referring (DN), ordering (DK) or supervising (DQ)."""

    name: Name
    npi: str
    role: str = ""
    taxonomy: str = ""
    license: str = ""
    payer_provider_id: str = ""
    address: Address | None = None


@dataclass(frozen=True, slots=True, repr=False)
class ServicePlace:
    """Where the session took place when not at the billing address (loop 2310C, box 32)."""

    name: str
    npi: str
    address: Address


@dataclass(frozen=True, slots=True, repr=False)
class Insured:
    """The holder of the policy (loop 2010BA): the patient, somebody else, or an employer (WC)."""

    name: Name
    member_id: str
    relation: str
    group_no: str = ""
    group_name: str = ""
    address: Address | None = None
    dob: date | None = None
    sex: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Patient:
    """Who was treated (2010BA when the patient is the subscriber, else 2010CA)."""

    patient_id: str
    name: Name
    address: Address
    dob: date
    sex: str
    phone: str = ""
    deceased_on: date | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Payer:
    """Who is asked to pay (loop 2010BB). `address` is sent only when filled (P&C payers, paper)."""

    payer_id: str
    name: str
    edi_payer_id: str
    filing_indicator: str
    payer_type: str
    address: Address | None = None
    insurance_type: str = ""
    """SBR05, only for Medicare as a secondary payer."""
    version: str = "005010X222A1"
    style: Style = PLAIN
    """How the payer's electronic file is spelt; version, style and usage are one for all claims of a file."""
    usage: str = ""
    """T test or P production, where the payer's row or the practice says it; of the whole file."""
    clinic_number: str = ""
    """The payer's own number for the clinic (2010BB REF*G2, box 33b)."""
    clinic_location: str = ""
    """The payer's own number for the clinic's place (2010BB REF*LU)."""

    @property
    def file(self) -> tuple[str, Style, str]:
        """Return what all claims of one electronic file must share."""
        return self.version, self.style, self.usage


@dataclass(frozen=True, slots=True)
class Accident:
    """What happened, if the treatment follows an accident: type AA, EM or OA."""

    type: str
    day: date
    state: str = ""


class Span(NamedTuple):
    """Days from the first to the last; one of the two may be unknown."""

    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Attachment:
    """Papers that go with the claim: PWK01, PWK02 and the control number in PWK06."""

    type: str
    how: str
    control: str


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """One service line, numbered from 1 within its claim; `row` is its worksheet row in Visits."""

    number: int
    visit_id: str
    row: int
    day: date
    code: str
    modifiers: tuple[str, ...]
    units: int
    charge: Decimal
    pointers: tuple[int, ...]
    control: str
    place_of_service: str = "11"
    description: str = ""
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class PatientPayment:
    """Money of a patient after the visit in dollars, below zero what went back; day and method if known."""

    amount: Decimal
    day: date | None = None
    method: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Claim:
    """One bill to one payer: who, what, when, why, how much. `total` equals the sum of its lines."""

    claim_id: str
    frequency: str
    payer_sequence: str
    total: Decimal
    place_of_service: str
    diagnoses: tuple[str, ...]
    lines: tuple[ServiceLine, ...]
    billing: BillingProvider
    insured: Insured
    patient: Patient
    payer: Payer
    rendering: Provider | None
    referring: Provider | None = None
    accept_assignment: bool = True
    benefits_assigned: bool = True
    release_on_file: bool = True
    claim_number: str = ""
    """The insurer's own number of an accident claim (REF*Y4)."""
    accident: Accident | None = None
    onset: date | None = None
    attachment: Attachment | None = None
    referral_number: str = ""
    authorisation_number: str = ""
    original_reference: str = ""
    patient_paid: Decimal | None = None
    """Only when the payer wants it on the claim (AMT*F5)."""
    patient_paid_at_visit: Decimal = Decimal(0)
    """What the patient paid at the visit, whether the payer is told or not; for the ledger."""
    patient_paid_later: tuple[PatientPayment, ...] = ()
    """What came in from the patient after that, on a claim that this one follows; refunds are below zero."""
    note: str = ""
    service_place: ServicePlace | None = None
    supervising: Provider | None = None
    other_payers: tuple[OtherPayer, ...] = ()
    """Who else pays, in the order of payment; a secondary claim holds the first payer's answer (§7.7)."""
    claim_codes: tuple[str, ...] = ()
    """Condition codes of box 10d (HI*BG), such as W2 of a duplicate workers' compensation bill."""
    delay_reason: str = ""
    medical_record_no: str = ""
    jurisdiction_note: str = ""
    """What a state wants in K3."""
    other_dates: tuple[tuple[str, date], ...] = ()
    """Further dates by their qualifier, each once.

    454 initial treatment, 304 last seen, 453 acute manifestation, 444 first contact, 090 and 091 care assumed
    and relinquished (box 15); 297 last worked, 296 back to work, 435 and 096 in and out of hospital (box 18).
    """
    disability: Span | None = None
    """From when to when the patient could not work (box 16)."""
    parent_claim_id: str = ""
    """The claim this one corrects, voids or follows as secondary."""
    replaces_claim_id: str = ""
    """The claim in whose place this one goes: corrected, voided, or rejected under another number."""
    coverage_id: str = ""
    therapist_id: str = ""
    referral_id: str = ""
    auth_id: str = ""

    @property
    def first_day(self) -> date:
        """Return the earliest date of service."""
        return min(line.day for line in self.lines)

    @property
    def last_day(self) -> date:
        """Return the latest date of service."""
        return max(line.day for line in self.lines)

    @property
    def patient_paid_so_far(self) -> Decimal:
        """Return all that the patient has paid, at the visit and later."""
        return self.patient_paid_at_visit + sum((p.amount for p in self.patient_paid_later), Decimal(0))

    def __repr__(self) -> str:
        """Show the number only."""
        return f"Claim({self.claim_id})"


for _shown in (
    Address,
    Name,
    TradingPartner,
    BillingProvider,
    Provider,
    ServicePlace,
    Insured,
    Patient,
    Payer,
):
    _shown.__repr__ = lambda self: f"{type(self).__name__}(...)"  # type: ignore[method-assign]
del _shown

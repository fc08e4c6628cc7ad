"""What an 835 says, as plain values: a remittance with its claims, service lines and adjustments.

Money is whole cents, days are dates, what the file leaves out is None or empty. Each value has the number
of the segment it begins with, so that a difference leads back to the line of the file. `repr` shows numbers
and codes, never whom they are about.

Source: handbook §8.5; 835 guide, loops 1000A to 2110 and PLB.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

REVERSAL = "22"
PRICING_ONLY = "25"
PASSED_ON = ("19", "20", "21")
NOT_OURS = "23"
DENIED = "4"
PROCESSED = ("1", "2", "3")


class Problem(NamedTuple):
    """Something of the file that is not as it should be; a grave one keeps it from being posted."""

    number: int
    sentence: str
    is_grave: bool = True


class Adjustment(NamedTuple):
    """One triple of a CAS: group, reason (CARC), cents that lower the payment, units if any are named."""

    number: int
    group: str
    reason: str
    amount: int
    quantity: Decimal | None = None


class Service(NamedTuple):
    """A procedure: its code and modifiers; `qualifier` is HC for a HCPCS code."""

    qualifier: str = ""
    code: str = ""
    modifiers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Party:
    """Who: a patient, an insured, a payer, a provider; `qualifier` says of which kind `id` is."""

    number: int
    last: str = ""
    first: str = ""
    qualifier: str = ""
    id: str = ""

    def __repr__(self) -> str:
        """Show the place only."""
        return f"Party({self.number})"


@dataclass(frozen=True, slots=True)
class LinePayment:
    """One service line (SVC): what was judged, charged, paid and allowed, and why not more.

    `billed` is the procedure as we sent it, where the payer changed it (SVC06).
    """

    number: int
    service: Service
    charge: int
    paid: int
    units_paid: Decimal | None = None
    billed: Service | None = None
    units_billed: Decimal | None = None
    first_day: dt.date | None = None
    last_day: dt.date | None = None
    adjustments: tuple[Adjustment, ...] = ()
    control: str = ""
    allowed: int | None = None
    remarks: tuple[str, ...] = ()
    amounts: tuple[tuple[str, int], ...] = ()
    references: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class ClaimPayment:
    """One adjudication of one claim (CLP) with its lines and the adjustments of the whole claim.

    `parties` are by NM101: QC patient, IL insured, 74 corrected insured, TT crossover payer, PR corrected
    priority payer, 82 rendering provider, GB other insured.
    """

    number: int
    claim_id: str
    status: str
    charge: int
    paid: int
    patient_part: int | None
    filing: str
    payer_number: str
    place: str
    frequency: str
    adjustments: tuple[Adjustment, ...] = ()
    parties: tuple[tuple[str, Party], ...] = ()
    remarks: tuple[str, ...] = ()
    references: tuple[tuple[str, str], ...] = ()
    days: tuple[tuple[str, dt.date], ...] = ()
    amounts: tuple[tuple[str, int], ...] = ()
    lines: tuple[LinePayment, ...] = ()

    def __repr__(self) -> str:
        """Show the place and the number of the claim."""
        return f"ClaimPayment({self.number}, {self.claim_id}, {self.status})"

    @property
    def is_reversal(self) -> bool:
        """Return whether it takes back an earlier answer."""
        return self.status == REVERSAL

    def party(self, role: str) -> Party | None:
        """Return a party by its NM101, None if the file has none."""
        return next((party for name, party in self.parties if name == role), None)

    def day(self, qualifier: str) -> dt.date | None:
        """Return a day by its DTM01 (232 first day of service, 050 received, 036 coverage ends)."""
        return next((day for name, day in self.days if name == qualifier), None)

    @property
    def all_adjustments(self) -> tuple[Adjustment, ...]:
        """Return the adjustments of the claim and of its lines."""
        return (*self.adjustments, *(one for line in self.lines for one in line.adjustments))


class ProviderAdjustment(NamedTuple):
    """One amount that belongs to no claim (PLB); positive cents lower the payment."""

    number: int
    provider: str
    fiscal_date: dt.date | None
    reason: str
    reference: str
    amount: int


@dataclass(frozen=True, slots=True, repr=False)
class Remittance:
    """One payment with its advice: a transaction set 835.

    `amount` is negative where BPR03 says debit; `payer_ids` are N104, REF (2U, EO, NF, HI) and TRN03;
    `is_whole` is False where the set is cut short, `problems` are those inside the set.
    """

    number: int
    control: str
    handling: str = ""
    amount: int | None = None
    method: str = ""
    payment_date: dt.date | None = None
    production_date: dt.date | None = None
    trace: str = ""
    payer_name: str = ""
    payer_ids: tuple[str, ...] = ()
    payee_npi: str = ""
    payee_ids: tuple[str, ...] = ()
    claims: tuple[ClaimPayment, ...] = ()
    provider_adjustments: tuple[ProviderAdjustment, ...] = ()
    is_whole: bool = True
    problems: tuple[Problem, ...] = field(default=())

    def __repr__(self) -> str:
        """Show the place and the size."""
        return f"Remittance({self.number}, {self.trace}, {len(self.claims)} claims)"

"""What another payer has said about a claim: the part that makes it a secondary claim.

Source: handbook §7.7 (loops 2320, 2330A, 2330B, 2430), boxes 9 to 9d, 11d and 29 of §7.8.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Adjustment:
    """One reason why a payer did not pay an amount: CAS group, CARC, dollars, and units if it named any."""

    group: str
    reason: str
    amount: Decimal
    quantity: Decimal | None = None


@dataclass(frozen=True, slots=True)
class LineAnswer:
    """What the other payer decided about one line: SVD02 in dollars, its adjustments, the day it paid."""

    line: int
    paid: Decimal
    code: str
    modifiers: tuple[str, ...]
    units: Decimal
    adjustments: tuple[Adjustment, ...]
    paid_on: date

    @property
    def patient_part(self) -> Decimal:
        """Return what the payer left to the patient (AMT*EAF)."""
        return sum((a.amount for a in self.adjustments if a.group == "PR"), Decimal(0))


@dataclass(frozen=True, slots=True, repr=False)
class OtherPayer:
    """Another payer of the claim, with the policy it pays by; `answers` is empty where it has not answered.

    `sequence` is P, S or T; `holder_*` name the policy holder; `claim_number` is the payer's own (REF*F8).
    """

    sequence: str
    payer_id: str
    name: str
    edi_payer_id: str
    filing_indicator: str
    insurance_type: str
    relation: str
    holder_last: str
    holder_first: str
    member_id: str
    group_no: str = ""
    group_name: str = ""
    holder_is_person: bool = True
    benefits_assigned: bool = True
    release_on_file: bool = True
    paid: Decimal | None = None
    claim_number: str = ""
    adjustments: tuple[Adjustment, ...] = ()
    answers: tuple[LineAnswer, ...] = ()

    def __repr__(self) -> str:
        """Show the payer's number only."""
        return f"OtherPayer({self.payer_id})"

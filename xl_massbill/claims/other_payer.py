"""What another payer has said about a claim: the part that makes it a secondary claim.

Source: handbook §7.7 (loops 2320, 2330A, 2330B, 2430), boxes 9 to 9d, 11d and 29 of §7.8.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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

    @property
    def patient_part(self) -> Decimal:
        """Return what the payer left to the patient by its adjustments of the whole claim."""
        return sum((a.amount for a in self.adjustments if a.group == "PR"), Decimal(0))

    def __repr__(self) -> str:
        """Show the payer's number only."""
        return f"OtherPayer({self.payer_id})"


def out_of_balance(payer: OtherPayer, charges: Mapping[int, Decimal]) -> str:
    """Return in words why a payer's answer does not add up to the charges by line number, if it does not.

    A line: charge = paid + adjustments. The claim: paid = paid on lines - adjustments of the claim, and the
    charge = paid + all adjustments. A payer that has not answered says nothing.

    Source: handbook §7.7.
    """
    if payer.paid is None:
        return ""
    whose = f"the answer of {payer.payer_id}"
    wrong = next(filter(None, (_line_off(answer, charges, whose) for answer in payer.answers)), "")
    if wrong:
        return wrong
    at_lines, at_claim = sum((a.paid for a in payer.answers), Decimal(0)), _sum(payer.adjustments)
    if payer.answers and payer.paid != at_lines - at_claim:
        return f"{whose} paid ${payer.paid:,.2f}, but its lines come to ${at_lines - at_claim:,.2f}"
    total = sum(charges.values(), Decimal(0))
    found = payer.paid + at_claim + sum((_sum(a.adjustments) for a in payer.answers), Decimal(0))
    return "" if total == found else f"the claim was ${total:,.2f}, but {whose} accounts for ${found:,.2f}"


def _line_off(answer: LineAnswer, charges: Mapping[int, Decimal], whose: str) -> str:
    charge, adjusted = charges.get(answer.line), _sum(answer.adjustments)
    if charge is None:
        return f"{whose} speaks of line {answer.line}, which is not on the claim"
    if answer.paid < 0:
        return f"{whose} has a negative payment on line {answer.line}"
    if charge == answer.paid + adjusted:
        return ""
    return (
        f"line {answer.line} was charged ${charge:,.2f}, but {whose} accounts for "
        f"${answer.paid + adjusted:,.2f} (paid ${answer.paid:,.2f}, adjusted ${adjusted:,.2f})"
    )


def _sum(adjustments: Iterable[Adjustment]) -> Decimal:
    return sum((one.amount for one in adjustments), Decimal(0))

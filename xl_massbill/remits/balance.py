"""Whether a remittance adds up as it was read: five sums in whole cents, each with its segment.

A remittance that does not add up is held: what is posted from it would be money that never came, or leave
some unbooked. The patient's part (CLP05) is only a warning: payers do not always keep to it. The sixth sum,
the deposit of the bank, is looked at when somebody notes it (rule RMT-007).

Positive adjustments lower a payment, negative ones raise it; in a reversal all signs are turned.

Source: handbook §8.6, §8.7.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from xl_massbill.book.amounts import dollars
from xl_massbill.remits.read835_facts import Adjustment, ClaimPayment, Remittance


class Sum(StrEnum):
    """Which sum does not come out."""

    LINE = "line"
    CLAIM = "claim"
    CHARGES = "charges"
    PATIENT = "patient"
    PAYMENT = "payment"


_WORDS = {
    Sum.LINE: "claim {claim}, line {line}: paid {has}, charge less adjustments {should}",
    Sum.CLAIM: "claim {claim}: paid {has}, charge less adjustments {should}",
    Sum.CHARGES: "claim {claim}: its lines charge {has}, the claim {should}",
    Sum.PATIENT: "claim {claim}: patient's part {has}, adjustments of group PR {should}",
    Sum.PAYMENT: "payment {has}, claims less provider adjustments {should}",
}


class Imbalance(NamedTuple):
    """One sum that does not come out: `has` is what stands there, `should` what it ought to be, in cents.

    `number` is the segment (of an EOB: the row) it stands in, `line` counts the lines of the claim from 1.
    """

    number: int
    sum: Sum
    claim_id: str
    line: int
    has: int
    should: int

    @property
    def off(self) -> int:
        """Return by how many cents it misses."""
        return self.has - self.should

    @property
    def holds(self) -> bool:
        """Return whether the remittance must be held for it."""
        return self.sum is not Sum.PATIENT

    def sentence(self, place: str = "segment") -> str:
        """Return where it is and what it says.

        >>> Imbalance(20, Sum.CLAIM, "CR26-000101", 0, 10_300, 10_200).sentence()
        'claim CR26-000101: paid 103.00, charge less adjustments 102.00 (off by 1.00, segment 20)'
        """
        values = {
            "claim": self.claim_id,
            "line": self.line,
            "has": dollars(self.has),
            "should": dollars(self.should),
        }
        return f"{_WORDS[self.sum].format(**values)} (off by {dollars(self.off)}, {place} {self.number})"


def imbalances(remittance: Remittance) -> list[Imbalance]:
    """Return every sum that does not come out, in the order of the file, the whole payment last."""
    found = [one for claim in remittance.claims for one in _of_claim(claim)]
    moved = sum(one.amount for one in remittance.provider_adjustments)
    should = sum(claim.paid for claim in remittance.claims) - moved
    if remittance.amount is not None and remittance.amount != should:
        found.append(Imbalance(remittance.number, Sum.PAYMENT, "", 0, remittance.amount, should))
    return found


def _of_claim(claim: ClaimPayment) -> Iterator[Imbalance]:
    total, patient = _sums(claim.adjustments)
    charged = 0
    for at, line in enumerate(claim.lines, 1):
        adjusted, of_patient = _sums(line.adjustments)
        total, patient, charged = total + adjusted, patient + of_patient, charged + line.charge
        if line.charge - adjusted != line.paid:
            should = line.charge - adjusted
            yield Imbalance(line.number, Sum.LINE, claim.claim_id, at, line.paid, should)
    asked = (
        (Sum.CLAIM, claim.paid, claim.charge - total, True),
        (Sum.CHARGES, charged, claim.charge, bool(claim.lines)),
        (Sum.PATIENT, claim.patient_part or 0, patient, claim.patient_part is not None),
    )
    for which, has, should, is_asked in asked:
        if is_asked and has != should:
            yield Imbalance(claim.number, which, claim.claim_id, 0, has, should)


def _sums(adjustments: tuple[Adjustment, ...]) -> tuple[int, int]:
    """Return all adjustments, and those of the patient."""
    total = patient = 0
    for one in adjustments:
        total += one.amount
        if one.group == "PR":
            patient += one.amount
    return total, patient

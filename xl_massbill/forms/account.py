"""What was charged, taken off and paid on a claim, and what is left: one reckoning for all printed forms.

Source: handbook §7.9 (no discount hidden; payments; balance), §10.1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from xl_massbill.claims.claim import Claim

VOID = "8"


@dataclass(frozen=True, slots=True, repr=False)
class Payment:
    """Money that came in: from the patient, or from the payer named. Below zero it went back."""

    amount: Decimal
    day: date | None = None
    method: str = ""
    payer: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Reduction:
    """What was taken off the charge, in dollars above zero, and why: a discount, a contract price."""

    why: str
    amount: Decimal


@dataclass(frozen=True, slots=True, repr=False)
class Account:
    """The reckoning of one claim; a balance below zero is owed to the patient or payer."""

    total: Decimal
    reductions: tuple[Reduction, ...]
    payments: tuple[Payment, ...]

    @property
    def paid(self) -> Decimal:
        """Return what came in, less what went back."""
        return sum((payment.amount for payment in self.payments), Decimal(0))

    @property
    def balance(self) -> Decimal:
        """Return what is still to be paid."""
        return self.total - sum((r.amount for r in self.reductions), Decimal(0)) - self.paid

    @property
    def is_paid_by_patient(self) -> bool:
        """Return whether the patient alone has paid all of it."""
        return self.paid > 0 and self.balance == 0 and not any(payment.payer for payment in self.payments)


def account(
    claim: Claim, payments: Sequence[Payment] | None = None, reductions: Sequence[Reduction] = ()
) -> Account:
    """Return the reckoning of a claim.

    `payments` are all that ever came in; None takes those that the claim itself knows.

    Raises:
        ValueError: the claim cannot be printed, an amount is no amount of money, or the payments are less
            than the claim itself knows of.
    """
    must_be_printable(claim)
    known = _known(claim)
    given = known if payments is None else tuple(payments)
    for payment in given:
        if not is_money(payment.amount) or not payment.amount:
            raise ValueError(f"Claim {claim.claim_id}: a payment is no amount of money.")
    for reduction in reductions:
        if not is_money(reduction.amount) or reduction.amount <= 0:
            raise ValueError(f"Claim {claim.claim_id}: what is taken off must be an amount above zero.")
    made = Account(claim.total, tuple(reductions), given)
    came_in = sum((payment.amount for payment in given if payment.amount > 0), Decimal(0))
    if came_in < sum((payment.amount for payment in known), Decimal(0)):
        raise ValueError(
            f"Claim {claim.claim_id}: the payments given come to {came_in}, but the claim knows of more."
        )
    return made


def _known(claim: Claim) -> tuple[Payment, ...]:
    """Return the payments on the claim: at the visit, the patient's later ones, what payers have answered."""
    own = claim.patient_paid_at_visit
    if not own and not claim.patient_paid_later:
        own = claim.patient_paid or Decimal(0)
    when = claim.first_day if claim.first_day == claim.last_day else None
    at_visit = [Payment(own, when, "at the visit")] if own else []
    later = (Payment(p.amount, p.day, p.method) for p in claim.patient_paid_later)
    return (*at_visit, *later, *(Payment(p.paid, payer=p.name) for p in claim.other_payers if p.paid))


def must_be_printable(claim: Claim) -> None:
    """Check what every form rests on: there are lines, and their charges are money and make the total.

    Raises:
        ValueError: with the number of the claim and nothing about the patient.
    """
    if not claim.lines:
        raise ValueError(f"Claim {claim.claim_id} has no service lines, so there is nothing to bill.")
    for line in claim.lines:
        if not is_money(line.charge) or line.charge < 0:
            raise ValueError(
                f"Claim {claim.claim_id}: the charge of line {line.number} is no amount of money."
            )
    if sum((line.charge for line in claim.lines), Decimal(0)) != claim.total:
        raise ValueError(f"Claim {claim.claim_id}: the lines do not add up to its total of {claim.total}.")


def must_not_be_void(claim: Claim, form: str) -> None:
    """Refuse a form for a claim that only takes another back.

    Raises:
        ValueError: the claim is a void.
    """
    if claim.frequency == VOID:
        raise ValueError(f"Claim {claim.claim_id} takes another back: there is no {form} of it.")


def is_money(amount: Decimal) -> bool:
    """Return whether it is a number of dollars in whole cents.

    >>> is_money(Decimal("112.09")), is_money(Decimal("0.005")), is_money(Decimal("NaN"))
    (True, False, False)
    """
    return amount.is_finite() and amount == round(amount, 2)

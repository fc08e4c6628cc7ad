"""The statement to a patient: what is theirs to pay, visit by visit, and how old it is; nothing else.

Only amounts stand on it that a payer has made the patient's, or that are the patient's own visits.

Source: handbook §10.1 (patient part), §10.4 (statements 1 to 3), §7.9 (our paper), §11.4.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from xl_massbill.claims.claim import BillingProvider, Patient
from xl_massbill.codes import phone as phones
from xl_massbill.forms.paper import Amounts, Beside, Facts, Head, Paper, Words
from xl_massbill.forms.wording import address, clinic_lines, day, dollars, money, person

NOTICES = ("Statement", "Second statement", "Third statement", "Final notice")
HEADS = (
    Head("Date", 0.13),
    Head("Service", 0.33),
    Head("Charge", 0.13, is_number=True),
    Head("Insurance", 0.14, is_number=True),
    Head("You paid", 0.13, is_number=True),
    Head("Due", 0.14, is_number=True),
)


@dataclass(frozen=True, slots=True, repr=False)
class Item:
    """One claim or visit in dollars.

    `insurance` is what insurance took off the charge (paid, adjusted, or still has), `paid` is what the
    patient has paid, `due` what is left for the patient.
    """

    day: date | None
    service: str
    charge: Decimal
    insurance: Decimal
    paid: Decimal
    due: Decimal


@dataclass(frozen=True, slots=True, repr=False)
class Statement:
    """One patient's statement; `number` names no person, `notice` is 1 to 4, `by_age` the buckets' sums.

    `instalment` is the day and the amount of the next payment where a payment plan was agreed.
    """

    number: str
    issued: date
    pay_by: date
    notice: int
    patient: Patient
    items: tuple[Item, ...]
    by_age: tuple[tuple[str, Decimal], ...]
    words: str = ""
    instalment: tuple[date, Decimal] | None = None

    @property
    def due(self) -> Decimal:
        """Return what the patient owes."""
        return sum((item.due for item in self.items), Decimal(0))


def paper(statement: Statement, clinic: BillingProvider) -> Paper:
    """Return what stands on a statement.

    Raises:
        ValueError: it asks for nothing, or an item does not add up.
    """
    _must_add_up(statement)
    reach = f" Questions? Call {phones.format(clinic.phone)}." if clinic.phone else ""
    asked = f"{_asked(statement)}{reach}"
    return Paper(
        clinic=person(clinic.name),
        clinic_lines=clinic_lines(clinic),
        title=NOTICES[min(max(statement.notice, 1), len(NOTICES)) - 1],
        number=statement.number,
        title_lines=(f"Issued {day(statement.issued)}",),
        blocks=(
            Beside(_to(statement.patient), _account(statement)),
            Amounts(
                HEADS, tuple(map(_row, statement.items)), (("Amount due", dollars(statement.due), True),)
            ),
            Words(asked),
            *([Words(statement.words, is_small=True)] if statement.words.strip() else []),
        ),
    )


def _asked(statement: Statement) -> str:
    if statement.instalment is None:
        return f"Please pay {dollars(statement.due)} by {day(statement.pay_by)}."
    when, amount = statement.instalment
    return f"By your payment plan, please pay {dollars(min(amount, statement.due))} by {day(when)}."


def _must_add_up(statement: Statement) -> None:
    if not statement.items or statement.due <= 0:
        raise ValueError(f"Statement {statement.number} asks for nothing: it is not to be sent.")
    for at, item in enumerate(statement.items, 1):
        if item.charge - item.insurance - item.paid != item.due:
            raise ValueError(f"Statement {statement.number}: row {at} does not add up.")
    if sum((amount for _, amount in statement.by_age), Decimal(0)) != statement.due:
        raise ValueError(f"Statement {statement.number}: the ages do not add up to what is due.")


def _to(patient: Patient) -> Facts:
    return Facts("To", (("", (person(patient.name), *address(patient.address))),))


def _account(statement: Statement) -> Facts:
    rows: Sequence[tuple[str, tuple[str, ...]]] = [
        ("Amount due", (dollars(statement.due),)),
        ("Pay by", (day(statement.pay_by),)),
        *((f"{words} days", (money(amount),)) for words, amount in statement.by_age if amount),
    ]
    return Facts("Your account", tuple(rows))


def _row(item: Item) -> tuple[str, ...]:
    figures = (money(amount) for amount in (item.charge, item.insurance, item.paid, item.due))
    return day(item.day), item.service, *figures

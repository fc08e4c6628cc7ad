"""The invoice to an auto insurer, a workers' compensation insurer or an attorney.

It says what the one who pays needs to know, and no more: no diagnosis, no birth date, no note.

Source: handbook §7.9, §7.4, §5.1 (lien), §11.1 (minimum necessary).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from xl_massbill.claims.claim import Address, Claim, ServiceLine
from xl_massbill.codes import phone
from xl_massbill.forms import prescription
from xl_massbill.forms.account import Account, Payment, Reduction, account, must_not_be_void
from xl_massbill.forms.paper import Amounts, Beside, Block, Facts, Head, Paper, Words, drawn
from xl_massbill.forms.prescription import Prescription
from xl_massbill.forms.reckoning import reckoning
from xl_massbill.forms.wording import address, clinic_lines, day, money, person, procedure, told

HEADS = (
    Head("Date of service", 0.2),
    Head("Code", 0.32),
    Head("Minutes", 0.14, is_number=True),
    Head("Units", 0.14, is_number=True),
    Head("Charge", 0.2, is_number=True),
)


@dataclass(frozen=True, slots=True, repr=False)
class BillTo:
    """Who gets the invoice: an insurer, its adjuster, or an attorney; `name` may be several lines."""

    name: tuple[str, ...]
    address: Address | None = None
    phone: str = ""
    fax: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class InvoiceFacts:
    """What an invoice needs beyond the claim.

    `bill_to` None means the payer of the claim. `payments` are all that ever came in; None takes those that
    the claim knows. `documents` are the papers that go with it. `lien_signed_on` is None without a lien.
    """

    issued: date
    bill_to: BillTo | None = None
    payments: tuple[Payment, ...] | None = None
    reductions: tuple[Reduction, ...] = ()
    prescription: Prescription | None = None
    documents: tuple[str, ...] = ()
    lien_signed_on: date | None = None


def write(claim: Claim, facts: InvoiceFacts) -> bytes:
    """Return the invoice as PDF.

    Raises:
        ValueError: the claim has no lines or does not add up, is a void, or contradicts the facts.
    """
    return drawn(paper(claim, facts))


def paper(claim: Claim, facts: InvoiceFacts) -> Paper:
    """Return what stands on the invoice; raises as `write` does."""
    must_not_be_void(claim, "invoice")
    reckoned = account(claim, facts.payments, facts.reductions)
    if facts.lien_signed_on and facts.lien_signed_on > facts.issued:
        raise ValueError(f"Claim {claim.claim_id}: the lien is signed after the day of the invoice.")
    return Paper(
        clinic=person(claim.billing.name),
        clinic_lines=clinic_lines(claim.billing),
        title="Corrected invoice" if claim.frequency == "7" else "Invoice",
        number=claim.claim_id,
        title_lines=(day(facts.issued),),
        corner=f"Claim no. {claim.claim_number}" if claim.claim_number else "",
        blocks=(
            Beside(_bill_to(claim, facts), _about(claim)),
            Amounts(HEADS, tuple(map(_row, claim.lines)), reckoning(reckoned)),
            *_below(claim, facts, reckoned),
        ),
    )


def _bill_to(claim: Claim, facts: InvoiceFacts) -> Facts:
    to = facts.bill_to or BillTo((claim.payer.name,), claim.payer.address)
    reach = (
        f"Phone {phone.format(to.phone)}" if to.phone else "",
        f"Fax {phone.format(to.fax)}" if to.fax else "",
        to.email,
    )
    return Facts("Bill to", (("", (*to.name, *address(to.address), *reach)),))


def _about(claim: Claim) -> Facts:
    accident = claim.accident
    replaces = claim.parent_claim_id or claim.original_reference
    rows = (
        ("Patient", (person(claim.patient.name),)),
        ("Claim number", (claim.claim_number,)),
        ("Accident date", (day(accident.day) if accident else "",)),
        ("Insurer", (claim.payer.name,)),
        ("Replaces", (replaces if claim.frequency == "7" else "",)),
    )
    return Facts("Regarding", rows)


def _row(line: ServiceLine) -> tuple[str, ...]:
    minutes = "" if line.minutes is None else str(line.minutes)
    return day(line.day), f"{procedure(line)} {told(line)}", minutes, str(line.units), money(line.charge)


def _below(claim: Claim, facts: InvoiceFacts, reckoned: Account) -> list[Block]:
    """Return what stands below the table, each only where there is something to say."""
    below: list[Block] = []
    if facts.lien_signed_on and reckoned.balance > 0:
        below.append(
            Words(
                f"A lien was signed on {day(facts.lien_signed_on)}. The balance is to be paid from the "
                "settlement or judgment; the patient remains liable for what is not paid.",
                "Lien",
            )
        )
    if facts.prescription:
        below.append(Words(prescription.reference(claim, facts.prescription), "Prescription"))
    if facts.documents:
        control = claim.attachment.control if claim.attachment else ""
        listed = [f"{number}. {text}" for number, text in enumerate(facts.documents, 1)]
        marked = f"The papers are marked {control}." if control else ""
        below.append(Facts("Attached documents", (("", (*listed, marked)),)))
    if reckoned.balance > 0:
        below.append(_pay_to(claim))
    return below


def _pay_to(claim: Claim) -> Facts:
    lines = address(claim.billing.pay_to or claim.billing.address)
    quoting = f"Please quote {claim.claim_id} with the payment."
    return Facts("Pay to", (("", (person(claim.billing.name), *lines, quoting)),))

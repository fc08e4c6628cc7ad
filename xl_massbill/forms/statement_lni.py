"""The statement for miscellaneous services that the Washington state fund (L&I) takes instead of a CMS-1500.

The data of that form in our own layout: L&I's own printed sheet is not reproduced. The claim number stands at
the top right of each page, nothing is shaded and nothing but the bill is on it, as L&I asks.

Source: handbook §7.8 (end), §7.4; L&I, How to Bill Us (lni.wa.gov).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from xl_massbill.claims.claim import Claim, Provider, ServiceLine
from xl_massbill.codes import tin
from xl_massbill.forms.account import must_be_printable, must_not_be_void
from xl_massbill.forms.paper import Amounts, Beside, Facts, Head, Paper, Signature, drawn
from xl_massbill.forms.wording import (
    address,
    clinic_lines,
    day,
    diagnosis,
    dollars,
    listed,
    money,
    person,
    procedure,
    told,
)

STATE_FORM = "Statement for Miscellaneous Services"
HEADS = (
    Head("Date of service", 0.16),
    Head("Place", 0.08),
    Head("Code", 0.27),
    Head("Diagnosis", 0.25),
    Head("Units", 0.08, is_number=True),
    Head("Charge", 0.16, is_number=True),
)


@dataclass(frozen=True, slots=True, repr=False)
class StatementFacts:
    """What the statement needs beyond the claim.

    `provider_account` is L&I's number for the provider; blank takes the one on the claim. `title` is the
    state form that the payer wants.
    """

    issued: date
    provider_account: str = ""
    title: str = STATE_FORM


def write(claim: Claim, facts: StatementFacts) -> bytes:
    """Return the statement as PDF.

    Raises:
        ValueError: the claim has no lines or does not add up, is a void, lacks its claim number, the worker's
            name or the provider account number, or a line points to a diagnosis that is not there.
    """
    return drawn(paper(claim, facts))


def paper(claim: Claim, facts: StatementFacts) -> Paper:
    """Return what stands on the statement; raises as `write` does."""
    must_not_be_void(claim, "statement")
    must_be_printable(claim)
    if not claim.claim_number.strip():
        raise ValueError(f"Claim {claim.claim_id}: the statement needs the claim number of the injury.")
    if not person(claim.patient.name):
        raise ValueError(f"Claim {claim.claim_id}: the statement needs the worker's name.")
    return Paper(
        clinic=person(claim.billing.name),
        clinic_lines=clinic_lines(claim.billing, with_numbers=False),
        title=facts.title.strip() or STATE_FORM,
        number=claim.claim_id,
        title_lines=(f"Bill date {day(facts.issued)}",),
        corner=f"Claim no. {claim.claim_number}",
        blocks=(
            Beside(_to(claim), _worker(claim)),
            Beside(_provider(claim, facts), _case(claim)),
            Amounts(HEADS, tuple(_row(claim, line) for line in claim.lines), _sum(claim)),
            Signature(("Signature of provider", "Date")),
        ),
    )


def _to(claim: Claim) -> Facts:
    return Facts("To", (("", (claim.payer.name, *address(claim.payer.address))),))


def _worker(claim: Claim) -> Facts:
    rows = (
        ("Name", (listed(claim.patient.name),)),
        ("Claim number", (claim.claim_number,)),
        ("Date of injury", (day(claim.accident.day) if claim.accident else "",)),
    )
    return Facts("Injured worker", rows)


def _provider(claim: Claim, facts: StatementFacts) -> Facts:
    who = claim.rendering or Provider(claim.billing.name, claim.billing.npi)
    number = facts.provider_account.strip() or who.payer_provider_id.strip()
    if not number:
        raise ValueError(f"Claim {claim.claim_id}: the statement needs L&I's provider account number.")
    rows = (
        ("Name", (person(who.name),)),
        ("Account no.", (number,)),
        ("NPI", (who.npi,)),
        ("Tax ID", (tin.format(claim.billing.tin, claim.billing.tin_type),)),
        ("Clinic NPI", (claim.billing.npi if claim.billing.npi != who.npi else "",)),
    )
    return Facts("Provider", rows)


def _case(claim: Claim) -> Facts:
    doctor = claim.referring
    rows = (
        ("Diagnosis codes", (", ".join(map(diagnosis, claim.diagnoses)),)),
        ("Referred by", (person(doctor.name), f"NPI {doctor.npi}" if doctor.npi else "") if doctor else ()),
        ("Authorization", (claim.authorisation_number or claim.referral_number,)),
        ("Corrects bill", (claim.original_reference if claim.frequency == "7" else "",)),
    )
    return Facts("Treatment", rows)


def _row(claim: Claim, line: ServiceLine) -> tuple[str, ...]:
    if any(not 1 <= pointer <= len(claim.diagnoses) for pointer in line.pointers):
        raise ValueError(
            f"Claim {claim.claim_id}: line {line.number} points to a diagnosis that is not there."
        )
    pointed = ", ".join(diagnosis(claim.diagnoses[pointer - 1]) for pointer in line.pointers)
    place = line.place_of_service or claim.place_of_service
    code = f"{procedure(line)} {told(line)}"
    return day(line.day), place, code, pointed, str(line.units), money(line.charge)


def _sum(claim: Claim) -> tuple[tuple[str, str, bool], ...]:
    return (("Total charges", dollars(claim.total), True),)

"""The superbill: the itemised receipt with which a patient asks a plan, an HSA or an FSA for the money back.

Diagnoses are those of the prescriber and no others. That a bill is paid and was not sent to insurance is said
only where both are true.

Source: handbook §7.9, §5.7, §11.4 (our own short names of codes).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from xl_massbill.claims.claim import Claim, Provider, ServiceLine
from xl_massbill.codes import procedure as procedures
from xl_massbill.forms import prescription
from xl_massbill.forms.account import Account, Payment, Reduction, account, must_not_be_void
from xl_massbill.forms.paper import Amounts, Beside, Block, Facts, Head, Paper, Words, drawn
from xl_massbill.forms.prescription import Prescription
from xl_massbill.forms.reckoning import reckoning
from xl_massbill.forms.wording import clinic_lines, day, days, diagnosis, money, person, procedure

PAID_IN_FULL = "Paid in full by patient; not submitted to insurance."
HEADS = (
    Head("Date", 0.14),
    Head("Code", 0.17),
    Head("Service", 0.34),
    Head("Minutes", 0.1, is_number=True),
    Head("Units", 0.09, is_number=True),
    Head("Fee", 0.16, is_number=True),
)


@dataclass(frozen=True, slots=True, repr=False)
class SuperbillFacts:
    """What a superbill needs beyond the claim.

    `was_submitted` says whether the visit was ever billed to a payer. `license_no` is the therapist's, with
    the state before it; blank takes the one on the claim. `short_names` are the clinic's own words for
    codes. `payments` are all that ever came in, with their method; None takes those the claim knows.
    """

    issued: date
    was_submitted: bool
    license_no: str = ""
    payments: tuple[Payment, ...] | None = None
    reductions: tuple[Reduction, ...] = ()
    prescription: Prescription | None = None
    short_names: Mapping[str, str] = field(default_factory=dict)
    footer: str = ""


def write(claim: Claim, facts: SuperbillFacts) -> bytes:
    """Return the superbill as PDF.

    Raises:
        ValueError: the claim has no lines or does not add up, is a void, lacks the licence number, or
            contradicts the facts.
    """
    return drawn(paper(claim, facts))


def paper(claim: Claim, facts: SuperbillFacts) -> Paper:
    """Return what stands on the superbill; raises as `write` does."""
    must_not_be_void(claim, "superbill")
    reckoned = account(claim, facts.payments, facts.reductions)
    names = {procedures.compact(code): name for code, name in facts.short_names.items()}
    below: list[Block] = []
    if _is_paid_by_patient_alone(claim, facts, reckoned):
        below.append(Words(PAID_IN_FULL))
    if facts.footer.strip():
        below.append(Words(facts.footer, is_small=True))
    return Paper(
        clinic=person(claim.billing.name),
        clinic_lines=clinic_lines(claim.billing),
        title="Superbill",
        number=claim.claim_id,
        title_lines=(f"Issued {day(facts.issued)}",),
        blocks=(
            Beside(_patient(claim), _treated_by(claim, facts)),
            _order(claim, facts),
            Amounts(HEADS, tuple(_row(line, names) for line in claim.lines), reckoning(reckoned)),
            *below,
        ),
    )


def _is_paid_by_patient_alone(claim: Claim, facts: SuperbillFacts, reckoned: Account) -> bool:
    answered = any(other.paid is not None or other.answers for other in claim.other_payers)
    return reckoned.is_paid_by_patient and not facts.was_submitted and not answered


def _patient(claim: Claim) -> Facts:
    rows = (
        ("Name", (person(claim.patient.name),)),
        ("Date of birth", (day(claim.patient.dob),)),
        ("Dates of service" if claim.first_day != claim.last_day else "Date of service", (days(claim),)),
    )
    return Facts("Patient", rows)


def _treated_by(claim: Claim, facts: SuperbillFacts) -> Facts:
    who = claim.rendering or Provider(claim.billing.name, claim.billing.npi, license=claim.billing.license)
    license_no = facts.license_no.strip() or who.license.strip()
    if not license_no:
        raise ValueError(f"Claim {claim.claim_id}: a superbill needs the licence number of the therapist.")
    rows = (("Name", (person(who.name),)), ("License no.", (license_no,)), ("NPI", (who.npi,)))
    return Facts("Therapist", rows)


def _order(claim: Claim, facts: SuperbillFacts) -> Facts:
    order = facts.prescription
    if order is None:
        return Facts("Diagnosis", (("", ("No order of a prescriber on file.",)),))
    codes = prescription.ordered(claim, order)
    rows = (
        ("Diagnosis", (", ".join(map(diagnosis, codes)) or "None written on the order.",)),
        ("Prescriber", (prescription.prescriber(claim, order),)),
        ("Order signed", (day(order.signed_on),)),
    )
    return Facts("Diagnosis from the order", rows)


def _row(line: ServiceLine, names: Mapping[str, str]) -> tuple[str, ...]:
    code = procedures.compact(line.code)
    known = procedures.every().get(code)
    # What an unlisted code stands for is only told by the line itself.
    name = line.description.strip() or names.get(code) or (known.short_name if known else "")
    minutes = "" if line.minutes is None else str(line.minutes)
    return day(line.day), procedure(line), name, minutes, str(line.units), money(line.charge)

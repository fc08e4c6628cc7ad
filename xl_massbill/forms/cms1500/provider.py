"""Boxes 25 to 33: who bills, how much, where the service took place, and who signs.

Source: handbook §7.8, §7.6 (the total stands on the last page only), §1.3, §1.4 (box 31 names the therapist).
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from xl_massbill.claims.claim import Address, Claim
from xl_massbill.forms.cms1500.spelling import city, money, number, phone, short, spoken, street, words
from xl_massbill.x12.text import clean

CONTINUED = "CONTINUED"
_HOME = "12"


def fill(claim: Claim, signed: date | None) -> dict[str, str]:
    """Return the texts of these boxes that are the same on every page; `signed` is the day of box 31."""
    billing, rendering = claim.billing, claim.rendering
    area, rest = phone(billing.phone)
    taxonomy, ours = number(billing.taxonomy), number(claim.payer.clinic_number)
    return {
        "25": number(billing.tin),
        "25.ssn" if clean(billing.tin_type) == "SY" else "25.ein": "X",
        "26": clean(claim.claim_id),
        "27.yes" if claim.accept_assignment else "27.no": "X",
        "31": spoken(rendering.name if rendering else billing.name),
        "31.date": short(signed),
        **_place(claim),
        "33.area": area,
        "33.phone": rest,
        **_named("33", spoken(billing.name), billing.address),
        "33a": number(billing.npi),
        "33b": f"G2{ours}" if ours else f"ZZ{taxonomy}" if taxonomy else "",
    }


def amounts(claim: Claim, *, is_last: bool) -> dict[str, str]:
    """Return boxes 28 and 29 of a page: total and what is paid on the last one only."""
    return {"28": money(claim.total), "29": money(_paid(claim))} if is_last else {"28": CONTINUED}


def _paid(claim: Claim) -> Decimal | None:
    """Return what patient and other payers have paid; None where nobody has answered."""
    answers = [other.paid for other in claim.other_payers if other.paid is not None]
    if claim.patient_paid:
        answers.append(claim.patient_paid)
    return sum(answers, Decimal(0)) if answers else None


def _place(claim: Claim) -> dict[str, str]:
    """Return box 32: the other place, else the clinic; at home the patient's address in box 5 says it."""
    place = claim.service_place
    if place is not None:
        return {**_named("32", words(place.name), place.address), "32a": number(place.npi)}
    if clean(claim.place_of_service) == _HOME:
        return {}
    return _named("32", spoken(claim.billing.name), claim.billing.address)


def _named(box: str, name: str, where: Address) -> dict[str, str]:
    return {f"{box}.name": name, f"{box}.street": street(where), f"{box}.city": city(where)}

"""The order behind the treatment, as far as a bill refers to it.

Source: handbook §7.9 (diagnosis from the order only; reference to the order), §4.1.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from xl_massbill.claims.claim import Claim
from xl_massbill.codes import icd10
from xl_massbill.forms.wording import day, person


@dataclass(frozen=True, slots=True, repr=False)
class Prescription:
    """What the order says besides its prescriber, who stands on the claim.

    `diagnoses` are those the prescriber wrote; `credential` is MD, DO, DC …; `number` is the payer's for it.
    """

    diagnoses: tuple[str, ...] = ()
    signed_on: date | None = None
    credential: str = ""
    number: str = ""


def prescriber(claim: Claim, order: Prescription) -> str:
    """Return who wrote the order, with credential and NPI.

    Raises:
        ValueError: the claim names no prescriber.
    """
    if claim.referring is None:
        raise ValueError(f"Claim {claim.claim_id} has an order but names no prescriber.")
    name = ", ".join(filter(None, (person(claim.referring.name), order.credential.strip())))
    return f"{name} (NPI {claim.referring.npi})" if claim.referring.npi else name


def ordered(claim: Claim, order: Prescription) -> tuple[str, ...]:
    """Return the claim's diagnoses that the prescriber wrote, as the claim orders them; never another."""
    written = {icd10.bare(code) for code in order.diagnoses}
    return tuple(code for code in claim.diagnoses if icd10.bare(code) in written)


def reference(claim: Claim, order: Prescription) -> str:
    """Return the order as a bill refers to it: prescriber, day of signature, number; no diagnosis."""
    signed = f"signed {day(order.signed_on)}" if order.signed_on else ""
    number = f"no. {order.number}" if order.number else ""
    return ", ".join(filter(None, (prescriber(claim, order), signed, number)))

"""Who is who in an 837P: submitter, receiver, billing provider, policy holder, payer, patient.

Source: handbook §7.3 (loops 1000A to 2010CA), §7.4 (accident and WC variants); address and birth date of
2010BA only when the patient is the subscriber (R:S48 RFI 1925, 2281); group name only without a group number
(guide, SBR04).
"""

from __future__ import annotations

from xl_massbill.claims.claim import BillingProvider, Claim, Patient, Payer, TradingPartner
from xl_massbill.forms.x837p.values import bare, d8, named, phone, reference, street
from xl_massbill.x12.segment import compose
from xl_massbill.x12.text import as_typed, clean

SELF = "18"


def ends(submitter: TradingPartner, receiver: TradingPartner, billing: BillingProvider) -> list[str]:
    """Return loops 1000A and 1000B; the contact is the clinic's."""
    return [
        compose("NM1", "41", "2", as_typed(submitter.name), "", "", "", "", "46", clean(submitter.id)),
        compose("PER", "IC", as_typed(billing.contact), "TE", phone(billing.phone)),
        compose("NM1", "40", "2", as_typed(receiver.name), "", "", "", "", "46", clean(receiver.id)),
    ]


def billing_loop(billing: BillingProvider, hl: int) -> list[str]:
    """Return loops 2000A, 2010AA and 2010AB."""
    found = [f"HL*{hl}**20*1"]
    if billing.taxonomy:
        found.append(compose("PRV", "BI", "PXC", clean(billing.taxonomy)))
    found.append(named("85", billing.name, "XX", bare(billing.npi)))
    found += street(billing.address)
    found.append(compose("REF", clean(billing.tin_type), bare(billing.tin)))
    found += reference("0B", billing.license)
    if billing.pay_to is not None and billing.pay_to != billing.address:
        found += [f"NM1*87*{1 if billing.name.is_person else 2}", *street(billing.pay_to)]
    return found


def subscriber_loop(claim: Claim, hl: int, parent: int) -> list[str]:
    """Return loops 2000B to 2010BB and, when the patient is somebody else, 2000C with 2010CA."""
    insured, patient = claim.insured, claim.patient
    is_self = insured.relation == SELF
    found = [f"HL*{hl}*{parent}*22*{0 if is_self else 1}", _insurance(claim, is_self)]
    if is_self:
        found += _death("", patient)
        found.append(named("IL", patient.name, "MI", clean(insured.member_id)))
        found += _details(claim)
    else:
        found.append(named("IL", insured.name, "MI", clean(insured.member_id)))
    found += _payer(claim.payer)
    if not is_self:
        found.append(f"HL*{hl + 1}*{hl}*23*0")
        relation = clean(insured.relation)
        found += _death(relation, patient) or [f"PAT*{relation}"]
        found += [named("QC", patient.name), *_details(claim)]
    return found


def _insurance(claim: Claim, is_self: bool) -> str:
    insured, payer = claim.insured, claim.payer
    group = clean(insured.group_no)
    name = "" if group else as_typed(insured.group_name)
    role = (clean(claim.payer_sequence), SELF if is_self else "", group, name, clean(payer.insurance_type))
    return compose("SBR", *role, "", "", "", clean(payer.filing_indicator))


def _death(relation: str, patient: Patient) -> list[str]:
    if patient.deceased_on is None:
        return []
    return [f"PAT*{relation}****D8*{d8(patient.deceased_on)}"]


def _details(claim: Claim) -> list[str]:
    """Return the patient's address, birth date and sex, and the insurer's number of the accident."""
    patient = claim.patient
    birth = compose("DMG", "D8", d8(patient.dob), clean(patient.sex))
    return [*street(patient.address), birth, *reference("Y4", claim.claim_number)]


def _payer(payer: Payer) -> list[str]:
    who = compose("NM1", "PR", "2", as_typed(payer.name), "", "", "", "", "PI", clean(payer.edi_payer_id))
    ours = [*reference("G2", payer.clinic_number), *reference("LU", payer.clinic_location)]
    return [who, *(street(payer.address) if payer.address else ()), *ours]

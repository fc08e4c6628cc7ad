"""Boxes 1 to 9, 11 to 13 and the carrier block: who is treated, by whose policy, and who is asked to pay.

The policy in boxes 1a, 4, 7 and 11 is the one of the payer that this form goes to; boxes 9 to 9d name the
other one. Medicare is its own case: with nobody before it box 11 says NONE and the holder's boxes stay empty;
after another payer they name that payer's policy.

Source: handbook §7.8, §7.4, §7.7; Medicare: CMS claims processing manual, chapter 26, items 4, 7, 11 to 11d.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from xl_massbill.claims.claim import Address, Claim, Name
from xl_massbill.claims.other_payer import OtherPayer
from xl_massbill.codes.claim_filing import BY_PAYER_TYPE
from xl_massbill.forms.cms1500.remark import Remark
from xl_massbill.forms.cms1500.spelling import birth, city, listed, number, phone, street, words, zip_code
from xl_massbill.x12.text import clean

ON_FILE = "SIGNATURE ON FILE"
_SELF = "18"
_RELATION = {_SELF: "self", "01": "spouse", "19": "child"}
_PROGRAMME = {
    "ORIGINAL_MEDICARE": "medicare",
    "MEDICAID": "medicaid",
    "TRICARE": "tricare",
    "OWCP": "feca",
}
_MAY_BE_GROUP = frozenset({"COMMERCIAL", "BCBS", "FEHB"})
_BY_INDICATOR = {
    "MA": "ORIGINAL_MEDICARE",
    "MB": "ORIGINAL_MEDICARE",
    "MC": "MEDICAID",
    "CH": "TRICARE",
    **dict.fromkeys(("12", "13", "14", "15", "CI", "HM"), "COMMERCIAL"),
    "BL": "BCBS",
    "FI": "FEHB",
}


@dataclass(frozen=True, slots=True, repr=False)
class _Policy:
    """The policy of boxes 4, 6, 7 and 11; `name` is None where those boxes stay empty."""

    name: Name | None
    relation: str
    number: str = ""
    plan: str = ""
    address: Address | None = None
    dob: date | None = None
    sex: str = ""


def fill(claim: Claim) -> dict[str, str]:
    """Return the texts of these boxes; a box that is not there stays empty."""
    policy = _policy(claim)
    found = {f"1.{programme(claim)}": "X", "1a": number(claim.insured.member_id)}
    found |= _carrier(claim) | _patient(claim) | _holder(policy)
    if not _is_medicare(claim):
        found |= _other_policy(claim)
    if claim.claim_number:
        found |= {"11b.qualifier": "Y4", "11b": clean(claim.claim_number)}
    if claim.release_on_file:
        found["12"] = ON_FILE
    if claim.benefits_assigned:
        found["13"] = ON_FILE
    return found


def left_over(claim: Claim) -> Iterator[Remark]:
    """Yield what of these parties has no place on the form."""
    others = len(claim.other_payers)
    if others and _is_medicare(claim) and claim.payer_sequence == "P":
        yield Remark(claim.claim_id, "9", "who pays after Medicare is not printed")
    elif others > 1:
        yield Remark(claim.claim_id, "9", f"there is room for one of {others} other payers")


def programme(claim: Claim) -> str:
    """Return the one tick of box 1; a plan with a group number is a group plan, everything else is other."""
    kind = _kind(claim)
    if kind in _MAY_BE_GROUP and number(claim.insured.group_no):
        return "group"
    return _PROGRAMME.get(kind, "other")


def _kind(claim: Claim) -> str:
    kind = claim.payer.payer_type
    return kind if kind in BY_PAYER_TYPE else _BY_INDICATOR.get(clean(claim.payer.filing_indicator), "")


def _is_medicare(claim: Claim) -> bool:
    return _kind(claim) == "ORIGINAL_MEDICARE"


def _policy(claim: Claim) -> _Policy:
    insured, patient, is_self = claim.insured, claim.patient, claim.insured.relation == _SELF
    if _is_medicare(claim):
        if claim.payer_sequence == "P" or not claim.other_payers:
            return _Policy(None, insured.relation, number="NONE")
        return _policy_before_medicare(claim, claim.other_payers[0])
    group = insured.group_no
    if _kind(claim) == "OWCP":
        group = group or claim.claim_number
    return _Policy(
        name=patient.name if is_self else insured.name,
        relation=insured.relation,
        number=number(group),
        plan=words(insured.group_name) or words(claim.payer.name),
        address=insured.address or (patient.address if is_self else None),
        dob=patient.dob if is_self else insured.dob,
        sex=patient.sex if is_self else insured.sex,
    )


def _policy_before_medicare(claim: Claim, other: OtherPayer) -> _Policy:
    patient, is_self = claim.patient, other.relation == _SELF
    return _Policy(
        name=patient.name if is_self else _name_of(other),
        relation=other.relation,
        number=number(other.group_no or other.member_id),
        plan=words(other.group_name) or words(other.name),
        address=patient.address if is_self else None,
        dob=patient.dob if is_self else None,
        sex=patient.sex if is_self else "",
    )


def _name_of(other: OtherPayer) -> Name:
    return Name(other.holder_last, other.holder_first, is_person=other.holder_is_person)


def _carrier(claim: Claim) -> dict[str, str]:
    where = claim.payer.address
    found = {"carrier.name": words(claim.payer.name)}
    if where is not None:
        # The third line stays free without a second street line: the city always stands on the fourth.
        found |= {
            "carrier.street": words(where.line1),
            "carrier.street2": words(where.line2),
            "carrier.city": city(where),
        }
    return found


def _patient(claim: Claim) -> dict[str, str]:
    patient = claim.patient
    area, rest = phone(patient.phone)
    found = {"2": listed(patient.name), "3.born": birth(patient.dob), "5.area": area, "5.phone": rest}
    return found | _sex("3", patient.sex) | _address("5", patient.address)


def _holder(policy: _Policy) -> dict[str, str]:
    found = {f"6.{_RELATION.get(policy.relation, 'other')}": "X", "11": policy.number}
    if policy.name is None:
        return found
    found |= {"4": listed(policy.name), "11a.born": birth(policy.dob), "11c": policy.plan}
    return found | _sex("11a", policy.sex) | _address("7", policy.address)


def _other_policy(claim: Claim) -> dict[str, str]:
    if not claim.other_payers:
        return {"11d.no": "X"}
    other = claim.other_payers[0]
    name = claim.patient.name if other.relation == _SELF else _name_of(other)
    return {
        "11d.yes": "X",
        "9": listed(name),
        "9a": number(other.group_no or other.member_id),
        "9d": words(other.group_name) or words(other.name),
    }


def _sex(box: str, sex: str) -> dict[str, str]:
    tick = {"M": "male", "F": "female"}.get(clean(sex))
    return {f"{box}.{tick}": "X"} if tick else {}


def _address(box: str, place: Address | None) -> dict[str, str]:
    if place is None:
        return {}
    return {
        f"{box}.street": street(place),
        f"{box}.city": words(place.city),
        f"{box}.state": words(place.state),
        f"{box}.zip": zip_code(place.zip),
    }

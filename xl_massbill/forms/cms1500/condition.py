"""Boxes 10 and 14 to 23: why the patient is treated, by whose order, and under which numbers.

Medical record number, delay reason, the text of K3, and the days of last and of renewed work have no box on
paper.

Source: handbook §7.8, §4.4 (role in box 17), §4.5 (one number in box 23), §7.5 (boxes 10d and 22), §3.3.
"""

from __future__ import annotations

from collections.abc import Iterator

from xl_massbill.claims.claim import Claim, Provider
from xl_massbill.forms.cms1500.remark import Remark
from xl_massbill.forms.cms1500.spelling import number, short, spoken, words
from xl_massbill.x12.text import clean

LETTERS = "ABCDEFGHIJKL"
BETWEEN_ITEMS = "   "
"""Three blanks stand between two pieces of information in one box."""

_CAUSES = {"10a": "EM", "10b": "AA", "10c": "OA"}
_CORRECTIONS = ("7", "8")
_OTHER_DATES = frozenset({"454", "304", "453", "439", "455", "471", "090", "091", "444"})
_IN_HOSPITAL = {"435": "18.from", "096": "18.to"}
_ELSEWHERE = frozenset({*_IN_HOSPITAL, "297", "296"})
_NO_COPY_SENT = "AA"


def fill(claim: Claim) -> dict[str, str]:
    """Return the texts of these boxes; a box that is not there stays empty."""
    found = _causes(claim) | _dates(claim) | _order(claim) | _numbers(claim)
    found |= {"19": BETWEEN_ITEMS.join(_information(claim)), "20.no": "X", "21.indicator": "0"}
    return found | {
        f"21.{letter}": number(code) for letter, code in zip(LETTERS, claim.diagnoses, strict=False)
    }


def left_over(claim: Claim) -> Iterator[Remark]:
    """Yield what of these has no place on the form."""
    if claim.claim_codes and claim.frequency in _CORRECTIONS:
        yield Remark(claim.claim_id, "10d", "claim codes do not belong on a corrected or voided bill")
    if any(kind not in _OTHER_DATES | _ELSEWHERE for kind, _ in claim.other_dates):
        yield Remark(claim.claim_id, "15", "a date has a qualifier that this box does not know")
    if len(_other_dates(claim)) > 1:
        yield Remark(claim.claim_id, "15", f"there is room for one of {len(_other_dates(claim))} dates")
    if claim.referring is not None and claim.supervising is not None:
        yield Remark(claim.claim_id, "17", "there is room for one provider; the supervisor is not printed")
    if len(claim.diagnoses) > len(LETTERS):
        yield Remark(claim.claim_id, "21", f"there is room for 12 of {len(claim.diagnoses)} diagnoses")


def _causes(claim: Claim) -> dict[str, str]:
    kind = clean(claim.accident.type) if claim.accident else ""
    found = {f"{box}.{'yes' if cause == kind else 'no'}": "X" for box, cause in _CAUSES.items()}
    if claim.accident and kind == "AA":
        found["10b.state"] = words(claim.accident.state)
    if claim.frequency not in _CORRECTIONS:
        found["10d"] = BETWEEN_ITEMS.join(number(code) for code in claim.claim_codes)
    return found


def _dates(claim: Claim) -> dict[str, str]:
    found: dict[str, str] = {}
    began = claim.onset or (claim.accident.day if claim.accident else None)
    if began is not None:
        found |= {"14": short(began), "14.qualifier": "431"}
    for kind, day in _other_dates(claim)[:1]:
        found |= {"15.qualifier": kind, "15": day}
    if claim.disability:
        found |= {"16.from": short(claim.disability.first), "16.to": short(claim.disability.last)}
    return found | {_IN_HOSPITAL[kind]: short(day) for kind, day in claim.other_dates if kind in _IN_HOSPITAL}


def _other_dates(claim: Claim) -> list[tuple[str, str]]:
    """Return the dates for box 15, that of the accident first."""
    accident = [("439", claim.accident.day)] if claim.accident else []
    return [(kind, short(day)) for kind, day in (*accident, *claim.other_dates) if kind in _OTHER_DATES]


def _order(claim: Claim) -> dict[str, str]:
    who = claim.referring or claim.supervising
    if who is None:
        return {}
    usual = "DN" if claim.referring else "DQ"
    found = {"17.qualifier": clean(who.role) or usual, "17": spoken(who.name), "17b": number(who.npi)}
    qualifier, other = other_number(who)
    return found | {"17a.qualifier": qualifier, "17a": other}


def other_number(who: Provider) -> tuple[str, str]:
    """Return a number that is no NPI, with its qualifier: the payer's own one (G2), else a licence (0B)."""
    if own := number(who.payer_provider_id):
        return "G2", own
    if licence := number(who.license):
        return "0B", licence
    return "", ""


def _numbers(claim: Claim) -> dict[str, str]:
    """Return boxes 22 and 23; a duplicate bill has the payer's number in 22 without a code beside it."""
    return {
        "22.code": clean(claim.frequency) if claim.frequency in _CORRECTIONS else "",
        "22": clean(claim.original_reference),
        "23": number(claim.authorisation_number) or number(claim.referral_number),
    }


def _information(claim: Claim) -> Iterator[str]:
    """Yield the pieces of box 19: qualifier and text without a blank between."""
    if note := clean(claim.note):
        yield f"NTEADD{note}"
    if papers := claim.attachment:
        how = clean(papers.how)
        yield f"PWK{clean(papers.type)}{how}{'' if how == _NO_COPY_SENT else clean(papers.control)}"

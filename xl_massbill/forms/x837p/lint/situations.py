"""What one fact of a claim asks of another: accident, resubmission, insurer's number, referral, identity.

Source: 005010X222A1 situational notes; handbook §7.3-7.5, §7.11; clearinghouse edits (R:S33, S34).
"""

from __future__ import annotations

from collections.abc import Iterator

from xl_massbill.codes import place_of_service
from xl_massbill.forms.x837p.lint.claim import NONE, Claim, Level, Party
from xl_massbill.forms.x837p.lint.finding import Raised, shown
from xl_massbill.x12.segment import Segment

_LONGEST_ID = 20
_INSURER_NUMBERED = ("AM", "WC")
_ACCIDENTS = ("AA", "OA")
_MUST_HAVE_NUMBER = {"DN": "referring", "82": "rendering", "DQ": "supervising", "DK": "ordering"}
_OTHER_NUMBERS = frozenset({"REF*0B", "REF*1G", "REF*G2", "REF*LU"})


def situations(claim: Claim, today: str) -> Iterator[Raised]:
    """Yield what is wrong with a claim as a whole; `today` is CCYYMMDD, "" where nobody knows it."""
    head = claim.head
    if len(claim.id) > _LONGEST_ID:
        yield Raised("L-CLM-ID-LONG", head.number, "2300", "CLM01", {"has": len(claim.id)})
    place = head.parts(5)[0]
    if place and not place_of_service.is_valid(place):
        yield Raised("L-POS", head.number, "2300", "CLM05-1", {"value": shown(place)})
    yield from _frequency(claim)
    yield from _accident(claim)
    yield from _onset(claim)
    yield from _insurer_number(claim)
    if "9F" in claim.references and not any(p.loop in ("2310A", "2420F") for p in claim.parties):
        yield Raised("L-REF-9F", claim.references["9F"].number, "2300", "REF*9F")
    yield from _numbers(claim)
    yield from _birth(claim, today)


def _frequency(claim: Claim) -> Iterator[Raised]:
    parts = claim.head.parts(5)
    frequency = parts[2] if len(parts) > 2 else ""
    if frequency and frequency not in ("1", "7", "8"):
        yield Raised("L-CLM-FREQ", claim.head.number, "2300", "CLM05-3", {"value": shown(frequency)})
    elif frequency in ("7", "8") and "F8" not in claim.references:
        yield Raised("L-REF-F8", claim.head.number, "2300", "REF*F8", {"value": frequency})


def _accident(claim: Claim) -> Iterator[Raised]:
    cause = [*claim.head.parts(11), "", "", "", ""]
    kinds = [kind for kind in cause[:3] if kind]
    accident = claim.dates.get("439", NONE)
    if "AA" in kinds and not cause[3] and not cause[4]:
        yield Raised("L-CLM-AUTO-STATE", claim.head.number, "2300", "CLM11-4")
    if accident is NONE and any(kind in _ACCIDENTS for kind in kinds):
        yield Raised("L-CLM-ACCIDENT-DATE", claim.head.number, "2300", "DTP*439", {"value": "/".join(kinds)})
    elif accident is NONE and "EM" in kinds:
        yield Raised("L-CLM-WORK-DATE", claim.head.number, "2300", "DTP*439")
    days = claim.days()
    if accident is not NONE and days and accident.get(3)[:8] > min(days):
        values = {"first": min(days), "day": shown(accident.get(3))}
        yield Raised("L-CLM-ACCIDENT-LATE", accident.number, "2300", "DTP*439", values)


def _onset(claim: Claim) -> Iterator[Raised]:
    onset = claim.dates.get("431", NONE)
    days = claim.days()
    if onset is not NONE and days:
        day = onset.get(3)[:8]
        if day in days or day > max(days):
            yield Raised("L-CLM-ONSET", onset.number, "2300", "DTP*431", {"value": shown(day)})


def _insurer_number(claim: Claim) -> Iterator[Raised]:
    """Hold REF*Y4 against the filing indicator: with the patient, and once."""
    own = claim.subscriber.insurer_number
    dependant = claim.patient.insurer_number if claim.patient is not None else NONE
    filing = claim.subscriber.insurance.get(9)
    if own is not NONE and dependant is not NONE:
        yield Raised("L-PC-TWICE", dependant.number, "2010CA", "REF*Y4")
    elif own is NONE and dependant is NONE and filing in _INSURER_NUMBERED:
        loop = "2010CA" if claim.patient else "2010BA"
        party = (claim.patient or claim.subscriber).parties.get(loop)
        at = party.name if party is not None else claim.head
        yield Raised("L-PC-NUMBER", at.number, loop, "REF*Y4", {"value": filing})
    elif claim.patient is not None and own is not NONE:
        yield Raised("L-PC-PLACE", own.number, "2010BA", "REF*Y4")


def _numbers(claim: Claim) -> Iterator[Raised]:
    """Ask every provider for a number."""
    for party in claim.parties:
        role = _MUST_HAVE_NUMBER.get(party.name.get(1))
        if role and not party.name.get(9) and not party.others & _OTHER_NUMBERS:
            yield Raised("L-NPI-MISSING", party.name.number, party.loop, "NM109", {"role": role})
    billing = claim.billing.parties.get("2010AA")
    payer = claim.subscriber.parties.get("2010BB")
    if billing and not billing.name.get(9) and not _has_other(billing, payer):
        values = {"role": "billing"}
        yield Raised("L-NPI-MISSING", billing.name.number, "2010AA", "NM109", values)


def _has_other(billing: Party, payer: Party | None) -> bool:
    return bool(billing.others & _OTHER_NUMBERS or (payer and payer.others & _OTHER_NUMBERS))


def _birth(claim: Claim, today: str) -> Iterator[Raised]:
    """Hold the patient's birth against the day of the file and the first day of service."""
    level: Level = claim.patient or claim.subscriber
    birth: Segment = level.birth
    day = birth.get(2)
    if not (day.isdigit() and len(day) == 8):
        return
    loop = "2010CA" if claim.patient else "2010BA"
    days = claim.days()
    if today and day > today:
        yield Raised("L-DOB-FUTURE", birth.number, loop, "DMG02")
    elif days and day > min(days):
        yield Raised("L-DOB-AFTER", birth.number, loop, "DMG02")

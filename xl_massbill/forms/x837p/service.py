"""What was done and why, in an 837P: the claim with its dates, numbers and diagnoses, and its service lines.

Source: handbook §7.3 (loops 2300 to 2420E; CLM, DTP, PWK, AMT, REF, K3, NTE, HI in 2300), §3.3 (at most 12
diagnoses), §4.4 (DN and DQ at the claim, DK at the line), §4.5 (referral and authorisation numbers).
"""

from __future__ import annotations

from xl_massbill.claims.claim import Attachment, Claim, Provider, ServiceLine, Span
from xl_massbill.forms.x837p.other_payers import answers_to, other_payer_loops
from xl_massbill.forms.x837p.values import bare, d8, money, provider, reference, street
from xl_massbill.x12.segment import component, compose
from xl_massbill.x12.text import as_typed, clean

_NO_COPY_SENT = "AA"
_DATES = ("431", "454", "304", "453", "439", "455", "471", "314", "360", "361", "297", "296", "435", "096",
          "090", "091", "444")  # fmt: skip
"""The dates of a claim in the order of the guide."""


def claim_loop(claim: Claim) -> list[str]:
    """Return loops 2300 to 2420E."""
    referring = claim.referring
    found = [_claim(claim), *_dates(claim)]
    if claim.attachment:
        found.append(_papers(claim.attachment))
    if claim.patient_paid:
        found.append(f"AMT*F5*{money(claim.patient_paid)}")
    found += reference("9F", claim.referral_number)
    found += reference("G1", claim.authorisation_number)
    found += reference("F8", claim.original_reference)
    found += reference("EA", claim.medical_record_no)
    if text := as_typed(claim.jurisdiction_note):
        found.append(f"K3*{text}")
    if note := as_typed(claim.note):
        found.append(f"NTE*ADD*{note}")
    found.append(_diagnoses(claim))
    if claim.claim_codes:
        found.append("*".join(["HI", *(f"BG:{clean(code)}" for code in claim.claim_codes)]))
    if referring and referring.role not in ("DQ", "DK"):
        found += _referring(referring)
    found += _providers(claim)
    found += other_payer_loops(claim.other_payers)
    ordering = _ordering(referring) if referring and referring.role == "DK" else []
    for line in claim.lines:
        found += _line(line, claim.place_of_service)
        found += ordering
        found += answers_to(line.number, claim.other_payers)
    return found


def _claim(claim: Claim) -> str:
    place = component(clean(claim.place_of_service), "B", clean(claim.frequency))
    accident = claim.accident
    cause = ""
    if accident is not None:
        kind = clean(accident.type)
        cause = component(kind, "", "", clean(accident.state) if kind == "AA" else "")
    return compose(
        "CLM", clean(claim.claim_id), money(claim.total), "", "", place, "Y",
        "A" if claim.accept_assignment else "C",
        "Y" if claim.benefits_assigned else "N",
        "Y" if claim.release_on_file else "I",
        "", cause, *[""] * 8, clean(claim.delay_reason),
    )  # fmt: skip


def _dates(claim: Claim) -> list[str]:
    days = {kind: f"D8*{d8(day)}" for kind, day in claim.other_dates}
    # Onset that equals a date of service is understood and must not be sent (R:S48).
    if claim.onset is not None and all(line.day != claim.onset for line in claim.lines):
        days["431"] = f"D8*{d8(claim.onset)}"
    if claim.accident is not None:
        days["439"] = f"D8*{d8(claim.accident.day)}"
    days |= _disability(claim.disability)
    return [f"DTP*{kind}*{days[kind]}" for kind in _DATES if kind in days]


def _disability(off_work: Span | None) -> dict[str, str]:
    """Return the days unable to work: a span (314) where both are known, else the one that is."""
    first, last = off_work or (None, None)
    if first and last:
        return {"314": f"RD8*{d8(first)}-{d8(last)}"}
    return {kind: f"D8*{d8(day)}" for kind, day in (("360", first), ("361", last)) if day}


def _papers(papers: Attachment) -> str:
    how = clean(papers.how)
    number = "" if how == _NO_COPY_SENT else clean(papers.control)
    return compose("PWK", clean(papers.type), how, "", "", "AC" if number else "", number)


def _diagnoses(claim: Claim) -> str:
    codes = [bare(code) for code in claim.diagnoses]
    return "*".join(["HI", f"ABK:{codes[0]}", *[f"ABF:{code}" for code in codes[1:]]])


def _referring(who: Provider) -> list[str]:
    return [provider("DN", who), *_other_numbers(who)]


def _providers(claim: Claim) -> list[str]:
    """Return loops 2310B (therapist), 2310C (other place) and 2310D (supervisor)."""
    found = []
    who, place, referring = claim.rendering, claim.service_place, claim.referring
    if who is not None:
        found.append(provider("82", who))
        if who.taxonomy:
            found.append(f"PRV*PE*PXC*{clean(who.taxonomy)}")
        found += _other_numbers(who)
    if place is not None:
        npi = bare(place.npi)
        ident = ("XX", npi) if npi else ()
        found += [
            compose("NM1", "77", "2", as_typed(place.name), "", "", "", "", *ident),
            *street(place.address),
        ]
    supervisor = claim.supervising or (referring if referring and referring.role == "DQ" else None)
    if supervisor is not None:
        found += [provider("DQ", supervisor), *_other_numbers(supervisor)]
    return found


def _ordering(who: Provider) -> list[str]:
    address = street(who.address) if who.address else []
    return [provider("DK", who), *address, *_other_numbers(who)]


def _other_numbers(who: Provider) -> list[str]:
    return [*reference("0B", who.license), *reference("G2", who.payer_provider_id)]


def _line(line: ServiceLine, place_of_service: str) -> list[str]:
    modifiers = [clean(modifier) for modifier in line.modifiers]
    words = as_typed(line.description)
    if words:
        modifiers += [""] * (4 - len(modifiers))
    service = component("HC", clean(line.code), *modifiers, words)
    place = clean(line.place_of_service) if line.place_of_service != place_of_service else ""
    pointers = ":".join(map(str, line.pointers))
    return [
        f"LX*{line.number}",
        f"SV1*{service}*{money(line.charge)}*UN*{line.units}*{place}**{pointers}",
        f"DTP*472*D8*{d8(line.day)}",
        f"REF*6R*{clean(line.control)}",
    ]

"""Facts about people, the note and the filing of a denied line, side by side.

Source: handbook §9.2 (compare), §1.4, §1.8, §1.11, §9.4.
"""

from __future__ import annotations

from xl_massbill.claims.denials.acceptance import accepted
from xl_massbill.claims.denials.case import Case
from xl_massbill.claims.denials.comparison import Compared, Side, compared
from xl_massbill.x12.text import clean

SENT, VISIT, NOTE, ORDER, PLAN = Side


def therapist(case: Case) -> Compared:
    """Return who treated, who signed, and whether the plan pays such a provider."""
    cells, image = case.cells, case.image or {}
    sent, typed = case.of_claim("therapist_id"), case.of_visit("therapist_id")
    own = [cells.text("therapists", cells.at("therapists", typed), name) for name in ("npi", "taxonomy")]
    billed = [image.get("rendering_npi") or image.get("billing_npi", ""), image.get("taxonomy", "")]
    signed = cells.text("notes", case.note, "signed_by")
    writer = cells.text("notes", case.note, "therapist_id")
    approved = cells.text("auths", case.approval, "provider_npi_authorised")
    takes = cells.value("coverage", case.plan, "provider_type_ok")
    kind = cells.text("therapists", case.therapist, "provider_type") or "provider type"
    accepts = "" if takes is None else f"{kind} {'taken' if takes else 'not taken'}"
    shown = {
        SENT: _who(sent, *billed),
        VISIT: _who(typed, *own),
        NOTE: f"{writer}, signed by {signed}" if signed else f"{writer}, not signed" if writer else "",
        PLAN: "; ".join(filter(None, (accepts, approved and f"approved for NPI {approved}"))),
    }
    is_other = typed != sent or any(was and was != now for was, now in zip(billed, own, strict=True))
    marks = (
        VISIT if is_other else None,
        NOTE if writer != sent or not signed else None,
        PLAN if takes is False or (approved and approved != own[0]) else None,
    )
    return compared("therapist", shown, *marks)


def _who(key: str, npi: str, taxonomy: str) -> str:
    return ", ".join(filter(None, (key, npi and f"NPI {npi}", taxonomy)))


def licence(case: Case) -> Compared:
    """Return licence and enrolment of the therapist on the day."""
    cells, at, day = case.cells, case.therapist, case.first_day
    issued, expires = (cells.day("therapists", at, f"license_{name}") for name in ("issued", "expires"))
    out = day and ((issued and day < issued) or (expires and day > expires))
    table = "therapist_payer"
    rows = cells.where(table, therapist_id=case.of_claim("therapist_id"), payer_id=case.of_claim("payer_id"))
    enrolled = [
        f"{cells.text(table, row, 'status')} from {cells.day(table, row, 'effective_from')}" for row in rows
    ]
    late = (
        rows and day and all((cells.day("therapist_payer", r, "effective_from") or day) > day for r in rows)
    )
    shown = {SENT: day, VISIT: f"licence {issued or ''} to {expires or ''}" if issued or expires else ""}
    shown[PLAN] = ", ".join(enrolled)
    return compared("licence and enrolment", shown, VISIT if out else None, PLAN if late else None)


def person(case: Case) -> Compared:
    """Return the patient as sent, as sheet Patients has it, and the member as the card has it."""
    cells, image = case.cells, case.image or {}
    names = (cells.text("patients", case.patient, n) for n in ("first_name", "middle", "last_name"))
    own = (" ".join(filter(None, names)), str(cells.day("patients", case.patient, "dob") or ""))
    sex = cells.text("patients", case.patient, "sex")
    holder = (cells.text("coverage", case.plan, f"insured_{name}") for name in ("first", "last"))
    member = cells.text("coverage", case.plan, "member_id")
    relation = cells.text("coverage", case.plan, "relation_to_insured")
    group = cells.text("coverage", case.plan, "group_no")
    plan = (member, group, relation and f"relation {relation}", " ".join(filter(None, holder)))
    sent = [image.get(name, "") for name in ("patient", "born", "sex", "member_id")]
    shown = {
        SENT: ", ".join(filter(None, sent)),
        VISIT: ", ".join(filter(None, (*own, sex))),
        PLAN: ", ".join(filter(None, plan)),
    }
    pairs = zip(sent, (*own, sex, member), strict=True)
    was, born, kind, number = (bool(then) and _plain(then) != _plain(now) for then, now in pairs)
    return compared(
        "patient and member", shown, VISIT if was or born or kind else None, PLAN if number else None
    )


def _plain(words: str) -> str:
    """Return words as a file has them, so that accents and small letters make no difference."""
    return clean(words).replace(" ", "")


def accident(case: Case) -> Compared:
    """Return the accident as sent, and as the coverage has it."""
    cells = case.cells
    sent = [case.of_claim("accident_type"), str(cells.day("claims", case.claim, "accident_date") or "")]
    plan = [
        cells.text("coverage", case.plan, "accident_type"),
        str(cells.day("coverage", case.plan, "accident_date") or ""),
    ]
    number = cells.text("coverage", case.plan, "claim_number")
    onset = cells.day("referrals", case.order, "onset_date")
    shown = {
        SENT: " ".join(filter(None, sent)),
        ORDER: f"onset {onset}" if onset else "",
        PLAN: " ".join(filter(None, (*plan, number and f"claim {number}"))),
    }
    differs = (plan[0] or "NONE") != (sent[0] or "NONE")
    return compared("accident", shown, PLAN if differs else None)


def filing(case: Case) -> Compared:
    """Return when the claim went out and was taken in, and until when the payer takes it."""
    cells, taken = case.cells, accepted(case.cells, case.denial.claim_id)
    sent = cells.day("claims", case.claim, "first_submitted_on")
    last = cells.day("claims", case.claim, "deadline_tfl")
    limit = case.rule("tfl_days")
    words = [
        f"sent {sent}" if sent else "",
        f"accepted {taken.accepted_on}" if taken else "no acceptance (277CA A2)",
    ]
    shown = {
        SENT: "; ".join(filter(None, words)),
        VISIT: f"visit on {case.first_day}" if case.first_day else "",
        PLAN: "; ".join(filter(None, (f"{limit} days" if limit else "", f"until {last}" if last else ""))),
    }
    late = taken is None or (last is not None and taken.accepted_on > last)
    return compared("filing", shown, SENT if late else None)


def note(case: Case) -> Compared:
    """Return whether the note is signed and complete, with what was measured."""
    cells, at = case.cells, case.note
    signed = cells.day("notes", at, "signed_on")
    before, after = (cells.number("notes", at, f"pain_{name}") for name in ("before", "after"))
    words = (
        f"signed {signed}" if signed else "not signed",
        f"pain {before} to {after}" if before is not None and after is not None else "no pain scale",
        cells.text("notes", at, "rom_or_function") or "nothing measured",
        f"goal: {cells.text('notes', at, 'goal_ref')}"
        if cells.text("notes", at, "goal_ref")
        else "no goal named",
        f"amended {cells.day('notes', at, 'amended_on')}" if cells.day("notes", at, "amended_on") else "",
    )
    goals = cells.text("referrals", case.order, "goals")
    shown = {
        NOTE: "; ".join(filter(None, words)) if at is not None else "no note on sheet Notes",
        ORDER: f"goals: {goals}" if goals else "",
        SENT: case.of_claim("attachment_control_no"),
    }
    thin = at is None or signed is None or before is None or after is None
    return compared("note", shown, NOTE if thin else None)

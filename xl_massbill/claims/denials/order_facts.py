"""Facts about order, approval, coverage and people of a denied line, side by side.

Source: handbook §9.2 (compare), §1.9, §1.10, §4.2, §4.3.
"""

from __future__ import annotations

import datetime as dt

from xl_massbill.claims.denials.case import Case
from xl_massbill.claims.denials.comparison import Compared, Side, compared

SENT, VISIT, NOTE, ORDER, PLAN = Side
_APPROVED = ("APPROVED", "PARTIAL")


def day(case: Case) -> Compared:
    """Return the date of service beside the days in which order and plan are in force."""
    cells = case.cells
    sent = cells.day("claim_lines", case.line, "dos")
    typed, noted = cells.day("visits", case.visit, "dos"), cells.day("notes", case.note, "dos")
    order = _window(case, "referrals", case.order, "valid_from", "valid_to")
    order = (order[0] or cells.day("referrals", case.order, "signed_on"), order[1])
    plan = _window(case, "coverage", case.plan, "effective_from", "effective_to")
    shown = {SENT: sent, VISIT: typed, NOTE: noted, ORDER: _span(order), PLAN: _span(plan)}
    marks = (
        VISIT if typed != sent else None,
        NOTE if noted != sent else None,
        ORDER if not _holds(order, sent) else None,
        PLAN if not _holds(plan, sent) else None,
    )
    return compared("date of service", shown, *marks)


def span(case: Case) -> Compared:
    """Return the first and the last day of the whole claim."""
    days = (case.cells.day("claims", case.claim, "dos_from"), case.cells.day("claims", case.claim, "dos_to"))
    plan = _window(case, "coverage", case.plan, "effective_from", "effective_to")
    crosses = days[0] and days[1] and (days[0].year, days[0].month) != (days[1].year, days[1].month)
    fits = _holds(plan, days[0]) and _holds(plan, days[1])
    shown = {SENT: _span(days), PLAN: _span(plan)}
    return compared("first and last day", shown, SENT if crosses else None, None if fits else PLAN)


def prescriber(case: Case) -> Compared:
    """Return who ordered, when it was signed, and whether the payer wants an order."""
    cells, at = case.cells, case.order
    signed, first = cells.day("referrals", at, "signed_on"), case.first_day
    name = " ".join(filter(None, (cells.text("referrals", at, n) for n in ("prov_first", "prov_last"))))
    npi = cells.text("referrals", at, "prov_npi")
    who = ", ".join(
        filter(None, (name, cells.text("referrals", at, "prov_credential"), npi and f"NPI {npi}"))
    )
    wanted, sent = case.rule("rx_required"), (case.image or {}).get("referring_npi", "")
    shown = {
        SENT: ", ".join(filter(None, (case.of_claim("referral_id"), sent and f"NPI {sent}"))),
        VISIT: case.of_visit("referral_id"),
        ORDER: "; ".join(filter(None, (who, f"signed {signed}" if signed else "")))
        if at is not None
        else "none on file",
        PLAN: f"order wanted: {wanted}" if wanted else "",
    }
    lacks = at is None or not npi or signed is None or (first is not None and signed > first)
    marks = (
        VISIT if case.of_visit("referral_id") != case.of_claim("referral_id") else None,
        ORDER if (lacks and wanted != "N") or (sent and sent != npi) else None,
    )
    return compared("order and prescriber", shown, *marks)


def visits(case: Case) -> Compared:
    """Return how many visits were ordered, approved and allowed, and which one this was under its order."""
    cells, order = case.cells, case.of_claim("referral_id")
    days = {
        (cells.text("visits", at, "visit_id"), when)
        for at in (cells.where("visits", referral_id=order) if order else [])
        if (when := cells.day("visits", at, "dos")) and case.last_day and when <= case.last_day
        and cells.text("visits", at, "status") == "DONE"
    }  # fmt: skip
    ordered = cells.number("referrals", case.order, "visits_ordered")
    approved = cells.number("auths", case.approval, "visits_authorised")
    used = cells.number("auths", case.approval, "visits_used")
    allowed = cells.number("coverage", case.plan, "visits_allowed")
    elsewhere = cells.number("coverage", case.plan, "visits_used_elsewhere")
    plan = [
        f"{allowed} allowed" if allowed is not None else "",
        f"{elsewhere} used elsewhere" if elsewhere else "",
        f"{approved} approved" if approved is not None else "",
        f"{used} of them used" if used is not None else "",
    ]
    shown = {
        VISIT: f"number {len(days)} under this order" if days else "",
        ORDER: f"{ordered} ordered" if ordered is not None else "",
        PLAN: ", ".join(filter(None, plan)),
    }
    marks = (
        ORDER if ordered is not None and len(days) > ordered else None,
        PLAN if approved is not None and used is not None and used > approved else None,
    )
    return compared("visits", shown, *marks)


def approval(case: Case) -> Compared:
    """Return the authorisation number, and what was approved."""
    cells, at = case.cells, case.approval
    number = cells.text("auths", at, "auth_no")
    window = _window(case, "auths", at, "valid_from", "valid_to")
    decision = cells.text("auths", at, "decision")
    codes, code = cells.listed("auths", at, "codes_authorised"), cells.text("claim_lines", case.line, "code")
    wanted = case.rule("pa_required")
    own = cells.text("auths", cells.at("auths", case.of_claim("auth_id")), "auth_no")
    sent = own if case.image is None else case.image["authorisation"]
    words = [
        decision,
        number,
        _span(window) if at is not None else "",
        f"for {', '.join(codes)}" if codes else "",
    ]
    shown = {
        SENT: sent or "none",
        VISIT: case.of_visit("auth_id") or "none",
        ORDER: cells.text("referrals", case.order, "payer_referral_no"),
        PLAN: " ".join(filter(None, words))
        or (f"none on file; wanted: {wanted}" if wanted else "none on file"),
    }
    fits = decision in _APPROVED and _holds(window, case.first_day) and (not codes or code in codes)
    is_wanted = wanted not in ("", "N", "NEVER")
    marks = (
        SENT if sent != number and (is_wanted or number) else None,
        VISIT if case.of_visit("auth_id") != case.of_claim("auth_id") else None,
        PLAN if not fits and (is_wanted or at is not None) else None,
    )
    return compared("authorisation", shown, *marks)


def benefits(case: Case) -> Compared:
    """Return what the payer said when benefits were checked, and what the patient signed."""
    cells, at = case.cells, case.plan
    checked = cells.day("coverage", at, "verified_on")
    reference = cells.text("coverage", at, "reference_no")
    covered, network = (
        cells.text("coverage", at, "massage_covered"),
        cells.text("coverage", at, "network_status"),
    )
    waiver = cells.day("coverage", at, "waiver_signed_on") or cells.day("coverage", at, "abn_signed_on")
    words = (
        f"massage covered: {covered}" if covered else "",
        f"checked {checked}" if checked else "",
        f"reference {reference}" if reference else "",
        f"network: {network}" if network else "",
        f"waiver signed {waiver}" if waiver else "no waiver signed",
    )
    shown = {SENT: case.of_claim("payer_id"), PLAN: "; ".join(filter(None, words)) if at is not None else ""}
    return compared("benefits as checked", shown, PLAN if covered == "N" else None)


def order_of_plans(case: Case) -> Compared:
    """Return which plan was billed in which place, and what other plans the patient has."""
    cells = case.cells
    first = case.first_day
    plans = [
        f"{cells.text('coverage', at, 'priority')} {cells.text('coverage', at, 'payer_id')}"
        for at in cells.where("coverage", patient_id=case.of_claim("patient_id"))
        if _holds(_window(case, "coverage", at, "effective_from", "effective_to"), first)
    ]
    confirmed = cells.day("coverage", case.plan, "cob_confirmed_on")
    sent = " ".join(filter(None, (case.of_claim("payer_seq"), case.of_claim("payer_id"))))
    shown = {SENT: sent, PLAN: ", ".join([*plans, *([f"confirmed {confirmed}"] if confirmed else [])])}
    marked = PLAN if plans and (sent not in plans or (len(plans) > 1 and confirmed is None)) else None
    return compared("order of plans", shown, marked)


def share(case: Case) -> Compared:
    """Return what the patient has paid, and what the plan says the patient owes."""
    cells = case.cells
    told = (("copay", "copay"), ("deductible_total", "deductible"), ("deductible_met", "met"))
    owes = [
        f"{word} {amount / 100:,.2f}"
        for name, word in told
        if (amount := cells.number("coverage", case.plan, name)) is not None
    ]
    paid = cells.number("claims", case.claim, "patient_paid")
    typed = cells.number("visits", case.visit, "patient_paid")
    shown = {SENT: _money(paid), VISIT: _money(typed), PLAN: ", ".join(owes)}
    return compared("paid by the patient", shown)


def _window(
    case: Case, table: str, at: int | None, first: str, last: str
) -> tuple[dt.date | None, dt.date | None]:
    return case.cells.day(table, at, first), case.cells.day(table, at, last)


def _holds(window: tuple[dt.date | None, dt.date | None], when: dt.date | None) -> bool:
    """Return whether a day is not known to lie outside."""
    first, last = window
    return when is None or not ((first and when < first) or (last and when > last))


def _span(window: tuple[dt.date | None, dt.date | None]) -> str:
    first, last = window
    if first and first == last:
        return str(first)
    return f"{first or ''} to {last or ''}".strip() if first or last else ""


def _money(cents: int | None) -> str:
    return "" if cents is None else f"{cents / 100:,.2f}"

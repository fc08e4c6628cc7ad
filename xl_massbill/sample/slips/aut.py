"""Slips about prior authorisation and payers' numbers.

Source: handbook §6.4 (AUT), §4.5.
"""

from __future__ import annotations

from xl_massbill.sample.calendar import DAY
from xl_massbill.sample.manifest import Slip
from xl_massbill.sample.numbers import filled
from xl_massbill.sample.payers import Row
from xl_massbill.sample.slips.bench import ERROR, WARNING, Bench, Visit, key_of, put, slip

_LONGEST, _MOST = 30, 6  # days and visits after which a progress report is due


def reports_stopped(bench: Bench) -> list[Slip]:
    """The last progress report of a work injury is never sent, so that one visit or more run overdue."""
    fitting = []
    for part in bench.patients(lambda p: "progress_report_every_visits" in p[0].payer.rules):
        sent = [v for v in part if "progress_report_sent_on" in v.note]
        for left_out in range(1, len(sent) + 1):
            if overdue := _overdue(part, sent[:-left_out]):
                fitting.append((len(overdue), left_out, part, sent[-left_out:], overdue))
                break
    if not fitting:
        return []
    _, _, part, unsent, overdue = min(fitting, key=lambda f: f[:2])
    bench.take(part)
    for visit in unsent:
        put(visit.note, progress_report=None, progress_report_sent_on=None)
    done = "The last progress report to the doctor and the payer was never sent."
    return [slip("AUT-009", ERROR, ("visits", v.first, "dos"), done) for v in overdue]


def _overdue(part: list[Visit], sent: list[Visit]) -> list[Visit]:
    """Return the billed visits at which a report is due, if only these reports were sent."""
    counted = [v for v in part if v.first["status"] in ("DONE", "SCHEDULED")]
    since = max((v.note["progress_report_sent_on"] for v in sent), default=None)
    after = [v for v in counted if since is None or v.day > since]
    begin = since or counted[0].day
    late = [v for i, v in enumerate(after) if i >= _MOST or (v.day - begin).days >= _LONGEST]
    return [v for v in late if v.is_billed]


def number_of_other_form(bench: Bench) -> list[Slip]:
    """A digit of the VA's number is lost."""
    return _at_va_order(bench, "AUT-007", WARNING, "payer_referral_no", filled("VA########", bench.rng))


def number_missing(bench: Bench) -> list[Slip]:
    """The VA's number is not copied."""
    return _at_va_order(bench, "AUT-006", ERROR, "payer_referral_no", None)


def ordering_instead(bench: Bench) -> list[Slip]:
    """The VA's doctor is entered as ordering instead of referring."""
    return _at_va_order(bench, "AUT-008", ERROR, "prov_role", "DK")


def _at_va_order(bench: Bench, rule: str, severity: str, name: str, cell: str | None) -> list[Slip]:
    found = bench.pick_small(bench.papers("referral", lambda row, _: row["doc_type"] == "VA_REFERRAL"))
    if found is None:
        return []
    row, visits = found
    bench.take(visits)
    put(row, **{name: cell})
    what = "was left empty" if cell is None else f"was entered as {cell}"
    return [slip(rule, severity, ("referrals", row, name), f"{name} of a VA referral {what}.")]


def dates_too_short(bench: Bench) -> list[Slip]:
    """The authorisation ends the day before its last visit."""
    found = bench.pick_small(
        bench.papers("auth", lambda _, part: len(part) > 1 and part[-1].day > part[-2].day)
    )
    if found is None:
        return []
    row, visits = found
    bench.take(visits)
    row["valid_to"] = visits[-1].day - DAY
    done = "The authorisation ended the day before this visit."
    return [slip("AUT-002", ERROR, ("visits", visits[-1].first, "auth_id"), done)]


def visits_too_few(bench: Bench) -> list[Slip]:
    """The payer authorised one visit fewer than took place."""
    found = bench.pick_small(bench.papers("auth", lambda _, part: len(part) > 1))
    if found is None:
        return []
    row, visits = found
    bench.take(visits)
    row["visits_authorised"] = len(visits) - 1
    done = "One visit more took place than was authorised."
    return [slip("AUT-003", ERROR, ("visits", visits[-1].first, "auth_id"), done)]


def code_not_authorised(bench: Bench) -> list[Slip]:
    """The authorisation names 97124 only, while other codes are billed: the order with fewest such lines."""

    def others(part: list[Visit]) -> list[Row]:
        return [line for v in part for line in v.lines if line["code"] != "97124"]

    found = bench.papers("auth", lambda _, part: bool(others(part)))
    if not found:
        return []
    row, visits = min(found, key=lambda f: (len(others(f[1])), f[0]["auth_id"]))
    bench.take(visits)
    row["codes_authorised"] = "97124"
    done = "The authorisation names 97124 only, and another code was billed."
    return [slip("AUT-004", ERROR, ("visits", line, "code"), done) for line in others(visits)]


def number_not_copied(bench: Bench) -> list[Slip]:
    """The number of an approval is not copied from the letter."""
    found = bench.pick_small(bench.papers("auth", lambda _, part: part[0].payer.payer_type != "VA_CCN"))
    if found is None:
        return []
    row, visits = found
    bench.take(visits)
    put(row, auth_no=None)
    done = "The number of the approval letter was not typed in."
    return [slip("AUT-006", ERROR, ("auths", row, "auth_no"), done)]


def not_asked_for(bench: Bench) -> list[Slip]:
    """A visit beyond the free ones is not linked to any authorisation."""
    visit = bench.pick(bench.visits(lambda v: bool(v.auth) and v.payer.payer_type != "WC_STATE_FUND"))
    if visit is None:
        return []
    bench.take([visit])
    for line in visit.lines:
        put(line, auth_id=None)
    done = "The visit was not linked to the authorisation it needs."
    return [slip("AUT-001", ERROR, ("visits", visit.first, "auth_id"), done)]


def still_pending(bench: Bench) -> list[Slip]:
    """Authorisation was asked for ahead of time, and the visit is linked to the open request."""
    visit = bench.pick(bench.visits(lambda v: v.payer.pa_from > 1 and not v.auth))
    if visit is None:
        return []
    bench.take([visit])
    row: Row = {
        "auth_id": f"A{len(bench.tables['auths']) + 1:03d}",
        "patient_id": visit.first["patient_id"],
        "coverage_id": visit.coverage["coverage_id"],
        "referral_id": visit.referral["referral_id"],
        "requested_on": visit.day,
        "decision": "PENDING",
        "request_ref": filled("REQ####", bench.rng),
    }
    bench.tables["auths"].append(row)
    for line in visit.lines:
        line["auth_id"] = row["auth_id"]
    done = f"The visit was linked to request {key_of('auths', row)}, which the payer has not decided."
    return [slip("AUT-005", WARNING, ("visits", visit.first, "auth_id"), done)]


SCARCE = (reports_stopped, number_of_other_form, number_missing, ordering_instead)
SLIPS = (
    code_not_authorised,
    dates_too_short,
    visits_too_few,
    number_not_copied,
    not_asked_for,
    not_asked_for,
    still_pending,
)

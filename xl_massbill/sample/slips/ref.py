"""Slips about doctors' orders.

Source: handbook §6.4 (REF), §4.1-4.3.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable

from xl_massbill.sample.calendar import DAY
from xl_massbill.sample.manifest import Slip
from xl_massbill.sample.payers import Payer, Row
from xl_massbill.sample.slips.bench import ERROR, WARNING, Bench, Paper, Visit, put, slip


def _required(row: Row, part: list[Visit]) -> bool:
    """Return whether the payer wants the order; its VA form is left to the slips about numbers."""
    return part[0].payer.rules.get("rx_required") == "Y" and row["doc_type"] != "VA_REFERRAL"


def _order(bench: Bench, wanted: Callable[[Row, list[Visit]], bool] = lambda *_: True) -> Paper | None:
    """Take one order with few visits."""
    found = bench.papers("referral", lambda row, part: _required(row, part) and wanted(row, part))
    chosen = bench.pick_small(found)
    if chosen:
        bench.take(chosen[1])
    return chosen


def _blanked(bench: Bench, rule: str, severity: str, name: str, done: str) -> list[Slip]:
    chosen = _order(bench, lambda row, _: name != "signed_on" or "valid_to" in row)
    if chosen is None:
        return []
    put(chosen[0], **{name: None})
    return [slip(rule, severity, ("referrals", chosen[0], name), done)]


def not_attached(bench: Bench) -> list[Slip]:
    """A visit is entered without its order."""
    visit = bench.pick(bench.visits(lambda v: bool(v.referral) and _required(v.referral, [v])))
    if visit is None:
        return []
    bench.take([visit])
    for line in visit.lines:
        put(line, referral_id=None)
    return [slip("REF-001", ERROR, ("visits", visit.first, "referral_id"), "The visit names no order.")]


def no_treatment_named(bench: Bench) -> list[Slip]:
    """The words of the order are not copied."""
    return _blanked(bench, "REF-002", WARNING, "treat_text", "The order does not say what was ordered.")


def not_signed(bench: Bench) -> list[Slip]:
    """The date of the signature is not copied."""
    return _blanked(bench, "REF-002", ERROR, "signed_on", "The day of the doctor's signature is missing.")


def no_scan(bench: Bench) -> list[Slip]:
    """The paper was never scanned."""
    return _blanked(bench, "REF-013", WARNING, "file_link", "The scan of the order is not on file.")


def under_the_old_order(bench: Bench) -> list[Slip]:
    """The last visit is entered under an order that has ended, though a new one is on file."""
    fitting = [
        (part[-1], old)
        for row, part in bench.papers("referral", _required)
        for old in _others(bench, row)
        if _end(old, part[0].payer) < part[-1].day
    ]
    chosen = bench.pick(fitting)
    if chosen is None:
        return []
    visit, old = chosen
    bench.take(_hanging_on(bench, old) + _hanging_on(bench, visit.referral))
    for line in visit.lines:
        line["referral_id"] = old["referral_id"]
    done = "The visit was entered under the patient's earlier order, which had ended."
    return [slip("REF-003", ERROR, ("visits", visit.first, "referral_id"), done)]


def _others(bench: Bench, row: Row) -> list[Row]:
    """Return the patient's earlier orders that no slip has touched."""
    free = {id(r): r for r, _ in bench.papers("referral", lambda *_: True)}
    return [
        r for r in free.values() if r["patient_id"] == row["patient_id"] and r["signed_on"] < row["signed_on"]
    ]


def _end(row: Row, payer: Payer) -> dt.date:
    """Return the last day of an order: as written, by its weeks, by its largest age."""
    signed: dt.date = row["signed_on"]
    if "duration_weeks" in row:
        return signed + DAY * (int(row["duration_weeks"]) * 7 - 1)
    ends: dt.date = row.get("valid_to", signed + DAY * int(payer.rules["rx_max_age_days"]))
    return ends


def _hanging_on(bench: Bench, row: Row) -> list[Visit]:
    return [v for v in bench.of_patient(row["patient_id"]) if v.referral is row and v.is_billed]


def signed_too_late(bench: Bench) -> list[Slip]:
    """The order is dated the day after the first visit under it."""

    def fits(row: Row, part: list[Visit]) -> bool:
        return "valid_from" not in row and len(part) > 1 and part[1].day > part[0].day + DAY

    chosen = _order(bench, fits)
    if chosen is None:
        return []
    row, part = chosen
    later: dt.date = part[0].day + DAY
    put(row, signed_on=later, received_on=later, paper_checked_on=later)
    done = "The doctor signed the order the day after this visit."
    return [slip("REF-004", ERROR, ("visits", part[0].first, "referral_id"), done)]


def old_order_used_on(bench: Bench) -> list[Slip]:
    """Visits go on under the old order after the new one came, until one is too many."""
    fitting = []
    for row, part in bench.papers("referral", _required):
        for old in _others(bench, row):
            used = len(_hanging_on(bench, old))
            surplus = old["visits_ordered"] - used + 1
            ends = _end(old, part[0].payer)
            is_open = surplus <= len(part) and part[surplus - 1].day <= ends < _end(row, part[0].payer)
            if is_open and row["signed_on"] > max(v.day for v in _hanging_on(bench, old)):
                fitting.append((surplus, part[0].visit_id, old, part))
    if not fitting:
        return []
    surplus, _, old, part = min(fitting, key=lambda f: f[:2])
    bench.take(_hanging_on(bench, old) + part)
    put(part[0].referral, coverage_id=old["coverage_id"])
    for visit in part[:surplus]:
        for line in visit.lines:
            line["referral_id"] = old["referral_id"]
    done = "Visits were entered under the old order after a new one had come; this is one too many."
    return [slip("REF-005", ERROR, ("visits", part[surplus - 1].first, "referral_id"), done)]


def nearly_used_up(bench: Bench) -> list[Slip]:
    """The last order of a patient is for so few visits that two are left."""

    def is_last(row: Row, part: list[Visit]) -> bool:
        mine = bench.of_patient(row["patient_id"])
        return mine[-1] is part[-1] and len(part) > 1

    chosen = _order(bench, is_last)
    if chosen is None:
        return []
    row, part = chosen
    row["visits_ordered"] = len(part) + 2
    done = "The order was for two visits more than took place, and no new one was asked for."
    return [slip("REF-006", WARNING, ("visits", part[-1].first, "referral_id"), done)]


def npi_of_a_place(bench: Bench) -> list[Slip]:
    """The NPI of an organisation is copied instead of the doctor's own."""
    chosen = _order(bench)
    if chosen is None:
        return []
    chosen[0]["prov_npi"] = bench.tables["facilities"][0]["npi"]
    done = "The NPI of a facility stands in place of the doctor's own."
    return [slip("REF-007", ERROR, ("referrals", chosen[0], "prov_npi"), done)]


def other_prescriber(bench: Bench) -> list[Slip]:
    """The order comes from somebody whose orders the payer does not take."""
    chosen = _order(bench, lambda _, part: "prescriber_types" in part[0].payer.rules)
    if chosen is None:
        return []
    chosen[0]["prov_credential"] = "PT"
    done = "A physical therapist signed the order; the fund does not list that credential."
    return [slip("REF-008", WARNING, ("referrals", chosen[0], "prov_credential"), done)]


def other_code_ordered(bench: Bench) -> list[Slip]:
    """The order names 97124 only, while another code is billed too: the order with fewest such lines."""

    def others(part: list[Visit]) -> list[Row]:
        return [line for v in part for line in v.lines if line["code"] != "97124"]

    found = bench.papers("referral", lambda row, part: _required(row, part) and bool(others(part)))
    if not found:
        return []
    row, part = min(found, key=lambda f: (len(others(f[1])), f[0]["referral_id"]))
    bench.take(part)
    row["codes_ordered"] = "97124"
    done = "The order names 97124 only, and another code was billed."
    return [slip("REF-009", WARNING, ("visits", line, "code"), done) for line in others(part)]


def too_often(bench: Bench) -> list[Slip]:
    """One visit a week was ordered, and some weeks hold two: the order with fewest such weeks."""
    found = bench.papers("referral", lambda row, part: _required(row, part) and bool(_second_in_week(part)))
    if not found:
        return []
    row, part = min(found, key=lambda f: (len(_second_in_week(f[1])), f[0]["referral_id"]))
    bench.take(part)
    row["frequency_per_week"] = 1
    done = "One visit a week was ordered, and this is the second of its week."
    return [slip("REF-011", WARNING, ("visits", v.first, "dos"), done) for v in _second_in_week(part)]


def _second_in_week(part: list[Visit]) -> list[Visit]:
    seen: Counter[object] = Counter()
    second = []
    for visit in part:
        week = visit.day.isocalendar()[:2]
        seen[week] += 1
        if seen[week] > 1:
            second.append(visit)
    return second


def self_referred(bench: Bench) -> list[Slip]:
    """The therapist's own NPI stands on the order."""
    chosen = _order(bench)
    if chosen is None:
        return []
    row, part = chosen
    treated = {t["therapist_id"]: t["npi"] for t in bench.tables["therapists"]}
    row["prov_npi"] = treated[part[0].first["therapist_id"]]
    done = "The NPI of the treating therapist stands in place of the doctor's."
    return [slip("REF-012", WARNING, ("referrals", row, "prov_npi"), done)]


SCARCE = (other_prescriber, too_often, old_order_used_on, under_the_old_order)
SLIPS = (
    nearly_used_up,
    not_signed,
    signed_too_late,
    other_code_ordered,
    npi_of_a_place,
    self_referred,
    no_treatment_named,
    no_scan,
    no_scan,
    not_attached,
    not_attached,
    not_attached,
)

"""Slips in claims: built from the wrong rows, sent with the wrong words, or changed after they went out.

Source: handbook §6.11 (CLM-001 to CLM-007, CLM-012, CLM-013, CLM-016 to CLM-022).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from xl_massbill.sample.calendar import DAY
from xl_massbill.sample.manifest import Slip
from xl_massbill.sample.payers import FEES, Row
from xl_massbill.sample.slips.bench import ERROR, INFO, WARNING, Bench, Visit, put, slip
from xl_massbill.sample.slips.claims_out import at_claim, at_home, claimed, is_plain, lines_of, old
from xl_massbill.sample.slips.islands import island
from xl_massbill.sample.slips.pay import is_hour, is_report_free
from xl_massbill.sample.slips.payer_apart import newly_insured

_PAPER_LINES = 6  # of one CMS-1500
_ON_PAPER = ("CMS1500", "STATE_FORM")
_NOTE = "Seen for neck pain after a fall in the garden; better each week; the doctor was told by phone."


def total_changed(bench: Bench) -> list[Slip]:
    """The total of a claim is typed over."""
    visit = old(bench)
    if visit is None:
        return []
    claim = claimed(bench, visit)
    claim["total_charge"] += 10
    return at_claim("CLM-001", ERROR, claim, "total_charge", "The total of a claim was typed over.")


def page_too_short(bench: Bench) -> list[Slip]:
    """The visits of some weeks are put on one paper claim, which has six lines."""
    for visits in _together(bench):
        for count in range(1, len(visits) + 1):
            lines = sum(len(visit.lines) for visit in visits[:count])
            if lines > _PAPER_LINES:
                bench.take(visits[:count])
                claim = at_home(bench, *visits[:count])
                done = f"{lines} lines were put on one paper claim, which has room for six."
                return at_claim("CLM-002", ERROR, claim, "claim_id", done)
    return []


def _together(bench: Bench) -> list[list[Visit]]:
    """Return the free visits for payers on paper by what a claim has but once."""
    same = ("patient_id", "therapist_id", "coverage_id", "referral_id", "auth_id", "pos", "facility_id")
    found: dict[tuple[Any, ...], list[Visit]] = defaultdict(list)
    for visit in bench.visits(lambda v: v.payer.submit_method in _ON_PAPER):
        found[tuple(visit.first.get(name) for name in same)].append(visit)
    return sorted(found.values(), key=lambda part: -sum(len(v.lines) for v in part))


def other_therapist(bench: Bench) -> list[Slip]:
    """A claim is made in the name of the colleague."""
    visit = old(bench)
    if visit is None:
        return []
    mine = visit.first["therapist_id"]
    other = next(t["therapist_id"] for t in bench.tables["therapists"] if t["therapist_id"] != mine)
    claim = at_home(bench, visit, therapist_id=other)
    return at_claim("CLM-003", ERROR, claim, "claim_id", "A claim was made in the name of a colleague.")


def both_sides_of_new_year(bench: Bench) -> list[Slip]:
    """A visit of December, from the system before, stands on a claim of this year."""
    visit = old(bench)
    if visit is None:
        return []
    claim, day = at_home(bench, visit), dt.date(visit.day.year - 1, 12, 30)
    first = lines_of(bench, claim)[0]
    bench.tables["claim_lines"].append({**first, "line_no": 2, "visit_id": "OLD-0718", "dos": day,
                                        "line_ctl": f"{claim['claim_id']}-2"})  # fmt: skip
    claim |= {"dos_from": day, "total_charge": claim["total_charge"] + first["charge"]}
    done = "A visit of last December was put on a claim of this year."
    return at_claim("CLM-004", ERROR, claim, "dos_from", done)


def number_by_hand(bench: Bench) -> list[Slip]:
    """Somebody lengthens a claim number by a remark."""
    visit = old(bench)
    if visit is None:
        return []
    claim = claimed(bench, visit, claim_id="LB26-000777-SENT-AGAIN-2")
    return at_claim("CLM-005", ERROR, claim, "claim_id", "A claim number was lengthened by a remark.")


def no_payer_id(bench: Bench) -> list[Slip]:
    """A new electronic payer is entered with its name only."""
    visit = bench.pick(bench.visits(is_hour))
    if visit is None:
        return []
    _, payer = newly_insured(bench, visit, "Gannet Rock Health", edi_payer_id=None)
    done = "A new payer was entered without its electronic ID."
    return [slip("CLM-006", ERROR, ("payers", payer, "edi_payer_id"), done)]


def takes_none(bench: Bench) -> list[Slip]:
    """A visit is to be billed to a health savings account."""
    visit = bench.pick(bench.visits(is_hour))
    if visit is None:
        return []
    visit, _ = newly_insured(
        bench, visit, "Harbor Savings Account", payer_type="CASH", submit_method="NONE", edi_payer_id=None
    )
    done = "The visit is to be billed to a savings account, which takes no claims."
    return [slip("CLM-007", ERROR, ("coverage", visit.coverage, "pay_type"), done)]


def no_state_of_accident(bench: Bench) -> list[Slip]:
    """Nobody asks in which state the car accident happened."""
    visit = bench.pick(bench.visits(lambda v: v.payer.payer_type == "AUTO_PIP"))
    if visit is None:
        return []
    visit = island(bench, visit)
    put(visit.coverage, accident_state=None)
    done = "The state in which the car accident happened was left empty."
    return [slip("CLM-012", ERROR, ("coverage", visit.coverage, "accident_state"), done)]


def no_employer(bench: Bench) -> list[Slip]:
    """A work injury is entered without the employer."""
    visit = bench.pick(bench.visits(lambda v: is_report_free(v) and v.payer.payer_type == "WC_SELF_INSURED"))
    if visit is None:
        return []
    visit, _ = newly_insured(bench, visit, "Netmakers Injury Fund", payer_type="WC_CARRIER")
    put(visit.patient, employer_name=None)
    done = "The employer of a patient hurt at work was left empty."
    return [slip("CLM-013", WARNING, ("patients", visit.patient, "employer_name"), done)]


def scan_lost(bench: Bench) -> list[Slip]:
    """A claim announces the order, whose scan is not linked."""
    visit = old(bench, lambda v: v.payer.payer_type == "AUTO_PIP")
    if visit is None:
        return []
    visit = island(bench, visit)
    number = visit.first["visit_id"]
    claim = claimed(
        bench, visit, attachment_type="OZ", attachment_how="BM", attachment_control_no=f"ORD{number}"
    )
    put(visit.referral, file_link=None)
    done = "The claim announces the order, and its scan is not on file."
    return [
        *at_claim("CLM-016", WARNING, claim, "attachment_control_no", done),
        slip("REF-013", WARNING, ("referrals", visit.referral, "file_link"), done),
    ]


def mended_after_export(bench: Bench) -> list[Slip]:
    """The units of a visit are put right after the claim has gone out with others."""
    visit = old(bench, lambda v: is_plain(v) and v.first["units"] > 1)
    if visit is None:
        return []
    claim = claimed(bench, visit)
    line, fee = lines_of(bench, claim)[0], FEES[visit.first["code"]] / 100
    line |= {"units": line["units"] - 1, "charge": line["charge"] - fee}
    claim |= {"total_charge": claim["total_charge"] - fee, "balance": claim["balance"] - fee}
    done = "The units were mended in the visit after the claim had gone out with one less."
    return [slip("CLM-017", ERROR, ("visits", visit.first, "units"), done)]


def long_note(bench: Bench) -> list[Slip]:
    """The note of a claim tells the whole history."""
    visit = old(bench)
    if visit is None:
        return []
    claim = at_home(bench, visit, note_text=_NOTE)
    return at_claim("CLM-018", ERROR, claim, "note_text", "The note of a claim is longer than 80 characters.")


def out_of_network(bench: Bench) -> list[Slip]:
    """The plan has no contract with the clinic, which accepts assignment all the same."""
    visit = bench.pick(bench.visits(is_hour))
    if visit is None:
        return []
    visit = island(bench, visit)
    put(visit.coverage, network_status="OUT")
    done = "The plan has no contract with the clinic, and the clinic accepts assignment."
    return [slip("CLM-019", INFO, ("coverage", visit.coverage, "network_status"), done)]


def acknowledged_with_ok(bench: Bench) -> list[Slip]:
    """A missing scan is acknowledged with the word ok."""
    visit = bench.pick(bench.visits(lambda v: is_hour(v) and bool(v.referral)))
    if visit is None:
        return []
    visit = island(bench, visit)
    put(visit.referral, file_link=None)
    seen = max(visit.day, bench.as_of - 7 * DAY)
    row: Row = {
        "rule_id": "REF-013",
        "severity": WARNING,
        "sheet": "Referrals",
        "row_key": visit.referral["referral_id"],
        "field": "file_link",
        "state": "OPEN",
        "acknowledged_by": "Kim",
        "acknowledged_on": seen,
        "ack_reason": "ok",
        "first_seen": seen,
        "last_seen": seen,
    }
    bench.tables.setdefault("findings", []).append(row)
    done = "The missing scan of the order was acknowledged with the word ok."
    return [
        slip("REF-013", WARNING, ("referrals", visit.referral, "file_link"), done),
        slip("CLM-020", ERROR, ("findings", row, "ack_reason"), done),
    ]


def number_used_again(bench: Bench) -> list[Slip]:
    """After a backup was put back, a file takes the number of an earlier one."""
    first, again = _batch(bench, 20, isa13="000000101"), _batch(bench, 10, isa13="000000101")
    done = f"The file took the interchange number of {first['batch_id']}, after a backup was put back."
    return [slip("CLM-021", ERROR, ("batches", again, "isa13"), done)]


def marked_for_production(bench: Bench) -> list[Slip]:
    """A file was made for production while the clinic still tests."""
    row = _batch(bench, 2, usage="P", status="EXPORTED", transmitted_on=None, isa13="000000140")
    done = "A file was made for production while the clinic still tests."
    return [slip("CLM-022", WARNING, ("batches", row, "usage"), done)]


def _batch(bench: Bench, ago: int, **cells: Any) -> Row:
    """Add a file of claims made so many days ago and return its row."""
    batches = bench.tables.setdefault("batches", [])
    day = bench.as_of - ago * DAY
    batch_id = f"B{len(batches) + 101:06d}"
    row: Row = {
        "batch_id": batch_id,
        "status": "SENT",
        "kind": "837P",
        "payer_id": "MIXED",
        "created_on": dt.datetime.combine(day, dt.time(9)),
        "created_by": "Kim",
        "transmitted_on": day,
        "usage": "T",
        "gs06": str(len(batches) + 101),
        "bht03": batch_id,
    }
    put(row, **cells)
    batches.append(row)
    return row


SCARCE: tuple[Callable[[Bench], list[Slip]], ...] = (page_too_short, no_employer)
SLIPS = (
    total_changed,
    other_therapist,
    both_sides_of_new_year,
    number_by_hand,
    no_payer_id,
    takes_none,
    no_state_of_accident,
    scan_lost,
    mended_after_export,
    long_note,
    out_of_network,
    acknowledged_with_ok,
    number_used_again,
    marked_for_production,
)

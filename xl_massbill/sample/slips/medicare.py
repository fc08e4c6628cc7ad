"""Slips on a claim to Original Medicare that is sent to be denied: on an island, with a payer of its own.

The practice sends Medicare nothing; for one denial, which a second plan asks for, Medicare stands there again
as a payer that takes paper claims.

Source: handbook §6.5 (MOD-009), §2.2 (GA, GY, GZ), §5.2.
"""

from __future__ import annotations

from collections.abc import Callable

from xl_massbill.sample.manifest import Slip
from xl_massbill.sample.payers import Payer, Row, payers
from xl_massbill.sample.slips.apart import LATE
from xl_massbill.sample.slips.bench import ERROR, Bench, Visit, put, slip
from xl_massbill.sample.slips.islands import island

_FOR_DENIALS = {
    "payer_id": "MCB02",
    "name": "Medicare Part B, denials",
    "submit_method": "CMS1500",
    "mail_name": "Medicare Part B",
    "mail_addr1": "PO Box 6700",
    "mail_city": "Tacoma",
    "mail_state": "WA",
    "mail_zip": "98401",
}


def denial_wanted(bench: Bench) -> Visit | None:
    """Bill a visit that a Medicare patient paid to Medicare, with GY; return it, None where there is none."""
    medicare = next(p for p in payers() if p.payer_type == "ORIGINAL_MEDICARE")
    plans = {row["patient_id"] for row in bench.tables["coverage"] if row["payer_id"] == medicare.payer_id}
    visit = bench.pick(
        [
            v
            for v in bench.all_visits(lambda v: v.first["patient_id"] in plans)
            if _is_paid(v) and _plan(bench, v)
        ]
    )
    if visit is None:
        return None
    visit.payer, visit.coverage = medicare, _plan(bench, visit)
    island(bench, visit)
    _enter_payer(bench, medicare)
    put(visit.coverage, pay_type="INSURANCE", payer_id=_FOR_DENIALS["payer_id"])
    put(visit.first, status="DONE", mod2="GY", patient_paid=None)
    return visit


def _is_paid(visit: Visit) -> bool:
    return visit.first["status"] == "CASH" and visit.is_single and visit.day.month < LATE


def _plan(bench: Bench, visit: Visit) -> Row:
    """Return the patient's benefit check that was good on the day, empty where none was."""
    mine = [row for row in bench.tables["coverage"] if row["patient_id"] == visit.first["patient_id"]]
    on_day = (r for r in mine if r["effective_from"] <= visit.day <= r.get("effective_to", visit.day))
    return next(on_day, {})


def _enter_payer(bench: Bench, medicare: Payer) -> None:
    """Enter Medicare a second time, with its rules, as a payer that takes claims."""
    for name in ("payers", "payer_rules"):
        rows = bench.tables[name]
        more = _FOR_DENIALS if name == "payers" else {"payer_id": _FOR_DENIALS["payer_id"]}
        rows += [{**row, **more} for row in rows if row["payer_id"] == medicare.payer_id]


def notices_at_odds(bench: Bench) -> list[Slip]:
    """GY says that Medicare never pays this, GZ that it was expected to pay."""
    visit = denial_wanted(bench)
    if visit is None:
        return []
    visit.first["mod3"] = "GZ"
    done = "GZ was added beside GY, which says the contrary."
    return [slip("MOD-009", ERROR, ("visits", visit.first, "mod3"), done)]


SCARCE: tuple[Callable[[Bench], list[Slip]], ...] = ()
SLIPS = (notices_at_odds,)

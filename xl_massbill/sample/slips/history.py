"""Slips about bills that went out before: they need claims and remittances of an earlier system.

Source: handbook §6.10 (DUP-003, DUP-004, DUP-006), §8.9 (states of claims).
"""

from __future__ import annotations

from xl_massbill.sample.calendar import DAY
from xl_massbill.sample.history import claim_row, line_rows
from xl_massbill.sample.manifest import Slip
from xl_massbill.sample.payers import Row, payers
from xl_massbill.sample.slips.bench import ERROR, Bench, Visit, slip


def claim_out(bench: Bench, visit: Visit, payer_id: str) -> str:
    """Add a claim of the visit that is out, and return its number."""
    claims: list[Row] = bench.tables.setdefault("claims", [])
    claim_id, sent = f"LB{visit.day:%y}-{len(claims) + 1:06d}", visit.day + 3 * DAY
    row = claim_row(visit.lines, visit.coverage, claim_id, sent)
    accepted = {"status": "ACCEPTED", "status_since": sent + DAY, "first_accepted_on": sent + DAY}
    claims.append({**row, **accepted, "payer_id": payer_id})
    bench.tables.setdefault("claim_lines", []).extend(line_rows(visit.lines, claim_id))
    return claim_id


def entered_anew(bench: Bench) -> list[Slip]:
    """A visit that is out on a claim has lost its claim number and would be sent again."""
    visit = bench.pick(bench.visits(lambda v: v.is_single and v.payer.payer_type == "COMMERCIAL"))
    if visit is None:
        return []
    bench.take([visit])
    claim_id = claim_out(bench, visit, visit.payer.payer_id)
    done = f"The visit went out on {claim_id} already; its row has lost the number."
    return [slip("DUP-003", ERROR, ("visits", visit.first, "claim_id"), done)]


def two_first_payers(bench: Bench) -> list[Slip]:
    """A visit is out on first-payer claims to two payers."""
    visit = bench.pick(bench.visits(lambda v: v.is_single and v.payer.payer_type == "AUTO_PIP"))
    if visit is None:
        return []
    bench.take([visit])
    visit.first["claim_id"] = claim_out(bench, visit, visit.payer.payer_id)
    other = next(p.payer_id for p in payers() if p.payer_type == "COMMERCIAL")
    claim_out(bench, visit, other)
    done = "The visit was billed to the auto insurer and to a health plan, both as first payer."
    return [slip("DUP-004", ERROR, ("visits", visit.first, "coverage_id"), done)]


def posted_twice(bench: Bench) -> list[Slip]:
    """One payment stands in two rows of Remits."""
    day = bench.as_of - 20 * DAY
    row: Row = {
        "remit_id": "RM000001",
        "source": "835",
        "payer_id": payers()[0].payer_id,
        "check_eft_no": "EFT700101",
        "method": "ACH",
        "amount": 103.0,
        "payment_date": day,
        "balanced": True,
        "posted_on": day + DAY,
        "posted_by": "Kim",
    }
    again = {**row, "remit_id": "RM000002", "source": "EOB", "posted_on": day + 9 * DAY}
    bench.tables["remits"] = [row, again]
    done = "The same payment was entered from the 835 and again from the paper."
    return [slip("DUP-006", ERROR, ("remits", again, "check_eft_no"), done)]


SLIPS = (entered_anew, two_first_payers, posted_twice)

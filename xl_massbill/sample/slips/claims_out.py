"""Claims and payers' answers that slips spoil: each for visits of its own, right until a cell is changed.

Source: handbook §1.12 (Claims, ClaimLines), §1.13 (Remits, Payments), §8.6 (what must add up), §8.9 (states).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from xl_massbill.sample.calendar import DAY, opened
from xl_massbill.sample.history import claim_row, line_rows
from xl_massbill.sample.manifest import Slip
from xl_massbill.sample.payers import Payer, Row
from xl_massbill.sample.slips.bench import Bench, Visit, put, slip

_SENT, _ANSWERED = 3, 30  # days from visit to claim, and to the payer's answer
_HEALTH = ("COMMERCIAL", "BCBS", "MEDICARE_ADVANTAGE")


def is_plain(visit: Visit) -> bool:
    """Return whether it is a visit of one line for a health plan, under no approval."""
    return visit.is_single and not visit.auth and visit.payer.payer_type in _HEALTH


def old(bench: Bench, wanted: Callable[[Visit], bool] = is_plain) -> Visit | None:
    """Take a visit old enough to be sent and answered, None where there is none left."""
    found = bench.visits(lambda v: v.day + 2 * _ANSWERED * DAY < bench.as_of and wanted(v))
    visit = bench.pick(found)
    if visit is not None:
        bench.take([visit])
    return visit


def claimed(bench: Bench, *visits: Visit, **cells: Any) -> Row:
    """Put visits of one patient on a claim that its payer has accepted, change cells of it, and return it."""
    claims = bench.tables.setdefault("claims", [])
    claim_id = f"LB{visits[0].day:%y}-{len(claims) + 1:06d}"
    lines = [line for visit in visits for line in visit.lines]
    sent = opened(visits[-1].day + _SENT * DAY)
    row = claim_row(lines, visits[0].coverage, claim_id, sent) | {"dos_to": visits[-1].day}
    row |= {"status": "ACCEPTED", "status_since": sent + DAY, "first_accepted_on": sent + DAY}
    put(row, **cells)
    claims.append(row)
    bench.tables.setdefault("claim_lines", []).extend(line_rows(lines, row["claim_id"]))
    for line in lines:
        line |= {"claim_id": row["claim_id"], "billing_status": row["status"]}
    return row


def at_home(bench: Bench, *visits: Visit, **cells: Any) -> Row:
    """Put visits on a claim that is ready and has not been sent, and return it."""
    unsent = dict.fromkeys(("first_submitted_on", "last_submitted_on", "first_accepted_on"))
    return claimed(bench, *visits, **{"status": "READY", **unsent, **cells})


def following(bench: Bench, claim: Row, letter: str, **cells: Any) -> Row:
    """Add a claim with the lines of another one, such as its replacement ("R1") or the next payer's ("S")."""
    claim_id = f"{claim['claim_id']}{letter}"
    row = {**claim, "claim_id": claim_id, "parent_claim_id": claim["claim_id"], "status": "READY"}
    put(
        row, **dict.fromkeys(("first_submitted_on", "last_submitted_on", "first_accepted_on", "icn")), **cells
    )
    bench.tables["claims"].append(row)
    copies = [{**line, "claim_id": claim_id, "line_ctl": f"{claim_id}-{line['line_no']}"}
              for line in lines_of(bench, claim)]  # fmt: skip
    bench.tables["claim_lines"].extend(copies)
    return row


def lines_of(bench: Bench, claim: Row) -> list[Row]:
    """Return the lines of a claim."""
    return [line for line in bench.tables["claim_lines"] if line["claim_id"] == claim["claim_id"]]


def allowed(line: Row, payer: Payer) -> int:
    """Return what a payer allows for a claim line by its contract, in cents."""
    return min(_cents(line["charge"]), _cents(payer.allowed[line["code"]]) * int(line["units"]))


def answered(bench: Bench, visit: Visit, claim: Row, *, less: int = 0, share: int | None = None) -> list[Row]:
    """Post the payer's answer to a claim of one line: a remittance with a payment and its adjustments.

    Return the remittance and the rows of Payments. The payer allows `less` cents below its contract and
    leaves the patient `share` cents, else what was paid at the desk.
    """
    line = lines_of(bench, claim)[0]
    charge, price = _cents(line["charge"]), allowed(line, visit.payer) - less
    own = _cents(visit.first.get("patient_paid", 0)) if share is None else share
    paid = (price - own) / 100
    money = remit(bench, claim, paid)
    icn = f"{visit.payer.payer_id}{money['remit_id']}"
    rows: list[Row] = [{"row_type": "PAY", "charge": charge / 100, "allowed": price / 100, "paid": paid}]
    rows += [
        {"row_type": "ADJ", "group": group, "carc": carc, "adj_amount": amount / 100}
        for group, carc, amount in (("CO", "45", charge - price), ("PR", "3", own))
        if amount
    ]
    payments = bench.tables.setdefault("payments", [])
    for row in rows:
        row |= {name: line[name] for name in ("claim_id", "line_no", "dos", "code")}
        row |= {"payment_id": f"PM{len(payments) + 1:06d}", "remit_id": money["remit_id"], "icn": icn}
        row |= {"post_status": "POSTED", "clp_status": "1", "clp_charge": charge / 100}
        row |= {"clp_paid": paid, "clp_pr": own / 100}
        payments.append(row)
    claim |= {"status": "CLOSED", "icn": icn, "balance": 0.0, "balance_owner": "NONE"}
    claim |= {"paid_total": paid, "contractual_total": (charge - price) / 100, "pr_total": own / 100}
    return [money, *rows]


def remit(bench: Bench, claim: Row, amount: float) -> Row:
    """Add a remittance of a claim's payer over so many dollars and return its row."""
    remits = bench.tables.setdefault("remits", [])
    number = len(remits) + 1
    day = opened(claim["dos_to"] + _ANSWERED * DAY)
    row: Row = {
        "remit_id": f"RM{number:06d}",
        "source": "835",
        "payer_id": claim["payer_id"],
        "check_eft_no": f"EFT{700200 + number}",
        "method": "ACH",
        "amount": amount,
        "payment_date": day,
        "balanced": True,
        "posted_on": day + DAY,
        "posted_by": "Kim",
    }
    remits.append(row)
    return row


def at_claim(rule: str, severity: str, claim: Row, name: str, done: str) -> list[Slip]:
    """Return the slip of a finding at a cell of a claim."""
    return [slip(rule, severity, ("claims", claim, name), done)]


def _cents(money: float) -> int:
    return round(money * 100)

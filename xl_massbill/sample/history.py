"""What went out before: visits older than a week are on claims, the older ones of them paid in full.

So the practice looks as on any working day: the last days wait to be sent. Visits with a planted slip were
never sent; each is listed with the finding that it waits (TFL-003).

Source: handbook §1.12 (Claims), §8.9 (states), §10.1 (balances), §10.6 (filing limit), §6.10 TFL-003.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from xl_massbill.sample.calendar import DAY, opened
from xl_massbill.sample.manifest import Slip, Tables
from xl_massbill.sample.payers import Payer, Row, payers

_WAITS = 7  # days a visit may wait (TFL-003)
_SENT, _PAID = 3, 45  # days from visit to claim, and to the payer's money
_NOT_BILLED = ("CASH", "SUPERBILL", "LIEN")
Visits = dict[str, list[Row]]


def bill(tables: Tables, as_of: dt.date, slips: list[Slip]) -> list[Slip]:
    """Put the visits of more than a week ago on claims, but those with slips; return these, as they wait."""
    visits, plans = _old_visits(tables, as_of), {row["coverage_id"]: row for row in tables["coverage"]}
    held, known = _held(tables, slips), {payer.payer_id for payer in payers()}
    left = []
    for number, (visit_id, lines) in enumerate(sorted(visits.items()), 1):
        plan = plans[lines[0]["coverage_id"]]
        is_held = visit_id in held or (lines[0]["patient_id"], lines[0]["dos"]) in held
        if is_held or plan["payer_id"] not in known:  # a payer that a slip has added waits for its mending
            left.append(min(lines, key=lambda row: row["line_no"]))
        else:
            claim = _claim(lines, plan, f"CR{as_of:%y}-{number:06d}", as_of)
            tables.setdefault("claims", []).append(claim)
            tables.setdefault("claim_lines", []).extend(line_rows(lines, claim["claim_id"]))
            for row in lines:
                row |= {"claim_id": claim["claim_id"], "billing_status": claim["status"]}
    return [_waiting(row) for row in left]


def _old_visits(tables: Tables, as_of: dt.date) -> Visits:
    """Return the lines of each visit that should be on a claim by now, by visit."""
    no_claims = {row["payer_id"] for row in tables["payers"] if row["submit_method"] == "NONE"}
    plans = {
        row["coverage_id"]
        for row in tables["coverage"]
        if row["pay_type"] not in _NOT_BILLED and row["payer_id"] not in no_claims
    }
    found: Visits = defaultdict(list)
    for row in tables["visits"]:
        day = row.get("dos")
        is_old = isinstance(day, dt.date) and day + _WAITS * DAY < as_of
        if is_old and row["status"] == "DONE" and row.get("coverage_id") in plans and "claim_id" not in row:
            found[row["visit_id"]].append(row)
    return found


def _held(tables: Tables, slips: list[Slip]) -> set[object]:
    """Return the visits that slips keep at home, and the patients' days: nothing else of the day went out."""
    keys = {
        name: {s.key for s in slips if s.table == name}
        for name in ("notes", "referrals", "auths", "coverage")
    }
    own = {s.key.partition(" ")[0].rpartition("-")[0] for s in slips if s.table == "visits"}
    held: set[object] = set()
    for row in tables["visits"]:
        by_paper = any(row.get(f"{name[:-1]}_id") in keys[name] for name in ("referrals", "auths"))
        by_paper |= row.get("coverage_id") in keys["coverage"]
        if row["visit_id"] in own | keys["notes"] or by_paper:
            held |= {row["visit_id"], (row["patient_id"], row.get("dos"))}
    return held


def _waiting(row: Row) -> Slip:
    key = f"{row['visit_id']}-{row['line_no']}"
    return Slip(
        "TFL-003", "warning", "visits", key, "dos", "The visit waits at home for what is wrong in it."
    )


def _claim(lines: list[Row], plan: Row, claim_id: str, as_of: dt.date) -> Row:
    payer = next(p for p in payers() if p.payer_id == plan["payer_id"])
    day: dt.date = lines[0]["dos"]
    sent = opened(day + _SENT * DAY)
    row = claim_row(lines, plan, claim_id, sent) | {"status": "SUBMITTED", "status_since": sent}
    row["deadline_tfl"] = day + DAY * int(payer.rules.get("tfl_days", "365"))
    if payer.submit_method == "837P":
        row |= {"status": "ACCEPTED", "status_since": sent + DAY, "first_accepted_on": sent + DAY}
    if day + _PAID * DAY < as_of:
        row |= _paid(lines, payer, row) | {"status_since": opened(day + _PAID * DAY)}
    return row


def _paid(lines: list[Row], payer: Payer, row: Row) -> Row:
    """Return the money of a claim that the payer allowed as expected, and of which nothing is owed."""
    allowed = sum(_allowed(line, payer) for line in lines)
    cap = payer.rules.get("max_daily_amount")
    allowed = min(allowed, round(float(cap) * 100)) if cap else allowed
    own, charge = round(row["patient_paid"] * 100), round(row["total_charge"] * 100)
    return {
        "status": "CLOSED",
        "paid_total": (allowed - own) / 100,
        "contractual_total": (charge - allowed) / 100,
        "pr_total": own / 100,
        "expected_allowed": allowed / 100,
        "balance": 0.0,
        "balance_owner": "NONE",
    }


def _allowed(line: Row, payer: Payer) -> int:
    charge: int = round(line["charge"] * 100)
    price = payer.allowed.get(line["code"])
    units: int = line["units"]
    return charge if price is None else min(charge, round(price * 100) * units)


def claim_row(lines: list[Row], plan: Row, claim_id: str, sent: dt.date) -> Row:
    """Return the row of a claim to the first payer that holds these lines and was sent on a day."""
    total = round(sum(line["charge"] for line in lines), 2)
    paid = round(sum(line.get("patient_paid", 0.0) for line in lines), 2)
    same = ("patient_id", "therapist_id", "referral_id", "auth_id", "pos", "facility_id")
    return {
        "claim_id": claim_id,
        **{name: lines[0][name] for name in same if name in lines[0]},
        "payer_id": plan["payer_id"],
        "coverage_id": plan["coverage_id"],
        "dos_from": lines[0]["dos"],
        "dos_to": lines[0]["dos"],
        "frequency": "1",
        "payer_seq": "P",
        "total_charge": total,
        "patient_paid": paid,
        "paid_total": 0.0,
        "balance": round(total - paid, 2),
        "balance_owner": "INS_P",
        "created_on": sent,
        "first_submitted_on": sent,
        "last_submitted_on": sent,
        **{name: line for name, line in lines[0].items() if name.startswith("dx")},
        **{name: plan[name] for name in ("accident_type", "accident_date", "accident_state") if name in plan},
    }


def line_rows(lines: list[Row], claim_id: str) -> Iterator[Row]:
    """Yield the rows of ClaimLines, the highest charge first."""
    for number, line in enumerate(sorted(lines, key=lambda row: (-row["charge"], row["code"])), 1):
        mods = " ".join(line[f"mod{i}"] for i in range(1, 5) if f"mod{i}" in line)
        yield {
            "claim_id": claim_id,
            "line_no": number,
            "visit_id": line["visit_id"],
            "dos": line["dos"],
            "code": line["code"],
            **({"mods": mods} if mods else {}),
            "units": line["units"],
            "charge": line["charge"],
            "ptrs": ":".join(str(line[f"ptr{i}"]) for i in range(1, 5) if f"ptr{i}" in line),
            "line_ctl": f"{claim_id}-{number}",
        }

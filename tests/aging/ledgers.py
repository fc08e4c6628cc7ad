"""Invented ledgers of claims with answers, denials and credits over many months, the same each time."""

from __future__ import annotations

import datetime as dt
import random

from tests.aging.test_report import claim

AS_OF = dt.date(2026, 9, 30)
REASONS = ("197", "16", "50", "29", "119", "96", "18", "B7", "27", "234", "ZZ9")
PAYERS = ("EHP01", "SBS01", "REG01")
THERAPISTS = ("T1", "T2", "T3", None)


def ledger(size=200, seed=7, months=15):
    """Return tables claims, remits, payments and denials of so many claims."""
    rng = random.Random(seed)
    tables = {"claims": [], "remits": [], "payments": [], "denials": []}
    for number in range(1, size + 1):
        _claim(tables, number, rng, AS_OF - dt.timedelta(days=rng.randrange(months * 30)))
    return tables


def _claim(tables, number, rng, service):
    charge = rng.randrange(6_000, 30_000, 25)
    sent = service + dt.timedelta(days=rng.randrange(6))
    row = claim(number, dos_from=service, dos_to=service, total_charge=charge / 100, first_submitted_on=sent,
                payer_id=rng.choice(PAYERS), therapist_id=rng.choice(THERAPISTS), status="ACCEPTED")  # fmt: skip
    if rng.random() < 0.06:
        row["first_rejected_on"] = sent + dt.timedelta(days=1)
    tables["claims"].append(row)
    paid_on = sent + dt.timedelta(days=int(rng.gammavariate(3, 9)))
    if paid_on > AS_OF or rng.random() < 0.1:
        return
    remit = f"R{number}"
    tables["remits"].append({"remit_id": remit, "payment_date": paid_on})
    if rng.random() < 0.15:
        _deny(tables, row, remit, charge, rng)
    else:
        _pay(tables, row, remit, charge, rng)


def _line(row, remit, charge, paid):
    return {"payment_id": f"PM{remit}", "row_type": "PAY", "claim_id": row["claim_id"], "line_no": 1, "remit_id": remit,
            "paid": paid / 100, "charge": charge / 100, "post_status": "POSTED"}  # fmt: skip


def _adjusted(line, reason, cents):
    return line | {"payment_id": line["payment_id"] + reason, "row_type": "ADJ", "paid": None, "charge": None,
                   "group": "CO", "carc": reason, "adj_amount": cents / 100}  # fmt: skip


def _deny(tables, row, remit, charge, rng):
    reason = rng.choices(REASONS, range(len(REASONS), 0, -1))[0]
    line = _line(row, remit, charge, 0)
    tables["payments"] += [line, _adjusted(line, reason, charge)]
    result = rng.choice((None, "WON", "LOST", "OPEN"))
    tables["denials"].append({"denial_id": f"D{remit}", "claim_id": row["claim_id"], "line_no": 1, "carc": reason,
                              "amount": charge / 100, "appeal_result": result})  # fmt: skip
    row["status"] = "DENIED"
    if rng.random() < 0.2:
        row["other_adj_total"] = charge / 100


def _pay(tables, row, remit, charge, rng):
    contractual, part = charge * rng.randrange(15, 35) // 100, rng.choice((0, 2_000, 2_500))
    paid = charge - contractual - part + (1_500 if rng.random() < 0.03 else 0)
    line = _line(row, remit, charge, paid)
    tables["payments"] += [line, _adjusted(line, "45", contractual)]
    given = part if rng.random() < 0.7 else 0
    row.update(status="PAID", paid_total=paid / 100, contractual_total=contractual / 100, pr_total=part / 100,
               patient_paid=given / 100, pr_final_on=tables["remits"][-1]["payment_date"])  # fmt: skip

"""A workbook file with claims that are out, and looks into it after postings."""

from __future__ import annotations

import copy
import datetime as dt
from pathlib import Path

from tests.commands.clinics import rows
from tests.workbooks import write_workbook
from tests.worked_cases.test_answers import BILLED, DAYS
from tests.worked_cases.test_worked_cases import PRACTICE
from xl_massbill.commands.handed_in import HandedIn
from xl_massbill.commands.post import Wish
from xl_massbill.commands.post import post as post_files
from xl_massbill.hosts.file import FileWorkbook

ANSWERS = Path(__file__).parents[1] / "worked_cases" / "answers"
NOW = dt.datetime(2026, 7, 1, 9)
MADE = (
    "remits",
    "payments",
    "plb",
    "denials",
    "unplaced",
    "follow_up",
    "audit",
    "batches",
    "findings",
    "work_list",
)
PATIENTS = {"EHP01": "P1", "PAI01": "P5", "NWC01": "P6", "02402": "P8", "SBS01": "P9"}


def tables(*claims, **cells):
    """Return the practice of the worked cases with these claims sent and accepted; cells go on every claim."""
    made = copy.deepcopy(PRACTICE) | {name: [] for name in MADE} | {"visits": [], "notes": []}
    made["claims"], made["claim_lines"] = [], []
    for claim_id in claims:
        add_claim(made, claim_id, *BILLED[claim_id], dt.date(2026, *DAYS.get(claim_id, (5, 19))), **cells)
    return made


def add_claim(made, claim_id, payer, lines, day, **cells):
    plan = next(r for r in made["coverage"] if r["payer_id"] == payer and r["patient_id"] == PATIENTS[payer])
    total = sum(line[3] for line in lines)
    paid = cells.get("patient_paid", 0.0)
    claim = {"claim_id": claim_id, "payer_id": payer, "coverage_id": plan["coverage_id"], "payer_seq": "P"}
    claim |= {"patient_id": plan["patient_id"], "status": "ACCEPTED", "frequency": "1", "total_charge": total}
    claim |= {
        "dos_from": day,
        "dos_to": day,
        "therapist_id": "T1",
        "balance": total - paid,
        "patient_paid": paid,
    }
    claim |= {"paid_total": 0.0, "contractual_total": 0.0, "pr_total": 0.0, "other_adj_total": 0.0}
    claim |= {"first_submitted_on": day + dt.timedelta(2), "first_accepted_on": day + dt.timedelta(3)} | cells
    made["claims"].append(claim)
    for number, (code, mods, units, charge) in enumerate(lines, 1):
        line = {"claim_id": claim_id, "line_no": number, "dos": day, "code": code, "mods": mods or None}
        line |= {"units": units, "charge": charge, "line_ctl": f"{claim_id}-{number}", "visit_id": claim_id}
        made["claim_lines"].append(line)
        visit = {"visit_id": claim_id, "line_no": number, "dos": day, "patient_id": claim["patient_id"]}
        visit |= {"coverage_id": claim["coverage_id"], "code": code, "units": units, "charge": charge}
        made["visits"].append(
            visit | {"claim_id": claim_id, "billing_status": claim["status"], "status": "DONE"}
        )


def book(folder, *claims, **cells):
    return write_workbook(folder / "clinic.xlsx", tables(*claims, **cells))


def post(path, file, **how):
    """Post a file (its name among the answers, or its text); return what became of each remittance."""
    data = (ANSWERS / file).read_bytes() if file.endswith(".835") else file.encode()
    done = handed_in(FileWorkbook(path), data, **how)
    assert done.settled == how.get("told", []), done.settled
    return done.files[0].remittances


def handed_in(workbook, data, *, dry_run=False):
    """Hand a file in by the command."""
    wish = Wish(NOW.date(), "Kim", "Kim", dry_run)
    return post_files(workbook, [HandedIn("era.835", data)], wish, NOW)


def claim(path, claim_id):
    return next(row for row in rows(path, "claims") if row["claim_id"] == claim_id)


def money(path, claim_id):
    """Return status, who owes, and paid, contractual, patient's part, patient paid, balance in cents."""
    row = claim(path, claim_id)
    names = ("paid_total", "contractual_total", "pr_total", "patient_paid", "balance")
    return (row["status"], row["balance_owner"], *(int(row[name]) for name in names))


def everything(path, *without):
    """Return all rows of all tables that a posting may touch, as they read."""
    names = ("claims", "claim_lines", "visits", "remits", "payments", "plb", "denials", "unplaced")
    return {
        name: [tuple(map(repr, row.values())) for row in rows(path, name)]
        for name in names
        if name not in without
    }

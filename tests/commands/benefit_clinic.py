"""A clinic with booked visits and plans of every kind, for tests of questions about benefits. All invented."""

from __future__ import annotations

import datetime as dt

from tests.commands.clinics import EMPTY, rows
from tests.remits.plans271 import answer, june
from tests.workbooks import write_workbook
from tests.worked_cases.test_worked_cases import practice
from xl_massbill.commands.ask_benefits import ask_benefits
from xl_massbill.commands.asking import Wish
from xl_massbill.commands.handed_in import HandedIn
from xl_massbill.commands.post import Wish as Posting
from xl_massbill.commands.post import post
from xl_massbill.commands.take_benefits import Order, take_benefits
from xl_massbill.hosts.file import FileWorkbook

NOW = dt.datetime(2026, 5, 6, 9)
DAY = NOW.date()
JUNE, THEO = "Q000101-001", "Q000101-002"
PERSON = {"sex": "F", "addr1": "1 Pine St", "city": "Seattle", "state": "WA", "zip": "98108"}
PLAN = {
    "payer_id": "EHP01",
    "priority": "P",
    "effective_from": dt.date(2026, 1, 1),
    "relation_to_insured": "18",
    "pay_type": "INSURANCE",
    "verified_on": dt.date(2026, 1, 5),
    "verified_by": "Kim",
    "method": "PHONE",
    "active_on_dos": True,
    "massage_covered": "UNKNOWN",
    "network_status": "IN",
    "deductible_total": 500.0,
    "deductible_met": 0.0,
    "copay": 25.0,
    "coinsurance_pct": 0.2,
}


def patient(number: str, last: str, first: str, born: str, **cells):
    return (
        PERSON
        | {"patient_id": number, "last_name": last, "first_name": first, "dob": dt.date.fromisoformat(born)}
        | cells
    )


def plan(number: str, of: str, member: str, **cells):
    return PLAN | {"coverage_id": number, "patient_id": of, "member_id": member} | cells


def visit(number: int, of: str, day: int, **cells):
    return {
        "visit_id": f"B{number}",
        "line_no": 1,
        "dos": dt.date(2026, 5, day),
        "patient_id": of,
        "therapist_id": "T1",
        "code": "97124",
        "status": "SCHEDULED",
    } | cells


def tables(**more):
    """Return a clinic with two booked patients: June is the subscriber, Theo is a child of one."""
    return (
        {n: t for n, t in practice().items() if n in ("practice", "therapists", "payers", "settings")}
        | {name: [] for name in (*EMPTY, "benefit_checks", "benefits")}
        | {
            "patients": [
                patient("P1", "Harper", "June", "1984-02-17"),
                patient("P2", "Harper", "Theo", "2015-03-01", sex="M"),
            ],
            "coverage": [
                plan("C1", "P1", "EHP445566701"),
                plan(
                    "C2", "P2", "EHP445566702", relation_to_insured="19", insured_last="Harper",
                    insured_first="Ada", insured_dob=dt.date(1980, 5, 1),
                ),
            ],
            "visits": [
                visit(1, "P1", 8, coverage_id="C1"),
                visit(2, "P1", 11, coverage_id="C1"),
                visit(3, "P2", 9, coverage_id="C2"),
            ],
        }
        | more
    )  # fmt: skip


def clinic(folder, **more):
    return write_workbook(folder / "clinic.xlsx", tables(**more))


def ask(path, now=NOW, dry_run=False, **wish):
    return ask_benefits(FileWorkbook(path), Wish(now.date(), **wish), now, user="kim", dry_run=dry_run)


def hand_in(path, text: str, now=NOW, rehearse=False):
    wish = Posting(now.date(), "Kim", "kim", rehearse)
    return post(FileWorkbook(path), [HandedIn("a.txt", text.encode())], wish, now)


def take(path, now=NOW, **order):
    return take_benefits(FileWorkbook(path), Order(order.pop("by", "Kim"), now.date(), **order), now, "kim")


def benefits(path, *states):
    """Return the rows of Benefits in these states (all if none is named)."""
    return [row for row in rows(path, "benefits") if not states or row["state"] in states]


def coverage(path, number="C1"):
    return next(row for row in rows(path, "coverage") if row["coverage_id"] == number)


def decide(path, **decisions):
    """Type decisions, by number or by name of the column of Coverage."""
    workbook = FileWorkbook(path, fill=True)
    found = rows(path, "benefits")
    cells = []
    for row in found:
        keys = (row["benefit_id"], row["coverage_column"] if row["state"] == "OPEN" else "")
        cells.append(next((decisions[key] for key in keys if key in decisions), row["decision"]))
    workbook.write("benefits", {"decision": cells})
    workbook.save()


GOLD = (
    "EB*1**30*HM*GOLD",
    "EB*1**BE",
    "EB*C*IND*30***23*750*****Y",
    "EB*C*IND*30***29*600*****Y",
    "EB*B**BE***27*25*****Y",
    "EB*B**BE***27*40*****N",
    "EB*A**BE*****.2****Y",
    "EB*D**BE********Y*Y",
    "EB*G*IND*30***23*4000*****Y",
    "EB*G*IND*30***23*4500*****Y",
)


def answered(*benefits_, **who):
    return answer(june(*(benefits_ or GOLD), **{"trace": JUNE} | who))

"""A visit set apart: with a patient, plan and papers of its own, so that what is spoilt there is spoilt once.

Many slips change a row that several visits hang on; on an island only one visit does. The newcomer is treated
by the same therapist at the same time, so no clock and no note changes.

Source: handbook §1.8-1.10 (what a visit hangs on).
"""

from __future__ import annotations

from typing import Any

from xl_massbill.sample.manifest import Slip
from xl_massbill.sample.payers import Row
from xl_massbill.sample.slips.bench import Bench, Visit, put, slip

_FIRST = (
    "Ottoline",
    "Percival",
    "Quilla",
    "Rafe",
    "Sunniva",
    "Thaddeus",
    "Ulla",
    "Vasco",
    "Wilhelmina",
    "Xavi",
    "Ysolde",
    "Zephyrine",
    "Ambrose",
    "Briony",
    "Caspian",
    "Delphine",
    "Evander",
)
_LAST = (
    "Alderquay",
    "Birchmoor",
    "Coppervale",
    "Driftwell",
    "Embersby",
    "Fernhollow",
    "Glasswater",
    "Harrowmead",
    "Inkleby",
    "Juniperton",
    "Kestrelby",
    "Larkenfell",
    "Mossgate",
)
_TABLES = {
    "line": "visits",
    "note": "notes",
    "patient": "patients",
    "referral": "referrals",
    "auth": "auths",
}
_PAPERS = {"coverage": ("coverage", "coverage_id", "C"), "referral": ("referrals", "referral_id", "R"),
           "auth": ("auths", "auth_id", "A")}  # fmt: skip


def own(bench: Bench, visit: Visit, name: str) -> Row:
    """Give a visit a copy of its own of a paper ("coverage", "referral", "auth") and return the copy."""
    table, key, letter = _PAPERS[name]
    row = {**getattr(visit, name), key: _next(bench, table, key, letter)}
    bench.tables[table].append(row)
    setattr(visit, name, row)
    for line in visit.lines:
        line[key] = row[key]
    if name == "coverage":
        for paper in (visit.referral, visit.auth):
            if paper:
                paper["coverage_id"] = row[key]
    return row


def island(bench: Bench, visit: Visit) -> Visit:
    """Move a visit to a newcomer with plan, order and approval of his or her own, and return it."""
    bench.take([visit])
    number = len(bench.tables["patients"])
    patient_id = _next(bench, "patients", "patient_id", "P")
    row = {k: v for k, v in visit.patient.items() if k not in ("email", "middle")}
    row |= {"patient_id": patient_id, "first_name": _FIRST[number % len(_FIRST)]}
    row |= {"last_name": _LAST[number % len(_LAST)], "addr1": f"{2000 + 3 * number} Lanternfish Way"}
    bench.tables["patients"].append(row)
    visit.patient = row
    for name in ("referral", "auth", "coverage"):
        if getattr(visit, name):
            own(bench, visit, name)["patient_id"] = patient_id
    member: str = visit.coverage.get("member_id", "")
    put(visit.coverage, member_id=f"{member[:-3]}{number:03d}"[-len(member) :] if member else None)
    if visit.referral and visit.auth:
        visit.auth["referral_id"] = visit.referral["referral_id"]
    for line in [*visit.lines, visit.note]:
        line["patient_id"] = patient_id
    return visit


def spoilt(visit: Visit, place: tuple[str, str], cells: Row, finding: tuple[str, str, str]) -> list[Slip]:
    """Change cells of one row of a visit and return the slip.

    `place` says which row is changed and at which field the finding stands, such as ("note", "signed_on");
    `finding` is rule, severity, and what was done.
    """
    name, field = place
    row = visit.first if name == "line" else getattr(visit, name)
    put(row, **cells)
    rule, severity, done = finding
    return [slip(rule, severity, (_TABLES.get(name, name), row, field), done)]


def hired(bench: Bench, visit: Visit, **cells: Any) -> Row:
    """Let a visit have been given by a new therapist, a copy of its own with some cells changed."""
    old = next(t for t in bench.tables["therapists"] if t["therapist_id"] == visit.first["therapist_id"])
    row = {**old, "therapist_id": _next(bench, "therapists", "therapist_id", "T", width=2)}
    for table in ("licences", "therapist_payer"):
        if table == "licences" and "license_expires" in cells:
            continue  # another licence of the state would still run
        copies = [r for r in bench.tables.get(table, []) if r["therapist_id"] == old["therapist_id"]]
        bench.tables.setdefault(table, []).extend({**r, "therapist_id": row["therapist_id"]} for r in copies)
    put(row, **cells)
    bench.tables["therapists"].append(row)
    for line in visit.lines:
        line["therapist_id"] = row["therapist_id"]
    put(visit.note, therapist_id=row["therapist_id"], signed_by=row["therapist_id"])
    return row


def for_the_day(bench: Bench, visit: Visit, key: str, value: str, code: str = "*") -> Row:
    """Let the payer have one more rule that is in force on the day of a visit only, and return its row."""
    row = next(r for r in bench.tables["payer_rules"] if r["payer_id"] == visit.payer.payer_id)
    row = {**row, "rule_key": key, "value": value, "code": code}
    row |= {"effective_from": visit.day, "effective_to": visit.day}
    bench.tables["payer_rules"].append(row)
    return row


def _next(bench: Bench, table: str, key: str, letter: str, width: int = 3) -> str:
    numbers = [int(row[key][1:]) for row in bench.tables[table] if row[key][1:].isdigit()]
    return f"{letter}{max(numbers) + 1:0{width}d}"

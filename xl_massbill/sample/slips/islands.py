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
    row = {**getattr(visit, name), key: next_id(bench, table, key, letter)}
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
    patient_id = next_id(bench, "patients", "patient_id", "P")
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


def islands(bench: Bench, visits: list[Visit]) -> list[Visit]:
    """Move several visits of a patient to one newcomer; those that shared a paper share its copy."""
    first, *others = visits
    moved = {id(getattr(first, name)): name for name in _PAPERS if getattr(first, name)}
    island(bench, first)
    copies = {was: getattr(first, name) for was, name in moved.items()}
    bench.take(others)
    for visit in others:
        visit.patient = first.patient
        for name in ("referral", "auth", "coverage"):
            if paper := getattr(visit, name):
                copies[id(paper)] = _shared(bench, visit, name, copies.get(id(paper)))
        visit.coverage["member_id"] = first.coverage["member_id"]
        for row in [*visit.lines, visit.note, visit.coverage, visit.referral, visit.auth]:
            if row:
                row["patient_id"] = first.patient["patient_id"]
    return visits


def _shared(bench: Bench, visit: Visit, name: str, copy: Row | None) -> Row:
    """Give a visit the copy of its paper that another visit has, or one of its own, and return it."""
    if copy is None:
        return own(bench, visit, name)
    setattr(visit, name, copy)
    for line in visit.lines:
        line[_PAPERS[name][1]] = copy[_PAPERS[name][1]]
    return copy


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
    row = {**old, "therapist_id": next_id(bench, "therapists", "therapist_id", "T", width=2)}
    for table in ("licences", "therapist_payer"):
        if table == "licences" and any(name.startswith("license_") for name in cells):
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


def is_alone(bench: Bench, visit: Visit) -> bool:
    """Return whether no other visit of the day goes to the same payer: a rule of that day is for it alone."""
    payer = visit.payer.payer_id
    plans = {row["coverage_id"] for row in bench.tables["coverage"] if row["payer_id"] == payer}
    rows = bench.tables["visits"]
    day = {r["visit_id"] for r in rows if r.get("dos") == visit.day and r.get("coverage_id") in plans}
    return len(day) == 1


def next_id(bench: Bench, table: str, key: str, letter: str, width: int = 3) -> str:
    """Return a number, such as P081, that no row of a table has yet."""
    numbers = [int(row[key][1:]) for row in bench.tables[table] if row[key][1:].isdigit()]
    return f"{letter}{max(numbers) + 1:0{width}d}"

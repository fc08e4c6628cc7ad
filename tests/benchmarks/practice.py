"""A large practice for measuring: the clean practice many times over, with a slip in every twentieth visit."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from tests.benchmarks.billed import bill
from tests.rules.cases import clean

LINES_A_VISIT = 2
VISITS_AN_ORDER = 8
VISITS_A_DAY = 8
"""Of one therapist: one after the other, so that no two overlap."""
_FIRST, _APART = 8 * 60, 65  # minutes
_WORDS = [
    "cervical",
    "lumbar",
    "trapezius",
    "rotation",
    "flexion",
    "guarded",
    "palpation",
    "tender",
    "right",
    "left",
    "session",
    "improved",
    "degrees",
    "weekly",
    "home",
    "stretch",
    "levator",
    "scapulae",
    "suboccipital",
    "desk",
    "posture",
    "effleurage",
    "petrissage",
    "compression",
    "reassess",
    "prescriber",
]

Columns = dict[str, list[Any]]
Session = tuple[int, int]
"""Therapist, and when it starts in minutes since midnight."""


def practice(lines: int, seed: int = 1, *, billed: bool = True) -> dict[str, Columns]:
    """Return the tables of a practice with this many visit lines, as columns; `billed` puts all on claims."""
    chance = random.Random(seed)
    visits = lines // LINES_A_VISIT
    orders = -(-visits // VISITS_AN_ORDER)
    base = clean()
    start = dt.date(2026, 1, 5)
    patients = _times(base["patients"][0], orders, patient_id="P{}")
    patients["last_name"] = [_surname(n) for n in range(orders)]
    referrals = _times(base["referrals"][0], orders, referral_id="R{}", patient_id="P{}", coverage_id="C{}")
    days = [start + dt.timedelta(days=n % 7 + 7 * (n // 7 % 10)) for n in range(orders)]
    for column in ("signed_on", "received_on", "paper_checked_on", "valid_from"):
        referrals[column] = [d - dt.timedelta(days=3) for d in days]
    referrals["onset_date"] = [d - dt.timedelta(days=20) for d in days]
    coverage = _coverage(base["coverage"][0], days)
    sessions = _sessions(visits, days)
    treated = _visits(base["visits"][0], visits, days, sessions, chance)
    ledger = bill(treated, base["payers"][0]["payer_id"], LINES_A_VISIT) if billed else {"visits": treated}
    therapists = max((therapist for therapist, _ in sessions), default=0) + 1
    return {
        **{name: _times(row[0], 1) if len(row) == 1 else _columns(row) for name, row in base.items()},
        "therapists": _times(base["therapists"][0], therapists, therapist_id="T{}"),
        "patients": patients,
        "coverage": coverage,
        "referrals": referrals,
        "notes": _notes(base["notes"][0], visits, days, sessions, chance),
        **ledger,
    }


def _sessions(visits: int, days: list[dt.date]) -> list[Session]:
    """Return who treats in each visit, and from when: the visits of a day one after the other."""
    before: dict[dt.date, int] = {}
    found = []
    for visit in range(visits):
        day = _day(visit, days)
        therapist, turn = divmod(before.get(day, 0), VISITS_A_DAY)
        before[day] = before.get(day, 0) + 1
        found.append((therapist, _FIRST + _APART * turn))
    return found


def _clock(minutes: int) -> dt.time:
    return dt.time(*divmod(minutes, 60))


def _times(row: dict[str, Any], count: int, **numbered: str) -> Columns:
    columns = {name: [value] * count for name, value in row.items()}
    return columns | {name: [form.format(n) for n in range(count)] for name, form in numbered.items()}


def _coverage(row: dict[str, Any], days: list[dt.date]) -> Columns:
    """Return two checks of each plan: one before the first visit, one before the visit halfway."""
    half = [d + dt.timedelta(days=7 * (VISITS_AN_ORDER // 2)) for d in days]
    first = _times(row, len(days), coverage_id="C{}", patient_id="P{}")
    second = _times(row, len(days), coverage_id="D{}", patient_id="P{}")
    first["verified_on"] = [d - dt.timedelta(days=2) for d in days]
    second["verified_on"] = second["effective_from"] = [d - dt.timedelta(days=2) for d in half]
    first["effective_to"] = [d - dt.timedelta(days=3) for d in half]
    second["effective_to"] = [None] * len(days)
    return {name: first[name] + second[name] for name in first}


def _plan(visit: int) -> str:
    order, turn = divmod(visit, VISITS_AN_ORDER)
    return f"{'C' if turn < VISITS_AN_ORDER // 2 else 'D'}{order}"


def _surname(serial: int) -> str:
    """Return a name of its own for each number, made of letters."""
    letters = ""
    for _ in range(5):
        serial, letter = divmod(serial, 26)
        letters += chr(ord("a") + letter)
    return letters.capitalize()


def _columns(rows: list[dict[str, Any]]) -> Columns:
    return {name: [row.get(name) for row in rows] for name in dict.fromkeys(n for row in rows for n in row)}


def _day(visit: int, days: list[dt.date]) -> dt.date:
    return days[visit // VISITS_AN_ORDER] + dt.timedelta(days=7 * (visit % VISITS_AN_ORDER))


def _visits(
    row: dict[str, Any], visits: int, days: list[dt.date], sessions: list[Session], chance: random.Random
) -> Columns:
    n = visits * LINES_A_VISIT
    which = [i // LINES_A_VISIT for i in range(n)]
    units = [2 if chance.random() > 0.05 else 3 for _ in range(n)]
    return _times(row, n) | {
        "visit_id": [f"V{v}" for v in which],
        "line_no": [i % LINES_A_VISIT + 1 for i in range(n)],
        "patient_id": [f"P{v // VISITS_AN_ORDER}" for v in which],
        "coverage_id": [_plan(v) for v in which],
        "referral_id": [f"R{v // VISITS_AN_ORDER}" for v in which],
        "therapist_id": [f"T{sessions[v][0]}" for v in which],
        "dos": [_day(v, days) for v in which],
        "code": [("97124", "97140")[i % LINES_A_VISIT] for i in range(n)],
        "techniques": [("effleurage, petrissage", "myofascial release")[i % LINES_A_VISIT] for i in range(n)],
        "minutes": [30] * n,
        "patient_paid": [25.0 if i % LINES_A_VISIT == 0 else None for i in range(n)],
        "units": units,
        "unit_charge": [(45.0, 48.0)[i % LINES_A_VISIT] for i in range(n)],
        "charge": [u * (45.0, 48.0)[i % LINES_A_VISIT] for i, u in enumerate(units)],
    }


def _notes(
    row: dict[str, Any], visits: int, days: list[dt.date], sessions: list[Session], chance: random.Random
) -> Columns:
    return _times(row, visits) | {
        "visit_id": [f"V{v}" for v in range(visits)],
        "patient_id": [f"P{v // VISITS_AN_ORDER}" for v in range(visits)],
        "therapist_id": [f"T{therapist}" for therapist, _ in sessions],
        "dos": [_day(v, days) for v in range(visits)],
        "signed_by": [f"T{therapist}" for therapist, _ in sessions],
        "signed_on": [dt.datetime.combine(_day(v, days), dt.time(18, 30)) for v in range(visits)],
        "start_time": [_clock(start) for _, start in sessions],
        "end_time": [_clock(start + 62) for _, start in sessions],
        "minutes_by_code": ["97124=30;97140=30"] * visits,
        "techniques_all": ["effleurage, petrissage, myofascial release"] * visits,
        "rom_or_function": [
            f"Rotation right {40 + 3 * (v % VISITS_AN_ORDER)} degrees" for v in range(visits)
        ],
        "note_text": [" ".join(chance.choices(_WORDS, k=42)) for _ in range(visits)],
    }

"""Where slips are planted: the sample's rows seen as visits and papers, each used for one slip at most.

A slip takes whole visits: those whose line it changes, or that hang on the order, authorisation or benefit
check it changes. What one slip has taken the next leaves alone, so each finding has one cause.

Source: handbook §6 (rule catalogue), §1.10 (what a visit hangs on).
"""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from xl_massbill.book.seeds import seed_rows
from xl_massbill.book.tables import TABLES
from xl_massbill.sample.manifest import Slip, Tables
from xl_massbill.sample.payers import Payer, Row, payers

ERROR, WARNING, INFO = "error", "warning", "info"


@dataclass(slots=True, repr=False)
class Visit:
    """One encounter with all that it hangs on; rows are the sample's own, to be changed in place."""

    visit_id: str
    lines: list[Row]
    payer: Payer
    coverage: Row = field(default_factory=dict)
    referral: Row = field(default_factory=dict)
    auth: Row = field(default_factory=dict)
    note: Row = field(default_factory=dict)
    patient: Row = field(default_factory=dict)

    @property
    def first(self) -> Row:
        """Return its first line."""
        return self.lines[0]

    @property
    def day(self) -> dt.date:
        """Return the day of service."""
        day: dt.date = self.first["dos"]
        return day

    @property
    def is_billed(self) -> bool:
        """Return whether a plan is asked to pay it."""
        return self.first["status"] == "DONE" and self.payer.pay_type == "INSURANCE"

    @property
    def is_single(self) -> bool:
        """Return whether it has one line only."""
        return len(self.lines) == 1

    def key(self, line: int = 0) -> str:
        """Return the key of one of its lines."""
        return key_of("visits", self.lines[line])


_SMALL = 3
_MISSED = ("NO_SHOW", "CANCELLED")
Thing = TypeVar("Thing")
Paper = tuple[Row, list[Visit]]
"""A paper with the visits that hang on it, in order."""


class Bench:
    """The tables with their visits, and what has been taken already."""

    def __init__(self, tables: Tables, as_of: dt.date, rng: random.Random) -> None:
        self.tables = tables
        self.as_of = as_of
        self.rng = rng
        self._taken: set[str] = set()
        self._visits = _visits(tables)

    def visits(self, wanted: Callable[[Visit], bool]) -> list[Visit]:
        """Return the free billed visits that are wanted."""
        return [v for v in self._visits if v.is_billed and self._is_free([v]) and wanted(v)]

    def all_visits(self, wanted: Callable[[Visit], bool]) -> list[Visit]:
        """Return the free visits that are wanted, whatever their status."""
        return [v for v in self._visits if self._is_free([v]) and wanted(v)]

    def papers(self, name: str, wanted: Callable[[Row, list[Visit]], bool]) -> list[Paper]:
        """Return the free papers ("referral", "auth") all of whose visits were billed, or missed."""
        held: dict[int, list[Visit]] = defaultdict(list)
        for visit in self._visits:
            if getattr(visit, name) and visit.first["status"] not in _MISSED:
                held[id(getattr(visit, name))].append(visit)
        found = [(getattr(part[0], name), part) for part in held.values()]
        return [
            (row, part)
            for row, part in found
            if all(v.is_billed for v in part) and self._is_free(part) and wanted(row, part)
        ]

    def unbilled_patients(self) -> list[Row]:
        """Return the free patients who pay themselves: their rows hold up no claim."""
        held = self._of_patients()
        return [
            row
            for row in self.tables["patients"]
            if all(v.payer.pay_type != "INSURANCE" for v in held[row["patient_id"]])
            and self._is_free(held[row["patient_id"]])
        ]

    def patients(self, wanted: Callable[[list[Visit]], bool]) -> list[list[Visit]]:
        """Return the visits of each free patient who is wanted."""
        return [part for part in self._of_patients().values() if self._is_free(part) and wanted(part)]

    def _of_patients(self) -> dict[str, list[Visit]]:
        held: dict[str, list[Visit]] = defaultdict(list)
        for visit in self._visits:
            held[visit.first["patient_id"]].append(visit)
        return held

    def of_patient(self, patient_id: str) -> list[Visit]:
        """Return all visits of one patient."""
        return [v for v in self._visits if v.first["patient_id"] == patient_id]

    def seeded(self, name: str) -> list[Row]:
        """Return the rows of a table that begins with rows of the program's own, to be changed."""
        return self.tables.setdefault(name, [dict(row) for row in seed_rows(name)])

    def pick(self, found: list[Thing]) -> Thing | None:
        """Return one of several by chance, None of none."""
        return self.rng.choice(found) if found else None

    def pick_small(self, found: list[Paper]) -> Paper | None:
        """Return one of the papers on which the fewest visits hang, so that few claims are held up."""
        return self.pick(sorted(found, key=lambda f: (len(f[1]), f[1][0].visit_id))[:_SMALL])

    def take(self, visits: Iterable[Visit]) -> None:
        """Keep other slips away from these visits."""
        self._taken |= {v.visit_id for v in visits}

    def _is_free(self, visits: Iterable[Visit]) -> bool:
        return not any(v.visit_id in self._taken for v in visits)


def _visits(tables: Tables) -> list[Visit]:
    by_id = {name: {row[key]: row for row in tables[name]} for name, key in _KEYS.items()}
    of_plan = {p.payer_id: p for p in payers()}
    in_cash = next(p for p in payers() if p.pay_type == "CASH")
    lines: dict[str, list[Row]] = defaultdict(list)
    for row in tables["visits"]:
        lines[row["visit_id"]].append(row)
    return [
        Visit(
            visit_id,
            rows,
            payer=of_plan[by_id["coverage"][plan]["payer_id"]]
            if (plan := rows[0].get("coverage_id"))
            else in_cash,
            coverage=by_id["coverage"].get(rows[0].get("coverage_id"), {}),
            referral=by_id["referrals"].get(rows[0].get("referral_id"), {}),
            auth=by_id["auths"].get(rows[0].get("auth_id"), {}),
            note=by_id["notes"].get(visit_id, {}),
            patient=by_id["patients"].get(rows[0].get("patient_id"), {}),
        )
        for visit_id, rows in lines.items()
    ]


_KEYS = {
    "patients": "patient_id",
    "coverage": "coverage_id",
    "referrals": "referral_id",
    "auths": "auth_id",
    "notes": "visit_id",
}


def key_of(table: str, row: Row) -> str:
    """Return the key of a row as findings name it.

    >>> key_of("visits", {"visit_id": "V0001", "line_no": 2})
    'V0001-2'
    """
    return "-".join(str(row.get(part, "")) for part in TABLES[table].facts.key)


def slip(rule: str, severity: str, place: tuple[str, Row, str], done: str) -> Slip:
    """Return the manifest row of a slip at (table, row, field)."""
    table, row, name = place
    return Slip(rule, severity, table, key_of(table, row), name, done)


def put(row: Row, **cells: Any) -> None:
    """Change cells of a row; None takes one out."""
    for name, cell in cells.items():
        if cell is None:
            row.pop(name, None)
        else:
            row[name] = cell

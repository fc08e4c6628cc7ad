"""Show what approvals, orders, plans and policies still allow, and refresh sheet AuthLedger.

Approvals and orders are counted as the rules count them. The columns of sheet Auths that say how much is used
and left are filled from the same counts.

Source: handbook §1.10 (Auths: computed columns), §4.3, §5.4, §5.5.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any

from xl_massbill.book.workbook import Cell, Workbook
from xl_massbill.commands.auth_words import left, todo
from xl_massbill.practice import Records
from xl_massbill.practice.allowances.allowance import Allowance, Kind, Unit
from xl_massbill.practice.allowances.ledger import ledger
from xl_massbill.practice.allowances.run_out import LEAD_DAYS, LEAD_SETTING, Outlook, State, outlook

SHOWN = 15
_TABLE = "auth_ledger"
_PRESSING = (State.OVER, State.ASK_NOW, State.PENDING, State.USED_UP)
_ORDER = {state: n for n, state in enumerate(State)}
_PERIODS = (Kind.PLAN, Kind.FREE, Kind.METER, Kind.DAILY_CAP)
"""Kinds of which a row that has ended is left out of the sheet: it is only history."""
_UNITS = {Unit.VISITS: "visits", Unit.UNITS: "units", Unit.WEEKS: "weeks", Unit.DOLLARS: "dollars"}


@dataclass(frozen=True, slots=True)
class Row:
    """An allowance and its outlook."""

    allowance: Allowance
    seen: Outlook
    todo: str

    def is_history(self) -> bool:
        """Return whether it has ended and is no paper that somebody may look for."""
        return self.seen.state is State.ENDED and self.allowance.kind in _PERIODS


@dataclass(frozen=True, slots=True)
class Allowed:
    """The ledger as of a day, the most pressing first; `shown` may be one patient's part of it."""

    as_of: dt.date
    lead: int
    rows: tuple[Row, ...]
    shown: tuple[Row, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the rows as JSON values, money in cents."""
        return {
            "as_of": self.as_of.isoformat(),
            "lead_days": self.lead,
            "rows": [_json(row, self.as_of) for row in self.shown],
        }

    def text(self, *, every: bool = False) -> str:
        """Return the rows that want something, with the reason, and how many there are of each state."""
        pressing = [row for row in self.shown if every or row.seen.state in _PRESSING]
        lines = []
        for row in pressing if every else pressing[:SHOWN]:
            one = row.allowance
            name = f"{row.seen.state:10} {one.kind} {one.key}"
            lines.append(f"{name:34} patient {one.patient_id}: {left(one)}. {row.todo}")
        if not every and len(pressing) > SHOWN:
            lines.append(f"… and {len(pressing) - SHOWN:,} more; --all shows them.")
        return "\n".join([*lines, self.sentence()])

    def sentence(self) -> str:
        """Return how many rows there are of each state."""
        tally = Counter(row.seen.state for row in self.shown)
        states = ", ".join(f"{tally[state]:,} {state}" for state in State if tally[state])
        return f"{len(self.shown):,} approvals, orders and limits as of {self.as_of}: {states or 'none'}."


def auths(workbook: Workbook, as_of: dt.date, patient: str = "") -> Allowed:
    """Return the ledger as of a day, to be shown for one patient if one is named; raise NoTable."""
    records = Records(workbook)
    records.needs("visits", "coverage", "referrals", "auths", "payers")
    return of_records(records, as_of, patient)


def of_records(records: Records, as_of: dt.date, patient: str = "") -> Allowed:
    """Return the ledger of records, which may hold visits that the workbook does not."""
    lead = lead_days(records)
    rows = []
    for allowance in ledger(records, as_of):
        seen = outlook(allowance, as_of, lead)
        rows.append(Row(allowance, seen, todo(allowance, seen, as_of)))
    rows = sorted((row for row in rows if not row.is_history()), key=_pressing)
    shown = (row for row in rows if not patient or row.allowance.patient_id == patient)
    return Allowed(as_of, lead, tuple(rows), tuple(shown))


def lead_days(records: Records) -> int:
    """Return how many days before the end the office asks for more."""
    said = records.settings.get(LEAD_SETTING, "").removesuffix(".0")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 4 else LEAD_DAYS


def _pressing(row: Row) -> tuple[Any, ...]:
    one, seen = row.allowance, row.seen
    beyond = one.open_beyond()
    due = beyond[0].day if seen.state is State.OVER and beyond else seen.ask_by
    newest_first = -(one.last or dt.date.max).toordinal() if seen.state is State.ENDED else 0
    key = (one.kind, one.key, one.patient_id, one.first or dt.date.min)
    return (_ORDER[seen.state], newest_first, due or dt.date.max, *key)


def write(workbook: Workbook, found: Allowed) -> None:
    """Put the whole ledger into sheet AuthLedger, and the counts into Auths (not yet saved)."""
    if _TABLE in workbook.tables():
        rows = [_cells(row, found.as_of) for row in found.rows]
        names = rows[0] if rows else {}
        workbook.replace(_TABLE, {name: [row[name] for row in rows] for name in names})
    records = Records(workbook)
    sheet = records["auths"]
    own = dict(zip(sheet["auth_id"], sheet["patient_id"], strict=True))
    counts = {
        row.allowance.key: row.allowance
        for row in found.rows
        if row.allowance.kind is Kind.APPROVAL
        and own.get(row.allowance.key) == (row.allowance.patient_id or None)
    }
    columns: dict[str, list[Cell]] = {}
    for unit in (Unit.VISITS, Unit.UNITS):
        for what in ("used", "left"):
            cells: list[Cell] = [None] * sheet.grid.height
            for at, key in zip(sheet.positions.tolist(), sheet["auth_id"], strict=True):
                count = counts[key].of(unit) if key in counts else None
                cells[at] = None if count is None else count.used if what == "used" else count.left
            columns[f"{unit}_{what}"] = cells
    held = [name for name in columns if not sheet.lacks(name)]
    if held and len(sheet):
        workbook.write("auths", {name: columns[name] for name in held})


def _cells(row: Row, as_of: dt.date) -> dict[str, Cell]:
    one, seen = row.allowance, row.seen
    cells: dict[str, Cell] = {
        "kind": one.kind.value,
        "paper_id": one.key or None,
        "patient_id": one.patient_id or None,
        "state": seen.state.value,
        "todo": row.todo or None,
        "used_left": left(one),
        "ask_by": seen.ask_by,
        "runs_out_on": seen.runs_out.day if seen.runs_out else None,
        "runs_out_how": seen.runs_out.how.value if seen.runs_out else None,
        "last_day": one.last,
        "days_left": (seen.until - as_of).days if seen.until else None,
        "binds_first": seen.binds or None,
        "payer_id": one.payer_id or None,
        "coverage_id": one.coverage_id or None,
        "first_day": one.first,
        "per_week": one.per_week,
        "decision": one.decision or None,
        "as_of": as_of,
    }
    for unit, name in _UNITS.items():
        count, money = one.of(unit), unit is Unit.DOLLARS
        for what in ("allowed", "used", "booked", "left"):
            value = getattr(count, what) if count else None
            cells[f"{name}_{what}"] = value / 100 if money and value is not None else value
    visits = one.of(Unit.VISITS)
    cells["visits_free"] = visits.free if visits else None
    if one.per_day is not None:
        cells["dollars_allowed"] = one.per_day / 100
    del cells["weeks_used"], cells["weeks_booked"]
    return cells


def _json(row: Row, as_of: dt.date) -> dict[str, Any]:
    one, seen = row.allowance, row.seen
    return {
        "kind": one.kind.value,
        "id": one.key,
        "patient_id": one.patient_id,
        "payer_id": one.payer_id,
        "coverage_id": one.coverage_id,
        "state": seen.state.value,
        "decision": one.decision or None,
        "first_day": one.first.isoformat() if one.first else None,
        "last_day": one.last.isoformat() if one.last else None,
        "counts": {
            count.unit.value: {
                "allowed": count.allowed,
                "used": count.used,
                "booked": count.booked,
                "left": count.left,
                "free": count.free,
            }
            for count in one.counts
        },
        "per_week": one.per_week,
        "per_day": one.per_day,
        "runs_out_on": seen.runs_out.day.isoformat() if seen.runs_out and seen.runs_out.day else None,
        "runs_out_how": seen.runs_out.how.value if seen.runs_out else None,
        "ends_by": seen.binds or None,
        "ends_on": seen.until.isoformat() if seen.until else None,
        "days_left": (seen.until - as_of).days if seen.until else None,
        "ask_by": seen.ask_by.isoformat() if seen.ask_by else None,
        "beyond": [
            {"visit": visit.visit_id, "day": visit.day.isoformat(), "by": visit.by} for visit in one.beyond
        ],
        "followed_by": one.followed_by or None,
        "todo": row.todo,
    }

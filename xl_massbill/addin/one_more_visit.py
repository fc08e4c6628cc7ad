"""What the rules would count if a patient came on a day: one more visit laid beside those on the sheet.

Several days of one patient are asked one after the other, each alone with the sheet: a visit that is only
asked about must not use up what another asks for.

Source: handbook §1.10 (counting), §4.2 (window), §4.3 (visits left).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from xl_massbill.addin.spill import BLANK, NA
from xl_massbill.addin.tables_given import given, grid_of
from xl_massbill.book.headings import match
from xl_massbill.book.in_force import in_force
from xl_massbill.book.tables import TABLES
from xl_massbill.book.workbook import Grid
from xl_massbill.hosts.memory import MemoryWorkbook
from xl_massbill.practice import Lines, Records
from xl_massbill.rules.ref.ref_002 import is_gravely_incomplete

Question = tuple[str, dt.date]
"""Whom it is about (an order, a patient), and the day."""
_Row = dict[str, Any]
_APPROVED = ("APPROVED", "PARTIAL")


def orders_stand(tables: Mapping[str, Any], questions: Sequence[Question]) -> dict[Question, Any]:
    """Return how orders stand for a visit on a day, #N/A for an order that is not on file."""
    columns = ("referral_id", "patient_id", "coverage_id")
    orders = {
        row["referral_id"]: row for row in reversed(given("referrals", tables["referrals"], columns).rows)
    }
    visits = {q: {**orders[q[0]], "dos": q[1]} for q in questions if q[0] in orders}
    return dict.fromkeys(questions, NA) | _each_alone(tables, visits, _standing)


def visits_left(tables: Mapping[str, Any], questions: Sequence[Question]) -> dict[Question, Any]:
    """Return how many visits patients have left after one on a day, #N/A for one without a plan then."""
    plans = _Plans(tables)
    visits = {q: visit for q in questions if (visit := plans.visit(*q)) is not None}
    return dict.fromkeys(questions, NA) | _each_alone(tables, visits, _left)


class _Plans:
    """Under which plan, order and authorisation a patient would come on a day."""

    def __init__(self, tables: Mapping[str, Any]) -> None:
        self._coverage = _by_patient(
            tables, "coverage", "coverage_id", "payer_id", "priority", "effective_from", "effective_to"
        )
        self._orders = _by_patient(
            tables,
            "referrals",
            "referral_id",
            "coverage_id",
            "signed_on",
            "valid_from",
            "valid_to",
            "duration_weeks",
        )
        self._auths = _by_patient(
            tables, "auths", "auth_id", "coverage_id", "decision", "valid_from", "valid_to"
        )

    def visit(self, patient: str, day: dt.date) -> _Row | None:
        """Return the visit that would be, None if no plan of the patient is in force."""
        plans = self._coverage.get(patient, [])
        here = [
            (p["effective_from"], p) for p in plans if in_force(p["effective_from"], p["effective_to"], day)
        ]
        plan = _latest((since, p) for since, p in here if p["priority"] in ("P", None))
        if plan is None:
            return None
        same_payer = {p["coverage_id"] for p in plans if p["payer_id"] == plan["payer_id"]}
        spans = ((_span(order), order) for order in self._orders.get(patient, []))
        order = _latest(
            (starts, order)
            for (starts, ends), order in spans
            if order["coverage_id"] in same_payer and in_force(starts, ends, day)
        )
        auth = _latest(
            (auth["valid_from"], auth)
            for auth in self._auths.get(patient, [])
            if auth["coverage_id"] == plan["coverage_id"]
            and auth["decision"] in _APPROVED
            and in_force(auth["valid_from"], auth["valid_to"], day)
        )
        return {
            "patient_id": patient,
            "dos": day,
            "coverage_id": plan["coverage_id"],
            "referral_id": order and order["referral_id"],
            "auth_id": auth and auth["auth_id"],
        }


def _by_patient(tables: Mapping[str, Any], name: str, *columns: str) -> dict[str, list[_Row]]:
    found: dict[str, list[_Row]] = {}
    for row in given(name, tables[name], ("patient_id", *columns)).rows:
        found.setdefault(row["patient_id"], []).append(row)
    return found


def _span(order: _Row) -> tuple[dt.date | None, dt.date | None]:
    """Return the days an order is written for; whether it is too old for its payer, MB_REFERRAL says."""
    starts, weeks = order["valid_from"] or order["signed_on"], order["duration_weeks"]
    by_weeks = starts + dt.timedelta(days=weeks * 7 - 1) if starts and weeks else None
    return starts, order["valid_to"] or by_weeks


def _latest(found: Iterable[tuple[dt.date | None, _Row]]) -> _Row | None:
    rows = sorted(found, key=lambda pair: pair[0] or dt.date.min)
    return rows[-1][1] if rows else None


def _each_alone(
    tables: Mapping[str, Any], visits: Mapping[Question, _Row], ask: Callable[[Lines, int], list[Any]]
) -> dict[Question, Any]:
    """Return what is counted for each visit when it alone of its patient is laid beside the sheet."""
    grids = {name: grid_of(name, cells) for name, cells in tables.items()}
    answers: dict[Question, Any] = {}
    for questions in _rounds(visits):
        more = [visits[question] for question in questions]
        workbook = MemoryWorkbook([*({**grids, "visits": _with_rows(grids["visits"], more)}).values()])
        lines = Lines(Records(workbook), max(row["dos"] for row in more))
        answers |= zip(questions, ask(lines, len(more)), strict=True)
    return answers


def _rounds(visits: Mapping[Question, _Row]) -> Iterator[list[Question]]:
    """Yield the questions so that each round asks at most once about a patient."""
    left = list(visits)
    while left:
        first: dict[Any, Question] = {}
        for question in left:
            first.setdefault(visits[question]["patient_id"], question)
        asked = set(first.values())
        yield list(first.values())
        left = [question for question in left if question not in asked]


def _with_rows(grid: Grid, more: Sequence[_Row]) -> Grid:
    """Return the visits with these below, numbered so that no visit of the sheet has their number."""
    table, at = TABLES["visits"], match(TABLES["visits"], grid.headings).at
    columns = []
    for field in table.fields():
        stands = list(grid.columns[at[field.name]]) if field.name in at else [None] * grid.height
        new: list[Any] = [row.get(field.name) for row in more]
        if field.name == "visit_id":
            new = [f"\N{BULLET}{i}" for i in range(len(more))]
        elif field.name in ("line_no", "status"):
            new = [1 if field.name == "line_no" else "SCHEDULED"] * len(more)
        columns.append((*stands, *new))
    headings = tuple(field.column.title for field in table.fields())
    return Grid("visits", grid.sheet, 2, headings, tuple(columns))


def _standing(lines: Lines, count: int) -> list[str]:
    """Return how the orders of the last lines stand."""
    dos, starts, ends = (lines[name].iloc[-count:] for name in ("dos", "order_start", "order_end"))
    states: dict[str, Iterable[Any]] = {
        "NOT_YET": dos < starts,
        "EXPIRED": dos > ends,
        "USED_UP": (lines["order_left"] < 0).fillna(False).iloc[-count:],
        "INCOMPLETE": is_gravely_incomplete(lines)[-count:],
        "SUPERSEDED": lines["order_replaced"].iloc[-count:],
        "OPEN": ends.isna(),
    }
    masks = {state: [bool(holds) for holds in mask] for state, mask in states.items()}
    return [next((state for state, mask in masks.items() if mask[i]), "ACTIVE") for i in range(count)]


def _left(lines: Lines, count: int) -> list[Any]:
    """Return the least that is left of plan, order and authorisation after each of the last lines."""
    of_auth = lines["auth_visits_authorised"] - lines["auth_used"]
    limits = [
        column.iloc[-count:].tolist() for column in (lines["plan_visits_left"], lines["order_left"], of_auth)
    ]
    found = ([n for n in row if isinstance(n, int)] for row in zip(*limits, strict=True))
    return [min(row, default=BLANK) for row in found]

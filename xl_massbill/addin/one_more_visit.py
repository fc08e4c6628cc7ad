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
from xl_massbill.book.tables import TABLES
from xl_massbill.book.workbook import Grid
from xl_massbill.hosts.memory import MemoryWorkbook
from xl_massbill.practice import Lines, Records
from xl_massbill.practice.allowances.choice import Choice, approvals_of, used_of
from xl_massbill.practice.allowances.coming import ORDER_CELLS, PLAN_CELLS, Coming, Visit
from xl_massbill.rules.ref.ref_002 import is_gravely_incomplete

Question = tuple[str, dt.date]
"""Whom it is about (an order, a patient), and the day."""
_Row = dict[str, Any]
_ANY_DAY = dt.date(2000, 1, 1)
"""What counts against approvals does not depend on today."""


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
    coming = _coming(tables)
    visits = {q: _row(q, visit) for q in questions if (visit := coming.visit(*q)) is not None}
    return dict.fromkeys(questions, NA) | _each_alone(tables, visits, _left)


def _coming(tables: Mapping[str, Any]) -> Coming:
    """Return under what patients would come; approvals as the ledger chooses them."""
    grids = [grid_of(name, cells) for name, cells in tables.items()]
    lines = Lines(Records(MemoryWorkbook(grids)), _ANY_DAY)
    plans, orders = (
        given(name, tables[name], columns).rows
        for name, columns in (("coverage", PLAN_CELLS), ("referrals", ORDER_CELLS))
    )
    return Coming(plans, orders, Choice(approvals_of(lines), used_of(lines)))


def _row(question: Question, visit: Visit) -> _Row:
    patient, day = question
    return {
        "patient_id": patient,
        "dos": day,
        "coverage_id": visit.coverage_id,
        "referral_id": visit.referral_id or None,
        "auth_id": visit.approval.key or None,
    }


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

"""Under which plan, order and approval a patient would come on a day.

The plan that pays first, of several the one that began last; the newest order of its payer whose dates hold
the day; and of the approvals of that plan the next to expire that has something left.

Source: handbook §4.2 (window), §4.3 (visits left), §1.9 (priority).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xl_massbill.book.in_force import in_force
from xl_massbill.book.sheet import Sheet
from xl_massbill.practice.allowances.choice import Choice, Chosen
from xl_massbill.practice.plain import plain

Row = Mapping[str, Any]
PLAN_CELLS = ("coverage_id", "patient_id", "payer_id", "priority", "effective_from", "effective_to")
ORDER_CELLS = (
    *("referral_id", "patient_id", "coverage_id"),
    *("signed_on", "valid_from", "valid_to", "duration_weeks"),
)


@dataclass(frozen=True, slots=True)
class Visit:
    """What a visit would name; "" where there is none."""

    coverage_id: str
    referral_id: str
    approval: Chosen


class Coming:
    """The plans, orders and approvals of patients; rows are plain values by column."""

    def __init__(self, plans: Iterable[Row], orders: Iterable[Row], choice: Choice) -> None:
        self._plans, self._orders, self._choice = _by_patient(plans), _by_patient(orders), choice

    def visit(
        self, patient: str, day: dt.date, code: str = "", units: int = 0, plan: str = ""
    ) -> Visit | None:
        """Return what a visit would name, None if no plan of the patient is in force; `plan` names one."""
        plans = self._plans.get(patient, [])
        chosen = self._plan(plans, day, plan)
        if chosen is None:
            return None
        same_payer = {p["coverage_id"] for p in plans if p["payer_id"] == chosen["payer_id"]}
        spans = ((_span(order), order) for order in self._orders.get(patient, []))
        order = _latest(
            (starts, order)
            for (starts, ends), order in spans
            if order["coverage_id"] in same_payer and in_force(starts, ends, day)
        )
        approval = self._choice.for_visit(patient, [chosen["coverage_id"]], day, code, units)
        return Visit(chosen["coverage_id"], order["referral_id"] if order else "", approval)

    @staticmethod
    def _plan(plans: Sequence[Row], day: dt.date, named: str) -> Row | None:
        if named:
            return next((p for p in plans if p["coverage_id"] == named), None)
        return _latest(
            (p["effective_from"], p)
            for p in plans
            if in_force(p["effective_from"], p["effective_to"], day) and p["priority"] in ("P", None)
        )


def plain_rows(sheet: Sheet, names: Sequence[str]) -> list[Row]:
    """Return some columns of a sheet as rows of plain values, None for a blank."""
    rows = zip(*(plain(sheet[name]) for name in names), strict=True)
    return [dict(zip(names, row, strict=True)) for row in rows]


def _by_patient(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["patient_id"], []).append(row)
    return found


def _span(order: Row) -> tuple[dt.date | None, dt.date | None]:
    """Return the days an order is written for; whether it is too old for its payer the rules say."""
    starts, weeks = order["valid_from"] or order["signed_on"], order["duration_weeks"]
    by_weeks = starts + dt.timedelta(days=weeks * 7 - 1) if starts and weeks else None
    return starts, order["valid_to"] or by_weeks


def _latest(found: Iterable[tuple[dt.date | None, Row]]) -> Row | None:
    rows = sorted(found, key=lambda pair: pair[0] or dt.date.min)
    return rows[-1][1] if rows else None

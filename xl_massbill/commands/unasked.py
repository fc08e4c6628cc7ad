"""Why a payer is not asked about a plan: it cannot be, or it is too early.

Source: handbook §5.1 (kinds of payers), §5.9 (stale after 30 days or in a new plan year), §8.4.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd

from xl_massbill.book.in_force import in_force
from xl_massbill.book.sheet import Sheet
from xl_massbill.claims.numbers import number_setting
from xl_massbill.claims.parties import PROPERTY_AND_CASUALTY
from xl_massbill.practice import Records
from xl_massbill.practice.benefit_period import plan_year

SELF = "18"
_FRESH_DAYS, _WAIT_DAYS = 30, 3
_NO_PLAN = ("HSA_FSA", "CASH")


class Unasked:
    """The reasons by the tables of one workbook, as of a day; plans by position in Coverage."""

    def __init__(self, records: Records, as_of: dt.date) -> None:
        self._records, self._as_of, self._coverage = records, as_of, records["coverage"]
        self._fresh = _days_setting(records, "benefits_fresh_days", _FRESH_DAYS)
        self._wait = _days_setting(records, "benefits_wait_days", _WAIT_DAYS)
        self._asked = _last_asked(records)

    def why_never(self, at: int, day: dt.date) -> str:
        """Return what keeps a plan from being asked about, and what to do; "" if it can be."""
        pay_type, payer_id = self.cell(at, "pay_type"), self.cell(at, "payer_id")
        if pay_type not in (None, "INSURANCE"):
            return f"its pay type is {pay_type}: no plan is billed"
        if not self.is_in_force(at, day):
            return "the plan is not in force on that day: ask for the new card"
        payer = self._records.index("payers", "payer_id").get(payer_id)
        if payer is None:
            return "its payer is not on sheet Payers"
        return self._of_payer(payer) or self._of_patient(at, day) or self._of_insured(at)

    def why_not_yet(self, at: int, day: dt.date, usage: str) -> str:
        """Return why it is too early to ask: checked, asked or answered a short while ago."""
        checked = self.cell(at, "verified_on")
        if checked is not None and self._is_fresh(at, checked, day):
            return f"its benefits were checked on {checked}"
        number, state, when = self._asked.get((self.cell(at, "coverage_id"), usage), ("", "", dt.date.min))
        is_waiting = (self._as_of - when).days <= self._wait
        if state == "ASKED" and is_waiting:
            return f"it was asked on {when} ({number}): no answer yet"
        if state == "ANSWERED" and self._is_fresh(at, when, day):
            return f"it was asked on {when} and answered: see sheet Benefits"
        if state == "TURNED_BACK" and is_waiting:
            return f"the payer turned it back on {when}: mend what Benefits says, then ask with --patient"
        return ""

    def is_in_force(self, at: int, day: dt.date) -> bool:
        """Return whether a plan covers a day."""
        return in_force(self.cell(at, "effective_from"), self.cell(at, "effective_to"), day)

    def cell(self, at: int, name: str) -> Any:
        """Return a value of Coverage."""
        return value_of(self._coverage, at, name)

    def _is_fresh(self, at: int, checked: dt.date, day: dt.date) -> bool:
        """Return whether a check counts for a day: not too long before it, and in the same plan year."""
        starts = self.cell(at, "plan_year_starts")
        is_young = (day - checked).days <= self._fresh
        return is_young and plan_year(checked, starts) == plan_year(day, starts)

    def _of_payer(self, at: int) -> str:
        kind, active, number = (
            value_of(self._records["payers"], at, name) for name in ("payer_type", "active", "edi_payer_id")
        )
        if kind in PROPERTY_AND_CASUALTY:
            return "auto, work-injury and liability insurers answer no such questions: call the adjuster"
        if kind in _NO_PLAN:
            return "there is no plan to ask about"
        if active is not None and not active:
            return "the payer is marked as not active on sheet Payers"
        return "" if number else "the payer has no electronic ID on sheet Payers: call, or use its portal"

    def _of_patient(self, at: int, day: dt.date) -> str:
        """Return which fact of the patient is missing that a payer needs."""
        patient = self._records.index("patients", "patient_id").get(self.cell(at, "patient_id"))
        if patient is None:
            return "its patient is not on sheet Patients"
        sheet = self._records["patients"]
        lacking = _lacking(sheet, patient, ("last_name", "first_name", "dob"))
        if lacking:
            return f"{lacking} is missing on sheet Patients"
        died = value_of(sheet, patient, "deceased_on")
        return "the patient is recorded as deceased on sheet Patients" if died and died <= day else ""

    def _of_insured(self, at: int) -> str:
        relation = self.cell(at, "relation_to_insured")
        names = () if relation in (None, SELF) else ("insured_last", "insured_first")
        lacking = _lacking(self._coverage, at, ("member_id", "relation_to_insured", *names))
        return f"{lacking} is missing on sheet Coverage" if lacking else ""


def value_of(sheet: Sheet, at: int, name: str) -> Any:
    """Return a value of a record: None where it is missing, days as dates."""
    value = sheet[name].iloc[at]
    if value is None or (not isinstance(value, tuple) and pd.isna(value)):
        return None
    return value.date() if isinstance(value, pd.Timestamp) else value


def _lacking(sheet: Sheet, at: int, names: tuple[str, ...]) -> str:
    """Return the heading of the first of these columns that is blank."""
    blank = next((name for name in names if value_of(sheet, at, name) is None), "")
    return sheet.table.field(blank).column.title if blank else ""


def _days_setting(records: Records, key: str, usual: int) -> int:
    return number_setting(records.settings, key) if key in records.settings else usual


def _last_asked(records: Records) -> dict[tuple[Any, Any], tuple[str, str, dt.date]]:
    """Return the last question about each plan (tests and real ones apart): number, state, day.

    The day is that of the question, of one that was turned back that of the answer.
    """
    sheet = records["benefit_checks"]
    names = ("coverage_id", "usage", "check_id", "state", "asked_on", "answered_on")
    rows = zip(*(sheet[name].tolist() for name in names), strict=True)
    known = sorted((row for row in rows if not pd.isna(row[4])), key=lambda row: row[4])
    return {
        (plan, usage): (
            str(number),
            str(state),
            (answered if state == "TURNED_BACK" and not pd.isna(answered) else asked).date(),
        )
        for plan, usage, number, state, asked, answered in known
    }

"""What if these appointments were made: which is the first that is not covered, and by what.

The appointments are laid below the visits of the workbook in memory, each under the plan, order and approval
it would come under, and the rules are asked as before booked visits. Nothing is written.

Source: handbook §4.3, §6.4 (REF, AUT), §6.2 (COV-009, COV-011), §6.10 (PAY-007).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xl_massbill.book.finding import Finding, Severity
from xl_massbill.book.preview import Preview
from xl_massbill.book.workbook import Cell, Workbook
from xl_massbill.commands.appointments import Appointment, read_appointments
from xl_massbill.commands.auth_words import left
from xl_massbill.commands.auths import Allowed, of_records
from xl_massbill.commands.explain import chosen as rules_named
from xl_massbill.commands.previsit import call_list
from xl_massbill.commands.words import counted
from xl_massbill.practice import Lines, Records
from xl_massbill.practice.allowances.choice import Choice, Chosen, approvals_of, used_of
from xl_massbill.practice.allowances.coming import ORDER_CELLS, PLAN_CELLS, Coming, Visit, plain_rows

ASKED = (
    *("REF-001", "REF-003", "REF-004", "REF-005", "REF-011"),
    *("AUT-001", "AUT-002", "AUT-003", "AUT-004", "AUT-005"),
    *("COV-002", "COV-009", "COV-011", "PAY-007"),
)
"""The rules that say whether a visit is covered."""
_MONEY = "COV-011"
"""A warning before a claim, but before a visit it says that the money does not reach."""
_UNKNOWN_UNITS = "units are not given: limits in units are not looked at"
_UNKNOWN_CHARGE = "no price is known: money limits are not looked at"


@dataclass(frozen=True, slots=True)
class Judged:
    """One appointment: under what it would come, what speaks against it, what could not be looked at."""

    appointment: Appointment
    visit: Visit | None
    findings: tuple[Finding, ...]
    unknown: tuple[str, ...]

    @property
    def is_covered(self) -> bool:
        """Return whether nothing says that it is not covered."""
        return self.visit is not None and not self.against()

    def against(self) -> list[Finding]:
        """Return what says that it is not covered."""
        return [f for f in self.findings if f.severity is Severity.ERROR or f.rule == _MONEY]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The appointments in the order of their days, and the ledger as it would be."""

    judged: tuple[Judged, ...]
    ledger: Allowed

    def first_not_covered(self) -> list[Judged]:
        """Return the first appointment of each patient that is not covered."""
        firsts: dict[str, Judged] = {}
        for one in self.judged:
            if not one.is_covered:
                firsts.setdefault(one.appointment.patient_id, one)
        return list(firsts.values())

    def text(self) -> str:
        """Return a line an appointment, what would be left, and the first that are not covered."""
        lines = [f"{_where(one)}: {_verdict(one)}" for one in self.judged]
        lines += [
            f"Then {row.allowance.kind} {row.allowance.key} of patient {row.allowance.patient_id}: "
            f"{left(row.allowance)}."
            for row in self.ledger.shown
        ]
        firsts = self.first_not_covered()
        lines += [f"First not covered: {_where(one)}, by {_by(one)}." for one in firsts]
        covered = sum(one.is_covered for one in self.judged)
        lines.append(
            f"{covered:,} of {counted(len(self.judged), 'appointment')} covered. Nothing was written."
        )
        return "\n".join(lines)

    def as_json(self) -> dict[str, Any]:
        """Return the appointments and the ledger as JSON values."""
        return {
            "appointments": [_json(one) for one in self.judged],
            "first_not_covered": [one.appointment.row for one in self.first_not_covered()],
            "ledger": self.ledger.as_json(),
        }


def what_if(workbook: Workbook, file: Path, as_of: dt.date) -> WhatIf:
    """Judge the appointments of a CSV file; raise Unreadable for the file, NoTable for the workbook."""
    records = Records(workbook)
    records.needs("visits", "patients", "coverage", "referrals", "auths", "payers")
    patients = frozenset(records["patients"]["patient_id"].dropna())
    given = sorted(read_appointments(file, patients), key=lambda one: (one.day, one.row))
    visits = _visits(records, given, as_of)
    unpriced = _rows(given, visits)
    prices = _prices(records, unpriced, as_of)
    rows = _priced(unpriced, given, prices)
    found = _findings(workbook, rows, given, as_of)
    judged = [
        Judged(one, visit, tuple(found.get(name, ())), _unknown(one, cents))
        for one, visit, name, cents in zip(given, visits, rows["visit_id"], rows["charge"], strict=True)
    ]
    whole = of_records(records.with_rows({"visits": rows}), as_of)
    return WhatIf(tuple(judged), _touched(whole, visits, given))


def _visits(records: Records, given: Sequence[Appointment], as_of: dt.date) -> list[Visit | None]:
    """Return under what each appointment would come; each takes from its approval before the next."""
    lines = Lines(records, as_of)
    choice = Choice(approvals_of(lines), used_of(lines))
    plans, orders = plain_rows(records["coverage"], PLAN_CELLS), plain_rows(records["referrals"], ORDER_CELLS)
    coming, found = Coming(plans, orders, choice), []
    for one in given:
        visit = coming.visit(one.patient_id, one.day, one.code, one.units or 0, one.plan)
        if visit is not None and visit.approval.key:
            choice.take(visit.approval.key, one.day, one.units or 0)
        found.append(visit)
    return found


def _rows(given: Sequence[Appointment], visits: Sequence[Visit | None]) -> dict[str, list[Cell]]:
    """Return the appointments as rows of Visits; lines of one patient and day are one visit."""
    names = dict.fromkeys((one.patient_id, one.day) for one in given)
    number = {key: f"what-if {n}" for n, key in enumerate(names, 1)}
    lines: dict[tuple[str, dt.date], int] = {}
    for one in given:
        lines[one.patient_id, one.day] = 0
    line_no = []
    for one in given:
        lines[one.patient_id, one.day] += 1
        line_no.append(lines[one.patient_id, one.day])
    return {
        "visit_id": [number[one.patient_id, one.day] for one in given],
        "line_no": [*line_no],
        "dos": [one.day for one in given],
        "patient_id": [one.patient_id for one in given],
        "coverage_id": [visit.coverage_id if visit else None for visit in visits],
        "referral_id": [(visit.referral_id or None) if visit else None for visit in visits],
        "auth_id": [(visit.approval.key or None) if visit else None for visit in visits],
        "code": [one.code or None for one in given],
        "units": [one.units for one in given],
        "minutes": [one.minutes for one in given],
        "status": ["SCHEDULED"] * len(given),
    }


def _prices(records: Records, rows: dict[str, list[Cell]], as_of: dt.date) -> list[int | None]:
    """Return the clinic's price of one unit of each appointment in cents, None where none is known."""
    lines = Lines(records.with_rows({"visits": rows}), as_of)
    prices = lines["fee_unit_charge"].iloc[-len(rows["dos"]) :].tolist()
    return [price if isinstance(price, int) else None for price in prices]


def _priced(
    rows: dict[str, list[Cell]], given: Sequence[Appointment], prices: Sequence[int | None]
) -> dict[str, list[Cell]]:
    """Return the rows with their charge: as given, else price times units."""
    charges: list[Cell] = []
    for one, price in zip(given, prices, strict=True):
        cents = one.cents
        if cents is None and price is not None and one.units is not None:
            cents = price * one.units
        charges.append(None if cents is None else cents / 100)
    return {**rows, "charge": charges}


def _findings(
    workbook: Workbook, rows: dict[str, list[Cell]], given: Sequence[Appointment], as_of: dt.date
) -> dict[Cell, list[Finding]]:
    """Return what the rules find about each appointment, by its name among the rows."""
    days = [one.day for one in given]
    seen = call_list(
        Preview(workbook, {"visits": rows}),
        as_of,
        min(days),
        max(days),
        only=rules_named(",".join(ASKED)),
    )
    ours = {name for name in rows["visit_id"] if name}
    return {visit.visit_id: visit.findings for visit in seen.visits if visit.visit_id in ours}


def _touched(whole: Allowed, visits: Sequence[Visit | None], given: Sequence[Appointment]) -> Allowed:
    """Return the ledger with only the rows that the appointments take from."""
    keys = {key for v in visits if v for key in (v.coverage_id, v.referral_id, v.approval.key) if key}
    patients = {one.patient_id for one in given}
    shown = (row for row in whole.rows if row.allowance.key in keys and row.allowance.patient_id in patients)
    return Allowed(whole.as_of, whole.lead, whole.rows, tuple(shown))


def _unknown(one: Appointment, charge: Cell) -> tuple[str, ...]:
    return tuple(
        words
        for words, blank in ((_UNKNOWN_UNITS, one.units is None), (_UNKNOWN_CHARGE, charge is None))
        if blank
    )


def _where(one: Judged) -> str:
    return f"row {one.appointment.row}, {one.appointment.day}, patient {one.appointment.patient_id}"


def _verdict(one: Judged) -> str:
    if one.visit is None:
        return "NOT COVERED, no plan of the patient is in force that day."
    head = "covered" if one.is_covered else f"NOT COVERED, {_reasons(one.against())}"
    warned = [f for f in one.findings if f not in one.against()]
    said = [head, _on(one.visit.approval), f"but {_reasons(warned)}" if warned else "", *one.unknown]
    return "; ".join(part.rstrip(".") for part in said if part) + "."


def _reasons(findings: Sequence[Finding]) -> str:
    return " ".join(f"{finding.rule}: {finding.message}" for finding in findings)


def _on(chosen: Chosen) -> str:
    if not chosen.key:
        return ""
    also = f" ({', '.join(chosen.others)} fits, too)" if chosen.others else ""
    why = ", the next to expire that has one left" if chosen.others else ""
    return f"counts on approval {chosen.key}{why}{also}"


def _by(one: Judged) -> str:
    return ", ".join(finding.rule for finding in one.against()) or "no plan in force"


def _json(one: Judged) -> dict[str, Any]:
    visit = one.visit
    return {
        "row": one.appointment.row,
        "patient_id": one.appointment.patient_id,
        "day": one.appointment.day.isoformat(),
        "covered": one.is_covered,
        "coverage_id": visit.coverage_id if visit else None,
        "referral_id": (visit.referral_id or None) if visit else None,
        "auth_id": (visit.approval.key or None) if visit else None,
        "fits_too": list(visit.approval.others) if visit else [],
        "findings": [
            {"rule": f.rule, "severity": f.severity.value, "message": f.message} for f in one.findings
        ],
        "unknown": list(one.unknown),
    }

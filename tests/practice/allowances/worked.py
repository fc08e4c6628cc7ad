"""A practice of seven patients as of Monday 2026-06-15, whose ledger is worked out by hand in test_ledger."""

from __future__ import annotations

import copy
import datetime as dt
from typing import Any

from tests.workbooks import workbook_of
from xl_massbill.hosts.memory import MemoryWorkbook

AS_OF = dt.date(2026, 6, 15)
Row = dict[str, Any]


def day(text: str) -> dt.date:
    """Return a day of 2026 written as month and day."""
    return dt.date.fromisoformat(f"2026-{text}")


def visit(n: int, on: str, status: str = "DONE", units: int = 4, **cells: Any) -> Row:
    """Return one visit line of 45.00 a unit."""
    known = {"visit_id": f"V{n}", "line_no": 1, "dos": day(on), "status": status, "units": units}
    return {**known, "code": "97124", "charge": 45.0 * units, **cells}


P1: Row = {"patient_id": "P1", "coverage_id": "C1", "auth_id": "A1"}
P2: Row = {"patient_id": "P2", "coverage_id": "C2", "auth_id": "A2"}

TABLES: dict[str, list[Row]] = {
    "patients": [{"patient_id": f"P{n}"} for n in range(1, 8)],
    "payers": [
        {"payer_id": "X", "payer_type": "COMMERCIAL"},
        {"payer_id": "AUTO", "payer_type": "AUTO_PIP"},
        {"payer_id": "WC", "payer_type": "WC_CARRIER"},
    ],
    "payer_rules": [],
    "fees": [{"code": "97124", "payer_id": "*", "unit_charge": 45.0, "expected_allowed_per_unit": 45.0}],
    "coverage": [
        {
            "coverage_id": "C1", "patient_id": "P1", "payer_id": "X", "visits_allowed": 20,
            "visits_used_elsewhere": 2, "visit_period": "CALENDAR", "verified_on": day("01-10"),
        },
        {"coverage_id": "C2", "patient_id": "P2", "payer_id": "X"},
        {"coverage_id": "C3", "patient_id": "P3", "payer_id": "X"},
        {
            "coverage_id": "C4", "patient_id": "P4", "payer_id": "AUTO",
            "policy_limit": 10_000.0, "amount_used": 9_870.0,
        },
        {"coverage_id": "C5", "patient_id": "P5", "payer_id": "AUTO"},
        {
            "coverage_id": "C6", "patient_id": "P6", "payer_id": "AUTO",
            "policy_limit": 1_000.0, "amount_used": 300.0,
        },
        {"coverage_id": "C7", "patient_id": "P7", "payer_id": "WC", "daily_max": 112.09},
    ],
    "auths": [
        {
            "auth_id": "A1", "patient_id": "P1", "coverage_id": "C1", "decision": "APPROVED",
            "visits_authorised": 6, "units_authorised": 24, "valid_from": day("05-01"), "valid_to": day("07-31"),
        },
        {
            "auth_id": "A2", "patient_id": "P2", "coverage_id": "C2", "decision": "PARTIAL",
            "visits_authorised": 4, "valid_from": day("06-01"), "valid_to": day("08-31"),
        },
        {"auth_id": "A3", "patient_id": "P3", "coverage_id": "C3", "decision": "PENDING", "visits_authorised": 9},
        {
            "auth_id": "A4", "patient_id": "P3", "coverage_id": "C3", "decision": "APPROVED",
            "valid_from": day("06-01"), "valid_to": day("06-30"),
        },
    ],
    "referrals": [
        {
            "referral_id": "R1", "patient_id": "P1", "coverage_id": "C1", "signed_on": day("05-01"),
            "frequency_per_week": 2, "duration_weeks": 6,
        },
        {
            "referral_id": "R2", "patient_id": "P1", "coverage_id": "C1", "signed_on": day("06-12"),
            "visits_ordered": 3, "valid_to": day("06-30"),
        },
    ],
    "visits": [
        visit(1, "05-04", referral_id="R1", **P1),
        visit(2, "05-11", referral_id="R1", **P1),
        visit(2, "05-11", units=1, referral_id="R1", line_no=2, **P1),
        visit(3, "05-18", units=3, referral_id="R1", **P1),
        visit(4, "05-25", "CANCELLED", referral_id="R1", **P1),
        visit(5, "06-22", "SCHEDULED", referral_id="R2", **P1),
        visit(6, "06-29", "SCHEDULED", referral_id="R2", **P1),
        visit(7, "07-06", "SCHEDULED", referral_id="R2", **P1),
        visit(8, "06-01", **P2),
        visit(9, "06-08", **P2),
        visit(10, "06-15", **P2),
        visit(11, "06-20", "SCHEDULED", patient_id="P3", coverage_id="C3", auth_id="A3"),
        visit(12, "06-10", patient_id="P4", coverage_id="C4", charge=180.0),
        visit(12, "06-10", units=1, patient_id="P4", coverage_id="C4", charge=20.0, line_no=2),
        visit(13, "06-02", patient_id="P6", coverage_id="C6", charge=180.0, claim_id="CL1"),
        visit(14, "06-09", patient_id="P6", coverage_id="C6", charge=120.0, patient_paid=20.0),
        visit(15, "06-23", "SCHEDULED", patient_id="P6", coverage_id="C6", charge=200.0),
        visit(16, "06-03", patient_id="P7", coverage_id="C7"),
        visit(17, "06-10", patient_id="P7", coverage_id="C7"),
        visit(18, "06-11", units=2, patient_id="P7", coverage_id="C7"),
    ],
    "claims": [{"claim_id": "CL1", "coverage_id": "C6", "status": "SUBMITTED", "balance": 180.0}],
}  # fmt: skip


def tables() -> dict[str, list[Row]]:
    """Return the tables of the practice, free to be changed."""
    return copy.deepcopy(TABLES)


def book(made: dict[str, list[Row]] | None = None) -> MemoryWorkbook:
    """Return the practice as a workbook with the sheets that the program fills."""
    names = ("auth_ledger", "settings", "practice", "therapists", "codes", "notes")
    filled: dict[str, list[Row]] = {name: [] for name in names}
    return workbook_of({**filled, **(made or tables())})

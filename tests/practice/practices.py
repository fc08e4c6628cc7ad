"""Small practices for tests of the joined lines: a name is given only what the test is about."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd

from tests.workbooks import workbook_of
from xl_massbill.practice import Lines, Records

AS_OF = dt.date(2026, 6, 30)
Rows = list[dict[str, Any]]


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def lines_of(**tables: Rows) -> Lines:
    """Return the lines of a workbook with these tables."""
    return Lines(Records(workbook_of(tables)), AS_OF)


def visit(dos: str, **cells: Any) -> dict[str, Any]:
    """Return a visit line of patient P1 under coverage C1 and order R1 that took place."""
    known = {"patient_id": "P1", "coverage_id": "C1", "referral_id": "R1", "status": "DONE", "line_no": 1}
    return {**known, "visit_id": f"V{dos}", "dos": day(dos), **cells}


def practice(visits: Rows, **tables: Rows) -> Lines:
    """Return lines of one payer, one coverage and one order, unless a table says otherwise."""
    known: dict[str, Rows] = {
        "payers": [{"payer_id": "X", "payer_type": "COMMERCIAL"}],
        "coverage": [{"coverage_id": "C1", "patient_id": "P1", "payer_id": "X"}],
        "referrals": [{"referral_id": "R1", "patient_id": "P1", "coverage_id": "C1"}],
    }
    return lines_of(visits=visits, **{**known, **tables})


def plain(column: Any) -> list[Any]:
    """Return a column as plain values: None for missing, ISO text for dates."""
    out = []
    for value in column.astype(object):
        if not isinstance(value, tuple) and pd.isna(value):
            out.append(None)
        else:
            out.append(value.date().isoformat() if isinstance(value, dt.datetime) else value)
    return out

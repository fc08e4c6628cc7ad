"""Show what is owed and how old it is, and refresh the Aging sheets.

Source: handbook §10.1-10.3.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from xl_massbill.aging.buckets import BUCKETS, COLUMNS
from xl_massbill.aging.report import DOS, Report, Row, report
from xl_massbill.book.workbook import Cell, Workbook
from xl_massbill.claims.ledger import INSURANCE, PATIENT, open_items
from xl_massbill.practice import Lines, Records

ANCHOR_WORDS = {"DOS": "date of service", "FIRST_SUBMISSION": "first submission (until then: day of export)"}


@dataclass(frozen=True, slots=True)
class Aged:
    """The report with the payers' names, ready to be shown or written."""

    report: Report
    names: dict[str, str]
    ledger_cents: int

    def as_json(self) -> dict[str, Any]:
        """Return the report as JSON values, money in cents."""
        return {
            "as_of": self.report.as_of.isoformat(),
            "anchor": self.report.anchor,
            "buckets": list(BUCKETS),
            "payers": [
                {"kind": r.kind, "payer_id": r.id, "payer": self.name(r), **r.as_json()}
                for r in self.report.by_payer
            ],
            "patients": [{"kind": r.kind, "patient_id": r.id, **r.as_json()} for r in self.report.by_patient],
            "insurance": self.report.of(INSURANCE).as_json(),
            "patient": self.report.of(PATIENT).as_json(),
            "total": self.report.total.as_json(),
            "ledger": self.ledger_cents,
        }

    def name(self, row: Row) -> str:
        """Return the payer's name for a row of the report."""
        return self.names.get(row.id, row.id or "no plan")

    def text(self) -> str:
        """Return the report as a table for the terminal."""
        heads = ("unbilled", *BUCKETS, "total", "credits")
        lines = [f"{'Aging as of ' + self.report.as_of.isoformat():30}" + "".join(f"{h:>12}" for h in heads)]
        rows = [(self.name(r), r) for r in self.report.by_payer if r.kind == INSURANCE]
        rows.append(("Patients", self.report.of(PATIENT)))
        rows.append(("Total", self.report.total))
        for name, row in rows:
            cells = (row.unbilled, *row.buckets, row.total, row.credits)
            lines.append(f"{name[:29]:30}" + "".join(f"{c / 100:>12,.2f}" for c in cells))
        lines.append(
            f"Counted from: {ANCHOR_WORDS[self.report.anchor]}. Unbilled work and credits are in no sum."
        )
        return "\n".join(lines)


def age(workbook: Workbook, as_of: dt.date, anchor: str | None = None) -> Aged:
    """Age everything that is owed; the anchor is the practice's own unless one is named."""
    records = Records(workbook)
    records.needs("practice", "visits", "claims", "payers")
    items = open_items(Lines(records, as_of))
    chosen = anchor or basis_of(records)
    pairs = zip(records["payers"]["payer_id"], records["payers"]["name"], strict=True)
    return Aged(report(items, as_of, chosen), {str(i): str(n) for i, n in pairs if i and n}, items.total)


def basis_of(records: Records) -> str:
    """Return from which day the practice counts ages in reports."""
    own = records["practice"]["aging_basis_report"]
    return str(own.iloc[0]) if len(own) and own.iloc[0] else DOS


def write(workbook: Workbook, aged: Aged) -> None:
    """Put the report into the Aging tables (not yet saved)."""
    held = workbook.tables()
    if "aging" in held:
        rows = aged.report.by_payer
        who: dict[str, list[Cell]] = {
            "payer_id": [r.id or None for r in rows],
            "payer": [aged.name(r) for r in rows],
        }
        workbook.replace("aging", who | _cells(aged, rows))
    if "aging_patients" in held:
        patients = aged.report.by_patient
        workbook.replace("aging_patients", {**_cells(aged, patients), "patient_id": [r.id for r in patients]})


def _cells(aged: Aged, rows: Iterable[Row]) -> dict[str, list[Cell]]:
    rows = list(rows)
    cells: dict[str, list[Cell]] = {
        "kind": [r.kind for r in rows],
        "as_of": [aged.report.as_of for _ in rows],
        "anchor": [aged.report.anchor for _ in rows],
        "unbilled": [r.unbilled / 100 for r in rows],
        "total": [r.total / 100 for r in rows],
        "share": [r.share / 10_000 for r in rows],
        "credits": [r.credits / 100 for r in rows],
        "claims": [r.count for r in rows],
    }
    for i, name in enumerate(COLUMNS):
        cells[name] = [r.buckets[i] / 100 for r in rows]
    return cells

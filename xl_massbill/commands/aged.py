"""An aging ready to be shown: the report with its names, what it rests on, and the lines behind it.

Source: handbook §10.1-10.3.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from xl_massbill.aging.buckets import USUAL
from xl_massbill.aging.lines import lines_of
from xl_massbill.aging.report import KIND, PATIENTS, PAYER, THERAPIST, Report, Row, report
from xl_massbill.claims.ledger import INSURANCE, PATIENT, Items

ANCHOR_WORDS = {
    "DOS": "date of service",
    "FIRST_SUBMISSION": "first submission (until then: day of export)",
    "LAST_ACTIVITY": "last activity (last sent, answered or paid)",
}
STANDS, KNOWN_THEN = "as the workbook stands", "what was known when that day ended, by the journal"
BY = {"payer": PAYER, "patient": PATIENTS, "therapist": THERAPIST, "kind": KIND}
"""By what the report can be shown; the kind of a claim is that of its payer on sheet Payers."""


@dataclass(frozen=True, slots=True)
class Aged:
    """The report with the payers' names, ready to be shown or written; `basis` says what it rests on."""

    report: Report
    names: dict[str, str]
    ledger_cents: int
    items: Items
    basis: str = STANDS
    notes: tuple[str, ...] = ()

    def lines(self) -> pd.DataFrame:
        """Return the open items behind the figures, one a row (`aging.lines`)."""
        found = self.report
        return lines_of(self.items, found.as_of, found.anchor, found.buckets)

    def usual(self) -> Report:
        """Return the report with the usual buckets, whatever the clinic has set."""
        found = self.report
        if found.buckets == USUAL:
            return found
        return report(self.items, found.as_of, found.anchor, USUAL, found.tables)

    def as_json(self) -> dict[str, Any]:
        """Return the report as JSON values, money in cents."""
        found = self.report
        tables = {
            f"{word}s": [
                {"kind": r.kind, key: r.id, **self._payer(key, r), **r.as_json(found.buckets)}
                for r in found.tables[key]
            ]
            for word, key in BY.items()
            if key in found.tables
        }
        return {
            "as_of": found.as_of.isoformat(),
            "anchor": found.anchor,
            "basis": self.basis,
            "notes": list(self.notes),
            "buckets": list(found.buckets.names),
            **tables,
            "insurance": found.of(INSURANCE).as_json(found.buckets),
            "patient": found.of(PATIENT).as_json(found.buckets),
            "total": found.total.as_json(found.buckets),
            "ledger": self.ledger_cents,
        }

    def _payer(self, key: str, row: Row) -> dict[str, str]:
        return {"payer": self.name(row)} if key == PAYER else {}

    def name(self, row: Row) -> str:
        """Return the payer's name for a row of the report."""
        return self.names.get(row.id, row.id or "no plan")

    def text(self, by: str = PAYER) -> str:
        """Return the report as a table for the terminal, by a column of the items."""
        found = self.report
        heads = ("unbilled", *found.buckets.names, "total", "credits", "claims")
        lines = [f"{'Aging as of ' + found.as_of.isoformat():30}" + "".join(f"{h:>12}" for h in heads)]
        rows = self._rows(by)
        rows.append(("Total", found.total))
        for name, row in rows:
            cells = (row.unbilled, *row.buckets, row.total, row.credits)
            money = "".join(f"{c / 100:>12,.2f}" for c in cells)
            lines.append(f"{name[:29]:30}{money}{row.count:>12,}")
        anchor = ANCHOR_WORDS[found.anchor]
        lines.append(f"Counted from: {anchor}. Unbilled work and credits are in no sum.")
        return "\n".join([*lines, f"Basis: {self.basis}.", *self.notes])

    def _rows(self, by: str) -> list[tuple[str, Row]]:
        rows = self.report.tables[by]
        if by == PAYER:
            insurance = [(self.name(r), r) for r in rows if r.kind == INSURANCE]
            return [*insurance, ("Patients", self.report.of(PATIENT))]
        return [(f"{r.id or 'unknown'}{'' if r.kind == INSURANCE else ' (patient)'}", r) for r in rows]

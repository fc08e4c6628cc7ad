"""Show what is owed and how old it is, today or on a past day, and refresh the Aging sheets.

Of a past day two things can be asked: what was known when it ended, which the journal says, or what the
workbook holds now, counted as of that day. The header says which it is.

Source: handbook §10.1-10.3.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from xl_massbill.aging.bounds import SETTING
from xl_massbill.aging.buckets import COLUMNS, Buckets
from xl_massbill.aging.lines import lines_of
from xl_massbill.aging.report import DOS, KIND, PATIENTS, PAYER, THERAPIST, Report, Row, report
from xl_massbill.book.folder import Folder
from xl_massbill.book.workbook import Cell, Workbook
from xl_massbill.claims.journal import Journal
from xl_massbill.claims.ledger import INSURANCE, PATIENT, Items, open_items
from xl_massbill.commands.as_of import items_on
from xl_massbill.practice import Lines, Records

ANCHOR_WORDS = {
    "DOS": "date of service",
    "FIRST_SUBMISSION": "first submission (until then: day of export)",
    "LAST_ACTIVITY": "last activity (last sent, answered or paid)",
}
STANDS, KNOWN_THEN = "as the workbook stands", "what was known when that day ended, by the journal"
BY = {"payer": PAYER, "patient": PATIENTS, "therapist": THERAPIST, "kind": KIND}
"""By what the report can be shown; the kind of a claim is that of its payer on sheet Payers."""
_VISITS_NOTE = "Unbilled work and visits paid at the desk: as the sheet Visits stands now, up to that day."


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


def age(
    workbook: Workbook, as_of: dt.date, anchor: str | None = None, buckets: Buckets | None = None
) -> Aged:
    """Age everything that is owed as the workbook stands, counted as of a day.

    Anchor and buckets are the practice's own unless they are named.
    """
    records = _records(workbook)
    chosen = anchor or own_anchor(records)
    items = open_items(Lines(records, as_of), with_activity=chosen == "LAST_ACTIVITY")
    return _aged(records, items, as_of, chosen, buckets)


def aging_on(
    workbook: Workbook,
    day: dt.date,
    today: dt.date,
    anchor: str | None = None,
    buckets: Buckets | None = None,
) -> Aged:
    """Return the aging as of a day with its lines: of a past day what was known when it ended.

    Where the journal does not reach back so far, the workbook as it stands is counted as of that day, and
    `notes` says so.
    """
    if day >= today:
        return age(workbook, day, anchor, buckets)
    folder = Folder.of(workbook.path)
    if not workbook.path or not folder.journal.exists():
        found = age(workbook, day, anchor, buckets)
        return _noted(found, f"This workbook has no journal: what was known on {day} cannot be known.")
    records = _records(workbook)
    with Journal(folder.journal) as journal:
        items, known = items_on(Lines(records, day), journal, day)
    if not known.covers(day):
        since = f"only from {known.since} on" if known.since else "not yet"
        why = f"The journal keeps the figures of claims {since}: what was known on {day} cannot be known."
        return _noted(age(workbook, day, anchor, buckets), why)
    found = _aged(records, items, day, anchor or own_anchor(records), buckets)
    return Aged(found.report, found.names, found.ledger_cents, found.items, KNOWN_THEN, (_VISITS_NOTE,))


def _noted(found: Aged, note: str) -> Aged:
    return Aged(found.report, found.names, found.ledger_cents, found.items, STANDS, (note,))


def _records(workbook: Workbook) -> Records:
    records = Records(workbook)
    records.needs("practice", "visits", "claims", "payers")
    return records


def own_anchor(records: Records) -> str:
    """Return from which day the practice counts in its aging report."""
    own = records["practice"]["aging_basis_report"]
    return str(own.iloc[0]) if len(own) and own.iloc[0] else DOS


def _aged(records: Records, items: Items, as_of: dt.date, anchor: str, buckets: Buckets | None) -> Aged:
    payers = records["payers"]
    kinds = dict(zip(payers["payer_id"], payers["payer_type"], strict=True))
    items = Items(items.frame.assign(**{KIND: items.frame["payer_id"].map(kinds).astype(object)}))
    own = buckets or Buckets.parse(records.settings.get(SETTING, ""))
    pairs = zip(payers["payer_id"], payers["name"], strict=True)
    names = {str(i): str(n) for i, n in pairs if i and n}
    return Aged(report(items, as_of, anchor, own, BY.values()), names, items.total, items)


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

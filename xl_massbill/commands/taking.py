"""What the journal knows of values taken into Coverage, and what a crash left of it.

The cells are people's: what was not saved is not done again by itself; the decisions still stand on the
sheet.

Source: DESIGN §4; handbook §11.5.
"""

from __future__ import annotations

import datetime as dt

from xl_massbill.claims.journal import Journal
from xl_massbill.commands import benefit_books as books
from xl_massbill.practice import Records

TAKING, TAKEN = "benefits decided", "benefits decided booked"
SUBJECT = "Benefits"
_CLOSED = (books.TAKEN, books.REJECTED)


def settle_takings(records: Records, journal: Journal, now: dt.datetime) -> list[str]:
    """Note for each order that a crash cut off whether the workbook shows it; return a sentence for each."""
    noted = {event.detail["of"] for event in journal.events(TAKEN)}
    said = []
    for event in journal.events(TAKING):
        if event.seq in noted:
            continue
        rows = event.detail["rows"]
        at = records.index(books.TABLE, "benefit_id")
        states = records[books.TABLE]["state"]
        is_there = all(row in at and states.iloc[at[row]] in _CLOSED for row in rows)
        journal.record(TAKEN, event.subject, {"of": event.seq, "settled": True, "done": is_there}, now)
        if not is_there:
            said.append("Decisions on sheet Benefits had not been saved: run take-benefits again.")
    return said

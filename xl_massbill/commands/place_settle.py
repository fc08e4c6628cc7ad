"""Answers that a person has placed, done again where the workbook does not show it.

A crash, or an old copy of the workbook that was put back, leaves an answer waiting that the journal knows as
placed: what was said of it is written beside it again, and it is posted with the numbers of its denials.

Source: handbook §6.11 RMT-002; DESIGN §4 (the journal knows it before the workbook).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from xl_massbill.book.workbook import Workbook
from xl_massbill.claims.journal import Event, Journal
from xl_massbill.practice import Records
from xl_massbill.remits import post_place
from xl_massbill.remits.match import NOT_OURS
from xl_massbill.remits.post_books import Books
from xl_massbill.remits.post_values import Origin
from xl_massbill.remits.post_write import Numbers, restore

PLACED = "posting placed"
_SAID = ("belongs_to", "decided_by")


def said(books: Books, unplaced_id: str) -> dict[str, Any]:
    """Return what a person has typed beside an answer that waits."""
    return {name: books.cell("unplaced", "unplaced_id", unplaced_id, name) for name in _SAID}


def placed_in(journal: Journal, remit_id: str) -> list[dict[str, Any]]:
    """Return the answers of a remittance that were placed, each as it was done last, the last one first."""
    events = [event for event in journal.events(PLACED) if event.detail["remit_id"] == remit_id]
    found = {event.subject: dict(event.detail) for event in events}
    order = dict.fromkeys(event.subject for event in reversed(events))
    return [found[one] for one in order]


def place_again(workbook: Workbook, records: Records, event: Event) -> dict[str, Any] | None:
    """Place an answer that waits although it was placed (not yet saved); None where there is nothing to do.

    A person who has typed another claim beside it since is heeded: then the answer waits for the next one.
    """
    detail, books = event.detail, Books(records)
    told = detail.get("said") or {"belongs_to": next(iter(detail["after"]["claims"]), NOT_OURS)}
    stands = books.cell("unplaced", "unplaced_id", event.subject, "belongs_to")
    is_there = event.subject in records.index("unplaced", "unplaced_id")
    placed_on = books.cell("unplaced", "unplaced_id", event.subject, "placed_on")
    if not is_there or placed_on or stands not in (None, told["belongs_to"]):
        return None
    _write_said(workbook, records, event.subject, told, str(detail.get("by") or "office"))
    books = Books(records)
    row = next(one for one in post_place.decided(books) if one["unplaced_id"] == event.subject)
    as_of = detail.get("as_of")
    origin = Origin(
        "835", dt.date.fromisoformat(as_of) if as_of else event.at.date(), str(detail.get("by") or "")
    )
    found = post_place.planned(books, row, origin)
    if isinstance(found, str):
        return None
    posting, held = found
    denial = int(str(detail["denials"][0])[2:]) if detail.get("denials") else 0
    numbers = Numbers(int(str(row["remit_id"])[2:]), 0, denial, 0)
    kept = post_place.write_placed(workbook, records, posting, held, row, numbers)
    return kept | {"said": dict(told), "by": origin.by, "as_of": origin.as_of.isoformat()}


def put_placed_back(  # noqa: PLR0913, PLR0917 - whose answers, where, at whose word
    workbook: Workbook, records: Records, journal: Journal, remit_id: str, on: dt.date, by: str
) -> None:
    """Let the placed answers of a remittance wait again (not yet saved), those that the workbook shows."""
    for kept in placed_in(journal, remit_id):
        if Books(records).cell("unplaced", "unplaced_id", kept["unplaced_id"], "placed_on"):
            restore(workbook, records, kept, on, by)
            post_place.put_aside(workbook, records, kept)


def _write_said(
    workbook: Workbook, records: Records, unplaced_id: str, told: Mapping[str, Any], by: str
) -> None:
    """Write what a person had typed beside an answer, at that person's order."""
    sheet, at = records["unplaced"], records.index("unplaced", "unplaced_id")[unplaced_id]
    columns = {}
    for name in _SAID:
        if told.get(name) and not sheet.lacks(name):
            columns[name] = list(sheet.grid.columns[sheet.match.at[name]])
            columns[name][int(sheet.positions[at])] = told[name]
    if columns:
        workbook.write("unplaced", columns, by=by)
        records.forget("unplaced")

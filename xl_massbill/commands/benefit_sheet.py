"""New rows of sheet Benefits: what stands there is not said again, and a later answer overtakes an older one.

All rows of a file are added at once: a file may hold hundreds of sets of one patient each.

Source: handbook §8.4; DESIGN §4 (posting is idempotent).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from xl_massbill.book.workbook import Cell, Workbook
from xl_massbill.commands import benefit_books as books
from xl_massbill.commands.benefit_answers import Row
from xl_massbill.commands.post_numbers import next_number
from xl_massbill.commands.posting import Posting
from xl_massbill.practice import Records

_SAME = ("coverage_id", "coverage_column", "fact", "value_proposed", "answered_on", "trace", "raw")
_Spot = tuple[Any, Any]
"""A cell of Coverage: plan and column."""


def is_known(records: Records, sha256: str) -> bool:
    """Return whether the workbook shows that a file of answers was posted."""
    return sha256 in set(records[books.TABLE]["file_hash"])


def add(workbook: Workbook, records: Records, rows: list[Row], posting: Posting) -> None:
    """Add rows to sheet Benefits (not yet saved) and close open ones that a later answer overtakes.

    A file that adds nothing leaves one note, so that it is known.
    """
    new = _new(records, rows)
    _overtake(workbook, records, new, posting)
    if not new and not is_known(records, posting.sha256):
        why = "it says nothing that was not posted before" if rows else "it says nothing about anybody"
        note: Row = {"state": books.NOTE, "fact": "Nothing new", "why": why}
        new = [note | {"posted_on": posting.on, "file_hash": posting.sha256}]
    if not new:
        return
    first = next_number(records, books.TABLE, "benefit_id")
    names = dict.fromkeys(name for row in new for name in row)
    columns: dict[str, list[Cell]] = {name: [row.get(name) for row in new] for name in names}
    columns["benefit_id"] = [f"BN{first + n:06d}" for n in range(len(new))]
    workbook.append(books.TABLE, columns)
    records.forget(books.TABLE)


def _new(records: Records, rows: list[Row]) -> list[Row]:
    """Return the rows that say something new, each once."""
    known = set(zip(*(map(_plain, _column(records, name)) for name in _SAME), strict=True))
    found: dict[tuple[str, ...], Row] = {}
    for row in rows:
        identity = tuple(_plain(row.get(name)) for name in _SAME)
        if identity not in known:
            found.setdefault(identity, row)
    return list(found.values())


def _overtake(workbook: Workbook, records: Records, new: list[Row], posting: Posting) -> None:
    """Close rows that a later one about the same cell overtakes; of one day the last one stands."""
    closing: dict[str, Cell] = {"state": books.OVERTAKEN, "closed_on": posting.on}
    latest = _latest(new)
    names = ("state", "coverage_id", "coverage_column", "answered_on")
    standing: dict[_Spot, Any] = {}
    closed: dict[int, Mapping[str, Cell]] = {}
    for at, (state, plan, column, day) in enumerate(zip(*(_column(records, n) for n in names), strict=True)):
        if (plan, column) in latest and day is not None:
            standing[plan, column] = max(day, standing.get((plan, column), day))
            if state == books.OPEN and day <= latest[plan, column][0]:
                closed[at] = closing
    books.put(workbook, records, closed)
    for n, row in enumerate(new):
        spot = (row.get("coverage_id"), row.get("coverage_column"))
        if row["state"] == books.OPEN:
            day, last = latest[spot]
            if n != last or day < standing.get(spot, day):
                row.update(closing)


def _latest(new: list[Row]) -> dict[_Spot, tuple[Any, int]]:
    """Return for each cell of Coverage the day of the last word about it, and which row says it."""
    found: dict[_Spot, tuple[Any, int]] = {}
    for n, row in enumerate(new):
        if row.get("coverage_column"):
            spot = (row["coverage_id"], row["coverage_column"])
            found[spot] = max((row["answered_on"], n), found.get(spot, (row["answered_on"], n)))
    return found


def _column(records: Records, name: str) -> list[Any]:
    """Return a column of Benefits, days as dates, None where a cell is blank."""
    return [
        value.date() if isinstance(value, pd.Timestamp) else None if pd.isna(value) else value
        for value in records[books.TABLE][name].tolist()
    ]


def _plain(value: Any) -> str:
    return str(value or "")

"""How the claims stood on a past day: the journal keeps what changed in their figures, claim by claim.

After every command that changes claims, the figures that the ledger counts are compared with what the journal
knows, and what differs is added to it: keys, states, days and cents, never names. So a past day needs no
memory of what each command does, and cells that somebody changed by hand are seen, too, at the next command.

Source: handbook §10.1 (what makes a balance), §11.5; DESIGN §4.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from xl_massbill.claims.activity import last_activity
from xl_massbill.claims.journal import Event, Journal
from xl_massbill.practice import Records

STOOD = "claims stand"
"""The action of the journal's entries."""
SEEN = "seen"
"""The cause where no command is known: first look, cells changed by hand, what a crash left."""
ACTIVITY = "last_activity"
TEXTS = (
    *("claim_id", "payer_id", "patient_id", "therapist_id", "payer_seq", "frequency"),
    *("replaces_claim_id", "parent_claim_id", "batch_id", "status"),
)
NUMBERS = (
    *("total_charge", "patient_paid", "contractual_total", "paid_total", "other_adj_total", "pr_total"),
    "rejections",
)
DAYS = ("dos_from", "created_on", "first_submitted_on", "first_accepted_on", "pr_final_on", ACTIVITY)
Row = dict[str, Any]
Rows = dict[str, Row]
"""Rows by claim, in the order of sheet Claims; what is blank or zero is left out."""


class Standing:
    """The columns of claims that the ledger counts, as sheet Claims has them."""

    def __init__(self, columns: Mapping[str, pd.Series[Any]], size: int) -> None:
        self._columns, self._size = columns, size

    @classmethod
    def of(cls, rows: Iterable[Row]) -> Standing:
        """Return rows of the journal as columns of the same kinds as those of a sheet."""
        rows = list(rows)
        columns: dict[str, pd.Series[Any]] = {}
        for name in TEXTS:
            columns[name] = pd.Series([row.get(name) for row in rows], dtype=object)
        for name in NUMBERS:
            columns[name] = pd.Series([row.get(name, 0) for row in rows], dtype="Int64")
        for name in DAYS:
            days = np.array([row.get(name, "NaT") for row in rows], dtype="datetime64[s]")
            columns[name] = pd.Series(days)
        return cls(columns, len(rows))

    def __len__(self) -> int:
        """Return the number of claims."""
        return self._size

    def __getitem__(self, name: str) -> pd.Series[Any]:
        """Return a column."""
        return self._columns[name]


def _columns(records: Records) -> dict[str, list[Any]]:
    """Return how the claims of a workbook stand, as plain columns."""
    sheet = records["claims"]
    columns: dict[str, list[Any]] = {name: sheet.kept(name) for name in TEXTS}
    columns |= {name: [cents or 0 for cents in sheet.kept(name)] for name in NUMBERS}
    for name in DAYS:
        columns[name] = _iso(last_activity(records)) if name == ACTIVITY else sheet.kept(name)
    return columns


def _iso(days: pd.Series[Any]) -> list[str | None]:
    texts = days.to_numpy(dtype="datetime64[D]").astype(str).tolist()
    return [None if text == "NaT" else text for text in texts]


def _rows(columns: Mapping[str, list[Any]]) -> Rows:
    """Return columns as rows by claim; a number that stands there twice gets a mark."""
    found: Rows = {}
    names = list(columns)
    for cells in zip(*columns.values(), strict=True):
        row = {name: cell for name, cell in zip(names, cells) if cell}  # noqa: B905 - of one length by birth
        key = str(row.get("claim_id", ""))
        while key in found:
            key += "+"
        found[key] = row
    return found


def _print(columns: Mapping[str, list[Any]]) -> str:
    """Return a fingerprint of columns: most commands change nothing, and need not look further."""
    found = hashlib.sha256()
    for name, cells in columns.items():
        found.update("\x1f".join([name, *map(str, cells), "\x1e"]).encode())
    return found.hexdigest()


class Known(NamedTuple):
    """What the journal knows of a day's end: the claims, and since which day it knows any.

    `since` is None where it knows nothing at all; `ever` are all claims that it knew on any day.
    """

    rows: Rows
    since: dt.date | None
    ever: frozenset[str]

    def covers(self, day: dt.date) -> bool:
        """Return whether the balances of a day can be known."""
        return self.since is not None and day >= self.since


def known_on(journal: Journal, day: dt.date | None = None) -> Known:
    """Return how the claims stood at the end of a day by what was known then; now when no day is given."""
    return _known(journal.events(STOOD), day)


def _known(events: Iterable[Event], day: dt.date | None = None) -> Known:
    rows: Rows = {}
    since, ever = None, set[str]()
    for event in events:
        since = since or event.at.date()
        ever.update(event.detail["claims"])
        if day is None or event.at.date() <= day:
            apply(rows, event)
    return Known(rows, since, frozenset(ever))


def apply(rows: Rows, event: Event) -> None:
    """Let an entry of the journal change rows."""
    for claim, cells in event.detail["claims"].items():
        if cells is None:
            rows.pop(claim, None)
            continue
        row = rows.setdefault(claim, {})
        for name, cell in cells.items():
            if cell is None:
                row.pop(name, None)
            else:
                row[name] = cell


def keep_standing(journal: Journal, records: Records, cause: str, now: dt.datetime) -> bool:
    """Put into the journal how claims stand where it does not know it yet; return whether anything was new.

    `cause` is the command after which they stand so. The first entry of a journal is made even where there
    are no claims, because it says from when on all is known.
    """
    columns = _columns(records)
    last, mark = journal.last(STOOD), _print(columns)
    if last is not None and last.detail["print"] == mark:
        return False
    events = [] if last is None else [*journal.events_before(last.seq, STOOD), last]
    known, found = _known(events), _rows(columns)
    changes: dict[str, Row | None] = {claim: None for claim in known.rows if claim not in found}
    for claim, row in found.items():
        before = known.rows.get(claim, {})
        if row != before or claim not in known.rows:
            gone = {name: None for name in before if name not in row}
            changes[claim] = gone | {name: cell for name, cell in row.items() if before.get(name) != cell}
    journal.record(STOOD, cause, {"claims": changes, "print": mark}, now)
    return True

"""Agings that are kept in the journal, where nothing can be changed unseen, with every line behind them.

So two days can be compared: which figure grew by how much, and which claims are why.

Source: handbook §10.1-10.3, §11.5.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pandas as pd

from xl_massbill.aging.bounds import SETTING, Buckets
from xl_massbill.aging.lines import KEYS
from xl_massbill.book.folder import Folder
from xl_massbill.book.workbook import Workbook
from xl_massbill.claims.journal import Event, Journal
from xl_massbill.claims.standing import SEEN, keep_standing
from xl_massbill.claims.standing_steps import mark
from xl_massbill.commands.age import aging_on, own_anchor
from xl_massbill.commands.aged import KNOWN_THEN, Aged
from xl_massbill.errors import Refused
from xl_massbill.practice import Records

KEPT = "aging kept"


@dataclass(frozen=True, slots=True, repr=False)
class Snapshot:
    """An aging with its lines; `basis` says what it rests on.

    `mark` is the last entry of the journal that it knows. `kept_at` is None for one that was not kept but
    made anew from the journal.
    """

    as_of: dt.date
    anchor: str
    buckets: Buckets
    basis: str
    lines: pd.DataFrame
    mark: int
    kept_at: dt.datetime | None = None

    @property
    def total(self) -> int:
        """Return what is owed in cents: without unbilled work and credits."""
        buckets = set(self.buckets.names)
        return int(self.lines["cents"][self.lines["bucket"].isin(buckets)].sum())

    def title(self) -> str:
        """Return which one it is."""
        how = f"kept {self.kept_at:%Y-%m-%d %H:%M}" if self.kept_at else self.basis
        return f"{self.as_of} ({how})"


def keep_aging(workbook: Workbook, aged: Aged, now: dt.datetime, user: str = "") -> Snapshot:
    """Keep an aging in the journal and return it; the same once more is not kept twice.

    Nothing is written into the workbook. Raise Refused if the workbook lies nowhere, or another command is at
    work on it.
    """
    if not workbook.path:
        raise Refused("Save the workbook first: the aging is kept beside it.")
    if aged.report.as_of > now.date():
        raise Refused(f"{aged.report.as_of} is still to come: only the aging of a day that was is kept.")
    folder = Folder.of(workbook.path)
    with folder.locked(), Journal(folder.journal, user=user) as journal:
        return keep_in(journal, Records(workbook), aged, now)


def keep_in(journal: Journal, records: Records, aged: Aged, now: dt.datetime) -> Snapshot:
    """Keep an aging as `keep_aging` does, in a journal that is open and whose workbook is locked already."""
    keep_standing(journal, records, SEEN, now)
    report = aged.report
    known = mark(journal, report.as_of if aged.basis == KNOWN_THEN else None)
    detail = _detail(aged, known)
    event = _last(journal, report.as_of, report.anchor, report.buckets)
    if event is None or {**event.detail, "mark": known} != detail:
        journal.record(KEPT, report.as_of.isoformat(), detail, now)
        event = journal.last(KEPT)
    assert event is not None
    return _snapshot(event)


def snapshots(workbook: Workbook) -> list[Snapshot]:
    """Return all agings that were kept, in the order in which they were."""
    folder = Folder.of(workbook.path)
    if not workbook.path or not folder.journal.exists():
        return []
    with Journal(folder.journal) as journal:
        return [_snapshot(event) for event in journal.events(KEPT)]


def snapshot_of(
    workbook: Workbook,
    day: dt.date,
    today: dt.date,
    anchor: str | None = None,
    buckets: Buckets | None = None,
) -> Snapshot:
    """Return the aging of a day: as it was kept last, else as the journal knows it; or Refused."""
    folder = Folder.of(workbook.path)
    if not workbook.path or not folder.journal.exists():
        raise Refused("This workbook has no journal: agings of two days cannot be compared.")
    records = Records(workbook)
    chosen = anchor or own_anchor(records)
    with Journal(folder.journal) as journal:
        event = _last(journal, day, chosen, buckets or Buckets.parse(records.settings.get(SETTING, "")))
        known = mark(journal, day)
    if event is not None:
        return _snapshot(event)
    aged = aging_on(workbook, day, today, anchor, buckets)
    if aged.basis != KNOWN_THEN and day < today:
        raise Refused(" ".join(aged.notes))
    return Snapshot(day, chosen, aged.report.buckets, aged.basis, aged.lines(), known)


def _detail(aged: Aged, known: int) -> dict[str, Any]:
    lines, report = aged.lines(), aged.report
    columns: dict[str, list[Any]] = {name: lines[name].tolist() for name in (*KEYS, "bucket", "cents")}
    columns["since"] = [None if pd.isna(day) else day.date().isoformat() for day in lines["since"]]
    return {
        "anchor": report.anchor,
        "buckets": list(report.buckets.last),
        "basis": aged.basis,
        "amount": report.total.total,
        "mark": known,
        "lines": columns,
    }


def _last(journal: Journal, day: dt.date, anchor: str, buckets: Buckets) -> Event | None:
    """Return the last aging of a day that was kept with an anchor and buckets."""
    found = [
        event
        for event in journal.events(KEPT)
        if event.subject == day.isoformat()
        and event.detail["anchor"] == anchor
        and tuple(event.detail["buckets"]) == buckets.last
    ]
    return found[-1] if found else None


def _snapshot(event: Event) -> Snapshot:
    detail = event.detail
    lines = pd.DataFrame(detail["lines"])
    lines["since"] = pd.to_datetime(lines["since"])
    day = dt.date.fromisoformat(event.subject)
    lines["days"] = (pd.Timestamp(day) - lines["since"]).dt.days.astype("Int64")
    buckets = Buckets(tuple(detail["buckets"]))
    return Snapshot(day, detail["anchor"], buckets, detail["basis"], lines, detail["mark"], event.at)

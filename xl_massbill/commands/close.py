"""Close a month: its figures go into the journal, and into a PDF and a workbook that stay as they are.

A month counts what was posted in it. What is posted later belongs to a later month, so that a closed one
stays as it is. To close again takes a reason; the earlier files stay beside the new ones.

Source: handbook §10.3, §8.6, §10.8, §11.5; issue of the follow-up, point 7.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from xl_massbill.aging.month import Month
from xl_massbill.book.amounts import dollars
from xl_massbill.book.folder import Folder
from xl_massbill.book.workbook import Workbook
from xl_massbill.claims.journal import Event, Journal
from xl_massbill.claims.kept_files import fingerprint, keep, put, whole
from xl_massbill.claims.parties import Parties
from xl_massbill.commands import audit
from xl_massbill.commands.aging_snapshots import keep_in
from xl_massbill.commands.close_book import book
from xl_massbill.commands.close_facts import MonthFacts, month_facts
from xl_massbill.commands.close_pages import pages
from xl_massbill.commands.post_settle import UNDONE, postings
from xl_massbill.commands.settle import settle
from xl_massbill.commands.without_names import without_names
from xl_massbill.errors import Refused
from xl_massbill.forms.paper import drawn
from xl_massbill.practice import Records

CLOSED = "month closed"
_FOLDER = "closes"
_REASON = 10
"""Letters that a reason to close again has at least."""


@dataclass(frozen=True, slots=True)
class Order:
    """Who closes, and why it is done again, if it is."""

    by: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Closed:
    """What became of the order."""

    facts: MonthFacts
    files: tuple[Path, ...] = ()
    settled: list[str] = field(default_factory=list)

    def text(self) -> str:
        """Return the figures, what is not settled, and where the files are."""
        where = (
            f"{self.facts.month.words} is closed: {self.files[0].parent.name}/{self.files[0].name}"
            f" and {self.files[1].name}."
            if self.files
            else f"{self.facts.month.words} is not closed: this is a look ahead."
        )
        basis = f"Basis: {self.facts.aged.basis}."
        told = [*_figures(self.facts.sums()), basis, *self.facts.aged.notes, *self.facts.undone]
        return "\n".join([*told, where])

    def as_json(self) -> dict[str, Any]:
        """Return the figures as JSON values, sums in cents."""
        return {
            "month": self.facts.month.key,
            "sums": self.facts.sums(),
            "basis": self.facts.aged.basis,
            "undone": list(self.facts.undone),
            "files": [str(file) for file in self.files],
        }


@dataclass(frozen=True, slots=True)
class Before:
    """A close as the journal holds it; `changed` names files that are not what they were."""

    event: Event
    changed: tuple[str, ...]

    def text(self) -> str:
        """Return it as a line."""
        sums, detail = self.event.detail["sums"], self.event.detail
        spoilt = f" CHANGED SINCE: {', '.join(self.changed)}." if self.changed else ""
        return (
            f"{detail['month']}  {detail['version']}. close, {self.event.at:%Y-%m-%d} by {detail['by']}: "
            f"owed ${dollars(sums['owed'])}, received ${dollars(sums['received'])}, "
            f"written off ${dollars(sums['written_off'])}.{spoilt}"
        )


def look(workbook: Workbook, month: Month, today: dt.date) -> Closed:
    """Return what a close of the month would hold; nothing is written. Raise NoTable."""
    return Closed(month_facts(workbook, month, today))


def close(workbook: Workbook, month: Month, order: Order, now: dt.datetime) -> Closed:
    """Close a month and save; raise Refused if it is not over, or closed before and no reason is given."""
    if not order.by.strip():
        raise Refused("A close needs the name of who makes it: --by NAME.")
    if month.last >= now.date():
        raise Refused(f"{month.words} is not over yet.")
    folder = Folder.of(workbook.path)
    with folder.locked(), Journal(folder.journal, user=order.by) as journal:
        settled = settle(workbook, journal, now)
        without_names(Records(workbook), order.why)
        version = _version(journal, month, order)
        facts = month_facts(workbook, month, now.date())
        facts = replace(facts, undone=(*facts.undone, *_taken_back(journal, month)))
        files = _written(workbook, facts, order, now.date(), version)
        named = {file.name: fingerprint(file.read_bytes()) for file in files}
        detail: dict[str, Any] = {"month": month.key, "version": version, "by": order.by, "why": order.why}
        keep_in(journal, Records(workbook), facts.aged, now)
        journal.record(CLOSED, month.key, detail | {"sums": facts.sums(), "files": named}, now)
        audit.write(workbook)
        workbook.save()
    return Closed(facts, files, settled)


def closes(workbook: Workbook) -> list[Before]:
    """Return all closes, oldest first, with those of their files that were changed or are gone."""
    folder = Folder.of(workbook.path)
    if not folder.journal.exists():
        return []
    with Journal(folder.journal) as journal:
        return [Before(event, tuple(_changed(folder, event))) for event in journal.events(CLOSED)]


def _changed(folder: Folder, event: Event) -> Iterator[str]:
    for name, sha256 in event.detail["files"].items():
        if whole(folder.out / _FOLDER / Path(name).name, sha256) is None:
            yield str(name)


def _taken_back(journal: Journal, month: Month) -> Iterator[str]:
    """Yield what the aging of the month knows as posted and the sheets do not: taken back after its end."""
    past = postings(journal)
    for event in journal.events(UNDONE):
        posted = past[event.subject].detail.get("as_of") or ""
        if event.at.date() > month.last and month.has(dt.date.fromisoformat(posted) if posted else None):
            yield (
                f"{event.subject} was posted in {month.words} and taken back on {event.at:%Y-%m-%d}: what is "
                "owed is as it was when the month ended, what was received is without it."
            )


def _version(journal: Journal, month: Month, order: Order) -> int:
    """Return which close of the month this is."""
    before = [event for event in journal.events(CLOSED) if event.subject == month.key]
    if before and len(order.why.strip()) < _REASON:
        last = before[-1]
        raise Refused(
            f"{month.words} was closed on {last.at:%Y-%m-%d} by {last.detail['by']}. To close it again, "
            f"give a reason of {_REASON} characters or more: --why."
        )
    return len(before) + 1


def _written(
    workbook: Workbook, facts: MonthFacts, order: Order, on: dt.date, version: int
) -> tuple[Path, Path]:
    """Write the PDF and the workbook, and keep their bytes."""
    home = Folder.of(workbook.path)
    folder = home.out / _FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    name = f"close_{facts.month.key}" + (f"_{version}" if version > 1 else "")
    paper = pages(facts, Parties(Records(workbook)).billing(), order.by, on)
    again = f", {version}. close" if version > 1 else ""
    title = f"{facts.month.words}, closed {on} by {order.by}{again}"
    made = {folder / f"{name}.pdf": drawn(paper), folder / f"{name}.xlsx": book(facts, title)}
    for file, data in made.items():
        put(file, data)
        keep(home, file, fingerprint(data))
    pdf, sheet = made
    return pdf, sheet


def _figures(sums: dict[str, int]) -> list[str]:
    words = {
        "owed": "Owed at the end of the month",
        "credits": "Credits",
        "unbilled": "Not billed yet",
        "received": "Advised by payers and patients",
        "banked": "In the bank",
        "adjusted": "Taken off by payers",
        "written_off": "Written off",
    }
    return [f"{told:32}{dollars(sums[name]):>14}" for name, told in words.items()]

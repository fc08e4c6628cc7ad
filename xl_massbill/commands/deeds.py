"""What the journal says was done with batches, and doing it again in a workbook that does not know it.

A workbook lags behind its journal after a crash, or when an old copy of it was put back. Then every deed it
does not know is done again, in the order in which it happened, so that nothing is sent twice.

Source: DESIGN §4; handbook §7.10, §8.9.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from xl_massbill.book.folder import Folder
from xl_massbill.book.workbook import Workbook
from xl_massbill.claims.batches import AT_HOME, happened_of, send, stage_of, take_back
from xl_massbill.claims.booking import book, is_booked
from xl_massbill.claims.journal import Journal
from xl_massbill.claims.keeping import told
from xl_massbill.claims.kept_files import place_of, withdraw
from xl_massbill.claims.states import Event
from xl_massbill.commands import answers
from xl_massbill.commands.words import counted
from xl_massbill.practice import Records

RESERVED, WRITTEN, BOOKED, GIVEN_UP = "export reserved", "export written", "export booked", "export given up"
SENDING, SENT = "batch sent", "batch sent booked"
TAKING_BACK, TAKEN_BACK = "batch taken back", "batch taken back booked"
TAKING_IN, TAKEN_IN = "answer handed in", "answer posted"


class Kind(StrEnum):
    """What was done with a batch, or with an answer to some."""

    EXPORT = "booked"
    SENT = "sent"
    TAKEN_BACK = "taken back"
    ANSWER = "posted"


_BEGUN = {
    RESERVED: Kind.EXPORT,
    SENDING: Kind.SENT,
    TAKING_BACK: Kind.TAKEN_BACK,
    TAKING_IN: Kind.ANSWER,
}
_DONE = {BOOKED: Kind.EXPORT, SENT: Kind.SENT, TAKEN_BACK: Kind.TAKEN_BACK, TAKEN_IN: Kind.ANSWER}
NOTED = {kind: action for action, kind in _DONE.items()}
_EVENT = {Kind.SENT: Event.SENT, Kind.TAKEN_BACK: Event.TAKEN_OUT}
_LATE = {
    Kind.EXPORT: "had been written but not booked: it is booked now.",
    Kind.SENT: "had been marked as sent, but not in the workbook: it is now.",
    Kind.TAKEN_BACK: "had been taken back, but not in the workbook: it is now. Its visits are free.",
}
_AGAIN = {
    Kind.EXPORT: "is booked again, so that its claims do not go out twice.",
    Kind.SENT: "is marked as sent again.",
    Kind.TAKEN_BACK: "is taken back again.",
}


@dataclass(slots=True)
class Deed:
    """One thing done, as far as the journal tells; `batch_id` names the batch, or the answer."""

    kind: Kind
    batch_id: str
    detail: Mapping[str, Any]
    file_hash: str = ""
    is_noted: bool = False
    is_given_up: bool = False

    def sentence(self) -> str:
        """Return what is said when it had to be done again."""
        if self.kind is Kind.ANSWER:
            return self._answer()
        n = f" ({counted(len(self.detail['claims']), 'claim')})" if self.kind is Kind.EXPORT else ""
        if self.is_noted:
            older = "The workbook is older than its journal (a copy put back?)"
            return f"{older}: batch {self.batch_id}{n} {_AGAIN[self.kind]}"
        return f"Batch {self.batch_id}{n} {_LATE[self.kind]}"

    def already(self) -> str:
        """Return what is said when the workbook shows it and only the journal does not."""
        what = "An answer" if self.kind is Kind.ANSWER else f"Batch {self.batch_id}"
        return f"{what} was {self.kind} in the workbook already; the journal now says so too."

    def _answer(self) -> str:
        kinds = ", ".join(self.detail["kinds"])
        if self.is_noted:
            older = "The workbook is older than its journal (a copy put back?)"
            return f"{older}: an answer ({kinds}) is posted again."
        return f"An answer ({kinds}) had been handed in, but not posted: it is posted now."


def deeds_in(journal: Journal) -> list[Deed]:
    """Return what was done with batches, in the order in which it was begun."""
    found: dict[tuple[Kind, str], Deed] = {}
    for event in journal.events(*_BEGUN, *_DONE, WRITTEN, GIVEN_UP):
        if event.action in _BEGUN:
            kind = _BEGUN[event.action]
            found.setdefault((kind, event.subject), Deed(kind, event.subject, event.detail))
        elif event.action in _DONE:
            found[_DONE[event.action], event.subject].is_noted = True
        elif event.action == WRITTEN:
            found[Kind.EXPORT, event.subject].file_hash = event.detail["sha256"]
        else:
            found[Kind.EXPORT, event.subject].is_given_up = True
    return list(found.values())


def is_known(records: Records, deed: Deed) -> bool:
    """Return whether the workbook shows a deed."""
    if deed.kind is Kind.EXPORT:
        return is_booked(records, deed.batch_id)
    if deed.kind is Kind.ANSWER:
        return answers.is_known(records, deed.detail["sha256"], deed.detail["kinds"], is_noted=deed.is_noted)
    return stage_of(records, deed.batch_id) not in AT_HOME


def do(workbook: Workbook, records: Records, deed: Deed) -> dict[str, Any]:
    """Do a deed in the workbook (not yet saved) and return what the journal keeps of it."""
    if deed.kind is Kind.EXPORT:
        return book(workbook, records, deed.detail, deed.file_hash)
    if deed.kind is Kind.ANSWER:
        return answers.post_again(workbook, records, deed.detail)
    if deed.kind is Kind.TAKEN_BACK and deed.detail.get("file"):
        withdraw(place_of(Folder.of(workbook.path), deed.detail["file"]))
    run = send if deed.kind is Kind.SENT else take_back
    moved = run(workbook, records, deed.batch_id, deed.detail)
    return told(moved, happened_of(_EVENT[deed.kind], deed.detail))


def begin(journal: Journal, deed: Deed, now: dt.datetime) -> None:
    """Put into the journal that a deed begins; from here on it will be done, whatever happens."""
    action = next(action for action, kind in _BEGUN.items() if kind is deed.kind)
    journal.record(action, deed.batch_id, deed.detail, now)


def note(journal: Journal, deed: Deed, kept: Mapping[str, Any], now: dt.datetime) -> None:
    """Put into the journal that the workbook shows a deed."""
    journal.record(NOTED[deed.kind], deed.batch_id, kept, now)

"""What the journal knows of files that were taken in: which rows they made, which they met, what was undone.

The journal keeps numbers of rows, and fingerprints of their contents and of the other program's numbers;
never a name, never a cell.

Source: DESIGN §4 (journal before acting); handbook §11.1, §11.5.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from xl_massbill.claims.journal import Journal
from xl_massbill.commands.words import counted
from xl_massbill.intake.outcome import Known
from xl_massbill.intake.there import cells_at, row_print
from xl_massbill.practice import Records

BEGUN, DONE, GIVEN_UP = "file taken in", "file taken in booked", "file taken in given up"
UNDOING, UNDONE = "file taken back", "file taken back booked"
KEYS = {"visits": "visit_id", "patients": "patient_id"}


@dataclass(slots=True)
class Past:
    """One file that was taken in: its number, when, and the journal's detail."""

    import_id: str
    at: dt.datetime
    detail: Mapping[str, Any]
    is_done: bool = False
    is_given_up: bool = False
    is_undoing: bool = False
    is_undone: bool = False

    @property
    def table(self) -> str:
        """Return the table that its rows went to."""
        return str(self.detail["table"])

    @property
    def rows(self) -> Sequence[Mapping[str, str]]:
        """Return the rows that it made: id, print, source."""
        return list(self.detail["rows"])

    @property
    def updated(self) -> Sequence[Mapping[str, str]]:
        """Return the rows of earlier files that it brought up to date: id, print."""
        return list(self.detail["updated"])


@dataclass(slots=True)
class Memory:
    """All files that were taken in and not taken back."""

    files: dict[str, Past] = field(default_factory=dict)

    @classmethod
    def of(cls, journal: Journal) -> Memory:
        """Read the journal."""
        found: dict[str, Past] = {}
        for event in journal.events(BEGUN, DONE, GIVEN_UP, UNDOING, UNDONE):
            if event.action == BEGUN:
                found[event.subject] = Past(event.subject, event.at, event.detail)
            elif event.action == DONE:
                found[event.subject].is_done = True
            elif event.action == GIVEN_UP:
                found[event.subject].is_given_up = True
            elif event.action == UNDOING:
                found[event.subject].is_undoing = True
            else:
                found[event.subject].is_undone = True
        return cls(found)

    def prints(self, table: str) -> dict[str, str]:
        """Return the print of each row of a table as the program last wrote it, by the row's number."""
        found: dict[str, str] = {}
        for past in self.files.values():
            if past.table == table and not past.is_given_up:
                found |= {row["id"]: row["print"] for row in (*past.rows, *past.updated)}
        return found

    def standing(self, table: str) -> Iterable[Past]:
        """Return the files whose rows should stand in a table, oldest first."""
        return [
            one
            for one in self.files.values()
            if one.table == table and not one.is_given_up and not one.is_undone
        ]

    def known(self, table: str) -> dict[str, Known]:
        """Return the records of a table by what the other program calls them; the newest file counts."""
        found: dict[str, Known] = {}
        for past in self.standing(table):
            name = str(past.detail["map"])
            for row in past.detail["met"]:
                found.setdefault(row["source"], Known(row["id"], name))
            found |= {row["source"]: Known(row["id"], name) for row in past.rows}
        return found

    def of_file(self, sha256: str, table: str) -> Past | None:
        """Return the last time that these very bytes were taken in, None if they never were."""
        found = [past for past in self.standing(table) if past.detail["sha256"] == sha256]
        return found[-1] if found else None


def settle_files(records: Records, journal: Journal, now: dt.datetime) -> list[str]:
    """Note what a crash left open: whether the rows of a file came to stand on the sheet."""
    said = []
    for past in Memory.of(journal).files.values():
        if not (past.is_done or past.is_given_up):
            if _stands(records, past):
                journal.record(DONE, past.import_id, {"settled": True}, now)
            else:
                journal.record(GIVEN_UP, past.import_id, {}, now)
                said.append(
                    f"Import {past.import_id} was cut off before anything was written: take the file in anew."
                )
        elif past.is_undoing and not past.is_undone and past.rows and not _stands(records, past):
            journal.record(UNDONE, past.import_id, {"settled": True}, now)
            rows = counted(len(past.rows), "row")
            said.append(f"Import {past.import_id} ({rows}) was taken back; the journal now says so too.")
    return said


def _stands(records: Records, past: Past) -> bool:
    """Return whether a row of a file is on the sheet as it was written: a save writes all of them or none."""
    sheet, there = records[past.table], records.index(past.table, KEYS[past.table])
    if past.rows or not past.updated:
        return not past.rows or any(row["id"] in there for row in past.rows)
    return any(
        row["id"] in there and row_print(sheet.table, cells_at(sheet, there[row["id"]])) == row["print"]
        for row in past.updated
    )

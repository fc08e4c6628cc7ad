"""Finish what a crash left half done, before anything new begins.

An export leaves three marks in the journal: reserved, written, booked. Whatever stands between two of
them is settled here: a file that was never finished is given up with its numbers (they are never used
again, and its visits stay unbilled); a file that is whole is booked into the workbook.

Source: DESIGN §4; handbook §7.2.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from xl_massbill.book.folder import Folder
from xl_massbill.book.workbook import Workbook
from xl_massbill.claims.booking import book, is_booked
from xl_massbill.claims.journal import Journal
from xl_massbill.errors import Refused, Unreadable
from xl_massbill.forms.x837p import claim_ids_in, sha256_of
from xl_massbill.practice import Records

RESERVED, WRITTEN, BOOKED, GIVEN_UP = "export reserved", "export written", "export booked", "export given up"


@dataclass(slots=True)
class _Export:
    """What the journal says about one batch."""

    batch_id: str
    detail: Mapping[str, Any]
    file_hash: str = ""
    is_booked: bool = False
    is_given_up: bool = False


def settle(workbook: Workbook, journal: Journal, now: datetime) -> list[str]:
    """Settle every unfinished export and return one sentence for each; the workbook is saved when needed."""
    records = Records(workbook)
    said: list[str] = []
    to_book: list[_Export] = []
    for export in _exports(journal):
        if export.is_given_up:
            continue
        if not export.file_hash and not export.is_booked:
            sentence = _settle_file(export, journal, now)
            said.append(sentence)
            if export.is_given_up:
                continue
        if not is_booked(records, export.batch_id):
            to_book.append(export)
        elif not export.is_booked:
            journal.record(BOOKED, export.batch_id, {"settled": True}, now)
            said.append(f"Batch {export.batch_id} was already in the workbook; the journal now says so too.")
    for export in to_book:
        book(workbook, records, export.detail, export.file_hash)
    if to_book:
        workbook.save()
    for export in to_book:
        journal.record(BOOKED, export.batch_id, {"settled": True}, now)
        n = len(export.detail["claims"])
        said.append(
            f"Batch {export.batch_id} ({n} claims) had been written but not booked: it is booked now."
        )
    return said


def settle_if_needed(workbook: Workbook, now: datetime, user: str = "") -> list[str]:
    """Settle what a crash left, if this workbook has a journal at all."""
    folder = Folder.of(workbook.path)
    if not workbook.path or not folder.journal.exists():
        return []
    with folder.locked(), Journal(folder.journal, user=user) as journal:
        return settle(workbook, journal, now)


def _exports(journal: Journal) -> list[_Export]:
    found: dict[str, _Export] = {}
    for event in journal.events(RESERVED, WRITTEN, BOOKED, GIVEN_UP):
        if event.action == RESERVED:
            found[event.subject] = _Export(event.subject, event.detail)
        elif event.action == WRITTEN:
            found[event.subject].file_hash = event.detail["sha256"]
        elif event.action == BOOKED:
            found[event.subject].is_booked = True
        else:
            found[event.subject].is_given_up = True
    return list(found.values())


def _settle_file(export: _Export, journal: Journal, now: datetime) -> str:
    """Decide whether the file of an interrupted export is whole; note the decision in the journal."""
    file = Path(export.detail["file"])
    partial(file).unlink(missing_ok=True)
    if file.exists() and _is_whole(file, [row["claim_id"] for row in export.detail["claims"]]):
        export.file_hash = sha256_of(file)
        journal.record(WRITTEN, export.batch_id, {"sha256": export.file_hash, "settled": True}, now)
        return (
            f"The export of batch {export.batch_id} was cut off, but its file is whole: it counts as written."
        )
    export.is_given_up = True
    journal.record(GIVEN_UP, export.batch_id, {}, now)
    return (
        f"The export of batch {export.batch_id} was cut off before its file was finished. Its numbers are"
        " given up; its visits are still unbilled and go out with the next export."
    )


def partial(file: Path) -> Path:
    """Return the name under which a file is written before it is whole."""
    return file.with_name(file.name + ".part")


def _is_whole(file: Path, claims: list[str]) -> bool:
    try:
        return claim_ids_in(file) == claims
    except (Unreadable, Refused):
        return False

"""Finish what a crash left half done, before anything new begins; catch up with a workbook that is old.

An export leaves three marks in the journal: reserved, written, booked; sending and taking back leave two.
Whatever stands between two of them is settled here: a file that was never finished is given up with its
numbers (they are never used again, and its visits stay unbilled); all else is done to its end. The same
happens when an old copy of the workbook was put back: what the journal knows is done again. A day of sending
that somebody typed on sheet Batches counts as an order to mark the batch as sent.

Source: DESIGN §4; handbook §7.2, §7.10.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from xl_massbill.book.folder import Folder
from xl_massbill.book.workbook import Workbook
from xl_massbill.claims.batches import OFFICE, Stage, claims_in, made_on, sent_on, stage_of
from xl_massbill.claims.journal import Journal
from xl_massbill.claims.kept_files import keep
from xl_massbill.claims.standing import SEEN, keep_standing
from xl_massbill.commands.claim_orders import settle_claims
from xl_massbill.commands.deeds import (
    BOOKED,
    GIVEN_UP,
    RESERVED,
    WRITTEN,
    Deed,
    Kind,
    begin,
    deeds_in,
    do,
    is_known,
    note,
)
from xl_massbill.commands.denial_orders import settle_denials
from xl_massbill.commands.inquiries import settle_inquiries
from xl_massbill.commands.intake_past import settle_files
from xl_massbill.commands.post_settle import settle_postings
from xl_massbill.commands.taking import settle_takings
from xl_massbill.errors import Refused, Unreadable
from xl_massbill.forms.claim_csv import read_claims
from xl_massbill.forms.x837p import claim_ids_in, sha256_of
from xl_massbill.practice import Records

__all__ = ["BOOKED", "GIVEN_UP", "RESERVED", "WRITTEN", "partial", "settle", "settle_if_needed"]


def settle(workbook: Workbook, journal: Journal, now: datetime, records: Records | None = None) -> list[str]:
    """Settle what is unfinished and return one sentence for each; the workbook is saved when needed.

    `records` of a caller that goes on with them hold afterwards what was read, as it stands now.
    """
    said = settle_inquiries(workbook, journal, now)  # answers to them may have to be posted again
    records = records or Records(workbook)
    records.forget_all()
    done: list[tuple[Deed, dict[str, object]]] = []
    for deed in [d for d in deeds_in(journal) if not d.is_given_up]:
        if deed.kind is Kind.EXPORT and not deed.file_hash and not deed.is_noted:
            said.append(_settle_file(workbook, deed, journal, now))
            if deed.is_given_up:
                continue
        if not is_known(records, deed):
            done.append((deed, do(workbook, records, deed)))
        elif not deed.is_noted:
            note(journal, deed, {"settled": True}, now)
            said.append(deed.already())
    if done:
        workbook.save()
    for deed, kept in done:
        note(journal, deed, {**kept, "settled": True}, now)
        said.append(deed.sentence())
    said += _typed_days(workbook, records, journal, now)
    said += settle_takings(Records(workbook), journal, now)
    said += settle_postings(workbook, journal, now)
    said += settle_files(Records(workbook), journal, now)
    said += settle_denials(workbook, journal, now)
    said += settle_claims(workbook, journal, now)
    records.forget_all()
    keep_standing(journal, records, SEEN, now)
    return said


def settle_if_needed(workbook: Workbook, now: datetime, user: str = "") -> list[str]:
    """Settle what a crash left, if this workbook has a journal at all."""
    folder = Folder.of(workbook.path)
    if not workbook.path or not folder.journal.exists():
        return []
    with folder.locked(), Journal(folder.journal, user=user) as journal:
        return settle(workbook, journal, now)


def _typed_days(workbook: Workbook, records: Records, journal: Journal, now: datetime) -> list[str]:
    """Mark the batches as sent beside which somebody typed the day; a day that cannot be is left alone."""
    said = []
    for batch_id in [str(batch) for batch in records["batches"]["batch_id"] if batch]:
        day, made = sent_on(records, batch_id), made_on(records, batch_id)
        if day is None or stage_of(records, batch_id) is not Stage.EXPORTED:
            continue
        if not (made or day) <= day <= now.date():
            continue
        deed = Deed(
            Kind.SENT,
            batch_id,
            {
                "on": day.isoformat(),
                "by": OFFICE,
                "why": "typed on sheet Batches",
                "claims": claims_in(records, batch_id),
            },
        )
        begin(journal, deed, now)
        kept = do(workbook, records, deed)
        workbook.save()
        note(journal, deed, kept, now)
        said.append(f"Batch {batch_id} is marked as sent on {day}, as sheet Batches says.")
    return said


def _settle_file(workbook: Workbook, export: Deed, journal: Journal, now: datetime) -> str:
    """Decide whether the file of an interrupted export is whole; note the decision in the journal."""
    file = Path(export.detail["file"])
    partial(file).unlink(missing_ok=True)
    if file.exists() and _is_whole(file, export):
        export.file_hash = sha256_of(file)
        keep(Folder.of(workbook.path), file, export.file_hash)
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


def _is_whole(file: Path, export: Deed) -> bool:
    """Return whether a file holds all its claims.

    A PDF or a print image cannot be read back, but a file gets its own name only after it was verified.
    """
    kind, claims = export.detail["batch"]["kind"], [row["claim_id"] for row in export.detail["claims"]]
    try:
        if kind == "CSV":
            return [claim.claim_id for claim in read_claims(file.read_bytes())] == claims
        return kind != "837P" or claim_ids_in(file) == claims
    except (Unreadable, Refused):
        return False

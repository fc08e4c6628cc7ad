"""Postings that a crash left half done, or that an older copy of the workbook does not know: done again.

The journal knows the file of each posting by its fingerprint, the set in it, and the numbers that were taken.
The file lies in `in/`, byte for byte, so the posting is made anew from it with the same numbers. Answers that
a person has placed since follow in their turn: a later posting may rest on what was said of them.

Source: DESIGN §4; handbook §11.2.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xl_massbill.book.folder import Folder
from xl_massbill.book.workbook import Workbook
from xl_massbill.claims.journal import Event, Journal
from xl_massbill.claims.kept_files import put, whole
from xl_massbill.commands.place_settle import PLACED, place_again, put_placed_back
from xl_massbill.errors import Refused
from xl_massbill.practice import Records
from xl_massbill.remits import post_patient
from xl_massbill.remits.post_books import Books
from xl_massbill.remits.post_cells import all_by_name
from xl_massbill.remits.post_eob import remittance_of_rows, typed
from xl_massbill.remits.post_override import amended
from xl_massbill.remits.post_plan import plan
from xl_massbill.remits.post_values import Origin
from xl_massbill.remits.post_write import Numbers, mark, undo, write
from xl_massbill.remits.read835 import read835
from xl_massbill.remits.read835_facts import Remittance

BEGUN, FIGURES, BOOKED = "posting begun", "posting figures", "posting booked"
UNDOING, UNDONE = "posting undo begun", "posting undone"


@dataclass(slots=True)
class Past:
    """One posting as the journal tells it."""

    remit_id: str
    detail: dict[str, Any]
    is_booked: bool = False
    undoing: dict[str, Any] | None = None
    is_undone: bool = False


def postings(journal: Journal) -> dict[str, Past]:
    """Return the postings of the journal by their remittance, the oldest first."""
    found: dict[str, Past] = {}
    for event in journal.events(BEGUN, BOOKED, UNDOING, UNDONE):
        past = found.setdefault(event.subject, Past(event.subject, dict(event.detail)))
        past.is_booked |= event.action == BOOKED
        past.is_undone |= event.action == UNDONE
        if event.action == UNDOING:
            past.undoing = dict(event.detail)
    return found


def figures(journal: Journal, remit_id: str) -> dict[str, Any]:
    """Return what a posting changed when it was made last, before and after; empty if nobody knows."""
    found = [event.detail for event in journal.events(FIGURES) if event.subject == remit_id]
    return all_by_name(found[-1]) if found else {}


def keep_received(folder: Folder, data: bytes, sha256: str) -> None:
    """Keep a payer's file byte for byte under its fingerprint."""
    place = folder.path / "in" / sha256
    if whole(place, sha256) is None:
        place.parent.mkdir(parents=True, exist_ok=True)
        put(place, data)


def settle_postings(workbook: Workbook, journal: Journal, now: dt.datetime) -> list[str]:
    """Do again what the workbook does not show, and return a sentence for each; it is saved when needed."""
    known = postings(journal)
    if not known:
        return []
    records, said, marks = Records(workbook), list[str](), list[tuple[str, str]]()
    seen: set[str] = set()
    for event in journal.events(BEGUN, PLACED):
        if event.action == PLACED:
            said += _place(workbook, records, journal, known, event, now)
        elif event.subject not in seen:
            seen.add(event.subject)
            sentence, mark = _settle(workbook, records, journal, known, known[event.subject], now)
            said += [sentence] if sentence else []
            marks += [(mark, event.subject)] if mark else []
    if said:
        workbook.save()
    for action, remit_id in marks:
        journal.record(action, remit_id, {"settled": True}, now)
    return said


def _settle(  # noqa: PLR0913, PLR0917 - one posting among all, and where
    workbook: Workbook,
    records: Records,
    journal: Journal,
    known: Mapping[str, Past],
    past: Past,
    now: dt.datetime,
) -> tuple[str, str]:
    """Settle one posting (not yet saved) and return what is said and what is to be noted, "" for nothing."""
    remit_id = past.remit_id
    is_there = remit_id in records.index("remits", "remit_id")
    if past.undoing is not None:
        if is_there:
            by = past.undoing.get("by", "")
            put_placed_back(workbook, records, journal, remit_id, now.date(), by)
            undo(workbook, records, figures(journal, remit_id), now.date(), by)
            return f"Posting {remit_id} had been taken back, but not in the workbook: it is now.", UNDONE
        return "", "" if past.is_undone else UNDONE
    if not is_there and not _is_replaced(known, past):
        journal.record(FIGURES, remit_id, _again(workbook, records, past), now)
        if past.detail.get("held"):
            return f"Remittance {remit_id} is held, which the workbook did not show: it does now.", BOOKED
        return f"Posting {remit_id} was begun but not in the workbook: it is posted now.", BOOKED
    return "", BOOKED if is_there and not past.is_booked else ""


def _place(  # noqa: PLR0913, PLR0917 - what was placed, and where
    workbook: Workbook,
    records: Records,
    journal: Journal,
    known: Mapping[str, Past],
    event: Event,
    now: dt.datetime,
) -> list[str]:
    """Place an answer again that the workbook shows as waiting; in the order in which all was done."""
    past = known.get(event.detail["remit_id"])
    if past is None or past.undoing is not None:
        return []
    kept = place_again(workbook, records, event)
    if kept is None:
        return []
    journal.record(PLACED, event.subject, kept, now)
    return [f"Answer {event.subject} had been placed, but waits in the workbook: it is placed now."]


def _is_replaced(known: Mapping[str, Past], past: Past) -> bool:
    """Return whether a held posting gave way to a later one, which names it or is of the same payment."""
    same = ("trace", "amount", "payer")
    later = [one.detail for one in known.values() if one.remit_id > past.remit_id and one.undoing is None]
    is_named = any(detail.get("replaces") == past.remit_id for detail in later)
    is_same = any(all(detail[n] == past.detail[n] for n in same) for detail in later)
    return bool(past.detail.get("held")) and (is_named or is_same)


def _again(workbook: Workbook, records: Records, past: Past) -> dict[str, Any]:
    detail = past.detail
    if detail["source"] == "PATIENT":
        origin = Origin("PATIENT", dt.date.fromisoformat(detail["as_of"]), detail["by"])
        money = post_patient.planned(Books(records), detail["typed"], origin)
        if isinstance(money, str):
            raise Refused(f"Posting {past.remit_id} must be made again: {money}")
        _mark(workbook, records, "patient_payments", [detail["typed"]], past.remit_id)
        return post_patient.write(workbook, records, money, *detail["numbers"][:2])
    origin = Origin(
        detail["source"],
        dt.date.fromisoformat(detail["as_of"]),
        detail["by"],
        detail["file"],
        detail["sha256"],
    )
    remittance = kept_remittance(Folder.of(workbook.path), detail)
    if remittance is None:
        raise Refused(
            f"Posting {past.remit_id} must be made again, but its file {detail['file']} is not in the folder"
            " in/ any more: put it back."
        )
    _mark(workbook, records, "eob_entry", detail.get("rows", []), past.remit_id)
    if override := detail.get("override"):
        remittance = amended(remittance, override["reference"])
    posting = plan(Books(records), remittance, origin)
    if detail.get("replaces") in records.index("remits", "remit_id"):
        posting.replaces = detail["replaces"]
    return write(workbook, records, posting, Numbers(*detail["numbers"]))


def kept_remittance(folder: Folder, detail: Mapping[str, Any]) -> Remittance | None:
    """Return the remittance that a posting is about, as its kept file or its typed rows have it."""
    key = (detail["set"], detail["trace"])
    return next((one for one in _remittances(folder, detail) if (one.control, one.trace) == key), None)


def _mark(
    workbook: Workbook, records: Records, table: str, rows: Sequence[dict[str, Any]], remit_id: str
) -> None:
    """Note beside typed rows that they are posted; the rows may stand elsewhere in an old copy."""
    books = Books(records)
    found = (
        post_patient.waiting(books) if table == "patient_payments" else (r for rs in typed(books) for r in rs)
    )
    left = [{name: value for name, value in row.items() if name != "row"} for row in rows]
    numbers = {}
    for row in found if rows else ():
        number = row.pop("row")
        if row in left:
            left.remove(row)
            numbers[number] = remit_id
    mark(workbook, records, table, numbers)


def _remittances(folder: Folder, detail: Mapping[str, Any]) -> Iterator[Remittance]:
    if detail.get("rows"):
        yield remittance_of_rows(detail["rows"])
        return
    for place in sorted((folder.path / "in").glob(f"{detail['sha256']}*")):
        data = whole(place, detail["sha256"])
        if data is not None:
            yield from read835(data).remittances

"""What a person orders about a batch: it was sent; it is taken back before it is sent.

The order goes into the journal first; from there on it is done, whatever happens. The same order a second
time changes nothing.

Source: handbook §7.10, §8.9 (BATCHED → SUBMITTED, BATCHED → READY); DESIGN §4.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from xl_massbill.book.folder import Folder
from xl_massbill.book.workbook import Workbook
from xl_massbill.claims.batches import (
    AT_HOME,
    OFFICE,
    Stage,
    claims_in,
    made_on,
    may,
    rejected_before,
    sent_on,
    stage_of,
    those_in,
)
from xl_massbill.claims.journal import Journal
from xl_massbill.claims.keeping import Happened
from xl_massbill.claims.kept_files import place_of, withdrawn
from xl_massbill.claims.standing import keep_standing
from xl_massbill.claims.states import Event, State
from xl_massbill.commands.deeds import RESERVED, Deed, Kind, begin, do, note
from xl_massbill.commands.orders import Ordered
from xl_massbill.commands.settle import settle
from xl_massbill.commands.without_names import without_names
from xl_massbill.commands.words import counted
from xl_massbill.errors import Refused
from xl_massbill.practice import Records

NEEDED = ("claims", "batches", "visits")


@dataclass(frozen=True, slots=True)
class Order:
    """Which batch, which day, at whose word, why."""

    batch_id: str
    on: dt.date
    by: str
    why: str = ""


def sent(workbook: Workbook, order: Order, now: dt.datetime, user: str = "") -> Ordered:
    """Mark a batch as uploaded or mailed on a day; raise Refused, NoTable."""
    return _run(workbook, order, now, user, _sent)


def unbatch(workbook: Workbook, order: Order, now: dt.datetime, user: str = "") -> Ordered:
    """Take a batch back that was not sent: its visits are free, its file is withdrawn; raise Refused."""
    return _run(workbook, order, now, user, _unbatch)


_Prepare = Callable[[Workbook, Records, Journal, Order, dt.date], Deed | str]


def _run(workbook: Workbook, order: Order, now: dt.datetime, user: str, prepare: _Prepare) -> Ordered:
    folder = Folder.of(workbook.path)
    with folder.locked(), Journal(folder.journal, user=user) as journal:
        settled = settle(workbook, journal, now)
        records = Records(workbook)
        records.needs(*NEEDED)
        without_names(records, order.why)
        deed = prepare(workbook, records, journal, order, now.date())
        if isinstance(deed, str):
            return Ordered(deed, settled)
        begin(journal, deed, now)
        kept = do(workbook, records, deed)
        _save(workbook, order.batch_id)
        note(journal, deed, kept, now)
        keep_standing(journal, Records(workbook), deed.kind.value, now)
        return Ordered(_done(workbook, deed), settled)


def _save(workbook: Workbook, batch_id: str) -> None:
    try:
        workbook.save()
    except Refused as refused:
        raise Refused(
            f"{refused} The order about batch {batch_id} is noted; the next command carries it out."
        ) from refused


def _sent(_: Workbook, records: Records, __: Journal, order: Order, today: dt.date) -> Deed | str:
    """Return what is to be done to mark a batch as sent, or a sentence if it is already."""
    batch_id, stage = order.batch_id, _stage(records, order.batch_id)
    day, made = sent_on(records, batch_id), made_on(records, batch_id)
    if stage is Stage.CLOSED and day is None:
        raise Refused(f"Batch {batch_id} was taken back: it must not be sent.")
    if stage not in AT_HOME:
        return f"Batch {batch_id} was marked as sent{f' on {day}' if day else ''} before: nothing changed."
    if order.on > today:
        raise Refused(f"{order.on} is still to come: mark the batch when it has been sent.")
    if made and order.on < made:
        raise Refused(f"Batch {batch_id} was made on {made}: it cannot have been sent on {order.on}.")
    claims = claims_in(records, batch_id)
    waiting = those_in(records, claims, State.BATCHED)
    may(records, waiting or claims, Happened(Event.SENT, order.on))
    return Deed(Kind.SENT, batch_id, _detail(order, waiting))


def _unbatch(workbook: Workbook, records: Records, journal: Journal, order: Order, _: dt.date) -> Deed | str:
    """Return what is to be done to take a batch back, or a sentence if it was already."""
    batch_id, stage = order.batch_id, _stage(records, order.batch_id)
    is_sent = sent_on(records, batch_id) is not None
    if stage is Stage.CLOSED and not is_sent:
        return f"Batch {batch_id} was taken back before: nothing changed."
    if stage not in AT_HOME or is_sent:
        raise Refused(
            f"Batch {batch_id} has been sent: what a payer has is corrected or voided, not taken back."
        )
    claims = claims_in(records, batch_id)
    may(records, claims, Happened(Event.TAKEN_OUT, order.on))
    file = _file_of(workbook, records, journal, batch_id)
    rejected = rejected_before(records, claims)
    again = {"again": len(rejected), "behind": _behind(records, claims, rejected)}
    return Deed(Kind.TAKEN_BACK, batch_id, _detail(order, claims) | file | again)


def _behind(records: Records, claims: list[str], rejected: Collection[str]) -> list[str]:
    """Return the claims that those of a batch correct, void, replace or follow: they keep their visits."""
    sheet, at = records["claims"], records.index("claims", "claim_id")
    named = (sheet["replaces_claim_id"], sheet["parent_claim_id"])
    rows = (at[claim] for claim in claims if claim not in rejected)
    found = (next((column.iloc[row] for column in named if column.notna().iloc[row]), "") for row in rows)
    return [claim for claim in found if claim]


def _stage(records: Records, batch_id: str) -> Stage:
    stage = stage_of(records, batch_id)
    if stage is None:
        raise Refused(f"There is no batch {batch_id} on sheet Batches.")
    return stage


def _detail(order: Order, claims: list[str]) -> dict[str, Any]:
    return {
        "on": order.on.isoformat(),
        "by": order.by.strip() or OFFICE,
        "why": order.why.strip(),
        "claims": claims,
    }


def _file_of(workbook: Workbook, records: Records, journal: Journal, batch_id: str) -> dict[str, str]:
    """Return where the file of a batch lies: as the journal says, else as sheet Batches does."""
    folder = Folder.of(workbook.path)
    told = next((e.detail["file"] for e in journal.events(RESERVED) if e.subject == batch_id), "")
    if not told:
        at = records.index("batches", "batch_id")[batch_id]
        name = records["batches"]["file_name"].iloc[at]
        told = str(folder.out / name) if name else ""
    return {"file": told, "file_name": place_of(folder, told).name} if told else {}


def _done(workbook: Workbook, deed: Deed) -> str:
    n, batch_id = len(deed.detail["claims"]), deed.batch_id
    if deed.kind is Kind.SENT:
        return f"Batch {batch_id} ({counted(n, 'claim')}) is marked as sent on {deed.detail['on']}."
    batch = f"Batch {batch_id} ({counted(n, 'claim')})"
    again = deed.detail.get("again", 0)
    behind = deed.detail.get("behind", [])
    free = "its visits are free and go out with the next export." if again + len(behind) < n else ""
    old = f"what it followed stands as before: {', '.join(dict.fromkeys(behind))}." if behind else ""
    wait = f"{counted(again, 'claim')} rejected before can be sent again (resend)." if again else ""
    words = f"{batch} is taken back: {' '.join(filter(None, (free, old, wait)))}"
    if not deed.detail.get("file"):
        return words
    file = place_of(Folder.of(workbook.path), deed.detail["file"])
    if file.exists():
        return f"{words} The file {file.name} could not be moved: delete it, it must not be sent."
    if withdrawn(file).exists():
        return f"{words} Its file lies in {withdrawn(file).parent.name}/ now and must not be sent."
    return words

"""Tasks that a step of a claim's life leaves to people: rows below those of sheet FollowUp.

Rows are added and never changed.

Source: handbook §1.14, §8.9 (column action), §10.4.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence

from xl_massbill.book.sheet import Sheet
from xl_massbill.book.workbook import Cell, Workbook
from xl_massbill.claims.states import Event
from xl_massbill.practice import Records

OWNER = "biller"
_NUMBER = re.compile(r"FU0*(\d{1,9})")
_DUE = dt.timedelta(days=2)
WAIT = {Event.APPEAL_SENT: dt.timedelta(days=30), Event.RECORDS_SENT: dt.timedelta(days=30)}
"""After how long the payer is asked what became of it (§10.4)."""
_KINDS = {Event.RECORDS_SENT: "RECORDS_SENT", Event.APPEAL_SENT: "APPEAL"}
_NEXT = {
    Event.ASKED: "send the records",
    Event.REMIT: "send the records",
    Event.REMIT_DENIED: "send the records",
    Event.FINALISED: "fetch the remittance",
    Event.UNCLEAR: "ask the clearinghouse",
    Event.SILENCE: "find the reason",
    Event.RECORDS_SENT: "ask what became of it",
    Event.APPEAL_SENT: "ask what became of it",
}


def tasks(  # noqa: PLR0913, PLR0917 - who is asked to do what, when and why
    workbook: Workbook,
    records: Records,
    claims: Sequence[str],
    event: Event,
    on: dt.date,
    by: str,
    why: str,
) -> None:
    """Add a row for each claim (not yet saved); a workbook without the sheet gets none."""
    rows: list[dict[str, Cell]] = [
        {
            "claim_id": claim,
            "created_on": on,
            "type": _KINDS.get(event, "STATUS_CHECK"),
            "reason": why or str(event),
            "due_on": on + WAIT.get(event, _DUE),
            "owner": OWNER,
            "next_action": _NEXT.get(event),
            "next_due": on + WAIT[event] if event is Event.RECORDS_SENT else None,
        }
        for claim in claims
    ]
    add(workbook, records, rows, by)


def add(workbook: Workbook, records: Records, rows: Sequence[Mapping[str, Cell]], by: str) -> None:
    """Add rows with new numbers (not yet saved); a workbook without the sheet gets none."""
    sheet = records["follow_up"]
    if not rows or not sheet.present:
        return
    first = next_number(sheet)
    names = dict.fromkeys(name for row in rows for name in row)
    columns: dict[str, Sequence[Cell]] = {name: [row.get(name) for row in rows] for name in names}
    columns["followup_id"] = [f"FU{first + i:04d}" for i in range(len(rows))]
    workbook.append("follow_up", columns, by=by or OWNER)
    records.forget("follow_up")


def next_number(sheet: Sheet) -> int:
    """Return the running number after the highest one on sheet FollowUp."""
    used = [int(found[1]) for word in sheet["followup_id"] if word and (found := _NUMBER.fullmatch(word))]
    return max(used, default=0) + 1

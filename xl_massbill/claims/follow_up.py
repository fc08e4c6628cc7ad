"""Tasks that a step of a claim's life leaves to people: rows below those of sheet FollowUp.

Rows are added and never changed.

Source: handbook §1.14, §8.9 (column action), §10.4.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import NamedTuple

from xl_massbill.book.sheet import Sheet
from xl_massbill.book.workbook import Cell, Workbook
from xl_massbill.claims.states import Event
from xl_massbill.practice import Records

OWNER = "biller"
_NUMBER = re.compile(r"FU0*(\d{1,9})")
_DUE = dt.timedelta(days=2)
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
    sheet = records["follow_up"]
    if not claims or not sheet.present:
        return
    first = next_number(sheet)
    columns: dict[str, Sequence[Cell]] = {
        "followup_id": [f"FU{first + i:04d}" for i in range(len(claims))],
        "claim_id": list(claims),
        "created_on": [on] * len(claims),
        "type": [_KINDS.get(event, "STATUS_CHECK")] * len(claims),
        "reason": [why or str(event)] * len(claims),
        "due_on": [on + _DUE] * len(claims),
        "owner": [OWNER] * len(claims),
        "next_action": [_NEXT.get(event)] * len(claims),
    }
    workbook.append("follow_up", columns, by=by or OWNER)
    records.forget("follow_up")


class Task(NamedTuple):
    """Something that is left to a person about a claim."""

    claim_id: str
    kind: str
    reason: str
    due_on: dt.date
    owner: str
    next_action: str


def add(workbook: Workbook, records: Records, wanted: Sequence[Task], on: dt.date, by: str) -> list[str]:
    """Add a row for each task (not yet saved) and return their numbers; without the sheet there are none."""
    sheet = records["follow_up"]
    if not wanted or not sheet.present:
        return []
    first = next_number(sheet)
    numbers = [f"FU{n:04d}" for n in range(first, first + len(wanted))]
    claims, kinds, reasons, due, owners, actions = zip(*wanted, strict=True)
    columns: dict[str, Sequence[Cell]] = {"followup_id": numbers, "claim_id": claims, "type": kinds}
    columns |= {"reason": reasons, "due_on": due, "owner": owners, "next_action": actions}
    columns |= {"created_on": [on] * len(wanted)}
    workbook.append("follow_up", columns, by=by or OWNER)
    records.forget("follow_up")
    return numbers


def next_number(sheet: Sheet) -> int:
    """Return the running number after the highest one on sheet FollowUp."""
    used = [int(found[1]) for word in sheet["followup_id"] if word and (found := _NUMBER.fullmatch(word))]
    return max(used, default=0) + 1

"""Claims that a payer took back and did not answer anew for thirty days: denied by itself, once, and told.

It is done where somebody looks at what is to be done (work list, unanswered, denials), never while answers
are posted or taken back: the corrected answer may be the next file. A day that is to come denies nothing.

Source: handbook §8.9 (REVERSED, nothing for 30 days), §8.7.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from xl_massbill.book.folder import Folder
from xl_massbill.book.workbook import Workbook
from xl_massbill.claims.journal import Journal
from xl_massbill.claims.silence import WAIT, silent_since
from xl_massbill.claims.standing import keep_standing
from xl_massbill.claims.states import Event, State
from xl_massbill.commands.claim_orders import BEGUN, DONE, do
from xl_massbill.commands.words import counted
from xl_massbill.practice import Records

_SHOWN = 5


def deny_silent(workbook: Workbook, as_of: dt.date, now: dt.datetime, user: str = "") -> list[str]:
    """Deny reversed claims whose thirty days were over by a day, and save; return a sentence if there are.

    Settle the workbook before.
    """
    records = Records(workbook)
    silent = silent_since(records, min(as_of, now.date()))
    if not silent or not workbook.path:
        return []
    folder = Folder.of(workbook.path)
    with folder.locked(), Journal(folder.journal, user=user) as journal:
        orders = {claim: _detail(day) for claim, day in silent.items()}
        begun = {claim: journal.record(BEGUN, claim, detail, now) for claim, detail in orders.items()}
        kept = {claim: do(workbook, records, claim, detail) for claim, detail in orders.items()}
        workbook.save()
        for claim, told in kept.items():
            journal.record(DONE, claim, {"of": begun[claim], **told}, now)
        keep_standing(journal, Records(workbook), "silence", now)
    shown = ", ".join(list(silent)[:_SHOWN]) + (" …" if len(silent) > _SHOWN else "")
    who = f"{counted(len(silent), 'claim')} reversed {WAIT.days} days ago or more"
    return [f"{who}, and no corrected answer came: DENIED now, find the reason ({shown})."]


def _detail(day: dt.date) -> dict[str, Any]:
    return {
        "deed": "silence",
        "event": Event.SILENCE.name,
        "from": State.REVERSED.value,
        "on": day.isoformat(),
        "by": "",
        "why": f"reversed on {day - WAIT}, and no corrected answer in {WAIT.days} days",
    }

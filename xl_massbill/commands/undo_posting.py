"""Takes a posting back: every figure is as it was before, and the journal and the audit log say so.

Refused where somebody has gone on from it: a later posting to the same claims, a decision about a denial, a
deposit that was noted. Then that is taken back first.

Source: handbook §8.9 (steps are noted), §11.5; DESIGN §4 (posting is reversible).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from xl_massbill.book.amounts import dollars
from xl_massbill.book.folder import Folder
from xl_massbill.book.workbook import Workbook
from xl_massbill.claims.journal import Journal
from xl_massbill.claims.standing import keep_standing
from xl_massbill.commands import audit
from xl_massbill.commands.place_settle import placed_in, put_placed_back
from xl_massbill.commands.post_settle import UNDOING, UNDONE, figures, postings, settle_postings
from xl_massbill.commands.settle import settle
from xl_massbill.commands.without_names import without_names
from xl_massbill.commands.words import counted
from xl_massbill.errors import Refused
from xl_massbill.practice import Records
from xl_massbill.remits.post_write import undo


@dataclass(frozen=True, slots=True)
class Undone:
    """What became of the order."""

    sentence: str
    settled: list[str] = field(default_factory=list)


def undo_posting(workbook: Workbook, remit_id: str, now: dt.datetime, by: str, why: str = "") -> Undone:
    """Take the posting of a remittance back and save; raise Refused."""
    folder = Folder.of(workbook.path)
    if not folder.journal.exists():
        raise Refused(f"This workbook has no journal: nothing is known of posting {remit_id}.")
    with folder.locked(), Journal(folder.journal, user=by) as journal:
        settled = settle(workbook, journal, now)
        past = postings(journal).get(remit_id)
        if past is None:
            raise Refused(f"The journal knows no posting {remit_id}.")
        if past.undoing is not None:
            return Undone(f"Posting {remit_id} was taken back before: nothing changed.", settled)
        kept = figures(journal, remit_id)
        if not kept:
            raise Refused(f"What stood before posting {remit_id} is not known: nothing was changed.")
        records = Records(workbook)
        without_names(records, why)
        placed = len(placed_in(journal, remit_id))
        put_placed_back(workbook, records, journal, remit_id, now.date(), by)
        undo(workbook, records, kept, now.date(), by)
        journal.record(UNDOING, remit_id, {"by": by, "why": why}, now)
        audit.write(workbook)
        workbook.save()
        journal.record(UNDONE, remit_id, {"by": by, "why": why}, now)
        held_again = settle_postings(workbook, journal, now)  # what had given way to it is held again
        keep_standing(journal, Records(workbook), "undo", now)
    claims = counted(len(kept["after"]["claims"]) + placed, "claim")
    amount = dollars(past.detail.get("amount") or 0)
    words = f"Posting {remit_id} ({past.detail['trace']}, ${amount}, {claims}) is taken back: all figures are"
    again = f" Remittance {past.detail['replaces']} is held again." if held_again else ""
    return Undone(f"{words} as they were before it.{again}", settled)

"""Posts the answers whose claim a person has named on sheet Unplaced: the money follows the decision.

The journal notes each with its figures before and after.

Source: handbook §6.11 RMT-002, §8.5.
"""

from __future__ import annotations

import datetime as dt

from xl_massbill.book.amounts import dollars
from xl_massbill.book.folder import Folder
from xl_massbill.book.workbook import Workbook
from xl_massbill.claims.journal import Journal
from xl_massbill.claims.standing import keep_standing
from xl_massbill.commands import audit
from xl_massbill.commands.place_settle import PLACED
from xl_massbill.commands.place_settle import said as said_of
from xl_massbill.commands.post_numbers import next_number
from xl_massbill.commands.settle import settle
from xl_massbill.practice import Records
from xl_massbill.remits import post_place
from xl_massbill.remits.post_books import Books
from xl_massbill.remits.post_values import Origin
from xl_massbill.remits.post_write import Numbers


def place(workbook: Workbook, as_of: dt.date, now: dt.datetime, by: str) -> list[str]:
    """Post all answers that were decided, and save; return a sentence for each; raise Refused, NoTable."""
    folder = Folder.of(workbook.path)
    with folder.locked(), Journal(folder.journal, user=by) as journal:
        said = settle(workbook, journal, now)
        records = Records(workbook)
        records.needs("claims", "payments")
        origin = Origin("835", as_of, by)
        done = place_decided(workbook, records, journal, origin, now)
        if done:
            audit.write(workbook)
            workbook.save()
            keep_standing(journal, Records(workbook), "posting", now)
    return [*said, *(done or ["No answer on sheet Unplaced has been decided."])]


def place_decided(
    workbook: Workbook, records: Records, journal: Journal, origin: Origin, now: dt.datetime
) -> list[str]:
    """Post all answers that were decided (not yet saved) and return a sentence for each."""
    said = []
    for row in list(post_place.decided(Books(records))):
        books = Books(records)  # anew: the one before has changed claims
        found, told = post_place.planned(books, row, origin), said_of(books, row["unplaced_id"])
        if isinstance(found, str):
            said.append(found)
            continue
        posting, held = found
        many = len(posting.denials)
        first = journal.reserve({"denial": (many, next_number(records, "denials", "denial_id"))})["denial"]
        numbers = Numbers(int(str(row["remit_id"])[2:]), 0, first, 0)
        kept = post_place.write_placed(workbook, records, posting, held, row, numbers)
        noted = {"said": told, "by": origin.by, "as_of": origin.as_of.isoformat()}
        journal.record(PLACED, row["unplaced_id"], kept | noted, now)
        where = ", ".join(posting.outcomes) or "no claim of this clinic: it is unapplied"
        paid = dollars(posting.placed[0].answer.paid)
        said.append(f"{row['unplaced_id']} (${paid}) is posted to {where}.")
    return said

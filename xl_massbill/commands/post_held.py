"""Posts a held remittance at the word of a person who has asked the payer: its difference stands on PLB.

The held one gives way to it, as to a file that adds up. It is taken back like every posting.

Source: handbook §8.6, §8.7, §11.5 (who, when, why); DESIGN §4.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from xl_massbill.book.amounts import dollars
from xl_massbill.book.folder import Folder
from xl_massbill.book.workbook import Workbook
from xl_massbill.claims.journal import Journal
from xl_massbill.claims.standing import keep_standing
from xl_massbill.commands import audit
from xl_massbill.commands.post_835 import NEEDED, Applied, detail, earlier, reserve
from xl_massbill.commands.post_settle import BEGUN, BOOKED, FIGURES, Past, kept_remittance, postings
from xl_massbill.commands.settle import settle
from xl_massbill.commands.without_names import without_names
from xl_massbill.errors import Refused
from xl_massbill.practice import Records
from xl_massbill.remits.post_books import Books
from xl_massbill.remits.post_override import amended, difference, why_not
from xl_massbill.remits.post_plan import plan
from xl_massbill.remits.post_values import Origin, Posting
from xl_massbill.remits.post_write import write

REASON = 10
"""Letters that a reason has at least."""


@dataclass(frozen=True, slots=True)
class Posted:
    """What became of the order, and the posting as a person reads it."""

    sentence: str
    applied: Applied
    settled: list[str] = field(default_factory=list)


def post_held(  # noqa: PLR0913, PLR0917 - which one, at whose word, why, when
    workbook: Workbook, remit_id: str, as_of: dt.date, now: dt.datetime, by: str, why: str, user: str = ""
) -> Posted:
    """Post a held remittance and save; raise Refused, NoTable."""
    if not by.strip():
        raise Refused("Say who has the payer's word: --by NAME.")
    if len(why.strip()) < REASON:
        raise Refused(f"Say what the payer said, in {REASON} characters or more: --why.")
    folder = Folder.of(workbook.path)
    with folder.locked(), Journal(folder.journal, user=user) as journal:
        settled = settle(workbook, journal, now)
        records = Records(workbook)
        records.needs(*NEEDED, "plb")
        without_names(records, why, by)
        past = _held(records, journal, remit_id)
        posting, override = _planned(records, folder, past, as_of, by.strip())
        numbers = reserve(records, journal, posting)
        kept = write(workbook, records, posting, numbers)
        noted = detail(posting, numbers) | {"override": override, "why": why.strip()}
        journal.record(FIGURES, numbers.remit_id, kept, now)
        journal.record(BEGUN, numbers.remit_id, noted, now)
        audit.write(workbook)
        try:
            workbook.save()
        except Refused as refused:
            raise Refused(f"{refused} The order is noted; the next command carries it out.") from refused
        journal.record(BOOKED, numbers.remit_id, {"held": False}, now)
        keep_standing(journal, Records(workbook), "posting", now)
    told = f"Remittance {remit_id} is posted as {numbers.remit_id} at the word of {by.strip()}"
    off = f"the difference of ${dollars(override['cents'])} stands on sheet PLB, reason OFF"
    return Posted(f"{told}; {off}.", Applied(posting, numbers.remit_id), settled)


def _held(records: Records, journal: Journal, remit_id: str) -> Past:
    """Return a posting that is held; raise Refused for any other."""
    past, at = postings(journal).get(remit_id), records.index("remits", "remit_id").get(remit_id)
    if past is None or at is None:
        raise Refused(f"There is no remittance {remit_id} on sheet Remits that this program has read.")
    if not past.detail.get("held"):
        raise Refused(f"Remittance {remit_id} is not held: it was posted on {past.detail['as_of']}.")
    if past.detail["source"] != "835":
        raise Refused(f"Remittance {remit_id} was typed in: correct it on its sheet, then `post-eob`.")
    return past


def _planned(
    records: Records, folder: Folder, past: Past, as_of: dt.date, by: str
) -> tuple[Posting, dict[str, Any]]:
    found = kept_remittance(folder, past.detail)
    if found is None:
        raise Refused(f"The file of {past.remit_id} is not in the folder in/ any more: put it back.")
    if reason := why_not(found):
        raise Refused(f"Remittance {past.remit_id} stays held: {reason}.")
    books = Books(records)
    posted = [one for one in earlier(books, str(past.detail["payer"]), found) if one.day]
    if posted:
        raise Refused(
            f"Payment {found.trace} was posted on {posted[0].day} as {posted[0].remit_id}, with"
            f" ${dollars(posted[0].amount)}: take that back first (undo-posting), if this is the right one."
        )
    reference = f"{past.remit_id} {by}"
    origin = Origin("835", as_of, by, past.detail["file"], past.detail["sha256"])
    posting = plan(books, amended(found, reference), origin)
    if posting.held:
        raise Refused(f"Remittance {past.remit_id} stays held: {posting.held[0]}.")
    posting.replaces = past.remit_id
    return posting, {"reference": reference, "cents": difference(found)}

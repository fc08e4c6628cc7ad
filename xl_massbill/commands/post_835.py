"""Posts remittances: matched, balanced, shown, and booked; the journal first, the workbook after it.

The same payment is posted once: same payer and number of cheque or transfer, with the same amount, or for
the same claims; one without money (whose number may be anything) on the same day. One that was held because
it did not add up gives way to the next under its number. `apply_835` writes without saving, so that several
files are saved together; `note_835` tells the journal when the workbook has them.

Source: handbook §8.5-8.7; DESIGN §4 (a payer file to the ledger).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from xl_massbill.book.amounts import dollars
from xl_massbill.book.workbook import Workbook
from xl_massbill.claims.journal import Journal
from xl_massbill.commands.post_numbers import next_number
from xl_massbill.commands.post_settle import BEGUN, BOOKED, FIGURES
from xl_massbill.practice import Records
from xl_massbill.remits import post_rows
from xl_massbill.remits.match import Way
from xl_massbill.remits.post_books import Books
from xl_massbill.remits.post_plan import plan
from xl_massbill.remits.post_preview import as_json, text
from xl_massbill.remits.post_values import Origin, Posting
from xl_massbill.remits.post_write import Numbers, write
from xl_massbill.remits.read835_facts import Remittance

NEEDED = ("claims", "claim_lines", "remits", "payments")


@dataclass(slots=True)
class Applied:
    """What became of one remittance: its number, what was planned, or why nothing was done."""

    posting: Posting
    remit_id: str = ""
    refused: str = ""

    def text(self) -> str:
        """Return what a person reads."""
        return self.refused or text(self.posting, self.remit_id)

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON values, money in cents."""
        return as_json(self.posting) | {"remit_id": self.remit_id, "refused": self.refused}


def apply_835(  # noqa: PLR0913, PLR0917 - what is posted, where, from where, when
    workbook: Workbook,
    records: Records,
    journal: Journal,
    remittances: Iterable[Remittance],
    origin: Origin,
    now: dt.datetime,
) -> list[Applied]:
    """Post remittances one after the other (not yet saved); raise NoTable, Refused.

    The journal knows them before the workbook is saved: a crash from here on is settled by the next command.
    Keep the file (`keep_received`) before, save the workbook after, then call `note_835`.
    """
    records.needs(*NEEDED)
    return [_apply(workbook, records, journal, one, origin, now) for one in remittances]


def preview_835(records: Records, remittances: Iterable[Remittance], origin: Origin) -> list[Applied]:
    """Return what the posting of remittances would do, each by itself; nothing is changed."""
    records.needs(*NEEDED)
    return [_planned(records, one, origin) for one in remittances]


def note_835(journal: Journal, applied: Sequence[Applied], now: dt.datetime) -> None:
    """Tell the journal that the workbook shows postings."""
    for one in applied:
        if one.remit_id:
            journal.record(BOOKED, one.remit_id, {"held": bool(one.posting.held)}, now)


def _planned(records: Records, remittance: Remittance, origin: Origin) -> Applied:
    books = Books(records)
    posting = plan(books, remittance, origin)
    for found in earlier(books, posting.payer_id, remittance):
        if not found.day:
            posting.replaces = posting.replaces or found.remit_id
        elif _is_same(books, posting, found):
            return Applied(posting, refused=_refusal(posting, found))
        else:
            posting.warnings.append(
                f"payment {remittance.trace} was posted on {found.day}, too, as {found.remit_id}:"
                f" ${dollars(found.amount)} for other claims; ask the payer whether both are right"
            )
    return Applied(posting)


def _apply(  # noqa: PLR0913, PLR0917
    workbook: Workbook, records: Records, journal: Journal, one: Remittance, origin: Origin, now: dt.datetime
) -> Applied:
    found = _planned(records, one, origin)
    if found.refused:
        return found
    numbers = reserve(records, journal, found.posting)
    kept = write(workbook, records, found.posting, numbers)
    found.remit_id = numbers.remit_id
    journal.record(FIGURES, found.remit_id, kept, now)
    journal.record(BEGUN, found.remit_id, detail(found.posting, numbers), now)
    found.posting.slim()
    return found


def reserve(records: Records, journal: Journal, posting: Posting) -> Numbers:
    """Take the numbers of a posting."""
    unplaced = sum(one.match.way is not Way.NOT_OURS for one in posting.unplaced)
    is_posted = not posting.held
    first = journal.reserve(
        {
            "remit": (1, next_number(records, "remits", "remit_id")),
            "payment": (post_rows.how_many(posting), next_number(records, "payments", "payment_id")),
            "denial": (len(posting.denials) * is_posted, next_number(records, "denials", "denial_id")),
            "unplaced": (unplaced * is_posted, next_number(records, "unplaced", "unplaced_id")),
        }
    )
    return Numbers(first["remit"], first["payment"], first["denial"], first["unplaced"])


def detail(posting: Posting, numbers: Numbers) -> dict[str, Any]:
    """Return what the journal must know to post a remittance again: numbers, file, set; no names."""
    remittance, origin = posting.remittance, posting.origin
    return {
        "numbers": list(numbers),
        "file": origin.file_name,
        "sha256": origin.file_hash,
        "source": origin.source,
        "set": remittance.control,
        "trace": remittance.trace,
        "amount": remittance.amount,
        "payer": posting.payer_id,
        "as_of": origin.as_of.isoformat(),
        "by": origin.by,
        "held": list(posting.held),
        "claims": sorted(posting.accounts),
        **({"rows": list(origin.rows)} if origin.rows else {}),
        **({"replaces": posting.replaces} if posting.replaces else {}),
    }


class Earlier(NamedTuple):
    """A remittance under the same number: its amount in cents, the day of posting ("" if it is held)."""

    remit_id: str
    day: str
    amount: int
    paid_on: str


def earlier(books: Books, payer: str, remittance: Remittance) -> list[Earlier]:
    """Return the remittances of a payer, or of one unknown, under the number of this one."""
    names = ("remit_id", "posted_on", "amount", "payment_date", "payer_id", "check_eft_no", "source")
    return [
        Earlier(str(remit), day or "", amount or 0, paid_on or "")
        for remit, day, amount, paid_on, whose, trace, source in zip(
            *(books.column("remits", name) for name in names), strict=True
        )
        if trace and trace == remittance.trace and source != "PATIENT"
        if whose == payer or not whose or not payer
    ]


def _is_same(books: Books, posting: Posting, found: Earlier) -> bool:
    """Return whether a payment that was posted is this one: same amount, or claims that are in both."""
    remittance = posting.remittance
    if found.amount == remittance.amount:
        day = remittance.payment_date
        return bool(found.amount) or found.paid_on == (day.isoformat() if day else "")
    pairs = zip(books.column("payments", "remit_id"), books.column("payments", "claim_id"), strict=True)
    before = {claim for remit, claim in pairs if remit == found.remit_id}
    return any(one.match.claim_id in before for one in posting.placed)


def _refusal(posting: Posting, found: Earlier) -> str:
    remittance = posting.remittance
    words = (
        f"Payment {remittance.trace} of ${dollars(found.amount)} was posted on {found.day} as"
        f" {found.remit_id}: nothing is posted twice."
    )
    if found.amount == remittance.amount:
        return words
    return (
        f"{words} This file says ${dollars(remittance.amount or 0)} for the same claims; if the payer has"
        f" corrected it, take the first back (undo-posting {found.remit_id}), then post it."
    )

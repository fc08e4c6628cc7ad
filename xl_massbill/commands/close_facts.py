"""What a closed month holds: what is owed, came in, was taken off and by whose approval, and the ties.

A month counts what was posted in it, whatever its date of service: only so does a month that is closed stay
as it is. Money in cents.

Source: handbook §8.6, §9.1 (write-offs), §10.1-10.3, §10.8.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from xl_massbill.aging.lines import UNBILLED_BUCKET
from xl_massbill.aging.month import Month
from xl_massbill.book.amounts import dollars
from xl_massbill.book.workbook import Workbook
from xl_massbill.claims.ledger import UNBILLED
from xl_massbill.claims.unanswered import rejected
from xl_massbill.codes.carc import find
from xl_massbill.commands.age import Aged, aging_on
from xl_massbill.commands.age_compare import compare
from xl_massbill.commands.kpi import Figures, figures
from xl_massbill.commands.tie import Tie, ties
from xl_massbill.commands.words import counted
from xl_massbill.errors import Refused
from xl_massbill.practice import Records
from xl_massbill.remits.post_books import Books

NEEDED = ("practice", "visits", "claims", "payers", "remits", "payments", "plb", "denials")
_BY_DENIAL = "WO-"
"""How the row of a write-off that `decide` booked begins; the number of the denial follows."""


@dataclass(frozen=True, slots=True)
class Adjusted:
    """What payers took off for one reason, in how many rows; PR is what they made the patient's."""

    group: str
    carc: str
    words: str
    rows: int
    cents: int


@dataclass(frozen=True, slots=True)
class WriteOff:
    """One amount that somebody gave up: who approved it, why, and when it was decided."""

    payment_id: str
    claim_id: str
    kind: str
    cents: int
    approved_by: str
    reason: str
    on: dt.date | None


@dataclass(frozen=True, slots=True)
class Step:
    """One reason why what is owed changed, with how many claims and visits it changed."""

    words: str
    count: int
    cents: int


@dataclass(frozen=True, slots=True)
class Movement:
    """What was owed at the end of the first day and of the last, credits taken off, and what lies between."""

    first: dt.date
    last: dt.date
    opening: int
    closing: int
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, repr=False)
class MonthFacts:
    """Everything of a month; `undone` says what is not settled yet, one sentence each.

    `movement` is None where the journal does not reach back to the month before.
    """

    month: Month
    aged: Aged
    kpi: Figures
    advices: tuple[Tie, ...]
    adjusted: tuple[Adjusted, ...]
    write_offs: tuple[WriteOff, ...]
    undone: tuple[str, ...]
    movement: Movement | None = None

    @property
    def items(self) -> pd.DataFrame:
        """Return the open items that the aging is made of, as in `claims.ledger.Items`."""
        return self.aged.items.frame

    @property
    def received(self) -> int:
        """Return what the advices posted in the month brought."""
        return sum(one.amount for one in self.advices)

    @property
    def banked(self) -> int:
        """Return what the bank shows of them."""
        return sum(one.deposit or 0 for one in self.advices)

    @property
    def written_off(self) -> int:
        """Return what was given up in the month."""
        return sum(one.cents for one in self.write_offs)

    def sums(self) -> dict[str, int]:
        """Return the figures that a close keeps, in cents."""
        total = self.aged.report.total
        return {
            "owed": total.total,
            "credits": total.credits,
            "net": int(self.items["cents"][self.items["kind"] != UNBILLED].sum()),
            "unbilled": total.unbilled,
            "claims": sum(one.claims for one in self.advices),
            "provider": sum(one.provider for one in self.advices),
            "received": self.received,
            "banked": self.banked,
            "off": sum(one.off for one in self.advices),
            "adjusted": sum(one.cents for one in self.adjusted),
            "written_off": self.written_off,
        }


def month_facts(workbook: Workbook, month: Month, today: dt.date) -> MonthFacts:
    """Return what was known of a month when it ended, by the journal where it reaches back; raise NoTable."""
    records = Records(workbook)
    records.needs(*NEEDED)
    books = Books(records)
    aged = aging_on(workbook, month.last, today)
    advices = tuple(one for one in ties(books) if month.has(_day(one.posted_on)))
    write_offs = tuple(one for one in _write_offs(books) if month.has(one.on))
    return MonthFacts(
        month=month,
        aged=aged,
        kpi=figures(workbook, month.last, month.first, month.last, "POSTING"),
        advices=advices,
        adjusted=_adjusted(books, {one.remit_id for one in advices}),
        write_offs=write_offs,
        undone=tuple(_undone(records, books, month, advices, aged)),
        movement=_movement(workbook, month, today),
    )


def _movement(workbook: Workbook, month: Month, today: dt.date) -> Movement | None:
    """Return why what is owed changed in the month, reason by reason; unbilled work is no part of it."""
    days = (month.before.last, month.last)
    try:
        found = compare(workbook, days, today)
    except Refused:
        return None
    sums: dict[str, list[int]] = {}
    opening = closing = 0
    for one in found.changes:
        if one.cell.bucket != UNBILLED_BUCKET:
            opening, closing = opening + one.before, closing + one.after
            for step in (step for step in one.steps if not step.is_move):
                sums.setdefault(step.reason, []).append(step.cents)
    steps = [Step(words, len(all_), sum(all_)) for words, all_ in sums.items() if sum(all_)]
    return Movement(*days, opening, closing, tuple(sorted(steps, key=lambda step: (-step.cents, step.words))))


def _adjusted(books: Books, remits: set[str]) -> tuple[Adjusted, ...]:
    """Return what the advices took off, by group and reason, the largest first."""
    sums: dict[tuple[str, str], list[int]] = {}
    names = ("row_type", "remit_id", "group", "carc", "adj_amount", "post_status")
    for kind, remit, group, carc, cents, status in zip(
        *(books.column("payments", n) for n in names), strict=True
    ):
        if kind == "ADJ" and remit in remits and status not in ("HELD", "ERROR"):
            sums.setdefault((group or "", carc or ""), []).append(cents or 0)
    made = [
        Adjusted(group, carc, _wording(carc), len(all_), sum(all_)) for (group, carc), all_ in sums.items()
    ]
    return tuple(sorted(made, key=lambda one: (-abs(one.cents), one.group, one.carc)))


def _wording(carc: str) -> str:
    reason = find(carc) if carc else None
    return reason.wording if reason else ""


def _write_offs(books: Books) -> Iterator[WriteOff]:
    """Yield every write-off; its day is that of the decision about the denial."""
    decided = dict(
        zip(books.column("denials", "denial_id"), books.column("denials", "decided_on"), strict=True)
    )
    names = (
        "payment_id",
        "row_type",
        "claim_id",
        "writeoff_kind",
        "adj_amount",
        "approved_by",
        "reason",
        "remit_id",
    )
    posted = dict(zip(books.column("remits", "remit_id"), books.column("remits", "posted_on"), strict=True))
    for row in zip(*(books.column("payments", n) for n in names), strict=True):
        number, kind, claim, sort, cents, approver, reason, remit = (value or "" for value in row)
        if kind == "WRITE_OFF":
            when = decided.get(str(number).removeprefix(_BY_DENIAL)) or posted.get(remit)
            yield WriteOff(number, claim, sort, int(cents or 0), approver, reason, _day(when or ""))


def _undone(
    records: Records, books: Books, month: Month, advices: tuple[Tie, ...], aged: Aged
) -> Iterator[str]:
    """Yield what a person should look at before the month is closed."""
    held = sum(word == "N" for word in books.column("remits", "balanced"))
    if held:
        yield f"{counted(held, 'remittance')} do not add up and are held."
    off = [one.remit_id for one in advices if one.off]
    if off:
        yield f"What was posted of {', '.join(off[:5])} is not what the advice says."
    missing = [one for one in advices if one.missing]
    if missing:
        cents = sum(one.missing for one in missing)
        yield f"{counted(len(missing), 'payment')} not in the bank as advised: ${dollars(cents)}."
    waiting = sum(day is None for day in books.column("unplaced", "placed_on"))
    if waiting:
        yield f"{counted(waiting, 'answer')} of payers still to be placed (sheet Unplaced)."
    turned = rejected(records)
    if turned:
        yield f"{counted(len(turned), 'claim')} rejected and not mended."
    if aged.report.total.unbilled:
        yield f"Work of ${dollars(aged.report.total.unbilled)} is not billed yet."
    bare = [one.claim_id for one in _write_offs(books) if month.has(one.on) and not one.approved_by]
    if bare:
        yield f"Nobody approved the write-off of {', '.join(bare[:5])}."


def _day(text: Any) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None

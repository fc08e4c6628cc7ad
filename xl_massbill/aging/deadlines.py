"""Which deadline of a claim is in force, and which of several comes first.

Days are those that the claim carries since it was sent, answered or asked about; where its row has none, it
is reckoned from the payer's rules. A deadline whose length nobody has entered is unknown; none is invented.

Source: handbook §10.6 (formulas; in force), §1.5 (PayerRules).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass

BEFORE_ACCEPTED = frozenset({"BATCHED", "SUBMITTED", "ACK_RECEIVED", "REJECTED", "READY", "HOLD", "DRAFT"})
"""States in which the payer has not taken the claim in, so that its filing limit runs."""
FILE, SECOND_PAYER, CORRECT, APPEAL, REPLY = (
    "file by",
    "second payer by",
    "correct by",
    "appeal by",
    "reply by",
)


@dataclass(frozen=True, slots=True)
class Days:
    """What the deadlines of one claim depend on; a day is None where it is not known.

    The first five are columns of Claims; `remit_on` is the payment date of its last answer; the lengths, in
    days, are those of the payer's rules.
    """

    file: dt.date | None = None
    second_payer: dt.date | None = None
    correct: dt.date | None = None
    appeal: dt.date | None = None
    reply: dt.date | None = None
    accepted_on: dt.date | None = None
    submitted_on: dt.date | None = None
    asked_on: dt.date | None = None
    remit_on: dt.date | None = None
    second_payer_days: int | None = None
    correct_days: int | None = None
    appeal_days: int | None = None
    reply_days: int | None = None


def in_force(
    state: str, days: Days, *, open_denied: bool, on_paper: bool, unsent: Collection[str] = ()
) -> list[tuple[dt.date, str]]:
    """Return the deadlines that count now, the nearest first.

    `unsent` are CORRECT and APPEAL where that was decided about a denied line and has not gone out yet.

    >>> until = dt.date(2026, 8, 1)
    >>> in_force("SUBMITTED", Days(file=until), open_denied=False, on_paper=False)
    [(datetime.date(2026, 8, 1), 'file by')]
    >>> in_force("ACCEPTED", Days(file=until), open_denied=False, on_paper=False)
    []
    """
    due = _all(state, days, {CORRECT, APPEAL} if open_denied else set(unsent), on_paper=on_paper)
    return sorted(due)


def is_unfiled(state: str, days: Days, *, on_paper: bool) -> bool:
    """Return whether the filing limit runs: no payer has taken the claim, and paper was not mailed."""
    is_filed = days.accepted_on is not None or (on_paper and days.submitted_on is not None)
    return state in BEFORE_ACCEPTED and not is_filed


def _all(state: str, days: Days, unsent: Collection[str], *, on_paper: bool) -> Iterator[tuple[dt.date, str]]:
    if is_unfiled(state, days, on_paper=on_paper):
        yield from _one(FILE, days.file)
    if state == "SECONDARY_DUE":
        yield from _one(SECOND_PAYER, days.second_payer, days.remit_on, days.second_payer_days)
    if CORRECT in unsent:
        yield from _one(CORRECT, days.correct, days.remit_on, days.correct_days)
    if APPEAL in unsent and state != "APPEALED":
        yield from _one(APPEAL, days.appeal, days.remit_on, days.appeal_days)
    if state == "INFO_REQUESTED":
        yield from _one(REPLY, days.reply, days.asked_on, days.reply_days)


def _one(
    kind: str, known: dt.date | None, since: dt.date | None = None, length: int | None = None
) -> Iterator[tuple[dt.date, str]]:
    if known is not None:
        yield known, kind
    elif since is not None and length is not None:
        yield since + dt.timedelta(days=length), kind

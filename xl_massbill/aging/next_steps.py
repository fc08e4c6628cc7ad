"""What to do next about an open balance, who does it, and when it is to be looked at again.

Of several situations that fit, the first of the table counts.

Source: handbook §10.4, row by row; §10.7 (a promise that passes).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

BILLER, DESK, MANAGER = "biller", "front desk", "manager"
SENT = frozenset({"SUBMITTED", "ACK_RECEIVED", "ACCEPTED", "IN_PROCESS"})
_WARNING = 10
_STATEMENTS = (
    # from how many days after the patient's part was final, what to do, who does it
    (120, "write-off or agency: decide", MANAGER),
    (90, "final notice", DESK),
    (75, "call, offer a payment plan", DESK),
    (60, "send statement 3", DESK),
    (30, "send statement 2", DESK),
    (0, "send statement 1", DESK),
)


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known of one open balance: days are counted up to today.

    `since_state` since it came into its state, `since_sent` since it was last sent, `since_owed` since the
    anchor of the work list; `expected` after how many days the payer should have answered. `meter_short` says
    that an auto policy has less left than is open; `records_sent` that the last contact was to send the
    records that the payer wanted; `decided` what was decided about denied lines and has not gone out;
    `unposted` that an answer lies here which could not be posted.
    """

    state: str
    is_patient: bool = False
    since_state: int = 0
    since_sent: int | None = None
    since_owed: int = 0
    expected: int = 45
    days_left: int | None = None
    open_denied: bool = False
    underpaid: bool = False
    acknowledged: bool = False
    on_paper: bool = False
    promise_broken: bool = False
    meter_short: bool = False
    records_sent: bool = False
    decided: tuple[str, ...] = ()
    unposted: bool = False

    @property
    def is_silent(self) -> bool:
        """Return whether the claim was sent, and the payer should have answered by now (NO_RESPONSE)."""
        return self.state in SENT and self.since_sent is not None and self.since_sent > self.expected


class NextStep(NamedTuple):
    """What to do, who does it, and after how many days it comes again (0: once)."""

    words: str
    owner: str
    again_after: int = 0


class _Row(NamedTuple):
    fits: Callable[[Situation], bool]
    step: NextStep


def _sent(s: Situation) -> int:
    return s.since_sent or 0


def _decided(decision: str, words: str) -> _Row:
    """Return the row of a decision that has to go out; while a line is undecided, that comes first."""
    return _Row(lambda s: decision in s.decided and not s.open_denied, NextStep(words, BILLER))


_DECIDED = (
    ("CORRECT", "mend the rows, send the corrected claim"),
    ("NEW", "mend the rows, send a new claim"),
    ("APPEAL", "write the appeal, send it"),
    ("RECORDS", "send the records"),
)
_ROWS = (
    _Row(lambda s: s.promise_broken, NextStep("promise not kept: call", BILLER, 7)),
    _Row(lambda s: s.state == "REJECTED", NextStep("mend and send again, within 2 days", BILLER)),
    _Row(
        lambda s: s.state == "INFO_REQUESTED" and (s.days_left is None or s.days_left <= _WARNING),
        NextStep("send the records now", BILLER),
    ),
    _Row(lambda s: s.state == "INFO_REQUESTED", NextStep("send the records", BILLER)),
    *(_decided(decision, words) for decision, words in _DECIDED),
    _Row(
        lambda s: s.state == "DENIED" or (s.state == "PAID_PARTIAL" and s.open_denied),
        NextStep("decide about the denied lines", BILLER),
    ),
    _Row(lambda s: s.state == "SECONDARY_DUE", NextStep("send to the next payer", BILLER)),
    _Row(lambda s: s.underpaid, NextStep("check the contract, call the payer", BILLER)),
    _Row(lambda s: s.state == "APPEALED", NextStep("ask what became of the appeal", BILLER, 30)),
    _Row(lambda s: s.state == "REVERSED", NextStep("find out why the payer took it back", BILLER)),
    _Row(
        lambda s: s.unposted and s.state in SENT,
        NextStep("its remittance is held: ask the payer for one that adds up", BILLER, 14),
    ),
    _Row(lambda s: s.state == "LIEN", NextStep("ask the attorney", MANAGER, 60)),
    _Row(lambda s: s.state == "READY", NextStep("make the claim and send it", BILLER, 1)),
    _Row(lambda s: s.state == "BATCHED", NextStep("send it, then note the day", BILLER, 1)),
    _Row(
        lambda s: s.state == "IN_PROCESS" and s.records_sent and s.since_state <= 60,
        NextStep("ask what became of the records", BILLER, 30),
    ),
    _Row(
        lambda s: s.state in SENT and _sent(s) > 90,
        NextStep("escalate: supervisor, state complaint", MANAGER, 30),
    ),
    _Row(
        lambda s: s.state in SENT and _sent(s) > 60,
        NextStep("call: in process? by when? what is missing?", BILLER, 14),
    ),
    _Row(lambda s: s.is_silent, NextStep("ask for the status, note the reference", BILLER, 14)),
    _Row(
        lambda s: s.state == "SUBMITTED" and not s.on_paper and not s.acknowledged and _sent(s) > 5,
        NextStep("not received? ask, then send again", BILLER),
    ),
    _Row(
        lambda s: s.state == "SUBMITTED" and not s.on_paper and not s.acknowledged and _sent(s) > 2,
        NextStep("ask the clearinghouse", BILLER),
    ),
    _Row(
        lambda s: s.state == "FORWARDED" and s.since_state > 30,
        NextStep("ask whether the next payer got it", BILLER),
    ),
    _Row(
        lambda s: s.meter_short and s.state in SENT,
        NextStep("auto policy nearly used up: hold new bills, inform the patient", DESK),
    ),
)
_WAIT = NextStep("wait for the answer", BILLER)
_LOOK = NextStep("look at the balance: it fits no usual case", BILLER)


def next_step(situation: Situation) -> NextStep:
    """Return what to do next about an open balance.

    >>> next_step(Situation("ACCEPTED", since_sent=50)).words
    'ask for the status, note the reference'
    >>> next_step(Situation("PATIENT_DUE", is_patient=True, since_owed=31)).words
    'send statement 2'
    """
    if situation.is_patient:
        if situation.promise_broken:
            return NextStep("promise not kept: call", DESK, 7)
        return next(
            NextStep(words, owner) for least, words, owner in _STATEMENTS
            if situation.since_owed >= least or least == 0
        )  # fmt: skip
    for row in _ROWS:
        if row.fits(situation):
            return row.step
    return _WAIT if situation.state in SENT or situation.state == "FORWARDED" else _LOOK


def due_on(step: NextStep, as_of: dt.date, last_on: dt.date | None) -> dt.date:
    """Return when the step is due: today, or after its interval since the last contact."""
    if last_on is None or not step.again_after:
        return as_of
    return max(as_of, last_on + dt.timedelta(days=step.again_after))

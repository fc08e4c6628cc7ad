"""What a posting will do, before it is done: answers with their claims, new figures, steps, and what to say.

Source: handbook §8.5-8.9; DESIGN §4 (preview as rows, then post).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from xl_massbill.claims.states import Event, Facts
from xl_massbill.remits.match import Match
from xl_massbill.remits.match_lines import Numbers
from xl_massbill.remits.post_account import Account
from xl_massbill.remits.post_denied import Refused
from xl_massbill.remits.read835_facts import ClaimPayment, Remittance

POSTED, HELD = "POSTED", "HELD"
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an advice came from, who posts it and on which day; `source` is 835 or EOB.

    Of an EOB, `rows` are the rows as they were typed, so that it can be posted again.
    """

    source: str
    as_of: dt.date
    by: str = ""
    file_name: str = ""
    file_hash: str = ""
    rows: tuple[Row, ...] = ()

    @property
    def places(self) -> str:
        """Return what the numbers in problems count."""
        return "segment" if self.source == "835" else "row"


class Placed(NamedTuple):
    """One answer with its claim (`match.claim_id` is "" where a person must say), lines and denials."""

    answer: ClaimPayment
    match: Match
    numbers: list[Numbers]
    denied: list[Refused]


class Planned(NamedTuple):
    """One step of a claim's life that follows from an answer."""

    event: Event
    facts: Facts
    on: dt.date


class Task(NamedTuple):
    """Something about a claim that is left to a person: a row of FollowUp."""

    claim_id: str
    kind: str
    reason: str
    due_on: dt.date
    owner: str
    next_action: str

    def row(self, on: dt.date) -> Row:
        """Return the cells of its row, made on a day."""
        cells = {"claim_id": self.claim_id, "created_on": on, "type": self.kind, "reason": self.reason}
        return cells | {"due_on": self.due_on, "owner": self.owner, "next_action": self.next_action}


@dataclass(slots=True)
class Outcome:
    """What becomes of one claim; money in cents."""

    claim_id: str
    way: str
    confidence: int
    charge: int
    balance_before: int
    state_before: str
    state_after: str = ""
    paid: int = 0
    contractual: int = 0
    patient: int = 0
    balance_after: int = 0
    denied: int = 0
    next_action: str = ""
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Posting:
    """One remittance, ready to be posted; `held` says why it must not be.

    `before` and `after` are the figures that change, by claim and by claim and line; `denials` and `unplaced`
    are rows without numbers, `recovered` the money that came back for earlier denials.
    """

    remittance: Remittance
    origin: Origin
    payer_id: str
    placed: list[Placed]
    held: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    accounts: dict[str, Account] = field(default_factory=dict)
    steps: dict[str, list[Planned]] = field(default_factory=dict)
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    denials: list[Row] = field(default_factory=list)
    recovered: dict[str, int] = field(default_factory=dict)
    tasks: list[Task] = field(default_factory=list)
    claims_before: dict[str, Row] = field(default_factory=dict)
    lines_before: dict[tuple[str, int], Row] = field(default_factory=dict)
    replaces: str = ""

    def slim(self) -> None:
        """Let go of the figures once they are written: what a person reads stays."""
        for held in (self.accounts, self.claims_before, self.lines_before):
            held.clear()

    @property
    def day(self) -> dt.date:
        """Return the day of payment (BPR16), else the day it was made, else the day of posting."""
        found = self.remittance.payment_date or self.remittance.production_date
        return found or self.origin.as_of

    @property
    def unplaced(self) -> list[Placed]:
        """Return the answers whose claim a person must name."""
        return [one for one in self.placed if not one.match.claim_id]

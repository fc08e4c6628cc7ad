"""The words for what acknowledgements say of our files and claims.

Source: handbook §8.1-8.4, §8.9.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from xl_massbill.claims.states import Event
from xl_massbill.remits.kinds import Kind


class Stage(StrEnum):
    """How far it had come when somebody spoke; the words are those of sheet Acks, column Level."""

    FILE = "FILE"
    CLEARINGHOUSE = "CLEARINGHOUSE"
    PAYER = "PAYER"


class Verdict(StrEnum):
    """What was decided; the words are those of sheet Acks, column Verdict."""

    ACCEPTED = "ACCEPTED"
    RECEIVED = "RECEIVED"
    REJECTED = "REJECTED"
    PENDING = "PENDING"
    ASKED = "ASKED"
    FINISHED = "FINISHED"
    UNCLEAR = "UNCLEAR"


@dataclass(frozen=True, slots=True)
class Spot:
    """What in our own file caused it: by its segment in the set (from a 999), or by loop and element.

    `position` counts from ST = 1 (0: not told); `address` is such as "2010BA NM109", "" where only the
    position is known; `element` and `component` are those of IK4.
    """

    position: int = 0
    segment: str = ""
    loop: str = ""
    element: int = 0
    component: int = 0
    address: str = ""
    line: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Saying:
    """One thing that was said: of a claim, of a set, of a group, or of a whole interchange of ours.

    Exactly one of `claim_id`, `interchange`, `group` (with or without `set_number`), `batch` says of what.
    `text` are the sender's own words, which may be personal.
    """

    kind: Kind
    stage: Stage
    verdict: Verdict
    event: Event | None
    day: dt.date | None
    words: str
    segment: int
    codes: str = ""
    todo: str = ""
    text: str = ""
    claim_id: str = ""
    interchange: str = ""
    group: str = ""
    set_number: str = ""
    batch: str = ""
    payer_number: str = ""
    clearinghouse_number: str = ""
    spot: Spot | None = None

    def __repr__(self) -> str:
        """Show what was decided, never the text."""
        return f"Saying({self.verdict}, {self.codes!r}, segment {self.segment})"

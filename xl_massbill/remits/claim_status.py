"""What is said of a claim in a 277CA or a 277, and how a status is made of its codes.

Source: X12 005010X214 and 005010X212 (STC, HL, TRN, REF, SVC); handbook §8.3, §8.4.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from xl_massbill.remits.elements import Elements
from xl_massbill.remits.values import code_of
from xl_massbill.x12.segment import Segment

_COMPOSITES = (1, 10, 11)


class Level(StrEnum):
    """Who stands at a level (HL03)."""

    SOURCE = "20"
    RECEIVER = "21"
    PROVIDER = "19"
    SUBSCRIBER = "22"
    DEPENDENT = "23"
    PATIENT = "PT"


ABOVE = (Level.SOURCE, Level.RECEIVER, Level.PROVIDER)
"""Levels that speak of a whole file or of all claims of a provider, not of one claim."""


@dataclass(frozen=True, slots=True, repr=False)
class Status:
    """One status: category (A7), status (562), entity (85); `action` is WQ or U, `text` STC12.

    `element` says which of the three composites of its STC it is, `segment` where that STC stands.
    `text` may name a person.
    """

    category: str
    status: str
    entity: str
    action: str
    day: dt.date | None
    cents: int | None
    text: str
    element: str
    segment: int

    def __repr__(self) -> str:
        """Show the codes, never the text."""
        return f"Status({self.codes!r})"

    @property
    def codes(self) -> str:
        """Return the codes as people write them, such as A7:562:85."""
        return f"{self.category}:{self.status}:{self.entity}".rstrip(":")


@dataclass(frozen=True, slots=True)
class LineAnswer:
    """What is said of one service line: `control` is our line control (REF*FJ), `code` the procedure."""

    control: str
    code: str
    cents: int | None
    statuses: tuple[Status, ...]
    day: dt.date | None
    segment: int


@dataclass(frozen=True, slots=True)
class ClaimAnswer:
    """What is said of one claim.

    `claim_id` is our number (277CA: TRN02; 277: REF*EJ, else TRN02), `payer_number` the payer's (REF*1K),
    `clearinghouse_number` REF*D9, `provider` the NPI, `speaker` PR (a payer) or
    AY (a clearinghouse), `day` that of its statuses, else that of the answer.
    """

    claim_id: str
    statuses: tuple[Status, ...]
    payer_number: str
    clearinghouse_number: str
    first_day: dt.date | None
    last_day: dt.date | None
    lines: tuple[LineAnswer, ...]
    payer_id: str
    provider: str
    batch: str
    speaker: str
    day: dt.date | None
    segment: int


@dataclass(frozen=True, slots=True)
class LevelAnswer:
    """What is said of a whole file or provider: `reference` is TRN02 (of the receiver: our BHT03).

    `accepted` and `rejected` count claims (QTY), the cents are their charges (AMT).
    """

    level: Level
    reference: str
    statuses: tuple[Status, ...]
    accepted: int | None
    rejected: int | None
    accepted_cents: int | None
    rejected_cents: int | None
    provider: str
    batch: str
    speaker: str
    day: dt.date | None
    segment: int


def statuses_of(segment: Segment, elements: Elements) -> list[Status]:
    """Return the statuses of an STC: it holds up to three, which share day, action, amount and text."""
    action, text = code_of(segment.get(3)), segment.get(12).strip()
    day, cents = elements.day(segment, 2), elements.cents(segment, 4)
    found = []
    for position in _COMPOSITES:
        category, status, entity = [code_of(part, 5) for part in [*segment.parts(position), "", ""][:3]]
        if category or status:
            element = f"STC{position:02}"
            found.append(Status(category, status, entity, action, day, cents, text, element, segment.number))
    if not found:
        elements.lacks(segment, "holds no status.")
    return found

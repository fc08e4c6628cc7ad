"""One claim as lint sees it: its segments by what they are, with the subscriber and patient it belongs to.

Source: handbook §7.3 (loops 2000A to 2430).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from xl_massbill.x12.segment import Segment

NONE = Segment(0, [""])
"""Stands where a segment was not there."""


@dataclass(slots=True)
class Answer:
    """What another payer said about a line (loop 2430)."""

    svd: Segment
    reasons: list[Segment] = field(default_factory=list)
    left: Segment = NONE


@dataclass(slots=True)
class Line:
    """A service line (loop 2400)."""

    head: Segment
    service: Segment = NONE
    day: Segment = NONE
    control: Segment = NONE
    answers: list[Answer] = field(default_factory=list)

    @property
    def number(self) -> str:
        """Return LX01."""
        return self.head.get(1)


@dataclass(slots=True)
class Other:
    """Another payer of the claim (loop 2320)."""

    head: Segment
    reasons: list[Segment] = field(default_factory=list)
    amounts: dict[str, Segment] = field(default_factory=dict)
    payer: Segment = NONE
    paid_on: Segment = NONE


@dataclass(slots=True)
class Party:
    """A person or organisation in a loop: its NM1 and which other segments stand there."""

    loop: str
    name: Segment
    others: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Level:
    """What stands above a claim: billing provider, subscriber, payer, patient."""

    head: Segment = NONE
    insurance: Segment = NONE
    relation: Segment = NONE
    parties: dict[str, Party] = field(default_factory=dict)
    birth: Segment = NONE
    insurer_number: Segment = NONE
    claims: int = 0


@dataclass(slots=True)
class Claim:
    """One claim (loop 2300) with the levels above it; `patient` is None where that is the subscriber."""

    head: Segment
    billing: Level
    subscriber: Level
    patient: Level | None
    dates: dict[str, Segment] = field(default_factory=dict)
    references: dict[str, Segment] = field(default_factory=dict)
    diagnoses: Segment = NONE
    parties: list[Party] = field(default_factory=list)
    others: list[Other] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    @property
    def id(self) -> str:
        """Return CLM01."""
        return self.head.get(1)

    @property
    def above(self) -> int:
        """Return the segment with which the levels of this claim alone begin: HL of its subscriber."""
        return self.subscriber.head.number

    def days(self) -> list[str]:
        """Return the first day of every line that has one, as CCYYMMDD."""
        return [text[:8] for line in self.lines if (text := line.day.get(3))]


@lru_cache(1 << 14)
def cents(text: str) -> int | None:
    """Return an amount in cents, None if it is not one; more than two decimals are not.

    >>> cents("45"), cents("45.5"), cents("-.05"), cents("4,5"), cents(""), cents("1.005")
    (4500, 4550, -5, None, None, None)
    """
    whole, _, part = text.removeprefix("-").partition(".")
    digits = whole + part
    if not digits or not (digits.isascii() and digits.isdigit()) or len(part) > 2 or len(digits) > 18:
        return None
    value = int(whole or "0") * 100 + int(part.ljust(2, "0"))
    return -value if text[0] == "-" else value


def dollars(amount: int) -> str:
    """Return cents as dollars.

    >>> dollars(4550), dollars(-5)
    ('45.50', '-0.05')
    """
    sign = "-" if amount < 0 else ""
    return f"{sign}{abs(amount) // 100}.{abs(amount) % 100:02}"

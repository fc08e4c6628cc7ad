"""TA1: the answer to the envelope of a file, before anybody has looked at what is in it.

Source: X12.5 TA1; handbook §8.1.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from xl_massbill.book.finding import Finding
from xl_massbill.remits.elements import Elements
from xl_massbill.remits.kinds import TransactionSet
from xl_massbill.remits.values import code_of

REJECTED = "R"


@dataclass(frozen=True, slots=True)
class InterchangeAnswer:
    """What was said of one interchange: `number` is our ISA13, `verdict` A, E or R, `note` a code 000-031.

    `made` is the day of our interchange (TA102), `day` that of the answer (ISA09), `segment` its place.
    """

    number: str
    verdict: str
    note: str
    made: dt.date | None
    day: dt.date | None
    segment: int

    @property
    def is_rejected(self) -> bool:
        """Return whether the whole file was turned back."""
        return self.verdict == REJECTED


def read_ta1(transaction: TransactionSet, findings: list[Finding]) -> InterchangeAnswer | None:
    """Return what a TA1 says; a verdict that is none is a finding; None if there is no segment."""
    elements = Elements(transaction.source, findings)
    for segment in transaction.segments:
        verdict = code_of(segment.get(4), 1)
        if verdict not in ("A", "E", REJECTED):
            elements.lacks(segment, "has no verdict (TA104 is A, E or R).")
        return InterchangeAnswer(
            number=segment.get(1).strip(),
            verdict=verdict,
            note=code_of(segment.get(5), 3),
            made=elements.day(segment, 2),
            day=transaction.envelope.day,
            segment=segment.number,
        )
    return None

"""Takes values out of segments; what should be one and is not becomes a finding, and reading goes on.

Source: DESIGN §1 (findings are values).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from xl_massbill.book.finding import Finding
from xl_massbill.remits import values
from xl_massbill.remits.flaws import VALUE, flaw
from xl_massbill.x12.segment import Segment

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Elements:
    """Reads the elements of one file; `findings` grows by what cannot be read."""

    source: str
    findings: list[Finding]

    def day(self, segment: Segment, position: int) -> dt.date | None:
        """Return a day, of a range the first."""
        return self._value(segment, position, values.day_of, "a date")

    def last_day(self, segment: Segment, position: int) -> dt.date | None:
        """Return the last day of a range, else the day."""
        return self._value(segment, position, values.last_day_of, "a date")

    def cents(self, segment: Segment, position: int) -> int | None:
        """Return an amount in whole cents."""
        return self._value(segment, position, values.cents_of, "an amount")

    def number(self, segment: Segment, position: int) -> Decimal | None:
        """Return a number."""
        return self._value(segment, position, values.number_of, "a number")

    def count(self, segment: Segment, position: int) -> int | None:
        """Return a whole number that is not negative."""
        return self._value(segment, position, values.count_of, "a whole number")

    def lacks(self, segment: Segment, what: str) -> None:
        """Tell that a segment, or what it begins, is not complete."""
        message = f"Segment {segment.number} ({segment.id}) {what}"
        self.findings.append(flaw(VALUE, self.source, segment.number, segment.id, message))

    def _value(self, segment: Segment, position: int, read: Callable[[str], T | None], a: str) -> T | None:
        text = segment.get(position).strip()
        if not text:
            return None
        value = read(text)
        if value is None:
            field = f"{segment.id}{position:02}"
            message = f"Segment {segment.number} ({field}) should hold {a}."
            self.findings.append(flaw(VALUE, self.source, segment.number, field, message))
        return value

"""The five buckets of age, and their boundaries, which the clinic may set.

Source: handbook §10.2.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from xl_massbill.errors import Refused

COLUMNS = ("d0_30", "d31_60", "d61_90", "d91_120", "d120_plus")
"""The same buckets as columns of the Aging tables."""
SETTING = "aging_buckets"


@dataclass(frozen=True, slots=True)
class Buckets:
    """Five buckets by the last day of the first four."""

    last: tuple[int, ...] = (30, 60, 90, 120)

    @property
    def names(self) -> tuple[str, ...]:
        """Return what they are called.

        >>> Buckets((14, 30, 60, 90)).names
        ('0-14', '15-30', '31-60', '61-90', '90+')
        """
        first = (0, *(day + 1 for day in self.last[:-1]))
        pairs = zip(first, self.last, strict=True)
        return (*(f"{one}-{other}" for one, other in pairs), f"{self.last[-1]}+")

    def of(self, days: int) -> str:
        """Return the bucket of an age in days; a day in the future counts as new."""
        return self.names[bisect_left(self.last, days)]

    @classmethod
    def parse(cls, text: str) -> Buckets:
        """Return buckets as somebody types them ("30, 60, 90, 120"), the usual ones for nothing; or Refused.

        >>> Buckets.parse("30 60 90 120") == Buckets.parse("") == Buckets()
        True
        """
        words = text.replace(",", " ").replace(";", " ").split()
        if not words:
            return cls()
        days = tuple(int(word) if word.isdecimal() else 0 for word in words)
        if len(days) != len(COLUMNS) - 1 or days[0] < 1 or sorted(set(days)) != list(days):
            raise Refused(
                f"“{text}” are no buckets: name the last day of the first four, such as 30, 60, 90, 120."
            )
        return cls(days)


USUAL = Buckets()
LAST_DAYS = USUAL.last
BUCKETS = USUAL.names


def bucket_of(days: int) -> str:
    """Return the usual bucket of an age in days.

    >>> bucket_of(30), bucket_of(31), bucket_of(120), bucket_of(121), bucket_of(-3)
    ('0-30', '31-60', '91-120', '120+', '0-30')
    """
    return USUAL.of(days)

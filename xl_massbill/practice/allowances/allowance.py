"""One thing that allows treatment, counted in every unit it is limited by.

Used and left make up what is allowed; booked visits are counted beside, and what is free is left less booked.
A limit that nobody has entered is unknown: it has no left, and nothing runs out.

Source: handbook §1.10 (counting), §4.3 (visits left), §5.4 (meter), §5.5 (daily cap).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What allows the treatment."""

    APPROVAL = "APPROVAL"
    """A prior authorisation."""
    ORDER = "ORDER"
    """A doctor's order or referral."""
    PLAN = "PLAN"
    """The visits that a plan pays in a period."""
    FREE = "FREE"
    """The visits for which a plan wants no approval yet."""
    METER = "METER"
    """The medical limit of an auto policy (PIP, MedPay)."""
    DAILY_CAP = "DAILY_CAP"
    """The most that a payer allows for one day."""


class Unit(StrEnum):
    """In what an allowance is counted; dollars are kept in cents."""

    VISITS = "visits"
    UNITS = "units"
    WEEKS = "weeks"
    DOLLARS = "dollars"


DATES = "dates"
"""What ends an allowance that is not used up before its last day."""


@dataclass(frozen=True, slots=True)
class Count:
    """One unit of an allowance; `through` are its days, each with the running number at its end.

    >>> Count(Unit.VISITS, allowed=6, used=4, booked=1).free
    1
    """

    unit: Unit
    allowed: int | None
    used: int
    booked: int = 0
    through: tuple[tuple[dt.date, int], ...] = ()

    @property
    def left(self) -> int | None:
        """Return what is left of it before what is booked, below 0 where too much was used."""
        return None if self.allowed is None else self.allowed - self.used

    @property
    def free(self) -> int | None:
        """Return what is left when all that is booked has taken place, below 0 where it is too much."""
        return None if self.left is None else self.left - self.booked


@dataclass(frozen=True, slots=True)
class Beyond:
    """A visit that an allowance does not cover, and what it exceeds: a unit, or its dates.

    `is_settled` says that it has gone out already, or that no plan is asked to pay for it.
    """

    day: dt.date
    visit_id: str
    by: str
    is_settled: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Allowance:
    """One order, approval, plan, meter or cap as of a day; `first` and `last` day belong to it.

    `patient_id` is whose visits are counted, which need not be whose paper it is. `decision` is that of an
    approval; `per_week` is how often was ordered, `per_day` the cents of a daily cap. `beyond` are its visits
    that it does not cover, the earliest first; `followed_by` is what takes its place, `followed_from` from
    when on (None: at once). `notes` are sentences for its row; `is_unreadable` says that a cell of its limits
    cannot be read, so that they are not known.
    """

    kind: Kind
    key: str
    patient_id: str
    coverage_id: str
    payer_id: str
    counts: tuple[Count, ...]
    first: dt.date | None = None
    last: dt.date | None = None
    decision: str = ""
    per_week: int | None = None
    per_day: int | None = None
    beyond: tuple[Beyond, ...] = ()
    followed_by: str = ""
    followed_from: dt.date | None = None
    notes: tuple[str, ...] = ()
    is_unreadable: bool = False

    def __repr__(self) -> str:
        """Show which, never whose."""
        return f"Allowance({self.kind}, {self.key})"

    def open_beyond(self) -> list[Beyond]:
        """Return the visits it does not cover for which a plan is still to be asked."""
        return [visit for visit in self.beyond if not visit.is_settled]

    def of(self, unit: Unit) -> Count | None:
        """Return its count in a unit, None where it is not counted so."""
        return next((count for count in self.counts if count.unit is unit), None)

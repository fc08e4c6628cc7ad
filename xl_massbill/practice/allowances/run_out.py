"""When an allowance runs out, what ends it first, and by which day a new one must be asked for.

Booked visits tell the day for sure. Where they do not use it up, the pace so far is carried on: that day is
an estimate, and named so. Reckoned in whole days; of two that end it on one day the count is named.

Source: handbook §4.3, §6.4 REF-006 (14 days before the end). Pace: decided here (D).
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from xl_massbill.practice.allowances.allowance import DATES, Allowance, Count, Kind, Unit

LEAD_DAYS = 14
LEAD_SETTING = "approval_lead_days"
_BY_CASE = ("PENDING", "DENIED", "NOT_NEEDED")


class How(StrEnum):
    """How the day is known on which something runs out."""

    REACHED = "REACHED"
    BOOKED = "BOOKED"
    ESTIMATE = "ESTIMATE"


class RunOut(NamedTuple):
    """The last day that is still covered, None where none ever was, how it is known, what runs out."""

    day: dt.date | None
    how: How
    by: str


class State(StrEnum):
    """How an allowance stands, what wants something first."""

    OVER = "OVER"
    ASK_NOW = "ASK_NOW"
    PENDING = "PENDING"
    USED_UP = "USED_UP"
    OPEN = "OPEN"
    NOT_YET = "NOT_YET"
    NO_LIMIT = "NO_LIMIT"
    NOT_NEEDED = "NOT_NEEDED"
    DENIED = "DENIED"
    ENDED = "ENDED"


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is to be expected of an allowance as of a day.

    `runs_out` is the count that ends first, `binds` what ends the allowance first of all, counts and dates,
    on `until`; `ask_by` is the day by which to ask for a new one.
    """

    state: State
    runs_out: RunOut | None
    binds: str
    until: dt.date | None
    ask_by: dt.date | None


def run_out(count: Count, as_of: dt.date) -> RunOut | None:
    """Return when a count runs out; None where it has no limit, or nothing tells its pace.

    >>> week = [dt.date(2026, 5, day) for day in (4, 11, 18)]
    >>> seen = tuple((day, n) for n, day in enumerate(week, 1))
    >>> run_out(Count("visits", 3, 2, 1, seen), dt.date(2026, 5, 12))[:2]
    (datetime.date(2026, 5, 18), <How.BOOKED: 'BOOKED'>)
    >>> run_out(Count("visits", 5, 3, 0, seen), dt.date(2026, 5, 20))[:2]  # two more, a week apart
    (datetime.date(2026, 6, 3), <How.ESTIMATE: 'ESTIMATE'>)
    """
    if count.allowed is None:
        return None
    if count.free is not None and count.free <= 0:
        covered = [day for day, number in count.through if number <= count.allowed]
        last = covered[-1] if covered else None
        spent = count.left is not None and count.left <= 0
        return RunOut(last, How.REACHED if spent else How.BOOKED, count.unit)
    return _at_this_pace(count, as_of)


def _at_this_pace(count: Count, as_of: dt.date) -> RunOut | None:
    """Return the day of the last visit that is covered if the visits go on as they came so far."""
    days = [day for day, _ in count.through]
    if len(days) < 2 or count.free is None:
        return None
    apart = Fraction((days[-1] - days[0]).days, len(days) - 1)
    taken = count.through[-1][1] - count.through[0][1]  # by all visits but the first
    if taken <= 0:
        return None
    more = math.floor(count.free / Fraction(taken, len(days) - 1))
    if not more:
        return RunOut(days[-1], How.ESTIMATE, count.unit)
    try:
        day = max(as_of, days[-1]) + dt.timedelta(days=math.ceil(more * apart))
    except OverflowError:
        return None  # after the end of the calendar
    return RunOut(day, How.ESTIMATE, count.unit)


def outlook(allowance: Allowance, as_of: dt.date, lead: int = LEAD_DAYS) -> Outlook:
    """Return how an allowance stands, what ends it, and by when to ask for a new one.

    The weeks of an order end with its last day, so they are dates and run out with it.
    """
    ended = allowance.last is not None and allowance.last < as_of
    known = [run_out(count, as_of) for count in allowance.counts if count.unit is not Unit.WEEKS]
    runs_out = _first(one for one in known if one and not (ended and one.how is How.ESTIMATE))
    ends = [(runs_out.day or dt.date.min, 0, runs_out.by)] if runs_out else []
    if allowance.last is not None:
        ends.append((allowance.last, 1, Unit.WEEKS if allowance.of(Unit.WEEKS) else DATES))
    until, _, binds = min(ends, default=(None, 0, ""))
    if until == dt.date.min:
        until = None  # nothing was ever covered
    asks = until is not None and not ended and not is_followed(allowance, until)
    asks &= allowance.decision not in _BY_CASE
    asks &= allowance.kind in (Kind.APPROVAL, Kind.ORDER) or binds in (
        Unit.VISITS,
        Unit.DOLLARS,
    )  # the end of a plan is no lack
    ask_by = _before(until, lead) if asks and until else None
    state = _state(allowance, as_of, ended, ask_by)
    return Outlook(state, runs_out, binds, until, ask_by)


def is_followed(allowance: Allowance, until: dt.date | None) -> bool:
    """Return whether something takes its place with no day between."""
    starts = allowance.followed_from
    seamless = starts is None or until is None or starts.toordinal() <= until.toordinal() + 1
    return bool(allowance.followed_by) and seamless


def _before(day: dt.date, lead: int) -> dt.date:
    return dt.date.min if day.toordinal() <= lead else day - dt.timedelta(days=lead)


def _first(found: Iterable[RunOut]) -> RunOut | None:
    return min(found, key=lambda one: (one.day or dt.date.min, one.how == How.ESTIMATE), default=None)


def _state(allowance: Allowance, as_of: dt.date, ended: bool, ask_by: dt.date | None) -> State:
    beyond = allowance.open_beyond()
    lacks = any(visit.day >= as_of for visit in beyond) or (bool(beyond) and not allowance.followed_by)
    spent = any(
        n is not None and n <= 0 for n in (c.left for c in allowance.counts if c.unit is not Unit.WEEKS)
    )
    limited = allowance.last is not None or allowance.per_day is not None
    limited |= any(count.allowed is not None for count in allowance.counts)
    cases = (
        (
            State(allowance.decision) if allowance.decision in _BY_CASE else State.OPEN,
            allowance.decision in _BY_CASE,
        ),
        (State.OVER, lacks),
        (State.ENDED, ended),
        (State.NOT_YET, allowance.first is not None and allowance.first > as_of),
        (State.NO_LIMIT, not limited),
        (State.USED_UP, spent),
        (State.ASK_NOW, ask_by is not None and ask_by <= as_of),
    )
    return next((state for state, holds in cases if holds), State.OPEN)

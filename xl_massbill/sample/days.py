"""When patients come: courses of weekly sessions with quicker starts, holidays, missed and future visits.

Source: handbook §4.3 (weeks run Monday to Sunday), §10.6 (no visit may be past its filing limit).
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

from xl_massbill.sample.calendar import DAY, opened, shut
from xl_massbill.sample.patients import Patient
from xl_massbill.sample.payers import Payer
from xl_massbill.sample.sessions import Session

_MISSED = (("NO_SHOW", 0.02), ("CANCELLED", 0.025))
_CURRENT, _OLD = 0.3, 0.3  # share of patients whose course is still running, or began before the window
_WEEK = 7
_NEAR = 18  # days that the filing limit must still be away (TFL-002 warns at 14)


@dataclass(frozen=True, slots=True)
class Window:
    """The time the sample covers: from the first day to the day it is looked at."""

    start: dt.date
    as_of: dt.date

    @classmethod
    def ending(cls, as_of: dt.date, months: int = 9) -> Window:
        """Return the window of so many calendar months that ends on a day.

        >>> Window.ending(dt.date(2026, 9, 30)).start
        datetime.date(2026, 1, 1)
        """
        month = as_of.year * 12 + as_of.month - months
        return cls(dt.date(month // 12, month % 12 + 1, 1), as_of)


def plan(patients: list[Patient], window: Window, rng: random.Random) -> list[Session]:
    """Return the sessions of all patients, with their days; codes of a patient make up its lines."""
    sessions = []
    for patient in patients:
        when = rng.choices(("current", "old", ""), (_CURRENT, _OLD, 1 - _CURRENT - _OLD))[0]
        course = _course(patient, rng, is_current=when == "current")
        for session, day in zip(course, _days(patient, course, window, rng, when), strict=True):
            session.day = day
        sessions += course
    return sessions


def _course(patient: Patient, rng: random.Random, *, is_current: bool) -> list[Session]:
    """Draw codes and fates until the patient's lines are used up."""
    mixes, weights = list(patient.payer.mix), list(patient.payer.mix.values())
    single = next(m for m in mixes if "+" not in m)
    in_cash = patient.payer.pay_type == "CASH"
    left, course = patient.lines, list[Session]()
    while left:
        fate = _fate(rng) if course and not in_cash else ""
        codes = tuple(rng.choices(mixes, weights)[0].split("+"))
        if fate or len(codes) > left:
            codes = (single,)
        course.append(Session(patient, codes, fate or ("CASH" if in_cash else "DONE")))
        left -= len(codes)
    ahead = rng.choice((0, 1, 1, 2)) if is_current and not in_cash and len(course) > 4 else 0
    for session in course[len(course) - ahead :]:
        session.status = "SCHEDULED"
    return course


def _fate(rng: random.Random) -> str:
    draw = rng.random()
    for status, share in _MISSED:
        if draw < share:
            return status
        draw -= share
    return ""


def _days(
    patient: Patient, course: list[Session], window: Window, rng: random.Random, when: str
) -> list[dt.date]:
    """Return one open day for each session, in order, none before the payer's filing limit reaches."""
    ahead = sum(s.status == "SCHEDULED" for s in course)
    first, last = _earliest(patient.payer, window), shut(window.as_of)
    room = (last - first).days - _WEEK
    steps = _steps(patient, len(course) - ahead - 1, room, rng)
    spare = max(0, room - sum(steps))
    begin = first + DAY * {"current": spare, "old": rng.randint(0, min(spare, _WEEK))}.get(
        when, rng.randint(0, spare)
    )
    days = _walk(begin + DAY * ((patient.weekday - begin.weekday()) % _WEEK), steps, last)
    day = max(last, days[-1])
    for _ in range(ahead):
        day = opened(day + DAY * rng.randrange(2, _WEEK))
        days.append(day)
    return days


def _earliest(payer: Payer, window: Window) -> dt.date:
    limit = int(payer.rules.get("tfl_days", "365"))
    return opened(max(window.start, window.as_of - DAY * (limit - _NEAR)))


def _steps(patient: Patient, count: int, room: int, rng: random.Random) -> list[int]:
    """Return the days between sessions: twice a week at first after an accident, then weekly, then fewer."""
    quick = 6 if patient.payer.in_accident else 0
    steps = []
    for i in range(count):
        if i < quick:
            steps.append((3, 4)[i % 2])
        else:
            steps.append(rng.choice((7, 7, 7, 14)) if i < count * 0.6 else rng.choice((7, 14, 14)))
    while sum(steps) > room:
        widest = max(range(count), key=lambda i: steps[i])
        steps[widest] -= 7 if steps[widest] > 7 else 1
    return steps


def _walk(begin: dt.date, steps: list[int], last: dt.date) -> list[dt.date]:
    """Return open days that follow the steps; a holiday moves one session, not those after it."""
    wished, days = begin, [opened(begin)]
    for step in steps:
        wished += DAY * step
        days.append(opened(max(wished, days[-1] + DAY)))
    return days if days[-1] <= last else _walk(begin - DAY, steps, last)

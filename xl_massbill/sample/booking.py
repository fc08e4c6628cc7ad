"""Who treats and at what time: nobody is in two places, and everybody within working hours.

Each patient keeps one therapist where the day allows it, else a colleague takes over.

Source: handbook §2.4 (one-on-one minutes never overlap), PRV-011.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict

from xl_massbill.sample.clinic import Therapist, therapists
from xl_massbill.sample.sessions import PACK, PACK_MINUTES, Session, clock_lines

_GAP = 10  # minutes between two sessions, for notes and linen
_SLOT = 15
_GREETING = 5  # minutes at most between the booked time and the first touch

Busy = dict[tuple[int, dt.date], list[tuple[int, int]]]


def book(sessions: list[Session], rng: random.Random) -> None:
    """Give each session a therapist and clock times."""
    busy: Busy = defaultdict(list)
    for session in sorted(sessions, key=lambda s: (s.day, s.patient.patient_id)):
        talk = rng.randrange(1, 7)
        length = session.minutes + talk + (PACK_MINUTES if PACK in session.codes else 0)
        session.therapist, slot = _slot(session, length + _GREETING, busy)
        session.start = slot + rng.randrange(_GREETING)
        session.end = session.start + length
        busy[session.therapist, session.day].append((slot, session.end))
        clock_lines(session)


def _slot(session: Session, length: int, busy: Busy) -> tuple[int, int]:
    """Return therapist and booked time nearest to the patient's usual hour."""
    usual = session.patient.hour * 60
    for at in _by_preference(session):
        free = [
            t
            for t in _starts(therapists()[at], session.day, length)
            if _fits(t, length, busy[at, session.day])
        ]
        if free:
            return at, min(free, key=lambda t: (abs(t - usual), t))
    raise ValueError(f"no therapist is free on {session.day}")


def _by_preference(session: Session) -> list[int]:
    own = session.patient.therapist
    order = [(own + turn) % len(therapists()) for turn in range(len(therapists()))]
    return [at for at in order if therapists()[at].may(session.codes)]


def _starts(therapist: Therapist, day: dt.date, length: int) -> range:
    hours = therapist.shift.get(day.weekday())
    return range(hours[0] * 60, hours[1] * 60 - length + 1, _SLOT) if hours else range(0)


def _fits(start: int, length: int, taken: list[tuple[int, int]]) -> bool:
    return all(start >= end + _GAP or start + length + _GAP <= begin for begin, end in taken)

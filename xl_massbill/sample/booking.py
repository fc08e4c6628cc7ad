"""Who treats and at what time: nobody is in two places, and everybody within working hours.

Each patient keeps one therapist where the day allows it, else a colleague takes over; on a day that is quite
full, as after a holiday in a large practice, whoever can stays longer or comes in.

Source: handbook §2.4 (one-on-one minutes never overlap), PRV-011.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict

from xl_massbill.sample.clinic import therapists
from xl_massbill.sample.sessions import PACK, PACK_MINUTES, Session, clock_lines

_GAP = 10  # minutes between two sessions, for notes and linen
_SLOT = 15
_GREETING = 5  # minutes at most between the booked time and the first touch
_LONG_DAY = (8, 20)  # hours of a full day: fewer than ten with the hands on somebody (PRV-012)

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
    for stays_longer in (False, True):
        for at in _by_preference(session):
            hours = _LONG_DAY if stays_longer else therapists()[at].shift.get(session.day.weekday())
            free = [t for t in _starts(hours, length) if _fits(t, length, busy[at, session.day])]
            if free:
                return at, min(free, key=lambda t: (abs(t - usual), t))
    raise ValueError(f"no therapist is free on {session.day}")


def _by_preference(session: Session) -> list[int]:
    own = session.patient.therapist
    order = [(own + turn) % len(therapists()) for turn in range(len(therapists()))]
    return [at for at in order if therapists()[at].may(session.codes)]


def _starts(hours: tuple[int, int] | None, length: int) -> range:
    return range(hours[0] * 60, hours[1] * 60 - length + 1, _SLOT) if hours else range(0)


def _fits(start: int, length: int, taken: list[tuple[int, int]]) -> bool:
    return all(start >= end + _GAP or start + length + _GAP <= begin for begin, end in taken)

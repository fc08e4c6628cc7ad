"""Changing what a note tells, its parts and its whole text together; and taking a note away.

Source: handbook §1.11 (Notes).
"""

from __future__ import annotations

import datetime as dt

from xl_massbill.sample.payers import Row
from xl_massbill.sample.slips.bench import Bench, Visit

PARTS = ("subjective", "objective", "response_to_treatment", "assessment", "plan")


def retell(note: Row, **parts: str) -> None:
    """Put other words into parts of a note; the whole text is made of its parts again."""
    note |= parts
    note["note_text"] = " ".join(note[part] for part in PARTS)


def lose_note(bench: Bench, visit: Visit) -> None:
    """Take the note of a visit off the sheet."""
    notes = bench.tables["notes"]
    notes[:] = [note for note in notes if note is not visit.note]
    visit.note = {}


def minutes_of(clock: dt.time) -> int:
    """Return a clock time as minutes since midnight.

    >>> minutes_of(dt.time(10, 5))
    605
    """
    return clock.hour * 60 + clock.minute


def clock_of(minutes: int) -> dt.time:
    """Return minutes since midnight as a clock time.

    >>> clock_of(605)
    datetime.time(10, 5)
    """
    return dt.time(*divmod(minutes, 60))

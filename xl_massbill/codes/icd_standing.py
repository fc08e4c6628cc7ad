"""Whether a diagnosis code may stand on a claim for a day: by our own index, and by rows laid over it.

Where neither knows a code, that is an error of the code only for days that the index speaks for; for others
the list is too old or too new to tell.

Source: handbook §3.1, §3.2 (the set in force on the day of service counts), §2.6.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from enum import IntEnum
from typing import NamedTuple

from xl_massbill.codes import icd10, icd_release


class State(IntEnum):
    """How a diagnosis cell stands on the day of its visit."""

    SOUND = 0
    MISSHAPEN = 1
    HEADER = 2
    SEVENTH = 3
    """A seventh character is missing, or one too many."""
    INVALID = 4
    """Known not to be valid, or not known although the list speaks for that day."""
    UNKNOWN = 5
    """Not in the list, which does not speak for that day."""


class Row(NamedTuple):
    """A row of sheet ICD about one code; None = it does not say."""

    starts: date | None
    ends: date | None
    billable: bool | None
    needs_seventh: bool | None


def standing(code: str, day: date, rows: Sequence[Row] = ()) -> State:
    """Return how a code stands on a day; `rows` about it, the earliest start first, beat the index.

    >>> day = date(2026, 5, 4)
    >>> [standing(code, day).name for code in ("M542", "M545", "S134", "M54.2.", "X9999", "M542D")]
    ['SOUND', 'HEADER', 'SEVENTH', 'MISSHAPEN', 'INVALID', 'SEVENTH']
    >>> standing("X9999", date(2027, 5, 4)).name
    'UNKNOWN'
    """
    state = _by_index(code, day)
    return _by_rows(rows, state, day) if rows else state


def changes(code: str, rows: Sequence[Row] = ()) -> list[date]:
    """Return the days from which a code may stand otherwise than on the day before."""
    fact = icd_release.find(code)
    spans = [(icd_release.STARTS, icd_release.ENDS), *((row.starts, row.ends) for row in rows)]
    return sorted(set(_edges([*spans, (fact.starts, fact.ends)] if fact else spans)))


def is_about_seventh(code: str) -> bool:
    """Return whether a code that is in no list differs from one that is only by its seventh character.

    >>> [is_about_seventh(code) for code in ("S134", "S134X", "S134A", "S134XXQ", "M542XXA", "M542D")]
    [False, True, True, True, True, True]
    >>> [is_about_seventh(code) for code in ("M5420", "M54A", "X9999", "S1340XA")]
    [False, False, False, False]
    """
    stems = {code.rstrip("X"), code[:-1].rstrip("X") if code[-1].isalpha() else code}
    facts = [icd_release.find(stem) for stem in stems - {code}]
    return any(fact is not None and (fact.needs_seventh or fact.billable) for fact in facts)


def _edges(spans: Sequence[tuple[date | None, date | None]]) -> Iterator[date]:
    for starts, ends in spans:
        if starts is not None:
            yield starts
        if ends is not None and ends < date.max:
            yield ends + timedelta(days=1)


def _by_index(code: str, day: date) -> State:
    """Return how a code stands by the index that comes with the program."""
    before, after = day < icd_release.STARTS, day > icd_release.ENDS
    fact = icd_release.find(code)
    if not icd10.is_valid(code):
        return State.MISSHAPEN
    if fact is None:
        state = State.SEVENTH if is_about_seventh(code) else State.INVALID
        return State.UNKNOWN if before or after else state
    branches = State.HEADER if icd_release.children(code) else State.INVALID
    kind = State.SEVENTH if fact.needs_seventh else branches
    if fact.ends is None and not fact.billable:
        return State.UNKNOWN if before else kind
    if fact.ends is not None and day > fact.ends:
        return kind
    if fact.starts is not None and day < fact.starts:
        return State.UNKNOWN if before else State.INVALID
    return State.SOUND


def _by_rows(rows: Sequence[Row], state: State, day: date) -> State:
    """Return how a code stands by rows; the last that is in force counts."""
    told, ended, out = False, False, state
    for row in rows:
        late = row.ends is not None and day > row.ends
        ended |= late
        if not late and (row.starts is None or day >= row.starts):
            told, out = True, _of_row(row, state)
    return State.INVALID if not told and (state is not State.SOUND or ended) else out


def _of_row(row: Row, state: State) -> State:
    """Return how a code stands by a row in force; where the row does not say, by the index."""
    if row.billable is None:
        return State.SOUND if state in (State.INVALID, State.UNKNOWN) else state
    if row.billable:
        return State.SOUND
    return State.SEVENTH if row.needs_seventh else State.HEADER

"""How alike notes are: the share of three-word sequences that two have in common (Jaccard), exactly.

Within a patient each note meets the ten before it: their shared sequences are counted all at once from a
sorted list. Across patients there are too many pairs for that. Two sets that are nearly equal share one of
their rarest sequences, so only those pairs are looked at (a known property of the measure: a set of n needs
ceil(t x n) in common, so its n - ceil(t x n) + 1 rarest cannot all be missing), and a 64-bit parity of the
members rules out most of them before any is compared. Both give what comparing every pair would give.

Source: handbook §6.8.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from xl_massbill.book.sheet import Mask
from xl_massbill.practice.groups import Numbers
from xl_massbill.practice.shingles import Shingles

LAST = 10
_BLOCK = 20_000
_BITS = np.array([i.bit_count() for i in range(1 << 16)], dtype=np.uint8)
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
Shares = npt.NDArray[np.float64]


class Notes(NamedTuple):
    """Notes to be compared: the number of each one's set (-1: it takes part in nothing), patient and day."""

    of: Numbers
    patient: Numbers
    day: Numbers


def share(shared: Numbers, one: Numbers, other: Numbers) -> Shares:
    """Return the Jaccard share of sets with these sizes and so many members in common; 0 for two empty ones.

    >>> share(np.array([4, 0]), np.array([42, 0]), np.array([45, 0])).round(3).tolist()
    [0.048, 0.0]
    """
    return np.asarray(shared / np.maximum(one + other - shared, 1))


def like_the_last(sets: Shingles, notes: Notes, last: int = LAST) -> tuple[Shares, Numbers]:
    """Return for each note the largest share with one of the patient's `last` notes before it, and which.

    Notes of a day stand in the order they are given. Of equal shares the latest note counts; share 0 and
    note -1 where there is none. A note without a set keeps its place among the last ones.
    """
    best, which = np.zeros(len(notes.of)), np.full(len(notes.of), -1, dtype=np.int64)
    order = np.lexsort((notes.day, notes.patient))
    sizes = np.append(sets.sizes, 0)[notes.of]
    for block in _blocks(notes.patient[order]):
        at = order[block]
        counts = _shared(sets, notes.of[at], notes.patient[at], last)
        back = np.arange(1, last + 1)
        before = at[np.maximum(np.arange(len(at))[:, None] - back, 0)]
        shares = share(counts, sizes[at][:, None], sizes[before])
        latest = np.argmax(shares, axis=1)
        rows = np.arange(len(at))
        best[at] = shares[rows, latest]
        which[at] = np.where(best[at] > 0, before[rows, latest], -1)
    return best, which


def _blocks(patient: Numbers) -> Iterator[slice]:
    """Yield slices of whole patients, of some thousand notes each."""
    start = 0
    while start < len(patient):
        end = min(start + _BLOCK, len(patient))
        end += int(np.searchsorted(patient[end:], patient[end - 1], side="right"))
        yield slice(start, end)
        start = end


def _shared(sets: Shingles, of: Numbers, patient: Numbers, last: int) -> Numbers:
    """Return how many members each note shares with the one before it, the one before that, and so on.

    The notes stand patient by patient in the order of their days.
    """
    sizes = np.append(sets.sizes, 0)[of]
    note = np.repeat(np.arange(len(of)), sizes)
    member = sets.members[_ranges(sets.starts[of], sizes)]
    order = np.lexsort((note, member, patient[note]))
    note, member = note[order], member[order]
    same_patient = patient[note]
    counts = np.zeros(len(of) * last, dtype=np.int64)
    for lag in range(1, last + 1):
        back = note[lag:] - note[:-lag]
        met = (member[lag:] == member[:-lag]) & (same_patient[lag:] == same_patient[:-lag]) & (back <= last)
        counts += np.bincount(note[lag:][met] * last + back[met] - 1, minlength=len(counts))
    return counts.reshape(len(of), last)


def like_another_patients(sets: Shingles, notes: Notes, least: float, days: int) -> Numbers:
    """Return for each note an earlier one of another patient that shares at least so much; -1 for none.

    It is at most `days` older; of two of the same day the one given first is the earlier. `least` is above 0.
    """
    order = np.lexsort((np.arange(len(notes.of)), notes.day))
    ordered = Notes(*(column[order] for column in notes))
    found = _equal_sets(sets, ordered, days)
    _Search(sets, ordered, least, days).complete(found)
    out = np.full(len(order), -1, dtype=np.int64)
    out[order] = np.where(found >= 0, order[found], -1)
    return out


def _equal_sets(sets: Shingles, notes: Notes, days: int) -> Numbers:
    """Return for each note the latest one before it with the same set and another patient, or -1."""
    sizes = np.append(sets.sizes, 0)[notes.of]
    at = np.flatnonzero(sizes > 0)
    at = at[np.argsort(notes.of[at], kind="stable")]
    of, patient = notes.of[at], notes.patient[at]
    new = np.ones(len(at), dtype=bool)
    new[1:] = (of[1:] != of[:-1]) | (patient[1:] != patient[:-1])
    before = np.maximum.accumulate(np.where(new, np.arange(len(at)), 0)) - 1  # the end of the run before
    there = (before >= 0) & (of[before] == of)
    there &= notes.day[at] - notes.day[at[before]] <= days
    found = np.full(len(notes.of), -1, dtype=np.int64)
    found[at[there]] = at[before[there]]
    return found


class _Search:
    """Pairs of notes in the order of days that share one of their rarest members, nearest first.

    An entry is a note with one of these members. Members stand from rare to common, so two sets whose first
    common member is the fourth of each cannot share more than the rest from there on.
    """

    def __init__(self, sets: Shingles, notes: Notes, least: float, days: int) -> None:
        self._sets, self._notes, self._least = sets, notes, least
        self._sizes = np.append(sets.sizes, 0)
        self._parity = np.append(_parity(sets), np.uint64(0))
        self._keys = sets.owners * max(sets.kinds, 1) + sets.members
        note, member, left = self._entries()
        order = np.lexsort((note, member))
        self._note, member, self._left = note[order], member[order], left[order]
        self._half = least / (1 + least) * self._sizes[notes.of[self._note]] - 1e-9  # of what must be shared
        n = len(notes.of)
        opens = np.searchsorted(notes.day, notes.day - days)
        self._first = np.searchsorted(member * n + self._note, member * n + opens[self._note])

    def complete(self, found: Numbers) -> None:
        """Fill in a partner for the notes that have none yet."""
        back = 0
        entries = np.arange(len(self._note))
        while len(entries):
            back += 1
            entries = entries[(entries - back >= self._first[entries]) & (found[self._note[entries]] < 0)]
            before = entries - back
            most = np.minimum(self._left[entries], self._left[before])
            may = most >= self._half[entries] + self._half[before]
            one, other = self._note[entries[may]], self._note[before[may]]
            alike = self._alike(one, other)
            found[one[alike]] = other[alike]

    def _entries(self) -> tuple[Numbers, Numbers, Numbers]:
        """Return notes, the rarest members of each, and how many members stand from there on."""
        sets, kinds = self._sets, max(self._sets.kinds, 1)
        rank = np.empty(sets.kinds, dtype=np.int64)
        rank[np.argsort(np.bincount(sets.members, minlength=sets.kinds), kind="stable")] = np.arange(
            sets.kinds
        )
        ranks = np.sort(sets.owners * kinds + rank[sets.members]) % kinds
        needed = np.ceil(self._least * sets.sizes - 1e-9).astype(np.int64)
        rarest = np.append(np.clip(sets.sizes - needed + 1, 0, sets.sizes), 0)[self._notes.of]
        note = np.repeat(np.arange(len(self._notes.of)), rarest)
        at = _ranges(sets.starts[self._notes.of], rarest)
        return note, ranks[at], sets.starts[self._notes.of[note] + 1] - at

    def _alike(self, one: Numbers, other: Numbers) -> Mask:
        """Return which pairs are of different patients and share enough."""
        of, sizes = self._notes.of, self._sizes
        a, b = sizes[of[one]], sizes[of[other]]
        # members that only one of two sets has: at most (1 - t) / (1 + t) of both sizes
        apart = _ones(self._parity[of[one]] ^ self._parity[of[other]])
        fits = apart <= (1 - self._least) / (1 + self._least) * (a + b) + 1e-9
        fits &= self._notes.patient[one] != self._notes.patient[other]
        at = np.flatnonzero(fits)
        fits[at] = share(self._in_common(of[one[at]], of[other[at]]), a[at], b[at]) >= self._least
        return np.asarray(fits, dtype=bool)

    def _in_common(self, one: Numbers, other: Numbers) -> Numbers:
        sizes = self._sizes[one]
        pair = np.repeat(np.arange(len(one)), sizes)
        wanted = (
            other[pair] * max(self._sets.kinds, 1)
            + self._sets.members[_ranges(self._sets.starts[one], sizes)]
        )
        at = np.minimum(np.searchsorted(self._keys, wanted), max(len(self._keys) - 1, 0))
        return np.bincount(pair[self._keys[at] == wanted], minlength=len(one))


def _parity(sets: Shingles) -> npt.NDArray[np.uint64]:
    """Return 64 bits for each set, each bit the parity of the members that fall on it."""
    bit = (sets.members.astype(np.uint64) * _SPREAD) >> np.uint64(58)
    out = np.zeros(len(sets.starts) - 1, dtype=np.uint64)
    np.bitwise_xor.at(out, sets.owners, np.uint64(1) << bit)
    return out


def _ones(words: npt.NDArray[np.uint64]) -> Numbers:
    """Return how many bits of each word are set."""
    counted: npt.NDArray[Any] = _BITS[words.view(np.uint16)].reshape(-1, 4)
    return np.asarray(counted.sum(axis=1, dtype=np.int64))


def like_any_of(sets: Shingles, of: Numbers, others: Numbers) -> Shares:
    """Return for each set in `of` the largest share with one of the sets `others`; 0 for none (-1)."""
    best = np.zeros(len(sets.starts))
    for other in others.tolist():
        own = sets.members[sets.starts[other] : sets.starts[other + 1]]
        held = np.isin(sets.members, own)
        shared = np.bincount(sets.owners[held], minlength=len(sets.starts) - 1)
        best[:-1] = np.maximum(
            best[:-1], share(shared, sets.sizes, np.int64(len(own)) + np.zeros_like(shared))
        )
    return best[of]


def _ranges(starts: Numbers, lengths: Numbers) -> Numbers:
    """Return the numbers from each start on, so many each, one after the other."""
    ends = np.cumsum(lengths)
    return np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts - ends + lengths, lengths)


__all__ = ["LAST", "Notes", "like_another_patients", "like_any_of", "like_the_last", "share"]

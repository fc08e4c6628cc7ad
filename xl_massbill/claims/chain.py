"""The chain of the journal: each entry's hash covers the one before, so that a change or a gap shows.

A journal is read here as raw text and without opening it for writing: what somebody tampered with may be
anything. What the chain cannot show, that entries were cut off at its end, is for those to see who kept an
older hash.

Source: handbook §11.5 (hash = SHA-256(prev_hash ‖ row); the verify command recomputes the chain).
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from xl_massbill.errors import Unreadable

START = "0" * 64
"""What the first entry names as the hash before it."""


class Raw(NamedTuple):
    """One entry as it lies in the file; `machine` and `version` are empty in those of the first version."""

    seq: object
    at: object
    user: object
    action: object
    subject: object
    detail: object
    machine: object
    version: object
    prev_hash: object
    hash: object


class Bad(NamedTuple):
    """The first entry that does not fit, and what is wrong with it."""

    seq: int
    sentence: str


class Chain(NamedTuple):
    """What a look at a whole journal found: its entries, their hashes in order, the first bad one."""

    hashes: tuple[str, ...]
    bad: Bad | None


def link(before: str, *parts: object) -> str:
    """Return the hash of an entry from the hash before it and its parts in order."""
    return hashlib.sha256("\x1f".join([before, *map(str, parts)]).encode()).hexdigest()


def own_hash(before: str, row: Raw) -> str:
    """Return the hash that an entry must have; entries of the first version had no machine and version."""
    later = (row.machine, row.version) if row.version != "" else ()
    return link(before, *row[:6], *later)


def look(path: Path) -> Chain:
    """Recompute the chain of a journal file; raise Unreadable if it is not one."""
    hashes: list[str] = []
    bad = first_bad(_counted(raw(path), hashes))
    return Chain(tuple(hashes), bad)


def first_bad(rows: Iterable[Raw]) -> Bad | None:
    """Return the first entry that was changed, or before which one is missing; None if all fit."""
    before, found = START, None
    for expected, row in enumerate(rows, 1):
        if found is None:
            found = _fault(expected, before, row)
        before = str(row.hash)
    return found


def raw(path: Path) -> Iterator[Raw]:
    """Yield the entries of a journal file in order, as text that nobody has looked at."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as db:
            held = {name for _, name, *_ in db.execute("PRAGMA table_info(events)")}
            later = "machine, version" if "version" in held else "'', ''"
            columns = f"seq, at, user, action, subject, detail, {later}, prev_hash, hash"
            rows = db.execute(f"SELECT {columns} FROM events ORDER BY seq")  # noqa: S608 - fixed words only
            yield from map(Raw._make, rows)
    except sqlite3.DatabaseError as error:
        raise Unreadable(f"{path.name} is not a journal, or is damaged ({type(error).__name__}).") from None


def _counted(rows: Iterable[Raw], hashes: list[str]) -> Iterator[Raw]:
    for row in rows:
        hashes.append(str(row.hash))
        yield row


def _fault(expected: int, before: str, row: Raw) -> Bad | None:
    seq = row.seq if isinstance(row.seq, int) else expected
    about = f"Entry {seq} ({_plain(row.action)}, {_plain(row.subject)}, {_plain(row.at)})"
    if row.hash != own_hash(str(row.prev_hash), row):
        return Bad(seq, f"{about} was changed after it was written.")
    if seq != expected:
        which = f"entry {expected} is" if seq == expected + 1 else f"entries {expected} to {seq - 1} are"
        return Bad(seq, f"{about} is not the next one: {which} missing.")
    if row.prev_hash != before:
        return Bad(seq, f"{about} does not follow the one before it: that one was changed or exchanged.")
    return None


def _plain(value: object) -> str:
    """Return a value for a sentence, without signs that a terminal would obey."""
    return "".join(sign if sign.isprintable() else " " for sign in str(value))[:60]

"""The journal: what happened to the workbook's claims, append-only and hash-chained.

It is the crash-safe memory of exports: numbers are taken here before anything is written, so that none
is ever used twice. It holds keys, amounts, codes and hashes, never names. Each event's hash covers the
one before, so that a changed or missing event shows.

Source: DESIGN §4, handbook §7.2 and §11.5.
"""

from __future__ import annotations

import json
import platform
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from xl_massbill import __version__
from xl_massbill.claims.chain import START, Raw, first_bad, own_hash
from xl_massbill.errors import Unreadable

_SCHEMA = """
CREATE TABLE IF NOT EXISTS events (
    seq INTEGER PRIMARY KEY, at TEXT NOT NULL, user TEXT NOT NULL, action TEXT NOT NULL,
    subject TEXT NOT NULL, detail TEXT NOT NULL, prev_hash TEXT NOT NULL, hash TEXT NOT NULL UNIQUE,
    machine TEXT NOT NULL DEFAULT '', version TEXT NOT NULL DEFAULT '');
CREATE INDEX IF NOT EXISTS events_by_subject ON events (subject);
CREATE TABLE IF NOT EXISTS numbers (
    kind TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, seq INTEGER NOT NULL,
    PRIMARY KEY (kind, first));
CREATE TRIGGER IF NOT EXISTS events_stay BEFORE UPDATE ON events BEGIN
    SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER IF NOT EXISTS events_last BEFORE DELETE ON events BEGIN
    SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER IF NOT EXISTS numbers_stay BEFORE UPDATE ON numbers BEGIN
    SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER IF NOT EXISTS numbers_last BEFORE DELETE ON numbers BEGIN
    SELECT RAISE(ABORT, 'append-only'); END;
"""
_LATER = ("machine", "version")
"""Columns that journals of the first version lack."""
_COLUMNS = "seq, at, user, action, subject, detail, machine, version"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened: when, who, what, to which batch or claim, with the particulars.

    `machine` is the computer's name, `version` that of the program; both are "" in entries of the first one.
    """

    seq: int
    at: datetime
    user: str
    action: str
    subject: str
    detail: Mapping[str, Any]
    machine: str = ""
    version: str = ""


class Journal:
    """The journal of one workbook; close it, or use it as a context."""

    def __init__(self, path: Path, *, user: str = "") -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._user = user
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.execute("PRAGMA synchronous = FULL")
        self._db.executescript(_SCHEMA)
        held = {name for _, name, *_ in self._db.execute("PRAGMA table_info(events)")}
        for name in _LATER:
            if name not in held:
                self._db.execute(f"ALTER TABLE events ADD COLUMN {name} TEXT NOT NULL DEFAULT ''")

    def __enter__(self) -> Self:
        """Return the journal itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def record(self, action: str, subject: str, detail: Mapping[str, Any], at: datetime) -> int:
        """Add one event and return its number; it is on the disk when this returns."""
        with self._transaction():
            return self._add(action, subject, detail, at)

    def reserve(self, wanted: Mapping[str, tuple[int, int]]) -> dict[str, int]:
        """Take numbers that nobody had and nobody will have; return the first of each kind.

        `wanted` maps a kind ("interchange", "claim") to how many (0 takes none) and the least number allowed.
        """
        with self._transaction():
            (seq,) = self._db.execute("SELECT coalesce(max(seq), 0) FROM events").fetchone()
            taken = {}
            for kind, (count, least) in wanted.items():
                (last,) = self._db.execute(
                    "SELECT coalesce(max(last), 0) FROM numbers WHERE kind = ?", (kind,)
                ).fetchone()
                first = max(last + 1, least)
                if count:
                    self._db.execute(
                        "INSERT INTO numbers VALUES (?, ?, ?, ?)", (kind, first, first + count - 1, seq)
                    )
                taken[kind] = first
            return taken

    def events(self, *actions: str) -> list[Event]:
        """Return the events with these actions (all when none is named), oldest first."""
        marks = ",".join("?" * len(actions))
        where = f"WHERE action IN ({marks})" if actions else ""
        rows = self._db.execute(
            f"SELECT {_COLUMNS} FROM events {where} ORDER BY seq",  # noqa: S608 - marks only
            actions,
        )
        return [_event(*row) for row in rows]

    def events_after(self, seq: int) -> list[Event]:
        """Return the events after the one with this number, oldest first."""
        rows = self._db.execute(f"SELECT {_COLUMNS} FROM events WHERE seq > ? ORDER BY seq", (seq,))  # noqa: S608 - fixed words
        return [_event(*row) for row in rows]

    def events_before(self, seq: int, action: str) -> list[Event]:
        """Return the events with an action before the one with this number, oldest first."""
        rows = self._db.execute(
            f"SELECT {_COLUMNS} FROM events WHERE action = ? AND seq < ? ORDER BY seq",  # noqa: S608 - fixed words
            (action, seq),
        )
        return [_event(*row) for row in rows]

    def last(self, action: str) -> Event | None:
        """Return the newest event with an action, None if there is none."""
        row = self._db.execute(
            f"SELECT {_COLUMNS} FROM events WHERE action = ? ORDER BY seq DESC LIMIT 1",  # noqa: S608 - fixed words
            (action,),
        ).fetchone()
        return _event(*row) if row else None

    def first_break(self) -> int | None:
        """Recompute the chain and return the number of the first entry that does not fit, None if all do."""
        rows = self._db.execute(f"SELECT {_COLUMNS}, prev_hash, hash FROM events ORDER BY seq")  # noqa: S608 - fixed words
        bad = first_bad(map(Raw._make, rows))
        return bad.seq if bad else None

    def _add(self, action: str, subject: str, detail: Mapping[str, Any], at: datetime) -> int:
        last = self._db.execute("SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1").fetchone()
        seq, before = (last[0] + 1, last[1]) if last else (1, START)
        plain = json.dumps(detail, separators=(",", ":"), sort_keys=True)
        row = Raw(
            seq, at.isoformat(), self._user, action, subject, plain, platform.node(), __version__, before, ""
        )
        self._db.execute(
            f"INSERT INTO events ({_COLUMNS}, prev_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - fixed words
            row._replace(hash=own_hash(before, row)),
        )
        return int(seq)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")


def _event(seq: int, at: str, *rest: str) -> Event:
    user, action, subject, detail, machine, version = rest
    try:
        return Event(
            seq, datetime.fromisoformat(at), user, action, subject, json.loads(detail), machine, version
        )
    except (TypeError, ValueError):
        raise Unreadable(
            f"Entry {seq} of the journal is damaged. Run audit with --verify, and keep the files as they are."
        ) from None

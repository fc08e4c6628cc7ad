"""What every kind of answer is posted with, and what comes out of it: rows of a preview, and sentences.

Posting writes into the workbook and saves nothing: a rehearsal is the same, thrown away.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from xl_massbill.book.finding import Finding
from xl_massbill.book.workbook import Workbook
from xl_massbill.claims.keeping import Moved
from xl_massbill.practice import Records
from xl_massbill.remits.kinds import TransactionSet


@dataclass(frozen=True, slots=True)
class Posting:
    """One file that is posted: its name as handed in (for the eye only), its fingerprint, the day, who."""

    source: str
    sha256: str
    on: dt.date
    by: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One row of the preview: what an answer does to a claim or a batch, and why.

    `before` and `after` are states, equal where nothing moves; `note` says what a person must know besides.
    """

    claim_id: str
    batch_id: str
    kind: str
    before: str
    after: str
    verdict: str
    answered_on: dt.date | None
    reason: str
    place: str = ""
    todo: str = ""
    note: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the row as JSON values."""
        return {
            "claim": self.claim_id,
            "batch": self.batch_id,
            "kind": self.kind,
            "from": self.before,
            "to": self.after,
            "verdict": self.verdict,
            "answered_on": self.answered_on.isoformat() if self.answered_on else None,
            "reason": self.reason,
            "place": self.place,
            "todo": self.todo,
            "note": self.note,
        }


@dataclass(slots=True)
class Outcome:
    """What posting one set did: rows for the preview, sentences, findings, and the steps that claims took.

    `is_waiting` says that the answer is kept, and is to be handed in again when it can be posted.
    """

    changes: list[Change] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    moved: list[Moved] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    waiting: list[Any] = field(default_factory=list)
    """What is written only when all sets of a file have been read."""
    is_waiting: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return what was done as JSON values."""
        return {
            "changes": [change.as_json() for change in self.changes],
            "sentences": self.sentences,
            "findings": [
                {
                    "severity": f.severity.value,
                    "segment": f.place.line,
                    "field": f.place.field,
                    "message": f.message,
                }
                for f in self.findings
            ],
        }


Apply = Callable[[Workbook, Records, TransactionSet, Posting], Outcome]
"""Writes one set into the workbook (not yet saved); the same a second time changes nothing."""
Finish = Callable[[Workbook, Records, Sequence[Outcome], Posting], None]
"""Writes what waits in the outcomes of all sets of one kind of a file (not yet saved)."""
IsKnown = Callable[[Records, str], bool]
"""Whether the workbook shows that the file with this fingerprint was posted."""


@dataclass(frozen=True, slots=True)
class Handler:
    """How one kind of answer is posted, and whether it was; `rank` says which kinds go first.

    `table` is the sheet that shows it; where `needs_table`, nothing is posted without that sheet.
    """

    rank: int
    apply: Apply
    is_known: IsKnown
    table: str = "acks"
    needs_table: bool = False
    finish: Finish | None = None

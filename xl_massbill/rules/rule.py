"""What a rule is: an id for ever, a severity, a source, words, and a test.

Two sorts. A line rule is a vectorised test over the joined visit lines: it returns a mask, or `Hits`
when it needs more words or severities. A table rule looks at one table's cells and yields `CellHit`s.
Message templates hold names in braces: values given by the test, else columns of the lines, else the
standing words {payer}, {patient}, {therapist}, {prescriber} (ids, never names of people).
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from xl_massbill.book.finding import Severity
from xl_massbill.book.sheet import Mask, Sheet
from xl_massbill.practice import Lines, Records


class Scope(StrEnum):
    """Which visit lines a line rule looks at."""

    BILLABLE = "billable"
    """Done, and billed to a plan: the normal case."""
    DONE = "done"
    """Done or cash: whatever took place."""
    EVERY = "every"
    """Every filled row, whatever its status."""


class Level(StrEnum):
    """When a rule has something to say (handbook §6, run levels)."""

    PREVISIT = "previsit"
    """The visit is booked: what the front desk can still mend."""
    VISIT = "visit"
    """The visit is documented."""
    CLAIM = "claim"
    """A claim is about to go out, or is out."""
    POST = "post"
    """The payer has answered."""


@dataclass(frozen=True, slots=True)
class Hits:
    """Where a line rule fires, and what its message says there.

    `mask` one truth value a line; `severity` one Severity a line where it differs from the rule's own
    (None = the rule's); `values` columns for the message, aligned with the lines; `field` the column the
    finding is shown at and `anchor` the table, one a line, where they differ from the rule's own; `at` the
    position of the line at which the finding stands, one a line, where several lines give one finding (it
    touches them all).

    `line` lets a line hit more than once (each of its diagnoses, say): the position of the line of each
    hit; everything else is then aligned with the hits, one value a hit.
    """

    mask: Mask | pd.Series[Any]
    severity: pd.Series[Any] | None = None
    values: Mapping[str, pd.Series[Any]] = dataclasses.field(default_factory=dict)
    field: pd.Series[Any] | None = None
    anchor: pd.Series[Any] | None = None
    at: pd.Series[Any] | None = None
    line: npt.NDArray[np.int_] | None = None


def as_mask(found: Mask | pd.Series[Any]) -> Mask:
    """Return truth values as plain booleans; a missing one is False."""
    if not isinstance(found, pd.Series):
        return np.asarray(found, dtype=bool)
    if found.dtype == bool:  # nothing can be missing, so nothing is looked for
        return np.array(found.to_numpy())
    if found.dtype == object:
        found = found.astype("boolean")
    return np.asarray(found.array.to_numpy(dtype=bool, na_value=False))


@dataclass(frozen=True, slots=True)
class CellHit:
    """One cell of a table at which a table rule fires.

    `index` is the position among the sheet's records, or -1 for the heading or the table as a whole.
    `lines` are the visit lines concerned, where these are not just those that point to the row, `key` what
    the finding is found again by, where that is not the key of the row.
    """

    table: str
    index: int
    field: str
    values: Mapping[str, object] = dataclasses.field(default_factory=dict)
    severity: Severity | None = None
    message: str | None = None
    """Another template than the rule's own."""
    lines: Sequence[int] | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What a table rule is asked: the tables, the day, its parameters, the joined visit lines."""

    records: Records
    as_of: dt.date
    params: Mapping[str, Any]
    lines: Lines
    previsit: bool = False


LineTest = Callable[..., "Hits | Mask | pd.Series[Any]"]
TableTest = Callable[[Sheet, Question], Iterable[CellHit]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One check of the catalogue.

    `on_lines` or `on_tables` is its test; `tables` limits a table rule (empty = all). `anchor` names the
    table whose row the finding stands at: "visits", or the prefix table a line points to ("referrals"),
    so that ten lines under one faulty order give one finding. `levels` says at which stations the rule is
    asked; one with PREVISIT is also asked of booked visits. `holds` is False where an open warning must not
    keep a claim at home, for it says to send it. `params` are defaults that the Rules sheet may change; a
    line rule receives them as keywords.
    """

    id: str
    title: str
    severity: Severity
    certainty: str
    source: str
    message: str
    hint: str = ""
    example: str = ""
    on_lines: LineTest | None = None
    on_tables: TableTest | None = None
    tables: tuple[str, ...] = ()
    anchor: str = "visits"
    field: str = ""
    scope: Scope = Scope.BILLABLE
    holds: bool = True
    levels: tuple[Level, ...] = (Level.VISIT,)
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    @property
    def group(self) -> str:
        """Return the letters of the id ("REF")."""
        return self.id.partition("-")[0]

    @property
    def downgraded(self) -> bool:
        """Return whether the rule may at most warn until the office confirms it.

        Pure format rules of the 837P are left out of that; all of them are of certainty R (handbook §0.1).
        """
        return self.certainty == "G"


__all__ = [
    "CellHit",
    "Hits",
    "Level",
    "LineTest",
    "Lines",
    "Mask",
    "Question",
    "Rule",
    "Scope",
    "Severity",
    "Sheet",
    "TableTest",
    "as_mask",
]

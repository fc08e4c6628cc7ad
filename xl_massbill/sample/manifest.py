"""The sample as a value: its tables, and the slips that were planted in them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from xl_massbill.sample.payers import Row

Tables = dict[str, list[Row]]


@dataclass(frozen=True, slots=True, order=True)
class Slip:
    """One planted mistake, by the finding it must give: (rule, key, field) with its severity.

    `table` is where the finding stands, `done` says in one sentence what was done to the data.
    """

    rule: str
    severity: str
    table: str
    key: str
    field: str
    done: str

    @property
    def identity(self) -> tuple[str, str, str]:
        """Return what the finding is known by."""
        return self.rule, self.key, self.field


@dataclass(frozen=True, slots=True, repr=False)
class Sample:
    """An invented practice: rows by table and snake_case column, the day to look at it, the planted slips."""

    tables: Tables
    as_of: dt.date
    seed: int
    slips: list[Slip] = field(default_factory=list)

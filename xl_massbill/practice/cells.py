"""Single cells of the tables by key, as plain Python values: for what looks at one claim at a time.

A key that is not there, a blank and a cell that could not be read are all unknown: "" or None.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd

from xl_massbill.practice.records import Records


class Cells:
    """The tables of a practice, a cell at a time; a table is looked up by the first column of its key."""

    def __init__(self, records: Records) -> None:
        self.records = records
        self._all: dict[str, dict[Any, list[int]]] = {}

    def at(self, table: str, key: str | None) -> int | None:
        """Return the position of the record with a key, None where there is none."""
        name = self.records[table].table.facts.key[0]
        return self.records.index(table, name).get(key) if key else None

    def all_at(self, table: str, key: str) -> list[int]:
        """Return the positions of all records with the first part of a key, such as the lines of a claim."""
        if table not in self._all:
            found = self._all[table] = {}
            name = self.records[table].table.facts.key[0]
            for at, value in enumerate(self.records[table][name]):
                found.setdefault(value, []).append(at)
        return self._all[table].get(key, [])

    def value(self, table: str, at: int | None, column: str) -> Any:
        """Return a cell of the record at a position; None for unknown."""
        if at is None:
            return None
        value = self.records[table][column].iloc[at]
        if isinstance(value, tuple):
            return value
        return None if pd.isna(value) else bool(value) if isinstance(value, np.bool_) else value

    def text(self, table: str, at: int | None, column: str) -> str:
        """Return a cell as text."""
        value = self.value(table, at, column)
        return "" if value is None else str(value)

    def day(self, table: str, at: int | None, column: str) -> dt.date | None:
        """Return a cell as a day."""
        value = self.value(table, at, column)
        return None if value is None else pd.Timestamp(value).date()

    def number(self, table: str, at: int | None, column: str) -> int | None:
        """Return a whole number, or an amount in cents."""
        value = self.value(table, at, column)
        return None if value is None else int(value)

    def listed(self, table: str, at: int | None, column: str) -> tuple[str, ...]:
        """Return the words of a list."""
        return tuple(self.value(table, at, column) or ())

    def where(self, table: str, **wanted: object) -> list[int]:
        """Return the positions of the records whose columns have these values, in the order of the sheet."""
        sheet = self.records[table]
        fits = np.ones(len(sheet), dtype=bool)
        for name, value in wanted.items():
            fits &= (sheet[name] == value).to_numpy(dtype=bool, na_value=False)
        return [int(at) for at in np.flatnonzero(fits)]

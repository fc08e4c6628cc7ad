"""Visit lines joined with everything they point to, each column made when a rule first asks for it.

`lines["dos"]` is a column of Visits; `lines["referral_signed_on"]` that of the order the line points
to (prefixes: patient coverage payer therapist referral auth note code facility practice); anything else
is a derived column, made by a function registered with `derived`. A line remembers what could not be
read: `unread(name)` says for which lines a column is unknown for want of a readable cell or of the row
it points to. Unknown is not wrong, so rules stay silent there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from xl_massbill.book.sheet import Mask
from xl_massbill.book.tables import TABLES
from xl_massbill.practice.payer_rules import PayerRuleBook
from xl_massbill.practice.records import Records

Positions = npt.NDArray[np.int_]
Derive = Callable[["Lines"], "pd.Series[Any]"]

JOINS: dict[str, tuple[str, str, str]] = {
    # prefix: (table, column of the line, key of the table)
    "patient": ("patients", "patient_id", "patient_id"),
    "coverage": ("coverage", "coverage_id", "coverage_id"),
    "payer": ("payers", "coverage_payer_id", "payer_id"),
    "therapist": ("therapists", "therapist_id", "therapist_id"),
    "referral": ("referrals", "referral_id", "referral_id"),
    "auth": ("auths", "auth_id", "auth_id"),
    "note": ("notes", "visit_id", "visit_id"),
    "code": ("codes", "code", "code"),
    "facility": ("facilities", "facility_id", "facility_id"),
}

_DERIVED: dict[str, Derive] = {}

_OVERRIDES = {
    # a filled cell of the patient's own coverage row beats the payer's rule (handbook §1.5)
    "rx_required": "coverage_rx_required",
    "pa_required": "coverage_pa_required",
    "massage_covered": "coverage_massage_covered",
}


def derived(name: str) -> Callable[[Derive], Derive]:
    """Register a function that makes the column `name` out of other columns of the lines."""

    def register(make: Derive) -> Derive:
        _DERIVED[name] = make
        return make

    return register


class Lines:
    """All filled rows of Visits, in sheet order; `as_of` is the day the question is asked for."""

    def __init__(self, records: Records, as_of: dt.date) -> None:
        self.records = records
        self.as_of = pd.Timestamp(as_of)
        self.sheet = records["visits"]
        self._columns: dict[str, pd.Series[Any]] = {}
        self._unread: dict[str, Mask | None] = {}
        self._positions: dict[str, Positions] = {}
        self._needs: dict[str, frozenset[str]] = {}
        self._readers: list[set[str]] = []

    def __len__(self) -> int:
        """Return the number of visit lines."""
        return len(self.sheet)

    def __getitem__(self, name: str) -> pd.Series[Any]:
        """Return a column by name; KeyError for a name that means nothing."""
        if self._readers:
            self._readers[-1].add(name)
        if name not in self._columns:
            self._columns[name] = self._make(name)
        return self._columns[name]

    @contextmanager
    def noting(self) -> Iterator[set[str]]:
        """Note the names of all columns that are read inside the block."""
        names: set[str] = set()
        self._readers.append(names)
        try:
            yield names
        finally:
            self._readers.pop()

    def unread(self, name: str) -> Mask | None:
        """Return for which lines a column is unknown because something could not be read; None for none."""
        if name not in self._unread:
            self[name]
            self._unread[name] = self._find_unread(name)
        return self._unread[name]

    def needs(self, name: str) -> frozenset[str]:
        """Return the names that a column was made from, itself included."""
        found = {name}
        for other in self._needs.get(name, frozenset()):
            found |= self.needs(other)
        return frozenset(found)

    def position(self, prefix: str) -> Positions:
        """Return for each line the position of the record it points to, -1 where there is none."""
        if prefix not in self._positions:
            table, column, key = JOINS[prefix]
            self._positions[prefix] = self.records.positions(table, key, self[column])
        return self._positions[prefix]

    def has(self, prefix: str) -> Mask:
        """Return which lines point to a record of that kind that is there."""
        if self._readers:
            self._readers[-1].add(JOINS[prefix][1])
        return self.position(prefix) >= 0

    def rule(self, key: str) -> pd.Series[Any]:
        """Return the payer's rule in force on the date of service: text, or None where nobody knows.

        A filled cell of the patient's coverage beats the payer's rule.
        """
        return self[f"rule:{key}"]

    def rule_number(self, key: str) -> pd.Series[Any]:
        """Return a payer rule as whole numbers; what is not a whole number is missing."""
        values = [int(v) if v is not None and str(v).isdigit() else None for v in self.rule(key)]
        return pd.Series(pd.array(values, dtype="Int64"))

    def rule_says(self, key: str, *words: str) -> Mask:
        """Return which lines have one of these words as the payer's rule."""
        return np.asarray(self.rule(key).isin(words), dtype=bool)

    def unconfirmed(self, name: str) -> Mask | None:
        """Return which lines got a payer rule that nobody has confirmed yet (certainty G)."""
        if not name.startswith("rule:"):
            return None
        self[name]
        return self._rule_book.unconfirmed(name.removeprefix("rule:"), self._overridden(name))

    def _make(self, name: str) -> pd.Series[Any]:
        if name.startswith("rule:"):
            return self._rule_column(name)
        if name in TABLES["visits"].model_fields:
            return self.sheet[name]
        if name in _DERIVED:
            with self.noting() as names:
                column = _DERIVED[name](self)
            self._needs[name] = frozenset(names)
            return column.reset_index(drop=True)
        prefix, _, field = name.partition("_")
        if prefix == "practice":
            return self._of_practice(field)
        if prefix in JOINS and field in TABLES[JOINS[prefix][0]].model_fields:
            return take(self.records[JOINS[prefix][0]][field], self.position(prefix))
        raise KeyError(name)

    def _of_practice(self, field: str) -> pd.Series[Any]:
        at = 0 if len(self.records["practice"]) else -1
        return take(self.records["practice"][field], np.full(len(self), at, dtype=np.int64))

    def _find_unread(self, name: str) -> Mask | None:
        if name.startswith("rule:"):
            return self._any([self.unread("coverage_payer_id"), self.unread("dos")])
        if name in TABLES["visits"].model_fields:
            return self.sheet.unread(name)
        if name in _DERIVED:
            return self._any([self.unread(n) for n in self._needs[name]])
        prefix, _, field = name.partition("_")
        if prefix == "practice":
            return None
        table, column, _ = JOINS[prefix]
        positions = self.position(prefix)
        # a reference that leads nowhere has its own finding (FMT-015); for a visit without a note the
        # blank is the finding, so a missing note is no orphan
        orphan = (positions < 0) & self[column].notna().to_numpy() & (prefix != "note")
        parent = self.records[table].unread(field)
        here = None if parent is None else np.where(positions >= 0, parent[positions], False)
        return self._any([orphan, here, self.unread(column)])

    def _any(self, masks: list[Mask | None]) -> Mask | None:
        told = [m for m in masks if m is not None and m.any()]
        return np.logical_or.reduce(told) if told else None

    @property
    def _rule_book(self) -> PayerRuleBook:
        if not hasattr(self, "_book"):
            self._book = PayerRuleBook(
                self.records["payer_rules"],
                payer=self["coverage_payer_id"],
                code=self["code"],
                provider_type=self["therapist_provider_type"],
                dos=self["dos"],
            )
        return self._book

    def _overridden(self, name: str) -> Mask | None:
        column = _OVERRIDES.get(name.removeprefix("rule:"))
        return None if column is None else self[column].notna().to_numpy(dtype=bool)

    def _rule_column(self, name: str) -> pd.Series[Any]:
        key = name.removeprefix("rule:")
        values = self._rule_book.values(key)
        own = self._overridden(name)
        if own is not None and own.any():
            values = values.where(~own, self[_OVERRIDES[key]])
        return values


def take(column: pd.Series[Any], positions: Positions) -> pd.Series[Any]:
    """Return the cells at these positions; -1 gives a missing value of the column's kind."""
    if column.dtype == object:
        cells = column.to_numpy(dtype=object)
        if not len(cells):
            return pd.Series([None] * len(positions), dtype=object)
        out = cells[positions]
        out[positions < 0] = None
        return pd.Series(out, dtype=object)
    return pd.Series(column.array.take(positions, allow_fill=True))

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
from typing import Any, TypeVar, cast

import numpy as np
import numpy.typing as npt
import pandas as pd

from xl_massbill.book.sheet import Mask
from xl_massbill.book.tables import TABLES
from xl_massbill.practice.groups import one_of
from xl_massbill.practice.payer_rules import PayerRuleBook
from xl_massbill.practice.records import Records

Positions = npt.NDArray[np.int_]
Derive = Callable[["Lines"], "pd.Series[Any]"]
_Made = TypeVar("_Made")
Notes = dict[str, Mask | None]
"""Columns that were read, each with the lines for which it mattered; None stands for all lines."""

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

OVERRIDES = {
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
    """All filled rows of Visits, in sheet order; `as_of` is the day the question is asked for.

    `booked` are two days: visits planned from the first to the last are then looked at as if they had taken
    place (pre-visit check).
    """

    def __init__(
        self, records: Records, as_of: dt.date, *, booked: tuple[dt.date, dt.date] | None = None
    ) -> None:
        self.records = records
        self.as_of = pd.Timestamp(as_of)
        self.booked = booked and (pd.Timestamp(booked[0]), pd.Timestamp(booked[1]))
        self.sheet = records["visits"]
        self._columns: dict[str, pd.Series[Any]] = {}
        self._unread: dict[str, Mask | None] = {}
        self._positions: dict[str, Positions] = {}
        self._unconfirmed: dict[str, Mask | None] = {}
        self._needs: dict[str, Notes] = {}
        self._readers: list[Notes] = []
        self._shared: dict[object, tuple[object, Notes]] = {}

    def __len__(self) -> int:
        """Return the number of visit lines."""
        return len(self.sheet)

    def __getitem__(self, name: str) -> pd.Series[Any]:
        """Return a column by name; KeyError for a name that means nothing."""
        self._note(name, None)
        return self._column(name)

    @contextmanager
    def noting(self) -> Iterator[Notes]:
        """Note all columns that are read inside the block, and for which lines."""
        notes: Notes = {}
        self._readers.append(notes)
        try:
            yield notes
        finally:
            self._readers.pop()

    def unread(self, name: str) -> Mask | None:
        """Return for which lines a column is unknown because something could not be read; None for none."""
        if name not in self._unread:
            self._column(name)
            self._unread[name] = self._find_unread(name)
        return self._unread[name]

    def unconfirmed(self, name: str) -> Mask | None:
        """Return which lines got a payer rule that nobody has confirmed yet (certainty G); None for none."""
        if name not in self._unconfirmed:
            self._column(name)
            self._unconfirmed[name] = self._find_unconfirmed(name)
        return self._unconfirmed[name]

    def among(self, notes: Notes, of: Callable[[str], Mask | None]) -> Mask | None:
        """Return the lines that `of` tells of any column that mattered there; None for none."""
        masks = [(of(name), where) for name, where in notes.items()]
        return _any([told if where is None or told is None else told & where for told, where in masks])

    def position(self, prefix: str) -> Positions:
        """Return for each line the position of the record it points to, -1 where there is none."""
        if prefix not in self._positions:
            table, column, key = JOINS[prefix]
            self._positions[prefix] = self.records.positions(table, key, self._column(column))
        return self._positions[prefix]

    def has(self, prefix: str) -> Mask:
        """Return which lines point to a record of that kind that is there."""
        self._note(JOINS[prefix][1], None)
        return self.position(prefix) >= 0

    def reads(self, *names: str) -> None:
        """Note columns that are looked at past these lines, such as in the table of the records."""
        for name in names:
            self._note(name, None)

    def blank(self, name: str) -> Mask:
        """Return which lines have nothing in a column of text or list; faster than asking the column."""
        return self._of_cells(name, lambda cells: ~cells.to_numpy().astype(bool), missing=True)

    def holds(self, name: str, *words: str) -> Mask:
        """Return which lines have one of these words in a column; faster than asking the column."""
        return self._of_cells(name, lambda cells: one_of(cells, words), missing=False)

    def rule(self, key: str, where: Mask | None = None) -> pd.Series[Any]:
        """Return the payer's rule in force on the date of service: text, or None where nobody knows.

        A filled cell of the patient's coverage beats the payer's rule. `where` says for which lines the
        answer matters: a rule nobody has confirmed softens a finding only there.
        """
        self._note(f"rule:{key}", where)
        return self._column(f"rule:{key}")

    def rule_number(self, key: str, where: Mask | None = None) -> pd.Series[Any]:
        """Return a payer rule as whole numbers; what is not a whole number is missing."""
        codes, values = pd.factorize(self.rule(key, where))
        numbers = [int(v) if str(v).isdecimal() else None for v in values] + [None]
        return pd.Series(pd.array(numbers, dtype="Int64").take(codes))

    def rule_says(self, key: str, *words: str, where: Mask | None = None) -> Mask:
        """Return which lines have one of these words as the payer's rule, however it is spelt."""
        codes, values = pd.factorize(self.rule(key, where))
        says = np.array([str(v).strip().upper() in words for v in values] + [False], dtype=bool)
        return says[codes]

    def shared(self, make: Callable[[Lines], _Made]) -> _Made:
        """Return what `make` builds of these lines; built once, what it reads noted for each who asks."""
        if make not in self._shared:
            with self.noting() as notes:
                made = make(self)
            self._shared[make] = (made, notes)
        built, needed = self._shared[make]
        for name, where in needed.items():
            self._note(name, where)
        return cast("_Made", built)

    def rule_rows(self, key: str) -> Positions:
        """Return for each line the position of the row of PayerRules in force, -1 for none.

        What the patient's own coverage says is left out of it.
        """
        self.reads("coverage_payer_id", "dos")
        return self._rule_book.positions(key)

    def _note(self, name: str, where: Mask | None) -> None:
        if not self._readers:
            return
        notes = self._readers[-1]
        before = notes.get(name, where)
        notes[name] = None if where is None or before is None else before | where

    def _of_cells(self, name: str, ask: Callable[[pd.Series[Any]], Mask], *, missing: bool) -> Mask:
        """Return an answer about each cell, asked once for each record that the lines share."""
        self._note(name, None)
        prefix, _, field = name.partition("_")
        joined = prefix in JOINS and field in TABLES[JOINS[prefix][0]].model_fields
        if not joined or name in TABLES["visits"].model_fields:
            return ask(self._column(name))
        return np.append(ask(self.records[JOINS[prefix][0]][field]), missing)[self.position(prefix)]

    def _column(self, name: str) -> pd.Series[Any]:
        if name not in self._columns:
            with self.noting() as notes:
                column = self._make(name)
            if name in _DERIVED:
                self._needs[name] = notes
            self._columns[name] = column
        return self._columns[name]

    def _make(self, name: str) -> pd.Series[Any]:
        if name.startswith("rule:"):
            return self._rule_column(name)
        if name in TABLES["visits"].model_fields:
            return self.sheet[name]
        if name in _DERIVED:
            return _DERIVED[name](self).reset_index(drop=True)
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
            own = OVERRIDES.get(name.removeprefix("rule:"))
            needed = ("coverage_payer_id", "dos") if own is None else ("coverage_payer_id", "dos", own)
            return _any([self.unread(n) for n in needed])
        if name in TABLES["visits"].model_fields:
            return self.sheet.unread(name)
        if name in _DERIVED:
            return self.among(self._needs[name], self.unread)
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
        return _any([orphan, here, self.unread(column)])

    def _find_unconfirmed(self, name: str) -> Mask | None:
        if name.startswith("rule:"):
            return self._rule_book.unconfirmed(name.removeprefix("rule:"), self._overridden(name))
        return self.among(self._needs[name], self.unconfirmed) if name in _DERIVED else None

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
        column = OVERRIDES.get(name.removeprefix("rule:"))
        return None if column is None else self[column].notna().to_numpy(dtype=bool)

    def _rule_column(self, name: str) -> pd.Series[Any]:
        key = name.removeprefix("rule:")
        values = self._rule_book.values(key)
        own = self._overridden(name)
        if own is not None and own.any():
            values = values.where(~own, self[OVERRIDES[key]])
        return values


def _any(masks: list[Mask | None]) -> Mask | None:
    told = [m for m in masks if m is not None and m.any()]
    return np.logical_or.reduce(told) if told else None


def take(column: pd.Series[Any], positions: Positions) -> pd.Series[Any]:
    """Return the cells at these positions; -1 gives a missing value of the column's kind."""
    if column.dtype == object:
        cells = column.to_numpy(dtype=object)
        if not len(cells):
            return pd.Series([None] * len(positions), dtype=object)
        out = cells[positions]
        out[positions < 0] = None
        return pd.Series(out, dtype=object)
    return pd.Series(column.array.take(positions, allow_fill=True), copy=False)

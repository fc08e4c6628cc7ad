"""The aging report: what each payer and each patient owes, by age.

Total A/R is the sum of the five buckets of positive balances; unbilled work and credits stand apart and
are in no sum or share.

Source: handbook §10.1-10.3.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from xl_massbill.aging.buckets import COLUMNS, USUAL, Buckets, positions
from xl_massbill.claims.ledger import INSURANCE, PATIENT, UNBILLED, Items

DOS, FIRST_SUBMISSION, LAST_ACTIVITY = "DOS", "FIRST_SUBMISSION", "LAST_ACTIVITY"
ANCHORS = {DOS: "dos", FIRST_SUBMISSION: "submitted", LAST_ACTIVITY: "activity"}
"""From which day an item's age counts, as a column of Items; a patient's part always from its own day."""
PAYER, PATIENTS, THERAPIST, KIND = "payer_id", "patient_id", "therapist_id", "claim_kind"
_WIDTH = len(COLUMNS)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the report in cents: who owes, how much in which bucket.

    `share` is that of all that is owed, in hundredths of a percent. `counts` says how many items are in each
    bucket, how many are unbilled, and how many are credits; `count` is their number without the unbilled.
    """

    kind: str
    id: str
    buckets: tuple[int, ...]
    unbilled: int
    credits: int
    count: int
    share: int = 0
    counts: tuple[int, ...] = (0,) * (_WIDTH + 2)

    @property
    def total(self) -> int:
        """Return the sum of the five buckets."""
        return sum(self.buckets)

    def as_json(self, buckets: Buckets = USUAL) -> dict[str, Any]:
        """Return the row for JSON, money in cents."""
        return {
            "unbilled": self.unbilled,
            **dict(zip(buckets.names, self.buckets, strict=True)),
            "total": self.total,
            "share": self.share / 100,
            "credits": self.credits,
            "count": self.count,
            "counts": dict(zip((*buckets.names, "unbilled", "credits"), self.counts, strict=True)),
        }


@dataclass(frozen=True, slots=True)
class Report:
    """The whole report as of a day, with its anchor: the same money once by each of several keys."""

    as_of: dt.date
    anchor: str
    tables: Mapping[str, tuple[Row, ...]]
    buckets: Buckets = USUAL

    @property
    def by_payer(self) -> tuple[Row, ...]:
        """Return what each payer owes, and what that payer's patients do."""
        return self.tables[PAYER]

    @property
    def by_patient(self) -> tuple[Row, ...]:
        """Return what is owed for each patient."""
        return self.tables[PATIENTS]

    def of(self, kind: str) -> Row:
        """Return the sum of the insurance rows or of the patient rows."""
        return add_up(kind, "", [row for row in self.by_payer if row.kind == kind])

    @property
    def total(self) -> Row:
        """Return the sum of all rows."""
        return add_up("TOTAL", "", self.by_payer)


def report(
    items: Items,
    as_of: dt.date,
    anchor: str,
    buckets: Buckets = USUAL,
    by: Iterable[str] = (PAYER, PATIENTS),
) -> Report:
    """Age the items as of a day; `anchor` is one of ANCHORS, patients age from the final day.

    `by` are columns of the items, payer first of all.
    """
    day = pd.Timestamp(as_of)
    insurance, unbilled, patient = (items.of(k) for k in (INSURANCE, UNBILLED, PATIENT))
    days = positions(pd.to_datetime(insurance[ANCHORS[anchor]]), day, buckets)
    final = positions(pd.to_datetime(patient["dos"]), day, buckets)
    whole = sum(int(part["cents"].clip(lower=0).sum()) for part in (insurance, patient))
    tables = {
        key: (
            *_rows(INSURANCE, key, insurance, days, unbilled, whole),
            *_rows(PATIENT, key, patient, final, None, whole),
        )
        for key in by
    }
    return Report(as_of, anchor, tables, buckets)


def add_up(kind: str, id_: str, rows: Iterable[Row]) -> Row:
    """Return one row that is the sum of others."""
    rows = list(rows)
    return Row(
        kind,
        id_,
        tuple(sum(row.buckets[i] for row in rows) for i in range(_WIDTH)),
        sum(row.unbilled for row in rows),
        sum(row.credits for row in rows),
        sum(row.count for row in rows),
        10_000 if any(row.total for row in rows) else 0,
        tuple(sum(row.counts[i] for row in rows) for i in range(_WIDTH + 2)),
    )


def _rows(  # noqa: PLR0913, PLR0917 - one table of the report
    kind: str, by: str, frame: pd.DataFrame, bucket: Any, unbilled: pd.DataFrame | None, whole: int
) -> list[Row]:
    cents = frame["cents"].to_numpy(dtype=np.int64)
    waiting = None if unbilled is None else unbilled.groupby(by, dropna=False)["cents"].agg(["sum", "size"])
    group, named = pd.factorize(frame[by], use_na_sentinel=False)
    ids = list(dict.fromkeys([*named, *([] if waiting is None else waiting.index)]))
    grid = np.array(_sums(group * _WIDTH + bucket, np.where(cents > 0, cents, 0), len(ids) * _WIDTH))
    grid = grid.reshape(len(ids), _WIDTH)
    credit = _sums(group, np.where(cents < 0, cents, 0), len(ids))
    count = np.bincount(group, minlength=len(ids)).tolist()
    unsent, many = _unsent(ids, waiting)
    place = np.where(cents < 0, _WIDTH, bucket)  # credits are in no bucket
    counts = np.bincount(group * (_WIDTH + 1) + place, minlength=len(ids) * (_WIDTH + 1))
    apart = [
        (*row[:_WIDTH], n, row[_WIDTH])
        for row, n in zip(counts.reshape(-1, _WIDTH + 1).tolist(), many, strict=True)
    ]
    shares = _shares(grid.sum(axis=1), whole)
    names = ["" if pd.isna(id_) else str(id_) for id_ in ids]
    rows = [
        Row(kind, *of_one)
        for of_one in zip(names, map(tuple, grid.tolist()), unsent, credit, count, shares, apart, strict=True)
    ]
    return sorted(rows, key=lambda r: (-r.total, -r.unbilled, r.id))


def _unsent(ids: list[Any], waiting: pd.DataFrame | None) -> tuple[list[int], list[int]]:
    """Return what is not billed yet of each, in cents and in how many items."""
    if waiting is None:
        return [0] * len(ids), [0] * len(ids)
    known = dict(zip(waiting.index, zip(waiting["sum"], waiting["size"], strict=True), strict=True))
    pairs = [known.get(id_, (0, 0)) for id_ in ids]
    return [int(cents) for cents, _ in pairs], [int(many) for _, many in pairs]


def _sums(group: Any, cents: Any, size: int) -> list[int]:
    return [int(v) for v in np.bincount(group, weights=cents, minlength=size)]  # exact below 2^53 cents


def _shares(totals: Any, whole: int) -> list[int]:
    """Return what part of the whole each total is, in hundredths of a percent, rounded half up."""
    return [int(v) for v in (totals * 20_000 + whole) // (2 * whole)] if whole else [0] * len(totals)

"""Why claims are denied, the dearest reason first, and how long payers take to pay.

Source: handbook §10.8 (top denial reasons, days to pay).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from xl_massbill.aging.kpi import contributions
from xl_massbill.aging.measured import Measured
from xl_massbill.codes.key_figures import PAID_WITHIN, paid_within


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason of first denials: lines, claims, cents; its share of denied money, and all down to it."""

    carc: str
    lines: int
    claims: int
    cents: int
    share: float
    cumulative: float

    def as_json(self) -> dict[str, Any]:
        """Return the reason as JSON values."""
        names = ("carc", "lines", "claims", "cents", "share", "cumulative")
        return {name: getattr(self, name) for name in names}


def pareto(found: Measured) -> tuple[Reason, ...]:
    """Return the reasons of the lines that the first answer denied, by money."""
    groups = found.denied.groupby("carc").agg(
        lines=("cents", "size"), claims=("claim_id", "nunique"), cents=("cents", "sum")
    )
    groups = groups.reset_index().sort_values(["cents", "carc"], ascending=[False, True])
    whole, so_far, out = int(groups["cents"].sum()), 0, []
    for carc, lines, claims, cents in groups.itertuples(index=False, name=None):
        so_far += int(cents)
        shares = (int(cents) / whole, so_far / whole) if whole else (0.0, 0.0)
        out.append(Reason(str(carc), int(lines), int(claims), int(cents), *shares))
    return tuple(out)


def pay_days(found: Measured) -> dict[str, int]:
    """Return how many claims were first paid within each class of days."""
    rows = to_pay(found)
    counts = rows.groupby("part")["under"].sum()
    return {name: int(counts.get(name, 0)) for name in PAID_WITHIN}


def to_pay(found: Measured) -> pd.DataFrame:
    """Return what each claim adds to the days to pay, with its class of days as `part`."""
    rows = contributions(found, "days_to_pay")
    return rows.assign(part=[paid_within(int(days)) for days in rows["over"]])

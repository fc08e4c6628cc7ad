"""The key figures of a period: each a quotient of two sums, and the rows that went into them.

A figure is made of contributions, one a claim, open item or visit. Their sum is the figure, those of a payer,
therapist or month are that part's, and they are what the figure shows when it is opened; so all three agree.
A figure whose denominator is nothing is unknown, not zero.

Source: handbook §10.8 (exact formulas).
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from xl_massbill.aging.measured import MONTH, PAYER, THERAPIST, Measured
from xl_massbill.codes.key_figures import KEY_FIGURES, KeyFigure, Unit

PERCENT, DAYS, DOLLARS = Unit.PERCENT, Unit.DAYS, Unit.DOLLARS
_OLD = 3
"""The first of the buckets over 90 days."""


class Window(NamedTuple):
    """The period, both days included."""

    first: dt.date
    last: dt.date

    @property
    def days(self) -> int:
        """Return how many days it has."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Kpi:
    """One figure: sums in cents or counts, `value` a share, days or cents by its unit, None if unknown.

    `claims` are the numbers of those that went into the numerator, to look at.
    """

    figure: KeyFigure
    over: float
    under: float
    claims: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Return its short name."""
        return self.figure.key

    @property
    def unit(self) -> Unit:
        """Return in what it is told."""
        return self.figure.unit

    @property
    def value(self) -> float | None:
        """Return the figure."""
        if math.isnan(self.over):
            return None
        if self.unit == DOLLARS:
            return self.over
        return self.over / self.under if self.under else None

    def text(self) -> str:
        """Return the figure as a person reads it."""
        value = self.value
        if value is None:
            return "unknown"
        if self.unit == PERCENT:
            return f"{value * 100:.1f}%"
        return f"{value:.1f} days" if self.unit == DAYS else f"${value / 100:,.2f}"

    def meets_aim(self) -> bool | None:
        """Return whether it meets its aim; None if it has none or is unknown."""
        return self.figure.meets(self.value)


def kpis(found: Measured, window: Window) -> tuple[Kpi, ...]:
    """Return all figures with their claims."""
    out = []
    for figure in KEY_FIGURES.values():
        rows = contributions(found, figure.key)
        marked = rows["under" if figure.unit == DAYS and not figure.is_standing else "over"] != 0
        claims = tuple(dict.fromkeys(map(str, rows["about"][marked.to_numpy(dtype=bool)])))
        out.append(_figure(figure, int(rows["over"].sum()), int(rows["under"].sum()), window, claims))
    return tuple(out)


def kpis_by(found: Measured, by: str, window: Window) -> dict[Any, tuple[Kpi, ...]]:
    """Return the figures of each payer, therapist or month; what is owed is of no month."""
    keys = found.keys(by)
    out: dict[Any, list[Kpi]] = {key: [] for key in keys}
    for figure in KEY_FIGURES.values():
        sums = (
            contributions(found, figure.key).groupby(by)[["over", "under"]].sum().reindex(keys, fill_value=0)
        )
        for key, over, under in zip(keys, sums["over"], sums["under"], strict=True):
            is_known = by != MONTH or not figure.is_standing
            out[key].append(
                _figure(figure, int(over), int(under), window) if is_known else Kpi(figure, math.nan, 0)
            )
    return {key: tuple(figures) for key, figures in out.items()}


def _figure(figure: KeyFigure, over: int, under: int, window: Window, claims: tuple[str, ...] = ()) -> Kpi:
    days = window.days if figure.key == "days_in_ar" else 1
    return Kpi(figure, float(over * days), float(under), claims)


def contributions(found: Measured, key: str) -> pd.DataFrame:
    """Return what each claim, open item or visit adds to a figure; rows that add nothing are left out.

    Columns: about (claim, else patient or visit), month, payer_id, therapist_id, over, under (cents, days or
    counts as the figure has them; of days_in_ar what is owed, and the charges).
    """
    parts = [_rows(part, *sums(part)) for part, sums in _sources(found, key)]
    rows = pd.concat(parts, ignore_index=True)
    return rows[(rows["over"] != 0) | (rows["under"] != 0)].reset_index(drop=True)


_Sums = Callable[[pd.DataFrame], tuple[Any, Any]]


def _sources(found: Measured, key: str) -> list[tuple[pd.DataFrame, _Sums]]:
    if key == "days_in_ar":
        return [
            (found.owed, lambda items: (items["cents"], 0)),
            (found.claims, lambda claims: (0, claims["charge"])),
        ]
    if key == "over_90":
        return [(found.owed, lambda items: (items["cents"] * (items["bucket"] >= _OLD), items["cents"]))]
    if key == "credits":
        return [(found.owed, lambda items: (items["credit"], 0))]
    of_claims = [(found.claims, _OF_CLAIMS[key])]
    if key == "patient_collection":
        return [*of_claims, (found.cash, lambda visits: (visits["paid"], visits["charge"]))]
    return of_claims


def _rows(part: pd.DataFrame, over: Any, under: Any) -> pd.DataFrame:
    about = part["claim_id"] if "claim_id" in part else "visit " + part["visit_id"].astype(str)
    if "patient_id" in part:
        about = about.where(about.notna(), "patient " + part["patient_id"].astype(str))
    rows = pd.DataFrame({"about": about, PAYER: part[PAYER], THERAPIST: part[THERAPIST]})
    rows[MONTH] = part[MONTH] if MONTH in part else pd.Timestamp("NaT")
    rows[MONTH] = pd.to_datetime(rows[MONTH])
    for name, sums in (("over", over), ("under", under)):
        rows[name] = np.asarray(sums, dtype=np.int64) if np.ndim(sums) else np.int64(sums)
    return rows


def _share(of: pd.Series[Any], among: pd.Series[Any]) -> tuple[Any, Any]:
    return (of & among).astype("int64"), among.astype("int64")


def _answered(claims: pd.DataFrame) -> pd.Series[Any]:
    return claims["first_remit"].notna() & ~claims["expected"]


def _first_pass(claims: pd.DataFrame) -> tuple[Any, Any]:
    done = claims["is_closed"] | (claims["paid"] > 0) | (claims["pr"] > 0)
    return _share((claims["denied_lines"] == 0) & done, _answered(claims))


def _denied_money(claims: pd.DataFrame) -> tuple[Any, Any]:
    among = _answered(claims).astype("int64")
    return claims["denied_cents"] * among, claims["first_cents"] * among


def _collected(claims: pd.DataFrame) -> pd.Series[Any]:
    return claims["paid"] + claims["patient_paid"]


def _days(begin: pd.Series[Any], end: pd.Series[Any]) -> tuple[Any, Any]:
    both = begin.notna() & end.notna()
    return (end - begin).dt.days.where(both, 0).astype("int64"), both.astype("int64")


def _patient(claims: pd.DataFrame) -> tuple[Any, Any]:
    final = claims["is_answered"].astype("int64")  # before that nobody knows the patient's part
    return claims["patient_paid"] * final, claims["pr"] * final


_OF_CLAIMS: dict[str, _Sums] = {
    "clean_claims": lambda c: _share(c["rejected"].isna(), c["submitted"].notna()),
    "first_pass": _first_pass,
    "denials": lambda c: _share(c["denied_lines"] > 0, _answered(c)),
    "denied_money": _denied_money,
    "gross_collection": lambda c: (_collected(c), c["charge"]),
    "net_collection": lambda c: (_collected(c), c["charge"] - c["contractual"]),
    "days_to_pay": lambda c: _days(c["submitted"], c["first_paid"]),
    "charge_lag": lambda c: _days(c["dos"], c["submitted"]),
    "patient_collection": _patient,
    "write_offs": lambda c: (c["write_off"], c["charge"]),
    "appeal_success": lambda c: (c["appeals_won"], c["appeals_decided"]),
}

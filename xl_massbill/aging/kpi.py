"""The key figures of a period: each a quotient with its two sums, its formula, a benchmark, and its claims.

A figure whose denominator is nothing is unknown, not zero.

Source: handbook §10.8 (exact formulas; benchmarks of HFMA, MGMA and others as orientation).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

PERCENT, DAYS, DOLLARS = "%", "days", "$"


@dataclass(frozen=True, slots=True)
class Owed:
    """What is owed on the day of the report, in cents, whatever its date of service; credits apart.

    `cash_paid` of `cash_charges` came in for the visits of the period that patients pay alone.
    """

    total: int = 0
    over_90: int = 0
    credits: int = 0
    cash_paid: int = 0
    cash_charges: int = 0


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
    """One figure: sums in cents or counts, `value` in hundredths, days or cents by `unit`, None if unknown.

    `claims` are the numbers of those that went into the numerator, to look at.
    """

    key: str
    title: str
    formula: str
    benchmark: str
    unit: str
    over: float
    under: float
    claims: tuple[str, ...] = ()

    @property
    def value(self) -> float | None:
        """Return the figure."""
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


class _Made(NamedTuple):
    over: float
    under: float
    claims: pd.Series[Any] | None = None


class _Row(NamedTuple):
    key: str
    title: str
    formula: str
    benchmark: str
    unit: str
    make: Callable[[pd.DataFrame, Owed, Window], _Made]


def kpis(
    claims: pd.DataFrame, owed: Owed, window: Window, appeals: tuple[int, int] = (0, 0)
) -> tuple[Kpi, ...]:
    """Return all figures of a cohort; `appeals` are those won and those decided."""
    return tuple(_all(claims, owed, window, appeals))


def _all(claims: pd.DataFrame, owed: Owed, window: Window, appeals: tuple[int, int]) -> Iterator[Kpi]:
    for row in _ROWS:
        made = row.make(claims, owed, window)
        which = () if made.claims is None else tuple(str(c) for c in claims["claim_id"][made.claims])
        yield Kpi(*row[:5], float(made.over), float(made.under), which)
    won, decided = appeals
    yield Kpi("appeal_success", "Appeals won", "won ÷ decided", "", PERCENT, won, decided)


def _share(of: pd.Series[Any], among: pd.Series[Any]) -> _Made:
    return _Made(int((of & among).sum()), int(among.sum()), of & among)


def _days_in_ar(claims: pd.DataFrame, owed: Owed, window: Window) -> _Made:
    return _Made(owed.total * window.days, int(claims["charge"].sum()))


def _clean_claims(claims: pd.DataFrame, *_: object) -> _Made:
    sent = claims["submitted"].notna()
    return _share(claims["rejected"].isna(), sent)


def _answered(claims: pd.DataFrame) -> pd.Series[Any]:
    return claims["first_remit"].notna() & ~claims["expected"]


def _first_pass(claims: pd.DataFrame, *_: object) -> _Made:
    done = claims["is_closed"] | (claims["paid"] > 0) | (claims["pr"] > 0)
    return _share((claims["denied_lines"] == 0) & done, _answered(claims))


def _denials(claims: pd.DataFrame, *_: object) -> _Made:
    return _share(claims["denied_lines"] > 0, _answered(claims))


def _denied_money(claims: pd.DataFrame, *_: object) -> _Made:
    among = _answered(claims)
    denied = among & (claims["denied_lines"] > 0)
    return _Made(int(claims["denied_cents"][among].sum()), int(claims["first_cents"][among].sum()), denied)


def _gross(claims: pd.DataFrame, *_: object) -> _Made:
    return _Made(_collected(claims), int(claims["charge"].sum()))


def _net(claims: pd.DataFrame, *_: object) -> _Made:
    return _Made(_collected(claims), int(claims["charge"].sum() - claims["contractual"].sum()))


def _collected(claims: pd.DataFrame) -> int:
    return int(claims["paid"].sum() + claims["patient_paid"].sum())


def _days_to_pay(claims: pd.DataFrame, *_: object) -> _Made:
    return _mean_days(claims["submitted"], claims["first_paid"])


def _charge_lag(claims: pd.DataFrame, *_: object) -> _Made:
    return _mean_days(claims["dos"], claims["submitted"])


def _mean_days(begin: pd.Series[Any], end: pd.Series[Any]) -> _Made:
    both = begin.notna() & end.notna()
    days = (end[both] - begin[both]).dt.days
    return _Made(int(days.sum()) if len(days) else 0, int(both.sum()), both)


def _over_90(_: pd.DataFrame, owed: Owed, __: Window) -> _Made:
    return _Made(owed.over_90, owed.total)


def _patient(claims: pd.DataFrame, owed: Owed, _: Window) -> _Made:
    final = claims[claims["is_answered"]]  # before that nobody knows the patient's part
    paid, part = int(final["patient_paid"].sum()), int(final["pr"].sum())
    return _Made(paid + owed.cash_paid, part + owed.cash_charges)


def _write_offs(claims: pd.DataFrame, *_: object) -> _Made:
    cents = claims["write_off"]
    return _Made(int(cents.sum()), int(claims["charge"].sum()), cents > 0)


def _credits(_: pd.DataFrame, owed: Owed, __: Window) -> _Made:
    return _Made(owed.credits, 0)


_ROWS = (
    _Row(
        *("days_in_ar", "Days in A/R", "owed ÷ (gross charges ÷ days of the period)"),
        *("30-40, best under 35", DAYS),
        _days_in_ar,
    ),
    _Row("clean_claims", "Clean claims", "never rejected ÷ sent", "95% or more", PERCENT, _clean_claims),
    _Row(
        *("first_pass", "Settled by the first answer", "no denied line in the first answer ÷ answered"),
        *("90% or more", PERCENT),
        _first_pass,
    ),
    _Row(
        *("denials", "Denials", "a denied line in the first answer ÷ answered", "under 5%", PERCENT),
        _denials,
    ),
    _Row(
        *("denied_money", "Denied money", "charge of denied lines ÷ charge of all lines in first answers"),
        *("under 5%", PERCENT),
        _denied_money,
    ),
    _Row("gross_collection", "Gross collection", "payments ÷ gross charges", "trend only", PERCENT, _gross),
    _Row(
        *("net_collection", "Net collection", "payments ÷ (gross charges - contractual)"),
        *("95% or more, of claims older than 120 days", PERCENT),
        _net,
    ),
    _Row("days_to_pay", "Days to pay", "first payment - first sent", "30 or less", DAYS, _days_to_pay),
    _Row("over_90", "Owed over 90 days", "owed for over 90 days ÷ owed", "under 10%", PERCENT, _over_90),
    _Row("charge_lag", "Charge lag", "first sent - date of service", "3 or less", DAYS, _charge_lag),
    _Row("patient_collection", "Patients' part", "patient paid ÷ patient's part", "", PERCENT, _patient),
    _Row(
        *("write_offs", "Write-offs", "write-offs outside contracts ÷ gross charges", "under 5%", PERCENT),
        _write_offs,
    ),
    _Row("credits", "Credit balances", "sum of negative balances", "0", DOLLARS, _credits),
)


def by_month(claims: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """Return the cohort month by month of service, oldest first."""
    months = claims["dos"].dt.strftime("%Y-%m")
    return [(str(month), part) for month, part in claims.groupby(months, sort=True)]


def slices(claims: pd.DataFrame, by: str) -> list[tuple[str, pd.DataFrame]]:
    """Return the cohort by payer_id or therapist_id, the one with the most charges first."""
    named = claims[by].fillna("")
    parts = [(str(key), part) for key, part in claims.groupby(named)]
    return sorted(parts, key=lambda one: (-int(one[1]["charge"].sum()), one[0]))

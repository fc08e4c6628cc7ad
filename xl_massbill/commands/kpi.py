"""The key figures of a period: how fast, how clean, how completely the clinic is paid, and where not.

Source: handbook §10.8.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pandas as pd

from xl_massbill.aging.cohort import BY_SERVICE
from xl_massbill.aging.kpi import Kpi, Window, contributions, kpis, kpis_by
from xl_massbill.aging.kpi_table import kpi_table
from xl_massbill.aging.measured import MONTH, PAYER, THERAPIST, Measured, measured
from xl_massbill.aging.pareto import Reason, pareto, pay_days
from xl_massbill.book.workbook import Cell, Workbook
from xl_massbill.codes.key_figures import KEY_FIGURES
from xl_massbill.commands.age import own_anchor
from xl_massbill.commands.denials import reason_words
from xl_massbill.commands.kpi_words import BASIS, text
from xl_massbill.errors import Refused
from xl_massbill.practice import Lines, Records

PARTS = {"payer": PAYER, "therapist": THERAPIST, "month": MONTH}
TABLE = "kpis"


class Drilled(NamedTuple):
    """What one claim (or patient, or cash visit) adds to a figure, in dollars, days or counts."""

    about: str
    month: str
    payer_id: str
    therapist_id: str
    above: float
    below: float


@dataclass(frozen=True, slots=True, repr=False)
class Figures:
    """All figures of a period and of its parts; `open_cents` is what of its claims is still owed."""

    window: Window
    as_of: dt.date
    basis: str
    claims: int
    open_cents: int
    whole: tuple[Kpi, ...]
    parts: dict[str, dict[str, tuple[Kpi, ...]]]
    reasons: tuple[Reason, ...]
    pay_days: dict[str, int]
    words: Mapping[str, str]
    all_time: Measured = field(compare=False)

    def figure(self, key: str) -> Kpi:
        """Return one figure; raise Refused, with the names that there are, for an unknown one."""
        for kpi in self.whole:
            if kpi.key == key:
                return kpi
        raise Refused(f"There is no figure {key}. It is one of: {', '.join(KEY_FIGURES)}.")

    def rows(self, key: str) -> list[Drilled]:
        """Return the rows that a figure is made of, those with most above the line first."""
        kpi = self.figure(key)
        rows = contributions(self.all_time.within(*self.window), key)
        rows = rows.sort_values(["over", "under", "about"], ascending=[False, False, True])
        per = 100 if kpi.figure.is_money else 1
        names = ("about", MONTH, PAYER, THERAPIST, "over", "under")
        return [
            Drilled(str(about), _month(month), payer, who, over / per, under / per)
            for about, month, payer, who, over, under in zip(*(rows[n] for n in names), strict=True)
        ]

    def only(self, payer: str = "", therapist: str = "") -> Figures:
        """Return the figures of one payer, one therapist, or one payer's of one therapist."""
        part = self.all_time
        for by, key in ((PAYER, payer), (THERAPIST, therapist)):
            part = part.of(by, key) if key else part
        return _figures(part, self.window, self.as_of, self.basis, self.words)

    def as_json(self) -> dict[str, Any]:
        """Return the figures as JSON values, sums in cents."""
        return {
            "from": self.window.first.isoformat(),
            "to": self.window.last.isoformat(),
            "as_of": self.as_of.isoformat(),
            "basis": self.basis,
            "claims": self.claims,
            "open": self.open_cents,
            "figures": [figure_json(kpi) for kpi in self.whole],
            "parts": {
                by: {key: {k.key: k.value for k in figures} for key, figures in rows.items()}
                for by, rows in self.parts.items()
            },
            "denial_reasons": [r.as_json() | {"words": self.words.get(r.carc, "")} for r in self.reasons],
            "days_to_pay": self.pay_days,
        }

    def text(self, by: str = "") -> str:
        """Return the figures with their formulas, those of the parts, and why lines were denied."""
        return text(self, by)


def figures(
    workbook: Workbook,
    as_of: dt.date,
    first: dt.date | None = None,
    last: dt.date | None = None,
    basis: str = "",
) -> Figures:
    """Return the figures of a period; raise NoTable if a sheet lacks. Sheet Dashboard begins with the same.

    Without days it is the twelve months up to that of the day, or of `last`.

    Raise Refused for a basis that there is not, or a period that ends before it begins.
    """
    records = Records(workbook)
    records.needs("practice", "visits", "claims", "payments", "remits")
    window = Window(first or _a_year(last or as_of), last or as_of)
    chosen = basis or records.settings.get("kpi_period", BY_SERVICE).upper()
    if window.days < 1:
        raise Refused(f"The period from {window.first} to {window.last} begins after it ends.")
    if chosen not in BASIS:
        raise Refused(f"{chosen} is no way to count a period: it counts by DOS or by POSTING.")
    all_time = measured(Lines(records, as_of), as_of, chosen, own_anchor(records))
    return _figures(all_time, window, as_of, chosen, reason_words(records))


def _figures(
    all_time: Measured, window: Window, as_of: dt.date, basis: str, words: Mapping[str, str]
) -> Figures:
    found = all_time.within(*window)
    return Figures(
        window=window,
        as_of=as_of,
        basis=basis,
        claims=len(found.claims),
        open_cents=int(found.claims["open"].sum()),
        whole=kpis(found, window),
        parts={by: _parts(found, column, window) for by, column in PARTS.items()},
        reasons=pareto(found),
        pay_days=pay_days(found),
        words=words,
        all_time=all_time,
    )


def _a_year(last: dt.date) -> dt.date:
    """Return the first day of the twelve months that end with the month of a day."""
    return dt.date(last.year - (last.month < 12), last.month % 12 + 1, 1)


def _parts(found: Measured, by: str, window: Window) -> dict[str, tuple[Kpi, ...]]:
    parts = kpis_by(found, by, window)
    return {_month(key) if by == MONTH else str(key): figures for key, figures in parts.items()}


def write(workbook: Workbook, found: Figures) -> None:
    """Put the sums of all months into table KPIs, from which sheet Dashboard draws (not yet saved)."""
    if TABLE not in workbook.tables():
        return
    rows = kpi_table(found.all_time.within(None, found.as_of))
    columns: dict[str, list[Cell]] = {
        name: rows[name].tolist()
        for name in ("measure", "payer_id", "therapist_id", "above", "below", "claims")
    }
    columns["part"] = [part or None for part in rows["part"]]
    columns["month"] = [None if pd.isna(month) else month.date() for month in rows["month"]]
    columns["as_of"] = [found.as_of] * len(rows)
    columns["basis"] = [found.basis] * len(rows)
    workbook.replace(TABLE, columns)


def _month(day: Any) -> str:
    return "" if pd.isna(day) else f"{day:%Y-%m}"


def figure_json(kpi: Kpi) -> dict[str, Any]:
    """Return one figure as JSON values."""
    figure = kpi.figure
    return {
        "key": kpi.key,
        "title": figure.title,
        "value": kpi.value,
        "unit": str(kpi.unit),
        "over": kpi.over,
        "under": kpi.under,
        "formula": figure.formula,
        "benchmark": figure.aim,
        "meets_aim": kpi.meets_aim(),
        "claims": list(kpi.claims),
    }

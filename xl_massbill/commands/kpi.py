"""The key figures of a period: how fast, how clean, how completely the clinic is paid, and where not.

Source: handbook §10.8.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pandas as pd

from xl_massbill.aging.cohort import BY_POSTING, BY_SERVICE, cohort
from xl_massbill.aging.kpi import Kpi, Owed, Window, by_month, kpis, slices
from xl_massbill.aging.report import DOS, Report, report
from xl_massbill.book.workbook import Workbook
from xl_massbill.claims.ledger import INSURANCE, PAID_BY_PATIENT, PATIENT, Items, open_items
from xl_massbill.commands.denials import Lesson, lessons
from xl_massbill.commands.words import counted
from xl_massbill.errors import Refused
from xl_massbill.practice import Lines, Records

_SHOWN = ("clean_claims", "denials", "net_collection", "days_to_pay")
"""Figures that stand beside each payer, therapist and month."""
_REASONS = 5
_YOUNG = 120


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of a period and of its parts; `open_cents` is what of its claims is still owed."""

    window: Window
    as_of: dt.date
    basis: str
    claims: int
    open_cents: int
    whole: tuple[Kpi, ...]
    parts: dict[str, dict[str, tuple[Kpi, ...]]]
    reasons: tuple[Lesson, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the figures as JSON values, sums in cents."""
        return {
            "from": self.window.first.isoformat(),
            "to": self.window.last.isoformat(),
            "as_of": self.as_of.isoformat(),
            "basis": self.basis,
            "claims": self.claims,
            "open": self.open_cents,
            "figures": [_json(kpi) for kpi in self.whole],
            "parts": {
                by: {key: {k.key: k.value for k in figures} for key, figures in rows.items()}
                for by, rows in self.parts.items()
            },
            "denial_reasons": [reason.as_json() for reason in self.reasons],
        }

    def text(self) -> str:
        """Return the figures with their formulas, those of the parts, and why lines were denied."""
        lines = [f"{k.title:28}{k.text():>14}   {k.formula}{_aim(k)}" for k in self.whole]
        for by, rows in self.parts.items():
            titles = [k.title for k in self.whole if k.key in _SHOWN]
            lines += ["", f"{by:28}" + "".join(f"{title:>18}" for title in titles)]
            for key, figures in rows.items():
                lines.append(
                    f"{key[:27]:28}" + "".join(f"{k.text():>18}" for k in figures if k.key in _SHOWN)
                )
        if self.reasons:
            lines += ["", "Why lines were denied"]
            lines += [f"{r.carc:6}{r.lines:4} lines {r.cents / 100:12,.2f}  {r.words}" for r in self.reasons]
        return "\n".join([*lines, "", self._sentence()])

    def _sentence(self) -> str:
        window = self.window
        young = window.last > self.as_of - dt.timedelta(days=_YOUNG)
        hint = " Claims younger than 120 days are not yet paid in full: net collection looks low."
        what = (
            f"{counted(self.claims, 'claim')} with {_BASIS[self.basis]} from {window.first} to {window.last}"
        )
        still = f"${self.open_cents / 100:,.2f} of them still open"
        return f"{what}, as of {self.as_of}; {still}.{hint if young else ''}"


_BASIS = {BY_SERVICE: "a date of service", BY_POSTING: "a first answer"}


def figures(
    workbook: Workbook,
    as_of: dt.date,
    first: dt.date | None = None,
    last: dt.date | None = None,
    basis: str = "",
) -> Figures:
    """Return the figures of a period (default: a year up to the day); raise NoTable if a sheet lacks.

    Raise Refused for a basis that there is not, or a period that ends before it begins.
    """
    records = Records(workbook)
    records.needs("practice", "visits", "claims", "payments", "remits")
    window = Window(first or as_of - dt.timedelta(days=365), last or as_of)
    chosen = basis or records.settings.get("kpi_period", BY_SERVICE).upper()
    if chosen not in _BASIS or window.days < 1:
        raise Refused("A period begins before it ends, and counts by DOS or by POSTING.")
    claims, lines = cohort(records, *window, chosen), Lines(records, as_of)
    items = open_items(lines)
    parts = {
        by: {key: _part(part, items, name, key, as_of, window) for key, part in slices(claims, name)}
        for by, name in (("payer", "payer_id"), ("therapist", "therapist_id"))
    }
    parts["month"] = {key: kpis(part, Owed(), window) for key, part in by_month(claims)}
    owed = _owed(report(items, as_of, DOS), _cash(lines, window))
    return Figures(
        window=window,
        as_of=as_of,
        basis=chosen,
        claims=len(claims),
        open_cents=int(claims["balance"].clip(lower=0).sum()),
        whole=kpis(claims, owed, window, _appeals(records)),
        parts=parts,
        reasons=tuple(lessons(workbook)[:_REASONS]),
    )


def _part(  # noqa: PLR0913, PLR0917 - one slice of one report
    claims: pd.DataFrame, items: Items, by: str, key: str, as_of: dt.date, window: Window
) -> tuple[Kpi, ...]:
    own = items.frame[items.frame[by].fillna("") == key]
    return kpis(claims, _owed(report(Items(own), as_of, DOS)), window)


def _cash(lines: Lines, window: Window) -> tuple[int, int]:
    """Return what patients paid for the visits of the period that are theirs alone, and what those cost."""
    if not len(lines):
        return 0, 0
    theirs = (lines["status"] == "CASH") | (
        (lines["status"] == "DONE") & lines["coverage_pay_type"].isin(PAID_BY_PATIENT)
    )
    within = (lines["dos"] >= pd.Timestamp(window.first)) & (lines["dos"] <= pd.Timestamp(window.last))
    chosen = (theirs & within).fillna(False).to_numpy(dtype=bool)
    paid, charge = (int(lines[name].fillna(0)[chosen].sum()) for name in ("patient_paid", "charge"))
    return paid, charge


def _owed(aged: Report, cash: tuple[int, int] = (0, 0)) -> Owed:
    parts = [aged.of(kind) for kind in (INSURANCE, PATIENT)]
    return Owed(
        sum(part.total for part in parts),
        sum(part.buckets[3] + part.buckets[4] for part in parts),
        sum(part.credits for part in parts),
        *cash,
    )


def _appeals(records: Records) -> tuple[int, int]:
    results = [word for word in records["denials"]["appeal_result"] if word in ("WON", "LOST")]
    return results.count("WON"), len(results)


def _aim(kpi: Kpi) -> str:
    return f"   (aim: {kpi.benchmark})" if kpi.benchmark else ""


def _json(kpi: Kpi) -> dict[str, Any]:
    return {
        "key": kpi.key,
        "title": kpi.title,
        "value": kpi.value,
        "unit": kpi.unit,
        "over": kpi.over,
        "under": kpi.under,
        "formula": kpi.formula,
        "benchmark": kpi.benchmark,
        "claims": list(kpi.claims),
    }

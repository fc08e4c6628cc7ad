"""The key figures in words for the terminal: figures, parts, reasons of denials, days to pay.

Source: handbook §10.8.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from xl_massbill.aging.cohort import BY_POSTING, BY_SERVICE
from xl_massbill.aging.kpi import Kpi
from xl_massbill.commands.words import counted

if TYPE_CHECKING:
    from xl_massbill.commands.kpi import Figures

SHOWN = ("clean_claims", "denials", "net_collection", "days_to_pay")
"""Figures that stand beside each payer, therapist and month."""
MORE = ("clean_claims", "denials", "denied_money", "gross_collection", "net_collection", "days_to_pay")
"""The same where one part alone is asked for."""
BASIS = {BY_SERVICE: "a date of service", BY_POSTING: "a first answer"}
_REASONS = 5
_YOUNG = 120


def text(found: Figures, by: str = "") -> str:
    """Return the figures with formulas and aims, and their parts; with `by` the parts of one kind alone."""
    if by:
        return "\n".join([*_parts(by, found.parts[by], MORE), "", _sentence(found)])
    lines = [f"{k.figure.title:28}{k.text():>14}   {k.figure.formula}{aim(k)}" for k in found.whole]
    for one, rows in found.parts.items():
        lines += ["", *_parts(one, rows, SHOWN)]
    if found.reasons:
        lines += ["", "Why lines were denied in first answers, and what share of the money that is, added up"]
        lines += [
            f"{r.carc:6}{r.lines:4} lines {r.cents / 100:12,.2f} {r.share:7.1%} {r.cumulative:7.1%}  "
            f"{found.words.get(r.carc, 'reason not on sheet CARC')}"
            for r in found.reasons[:_REASONS]
        ]
        if len(found.reasons) > _REASONS:
            lines.append(f"… and {counted(len(found.reasons) - _REASONS, 'more reason')}.")
    paid = sum(found.pay_days.values())
    if paid:
        lines += ["", "Days from the first sending to the first payment"]
        lines += [f"{name:14}{many:6} claims {many / paid:7.1%}" for name, many in found.pay_days.items()]
    return "\n".join([*lines, "", _sentence(found)])


def rows_text(found: Figures, key: str) -> str:
    """Return the rows that make a figure, those that count above the line first, and the figure itself."""
    kpi = found.figure(key)
    lines = [f"{'':24}{'payer':12}{'therapist':12}{'month':>8}{'above':>14}{'below':>14}"]
    lines += [
        f"{row.about[:23]:24}{row.payer_id[:11]:12}{row.therapist_id[:11]:12}{row.month or '':>8}"
        f"{row.above:>14,.2f}{row.below:>14,.2f}"
        for row in found.rows(key)
    ]
    return "\n".join([*lines, "", f"{kpi.figure.title}: {kpi.text()} = {kpi.figure.formula}.{aim(kpi)}"])


def _parts(by: str, rows: Mapping[str, tuple[Kpi, ...]], shown: tuple[str, ...]) -> Iterator[str]:
    first = next(iter(rows.values()), ())
    yield f"{by:28}" + "".join(f"{k.figure.title:>18}" for k in first if k.key in shown)
    for name, figures in rows.items():
        yield f"{name[:27]:28}" + "".join(f"{k.text():>18}" for k in figures if k.key in shown)


def _sentence(found: Figures) -> str:
    window = found.window
    young = window.last > found.as_of - dt.timedelta(days=_YOUNG)
    hint = " Claims younger than 120 days are not yet paid in full: net collection looks low."
    what = f"{counted(found.claims, 'claim')} with {BASIS[found.basis]} from {window.first} to {window.last}"
    still = f"${found.open_cents / 100:,.2f} of them still open"
    return f"{what}, as of {found.as_of}; {still}.{hint if young else ''}"


def aim(kpi: Kpi) -> str:
    """Return the aim of a figure with the verdict, "" where it has none."""
    if not kpi.figure.aim:
        return ""
    verdict = {True: ", met", False: ", NOT met", None: ""}[kpi.meets_aim()]
    return f"   (aim: {kpi.figure.aim}{verdict})"

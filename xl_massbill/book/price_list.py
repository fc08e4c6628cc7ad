"""Rows of the Fees sheet, ready for look-ups: what the clinic charges and what it may expect.

A row of the payer beats one for `*`, a row with one of the line's modifiers beats one without; of several in
force the latest start wins. Where two rows of equal strength name two prices, nobody knows which is meant.

Source: handbook §1.6 (Fees), §5.5, §6.11.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from typing import NamedTuple

EVERY = "*"


class Price(NamedTuple):
    """One row of Fees, `at` its position; money in cents."""

    at: int
    payer: str
    modifier: str
    starts: dt.date
    ends: dt.date
    charge: int | None
    expected: int | None
    cap: int | None

    @property
    def strength(self) -> tuple[bool, bool, dt.date]:
        """Return by what it beats another row that fits as well."""
        return self.payer != EVERY, bool(self.modifier), self.starts

    def in_force(self, day: dt.date) -> bool:
        """Return whether it counts on a day."""
        return self.starts <= day <= self.ends


class PriceList:
    """Prices by code."""

    def __init__(self, prices: Iterable[tuple[str, Price]]) -> None:
        self._rows: dict[str, list[Price]] = {}
        for code, price in prices:
            self._rows.setdefault(code, []).append(price)

    def charges(
        self, payer: str, code: str, day: dt.date, modifiers: Collection[str] = ()
    ) -> set[int | None]:
        """Return the clinic's fee for one unit: one, none, or several of which nobody knows the right one."""
        fits = [p for p in self.fitting(payer, code, modifiers) if p.in_force(day)]
        return {p.charge for p in _strongest(fits)}

    def expected(self, payer: str, code: str, day: dt.date, modifiers: Collection[str] = ()) -> int | None:
        """Return the allowed amount expected for one unit, None if nobody has entered it."""
        fits = [p for p in self.fitting(payer, code, modifiers) if p.in_force(day) and p.expected is not None]
        return max((p.expected for p in _strongest(fits) if p.expected is not None), default=None)

    def daily_cap(self, payer: str, code: str, day: dt.date, modifiers: Collection[str] = ()) -> int | None:
        """Return the most the payer pays for one day, None if there is no cap."""
        fits = [p for p in self.fitting(payer, code, modifiers) if p.in_force(day) and p.cap is not None]
        return max((p.cap for p in _strongest(fits) if p.cap is not None), default=None)

    def fitting(self, payer: str | None, code: str, modifiers: Collection[str]) -> list[Price]:
        """Return the rows of a payer, code and modifiers, whatever their dates, the strongest last."""
        rows = self._rows.get(code, ())
        fits = [p for p in rows if p.payer in (EVERY, payer) and (not p.modifier or p.modifier in modifiers)]
        return sorted(fits, key=lambda p: p.strength)


def _strongest(fits: list[Price]) -> list[Price]:
    return [p for p in fits if p.strength == fits[-1].strength]

"""What the clinic charges and what it may expect, from the Fees sheet: rows with dates in force.

A row of the payer beats one for `*`, a row with one of the line's modifiers beats one without; of several in
force the latest start wins. Where two rows of equal strength name two prices, nobody knows which is meant.

Columns: `fee_row` the position of the line's row of Fees, or NONE, UNKNOWN; `fee_unit_charge` its price in
cents.

Source: handbook §1.6 (Fees), §5.5, §6.11.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd

from xl_massbill.book.price_list import EVERY, Price, PriceList
from xl_massbill.book.sheet import Mask, Sheet
from xl_massbill.practice.groups import Numbers, numbered, places
from xl_massbill.practice.lines import Lines, derived, take
from xl_massbill.practice.records import Records

NONE = -1
UNKNOWN = -2


class Prices(PriceList):
    """The Fees sheet, ready for look-ups."""

    def __init__(self, records: Records) -> None:
        super().__init__(_read(records["fees"]))


_READ = (
    "code",
    "payer_id",
    "modifier",
    "effective_from",
    "effective_to",
    "unit_charge",
    "expected_allowed_per_unit",
    "daily_cap",
)


def _read(sheet: Sheet) -> list[tuple[str, Price]]:
    columns = [sheet[name].astype(object).where(sheet[name].notna(), None) for name in _READ]
    found = []
    for at, (code, payer, modifier, starts, ends, *money) in enumerate(zip(*columns, strict=True)):
        days = _day(starts) or dt.date.min, _day(ends) or dt.date.max
        price = Price(
            at, payer or EVERY, modifier or "", *days, *(None if m is None else int(m) for m in money)
        )
        found.append((code, price))
    return found


def _day(value: Any) -> dt.date | None:
    return None if value is None else pd.Timestamp(value).date()


_ASKED = ("coverage_payer_id", "code", "modifiers")


@derived("fee_row")
def _fee_row(lines: Lines) -> pd.Series[Any]:
    """Return the position of the row of Fees that prices each line, or NONE, UNKNOWN."""
    prices, payer, code, modifiers = Prices(lines.records), *(lines[n] for n in _ASKED)
    groups = numbered(payer.fillna(""), code, modifiers)
    lines_of, days = places(groups), lines["dos"].to_numpy()
    out = np.where((groups >= 0) & ~np.isnat(days), NONE, UNKNOWN)
    known, first = np.unique(groups, return_index=True)
    for group, i in zip(known.tolist(), first.tolist(), strict=True):
        if group >= 0:
            at = lines_of(group)
            rows = prices.fitting(payer.iloc[i], code.iloc[i], modifiers.iloc[i].split())
            out[at] = np.where(out[at] == UNKNOWN, UNKNOWN, _row_of_each(rows, days[at]))
    out[_clouded(lines.records["fees"], code)] = UNKNOWN
    return pd.Series(out)


def _row_of_each(rows: list[Price], days: Any) -> Numbers:
    """Return for each day the position of the strongest row in force."""
    out = np.full(len(days), NONE, dtype=np.int64)
    for price in rows:
        out[_in_force(price, days)] = price.at
    for price in rows:
        for other in rows:
            if price.strength == other.strength and price.charge != other.charge:
                clash = _in_force(price, days) & _in_force(other, days)
                out[clash & np.isin(out, (price.at, other.at))] = UNKNOWN
    return out


def _in_force(price: Price, days: Any) -> Mask:
    return np.asarray((days >= np.datetime64(price.starts)) & (days <= np.datetime64(price.ends)), dtype=bool)


def _clouded(sheet: Sheet, code: pd.Series[Any]) -> Mask:
    """Return the lines whose code has a row of Fees of which something could not be read."""
    bad = np.zeros(len(sheet), dtype=bool)
    for name in ("payer_id", "code", "modifier", "unit_charge", "effective_from", "effective_to"):
        unread = sheet.unread(name)
        if unread is not None:
            bad |= unread
    codes = sheet["code"][bad]
    if codes.isna().any():
        return np.ones(len(code), dtype=bool)
    return code.isin(codes).to_numpy(dtype=bool)


@derived("fee_unit_charge")
def _fee_unit_charge(lines: Lines) -> pd.Series[Any]:
    """Return the fee for one unit of each line's code, missing where there is none or nobody knows."""
    rows = lines["fee_row"].to_numpy(dtype=np.int64)
    return take(lines.records["fees"]["unit_charge"], np.maximum(rows, -1))


__all__ = ["EVERY", "NONE", "UNKNOWN", "Price", "Prices"]

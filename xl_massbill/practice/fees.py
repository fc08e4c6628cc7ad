"""What the payer should allow for a line, and for a whole day: rows of Fees and what caps them.

A row of the payer beats one for `*`, a row with one of the line's modifiers beats one without; of several in
force on the day the one that started last counts, as in the prices of the claims that go out.

Source: handbook §1.6 (Fees), §5.5 (daily cap: the smallest of those that are filled).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from xl_massbill.book.amounts import cents_of
from xl_massbill.book.sheet import Mask
from xl_massbill.practice.groups import numbered, sums
from xl_massbill.practice.lines import Lines, derived

_EVERY = (None, "", "*")


@derived("expected_allowed")
def _expected_allowed(lines: Lines) -> pd.Series[Any]:
    """Return the cents each line should be allowed: price times units, and never above the charge."""
    charge = lines["charge"]
    price = _in_force(lines, "expected_allowed_per_unit") * lines["units"]
    return price.where(price < charge, charge)


@derived("daily_cap")
def _daily_cap(lines: Lines) -> pd.Series[Any]:
    """Return the most cents that the plan pays for a day of a patient, missing where nobody caps it."""
    codes, values = pd.factorize(lines.rule("max_daily_amount"))
    said = [v if isinstance(v := cents_of(str(value)), int) else None for value in values] + [None]
    caps = [
        pd.Series(pd.array(said, dtype="Int64").take(codes)),
        _in_force(lines, "daily_cap"),
        lines["coverage_daily_max"],
    ]
    return pd.concat(caps, axis=1).min(axis=1).astype("Int64")


@derived("capped_day")
def _capped_day(lines: Lines) -> pd.Series[Any]:
    """Return a number for each patient's day with a payer, over billable lines; -1 for none."""
    billable = lines["is_billable"].to_numpy(dtype=bool)
    return pd.Series(numbered(lines["service_day"], lines["payer_number"], within=billable))


@derived("expected_of_day")
def _expected_of_day(lines: Lines) -> pd.Series[Any]:
    """Return the cents that should be allowed for each line's whole day, were there no cap."""
    return sums(lines["capped_day"].to_numpy(), lines["expected_allowed"])


def _in_force(lines: Lines, name: str) -> pd.Series[Any]:
    """Return a filled cell of the row of Fees in force for each line."""
    sheet = lines.records["fees"]
    cells, starts, ends = sheet[name], sheet["effective_from"], sheet["effective_to"]
    payer, code = lines["coverage_payer_id"], lines["code"]
    dos = lines["dos"].to_numpy()
    out, known = np.zeros(len(lines), dtype=np.int64), np.zeros(len(lines), dtype=bool)
    rows = np.flatnonzero(cells.notna().to_numpy(dtype=bool)).tolist()
    whose_all, modifier = sheet["payer_id"], sheet["modifier"].fillna("")
    strength = {
        i: (whose_all.iloc[i] not in _EVERY, modifier.iloc[i] != "", _start(starts.iloc[i])) for i in rows
    }
    for row in sorted(rows, key=strength.__getitem__):
        whose = whose_all.iloc[row]
        mask = (code == sheet["code"].iloc[row]).to_numpy(dtype=bool)
        if modifier.iloc[row]:
            mask = mask & _holds(lines["modifiers"], modifier.iloc[row])
        if whose not in _EVERY:
            mask = mask & (payer == whose).to_numpy(dtype=bool)
        if not pd.isna(starts.iloc[row]):
            mask = mask & (dos >= starts.iloc[row].to_datetime64())
        if not pd.isna(ends.iloc[row]):
            mask = mask & (dos <= ends.iloc[row].to_datetime64())
        out[mask], known[mask] = int(cells.iloc[row]), True
    return pd.Series(pd.arrays.IntegerArray(out, ~known))


def _holds(modifiers: pd.Series[Any], wanted: str) -> Mask:
    codes, values = pd.factorize(modifiers)
    return np.asarray([wanted in (value or "").split() for value in values] + [False], dtype=bool)[codes]


def _start(day: Any) -> pd.Timestamp:
    return pd.Timestamp.min if pd.isna(day) else day

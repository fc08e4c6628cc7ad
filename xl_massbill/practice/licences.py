"""The licence under which each session was given: the one for the state where it took place.

It is the row of Licences of that therapist and state; where there is none, the therapist's own columns, if
they are of that state. Of several rows of a state one that was good on the day counts, else the one issued
last before the day. A state that nobody knows gives no answer at all.

Columns: `licence_held` whether there is such a licence, missing where nobody knows; `licence_license_no`,
`licence_license_issued`, `licence_license_expires`, `licence_license_status` what it says.

Source: handbook §1.4, §6.3 (PRV-001 to PRV-003).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from xl_massbill.book.sheet import Mask, Sheet
from xl_massbill.codes import state as states
from xl_massbill.practice.groups import numbered, places
from xl_massbill.practice.lines import Lines, derived, take

OWN = -1
NONE = -2
UNKNOWN = -3


def faulty(
    status: pd.Series[Any], issued: pd.Series[Any], expires: pd.Series[Any], day: Any, as_of: pd.Timestamp
) -> Mask:
    """Return where a licence was not active on a day; a blank is no fault.

    The status is that of today. EXPIRED tells no more than the date does once that date has passed.
    """
    lapsed = (status == "EXPIRED") & ~(expires < as_of)
    return np.asarray(
        status.isin(("SUSPENDED", "PENDING")) | lapsed | (day > expires) | (day < issued), dtype=bool
    )


@derived("licence_row")
def _licence_row(lines: Lines) -> pd.Series[Any]:
    """Return the position of each line's row of Licences, or OWN, NONE, UNKNOWN."""
    sheet, state = lines.records["licences"], lines["place_state"]
    own = lines["therapist_license_state"]
    out = np.where((own == state).to_numpy(dtype=bool), OWN, NONE)
    out[~_is_state(state) | ~_is_state(own)] = UNKNOWN
    unsaid = sheet["therapist_id"][~_is_state(sheet["license_state"])]  # one of these may be the licence
    out[(out == NONE) & lines["therapist_id"].isin(unsaid.dropna()).to_numpy(dtype=bool)] = UNKNOWN
    filed = _best_rows(lines, sheet)
    return pd.Series(np.where(filed >= 0, filed, out))


def _is_state(cells: pd.Series[Any]) -> Mask:
    return cells.isin(states.codes()).to_numpy(dtype=bool)


def _best_rows(lines: Lines, sheet: Sheet) -> Any:
    """Return the row of Licences of each line's therapist and state that fits its day best, -1 for none."""
    out = np.full(len(lines), -1, dtype=np.int64)
    holders, where = sheet["therapist_id"], sheet["license_state"]
    those = lines["therapist_id"].isin(holders.dropna()).to_numpy(dtype=bool)
    if not those.any():
        return out
    both = numbered(
        pd.concat([holders, lines["therapist_id"]], ignore_index=True),
        pd.concat([where, lines["place_state"]], ignore_index=True),
    )
    row_of, lines_of = both[: len(sheet)], places(np.where(those, both[len(sheet) :], -1))
    issued, days = sheet["license_issued"], lines["dos"]
    order = np.argsort(issued.fillna(pd.Timestamp("1800-01-01")).to_numpy(), kind="stable")
    for good_only in (False, True):
        for row in order[row_of[order] >= 0].tolist():
            at = lines_of(row_of[row])
            day = days.iloc[at]
            if good_only:
                fits = ~_faulty_row(sheet, row, day, lines.as_of)
            else:
                fits = (out[at] < 0) | ~(day < issued.iloc[row]).to_numpy(dtype=bool)
            out[at[fits]] = row
    return out


def _faulty_row(sheet: Sheet, row: int, days: pd.Series[Any], as_of: pd.Timestamp) -> Mask:
    status, issued, expires = (
        pd.Series([sheet[f"license_{name}"].iloc[row]] * len(days), index=days.index)
        for name in ("status", "issued", "expires")
    )
    return faulty(status, issued, expires, days, as_of)


@derived("licence_held")
def _licence_held(lines: Lines) -> pd.Series[Any]:
    """Return whether there is a licence for the state where the session took place."""
    rows = lines["licence_row"].to_numpy(dtype=np.int64)
    return pd.Series(pd.arrays.BooleanArray(rows > NONE, rows == UNKNOWN))


def _column_of(name: str) -> None:
    def column(lines: Lines) -> pd.Series[Any]:
        rows = lines["licence_row"].to_numpy(dtype=np.int64)
        filed = take(lines.records["licences"][name], np.where(rows >= 0, rows, -1))
        own = lines[f"therapist_{name}"]
        return filed.where(rows != OWN, own)

    derived(f"licence_{name}")(column)


for _name in ("license_no", "license_issued", "license_expires", "license_status"):
    _column_of(_name)

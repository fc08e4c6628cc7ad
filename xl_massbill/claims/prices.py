"""What the clinic charges and what it may expect, from the Fees sheet: rows with dates in force.

A row of the payer beats one for `*`; of several in force the latest start wins.

Source: handbook §1.6 (Fees), §5.5.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd

from xl_massbill.practice import Records


class Prices:
    """The Fees sheet, ready for look-ups; money in cents."""

    def __init__(self, records: Records) -> None:
        sheet = records["fees"]
        names = (
            "payer_id",
            "code",
            "effective_from",
            "effective_to",
            "expected_allowed_per_unit",
            "daily_cap",
        )
        columns = [sheet[n].astype(object).where(sheet[n].notna(), None) for n in names]
        self._rows: dict[tuple[str, str], list[tuple[Any, ...]]] = {}
        for payer, code, starts, ends, expected, cap in zip(*columns, strict=True):
            row = (_day(starts) or dt.date.min, _day(ends) or dt.date.max, expected, cap)
            self._rows.setdefault((payer or "*", code), []).append(row)

    def expected(self, payer: str, code: str, day: dt.date) -> int | None:
        """Return the allowed amount expected for one unit, None if nobody has entered it."""
        return self._look_up(payer, code, day, 2)

    def daily_cap(self, payer: str, code: str, day: dt.date) -> int | None:
        """Return the most the payer pays for one day, None if there is no cap."""
        return self._look_up(payer, code, day, 3)

    def _look_up(self, payer: str, code: str, day: dt.date, part: int) -> int | None:
        for who in (payer, "*"):
            fits = [r for r in self._rows.get((who, code), ()) if r[0] <= day <= r[1] and r[part] is not None]
            if fits:
                return int(max(fits)[part])
        return None


def _day(value: Any) -> dt.date | None:
    return None if value is None else pd.Timestamp(value).date()

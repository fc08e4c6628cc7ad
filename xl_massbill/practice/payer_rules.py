"""Which rule of a payer is in force for a visit line: rows of PayerRules, never code.

Order of look-up (handbook §1.5): rows valid on the date of service; exact code and provider type beat
exact code, which beats provider type alone, which beats `*`; among equals the latest start wins.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from xl_massbill.book.in_force import fits, strength
from xl_massbill.book.sheet import Mask, Sheet


class PayerRuleBook:
    """The payer rules seen from the visit lines."""

    def __init__(
        self,
        sheet: Sheet,
        *,
        payer: pd.Series[Any],
        code: pd.Series[Any],
        provider_type: pd.Series[Any],
        dos: pd.Series[Any],
    ) -> None:
        self._sheet = sheet
        self._size = len(payer)
        self._dos = dos.to_numpy()
        self._groups = _groups(payer, code, provider_type)
        self._rows = self._rows_by_payer_and_key()
        self._found: dict[str, npt.NDArray[np.int64]] = {}

    def values(self, key: str) -> pd.Series[Any]:
        """Return the rule's value for each line as text, None where no row applies."""
        at = self.positions(key)
        values = self._sheet["value"].to_numpy(dtype=object)
        out = np.full(self._size, None, dtype=object)
        out[at >= 0] = values[at[at >= 0]]
        return pd.Series(out, dtype=object)

    def unconfirmed(self, key: str, overridden: Mask | None = None) -> Mask | None:
        """Return the lines whose value comes from a row of certainty G that nobody has confirmed."""
        at = self.positions(key)
        if not len(self._sheet):
            return None
        open_ = ((self._sheet["certainty"] == "G") & self._sheet["confirmed_on"].isna()).to_numpy(dtype=bool)
        mask = np.where(at >= 0, open_[at], False)
        if overridden is not None:
            mask &= ~overridden
        return mask if mask.any() else None

    def positions(self, key: str) -> npt.NDArray[np.int64]:
        """Return the position of the row of PayerRules in force for each line, -1 for none."""
        if key not in self._found:
            self._found[key] = self._look_up(key)
        return self._found[key]

    def _rows_by_payer_and_key(self) -> dict[tuple[str, str], list[int]]:
        rows: dict[tuple[str, str], list[int]] = {}
        pairs = zip(self._sheet["payer_id"], self._sheet["rule_key"], self._sheet["value"], strict=True)
        for position, (payer, key, value) in enumerate(pairs):
            if payer is not None and key is not None and value is not None:
                rows.setdefault((payer, key), []).append(position)
        return rows

    def _look_up(self, key: str) -> npt.NDArray[np.int64]:
        out = np.full(self._size, -1, dtype=np.int64)
        for (payer, code, provider_type), lines in self._groups.items():
            rows = self._rows.get((payer, key), []) + self._rows.get(("*", key), [])
            for row in sorted(rows, key=self._strength):
                if self._fits(row, code, provider_type):
                    out[lines[self._in_force(row, lines)]] = row
        return out

    def _strength(self, row: int) -> tuple[bool, bool, bool, pd.Timestamp]:
        starts = self._sheet["effective_from"].iloc[row]
        payer, code, by = (self._sheet[name].iloc[row] for name in ("payer_id", "code", "provider_type"))
        return strength(payer, code, by, pd.Timestamp.min if pd.isna(starts) else starts)

    def _fits(self, row: int, code: str | None, provider_type: str | None) -> bool:
        wanted, by = self._sheet["code"].iloc[row], self._sheet["provider_type"].iloc[row]
        return fits(wanted, code) and fits(by, provider_type)

    def _in_force(self, row: int, lines: npt.NDArray[np.int64]) -> Mask:
        starts, ends = self._sheet["effective_from"].iloc[row], self._sheet["effective_to"].iloc[row]
        mask = np.ones(len(lines), dtype=bool)
        if not pd.isna(starts):
            mask &= self._dos[lines] >= starts.to_datetime64()
        if not pd.isna(ends):
            mask &= self._dos[lines] <= ends.to_datetime64()
        return mask


def _groups(*columns: pd.Series[Any]) -> dict[tuple[Any, ...], npt.NDArray[np.int64]]:
    """Return the positions of the lines for each combination of values."""
    codes, levels = zip(*(pd.factorize(c, use_na_sentinel=True) for c in columns), strict=True)
    mixed = np.zeros(len(columns[0]), dtype=np.int64)
    for number, level in zip(codes, levels, strict=True):
        mixed = mixed * (len(level) + 1) + number + 1
    order = np.argsort(mixed, kind="stable")
    cuts = np.flatnonzero(np.diff(mixed[order])) + 1
    groups = np.split(order, cuts) if len(order) else []
    return {
        tuple(None if n[g[0]] < 0 else lv[n[g[0]]] for n, lv in zip(codes, levels, strict=True)): g
        for g in groups
    }

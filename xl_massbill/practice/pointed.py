"""Which diagnoses a line points to, as words, so that two lines can be compared whatever their numbering.

A claim numbers its diagnoses anew, so pointers alone say nothing. "" stands for unknown.

Source: handbook §1.11 (dx1..dx12, ptr1..ptr4), §1.12 (ptrs), §7.1.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from xl_massbill.practice.bills import Bills
from xl_massbill.practice.groups import Numbers, numbered
from xl_massbill.practice.lines import Lines

_DX = [f"dx{i}" for i in range(1, 13)]
_PTR = [f"ptr{i}" for i in range(1, 5)]


def diagnoses_typed(lines: Lines, those: Numbers) -> pd.Series[Any]:
    """Return the diagnoses that these visit lines point to, None where none is known."""
    columns = [column for name in (*_PTR, *_DX) if (column := lines[name]).notna().any()]
    same = (
        numbered(*(column.iloc[those].astype(object).fillna("") for column in columns)) if columns else None
    )
    if same is None:
        return pd.Series([None] * len(those), dtype=object)
    cells = {name: lines[name] for name in (*_PTR, *_DX)}

    def words(at: int) -> str | None:
        line = int(those[at])
        pointers = [int(p) for name in _PTR if not pd.isna(p := cells[name].iloc[line])]
        return _words(pointers, [cells[name].iloc[line] for name in _DX])

    return _each(same, words)


def diagnoses_sent(bills: Bills) -> pd.Series[Any]:
    """Return the diagnoses that each claim line points to, None where none is known."""
    claim, pointers = bills.of_line, bills.lines["ptrs"]
    cells = [bills[name] for name in _DX]
    used = [column.fillna("") for column in cells if column.notna().any()]
    by_claim = numbered(*used) if used else np.zeros(len(bills), dtype=np.int64)
    same = numbered(np.append(by_claim, -1)[claim], pointers)

    def words(at: int) -> str | None:
        codes = [column.iloc[claim[at]] for column in cells]
        return _words(_numbers(pointers.iloc[at]), codes)

    return _each(same, words)


def _numbers(pointers: Sequence[str]) -> list[int]:
    return [int(p) for text in pointers for p in str(text).split(":") if p.isdecimal()]


def _words(pointers: Sequence[int], codes: Sequence[str | None]) -> str | None:
    found = [codes[p - 1] for p in pointers if 1 <= p <= len(codes)]
    return " ".join(dict.fromkeys(code for code in found if code)) or None


def _each(same: Numbers, words: Any) -> pd.Series[Any]:
    """Return the words of the first row of each group for all its rows; None for rows without a group."""
    _, first, at = np.unique(same, return_index=True, return_inverse=True)
    said = np.array([None if same[i] < 0 else words(i) for i in first.tolist()] or [None], dtype=object)
    return pd.Series(said[at] if len(same) else [], dtype=object)

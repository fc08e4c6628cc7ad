"""What COD-010 and COD-011 say of two codes: one finding for a pair and day, at the code that is not paid.

A pair that only an unconfirmed row knows warns and asks for the CMS file.

Source: handbook §2.3, §0.1.
"""

from __future__ import annotations

import pandas as pd

from xl_massbill.practice.groups import first_of, numbered
from xl_massbill.practice.ncci_pairs import Told
from xl_massbill.practice.pair_edits import Edit
from xl_massbill.rules.rule import Hits, Lines, Severity, as_mask

_LOAD = " This pair is not confirmed: load the current CMS file, or confirm its row on sheet NCCI_PTP."
_ASK = " This policy is not confirmed: ask the payer, and enter the day on sheet PayerRules."


def pair_hits(lines: Lines, kind: str) -> Hits:
    """Return the lines that an edit of this kind is told of, shown at the first line of column 2."""
    told = Told(lines, kind)
    if not told.mask.any():
        return Hits(told.mask)
    second = told.mask & as_mask(lines["code"] == told.each(lambda edit: edit.column2))
    pairs = numbered(lines["pair_day"], told.number, within=told.mask)
    return Hits(
        told.mask,
        severity=told.each(lambda edit: None if edit.is_sure else Severity.WARNING),
        values={
            "c1": told.each(lambda edit: edit.column1),
            "c2": told.each(lambda edit: edit.column2),
            "confirm": told.each(_confirm),
        },
        at=pd.Series(first_of(pairs, where=second)),
    )


def _confirm(edit: Edit) -> str:
    if edit.is_sure:
        return ""
    return _ASK if edit.is_policy else _LOAD

"""A rejected claim that goes out again under its own number: its rows are written anew where they stand.

What the workbook knows of its first way (the days of sending and of rejection, how often) stays; the journal
keeps the rows as they were sent before.

Source: handbook §1.12 (a rejection is never erased), §8.1, §8.9 (REJECTED).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from xl_massbill.book.workbook import Cell, Workbook
from xl_massbill.practice import Records

_STAY = ("first_submitted_on", "first_rejected_on", "rejections")
"""What a claim in the place of a rejected one has from it: its visits were sent and rejected then."""
_STAY_UNDER_ITS_NUMBER = (*_STAY, "created_on", "last_submitted_on")
_EMPTIED = (
    *(f"dx{i}" for i in range(1, 13)),
    *("accident_date", "accident_state", "onset_date"),
    *("attachment_type", "attachment_how", "attachment_control_no"),
)
"""Columns of Claims that are blank again when the mended claim has nothing there."""


def carried(records: Records, claim_id: str, *, is_in_place: bool) -> dict[str, Any]:
    """Return what the row of a claim that goes out again keeps of the rejected one; days as ISO text."""
    sheet, at = records["claims"], records.index("claims", "claim_id")[claim_id]
    found: dict[str, Any] = {}
    for name in _STAY_UNDER_ITS_NUMBER if is_in_place else _STAY:
        value = sheet[name].iloc[at]
        if not pd.isna(value):
            found[name] = value.date().isoformat() if isinstance(value, dt.datetime) else int(value)
    return found


def put_in_place(
    workbook: Workbook, records: Records, table: str, columns: Mapping[str, Sequence[Cell]]
) -> None:
    """Write rows of claims over those that the table has of them (not yet saved).

    Of ClaimLines rows that are too many become blank, those that are too few go below the others.
    """
    sheet = records[table]
    whole = table == "claim_lines"
    emptied = tuple(sheet.table.model_fields) if whole else _EMPTIED
    names = [name for name in dict.fromkeys((*columns, *emptied)) if not sheet.lacks(name)]
    cells = {name: list(sheet.grid.columns[sheet.match.at[name]]) for name in names}
    places = _places(sheet["claim_id"].tolist(), sheet.positions.tolist(), set(columns["claim_id"]))
    below: list[int] = []
    for row, claim in enumerate(columns["claim_id"]):
        if not places.get(claim):
            below.append(row)
            continue
        position = places[claim].pop(0)
        for name in names:
            cells[name][position] = columns[name][row] if name in columns else None
    for position in [one for left in places.values() for one in left] if whole else []:
        for name in names:
            cells[name][position] = None
    workbook.write(table, cells)
    if below:
        workbook.append(table, {name: [cell[row] for row in below] for name, cell in columns.items()})


def _places(claims: Sequence[Any], positions: Sequence[int], wanted: set[Cell]) -> dict[Cell, list[int]]:
    found: dict[Cell, list[int]] = {}
    for claim, position in zip(claims, positions, strict=True):
        if claim in wanted:
            found.setdefault(claim, []).append(position)
    return found

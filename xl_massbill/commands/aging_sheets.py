"""Puts the aging into the sheets: by payer, patient, therapist and kind of claim, and row by row.

The columns of the four sheets are the usual buckets, whatever the clinic has set: their headings say so, and
the key figures rest on them. The clinic's own buckets stand on sheet AgingRows. A workbook of the
version before has no column Basis: it goes without.

Source: handbook §10.3; DESIGN §3a.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from xl_massbill.aging.buckets import COLUMNS
from xl_massbill.aging.report import KIND, PATIENTS, PAYER, THERAPIST, Row
from xl_massbill.book.headings import match
from xl_massbill.book.tables import TABLES
from xl_massbill.book.workbook import Cell, Workbook
from xl_massbill.commands.aged import Aged

_TABLES = {PAYER: "aging", PATIENTS: "aging_patients", THERAPIST: "aging_therapists", KIND: "aging_kinds"}
_ROWS = "aging_rows"
_LATER = "basis"
_TEXTS = ("kind", "claim_id", "visit", "payer_id", "patient_id", "therapist_id", "claim_kind", "bucket")


def write(workbook: Workbook, aged: Aged) -> None:
    """Put the report and its rows into those of the aging tables that the workbook has (not yet saved)."""
    held, found = workbook.tables(), aged.usual()
    for key, table in _TABLES.items():
        if table in held and key in found.tables:
            rows = found.tables[key]
            cells = _cells(aged, rows)
            cells[key] = [row.id or None for row in rows]
            if key == PAYER:
                cells["payer"] = [aged.name(row) for row in rows]
            _replace(workbook, table, cells)
    if _ROWS in held:
        _replace(workbook, _ROWS, _lines(aged))


def _replace(workbook: Workbook, table: str, cells: dict[str, list[Cell]]) -> None:
    if _LATER not in match(TABLES[table], workbook.read(table).headings).at:
        del cells[_LATER]
    workbook.replace(table, cells)


def _cells(aged: Aged, rows: Sequence[Row]) -> dict[str, list[Cell]]:
    cells: dict[str, list[Cell]] = {
        "kind": [r.kind for r in rows],
        "unbilled": [r.unbilled / 100 for r in rows],
        "total": [r.total / 100 for r in rows],
        "share": [r.share / 10_000 for r in rows],
        "credits": [r.credits / 100 for r in rows],
        "claims": [r.count for r in rows],
    }
    for i, name in enumerate(COLUMNS):
        cells[name] = [r.buckets[i] / 100 for r in rows]
    return cells | _said(aged, len(rows))


def _lines(aged: Aged) -> dict[str, list[Cell]]:
    lines = aged.lines()
    cells: dict[str, list[Cell]] = {name: [v or None for v in lines[name]] for name in _TEXTS}
    cells["payer"] = [aged.names.get(payer) for payer in lines["payer_id"]]
    cells["since"] = [None if pd.isna(day) else day.date() for day in lines["since"]]
    cells["days"] = [None if pd.isna(days) else int(days) for days in lines["days"]]
    cells["amount"] = [cents / 100 for cents in lines["cents"].tolist()]
    return cells | _said(aged, len(lines))


def _said(aged: Aged, size: int) -> dict[str, list[Cell]]:
    found = aged.report
    return {
        "as_of": [found.as_of] * size,
        "anchor": [found.anchor] * size,
        _LATER: [aged.basis] * size,
    }

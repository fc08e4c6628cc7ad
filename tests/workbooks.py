"""Workbooks out of rows, in memory and as files, as tests like to write them."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table

from xl_massbill.book.tables import TABLES
from xl_massbill.hosts.memory import MemoryWorkbook


def columns(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[Any]]:
    """Turn rows into columns; a name that a row lacks is blank there."""
    names = dict.fromkeys(name for row in rows for name in row)
    return {name: [row.get(name) for row in rows] for name in names}


def workbook_of(tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> MemoryWorkbook:
    """Return a workbook that holds these tables, given as rows."""
    return MemoryWorkbook.of({name: columns(rows) for name, rows in tables.items()})


_written: dict[str, bytes] = {}
"""Workbooks written before, by what is in them: many tests begin with the same one."""


def write_workbook(path: Path, tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> Path:
    """Write a plain workbook with one Excel table a sheet for these tables; every column of each is there."""
    key = repr([(name, [dict(row) for row in rows]) for name, rows in tables.items()])
    if key not in _written:
        _written[key] = _book_of(tables)
    path.write_bytes(_written[key])
    return path


def _book_of(tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in tables.items():
        facts = TABLES[name].facts
        sheet = book.create_sheet(facts.excel)
        fields = TABLES[name].fields()
        sheet.append([f.column.title for f in fields])
        for row in rows or [{}]:
            sheet.append([row.get(f.name) for f in fields])
        table = Table(
            displayName=facts.excel, ref=f"A1:{get_column_letter(len(fields))}{max(len(rows), 1) + 1}"
        )
        sheet.add_table(table)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()

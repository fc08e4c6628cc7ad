"""Workbooks in memory out of rows, as tests like to write them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from xl_massbill.hosts.memory import MemoryWorkbook


def columns(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[Any]]:
    """Turn rows into columns; a name that a row lacks is blank there."""
    names = dict.fromkeys(name for row in rows for name in row)
    return {name: [row.get(name) for row in rows] for name in names}


def workbook_of(tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> MemoryWorkbook:
    """Return a workbook that holds these tables, given as rows."""
    return MemoryWorkbook.of({name: columns(rows) for name, rows in tables.items()})

"""Cells of the practice's tables by position, as text, days, names and addresses of a claim."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd

from xl_massbill.book.tables import TABLES
from xl_massbill.claims.claim import Address, Name
from xl_massbill.errors import Refused
from xl_massbill.practice import Records


class PartyCells:
    """The tables of a practice by position; each column is read once."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._columns: dict[tuple[str, str], list[Any]] = {}

    def _cell(self, table: str, at: int, column: str) -> Any:
        if at < 0:  # a cash patient has no plan and no payer
            return None
        if (table, column) not in self._columns:
            cells = self._records[table][column]
            self._columns[table, column] = cells.astype(object).where(cells.notna(), None).tolist()
        if at >= len(self._columns[table, column]):  # the one row of Practice, not filled in yet
            raise Refused(f"Sheet {TABLES[table].facts.excel} is empty: fill it in first.")
        return self._columns[table, column][at]

    def _text(self, table: str, at: int, column: str) -> str:
        value = self._cell(table, at, column)
        return "" if value is None else str(value)

    def _day(self, table: str, at: int, column: str) -> dt.date | None:
        value = self._cell(table, at, column)
        return None if value is None else pd.Timestamp(value).date()

    def _address(self, table: str, at: int, prefix: str = "") -> Address:
        return Address(
            line1=self._text(table, at, f"{prefix}addr1"),
            line2=self._text(table, at, f"{prefix}addr2"),
            city=self._text(table, at, f"{prefix}city"),
            state=self._text(table, at, f"{prefix}state"),
            zip=self._text(table, at, f"{prefix}zip"),
        )

    def _name(self, table: str, at: int) -> Name:
        return Name(
            last=self._text(table, at, "last_name"),
            first=self._text(table, at, "first_name"),
            middle=self._text(table, at, "middle"),
            suffix=self._text(table, at, "suffix"),
        )

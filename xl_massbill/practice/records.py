"""Every table of a workbook, each read when first asked for and keyed by its id."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cached_property
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from xl_massbill.book.preview import Preview, Rows
from xl_massbill.book.sheet import Sheet
from xl_massbill.book.tables import TABLES
from xl_massbill.book.workbook import Cell, Workbook
from xl_massbill.errors import NoTable


class Records:
    """The tables of one workbook as they stand; it reads and does nothing else."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook
        self._sheets: dict[str, Sheet] = {}
        self._before: dict[str, Sheet] = {}
        self._indexes: dict[tuple[str, str], tuple[pd.Series[Any], dict[Any, int]]] = {}

    def __getitem__(self, table: str) -> Sheet:
        """Return a table by its internal name; one that the workbook lacks is empty."""
        if table not in self._sheets:
            try:
                grid = self.workbook.read(table)
            except NoTable:
                grid = None
            self._sheets[table] = Sheet(TABLES[table], grid, self._before.pop(table, None))
        return self._sheets[table]

    def needs(self, *tables: str) -> None:
        """Raise NoTable, with a sentence, unless the workbook has these tables."""
        lacking = [TABLES[t].facts.excel for t in tables if t not in self.workbook.tables()]
        if lacking:
            raise NoTable(
                f"The workbook has no table {', '.join(lacking)}. Open one made by this program,"
                " of this version (README: A workbook of an earlier version)."
            )

    def forget(self, table: str) -> None:
        """Read a table anew next time: it has been written."""
        if table in self._sheets:
            self._before[table] = self._sheets.pop(table)

    def let_go(self, *but: str) -> None:
        """Give back the room of what was read, but for these tables: a save needs it."""
        self._before.clear()
        self._sheets = {name: sheet for name, sheet in self._sheets.items() if name in but}
        self._indexes = {key: index for key, index in self._indexes.items() if key[0] in but}

    def forget_all(self) -> None:
        """Read every table anew next time: others may have written; what is the same is not parsed again."""
        for table in list(self._sheets):
            self.forget(table)

    def with_rows(
        self, more: Mapping[str, Rows], without: tuple[str, Collection[Cell]] = ("", ())
    ) -> Records:
        """Return these records with rows that are about to be written; what was read already is shared.

        Rows of these tables that have one of the values of `without` in its column are left out.
        """
        other = Records(Preview(self.workbook, more, without))
        other._sheets = {name: sheet for name, sheet in self._sheets.items() if name not in more}
        other._indexes = {key: found for key, found in self._indexes.items() if key[0] not in more}
        return other

    def index(self, table: str, key: str) -> dict[Any, int]:
        """Return the position of each key value among the records; of two equal keys the first counts."""
        column = self[table][key]
        of, found = self._indexes.get((table, key), (None, {}))
        if of is not column:
            found = {}
            for position, value in enumerate(column):
                if value is not None and value is not pd.NA:
                    found.setdefault(value, position)
            self._indexes[table, key] = column, found
        return found

    def positions(self, table: str, key: str, values: pd.Series[Any]) -> npt.NDArray[np.int_]:
        """Return for each value the position of its record, -1 where there is none."""
        index, cells = self.index(table, key), values.tolist()
        return np.fromiter(map(index.get, cells, repeat(-1)), dtype=np.int64, count=len(cells))

    @cached_property
    def settings(self) -> dict[str, str]:
        """Return the Settings sheet as a mapping; blank values are left out."""
        sheet = self["settings"]
        pairs = zip(sheet["key"], sheet["value"], strict=True)
        return {str(k).lower(): str(v) for k, v in pairs if k is not None and v is not None}

    def setting_on(self, key: str, default: bool) -> bool:
        """Return a yes/no setting."""
        return self.settings.get(key, "Y" if default else "N").upper() in ("Y", "YES", "TRUE", "1")

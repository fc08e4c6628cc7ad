"""A table read: raw cells in, typed columns out, each parsed when first asked for.

Columns come out as pandas series: text-like kinds as objects with None for a blank, lists as tuples,
days and moments as datetime64, whole numbers, cents, hundredths of a percent and minutes as Int64,
yes/no as boolean. A cell that could not be read is missing in the series and noted in `troubles`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from xl_massbill.book.column import Field, Kind, Owner
from xl_massbill.book.headings import Match, match
from xl_massbill.book.kinds import Bad, Doubt, read_cell
from xl_massbill.book.table import Table
from xl_massbill.book.workbook import Cell, Grid

Mask = npt.NDArray[np.bool_]

_EPOCH = dt.datetime(1970, 1, 1)  # noqa: DTZ001 - the epoch of numpy's own dates
_NAT = np.iinfo(np.int64).min
_INTEGERS = frozenset({Kind.WHOLE, Kind.MONEY, Kind.PERCENT, Kind.CLOCK})


@dataclass(frozen=True, slots=True)
class Trouble:
    """One cell that could not be read, or was read with a doubt (then `bad` is False).

    `index` is the position among the filled rows, `row` the worksheet row. `repr` hides the cell.
    """

    field: Field
    index: int
    row: int
    raw: Cell
    why: str
    bad: bool

    def __repr__(self) -> str:
        """Show the place, never the cell."""
        return f"Trouble({self.field.name}, row {self.row}, {self.why})"


class Sheet:
    """One table of the workbook, blank rows left out.

    `rows` holds the worksheet row of each record, `positions` its position in the grid (for writing back).
    """

    def __init__(self, table: type[Table], grid: Grid | None) -> None:
        self.table = table
        self.grid = grid or Grid(table.facts.name, table.facts.excel, 2, (), ())
        self.present = grid is not None
        self.match: Match = match(table, self.grid.headings)
        self.positions = _filled(self.grid, self.match, table)
        self.rows = self.positions + self.grid.first_row
        self._columns: dict[str, pd.Series[Any]] = {}
        self._troubles: dict[str, tuple[Trouble, ...]] = {}

    def __len__(self) -> int:
        """Return the number of records."""
        return len(self.positions)

    def __repr__(self) -> str:
        """Show the shape."""
        return f"Sheet({self.table.facts.name}: {len(self)} rows)"

    def __getitem__(self, name: str) -> pd.Series[Any]:
        """Return a column by its snake_case name; a column that is not on the sheet is all missing."""
        if name not in self._columns:
            self._parse(self.table.field(name))
        return self._columns[name]

    def lacks(self, name: str) -> bool:
        """Return whether the sheet has no such column."""
        return name not in self.match.at

    def raw(self, name: str) -> Sequence[Cell]:
        """Return the cells of a column as they stand, for the filled rows."""
        if self.lacks(name):
            return [None] * len(self)
        cells = self.grid.columns[self.match.at[name]]
        if len(cells) == len(self.positions):
            return cells
        return [cells[i] for i in self.positions]

    def troubles(self, name: str) -> tuple[Trouble, ...]:
        """Return the cells of a column that could not be read, or only with a doubt."""
        self[name]
        return self._troubles.get(name, ())

    def unread(self, name: str) -> Mask | None:
        """Return which cells of a column could not be read; None when all could."""
        if self.lacks(name) and self.present and len(self):
            return np.ones(len(self), dtype=bool)
        bad = [t.index for t in self.troubles(name) if t.bad]
        if not bad:
            return None
        mask = np.zeros(len(self), dtype=bool)
        mask[bad] = True
        return mask

    def keys(self) -> npt.NDArray[np.object_]:
        """Return the key of each record as text ("V0001-1")."""
        parts = [self[k].astype(object).where(self[k].notna(), "") for k in self.table.facts.key]
        out = parts[0].map(str)
        for part in parts[1:]:
            out = out + "-" + part.map(str)
        return out.to_numpy(dtype=object)

    def _parse(self, field: Field) -> None:
        cells = self.raw(field.name)
        if _mixes_booleans(cells):
            values = [read_cell(field, cell) for cell in cells]
        else:
            memo = {cell: read_cell(field, cell) for cell in set(cells)}
            values = [memo[cell] for cell in cells]
            if not any(isinstance(v, Bad | Doubt) for v in memo.values()):
                self._columns[field.name] = _series(field.kind, values)
                return
        self._troubles[field.name] = tuple(
            Trouble(field, i, int(self.rows[i]), cells[i], v.why, isinstance(v, Bad))
            for i, v in enumerate(values)
            if isinstance(v, Bad | Doubt)
        )
        plain = [None if isinstance(v, Bad) else v.value if isinstance(v, Doubt) else v for v in values]
        self._columns[field.name] = _series(field.kind, plain)


def _mixes_booleans(cells: Sequence[Cell]) -> bool:
    """Return whether True could be taken for 1 when equal cells are read once."""
    return bool in set(map(type, cells))


def _filled(grid: Grid, found: Match, table: type[Table]) -> npt.NDArray[np.int_]:
    """Return the positions of the rows in which a column of the person (or, in our tables, any) is filled."""
    if not grid.columns or not grid.height:
        return np.empty(0, dtype=int)
    names = [f.name for f in table.owned_by(Owner.PERSON)] if table.facts.owner is Owner.PERSON else []
    at = (
        [found.at[n] for n in names if n in found.at]
        or list(found.at.values())
        or list(range(len(grid.columns)))
    )
    filled = np.zeros(grid.height, dtype=bool)
    for position in at:
        if filled.all():
            break
        filled |= np.fromiter(
            (
                c is not None and c != "" and not (isinstance(c, str) and c.isspace())
                for c in grid.columns[position]
            ),
            dtype=bool,
            count=grid.height,
        )
    return np.flatnonzero(filled)


def _series(kind: Kind, values: list[Any]) -> pd.Series[Any]:
    if kind in _INTEGERS:
        return pd.Series(_integers(values))
    if kind is Kind.YES_NO:
        return pd.Series(pd.array(values, dtype="boolean"))
    if kind is Kind.DAY:
        days = (_NAT if v is None else v.toordinal() - _EPOCH.toordinal() for v in values)
        return pd.Series(
            np.fromiter(days, np.int64, len(values)).view("datetime64[D]").astype("datetime64[s]")
        )
    if kind is Kind.MOMENT:
        seconds = (_NAT if v is None else int((v - _EPOCH).total_seconds()) for v in values)
        return pd.Series(np.fromiter(seconds, np.int64, len(values)).view("datetime64[s]"))
    return pd.Series(np.fromiter(values, dtype=object, count=len(values)), dtype=object)


def _integers(values: list[Any]) -> pd.arrays.IntegerArray:
    missing = np.fromiter((v is None for v in values), dtype=bool, count=len(values))
    numbers = np.fromiter((0 if v is None else v for v in values), dtype=np.int64, count=len(values))
    return pd.arrays.IntegerArray(numbers, missing)

"""A table read: raw cells in, typed columns out, each parsed when first asked for.

Columns come out as pandas series: text-like kinds as objects with None for a blank, lists as tuples,
days and moments as datetime64, whole numbers, cents, hundredths of a percent and minutes as Int64,
yes/no as boolean. A cell that could not be read is missing in the series and noted in `troubles`.

A command that writes a few columns reads the table again; what did not change is not parsed again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from xl_massbill.book.column import Field, Kind, Need, Owner
from xl_massbill.book.headings import Match, match
from xl_massbill.book.kinds import Bad, Doubt, is_blank, read_all
from xl_massbill.book.table import Table
from xl_massbill.book.workbook import Cell, CellError, Grid, NoValue

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
    `before` is the same table as it was read earlier: columns that are still the same need no parsing.
    """

    def __init__(self, table: type[Table], grid: Grid | None, before: Sheet | None = None) -> None:
        self.table = table
        self.grid = grid or Grid(table.facts.name, table.facts.excel, 2, (), ())
        self.present = grid is not None
        self.match: Match = match(table, self.grid.headings)
        self.positions = _filled(self.grid, self.match, table)
        self.rows = self.positions + self.grid.first_row
        self._columns: dict[str, pd.Series[Any]] = {}
        self._kept: dict[str, list[Any]] = {}
        self._keys: npt.NDArray[np.object_] | None = None
        self._troubles: dict[str, tuple[Trouble, ...]] = {}
        if before is not None and _has_same_rows(before, self):
            self._take_over(before)

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

    def kept(self, name: str) -> list[Any]:
        """Return a column as the journal keeps it: cents, ISO days, lists as text; None where not known.

        The list is made once: whoever asks must not change it.
        """
        if name not in self._kept:
            self._kept[name] = _as_kept(self[name], self.table.field(name).kind)
        return self._kept[name]

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
        """Return which cells of a column could not be read; None when all could.

        A required column that the sheet lacks is unknown in every row; an optional one is simply blank.
        """
        if self.lacks(name) and self.present and len(self):
            required = self.table.field(name).column.need is Need.REQUIRED
            return np.ones(len(self), dtype=bool) if required else None
        bad = [t.index for t in self.troubles(name) if t.bad]
        if not bad:
            return None
        mask = np.zeros(len(self), dtype=bool)
        mask[bad] = True
        return mask

    def keys(self) -> npt.NDArray[np.object_]:
        """Return the key of each record as text ("V0001-1")."""
        if self._keys is None:
            parts = [_key_part(self[name]) for name in self.table.facts.key]
            joined = parts[0]
            for part in parts[1:]:
                joined = joined + "-" + part
            self._keys = joined
        return self._keys

    @cached_property
    def repeats(self) -> Mask:
        """Which records have a key that an earlier record has already."""
        return np.asarray(pd.Series(self.keys()).duplicated(), dtype=bool)

    def _take_over(self, before: Sheet) -> None:
        """Take the columns whose cells are the very same as before; a tuple cannot have changed in place."""
        for name, column in before._columns.items():
            at = self.match.at.get(name)
            cells = None if at is None else self.grid.columns[at]
            if at is None or (cells is before.grid.columns[at] and type(cells) is tuple):
                self._columns[name] = column
                if name in before._kept:
                    self._kept[name] = before._kept[name]
                if name in before._troubles:
                    self._troubles[name] = before._troubles[name]

    def _parse(self, field: Field) -> None:
        """Read each different cell once, then deal the values out to the rows."""
        cells = self.raw(field.name)
        if cells.count(None) == len(cells):  # most optional columns of most clinics
            array = _array(field.kind, [None])[np.zeros(len(cells), dtype=np.int64)]
            self._columns[field.name] = pd.Series(array, dtype=array.dtype, copy=False)
            return
        words: Sequence[Cell] = cells
        if bool in set(map(type, cells)):
            # True equals 1 in Python; TRUE as text reads the same as TRUE the value, whatever the kind
            words = [str(c).upper() if isinstance(c, bool) else c for c in cells]
        index = {word: i for i, word in enumerate(dict.fromkeys(words))}
        at = np.fromiter(map(index.__getitem__, words), dtype=np.int64, count=len(words))
        values = read_all(field, index)
        odd = np.fromiter((isinstance(v, Bad | Doubt) for v in values), dtype=bool, count=len(values))
        if odd.any():
            self._troubles[field.name] = tuple(
                Trouble(field, i, int(self.rows[i]), cells[i], (v := values[at[i]]).why, isinstance(v, Bad))
                for i in np.flatnonzero(odd[at]).tolist()
            )
            values = [None if isinstance(v, Bad) else v.value if isinstance(v, Doubt) else v for v in values]
        array = _array(field.kind, values)[at]
        self._columns[field.name] = pd.Series(array, dtype=array.dtype, copy=False)


def _key_part(column: pd.Series[Any]) -> npt.NDArray[np.object_]:
    codes, levels = pd.factorize(column, use_na_sentinel=True)
    shown = [v.date().isoformat() if isinstance(v, pd.Timestamp) else str(v) for v in levels]
    return np.array([*shown, ""], dtype=object)[codes]


def _filled(grid: Grid, found: Match, table: type[Table]) -> npt.NDArray[np.int_]:
    """Return the positions of the rows in which a column of the person (or, in our tables, any) is filled."""
    if not grid.columns or not grid.height:
        return np.empty(0, dtype=int)
    names = [f.name for f in table.owned_by(Owner.PERSON)] if table.facts.owner is Owner.PERSON else []
    columns = [found.at[n] for n in names if n in found.at] or list(found.at.values())
    keys = {found.at[n] for n in table.facts.key if n in found.at}
    empty = list(range(grid.height))
    for position in columns or range(len(grid.columns)):
        cells, is_key = grid.columns[position], position in keys
        # a letter or digit in front fills a cell; only the others must be looked at closely
        plain = {cell for cell in set(cells) if type(cell) is str and _begins_plain(cell)}
        empty = [i for i in empty if cells[i] not in plain and not _fills(cells[i], is_key)]
        if not empty:
            break
    filled = np.ones(grid.height, dtype=bool)
    filled[empty] = False
    return np.flatnonzero(filled)


def _begins_plain(text: str) -> bool:
    return text.isalnum() or (text[:1].isascii() and text[:1].isalnum())


def _has_same_rows(before: Sheet, now: Sheet) -> bool:
    """Return whether two readings of a table have the same columns and the same records in the same rows."""
    return (
        before.present is now.present
        and before.grid.headings == now.grid.headings
        and before.grid.first_row == now.grid.first_row
        and np.array_equal(before.positions, now.positions)
    )


def _fills(cell: Cell, is_key: bool) -> bool:
    """Return whether a cell makes its row a record.

    Formulas filled down into blank rows show 0, the first day of the calendar, or an error; none of these
    is a record, unless the error stands where the key should be.
    """
    if isinstance(cell, CellError | NoValue):
        return is_key
    if isinstance(cell, str):
        return not is_blank(cell)
    if isinstance(cell, dt.datetime):
        return cell.year >= 1900
    return cell is not None and cell != 0 and cell != dt.time(0)


def _array(kind: Kind, values: list[Any]) -> Any:
    """Return values as the array that carries their kind."""
    if kind in _INTEGERS:
        missing = np.fromiter((v is None for v in values), dtype=bool, count=len(values))
        numbers = np.fromiter((0 if v is None else v for v in values), dtype=np.int64, count=len(values))
        return pd.arrays.IntegerArray(numbers, missing)
    if kind is Kind.YES_NO:
        missing = np.fromiter((v is None for v in values), dtype=bool, count=len(values))
        return pd.arrays.BooleanArray(np.fromiter(map(bool, values), dtype=bool, count=len(values)), missing)
    if kind is Kind.DAY:
        days = (_NAT if v is None else v.toordinal() - _EPOCH.toordinal() for v in values)
        return np.fromiter(days, np.int64, len(values)).view("datetime64[D]").astype("datetime64[s]")
    if kind is Kind.MOMENT:
        seconds = (_NAT if v is None else int((v - _EPOCH).total_seconds()) for v in values)
        return np.fromiter(seconds, np.int64, len(values)).view("datetime64[s]")
    return np.fromiter(values, dtype=object, count=len(values))


def _as_kept(column: pd.Series[Any], kind: Kind) -> list[Any]:
    if kind in (Kind.DAY, Kind.MOMENT):
        days = column.to_numpy().astype("datetime64[D]").astype(str).tolist()
        return [None if day == "NaT" else day for day in days]
    if kind is Kind.YES_NO:
        return [None if v is None else "Y" if v else "N" for v in _plain(column)]
    if kind in _INTEGERS:
        return _plain(column)
    if kind in (Kind.CODES, Kind.DXS):
        return [" ".join(v) or None if v else None for v in column]
    if kind is Kind.WORDS:
        return [", ".join(v) or None if v else None for v in column]
    return list(column.tolist())


def _plain(column: pd.Series[Any]) -> list[Any]:
    cells = column.to_numpy(dtype=object, copy=True)
    cells[column.isna().to_numpy(dtype=bool)] = None
    return list(cells.tolist())

"""The workbook as commands see it: whole tables in, whole columns out.

Three hosts stand behind this port with the same promises: memory (tests), a closed file, and Excel itself.
A host writes columns and tables of the program only; it never changes what a person typed. The one
exception is a person's explicit order, which names the person.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, Self


class CellError(str):
    """An Excel error value such as #N/A, as a cell holds it."""

    __slots__ = ()


class NoValue:
    """A formula whose result was never calculated."""

    _one: Self | None = None

    def __new__(cls) -> Self:
        """Return the one instance."""
        if cls._one is None:
            cls._one = super().__new__(cls)
        return cls._one

    def __repr__(self) -> str:
        """Name it."""
        return "NOT_CALCULATED"


NOT_CALCULATED = NoValue()


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that the program itself puts into one of its own cells, with its value now.

    `text` without the leading "=", in file form (`Table[[#This Row],[Col]]`).
    """

    text: str
    value: str | float | int | None = None


Cell = str | float | int | bool | dt.date | dt.datetime | dt.time | CellError | NoValue | Formula | None
"""What a cell may hold. Hosts read blanks as None; numbers as float or int, dates as date or datetime."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as the host found it: raw cells, nothing repaired.

    `headings` are the words in the header row; `columns[i]` holds the cells under `headings[i]`, top to
    bottom, all of equal length. `first_row` is the worksheet row of the first data row, `sheet` the name
    of the worksheet. Blank rows inside the table are included. `repr` shows the shape only.
    """

    table: str
    sheet: str
    first_row: int
    headings: tuple[str, ...]
    columns: tuple[Sequence[Cell], ...]

    @property
    def height(self) -> int:
        """Return the number of data rows."""
        return len(self.columns[0]) if self.columns else 0

    def __repr__(self) -> str:
        """Show the shape, never the cells."""
        return f"Grid({self.table}: {self.height} rows x {len(self.headings)} columns)"


class Workbook(Protocol):
    """A workbook that a command works on; tables are asked for by internal name ("payer_rules").

    Nothing reaches the disk or Excel before `save`. Errors: `NoTable`, `Refused`, `Unreadable`.
    """

    @property
    def path(self) -> str:
        """Return the path of the workbook file, or "" for one that has none."""

    def tables(self) -> frozenset[str]:
        """Return the internal names of our tables that this workbook holds."""

    def read(self, table: str) -> Grid:
        """Return a table as it stands (after the writes of this run); raise NoTable if it is not there."""

    def write(self, table: str, columns: Mapping[str, Sequence[Cell]], *, by: str = "") -> None:
        """Put new cells into program columns, one value a data row of `read`, in its order.

        Keys are snake_case column names. Raise Refused for a column that a person owns, unless `by` names
        the person at whose explicit order it is written (a confirmation, a list loaded from a file).
        """

    def replace(self, table: str, columns: Mapping[str, Sequence[Cell]]) -> None:
        """Put new rows in place of all rows of a program table; columns not named become blank.

        The clinic's own extra columns in that table are refused to be overwritten: their cells stay in
        their rows. Raise Refused when rows would run into somebody's data.
        """

    def append(self, table: str, columns: Mapping[str, Sequence[Cell]], *, by: str = "") -> None:
        """Put rows below the last row of a program table, or at a person's order (`by`) of any table."""

    def save(self) -> None:
        """Make the writes real, all or nothing."""

    def tell(self, sentence: str) -> None:
        """Show one plain sentence to the person."""

    def progress(self, done: int, total: int, what: str) -> None:
        """Show how far long work has come."""

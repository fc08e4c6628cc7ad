"""A workbook that another host has read and handed over, for work in a process of its own.

Nothing is carried out here: every order is kept, to be given to the host that has the workbook open. The
workbook has no path, so that a command finds no folder and no journal: it can neither take a number nor book.

Source: DESIGN §1 (decision 2), §3.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NoReturn

from xl_massbill.book.headings import match
from xl_massbill.book.workbook import NOT_CALCULATED, Cell, Grid, Workbook
from xl_massbill.errors import NoTable, Refused
from xl_massbill.hosts.cells import tidy
from xl_massbill.hosts.draft import Draft, Registry, Rows, known_tables
from xl_massbill.hosts.drafted import Drafted


@dataclass(frozen=True, slots=True)
class Handed:
    """One table as a host has read it; `filled` are the clinic's own columns that Excel fills down."""

    grid: Grid
    filled: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Order:
    """One order to a host; `verb` is write, replace or append. `repr` shows no cell."""

    verb: str
    table: str
    columns: Rows
    by: str = ""

    def give(self, workbook: Workbook) -> None:
        """Give it to the host that has the workbook; raise Refused as the host does."""
        if self.verb == "replace":
            workbook.replace(self.table, self.columns)
        elif self.verb == "append":
            workbook.append(self.table, self.columns, by=self.by)
        else:
            workbook.write(self.table, self.columns, by=self.by)

    def __repr__(self) -> str:
        """Show the shape, never the cells."""
        return f"Order({self.verb} {self.table}: {len(self.columns)} columns)"


class HandedWorkbook(Drafted):
    """Tables that were handed over, behind the workbook port; `held` names all tables of the workbook.

    `orders` are those given so far, `used` the tables that were looked at. Reading a table that the workbook
    holds and that was not handed over raises LookupError: to call it absent would be untrue.
    """

    def __init__(
        self,
        tables: Iterable[Handed],
        held: Iterable[str],
        *,
        registry: Registry | None = None,
        progress: Callable[[int, int, str], None] | None = None,
    ) -> None:
        known = known_tables() if registry is None else registry
        self._ground = _Ground({one.grid.table: one for one in tables}, frozenset(held), known)
        self._progress = progress
        self._draft = Draft(self._ground, known)
        self.orders: list[Order] = []

    @property
    def path(self) -> str:
        """Return "": what is worked out here is booked nowhere."""
        return ""

    @property
    def used(self) -> frozenset[str]:
        """Return the names of the tables that were looked at."""
        return frozenset(self._ground.used)

    def tables(self) -> frozenset[str]:
        """Return the internal names of our tables that the workbook holds."""
        return self._ground.held

    def write(self, table: str, columns: Rows, *, by: str = "") -> None:
        """Put new cells into columns of what is read here, and keep the order."""
        super().write(table, columns, by=by)
        self._keep(Order("write", table, columns, by))

    def replace(self, table: str, columns: Rows) -> None:
        """Put new rows in place of all rows of what is read here, and keep the order."""
        super().replace(table, columns)
        self._keep(Order("replace", table, columns))

    def append(self, table: str, columns: Rows, *, by: str = "") -> None:
        """Put rows below what is read here, and keep the order."""
        super().append(table, columns, by=by)
        self._keep(Order("append", table, columns, by))

    def _keep(self, order: Order) -> None:
        columns = {name: [tidy(cell) for cell in cells] for name, cells in order.columns.items()}
        self.orders.append(Order(order.verb, order.table, columns, order.by))

    def save(self) -> NoReturn:
        """Refuse: only the host that has the workbook open saves it."""
        raise Refused("What is worked out beside Excel is saved by Excel only.")

    def tell(self, sentence: str) -> None:
        """Say nothing: nobody listens here."""

    def progress(self, done: int, total: int, what: str) -> None:
        """Say how far the work has come."""
        if self._progress:
            self._progress(done, total, what)


class _Ground:
    """The tables as they were handed over; whether rows fit says the host that carries orders out."""

    def __init__(self, tables: dict[str, Handed], held: frozenset[str], registry: Registry) -> None:
        self._tables, self._registry = tables, registry
        self.held = held
        self.used: set[str] = set()

    def load(self, table: str) -> Grid:
        """Return a table as it was handed over; raise NoTable if the workbook does not hold it."""
        if table not in self.held:
            raise NoTable(f'The workbook has no table "{self._registry[table].facts.excel}".')
        if table not in self._tables:
            raise LookupError(f"the table {table} was not handed over")
        self.used.add(table)
        return self._tables[table].grid

    def room(self, table: str, height: int) -> int:
        """Return how high a table will be: at least one row, and none of the clinic's own cells left out."""
        handed, height = self._tables[table], max(1, height)
        for i in match(self._registry[table], handed.grid.headings).extra:
            if i not in handed.filled:
                kept = [row for row, cell in enumerate(handed.grid.columns[i], 1) if cell is not None]
                height = max([height, *kept[-1:]])
        return height

    def carried(self, table: str, position: int) -> Cell:
        """Return what a new row shows in one of the clinic's own columns."""
        return NOT_CALCULATED if position in self._tables[table].filled else None

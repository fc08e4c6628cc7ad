"""A workbook that lives in memory only: for tests, and for trying commands without a file.

It keeps every promise of the port, so that a command that works here works on a file and in Excel.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from xl_massbill.book.headings import match
from xl_massbill.book.workbook import Cell, Grid
from xl_massbill.errors import NoTable, Refused
from xl_massbill.hosts.cells import shown, tidy
from xl_massbill.hosts.draft import Draft, Registry, Rows, common_height, known_tables


class MemoryWorkbook:
    """Tables in memory behind the workbook port.

    `taken` says at which worksheet row below a table somebody's data stands. What was told and how far
    work came is kept in `told` and `steps`.
    """

    def __init__(
        self,
        grids: Iterable[Grid],
        *,
        registry: Registry | None = None,
        fill: bool = False,
        taken: Mapping[str, int] | None = None,
    ) -> None:
        self._registry = known_tables() if registry is None else registry
        self._saved = {grid.table: grid for grid in grids}
        self._taken = dict(taken or {})
        self._draft = Draft(self, self._registry, fill=fill)
        self.told: list[str] = []
        self.steps: list[tuple[int, int, str]] = []
        self.saves = 0

    @classmethod
    def of(cls, tables: Mapping[str, Rows], *, registry: Registry | None = None) -> MemoryWorkbook:
        """Make a workbook from columns by snake_case name; columns not named are there, but blank."""
        known = known_tables() if registry is None else registry
        return cls([_grid(known, name, columns) for name, columns in tables.items()], registry=known)

    @property
    def path(self) -> str:
        """Return "": there is no file."""
        return ""

    def tables(self) -> frozenset[str]:
        """Return the internal names of the tables held."""
        return frozenset(self._saved) & frozenset(self._registry)

    def read(self, table: str) -> Grid:
        """Return a table as it stands after the writes of this run."""
        return self._draft.grid(table)

    def write(self, table: str, columns: Rows, *, by: str = "") -> None:
        """Put new cells into program columns, or at a person's order into theirs."""
        self._draft.write(table, columns, by)

    def replace(self, table: str, columns: Rows) -> None:
        """Put new rows in place of all rows of a program table."""
        self._draft.replace(table, columns)

    def append(self, table: str, columns: Rows, *, by: str = "") -> None:
        """Put rows below the last row of a program table, or at a person's order of any."""
        self._draft.append(table, columns, by)

    def save(self) -> None:
        """Take what stands now for what is saved."""
        for name, work in self._draft.works().items():
            self._saved[name] = work.now
        self._draft.settle()
        self.saves += 1

    def tell(self, sentence: str) -> None:
        """Keep the sentence."""
        self.told.append(sentence)

    def progress(self, done: int, total: int, what: str) -> None:
        """Keep the step."""
        self.steps.append((done, total, what))

    def load(self, table: str) -> Grid:
        """Return a table as it was last saved."""
        if table not in self._saved:
            raise NoTable(f'The workbook has no table "{self._registry[table].facts.excel}".')
        return self._saved[table]

    def room(self, table: str, height: int) -> int:
        """Return how high the table will be; rows with the clinic's own cells stay in it."""
        grid = self._saved[table]
        taken = self._taken.get(table)
        height = max(height, 1)
        if taken is not None and height > grid.height and grid.first_row + height > taken:
            raise Refused(
                f"Sheet {grid.sheet}: row {taken} is in the way of the rows of the table "
                f"{self._registry[table].facts.excel}. Move what stands there and run again."
            )
        for position in match(self._registry[table], grid.headings).extra:
            kept = [i for i, cell in enumerate(grid.columns[position], 1) if cell is not None]
            height = max([height, *kept[-1:]])
        return height

    def carried(self, table: str, position: int) -> Cell:  # noqa: ARG002 - memory has no formulas to carry
        """Return the blank that a new row shows in the clinic's own columns."""
        return None


def _grid(registry: Registry, name: str, columns: Rows) -> Grid:
    table = registry[name]
    unknown = set(columns) - {field.name for field in table.fields()}
    if unknown:
        raise KeyError(f"{name} has no column {sorted(unknown)}")
    height = max(1, common_height(columns))
    put: Callable[[Sequence[Cell]], tuple[Cell, ...]] = lambda cells: tuple(shown(tidy(c)) for c in cells)  # noqa: E731
    return Grid(
        table=name,
        sheet=table.facts.excel,
        first_row=2,
        headings=tuple(field.column.title for field in table.fields()),
        columns=tuple(put(columns.get(field.name, ())) or (None,) * height for field in table.fields()),
    )

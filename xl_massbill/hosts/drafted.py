"""What every host that keeps its writes in a draft until the save does in the same words."""

from __future__ import annotations

from xl_massbill.book.workbook import Grid
from xl_massbill.hosts.draft import Draft, Rows


class Drafted:
    """Reading and writing of whole tables through a draft; a host sets `_draft` and saves it."""

    _draft: Draft

    def read(self, table: str) -> Grid:
        """Return a table as it stands after the writes of this run."""
        return self._draft.grid(table)

    def write(self, table: str, columns: Rows, *, by: str = "") -> None:
        """Put new cells into program columns, one value a data row, or at a person's order into theirs."""
        self._draft.write(table, columns, by)

    def replace(self, table: str, columns: Rows) -> None:
        """Put new rows in place of all rows of a program table."""
        self._draft.replace(table, columns)

    def append(self, table: str, columns: Rows, *, by: str = "") -> None:
        """Put rows below the last row of a program table, or at a person's order of any."""
        self._draft.append(table, columns, by)

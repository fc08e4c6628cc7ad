"""Reads the cells of a file by the map, a row at a time, and keeps what there is to say about them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from xl_massbill.book.headings import plain
from xl_massbill.book.kinds import tidy, written
from xl_massbill.book.table import Table
from xl_massbill.book.tables import TABLES
from xl_massbill.book.workbook import Cell
from xl_massbill.intake.files import SourceRow, SourceTable
from xl_massbill.intake.mapping import Map, MapRow
from xl_massbill.intake.outcome import Note
from xl_massbill.intake.people import Name
from xl_massbill.intake.targets import DATES, NO_COLUMN, TARGETS
from xl_massbill.intake.values import Skip, Unknown, Value, orders, read, said

_TELLING = frozenset(
    {"STATUS", "CODE", "MINUTES", "THERAPIST", "POS", "SEX", "STATE", "DATE", "START", "END"}
)
"""What may be quoted in a message: nothing of these tells who a person is."""
_LONGEST = 40


class LeftOutByMapError(Exception):
    """The map says SKIP: the row is none of ours."""


class Reader:
    """The cells of a file by target; `notes` are those of the row that is being read."""

    def __init__(self, table: SourceTable, made: Map) -> None:
        self.made = made
        self.kind = made.kind
        self.table: type[Table] = TABLES[made.kind.table]
        self._at = {plain(heading): i for i, heading in enumerate(table.headings)}
        self._rows = {row.fills: row for row in made.used}
        self.notes: list[Note] = []

    def has(self, target: str) -> bool:
        """Return whether the map fills something."""
        return target in self._rows

    def heading(self, target: str) -> str:
        """Return the heading of what fills something, "" if nothing does."""
        return self._rows[target].heading if target in self._rows else ""

    def value(self, source: SourceRow, target: str) -> Cell:
        """Return what a row says for a column; None if nothing, or nothing that can be understood.

        Raise LeftOutByMapError where the map says that the row is none of ours.
        """
        if target not in self._rows:
            return None
        row, cell = self._rows[target], self._cell(source, target)
        found = read(TARGETS[self.kind][target].field(self.kind), row, cell)
        if isinstance(found, Skip):
            raise LeftOutByMapError
        if isinstance(found, Unknown):
            self.note(target, found.why, cell)
            return None
        if found.note:
            self.note(target, found.note)
        return found.cell

    def text(self, source: SourceRow, target: str) -> str:
        """Return what a row says of something that is looked up, by the words of the map, as text."""
        if target not in self._rows:
            return ""
        meant = said(self._rows[target], self._cell(source, target))
        if isinstance(meant, Skip):
            raise LeftOutByMapError
        return "" if meant is None else " ".join(tidy(written(meant)).split())

    def name(self, source: SourceRow) -> Name:
        """Return the name that a row tells, with the date of birth if it is told."""
        return Name(
            self.text(source, "LAST_NAME"),
            self.text(source, "FIRST_NAME"),
            self.text(source, "PATIENT_NAME"),
            self.born(source),
        )

    def born(self, source: SourceRow) -> dt.date | None:
        """Return the date of birth that a row tells."""
        if "DOB" not in self._rows:
            return None
        found = read(TABLES["patients"].field("dob"), self._rows["DOB"], self._cell(source, "DOB"))
        if isinstance(found, Skip):
            raise LeftOutByMapError
        if isinstance(found, Unknown):
            self.note("DOB", found.why)
        return found.cell if isinstance(found, Value) and isinstance(found.cell, dt.date) else None

    def note(self, target: str, what: str, cell: Cell = None) -> None:
        """Keep something to say about a cell of the row; its word only where it tells nothing of a person."""
        word = written(cell)[:_LONGEST] if cell is not None and target in _TELLING else ""
        self.notes.append(Note(self.heading(target), what, word))

    def taken(self) -> tuple[Note, ...]:
        """Return what there is to say about the row, and begin anew."""
        notes, self.notes = tuple(self.notes), []
        return notes

    def _cell(self, source: SourceRow, target: str) -> Cell:
        row = self._rows[target]
        if row.heading == NO_COLUMN:
            return None
        return source.cells[self._at[plain(row.heading)]]


def undecided(table: SourceTable, rows: Iterable[MapRow]) -> list[str]:
    """Return the headings over dates in figures of which the map does not say the order."""
    at = {plain(heading): i for i, heading in enumerate(table.headings)}
    return list(
        dict.fromkeys(
            row.heading
            for row in rows
            if row.fills in DATES
            and not row.read_as
            and plain(row.heading) in at
            and orders(table.column(at[plain(row.heading)]))
        )
    )

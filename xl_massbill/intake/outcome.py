"""What becomes of each row of a file: new, there already, different, in doubt, or not to be taken.

Source: handbook §11.1 (rows and headings are named, never people).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from xl_massbill.book.workbook import Cell


class State(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    SAME = "there already"
    DIFFERS = "differs from what stands there"
    UPDATED = "brought up to date"
    MAYBE = "may be there already"
    GONE = "was taken in before and is gone"
    SKIPPED = "left out by the map"
    TWICE = "twice in the file"
    BAD = "cannot be taken"


@dataclass(frozen=True, slots=True)
class Note:
    """Something to say about one cell: the heading in the file ("" for the whole row), and what."""

    heading: str
    what: str
    word: str = ""

    def text(self) -> str:
        """Return it as part of a line."""
        word = f" “{self.word}”" if self.word else ""
        return f"column “{self.heading}”{word}: {self.what}" if self.heading else self.what


@dataclass(slots=True, repr=False)
class Outcome:
    """One row of the file: its number there, what becomes of it, the record here it is about.

    `cells` are those of the new row, `source` what the journal remembers it by; `theirs` the cells in which a
    record that is there differs, by column, and `differs` the same in words.
    """

    row: int
    state: State
    record: str = ""
    cells: Mapping[str, Cell] = field(default_factory=dict)
    source: str = ""
    notes: tuple[Note, ...] = ()
    near: tuple[str, ...] = ()
    theirs: Mapping[str, Cell] = field(default_factory=dict)
    differs: tuple[str, ...] = ()
    print: str = ""
    """The print of a record that is brought up to date, as it will stand."""
    by_name_alone: bool = False
    is_met: bool = False
    """Whether the record was found though no earlier file knew its number."""

    @property
    def is_told(self) -> bool:
        """Return whether a person should read about the row."""
        if self.state in {State.DIFFERS, State.UPDATED, State.MAYBE, State.GONE}:
            return True
        return bool(self.notes) and self.state is not State.SAME

    def __repr__(self) -> str:
        """Show row and state, never a cell."""
        return f"Outcome(row {self.row}, {self.state})"


@dataclass(frozen=True, slots=True)
class Known:
    """A record that an earlier take-in made or met: its number, and the map it was read by."""

    record: str
    map_key: str

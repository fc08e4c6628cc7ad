"""The visits that stand on the sheet, and which of them a row of a file is about.

The number that the other program gave an appointment tells it for sure, if an earlier file had it. Else
patient and day, with the start or, where one is not known, the therapist. What cannot be told apart is for a
person.

Source: handbook §6.10 (DUP: the same patient and day twice); §1.11 (lines of a visit share its number).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from xl_massbill.book.workbook import Cell
from xl_massbill.intake.outcome import State
from xl_massbill.intake.there import plain_column
from xl_massbill.practice import Records

COMPARED = ("dos", "line_start", "line_end", "therapist_id", "status")
"""What an appointment may change: minutes and code are the note's, and never compared with a booking."""


@dataclass(frozen=True, slots=True)
class Visit:
    """The first line of a visit: its position among the records, and what tells it."""

    visit_id: str
    index: int
    cells: Mapping[str, object]

    def differs(self, cells: Mapping[str, Cell], names: Collection[str]) -> dict[str, tuple[object, Cell]]:
        """Return the columns in which a row says something else: what stands, and what the row says."""
        return {
            name: (self.cells[name], cells[name])
            for name in names
            if cells.get(name) is not None and _even(cells[name]) != self.cells[name]
        }


class Standing:
    """The visits by number, and by patient and day."""

    def __init__(self, records: Records) -> None:
        sheet = records["visits"]
        names = ("visit_id", "patient_id", *COMPARED)
        self.visits: dict[str, Visit] = {}
        self._by_day: dict[tuple[str, object], list[Visit]] = defaultdict(list)
        columns = [plain_column(sheet, name) for name in names]
        for index, row in enumerate(zip(*columns, strict=True)):
            cells = dict(zip(names, row, strict=True))
            if cells["visit_id"] and cells["visit_id"] not in self.visits:
                made = Visit(str(cells["visit_id"]), index, cells)
                self.visits[made.visit_id] = made
                self._by_day[str(cells["patient_id"]), cells["dos"]].append(made)

    def like(self, cells: Mapping[str, Cell], spent: Collection[str]) -> tuple[State, tuple[Visit, ...]]:
        """Return whether the visit of a row stands there (SAME), may (MAYBE) or does not (NEW), and which.

        `spent` are visits that belong to another booking: one at the same hour is for a person to look at.
        """
        start, therapist, unsure = _even(cells.get("line_start")), cells.get("therapist_id"), []
        for visit in self._by_day.get((str(cells["patient_id"]), cells["dos"]), ()):
            theirs, by = visit.cells["line_start"], visit.cells["therapist_id"]
            is_spent = visit.visit_id in spent
            if start is not None and theirs is not None:
                if start == theirs and not is_spent:
                    return State.SAME, (visit,)
                if start == theirs:
                    unsure.append(visit)
            elif is_spent:
                continue
            elif therapist and by:
                if therapist == by:
                    return State.SAME, (visit,)
            else:
                unsure.append(visit)
        return (State.MAYBE, tuple(unsure)) if unsure else (State.NEW, ())


def _even(cell: object) -> object:
    """Return a cell as the sheet's columns hold it: clock times as minutes."""
    return cell.hour * 60 + cell.minute if isinstance(cell, dt.time) else cell

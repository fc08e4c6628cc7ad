"""Clients of another program, as rows of sheet Patients: who is new, who is there, who may be somebody there.

Nobody is merged: a name spelt otherwise with the same date of birth is shown with the patient's number, and
the row stays out until a person says that it is somebody new.

Source: handbook §1.8, §6.2 (PAT-006: one person under two numbers).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from xl_massbill.book.kinds import read_cell
from xl_massbill.book.table import Table
from xl_massbill.book.workbook import Cell
from xl_massbill.intake.files import SourceRow, SourceTable
from xl_massbill.intake.mapping import Map
from xl_massbill.intake.outcome import Known, Note, Outcome, State
from xl_massbill.intake.people import Name, People
from xl_massbill.intake.reader import LeftOutByMapError, Reader
from xl_massbill.intake.targets import TARGETS, Kind
from xl_massbill.intake.there import cells_at, source_key
from xl_massbill.intake.values import guarded
from xl_massbill.practice import Records
from xl_massbill.practice.same_name import spelt

_NAMES = ("last_name", "first_name")
_PLAIN = tuple(
    target
    for target in TARGETS[Kind.CLIENTS].values()
    if target.column and target.name not in {"PATIENT_ID", "LAST_NAME", "FIRST_NAME", "DOB"}
)


class Clients:
    """Plans the rows of one file."""

    def __init__(self, records: Records, made: Map, known: Mapping[str, Known]) -> None:
        self._made, self._known = made, known
        self._sheet = records["patients"]
        self._at = records.index("patients", "patient_id")
        self._people = People.of(records)
        self._seen: dict[str, tuple[int, Mapping[str, Cell]]] = {}
        self._own: dict[str, int] = {}

    def plan(self, table: SourceTable, new: Collection[int] = ()) -> list[Outcome]:
        """Return what becomes of each row; rows named in `new` are new though they look like others."""
        reader = Reader(table, self._made)
        return [self._row(reader, source, source.number in new) for source in table.rows]

    def _row(self, reader: Reader, source: SourceRow, is_new: bool) -> Outcome:
        if source.fault:
            return Outcome(source.number, State.BAD, notes=(Note("", source.fault),))
        try:
            name, own = reader.name(source), reader.text(source, "PATIENT_ID")
            cells: dict[str, Cell] = {target.column: reader.value(source, target.name) for target in _PLAIN}
            client = reader.text(source, "CLIENT_NO")
        except LeftOutByMapError:
            reader.taken()
            return Outcome(source.number, State.SKIPPED)
        outcome = Outcome(source.number, State.NEW, cells=cells)
        parts = name.parts
        if parts is None:
            reader.note(
                "PATIENT_NAME" if reader.has("PATIENT_NAME") else "LAST_NAME",
                "last and first name cannot be told apart" if name.shown else "nobody is named",
            )
            outcome.state, outcome.notes = State.BAD, reader.taken()
            return outcome
        last, first = map(guarded, parts)
        cells |= {"last_name": last, "first_name": first, "dob": name.born, "patient_id": own or None}
        outcome.notes = reader.taken()
        self._place(outcome, name, own, client, is_new)
        return outcome

    def _place(self, outcome: Outcome, name: Name, own: str, client: str, is_new: bool) -> None:
        first = self._own.setdefault(own.casefold(), outcome.row) if own else outcome.row
        if first != outcome.row:
            outcome.state = State.BAD
            outcome.notes += (Note("", f"has the same patient number as row {first}"),)
            return
        told = ("CLIENT", client) if client else ("NAME", *sorted(name.ways), str(name.born))
        outcome.source = source_key(*told)
        before = self._seen.setdefault(outcome.source, (outcome.row, outcome.cells))
        if before[0] != outcome.row:
            self._twice(outcome, before, client)
            return
        one = self._people.ids.get(own.casefold()) if own else None
        past = self._known.get(outcome.source)
        if one is None and past is not None:
            if past.record not in self._people.born:
                outcome.state, outcome.record = State.GONE, past.record
                return
            one = self._people.counting(past.record)
        outcome.is_met = past is None
        if one is not None:
            self._is(outcome, one, name, own)
        elif not is_new:
            self._look(outcome, name)

    def _twice(self, outcome: Outcome, before: tuple[int, Mapping[str, Cell]], client: str) -> None:
        if before[1] == outcome.cells:
            outcome.state, outcome.notes = State.TWICE, (Note("", f"the same as row {before[0]}"),)
            return
        what = "client number" if client else "name and date of birth"
        outcome.state = State.BAD
        outcome.notes += (Note("", f"has the same {what} as row {before[0]}, and something else besides"),)

    def _is(self, outcome: Outcome, patient_id: str, name: Name, own: str) -> None:
        """Compare a row with the patient whose number it has; a number with another name is nobody's."""
        if spelt("".join(reversed(name.parts or ()))) != spelt(self._people.shown[patient_id]):
            outcome.state, outcome.near = State.BAD if own else State.MAYBE, (patient_id,)
            outcome.notes += (Note("", f"has the number of {patient_id}, but another name"),)
            return
        self._same(outcome, patient_id)

    def _look(self, outcome: Outcome, name: Name) -> None:
        found = self._people.by_name(name)
        if found.patient_id:
            outcome.by_name_alone = found.by_name_alone
            self._same(outcome, found.patient_id)
            return
        near = found.near if name.ways & self._people.named.keys() else ()
        if not near:
            unborn = [one for one in found.near if not name.born or self._people.born.get(one) is None]
            near = tuple(dict.fromkeys((*self._people.alike_and_born(name), *unborn)))
        if near:
            outcome.state, outcome.near = State.MAYBE, near

    def _same(self, outcome: Outcome, patient_id: str) -> None:
        outcome.record, outcome.state = patient_id, State.SAME
        standing = cells_at(self._sheet, self._at[patient_id])
        for column, cell in outcome.cells.items():
            if cell is None or column in {*_NAMES, "patient_id"}:
                continue
            if _bare(self._sheet.table, column, cell) != _bare(
                self._sheet.table, column, standing.get(column)
            ):
                outcome.theirs = {**outcome.theirs, column: cell}
        if outcome.theirs:
            outcome.state = State.DIFFERS
            outcome.differs = tuple(self._sheet.table.field(column).column.title for column in outcome.theirs)


def _bare(table: type[Table], column: str, cell: Cell) -> object:
    value = read_cell(table.field(column), cell)
    return spelt(value) if isinstance(value, str) else value

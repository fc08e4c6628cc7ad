"""Appointments of another program, as rows of sheet Visits: one row a booking, line 1 of a visit.

Who, which day and whether the visit stands there already is found out for each row; nothing is written here.
Codes come from the file or from words that a person typed; diagnoses, units and charges stay blank.

Source: handbook §1.11; §3.7 (never guess).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence

from xl_massbill.book.tables import TABLES
from xl_massbill.book.workbook import Cell
from xl_massbill.intake.files import SourceRow, SourceTable
from xl_massbill.intake.mapping import Map
from xl_massbill.intake.outcome import Known, Note, Outcome, State
from xl_massbill.intake.people import Found, People, therapist, therapists
from xl_massbill.intake.reader import LeftOutByMapError, Reader
from xl_massbill.intake.standing import COMPARED, Standing, Visit
from xl_massbill.intake.there import source_key
from xl_massbill.practice import Records

_SIMPLE = ("START", "END", "MINUTES", "STATUS", "PATIENT_PAID", "POS")
_TYPED = ("status", "therapist_id")
"""What is compared with a visit that somebody typed: its times are those of the note."""


class Appointments:
    """Plans the rows of one file."""

    def __init__(
        self, records: Records, made: Map, known: Mapping[str, Known], clients: Mapping[str, Known]
    ) -> None:
        self._made = made
        self._known, self._clients = known, clients
        self._people = People.of(records)
        self._therapists = therapists(records)
        self._codes = set(filter(None, records["codes"]["code"]))
        self._standing = Standing(records)
        self._of_this_map = {one.record for one in known.values() if one.map_key == made.key}
        self._spent: set[str] = set()
        self._slots: dict[tuple[str, ...], int] = {}
        self._seen: dict[str, tuple[int, Mapping[str, Cell]]] = {}

    def plan(self, table: SourceTable, new: Collection[int] = ()) -> list[Outcome]:
        """Return what becomes of each row; rows named in `new` are new though they look like others."""
        reader = Reader(table, self._made)
        found = [self._row(reader, source) for source in table.rows]
        for outcome in found:
            if outcome.state is State.NEW:
                self._compare(outcome, is_new=outcome.row in new)
        return found

    def _row(self, reader: Reader, source: SourceRow) -> Outcome:
        if source.fault:
            return Outcome(source.number, State.BAD, notes=(Note("", source.fault),))
        try:
            cells, who, number = self._cells(reader, source)
        except LeftOutByMapError:
            reader.taken()
            return Outcome(source.number, State.SKIPPED)
        outcome = Outcome(source.number, State.NEW, cells=cells, by_name_alone=who.by_name_alone)
        if cells.get("dos") is None and not any(n.heading == reader.heading("DATE") for n in reader.notes):
            reader.note("DATE", "is blank")
        if who.why:
            reader.note(_who(reader), who.why)
        if cells.get("dos") is None or who.why:
            outcome.state, outcome.near = State.BAD, who.near
        outcome.notes = reader.taken()
        if outcome.state is not State.BAD:
            self._recall(outcome, number)
        return outcome

    def _cells(self, reader: Reader, source: SourceRow) -> tuple[dict[str, Cell], Found, str]:
        cells: dict[str, Cell] = {"dos": reader.value(source, "DATE")}
        for name in _SIMPLE:
            cells[_COLUMN[name]] = reader.value(source, name)
        code = reader.value(source, "CODE")
        if code is not None and code not in self._codes:
            reader.note("CODE", "is not on sheet Codes, and the map has no word for it", code)
            code = None
        by = reader.text(source, "THERAPIST")
        cells["code"], cells["therapist_id"] = code, therapist(self._therapists, by) or None
        if by and not cells["therapist_id"]:
            reader.note("THERAPIST", "is nobody on sheet Therapists; say who in the map's words", by)
        who = self._who(reader, source)
        cells["patient_id"] = who.patient_id or None
        return cells, who, reader.text(source, "APPOINTMENT_NO")

    def _who(self, reader: Reader, source: SourceRow) -> Found:
        number, name = reader.text(source, "PATIENT_ID"), reader.name(source)
        for told in filter(None, (number, name.whole)):
            if (one := self._people.ids.get(told.casefold())) is not None:
                return Found(self._people.counting(one))
        if number:
            return Found(why="is no patient's number on sheet Patients")
        client = reader.text(source, "CLIENT_NO")
        past = self._clients.get(source_key("CLIENT", client)) if client else None
        if past is not None and past.record in self._people.born:
            one = self._people.counting(past.record)
            by_name = self._people.by_name(name) if name.shown else Found(one)
            if by_name.patient_id == one or one in by_name.near:
                return Found(one)
            return Found(why=f"this client's number belongs to {one}, who has another name", near=(one,))
        if not name.shown:
            return Found(why="nobody is named")
        return self._people.by_name(name)

    def _recall(self, outcome: Outcome, number: str) -> None:
        """Look whether an earlier row of this file, or an earlier file, was about the same appointment."""
        cells = outcome.cells
        told = (number,) if number else tuple(str(cells.get(name)) for name in _TELLING)
        outcome.source = source_key("APPOINTMENT", self._made.key, *told)
        before = self._seen.setdefault(outcome.source, (outcome.row, cells))
        if before[0] != outcome.row:
            if before[1] == cells and number:
                outcome.state, outcome.notes = State.TWICE, (Note("", f"the same as row {before[0]}"),)
            else:
                outcome.state = State.BAD if number else State.MAYBE
                what = "appointment number" if number else "patient, day, time and therapist"
                outcome.notes += (Note("", f"has the same {what} as row {before[0]}"),)
            return
        past = self._known.get(outcome.source)
        if past is None:
            return
        outcome.record = past.record
        visit = self._standing.visits.get(past.record)
        if visit is None:
            outcome.state = State.GONE
        else:
            _differ(outcome, visit, (*COMPARED, "patient_id"))

    def _compare(self, outcome: Outcome, *, is_new: bool) -> None:
        """Look whether the visit of a row stands there, typed by hand or from another map."""
        slot = tuple(str(outcome.cells.get(name)) for name in _TELLING[:3])
        before = self._slots.setdefault(slot, outcome.row) if outcome.cells.get("line_start") else outcome.row
        if is_new:
            return
        if before != outcome.row:
            outcome.state = State.MAYBE
            outcome.notes += (Note("", f"has the same patient, day and time as row {before}"),)
            return
        state, visits = self._standing.like(outcome.cells, self._spent | self._of_this_map)
        if state is State.SAME:
            _differ(outcome, visits[0], _TYPED)
            self._spent.add(visits[0].visit_id)
            outcome.record, outcome.is_met = visits[0].visit_id, True
        elif state is State.MAYBE:
            outcome.state, outcome.near = State.MAYBE, tuple(visit.visit_id for visit in visits)


def _differ(outcome: Outcome, visit: Visit, names: Sequence[str]) -> None:
    found = visit.differs(outcome.cells, names)
    outcome.state = State.DIFFERS if found else State.SAME
    outcome.theirs = {name: theirs for name, (_, theirs) in found.items()}
    titles = {name: TABLES["visits"].field(name).column.title for name in found}
    outcome.differs = tuple(
        f"{titles[name]} {_shown(ours)}, in the file {_shown(theirs)}"
        for name, (ours, theirs) in found.items()
    )


def _shown(cell: object) -> str:
    if isinstance(cell, int):
        return f"{cell // 60:02}:{cell % 60:02}"
    if isinstance(cell, dt.time):
        return f"{cell:%H:%M}"
    return "blank" if cell is None else str(cell)


def _who(reader: Reader) -> str:
    return next(
        (one for one in ("PATIENT_ID", "PATIENT_NAME", "LAST_NAME", "CLIENT_NO") if reader.has(one)), ""
    )


_COLUMN = {
    "START": "line_start",
    "END": "line_end",
    "MINUTES": "minutes",
    "STATUS": "status",
    "PATIENT_PAID": "patient_paid",
    "POS": "pos",
}
_TELLING = ("patient_id", "dos", "line_start", "therapist_id")

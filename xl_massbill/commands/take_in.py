"""Takes in what another program exported: appointments as rows of Visits, clients as rows of Patients.

Rows are added below those of the sheet at the order of a named person; what stands there is never changed.
A file goes in whole, or nothing of it does; rows that cannot be taken stop it unless that person says to
leave them out. A row that was taken in before, or that somebody typed, is not taken again. What changed in
the other program since is shown; it is written only where that person says so (`update`), and only into rows
that a file made and nobody has touched: all others are the staff's.

Source: DESIGN §1.2 and §4; handbook §1.8, §1.11, §11.5.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace

from xl_massbill.book.folder import Folder
from xl_massbill.book.tables import TABLES
from xl_massbill.book.workbook import Cell, Workbook
from xl_massbill.claims.journal import Journal
from xl_massbill.claims.kept_files import fingerprint
from xl_massbill.claims.kept_files import take_in as keep
from xl_massbill.commands.intake_maps import Said, choose, must_be_whole, remember
from xl_massbill.commands.intake_past import BEGUN, DONE, GIVEN_UP, KEYS, Memory
from xl_massbill.commands.intake_update import columns, mark
from xl_massbill.commands.intake_words import Taken
from xl_massbill.commands.settle import settle
from xl_massbill.errors import Refused
from xl_massbill.intake.appointments import Appointments
from xl_massbill.intake.clients import Clients
from xl_massbill.intake.files import SourceTable, read_table
from xl_massbill.intake.guess import Proposal
from xl_massbill.intake.mapping import Map
from xl_massbill.intake.outcome import Outcome, State
from xl_massbill.intake.people import numbers
from xl_massbill.intake.reader import undecided
from xl_massbill.intake.targets import Kind
from xl_massbill.intake.there import row_print
from xl_massbill.practice import Records

_PREFIX = {"visits": "V", "patients": "P"}


@dataclass(frozen=True, slots=True)
class Wish:
    """Who takes in what, and what that person has decided.

    `new` are rows of the file that are new though they look like others, `leave_out` leaves out what cannot
    be taken, `again` takes rows again that were taken in once and are gone from the sheet, `update` brings
    those up to date that a file made and nobody has touched since.
    """

    kind: Kind
    by: str
    as_of: dt.date
    user: str = ""
    said: Said = field(default_factory=Said)
    new: frozenset[int] = frozenset()
    leave_out: bool = False
    again: bool = False
    update: bool = False
    dry_run: bool = False


def decided(wish: Wish, rows: Sequence[str], *, dry_run: bool) -> Wish:
    """Return a wish with what a person decided about rows: leave-out, again, update, new:14,15."""
    new: set[int] = set()
    for text in rows:
        word, _, numbered = text.strip().casefold().partition(":")
        parts = numbered.replace(",", " ").split()
        if word not in {"leave-out", "again", "update", "new"} or (word == "new") != bool(parts):
            raise Refused(f"--rows {text}: say leave-out, again, update, or new:14 (the row of the file).")
        if not all(part.isdecimal() for part in parts):
            raise Refused(f"--rows {text}: the rows of the file are numbers.")
        new |= set(map(int, parts))
    words = {text.strip().casefold() for text in rows}
    return replace(
        wish,
        new=frozenset(new),
        leave_out="leave-out" in words,
        again="again" in words,
        update="update" in words,
        dry_run=dry_run,
    )


def take_in(workbook: Workbook, data: bytes, wish: Wish, now: dt.datetime) -> Taken:
    """Take a file in and save; raise Refused, Unreadable, NoTable with nothing changed."""
    if not wish.by.strip():
        raise Refused("Say who takes it in: --by NAME.")
    table = read_table(data)
    folder = Folder.of(workbook.path)
    with ExitStack() as stack:
        if wish.dry_run and not (workbook.path and folder.journal.exists()):
            return _look(workbook, table, wish, Memory())
        if wish.dry_run:
            journal = stack.enter_context(Journal(folder.journal, user=wish.user))
            return _look(workbook, table, wish, Memory.of(journal), fingerprint(data))
        stack.enter_context(folder.locked())
        journal = stack.enter_context(Journal(folder.journal, user=wish.user))
        settled = settle(workbook, journal, now)
        taken = _look(workbook, table, wish, Memory.of(journal), fingerprint(data))
        taken.settled = settled
        if not taken.is_agreed:
            return taken
        if remember(workbook, Records(workbook), taken.proposal, wish.by, wish.as_of):
            workbook.save()
            taken.is_remembered = True
        if taken.has_news and not taken.stopped:
            _write(workbook, journal, taken, keep(folder, data), wish, now)
    return taken


def _look(workbook: Workbook, table: SourceTable, wish: Wish, memory: Memory, sha256: str = "") -> Taken:
    """Return what taking the file in would come to; nothing is written."""
    records = Records(workbook)
    records.needs("visits", "patients", "therapists", "codes")
    proposal = choose(records, table, wish.kind, wish.said)
    agreed = wish.said.yes or not proposal.is_guessed
    before = memory.of_file(sha256, wish.kind.table)
    taken = Taken(wish.kind, table, proposal, agreed, wish.dry_run, wish.leave_out, before=before)
    taken.has_maps = "import_maps" in workbook.tables()
    if not agreed:
        return taken
    must_be_whole(proposal.made, table)
    if asking := undecided(table, proposal.made.rows):
        columns = ", ".join(f"“{heading}”" for heading in asking)
        raise Refused(
            f"In which order do the dates in column {columns} stand? Say --map dates=mdy (month first) or "
            "--map dates=dmy (day first); it is remembered."
        )
    taken.outcomes = plan(records, table, proposal, wish, memory)
    return taken


def plan(
    records: Records, table: SourceTable, proposal: Proposal, wish: Wish, memory: Memory
) -> list[Outcome]:
    """Return what becomes of each row of a file."""
    made: Map = proposal.made
    if lost := wish.new - {row.number for row in table.rows}:
        raise Refused(f"--rows new:{min(lost)}: the file has no such row.")
    clients = memory.known("patients")
    if wish.kind is Kind.CLIENTS:
        found = Clients(records, made, clients).plan(table, wish.new)
    else:
        found = Appointments(records, made, memory.known("visits"), clients).plan(table, wish.new)
    for outcome in found:
        if outcome.state is State.GONE and wish.again:
            outcome.state, outcome.record = State.NEW, ""
        if outcome.state is State.MAYBE and outcome.row in wish.new:
            outcome.state = State.NEW
    if wish.update and wish.kind is Kind.APPOINTMENTS:
        mark(records, found, memory)
    return found


def _write(  # noqa: PLR0913, PLR0917 - what was planned, and where it is noted
    workbook: Workbook, journal: Journal, taken: Taken, sha256: str, wish: Wish, now: dt.datetime
) -> None:
    """Number the new rows, note them in the journal, add them, save, note that they stand."""
    table, records = wish.kind.table, Records(workbook)
    cells = _numbered(records, journal, table, taken.news)
    updated = taken.of(State.UPDATED)
    renewed = columns(records, updated) if updated else {}
    taken.import_id = f"IM{journal.reserve({'import': (1, 1)})['import']:04d}"
    key = KEYS[table]
    detail = {
        "sha256": sha256,
        "table": table,
        "map": taken.proposal.made.key,
        "by": wish.by,
        "file_rows": len(taken.table.rows),
        "rows": [
            {"id": str(row[key]), "print": row_print(TABLES[table], row), "source": outcome.source}
            for row, outcome in zip(cells, taken.news, strict=True)
        ],
        "met": [{"id": one.record, "source": one.source} for one in taken.met],
        "updated": [{"id": one.record, "print": one.print} for one in updated],
    }
    journal.record(BEGUN, taken.import_id, detail, now)
    try:
        if renewed:
            workbook.write(table, renewed, by=wish.by)
        if cells:
            names = [name for name in cells[0] if any(row[name] is not None for row in cells)]
            workbook.append(table, {name: [row[name] for row in cells] for name in names}, by=wish.by)
        workbook.save()
    except Refused:
        journal.record(GIVEN_UP, taken.import_id, {}, now)
        raise
    journal.record(DONE, taken.import_id, {}, now)


def _numbered(
    records: Records, journal: Journal, table: str, news: Sequence[Outcome]
) -> list[dict[str, Cell]]:
    """Return the cells of the new rows with numbers of their own, as the office writes them."""
    key = KEYS[table]
    ids = [str(one) for one in records[table][key] if one]
    wanted = [one for one in news if not one.cells.get(key)]
    prefix, width, least = numbers(
        [*ids, *(str(one.cells[key]) for one in news if one.cells.get(key))], _PREFIX[table]
    )
    first = journal.reserve({table: (len(wanted), least)})[table] if wanted else 0
    made, given = [], 0
    for outcome in news:
        row: dict[str, Cell] = dict(outcome.cells)
        if not row.get(key):
            row[key] = f"{prefix}{first + given:0{width}d}"
            given += 1
        if table == "visits":
            row["line_no"] = 1
        outcome.record = str(row[key])
        made.append(row)
    return made

"""Takes back what a file brought in: exactly its rows, and only while nobody has gone on from them.

The rows become blank; the sheet's other rows stay where they are, and the next rows fill the gap at its end.
One that was changed since, is on a claim, or is named on another sheet stops it, and is named.

Source: DESIGN §1.2 (what a person typed is never changed), §4; handbook §11.5.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from xl_massbill.book.folder import Folder
from xl_massbill.book.sheet import Sheet
from xl_massbill.book.tables import TABLES
from xl_massbill.book.workbook import Cell, Workbook
from xl_massbill.claims.journal import Journal
from xl_massbill.commands.intake_past import KEYS, UNDOING, UNDONE, Memory, Past
from xl_massbill.commands.settle import settle
from xl_massbill.commands.undo_posting import Undone
from xl_massbill.commands.words import counted
from xl_massbill.errors import Refused
from xl_massbill.intake.untouched import touched
from xl_massbill.practice import Records

_SHOWN = 8


def undo_import(workbook: Workbook, import_id: str, now: dt.datetime, by: str, user: str = "") -> Undone:
    """Take the rows of an import back and save; raise Refused with nothing changed."""
    folder = Folder.of(workbook.path)
    if not by.strip():
        raise Refused("Say who takes it back: --by NAME.")
    if not folder.journal.exists():
        raise Refused(f"This workbook has no journal: nothing is known of import {import_id}.")
    with folder.locked(), Journal(folder.journal, user=user) as journal:
        settled = settle(workbook, journal, now)
        memory = Memory.of(journal)
        past = memory.files.get(import_id)
        if past is None:
            raise Refused(f"The journal knows no import {import_id}.")
        if past.is_undone or past.is_given_up:
            return Undone(f"Import {import_id} was taken back before: nothing changed.", settled)
        records = Records(workbook)
        found = _found(records, past)
        _refuse_used(records, past, found, memory.prints(past.table))
        journal.record(UNDOING, import_id, {"by": by}, now)
        if found:
            _blank(workbook, records[past.table], list(found.values()), by)
            workbook.save()
        journal.record(UNDONE, import_id, {"by": by}, now)
    sheet = TABLES[past.table].facts.excel
    gone = len(past.rows) - len(found)
    already = f" {gone:,} were gone already." if gone else ""
    if past.updated:
        already += f" {counted(len(past.updated), 'row')} that it brought up to date: left as they are."
    return Undone(
        f"Import {import_id} is taken back: {counted(len(found), 'row')} of sheet {sheet}.{already}", settled
    )


def _found(records: Records, past: Past) -> dict[str, int]:
    """Return where the rows of an import stand, by their number; those that are gone are left out."""
    at = records.index(past.table, KEYS[past.table])
    return {row["id"]: at[row["id"]] for row in past.rows if row["id"] in at}


def _refuse_used(records: Records, past: Past, found: dict[str, int], prints: Mapping[str, str]) -> None:
    """Raise Refused if somebody has gone on from a row: nothing that a person did is thrown away."""
    if why := touched(records, past.table, found, prints):
        parts = [f"{one} {what}" for one, what in list(why.items())[:_SHOWN]]
        more = f"; and {len(why) - _SHOWN} more" if len(why) > _SHOWN else ""
        raise Refused(f"Import {past.import_id} stays: {'; '.join(parts)}{more}. Nothing was changed.")


def _blank(workbook: Workbook, sheet: Sheet, indexes: list[int], by: str) -> None:
    """Empty our columns in these rows (not yet saved)."""
    positions = [int(sheet.positions[index]) for index in indexes]
    wanted: dict[str, list[Cell]] = {}
    for name, at in sheet.match.at.items():
        cells: list[Any] = list(sheet.grid.columns[at])
        if any(cells[position] is not None for position in positions):
            for position in positions:
                cells[position] = None
            wanted[name] = cells
    workbook.write(sheet.table.facts.name, wanted, by=by)

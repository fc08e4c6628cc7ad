"""Brings visits up to date with the program they came from: moved, done, cancelled, with another therapist.

Only at a person's order, and only visits that a file made and nobody has touched since, as their prints
prove. Minutes and codes are never among what changes: they are the note's.

Source: DESIGN §1.2 and §1.3; handbook §11.5.
"""

from __future__ import annotations

from collections.abc import Sequence

from xl_massbill.book.workbook import Cell
from xl_massbill.commands.intake_past import Memory
from xl_massbill.errors import Refused
from xl_massbill.intake.outcome import Note, Outcome, State
from xl_massbill.intake.there import cells_at, row_print
from xl_massbill.intake.untouched import touched
from xl_massbill.practice import Records

_ELSE = "change it there"


def mark(records: Records, found: Sequence[Outcome], memory: Memory) -> None:
    """Mark those of the visits that differ which may be brought up to date; the others say why not."""
    sheet, at = records["visits"], records.index("visits", "visit_id")
    prints = memory.prints("visits")
    differing = [one for one in found if one.state is State.DIFFERS]
    ours = {one.record: at[one.record] for one in differing if one.record in prints}
    why = touched(records, "visits", ours, prints)
    for outcome in differing:
        if outcome.record not in ours:
            outcome.notes += (Note("", f"was typed by hand: {_ELSE}"),)
        elif outcome.record in why:
            outcome.notes += (Note("", f"{why[outcome.record]}: {_ELSE}"),)
        elif "patient_id" in outcome.theirs:
            outcome.notes += (Note("", f"is for another patient now: {_ELSE}"),)
        else:
            outcome.state = State.UPDATED
            cells = cells_at(sheet, at[outcome.record]) | dict(outcome.theirs)
            outcome.print = row_print(sheet.table, cells)


def columns(records: Records, updated: Sequence[Outcome]) -> dict[str, list[Cell]]:
    """Return the columns of Visits that change, with the new cells in them."""
    sheet, at = records["visits"], records.index("visits", "visit_id")
    names = {name for outcome in updated for name in outcome.theirs}
    if lost := next((name for name in sorted(names) if sheet.lacks(name)), ""):
        title = sheet.table.field(lost).column.title
        raise Refused(f'Sheet Visits has lost its column "{title}": put it back.')
    wanted = {name: list(sheet.grid.columns[sheet.match.at[name]]) for name in names}
    for outcome in updated:
        position = int(sheet.positions[at[outcome.record]])
        for name, cell in outcome.theirs.items():
            wanted[name][position] = cell
    return wanted

"""Places the answers about benefits whose plan a person has named on sheet Benefits.

The answer is read again from the file that was kept, so that nothing has to be handed in twice.

Source: handbook §8.4; DESIGN §4 (else a queue for a person).
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from xl_massbill.book.finding import Finding
from xl_massbill.book.folder import Folder
from xl_massbill.book.workbook import Cell, Workbook
from xl_massbill.claims.kept_files import taken_in
from xl_massbill.commands import benefit_books as books
from xl_massbill.commands.benefit_answers import rows_of
from xl_massbill.commands.benefit_match import Match
from xl_massbill.commands.benefit_sheet import add
from xl_massbill.commands.posting import Posting
from xl_massbill.practice import Records
from xl_massbill.remits.kinds import Kind, sets_of
from xl_massbill.remits.read271 import PersonBenefits, read_271

NOT_OURS = "NOT OURS"


def place_decided(workbook: Workbook, records: Records, on: dt.date) -> list[str]:
    """Post the answers whose plan was named (not yet saved), and return a sentence for each."""
    sheet = records[books.TABLE]
    named = zip(sheet["state"], sheet["belongs_to"], strict=True)
    decided = [at for at, (state, plan) in enumerate(named) if state == books.UNPLACED and plan]
    return [_place(workbook, records, at, books.row_of(records, at), on) for at in decided]


def _place(workbook: Workbook, records: Records, at: int, row: dict[str, Any], on: dt.date) -> str:
    number, named = row["benefit_id"], str(row["belongs_to"]).strip()
    closed: dict[str, Cell] = {"state": books.TAKEN, "closed_on": on}
    if named.upper() == NOT_OURS:
        books.put(workbook, records, {at: closed | {"state": books.REJECTED}})
        return f"{number} is not ours: closed."
    plan = books.coverage_at(records, named)
    if plan < 0:
        return f"{number}: there is no coverage {named} on sheet Coverage."
    person = _person(workbook, row)
    if person is None:
        return f"{number}: its file in folder in/ is missing or damaged; put it back from a backup."
    books.put(workbook, records, {at: closed})
    match = Match(plan, "", f"as said on sheet Benefits ({number})")
    posting = Posting("", str(row["file_hash"]), on)
    add(workbook, records, list(rows_of(records, person, match, posting)), posting)
    return f"{number} is about coverage {named}: its facts are on sheet Benefits now."


def _person(workbook: Workbook, row: dict[str, Any]) -> PersonBenefits | None:
    """Return the answer as it stands in the file that was kept."""
    data = taken_in(Folder.of(workbook.path), str(row["file_hash"])) if workbook.path else None
    findings: list[Finding] = []
    for one in sets_of(data or b"", "kept", findings):
        if one.kind is not Kind.BENEFITS:
            continue
        for person in read_271(one, findings):
            if person.segment == row["segment"]:
                return person
    return None

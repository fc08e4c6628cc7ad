"""Sheet Benefits beside sheet Coverage: how values are written, compared and closed.

A value stands on Benefits as the text that somebody would type into Coverage, and is read by the same rules.
A row that Coverage agrees with closes by itself.

Source: handbook §8.4 (proposal, a human confirms), §1.9; DESIGN §1 (every column has an owner).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from xl_massbill.book.column import Kind
from xl_massbill.book.kinds import Bad, Doubt, read_cell
from xl_massbill.book.tables import TABLES
from xl_massbill.book.workbook import Cell, Formula, Workbook
from xl_massbill.commands.unasked import value_of
from xl_massbill.practice import Records
from xl_massbill.remits.benefit_facts import Value

TABLE = "benefits"
OPEN, AGREES, TAKEN, REJECTED, OVERTAKEN = "OPEN", "AGREES", "TAKEN", "REJECTED", "OVERTAKEN"
NOTE, TURNED_BACK, UNPLACED = "NOTE", "TURNED_BACK", "UNPLACED"
UNREADABLE = "(cannot be read)"
_LIKE = ("member_id", "group_no")
"""Columns whose blanks, hyphens and small letters make no difference."""


def meaning(column: str, cell: Cell) -> Any:
    """Return what a cell of Coverage means (cents, hundredths of a percent, a day …), None for a blank.

    A cell that cannot be read gives `UNREADABLE`.
    """
    found = read_cell(TABLES["coverage"].field(column), cell)
    if isinstance(found, Bad):
        return UNREADABLE
    return found.value if isinstance(found, Doubt) else found


def words(column: str, value: Any) -> str | None:
    """Return a meaning as the text that somebody would type."""
    kind = TABLES["coverage"].field(column).kind
    if value is None or value == UNREADABLE:
        return None if value is None else UNREADABLE
    if kind is Kind.MONEY:
        return f"{value // 100}.{value % 100:02d}"
    if kind is Kind.PERCENT:
        return f"{(Decimal(value) / 100).normalize():f}%"
    if kind is Kind.YES_NO:
        return "Y" if value else "N"
    if isinstance(value, dt.date):
        return value.isoformat()
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def proposed(column: str, value: Value) -> str | None:
    """Return a value of an answer as text; None where Coverage cannot hold it as it is."""
    if TABLES["coverage"].field(column).kind is Kind.PERCENT:
        hundredths = Decimal(str(value)) * 10_000
        return words(column, int(hundredths)) if hundredths == hundredths.to_integral_value() else None
    return words(column, value)


def cell_of(column: str, text: str) -> Cell:
    """Return the cell that says in Coverage what a text on Benefits says."""
    value, kind = meaning(column, text), TABLES["coverage"].field(column).kind
    if kind is Kind.MONEY:
        return float(Decimal(value) / 100)
    if kind is Kind.PERCENT:
        return float(Decimal(value) / 10_000)
    if kind in (Kind.DAY, Kind.WHOLE):
        return value  # type: ignore[no-any-return]
    return text


def is_same(column: str, one: Cell, other: Cell) -> bool:
    """Return whether two cells of a column mean the same."""
    first, second = meaning(column, one), meaning(column, other)
    if column in _LIKE and isinstance(first, str) and isinstance(second, str):
        first, second = plain(first), plain(second)
    return bool(first == second) and first != UNREADABLE


def plain(number: str) -> str:
    """Return a number of a person without what people write into it.

    >>> plain("ehp 4455-66")
    'EHP445566'
    """
    return "".join(sign for sign in number.upper() if sign.isalnum())


def coverage_at(records: Records, coverage_id: Any) -> int:
    """Return the position of a plan on sheet Coverage, -1 if it is not there."""
    return records.index("coverage", "coverage_id").get(coverage_id, -1)


def now(records: Records, at: int, column: str) -> Cell:
    """Return the cell of a plan as it stands."""
    return records["coverage"].raw(column)[at]


def row_of(records: Records, at: int) -> dict[str, Any]:
    """Return a row of Benefits, days as dates."""
    sheet = records[TABLE]
    return {name: value_of(sheet, at, name) for name in sheet.table.model_fields}


def put(workbook: Workbook, records: Records, cells: Mapping[int, Mapping[str, Cell]], by: str = "") -> None:
    """Write cells of Benefits by position (not yet saved); `by` names who orders those of people."""
    sheet = records[TABLE]
    names = dict.fromkeys(name for row in cells.values() for name in row if not sheet.lacks(name))
    columns: dict[str, Sequence[Cell]] = {}
    for name in names:
        column = list(sheet.grid.columns[sheet.match.at[name]])
        for at, row in cells.items():
            if name in row:
                column[int(sheet.positions[at])] = row[name]
        columns[name] = column
    if columns:
        workbook.write(TABLE, columns, by=by)
        records.forget(TABLE)


def close_agreed(workbook: Workbook, records: Records, on: dt.date) -> int:
    """Close the open rows that Coverage agrees with, and renew the links; return how many were closed."""
    sheet = records[TABLE]
    if not sheet.present:
        return 0
    closed: dict[int, dict[str, Cell]] = {}
    rows = zip(
        *(sheet[n] for n in ("state", "coverage_id", "coverage_column", "value_proposed")), strict=True
    )
    for at, (state, coverage, column, text) in enumerate(rows):
        plan = coverage_at(records, coverage) if state == OPEN else -1
        if plan >= 0 and column and is_same(column, now(records, plan, column), text):
            closed[at] = {"state": AGREES, "closed_on": on}
    put(workbook, records, closed)
    _renew_links(workbook, records)
    return len(closed)


def _renew_links(workbook: Workbook, records: Records) -> None:
    """Let the open rows lead to their rows of Coverage, which people sort."""
    sheet = records[TABLE]
    if sheet.lacks("place") or not len(sheet):
        return
    links: list[Cell] = [None] * sheet.grid.height
    rows = zip(sheet.positions.tolist(), sheet["state"], sheet["coverage_id"], strict=True)
    for position, state, coverage in rows:
        plan = coverage_at(records, coverage) if state in (OPEN, NOTE) else -1
        if plan >= 0:
            row = int(records["coverage"].rows[plan])
            words_ = f"Coverage, row {row}"
            links[position] = Formula(f'HYPERLINK("#\'Coverage\'!A{row}","{words_}")', words_)
    workbook.write(TABLE, {"place": links})
    records.forget(TABLE)

"""Rows that a file brought in and nobody has gone on from since: by their print, and by what points to them.

Only such rows are taken back, or brought up to date, by the program.

Source: DESIGN §1.2 (what a person typed is never changed); handbook §11.5.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from xl_massbill.book.column import Owner
from xl_massbill.book.kinds import is_blank
from xl_massbill.book.sheet import Sheet
from xl_massbill.book.tables import TABLES
from xl_massbill.intake.there import cells_at, plain_column, row_print
from xl_massbill.practice import Records


def touched(
    records: Records, table: str, rows: Mapping[str, int], prints: Mapping[str, str]
) -> dict[str, str]:
    """Return why rows are no longer as the program wrote them; `rows` are positions by the row's number."""
    sheet, key = records[table], TABLES[table].facts.key[0]
    lines = Counter(plain_column(sheet, key))
    found = {one: f"stands on sheet {where}" for one, where in _named(records, table, key, rows)}
    for one, index in rows.items():
        if _is_changed(sheet, index, prints.get(one, "")) or lines[one] > 1:
            found[one] = "was changed since"
    return {one: found[one] for one in rows if one in found}


def _is_changed(sheet: Sheet, index: int, before: str) -> bool:
    cells = cells_at(sheet, index)
    program = (f.name for f in sheet.table.owned_by(Owner.PROGRAM) if f.name != "problems")
    return row_print(sheet.table, cells) != before or any(not is_blank(cells.get(name)) for name in program)


def _named(records: Records, table: str, key: str, rows: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """Yield the rows that another sheet, or another row, names in a person's column, and that sheet."""
    for name, made in TABLES.items():
        for field in made.owned_by(Owner.PERSON):
            is_own_key = name == table and field.name == key
            if field.column.refers_to == f"{table}.{key}" or (field.name == key and not is_own_key):
                named = set(map(str, filter(None, plain_column(records[name], field.name))))
                yield from ((one, made.facts.excel) for one in rows if one in named)

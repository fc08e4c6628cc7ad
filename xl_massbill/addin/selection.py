"""Which rows of our tables the person has selected, and how to lead them to another cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xl_massbill.addin.click import Click
from xl_massbill.book.headings import match
from xl_massbill.book.tables import TABLES


@dataclass(frozen=True, slots=True)
class Selected:
    """The selected rows of one table: `positions` as in its grid, `column` the first selected one in it."""

    table: str
    positions: range
    column: int


def selected(click: Click, *tables: str) -> Selected | None:
    """Return the rows that are selected in one of these tables (all of ours, if none is named)."""
    area = click.book.app.selection
    if area is None or area.sheet.book.name != click.book.name:
        return None
    workbook = click.workbook
    for name in tables or sorted(workbook.tables()):
        if name not in workbook.tables():
            continue
        spot = workbook.spot(name)
        first = max(area.row, spot.first_row) - spot.first_row
        last = min(area.row + area.shape[0] - 1, spot.box.bottom) - spot.first_row
        if spot.sheet.name == area.sheet.name and first <= last:
            return Selected(name, range(first, last + 1), area.column - spot.box.left)
    return None


def values(click: Click, column: str, *tables: str) -> list[str]:
    """Return what stands in a column of the selected rows, each once, in their order."""
    found = selected(click, *tables)
    if found is None or column not in TABLES[found.table].model_fields:
        return []
    grid = click.workbook.read(found.table)
    at = match(TABLES[found.table], grid.headings).at.get(column)
    cells = [] if at is None else [grid.columns[at][i] for i in found.positions]
    return list(dict.fromkeys(str(cell) for cell in cells if cell is not None))


def one_or_ask(click: Click, column: str, tables: Sequence[str], question: str) -> list[str]:
    """Return what is selected, else what the person types; nothing if they would rather not."""
    found = values(click, column, *tables)
    return found or [word for word in _words(click.desk.ask(question)) if word]


def _words(answer: str | None) -> Iterator[str]:
    for word in (answer or "").replace(",", " ").split():
        yield word.strip()


def lead_to(click: Click, sheet: str, row: int, column: int) -> None:
    """Select a cell, and show its sheet if it is hidden."""
    page = click.book.sheets[sheet]
    if not page.visible:
        page.visible = True
    page.activate()
    page.range((row, column), (row, column)).select()

"""Tables and orders as lines of text, on their way from one process of ours to another.

Each cell comes out as it went in: a number stays whole or not, a day is no moment, an error value is no text.
Nothing in a line can make the reader do anything but build cells.

Source: JSON (RFC 8259); cells that it has no form for stand in an object with one key that begins with "@".
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from xl_massbill.book.headings import match
from xl_massbill.book.workbook import NOT_CALCULATED, Cell, CellError, Formula, Grid, NoValue
from xl_massbill.hosts.draft import Registry
from xl_massbill.hosts.handed import Handed, Order


def table_line(handed: Handed) -> bytes:
    """Return a table as one line."""
    grid = handed.grid
    facts = {
        "table": grid.table,
        "sheet": grid.sheet,
        "first_row": grid.first_row,
        "headings": grid.headings,
        "filled": sorted(handed.filled),
        "columns": [_marked(cells) for cells in grid.columns],
    }
    return _line(facts)


def table_in(line: bytes) -> Handed:
    """Return the table that a line holds."""
    facts = read_line(line)
    grid = Grid(
        table=facts["table"],
        sheet=facts["sheet"],
        first_row=facts["first_row"],
        headings=tuple(facts["headings"]),
        columns=tuple(map(tuple, facts["columns"])),
    )
    return Handed(grid, frozenset(facts["filled"]))


def orders_line(orders: Iterable[Order], **more: Any) -> bytes:
    """Return orders as one line, with other JSON values beside them."""
    found = [
        {
            "verb": order.verb,
            "table": order.table,
            "by": order.by,
            "columns": {name: _marked(cells) for name, cells in order.columns.items()},
        }
        for order in orders
    ]
    return _line({"orders": found, **more})


def orders_in(facts: dict[str, Any]) -> list[Order]:
    """Return the orders among what a line held."""
    return [Order(one["verb"], one["table"], one["columns"], one["by"]) for one in facts["orders"]]


def read_line(line: bytes) -> dict[str, Any]:
    """Return what a line holds."""
    found = json.loads(line, object_hook=_cell)
    return found if isinstance(found, dict) else {}


def fingerprint(grid: Grid, registry: Registry) -> str:
    """Return what tells one state of a table from another: where it stands, and our columns cell by cell.

    Columns of the clinic's own are left out: nothing is read from them, and a formula in them may change
    with every calculation.
    """
    known = sorted(match(registry[grid.table], grid.headings).at.items())
    names = [(name, grid.headings[at]) for name, at in known]
    taken = hashlib.sha256(_line([grid.sheet, grid.first_row, grid.height, names]))
    for _, at in known:
        taken.update(_line(_marked(grid.columns[at])))
    return taken.hexdigest()


def _line(facts: Any) -> bytes:
    packed = json.dumps(facts, default=_mark, allow_nan=False, separators=(",", ":"))
    return packed.encode("ascii") + b"\n"


def _marked(cells: Sequence[Cell]) -> Sequence[Any]:
    """Return cells with the error values among them marked: they are texts by birth."""
    if not any(type(cell) is CellError for cell in cells):
        return cells if isinstance(cells, (list, tuple)) else list(cells)
    return [{"@error": str(cell)} if type(cell) is CellError else cell for cell in cells]


def _mark(cell: Any) -> dict[str, Any]:
    """Return a cell that JSON has no form for."""
    if isinstance(cell, dt.datetime):
        return {"@moment": cell.isoformat()}
    if isinstance(cell, dt.date):
        return {"@day": cell.isoformat()}
    if isinstance(cell, dt.time):
        return {"@time": cell.isoformat()}
    if isinstance(cell, NoValue):
        return {"@none": 0}
    if isinstance(cell, Formula):
        return {"@formula": [cell.text, cell.value]}
    raise TypeError(f"no cell is of type {type(cell).__name__}")


_READ: dict[str, Callable[[Any], Cell]] = {
    "@moment": dt.datetime.fromisoformat,
    "@day": dt.date.fromisoformat,
    "@time": dt.time.fromisoformat,
    "@none": lambda _: NOT_CALCULATED,
    "@error": CellError,
    "@formula": lambda pair: Formula(*pair),
}


def _cell(found: dict[str, Any]) -> Any:
    """Return the cell that a marked object holds; any other object as it is."""
    if len(found) == 1:
        ((mark, value),) = found.items()
        if mark in _READ:
            return _READ[mark](value)
    return found

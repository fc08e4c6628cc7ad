"""Write every table of a workbook as a CSV file, in the form from which a new workbook can be filled.

Our columns carry their snake_case names, the clinic's own columns their own headings. Nothing is left out but
blank rows; formulas give their values.

Source: issue of the spine, item 3.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from xl_massbill.book.column import Kind
from xl_massbill.book.csv_cells import heading_written, written
from xl_massbill.book.headings import match
from xl_massbill.book.table import Table
from xl_massbill.book.tables import TABLES
from xl_massbill.book.workbook import NOT_CALCULATED, Cell, Grid, Workbook
from xl_massbill.errors import Refused

_TO_QUOTE = re.compile(r'[,"\r\n]|^\s|\s$')


def tables(workbook: Workbook, to: Path) -> str:
    """Write the files and return the sentence that ends the command; raise Refused if they cannot be."""
    held = workbook.tables()
    names = [name for name in TABLES if name in held]
    rows = 0
    try:
        to.mkdir(parents=True, exist_ok=True)
        for done, name in enumerate(names):
            workbook.progress(done, len(names), "Writing CSV files")
            text, height = csv_text(TABLES[name], workbook.read(name))
            _write(to / f"{name}.csv", text)
            rows += height
    except OSError as error:
        raise Refused(f"The files could not be written into {to.name} ({error.strerror}).") from error
    workbook.progress(len(names), len(names), "Writing CSV files")
    return f"{len(names)} tables with {rows:,} rows written into {to}."


def csv_text(table: type[Table], grid: Grid) -> tuple[str, int]:
    """Return a table as the text of a CSV file, and how many rows it has."""
    found = match(table, grid.headings)
    names = {position: name for name, position in found.at.items()}
    filled = _filled(grid)
    columns = []
    for position, cells in enumerate(grid.columns):
        name = names.get(position)
        kind = table.field(name).kind if name else None
        heading = name or heading_written(grid.headings[position] or f"Column{position + 1}")
        columns.append([_quoted(heading), *_texts(kind, cells, filled)])
    lines = map(",".join, zip(*columns, strict=True))
    return "\n".join(lines) + "\n", len(filled)


def _filled(grid: Grid) -> Sequence[int]:
    """Return the positions of the rows that hold anything."""
    blank = (None, "", NOT_CALCULATED)
    there: set[int] = set()
    for cells in grid.columns:
        if len(there) == grid.height:
            break
        there.update(i for i, cell in enumerate(cells) if cell not in blank)
    return sorted(there)


def _texts(kind: Kind | None, cells: Sequence[Cell], filled: Iterable[int]) -> list[str]:
    known: dict[tuple[type, Cell], str] = {}
    out = []
    for i in filled:
        cell = cells[i]
        key = (cell.__class__, cell)
        text = known.get(key)
        if text is None:
            text = known[key] = _quoted(written(kind, cell))
        out.append(text)
    return out


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if _TO_QUOTE.search(text) else text


def _write(path: Path, text: str) -> None:
    """Put a file in place whole, so that a crash never leaves half a table."""
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(text.encode())
    part.replace(path)

"""What was written must read back, with the reader of the other side, as was meant.

Source: DESIGN §1; ECMA-376 part 1, §18.3.1.4 (c).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from xl_massbill.book.workbook import NOT_CALCULATED, Cell, Formula
from xl_massbill.hosts.a1 import Box
from xl_massbill.hosts.cell_xml import UNWRITTEN, ArrayFormula, New, Renewed, Unwritten
from xl_massbill.hosts.cells import same, serial, shown
from xl_massbill.hosts.edits import Cells
from xl_massbill.hosts.reader import Reader
from xl_massbill.hosts.sheet_xml import SheetXml
from xl_massbill.hosts.touched import TouchedRows

_PLAIN = {str, float, int, dt.date, type(None), Unwritten}
_READ_PLAIN = {str, float}


def reads_as_meant(reader: Reader, sheet: SheetXml, some: TouchedRows) -> bool:
    """Read the edited cells of some rows of a sheet and say whether they are what was meant."""
    rows, columns = some.rows, some.columns
    box = Box(rows[0], min(columns), rows[-1], max(columns))
    end = sheet.data[sheet.data.rfind(b"</") :]
    slim = b"".join([sheet.data[: sheet.start], some.cells, b"</%ssheetData>" % sheet.prefix, end])
    found = reader.cells_of(slim, box, columns)
    for column, meant in columns.items():
        whole = found[column - box.left]
        got = whole if len(whole) == len(rows) else [whole[row - box.top] for row in rows]
        if not _is_plainly(meant, got, reader.from_1904) and not all(
            _is_same(one, None if other == "" else other, reader.from_1904)
            for one, other in zip(meant, got, strict=True)
        ):
            return False
    return True


def _is_plainly(meant: Cells, got: Sequence[Cell], from_1904: bool) -> bool:
    """Say whether all cells of a column are the same in value and kind; if not, each must be looked at."""
    if not set(map(type, meant)) <= _PLAIN or not set(map(type, got)) <= _READ_PLAIN:
        return False
    told = {cell: _plainly_told(cell, from_1904) for cell in set(meant)}
    # no text equals a number, so what is equal here is of the same kind, too
    return list(map(told.__getitem__, meant)) == list(got)


def _plainly_told(cell: New | Unwritten, from_1904: bool) -> Cell:
    """Return a cell of a plain kind as the reader tells it."""
    if type(cell) is int:
        return float(cell)
    if type(cell) is dt.date:
        return serial(cell, from_1904=from_1904)
    return "" if cell is UNWRITTEN or cell is None else cell  # type: ignore[return-value]


def _is_same(meant: New | Unwritten, got: Cell, from_1904: bool) -> bool:
    if meant is UNWRITTEN:
        return got is None
    return (type(got) is type(meant) and got == meant) or same(_read_back(meant), got, from_1904=from_1904)


def _read_back(meant: New) -> Cell:
    if isinstance(meant, ArrayFormula):
        return NOT_CALCULATED
    if isinstance(meant, Renewed):
        return NOT_CALCULATED if meant.value is None else None if meant.value == "" else meant.value
    return shown(meant) if isinstance(meant, Formula) else meant

"""The formulas of the template with their results in the file: it is right before Excel has opened it.

A name leads to one cell of each sheet with formulas, so that whoever writes into the workbook finds them
again, whatever the clinic calls the sheet.

Source: ECMA-376 part 1, §18.3.1.96 (v), §18.2.5 (definedName).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

from openpyxl.utils import quote_sheetname
from openpyxl.workbook import Workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from xl_massbill.book.calculation import FORMULA_SHEETS, Calculation, Result
from xl_massbill.book.workbook import Grid

Results = Mapping[str, Result]

_CELL = re.compile(rb'<c r="([A-Z]+\d+)"([^>]*)><f>(.*?)</f><v\s*(?:/>|></v>)</c>', re.DOTALL)


def name_live_sheets(book: Workbook) -> None:
    """Define the name that leads to the sheets with formulas."""
    first = [
        f"{quote_sheetname(title)}!${_split(cells)}" for title, cells in _formulas(book).items() if cells
    ]
    book.defined_names.add(DefinedName(FORMULA_SHEETS, hidden=True, attr_text=",".join(first)))


def _split(cells: Mapping[str, str]) -> str:
    first = next(iter(cells))
    return re.sub(r"(?=\d)", "$", first, count=1)


def results(book: Workbook) -> list[Results]:
    """Return for each sheet, in order, what its formulas come to; raise ValueError if one is not known."""
    formulas = _formulas(book)
    tables = {t.displayName.casefold(): (s, t.ref) for s in book.worksheets for t in s.tables.values()}

    def grid(excel: str) -> Grid | None:
        return _grid(*tables[excel.casefold()]) if excel.casefold() in tables else None

    calculation = Calculation(formulas, grid, lambda title, cell: book[title][cell].value)
    out: list[Results] = []
    for sheet in book.worksheets:
        found = {cell: calculation.result(sheet.title, cell) for cell in formulas[sheet.title]}
        if None in found.values():
            raise ValueError(f"a formula on {sheet.title} that cannot be worked out: {found}")
        out.append(found)
    return out


def _formulas(book: Workbook) -> dict[str, dict[str, str]]:
    out = {}
    for sheet in book.worksheets:
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
        out[sheet.title] = {cell.coordinate: cell.value[1:] for cell in cells}
    return out


def _grid(sheet: Worksheet, ref: str) -> Grid:
    heads, *rows = sheet[ref]
    columns = tuple(zip(*([cell.value for cell in row] for row in rows), strict=True))
    return Grid(sheet.title, sheet.title, rows[0][0].row, tuple(cell.value for cell in heads), columns)


def with_results(data: bytes, found: Results) -> bytes:
    """Return a sheet's part with the results beside its formulas; raise ValueError if one has no place."""
    done: set[str] = set()

    def put(cell: re.Match[bytes]) -> bytes:
        ref = cell[1].decode()
        done.add(ref)
        value = found[ref]
        kind = b' t="str"' if isinstance(value, str) else b' t="b"' if isinstance(value, bool) else b""
        return b'<c r="%s"%s%s><f>%s</f><v>%s</v></c>' % (cell[1], cell[2], kind, cell[3], _said(value))

    new = _CELL.sub(put, data)
    if done != set(found):
        raise ValueError("a formula without a place for its result")
    return new


def _said(value: Result) -> bytes:
    if isinstance(value, str):
        return escape(value, quote=False).encode()
    return str(int(value)).encode() if isinstance(value, bool) else repr(value).encode()

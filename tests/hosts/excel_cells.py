"""Cells, sheets and workbooks as Excel keeps them, for the stand-in of Excel in tests.

It is severe where Excel is: a text is read as if it had been typed, unless an apostrophe stands before it or the
cell is formatted as text; it knows three formulas and leaves the others without a result.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import pickle
import re
import warnings
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
from openpyxl.utils import get_column_letter, range_boundaries
from xlsxwriter.worksheet import Worksheet

ERRORS = {name: number - (1 << 31) + 0xA0000 for number, name in [
    (2000, "#NULL!"), (2007, "#DIV/0!"), (2015, "#VALUE!"), (2023, "#REF!"), (2029, "#NAME?"),
    (2036, "#NUM!"), (2042, "#N/A"),
]}  # fmt: skip
WORDS = {number: name for name, number in ERRORS.items()}
DAY_ZERO = dt.datetime(1899, 12, 30)
LEAP = dt.datetime(1900, 3, 1)
NUMBER = re.compile(r"[-+(]?\$?\d[\d,]*\.?\d*(e[-+]?\d+)?%?\)?", re.IGNORECASE)


class ComError(Exception):
    """What Excel raises when it will not do something."""


@dataclass
class Cell:
    value: Any = None
    formula: str | None = None
    number_format: str = "General"

    def enter(self, typed: Any) -> None:
        """Take what is typed into the cell, or handed over by a program."""
        self.formula = None
        if isinstance(typed, str) and self.number_format != "@":
            self.value = self._read(typed) if typed else None
        else:
            self.value = None if typed == "" else float(typed) if type(typed) is int else typed
        if isinstance(self.value, dt.datetime) and self.number_format == "General":
            self.number_format = "m/d/yyyy"
        if self.number_format == "@" and isinstance(self.value, (float, dt.datetime)):
            self.value = str(self.value)

    def _read(self, typed: str) -> Any:
        if typed.startswith("'"):
            return typed[1:]
        if typed.startswith("=") and len(typed) > 1:
            self.formula = typed
            return calculated(typed)
        bare = typed.strip()
        if bare in ERRORS:
            return ERRORS[bare]
        if bare.upper() in ("TRUE", "FALSE"):
            return bare.upper() == "TRUE"
        if NUMBER.fullmatch(bare):
            return float(re.sub(r"[^\d.eE]", "", bare) or 0)
        if re.fullmatch(r"\d{1,4}[-/]\d{1,2}([-/]\d{1,4})?", bare):
            return dt.datetime(2026, 1, 1)
        if bare[:1] in "+-@" and bare:
            raise ComError("Excel takes it for a formula")
        return typed

    @property
    def typed(self) -> Any:
        """Return what Excel calls the formula of a cell: its formula, or its value as text."""
        return self.formula or ("" if self.value is None else str(self.value))


def calculated(formula: str) -> Any:
    """Return the result of the few formulas of the tests, None for one that was never calculated."""
    if formula == "=1+1":
        return 2.0
    if formula == "=A1/0":
        return ERRORS["#DIV/0!"]
    if found := re.fullmatch(r'="(\w+)"&(\d+)', formula):
        return found[1] + found[2]
    found = re.fullmatch(r'=HYPERLINK\("[^"]*","([^"]*)"\)', formula)
    return found[1] if found else None


@dataclass
class Table:
    name: str
    box: list[int]  # top, left, bottom, right
    headers: bool = True
    totals: bool = False
    formulas: dict[int, str] = field(default_factory=dict)
    filtered: bool = False
    filter_breaks: bool = False
    applied: int = 0


@dataclass
class Sheet:
    name: str
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    tables: list[Table] = field(default_factory=list)
    merged: list[list[int]] = field(default_factory=list)
    visible: bool = True
    protected: bool = False

    def at(self, row: int, column: int) -> Cell:
        return self.cells.setdefault((row, column), Cell())

    def bounds(self) -> tuple[int, int]:
        filled = [at for at, cell in self.cells.items() if cell.typed != ""]
        return max((r for r, _ in filled), default=1), max((c for _, c in filled), default=1)

    def resize(self, table: Table, box: list[int]) -> None:
        top, left, bottom, right = table.box
        if box[:2] != [top, left] or box[3] != right or box[2] <= top or self.protected:
            raise ComError("no such size")
        for row in range(bottom + 1, box[2] + 1):
            for column in range(left, right + 1):
                cell = self.at(row, column)
                if column - left in table.formulas:
                    cell.enter(table.formulas[column - left])
                cell.number_format = self.at(bottom, column).number_format
        table.box = box


@dataclass
class Book:
    path: str
    sheets: list[Sheet] = field(default_factory=list)

    def sheet(self, name: str) -> Sheet:
        return next(s for s in self.sheets if s.name.casefold() == name.casefold())

    def packed(self) -> bytes:
        """Return the workbook as a file, with what its formulas show."""
        out = io.BytesIO()
        with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
            style = cache(lambda form: None if form == "General" else book.add_format({"num_format": form}))
            for sheet in self.sheets:
                _write_sheet(book, sheet, style)
        return out.getvalue()


_ready = cache(Worksheet()._prepare_formula)


class Page(Worksheet):
    """A sheet of xlsxwriter that gets each formula ready once, not at each save by thirty regular expressions."""

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return _ready(formula, expand_future_functions)


def _write_sheet(book: Any, sheet: Sheet, styled: Any) -> None:
    page = book.add_worksheet(sheet.name, worksheet_class=Page)
    if not sheet.visible:
        page.hide()
    for table in sheet.tables:
        top, left, bottom, right = (n - 1 for n in table.box)
        heads = [{"header": str(sheet.at(top + 1, c + 1).value)} for c in range(left, right + 1)]
        page.add_table(top, left, bottom, right, {"name": table.name, "columns": heads})
    for (row, column), cell in sheet.cells.items():
        at = (row - 1, column - 1, _serial(cell.value))
        style = styled(cell.number_format)
        if cell.formula:
            page.write_formula(row - 1, column - 1, cell.formula, style, "" if cell.value is None else at[2])
        elif isinstance(cell.value, str):
            page.write_string(*at, style)
        elif type(cell.value) is int:
            page.write_formula(row - 1, column - 1, f"={WORDS[cell.value]}", style, WORDS[cell.value])
        elif cell.value is not None:
            (page.write_boolean if isinstance(cell.value, bool) else page.write_number)(*at, style)


def _serial(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return (value - DAY_ZERO).total_seconds() / 86_400
    return WORDS.get(value, value) if type(value) is int else value


_saved: dict[str, bytes] = {}
"""What stood in the files that this stand-in wrote itself: a file on disk cannot hold everything it knows."""


def save(book: Book) -> None:
    data = book.packed()
    _saved[hashlib.sha256(data).hexdigest()] = pickle.dumps(book.sheets)
    Path(book.path).write_bytes(data)


def load(path: str) -> Book:
    data = Path(path).read_bytes()
    sheets = _saved.get(hashlib.sha256(data).hexdigest()) or _parsed(data)
    return Book(path, pickle.loads(sheets))


@cache
def _parsed(data: bytes) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        one, other = (openpyxl.load_workbook(io.BytesIO(data), data_only=shown) for shown in (False, True))
    found = []
    for page, shown in zip(one.worksheets, other.worksheets, strict=True):
        sheet = Sheet(page.title, visible=page.sheet_state == "visible")
        for row in page.iter_rows():
            for cell in row:
                value = shown.cell(cell.row, cell.column).value
                formula = cell.value if cell.data_type == "f" else None
                kept = Cell(
                    _value(value, shown.cell(cell.row, cell.column).data_type), None, cell.number_format
                )
                kept.formula = formula if isinstance(formula, str) else getattr(formula, "text", None)
                if kept.typed != "" or kept.number_format != "General":
                    sheet.cells[cell.row, cell.column] = kept
        sheet.tables = [_table(table) for table in page.tables.values()]
        sheet.merged = [_box(str(area)) for area in page.merged_cells.ranges]
        found.append(sheet)
    return pickle.dumps(found)


def _value(value: Any, kind: str) -> Any:
    if kind == "e":
        return ERRORS.get(value, ERRORS["#VALUE!"])
    if isinstance(value, dt.time):
        return dt.datetime.combine(DAY_ZERO, value)
    if isinstance(value, dt.datetime):
        return value - dt.timedelta(days=1) if value < LEAP else value
    return float(value) if type(value) is int else value


def _table(table: Any) -> Table:
    columns = enumerate(table.tableColumns)
    formulas = {i: f"={c.calculatedColumnFormula.attr_text}" for i, c in columns if c.calculatedColumnFormula}
    return Table(
        table.displayName, _box(table.ref), table.headerRowCount != 0, bool(table.totalsRowCount), formulas
    )


def _box(ref: str) -> list[int]:
    left, top, right, bottom = range_boundaries(ref)
    return [top, left, bottom, right]


def address(top: int, left: int, bottom: int, right: int) -> str:
    return f"${get_column_letter(left)}${top}:${get_column_letter(right)}${bottom}"

"""The same small workbook behind each host, so that one suite tests them all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import xlsxwriter

from tests.hosts.excel_double import App, opened
from tests.hosts.tables import REGISTRY
from xl_massbill.book.workbook import Cell, Grid, Workbook
from xl_massbill.hosts.excel import ExcelWorkbook
from xl_massbill.hosts.file import FileWorkbook
from xl_massbill.hosts.memory import MemoryWorkbook

SESSION_HEADS = ("Session", "Day", "Minutes", "Own note", "Billing", "Problems")
SLIP_HEADS = ("Rule", "Place", "Amount", "First seen", "Reason", "My mark")


@dataclass
class Book:
    """What a workbook holds: per table its headings and rows; `below` puts a word under a table."""

    tables: dict[str, tuple[Sequence[str], Sequence[Sequence[Any]]]]
    below: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def small(cls, slips: int = 3, **more: Any) -> Book:
        sessions = [
            [f"S{i}", dt.date(2026, 5, 3 + i), 30 * i, f"note {i}", None, "old" if i == 2 else None]
            for i in range(1, 6)
        ]
        rows = [[f"R-{i}", f"S{i}", i, dt.date(2026, 5, i), f"why {i}", None] for i in range(1, slips + 1)]
        return cls(
            {"sessions": (SESSION_HEADS, sessions), "slips": (SLIP_HEADS, rows or [[None] * 6])}, **more
        )


class Host(Protocol):
    """One way to stand behind the port: make a workbook, and open again what was saved."""

    def make(self, book: Book, *, fill: bool = False) -> Workbook: ...

    def again(self, workbook: Workbook) -> Workbook: ...


class MemoryHost:
    def make(self, book: Book, *, fill: bool = False) -> Workbook:
        grids = [
            Grid(name, REGISTRY[name].facts.excel, 2, tuple(heads), tuple(zip(*rows, strict=True)))
            for name, (heads, rows) in book.tables.items()
        ]
        return MemoryWorkbook(grids, registry=REGISTRY, fill=fill, taken=book.below)

    def again(self, workbook: Workbook) -> Workbook:
        assert isinstance(workbook, MemoryWorkbook)
        return MemoryWorkbook([workbook.load(name) for name in workbook.tables()], registry=REGISTRY)


class FileHost:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def make(self, book: Book, *, fill: bool = False) -> Workbook:
        path = self.folder / "clinic.xlsx"
        write_xlsx(path, book)
        return FileWorkbook(path, registry=REGISTRY, fill=fill)

    def again(self, workbook: Workbook) -> Workbook:
        return FileWorkbook(workbook.path, registry=REGISTRY)


class ExcelHost:
    """Excel's stand-in calculates next to nothing, and says so: it is in manual mode."""

    def __init__(self, folder: Path, app: App) -> None:
        self.folder, self.app = folder, app
        app.calculation = "manual"

    def make(self, book: Book, *, fill: bool = False) -> Workbook:
        path = self.folder / "clinic.xlsx"
        write_xlsx(path, book)
        return ExcelWorkbook(opened(self.app, path), registry=REGISTRY, fill=fill)

    def again(self, workbook: Workbook) -> Workbook:
        """Open the file anew: only what was saved is there."""
        return ExcelWorkbook(opened(self.app, workbook.path), registry=REGISTRY)


def write_xlsx(path: Path, book: Book) -> None:
    with xlsxwriter.Workbook(path) as out:
        day = out.add_format({"num_format": "yyyy-mm-dd"})
        for name, (heads, rows) in book.tables.items():
            excel = REGISTRY[name].facts.excel
            sheet = out.add_worksheet(excel)
            for r, row in enumerate(rows, 1):
                for c, cell in enumerate(row):
                    put(sheet, (r, c), cell, day if isinstance(cell, dt.date) else None)
            sheet.add_table(
                0, 0, len(rows), len(heads) - 1, {"name": excel, "columns": [{"header": h} for h in heads]}
            )
            if name in book.below:
                sheet.write_string(book.below[name] - 1, 0, "somebody's")


def put(sheet: Any, at: tuple[int, int], cell: Cell, style: Any = None) -> None:
    """Write a cell as what it is; XlsxWriter guesses otherwise."""
    if cell is None:
        return
    if isinstance(cell, bool):
        sheet.write_boolean(*at, cell, style)
    elif isinstance(cell, str):
        sheet.write_string(*at, cell, style)
    elif isinstance(cell, (dt.date, dt.time)):
        sheet.write_datetime(*at, cell, style)
    else:
        sheet.write_number(*at, cell, style)

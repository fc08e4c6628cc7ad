"""Large tables read in the background are the same tables, and their faults are told when they are asked for."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import pytest
import xlsxwriter

from tests.hosts.books import Book, write_xlsx
from tests.hosts.rich import VARIANTS, Parts
from tests.hosts.tables import REGISTRY
from xl_massbill.errors import Unreadable
from xl_massbill.hosts import closed
from xl_massbill.hosts.file import FileWorkbook

NAMES = ("sessions", "slips", "no such table here")


@pytest.fixture(autouse=True)
def _every_table_is_large(monkeypatch):
    monkeypatch.setattr(closed, "_LARGE", 1)


def ahead(path: Path) -> FileWorkbook:
    return FileWorkbook(path, registry=REGISTRY, ahead=NAMES)


@pytest.mark.parametrize("name", VARIANTS)
def test_it_reads_what_reading_in_turn_reads(tmp_path, name):
    path = tmp_path / "clinic.xlsx"
    path.write_bytes(VARIANTS[name]())
    early, late = ahead(path), FileWorkbook(path, registry=REGISTRY)
    for table in sorted(late.tables()):
        assert early.read(table) == late.read(table)


def test_a_workbook_that_is_read_ahead_is_written_like_any_other(tmp_path):
    path = tmp_path / "clinic.xlsx"
    write_xlsx(path, Book.small())
    workbook = ahead(path)
    workbook.write("sessions", {"problems": ["new", None, None, None, "last"]})
    workbook.save()
    assert FileWorkbook(path, registry=REGISTRY).read("sessions").columns[5] == (
        "new",
        *[None] * 3,
        "last",
    )


def test_only_large_tables_are_worth_it(tmp_path, monkeypatch):
    path = tmp_path / "clinic.xlsx"
    write_xlsx(path, Book.small())
    monkeypatch.setattr(closed, "_LARGE", 1 << 30)
    monkeypatch.setattr(closed, "ThreadPoolExecutor", None)
    assert ahead(path).read("sessions").height == 5


def test_a_fault_is_told_when_the_table_is_asked_for(tmp_path):
    path = tmp_path / "clinic.xlsx"
    write_xlsx(path, Book.small())
    parts = Parts.of(path.read_bytes())
    sheet = next(name for name in parts if name.endswith("sheet1.xml"))
    parts.edit(sheet, b"<sheetData>", b" " * 9_000 + b"<!DOCTYPE x><sheetData>")
    path.write_bytes(parts.packed())
    workbook = ahead(path)
    with pytest.raises(Unreadable):
        workbook.read("sessions")
    assert workbook.read("slips").height == 3


def test_true_stays_apart_from_one(tmp_path):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Sessions")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        rows = [[True, 1], [1, 1], [0, 1], [False, dt.date(2026, 5, 4)], ["", "x"], ["1", "x"], [1, True]]
        columns = [{"header": "Session"}, {"header": "Day"}]
        sheet.add_table(0, 0, len(rows), 1, {"name": "Sessions", "columns": columns, "data": []})
        for at, cells in enumerate(rows, start=1):
            for column, cell in enumerate(cells):
                if isinstance(cell, dt.date):
                    sheet.write_datetime(at, column, cell, day)
                elif cell != "":
                    sheet.write(at, column, cell)
    path = tmp_path / "clinic.xlsx"
    path.write_bytes(out.getvalue())
    first, second = ahead(path).read("sessions").columns
    assert list(map(repr, first)) == ["True", "1.0", "0.0", "False", "None", "'1'", "1.0"]
    assert list(map(type, second)) == [float, float, float, dt.date, str, str, bool]

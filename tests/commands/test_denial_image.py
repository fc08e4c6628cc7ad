"""What was sent is read from the kept file: a card that was mended since shows beside it."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.commands.clinics import EMPTY
from tests.commands.crashing_export import NOW
from tests.workbooks import write_workbook
from tests.worked_cases.test_worked_cases import practice
from xl_massbill.book.folder import Folder
from xl_massbill.claims.denials.comparison import Side
from xl_massbill.commands.denial import denial
from xl_massbill.commands.export import export
from xl_massbill.hosts.file import FileWorkbook

ROW = {
    "denial_id": "DN0001",
    "claim_id": "CR26-000101",
    "line_no": 1,
    "group": "CO",
    "carc": "31",
    "amount": 180.0,
}


@pytest.fixture
def clinic(tmp_path):
    """Return a clinic whose first claim was exported, and denied because the patient was not found."""
    tables = practice("V1") | {name: [] for name in (*EMPTY, "denials")}
    path = write_workbook(tmp_path / "clinic.xlsx", tables | {"denials": [ROW]})
    export(FileWorkbook(path), NOW.date(), NOW)
    return path


def fact(path, what):
    found = denial(FileWorkbook(path), "DN0001", dt.date(2026, 6, 1)).comparison
    return next(row for row in found.rows if row.what == what)


def changed(path, table, column, value):
    workbook = FileWorkbook(path, fill=True)
    height = workbook.read(table).height
    workbook.write(table, {column: [value] * height})
    workbook.save()


def test_what_was_sent_stands_beside_what_the_card_says(clinic):
    row = fact(clinic, "patient and member")
    assert row.cells[Side.SENT] == "JUNE HARPER, 1984-02-17, F, EHP445566701"
    assert not row.marked


@pytest.mark.parametrize(
    ("table", "column", "value", "side"),
    [
        ("coverage", "member_id", "EHP445566710", Side.PLAN),
        ("patients", "last_name", "Harpur", Side.VISIT),
        ("patients", "dob", dt.date(1984, 2, 18), Side.VISIT),
        ("patients", "sex", "M", Side.VISIT),
    ],
)
def test_what_was_mended_since_is_marked(clinic, table, column, value, side):
    changed(clinic, table, column, value)
    assert fact(clinic, "patient and member").marked == {side}


def test_an_accent_is_no_difference(clinic):
    changed(clinic, "patients", "first_name", "Juné")
    assert not fact(clinic, "patient and member").marked


def test_without_the_kept_bytes_nothing_is_said_of_what_was_sent(clinic):
    for file in Folder.of(clinic).kept.iterdir():
        file.write_bytes(b"damaged")
    assert Side.SENT not in fact(clinic, "patient and member").cells

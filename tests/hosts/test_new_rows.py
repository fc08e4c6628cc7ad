"""Rows that were not there before: only what was meant may stand in them when the file is read back."""

from __future__ import annotations

import pytest

from xl_massbill.book.tables import TABLES
from xl_massbill.errors import Refused
from xl_massbill.hosts import sheet_splice
from xl_massbill.hosts.file import FileWorkbook
from xl_massbill.template.workbook import build


@pytest.fixture(scope="module")
def template():
    return build()


@pytest.fixture
def workbook(template, tmp_path):
    path = tmp_path / "clinic.xlsx"
    path.write_bytes(template)
    made = FileWorkbook(path, fill=True)
    made.replace(
        "patients", {"patient_id": ["P1", "P2", "P3"], "zip": ["02108", None, "98108"], "middle": [None] * 3}
    )
    return made


def test_new_rows_read_back(workbook):
    workbook.save()
    grid = FileWorkbook(workbook.path).read("patients")
    assert grid.columns[0] == ("P1", "P2", "P3")
    assert grid.height == 3
    assert len(grid.headings) == len(TABLES["patients"].fields())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"</c></row>", b'</c><c r="Z9"><v>1</v></c></row>'),
        (b"</c></row>", b'</c><c r="ZZ3"><v>1</v></c></row>'),
        (b"</c></row>", b"</c><v>1</v></row>"),
        (b"</c></row>", b'</c><c r="A3"><v>1</v></c></row>'),
        (b"</row>", b"</c></row>"),
        (b">P2<", b">P9<"),
        (b'r="A3"', b'r="B3"'),
        (b"<c ", b"<x/><c "),
    ],
)
def test_a_new_row_that_went_wrong_is_found_out(workbook, monkeypatch, old, new):
    whole = sheet_splice.Splice._fresh_rows
    done = []

    def spoilt(self, rows, columns):
        made = whole(self, rows, columns)
        for at, data in enumerate(made):
            if data.startswith(b'<row r="3"') and old in data:
                done.append(at)
                made[at] = data.replace(old, new, 1)
        return made

    monkeypatch.setattr(sheet_splice.Splice, "_fresh_rows", spoilt)
    with pytest.raises(Refused, match="did not read back"):
        workbook.save()
    assert done


def test_blank_cells_that_look_like_their_column_are_not_written(workbook):
    workbook.save()
    book = FileWorkbook(workbook.path)._book
    sheet = book.sheet(book.table("patients").sheet_part)
    assert sheet.row(3).count(b"<c ") == 1

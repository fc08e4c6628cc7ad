"""The Help sheet says of every column what the class says."""

from __future__ import annotations

from xl_massbill.book.column import Owner
from xl_massbill.book.tables import TABLES


def test_every_column_is_explained_once(book):
    rows = list(book["Help"].iter_rows(min_row=2, values_only=True))
    said = {(row[0], row[9]): row for row in rows if row[9]}
    assert len(said) == sum(len(table.fields()) for table in TABLES.values())
    for table in TABLES.values():
        for field in table.fields():
            row = said[table.facts.excel, field.name]
            assert row[1:3] == (field.column.title, field.column.help)
            assert row[3] == ("you" if field.column.owner is Owner.PERSON else "program")
            assert (row[7] or "", row[8] or "") == (field.column.x12, field.column.box)
            if field.column.when and field.column.owner is Owner.PERSON:
                assert row[4] == f"when {field.column.when}"


def test_no_text_is_cut_off_by_the_height_of_its_row(book):
    sheet = book["Help"]
    allowed = next(row for row in sheet.iter_rows(min_row=2) if row[9].value == "payer_type")[6]
    lines = len(allowed.value) / sheet.column_dimensions["G"].width
    assert lines > 3
    assert sheet.row_dimensions[allowed.row].height >= 12 * lines


def test_every_table_is_explained(book):
    texts = {cell for row in book["Help"].iter_rows(values_only=True) for cell in row}
    assert {table.facts.help for table in TABLES.values()} <= texts

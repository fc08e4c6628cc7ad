"""What a sheet shall hold is the same by rows and by columns, and is written alike cell by cell and column by column."""

from __future__ import annotations

import datetime as dt
import gc
import weakref

from hypothesis import given
from hypothesis import strategies as st

from xl_massbill.book.workbook import CellError, Formula
from xl_massbill.hosts.cell_xml import UNWRITTEN, CellWriter
from xl_massbill.hosts.cells import tidied, tidy
from xl_massbill.hosts.edits import Edits, TableEdits
from xl_massbill.hosts.sheet_xml import SheetXml

CELLS = (
    st.none()
    | st.text(st.characters(codec="utf-8"), max_size=8)
    | st.sampled_from(["100%", "%d %s", "a<b", "_x000D_", "1", CellError("#N/A"), Formula("1+1", 2)])
    | st.booleans()
    | st.sampled_from([0, 1, 0.0, 1.0, -0.0, 2.5, 10**12])
    | st.dates(dt.date(1950, 1, 1), dt.date(2100, 1, 1))
)
COLUMNS = st.integers(1, 6).flatmap(lambda n: st.lists(CELLS, min_size=n, max_size=n))


@st.composite
def tables(draw: st.DrawFn) -> TableEdits:
    height = draw(st.integers(1, 5))
    edits = TableEdits(draw(st.integers(2, 4)))
    for column in draw(st.lists(st.integers(1, 4), unique=True, max_size=3)):
        cells = draw(st.lists(CELLS, min_size=height, max_size=height))
        marks = draw(st.lists(st.integers(0, 1), min_size=height, max_size=height))
        edits.columns.append((column, cells, bytes(marks)))
    if draw(st.booleans()):
        first = edits.top + draw(st.integers(0, height))
        edits.alike, edits.alike_in = {7: None, 8: "own"}, range(first, first + draw(st.integers(0, 3)))
    return edits


@given(tables(), st.dictionaries(st.tuples(st.integers(2, 9), st.integers(9, 10)), CELLS, max_size=3))
def test_rows_and_columns_tell_the_same(table, single):
    edits = Edits()
    edits.put_table(table)
    for (row, column), cell in single.items():
        edits.put(row, column, cell)
    meant = {(row, column): (cell,) for (row, column), cell in single.items()}
    meant |= {
        (table.top + at, column): (cells[at],)
        for column, cells, marks in table.columns
        for at in range(len(cells))
        if marks[at]
    }
    meant |= {(row, c): (cell,) for row in table.alike_in for c, cell in table.alike.items()}
    by_row = {(row, column): (cell,) for row, cells in edits.items() for column, cell in cells.items()}
    assert repr(sorted(by_row.items())) == repr(sorted(meant.items()))
    rows = list(range(1, 12))
    by_column = {
        (row, column): (cell,)
        for column, cells in edits.columns(rows).items()
        for row, cell in zip(rows, cells, strict=True)
        if cell is not UNWRITTEN
    }
    assert repr(sorted(by_column.items())) == repr(sorted(meant.items()))
    assert list(edits) == sorted({row for row, _ in meant})
    assert bool(edits) is bool(meant)
    assert {column for _, column in meant} <= edits.all_columns()


@given(COLUMNS, st.sampled_from([None, 3]))
def test_a_column_is_written_as_its_cells_are(cells, style):
    cells = [tidy(cell) for cell in cells]
    rows = range(5, 5 + len(cells))
    one, other = (CellWriter(b"x:", False, lambda style, kind: style + 40) for _ in range(2))
    alone = [
        b"" if cell is None and not style else one.cell(row, 28, style, cell)
        for row, cell in zip(rows, cells, strict=True)
    ]
    assert other.cells(rows, 28, style, cells) == alone
    assert all(b'r="AB%d"' % row in cell for row, cell in zip(rows, alone, strict=True) if cell)
    assert other.cells(rows, 28, style, [UNWRITTEN] * len(cells)) == [b""] * len(cells)


@given(COLUMNS)
def test_a_column_is_tidied_as_its_cells_are(cells):
    assert repr(tidied(cells)) == repr(tuple(map(tidy, cells)))


def test_texts_that_look_like_patterns_are_written_as_they_are():
    writer = CellWriter(b"", False, lambda style, kind: style)
    for row in (1, 2):  # the second time from what is remembered
        assert b">50% %d %s %%</t>" in writer.cell(row, 1, None, "50% %d %s %%")


def test_a_sheet_goes_without_the_collector():
    """A large workbook's sheets would all stay until it runs, if one held itself in a ring."""
    data = b'<worksheet><sheetData><row r="1"><c r="A1"/></row></sheetData></worksheet>'
    gc.disable()
    try:
        sheet = SheetXml(data, "S")
        assert sheet.opening(1, 1) == b'<c r="A1"'
        assert [column for column, _, _ in sheet.tags(sheet.row(1))] == [1]
        held = weakref.ref(sheet)
        del sheet
        assert held() is None
    finally:
        gc.enable()

"""Random work on workbooks full of features: nothing is lost, and everything meant is there.

The environment variable LOSSLESS_RUNS says how many runs there shall be (40 if it is not set).
"""

from __future__ import annotations

import datetime as dt
import os
import random
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.hosts.lossless import check_saved
from tests.hosts.rich import SESSIONS, SLIPS, SLIPS_TABLE, VARIANTS
from tests.hosts.tables import REGISTRY
from xl_massbill.book.workbook import Cell, CellError, Formula
from xl_massbill.errors import Refused
from xl_massbill.hosts.cells import same, shown, tidy
from xl_massbill.hosts.file import FileWorkbook

RUNS = int(os.environ.get("LOSSLESS_RUNS", "40"))

TEXTS = st.text(st.characters(codec="utf-8"), max_size=30) | st.sampled_from(
    [
        "=1+1",
        "_x000D_",
        "a\r\nb",
        "x" * 3000,
        "</t>",
        ' r="B4"',
        "<c r='F2'>",
        "]]>",
        "&amp;",
        "\t",
        "N/A",
        "0012",
    ]
)
PLAIN = st.none() | TEXTS | st.booleans() | st.just(CellError("#N/A"))
DATED = (
    PLAIN
    | st.dates(dt.date(1900, 3, 1), dt.date(2199, 1, 1))
    | st.datetimes(dt.datetime(1950, 1, 1), dt.datetime(2100, 1, 1)).map(lambda d: d.replace(microsecond=0))
)
COUNTED = (
    PLAIN
    | st.integers(-(10**12), 10**12)
    | st.floats(allow_nan=False, allow_infinity=False, width=32)
    | st.builds(Formula, st.just("1+1"), TEXTS | st.integers(0, 9))
)
SESSION_COLUMNS = {"status": 5, "problems": 6}
SLIP_COLUMNS = {"rule": 2, "place": 3, "amount": 4, "seen": 5, "reason": 6}
BOX = (4, 2)


@cache
def variant(name: str) -> bytes:
    return VARIANTS[name]()


@st.composite
def writes(draw: st.DrawFn) -> tuple[str, dict[str, list[Cell]]]:
    """Draw one call of the port: write, replace or append."""
    verb = draw(st.sampled_from(["write", "write", "replace", "append"]))
    columns = SESSION_COLUMNS if verb == "write" else SLIP_COLUMNS
    names = draw(st.lists(st.sampled_from(sorted(columns)), unique=True, min_size=1))
    height = 8 if verb == "write" else draw(st.integers(0, 12 if verb == "replace" else 4))

    def cells(name: str) -> st.SearchStrategy[list[Cell]]:
        # A number in a cell that shows dates reads as a date, so a column has the one or the other.
        return st.lists(DATED if name in ("seen", "status") else COUNTED, min_size=height, max_size=height)

    return verb, {name: draw(cells(name)) for name in names}


@pytest.mark.parametrize("name", VARIANTS)
@settings(max_examples=max(1, -(-RUNS // len(VARIANTS))), deadline=None)
@given(runs=st.lists(st.lists(writes(), min_size=1, max_size=4), min_size=1, max_size=3))
def test_random_work_loses_nothing(tmp_path_factory, name, runs):
    path = tmp_path_factory.mktemp("lossless") / "clinic.xlsm"
    path.write_bytes(variant(name))
    workbook = FileWorkbook(path, registry=REGISTRY)
    for calls in runs:
        old = path.read_bytes()
        before = FileWorkbook(path, registry=REGISTRY)
        grids = {table: before.read(table) for table in ("sessions", "slips")}
        for verb, columns in calls:
            try:
                getattr(workbook, verb)("sessions" if verb == "write" else "slips", columns)
            except Refused as refusal:
                assert "characters" in str(refusal) or "below" in str(refusal)  # noqa: PT017
        meant = {table: workbook.read(table) for table in grids}
        workbook.save()
        fresh = FileWorkbook(path, registry=REGISTRY)
        for table, grid in meant.items():
            again = fresh.read(table)
            assert again.headings == grids[table].headings
            assert again.height == grid.height
            for shall, got in zip(grid.columns, again.columns, strict=True):
                assert all(map(same, shall, got)), (table, shall, got)
        allowed = {
            SESSIONS: {
                (i + 2, column)
                for name_, column in SESSION_COLUMNS.items()
                for i in range(8)
                if _written(calls, name_) or _differs(grids, meant, "sessions", column - 1, i)
            },
            SLIPS: {
                (BOX[0] + i, column)
                for column in (*SLIP_COLUMNS.values(), 7)
                for i in range(max(grids["slips"].height, meant["slips"].height))
                if column < 7 or i >= min(grids["slips"].height, meant["slips"].height)
            },
        }
        if grids == meant and not any(_written(calls, column) for column in SESSION_COLUMNS | SLIP_COLUMNS):
            assert path.read_bytes() == old
        elif path.read_bytes() != old:
            check_saved(old, path.read_bytes(), allowed, {SLIPS_TABLE})


def _written(calls: list[tuple[str, dict[str, list[Cell]]]], column: str) -> bool:
    """Say whether a formula was put into a column: its cells may change though their values do not."""
    cells = [cell for _, columns in calls for cell in columns.get(column, ())]
    return any(isinstance(cell, Formula) for cell in cells)


def _differs(grids, meant, table: str, position: int, row: int) -> bool:
    return not same(grids[table].columns[position][row], meant[table].columns[position][row])


def test_the_judge_notices_a_changed_cell(tmp_path: Path):
    data = variant("excel")
    path = tmp_path / "clinic.xlsm"
    path.write_bytes(data)
    workbook = FileWorkbook(path, registry=REGISTRY)
    workbook.write("sessions", {"status": ["x"] * 8})
    workbook.save()
    with pytest.raises(AssertionError):
        check_saved(data, path.read_bytes(), {SESSIONS: {(r, 5) for r in range(2, 9)}})
    check_saved(data, path.read_bytes(), {SESSIONS: {(r, 5) for r in range(2, 10)}})


@given(DATED | COUNTED)
def test_tidying_twice_is_tidying_once(cell):
    assert tidy(tidy(cell)) == tidy(cell)
    assert same(shown(tidy(cell)), shown(tidy(cell)))


def test_unlucky_texts_in_the_sheet_do_not_lead_the_search_astray(tmp_path: Path):
    """A text may hold the very characters that the search for a cell looks for."""
    path = tmp_path / "clinic.xlsm"
    path.write_bytes(variant("excel"))
    unlucky = [f' r="F{row}"' for row in range(2, 10)]
    random.Random(1).shuffle(unlucky)
    workbook = FileWorkbook(path, registry=REGISTRY)
    workbook.write("sessions", {"status": unlucky})
    workbook.save()
    workbook.write("sessions", {"problems": list("abcdefgh")})
    workbook.save()
    grid = FileWorkbook(path, registry=REGISTRY).read("sessions")
    assert list(grid.columns[5]) == list("abcdefgh")
    assert list(grid.columns[4]) == unlucky

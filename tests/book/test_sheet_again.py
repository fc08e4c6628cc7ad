"""A table read again after some of its columns were written: as if it had been read for the first time."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_massbill.book.sheet import Sheet
from xl_massbill.book.tables import TABLES
from xl_massbill.book.workbook import CellError, Grid

VISITS = TABLES["visits"]
NAMES = ("visit_id", "line_no", "dos", "charge", "techniques", "status", "line_start")
CELLS = st.sampled_from(
    [
        *(None, "", " ", "-", "V1", "V-2", 1, 2.0, 46146, "5/4/2026", "$45.10", "free", "a, b", "DONE", "?"),
        *(dt.datetime(2026, 5, 4), dt.datetime(2026, 5, 4, 9, 30), CellError("#N/A"), True, "\u200b"),
    ]
)
COLUMN = st.lists(CELLS, min_size=4, max_size=4).map(tuple)


def grid(columns, first_row=2):
    titles = tuple(VISITS.field(name).column.title for name in columns)
    return Grid("visits", "Visits", first_row, titles, tuple(columns.values()))


def seen(sheet):
    """Return all that a sheet tells of its columns."""
    told = {n: [repr(v) for v in sheet[n]] for n in (*NAMES, "mod1")}
    kept = {n: sheet.kept(n) for n in (*NAMES, "mod1")}
    troubles = {n: [(t.index, t.row, t.why, t.bad, t.raw) for t in sheet.troubles(n)] for n in NAMES}
    return told, kept, troubles, sheet.rows.tolist()


@given(
    st.fixed_dictionaries(dict.fromkeys(NAMES, COLUMN)),
    st.dictionaries(st.sampled_from(NAMES), COLUMN),
    st.integers(2, 3),
)
def test_what_was_not_written_reads_as_if_for_the_first_time(columns, written, first_row):
    before = Sheet(VISITS, grid(columns))
    seen(before)
    now = grid(columns | written, first_row)
    assert seen(Sheet(VISITS, now, before)) == seen(Sheet(VISITS, now))


def test_what_is_the_same_is_not_parsed_again_and_what_is_not_is():
    columns = {"visit_id": ("V1", "V2"), "charge": (10.0, 20.0)}
    before = Sheet(VISITS, grid(columns))
    known = before["visit_id"], before["charge"], before.kept("visit_id")
    now = Sheet(VISITS, grid(columns | {"charge": (10.0, 30.0)}), before)
    assert now["visit_id"] is known[0] and now.kept("visit_id") is known[2]
    assert now.kept("charge") == [1000, 3000]


def test_a_list_may_have_been_changed_in_place_and_is_read_again():
    columns = {"visit_id": ("V1",), "charge": [10.0]}
    before = Sheet(VISITS, grid(columns))
    assert before.kept("charge") == [1000]
    columns["charge"][0] = 11.0
    assert Sheet(VISITS, grid(columns), before).kept("charge") == [1100]


@pytest.mark.parametrize("more", [{"line_no": (1, 1)}, {"visit_id": ("V1", None)}, {}])
def test_other_rows_or_other_headings_share_nothing(more):
    before = Sheet(VISITS, grid({"visit_id": ("V1", "V2"), "charge": (10.0, 20.0)}))
    before.kept("charge")
    columns = {"visit_id": ("V1", "V2"), "charge": (10.0, 20.0)} | more
    now = Sheet(VISITS, grid(dict(reversed(columns.items()))), before)
    assert now.kept("charge") == [1000, 2000][: len(now)]


def test_a_row_that_became_blank_is_gone_from_the_columns_that_are_the_same():
    columns = {"visit_id": ("V1", "V2"), "charge": (10.0, None)}
    before = Sheet(VISITS, grid(columns))
    assert before.kept("charge") == [1000, None]
    assert Sheet(VISITS, grid(columns | {"visit_id": ("V1", None)}), before).kept("charge") == [1000]


def test_values_are_kept_as_the_journal_has_them():
    visits = Sheet(
        VISITS,
        grid(
            {
                "visit_id": ("V1", 2.0, None),
                "line_no": (1.0, "2", "x"),
                "dos": (46146, "5/4/2026", None),
                "charge": (180.0, "$45.10", "free"),
                "techniques": ("a, b", None, "c"),
                "line_start": (0.375, dt.time(9, 30), "nine"),
            }
        ),
    )
    assert visits.kept("visit_id") == ["V1", "2", None]
    assert visits.kept("line_no") == [1, 2, None]
    assert visits.kept("dos") == ["2026-05-04", "2026-05-04", None]
    assert visits.kept("charge") == [18000, 4510, None] and type(visits.kept("charge")[0]) is int
    assert visits.kept("techniques") == ["a, b", None, "c"]
    assert visits.kept("line_start") == [540, 570, None]
    claims = TABLES["claims"]
    names = ("claim_id", "expected_denial", "dx1", "first_submitted_on")
    cells = (("C1", "C2"), ("yes", None), ("M54.2", None), (dt.datetime(1999, 12, 31), None))
    titles = tuple(claims.field(name).column.title for name in names)
    sheet = Sheet(claims, Grid("claims", "Claims", 2, titles, cells))
    assert sheet.kept("expected_denial") == ["Y", None]
    assert sheet.kept("first_submitted_on") == ["1999-12-31", None]
    lines = TABLES["claim_lines"]
    titles = tuple(lines.field(name).column.title for name in ("claim_id", "mods"))
    sheet = Sheet(lines, Grid("claim_lines", "ClaimLines", 2, titles, (("C1", "C2"), ("59, GP", None))))
    assert sheet.kept("mods") == ["59 GP", None]

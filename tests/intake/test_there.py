"""A print tells every change of a person's cells, and none of how a workbook stores them."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from xl_massbill.book.tables import TABLES
from xl_massbill.intake.there import row_print, source_key

VISIT = TABLES["visits"]
ROW = {
    "visit_id": "V0001",
    "line_no": 1,
    "dos": dt.date(2026, 5, 14),
    "line_start": dt.time(9),
    "minutes": 60,
}


def test_the_same_cells_in_another_form_have_the_same_print():
    stored = {
        "visit_id": "V0001 ",
        "line_no": 1.0,
        "dos": dt.datetime(2026, 5, 14),
        "line_start": 0.375,
        "minutes": "60",
        "status": "  ",
        "claim_id": "CR26-1",  # the program's
        "problems": "Code is missing.",
    }
    assert row_print(VISIT, stored) == row_print(VISIT, ROW)


@given(
    st.sampled_from([f.name for f in VISIT.fields() if f.column.owner == "person"]),
    st.sampled_from([0, "x", 1, "1"]),
)
def test_every_change_of_a_person_shows(name, cell):
    assert (row_print(VISIT, ROW | {name: cell}) == row_print(VISIT, ROW)) == (
        name == "line_no" and cell in (1, "1")
    )


def test_keys_tell_parts_apart():
    assert source_key("A", "bc") != source_key("Ab", "c") and source_key("A", "1") == source_key("A", "1")

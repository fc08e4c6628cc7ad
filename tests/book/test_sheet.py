"""A table as the host found it, read column by column: blank rows, moved headings, mixed cells."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xl_massbill.book.column import Kind
from xl_massbill.book.kinds import Bad, Doubt, read_cell
from xl_massbill.book.sheet import Sheet
from xl_massbill.book.tables import TABLES
from xl_massbill.book.workbook import NOT_CALCULATED, CellError, Grid


def sheet(table: str, first_row: int = 2, **columns) -> Sheet:
    """Return a table with these columns, under their titles, in this order."""
    kind = TABLES[table]
    height = max(map(len, columns.values()))
    cells = tuple([*c, *[None] * (height - len(c))] for c in columns.values())
    return Sheet(
        kind,
        Grid(table, kind.facts.excel, first_row, tuple(kind.field(n).column.title for n in columns), cells),
    )


def listed(column: pd.Series) -> list:
    return [None if v is None or v is pd.NA or v is pd.NaT else v for v in column]


def test_every_kind_comes_out_as_promised():
    visits = sheet(
        "visits",
        visit_id=["V1", 2.0, None],
        line_no=[1.0, "2", "x"],
        dos=[46146, "5/4/2026", None],
        charge=[180.0, "$45.10", "free"],
        techniques=["a, b", None, "c"],
        status=["done", "NO SHOW", "?"],
        line_start=[0.375, dt.time(9, 30), "nine"],
    )
    assert listed(visits["visit_id"]) == ["V1", "2", None]
    assert listed(visits["line_no"]) == [1, 2, None]
    assert listed(visits["dos"]) == [pd.Timestamp(2026, 5, 4)] * 2 + [None]
    assert listed(visits["charge"]) == [18000, 4510, None]
    assert listed(visits["techniques"]) == [("a", "b"), None, ("c",)]
    assert listed(visits["status"]) == ["DONE", "NO_SHOW", None]
    assert listed(visits["line_start"]) == [540, 570, None]
    assert [str(visits[n].dtype) for n in ("visit_id", "line_no", "dos", "charge", "status")] == [
        "object",
        "Int64",
        "datetime64[s]",
        "Int64",
        "object",
    ]
    assert listed(visits["mod1"]) == [None] * 3 and visits["mod1"].dtype == object
    notes = sheet(
        "notes", visit_id=["V1", "V2"], signed_on=["2026-05-04 12:30", 46146.5], progress_report=[True, "n"]
    )
    assert listed(notes["signed_on"]) == [pd.Timestamp(2026, 5, 4, 12, 30), pd.Timestamp(2026, 5, 4, 12)]
    assert listed(notes["progress_report"]) == [True, False]
    assert str(notes["signed_on"].dtype) == "datetime64[s]" and str(notes["locked"].dtype) == "boolean"
    with pytest.raises(KeyError):
        visits["nothing"]


def test_troubles_tell_place_and_reason_and_hide_the_cell():
    patients = sheet(
        "patients",
        first_row=7,
        patient_id=[None, "P1", "P2"],
        dob=[None, "31.31.1984", "1984-02-17"],
        zip=[None, 8501, "98108"],
    )
    (trouble,) = patients.troubles("dob")
    assert (trouble.index, trouble.row, trouble.raw, trouble.why, trouble.bad) == (
        0,
        8,
        "31.31.1984",
        "not_a_date",
        True,
    )
    assert "1984" not in repr(trouble) and "1984" not in repr(patients) and "1984" not in repr(patients.grid)
    (doubt,) = patients.troubles("zip")
    assert (doubt.why, doubt.bad) == ("zip_recovered", False)
    assert listed(patients["zip"]) == ["08501", "98108"]
    assert patients.unread("dob").tolist() == [True, False]
    assert patients.unread("zip") is None and patients.unread("patient_id") is None


def test_blank_rows_are_left_out_and_places_stay_right():
    visits = sheet(
        "visits",
        first_row=5,
        visit_id=["V1", None, " ", "\u00a0", "V2", ""],
        units=[4, None, "", None, 2, None],
    )
    assert len(visits) == 2
    assert visits.rows.tolist() == [5, 9] and visits.positions.tolist() == [0, 4]
    assert listed(visits["units"]) == [4, 2] and list(visits.raw("units")) == [4, 2]


def test_formulas_filled_down_into_blank_rows_make_no_records():
    visits = sheet(
        "visits",
        visit_id=["V1", None, "", None, None],
        charge=[180.0, 0.0, 0, NOT_CALCULATED, 0],
        dos=[46146, 0, dt.datetime(1899, 12, 31), None, dt.time(0)],
        code=["97124", CellError("#N/A"), "", CellError("#REF!"), None],
    )
    assert visits.rows.tolist() == [2]


@pytest.mark.parametrize("cell", [CellError("#REF!"), NOT_CALCULATED])
def test_an_error_in_the_key_is_a_record(cell):
    visits = sheet("visits", visit_id=["V1", cell], code=["97124", None])
    assert len(visits) == 2
    assert visits.unread("visit_id").tolist() == [False, True]


def test_a_row_where_only_the_program_wrote_is_blank():
    visits = sheet("visits", visit_id=["V1", None], problems=["x", "old words"], claim_id=[None, "CR26-1"])
    assert len(visits) == 1
    claims = sheet("claims", claim_id=[None, "CR26-1"], status=[None, None])
    assert claims.rows.tolist() == [3]


def test_columns_are_found_wherever_they_stand():
    table = TABLES["visits"]
    headings = ("My colour", "cpt", "DATE  of\u00a0service", "visit_id", "Units", "units", "")
    cells = (["red"], [97124.0], ["5/4/2026"], ["V1"], [4], [9], [None])
    visits = Sheet(table, Grid("visits", "Visits", 2, headings, cells))
    assert [listed(visits[n])[0] for n in ("code", "visit_id", "units")] == ["97124", "V1", 4]
    assert visits.match.extra == (0, 5, 6), "the clinic's own column, and a second one of the same name"
    assert visits.lacks("charge") and not visits.lacks("dos")


def test_lacking_columns_are_unknown_only_if_they_are_required():
    visits = sheet("visits", visit_id=["V1", "V2"])
    assert visits.unread("code").all()
    assert visits.unread("mod1") is None and visits.unread("coverage_id") is None
    gone = Sheet(TABLES["visits"], None)
    assert len(gone) == 0 and not gone.present and gone.unread("code") is None and listed(gone["code"]) == []


def test_true_is_not_one():
    coverage = sheet(
        "coverage",
        coverage_id=["C1", "C2", "C3", "C4"],
        active_on_dos=[True, 1, False, 0],
        copay=[1, True, 0, False],
        visits_allowed=[True, 1, 0, False],
    )
    assert listed(coverage["active_on_dos"]) == [True, True, False, False]
    assert listed(coverage["copay"]) == [100, None, 0, None]
    assert listed(coverage["visits_allowed"]) == [None, 1, 0, None]
    assert [t.raw for t in coverage.troubles("copay")] == [True, False]


def test_keys():
    visits = sheet(
        "visits", visit_id=["V1", "V1", 2, None, "V1"], line_no=[1.0, "2", None, 3, 1], code=["x"] * 5
    )
    assert visits.keys().tolist() == ["V1-1", "V1-2", "2-", "-3", "V1-1"]
    assert visits.repeats.tolist() == [False, False, False, False, True]
    pairs = sheet("therapist_payer", therapist_id=["T1"], payer_id=["EHP01"], effective_from=["1/2/2026"])
    assert pairs.keys().tolist() == ["T1-EHP01-2026-01-02"]


def test_a_sheet_without_rows():
    empty = Sheet(
        TABLES["visits"], Grid("visits", "Visits", 2, ("Visit", "Code"), ([None, ""], [None, None]))
    )
    assert (
        len(empty) == 0
        and empty.keys().tolist() == []
        and listed(empty["dos"]) == []
        and empty.troubles("code") == ()
    )


cells = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 100_000),
    st.floats(0, 100_000),
    st.sampled_from(
        [
            "97124",
            "97124.0",
            "Y",
            "DONE",
            "5/4/2026",
            "#N/A",
            CellError("#N/A"),
            NOT_CALCULATED,
            "10:30",
            " ",
            "\u00a0",
            "x, y",
        ]
    ),
    st.dates(dt.date(1950, 1, 1), dt.date(2050, 1, 1)),
    st.times(),
)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(cells, min_size=1, max_size=12),
    st.sampled_from(TABLES["visits"].fields() + TABLES["coverage"].fields() + TABLES["notes"].fields()),
)
def test_a_column_is_its_cells_read_one_by_one(column, field):
    table = next(
        t
        for t in ("visits", "coverage", "notes")
        if TABLES[t].model_fields.get(field.name) and TABLES[t].field(field.name) == field
    )
    key = TABLES[table].facts.key[0]
    if field.name == key:
        return
    book = sheet(table, **{key: [f"K{i}" for i in range(len(column))], field.name: column})
    troubles = {t.index: t for t in book.troubles(field.name)}
    for i, (cell, value) in enumerate(zip(column, book[field.name], strict=True)):
        alone = read_cell(field, cell)
        assert (i in troubles) == isinstance(alone, Bad | Doubt)
        if isinstance(alone, Bad | Doubt):
            assert troubles[i].why == alone.why and troubles[i].raw is cell
            alone = alone.value if isinstance(alone, Doubt) else None
        if alone is None:
            assert value is None or value is pd.NA or value is pd.NaT
        elif field.kind in (Kind.DAY, Kind.MOMENT):
            assert value == pd.Timestamp(alone)
        else:
            assert value == alone and isinstance(value, type(alone) | np.integer | np.bool_)

"""What a cell means for each kind of column: what Excel really holds, and what nobody should guess."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_massbill.book.column import Column, Field, Kind, Owner
from xl_massbill.book.kinds import ERROR_VALUES, Bad, Doubt, is_blank, read_cell, tidy
from xl_massbill.book.workbook import NOT_CALCULATED, CellError, Formula

CHOICES = ("DONE", "NO_SHOW", "CASH")


def field(kind: Kind, **facts) -> Field:
    if kind is Kind.CHOICE:
        facts = {"choices": CHOICES, "accepts": {"BILLED": "DONE"}} | facts
    return Field("column", kind, Column(title="Column", help="For the test.", **facts))


def read(kind: Kind, cell, **facts):
    return read_cell(field(kind, **facts), cell)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize(
    "cell", [None, "", " ", "\u00a0", "\t \u200b\ufeff", "\n", "\u2003\u3000", Formula("A1", None)]
)
def test_blanks_are_blank_in_every_kind(kind, cell):
    assert read(kind, cell) is None
    assert isinstance(cell, Formula) or is_blank(cell)


@pytest.mark.parametrize("kind", Kind)
def test_errors_are_told_in_every_kind(kind):
    for text in ERROR_VALUES:
        assert read(kind, text) == read(kind, CellError(text)) == Bad("excel_error")
    assert read(kind, CellError("#BLOCKED!")) == Bad("excel_error")
    assert read(kind, float("nan")) == read(kind, float("inf")) == Bad("excel_error")
    assert read(kind, NOT_CALCULATED) == Bad("not_calculated")
    assert not is_blank(CellError("#N/A"))


@pytest.mark.parametrize("kind", Kind)
@given(
    cell=st.one_of(
        st.text(max_size=30),
        st.floats(),
        st.integers(),
        st.booleans(),
        st.dates(),
        st.datetimes(),
        st.times(),
    )
)
def test_no_cell_breaks_a_reader(kind, cell):
    found = read(kind, cell)
    if isinstance(found, Doubt):
        assert "value" not in repr(found)
        found = found.value
    plain = {
        Kind.WHOLE: int,
        Kind.MONEY: int,
        Kind.PERCENT: int,
        Kind.CLOCK: int,
        Kind.YES_NO: bool,
        Kind.DAY: dt.date,
    }
    lists = (Kind.CODES, Kind.DXS, Kind.WORDS)
    wanted = tuple if kind in lists else dt.datetime if kind is Kind.MOMENT else plain.get(kind, str)
    assert found is None or isinstance(found, Bad) or type(found) is wanted
    assert found != "" and found != ()


@pytest.mark.parametrize("kind", [k for k in Kind if k not in (Kind.WORDS, Kind.TEXT)])
@given(text=st.text(alphabet="Ab019 .-/:,'\u00a0\u200b\u2013\u2019", max_size=12))
def test_reading_what_was_read_changes_nothing(kind, text):
    once = read(kind, text)
    if isinstance(once, str):
        assert read(kind, once) == once


@pytest.mark.parametrize(
    "cell",
    [97124, 97124.0, "97124", " 97124 ", "97124.0", "97124\u00a0", "\ufeff97124", Formula("B2", 97124.0)],
)
def test_codes(cell):
    assert read(Kind.CODE, cell) == "97124"
    assert read(Kind.ID, cell) == "97124"


@pytest.mark.parametrize(
    ("cell", "digits", "text"),
    [
        (2, 2, "02"),
        (2.0, 2, "02"),
        ("2", 2, "02"),
        (11, 2, "11"),
        ("gp", 2, "GP"),
        ("x", 2, "X"),
        (2, None, "2"),
        (59.5, 2, "59.5"),
    ],
)
def test_codes_get_back_their_zeros(cell, digits, text):
    assert read(Kind.CODE, cell, digits=digits) == text


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("V0001\u20131", "V0001-1"),
        ("O\u2019Neil", "O'Neil"),
        ("00012", "00012"),
        (12, "12"),
        (True, "TRUE"),
        ("1.50", "1.50"),
        (123456789012345.0, "123456789012345"),
        (1e21, "1000000000000000000000"),
        (0.5, "0.5"),
        ("p 1", "p 1"),
        (dt.date(2026, 5, 4), "2026-05-04"),
        (dt.datetime(2026, 5, 4), "2026-05-04"),
        (dt.time(9), "09:00:00"),
    ],
)
def test_ids(cell, text):
    assert read(Kind.ID, cell) == text


def test_prose_keeps_its_quotes_and_dashes():
    assert read(Kind.TEXT, "\u201cso\u2013so\u201d\u00a0she\u200b said ") == "\u201cso\u2013so\u201d she said"
    assert read(Kind.TEXT, "two\nlines") == "two\nlines"
    assert read(Kind.WORDS, "client\u2019s neck, back") == ("client\u2019s neck", "back")


def test_a_number_in_a_text_is_doubted_and_kept():
    assert read(Kind.TEXT, 445566701.0) == Doubt("445566701", "was_number")
    assert read(Kind.TEXT, "445566701") == "445566701"
    assert read(Kind.TEXT, True) == "TRUE"


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (98108, "98108"),
        (98108.0, "98108"),
        ("98108", "98108"),
        ("98108.0", "98108"),
        ("98108-1234", "981081234"),
        ("98108 1234", "981081234"),
        ("98108\u20131234", "981081234"),
        (981081234, "981081234"),
        ("8501", "8501"),
        (12, "12"),
        (123456, "123456"),
        (98108.5, "98108.5"),
        (9810812345, "9810812345"),
        ("K1A 0B1", "K1A 0B1"),
        (-8501, "-8501"),
    ],
)
def test_zip_codes(cell, code):
    assert read(Kind.ZIP, cell) == code


@pytest.mark.parametrize(
    ("cell", "code"), [(8501, "08501"), (501.0, "00501"), (85011234, "085011234"), (5011234.0, "005011234")]
)
def test_zip_codes_whose_zeros_excel_ate(cell, code):
    assert read(Kind.ZIP, cell) == Doubt(code, "zip_recovered")


@given(st.from_regex(r"0[1-9][0-9]{3}([0-9]{4})?|00[5-9][0-9]{2}([0-9]{4})?", fullmatch=True))
def test_every_zip_of_the_east_comes_back(code):
    found = read(Kind.ZIP, float(code))
    assert found == Doubt(code, "zip_recovered")


@pytest.mark.parametrize(
    ("cell", "digits"),
    [
        ("(206) 555-0100", "2065550100"),
        (2065550100.0, "2065550100"),
        ("+1 206.555.0100", "2065550100"),
        (12065550100, "2065550100"),
        ("555-0100", "5550100"),
        ("2065550100 x12", "206555010012"),
        ("none", "none"),
        ("206\u2013555\u20130100", "2065550100"),
    ],
)
def test_phones(cell, digits):
    assert read(Kind.PHONE, cell) == digits


@pytest.mark.parametrize(
    ("cell", "dx"),
    [("M54.2", "M542"), ("m54.2 ", "M542"), ("M62.838", "M62838"), ("S13 .4XXA", "S134XXA"), (540.0, "540")],
)
def test_diagnoses(cell, dx):
    assert read(Kind.DX, cell) == dx


@pytest.mark.parametrize(
    ("kind", "cell", "parts"),
    [
        (Kind.CODES, "97124;97140", ("97124", "97140")),
        (Kind.CODES, "97124, 97140|97112 gp\n97124", ("97124", "97140", "97112", "GP")),
        (Kind.CODES, 97124.0, ("97124",)),
        (Kind.CODES, " ; , ", None),
        (Kind.DXS, "M54.2; m62.838, M54.2", ("M542", "M62838")),
        (
            Kind.WORDS,
            "trigger point, NECK ;\u00a0LOW BACK\r\nhip",
            ("trigger point", "NECK", "LOW BACK", "hip"),
        ),
    ],
)
def test_lists(kind, cell, parts):
    assert read(kind, cell) == parts


@pytest.mark.parametrize(
    ("cell", "word"),
    [
        ("done", "DONE"),
        (" Done ", "DONE"),
        ("no show", "NO_SHOW"),
        ("No-Show", "NO_SHOW"),
        ("no  show", "NO_SHOW"),
        ("billed", "DONE"),
    ],
)
def test_choices(cell, word):
    assert read(Kind.CHOICE, cell) == word


def test_choices_that_excel_turned_into_something_else():
    facts = {"choices": ("01", "18", "G8"), "accepts": {"SELF": "18"}}
    assert [read(Kind.CHOICE, c, **facts) for c in (1, 1.0, "1", 18.0, "g8", "self")] == [
        "01",
        "01",
        "01",
        "18",
        "G8",
        "18",
    ]
    assert [read(Kind.CHOICE, c, choices=("Y", "N", "ASK")) for c in (True, False, "true", "y")] == [
        "Y",
        "N",
        "Y",
        "Y",
    ]
    for cell in ("maybe", 7, dt.date(2026, 5, 4), "DONE, CASH", True):
        assert read(Kind.CHOICE, cell) == Bad("not_a_choice")


@pytest.mark.parametrize(
    ("cell", "truth"),
    [(c, True) for c in (True, 1, 1.0, "Y", "yes", "TRUE", "x")]
    + [(c, False) for c in (False, 0, "n", "No", "false")],
)
def test_yes_and_no(cell, truth):
    assert read(Kind.YES_NO, cell) is truth


@pytest.mark.parametrize("cell", ["perhaps", 2, "1.5", dt.date(2026, 5, 4), "YN"])
def test_neither_yes_nor_no(cell):
    assert read(Kind.YES_NO, cell) == Bad("not_yes_no")


def test_only_the_program_writes_below_zero():
    assert read(Kind.MONEY, -5) == read(Kind.WHOLE, -5) == Bad("negative")
    assert read(Kind.MONEY, -5, owner=Owner.PROGRAM) == -500
    assert read(Kind.WHOLE, -5, owner=Owner.PROGRAM) == -5


def test_dates_and_amounts_in_pasted_signs():
    assert read(Kind.DAY, "5\u20114\u20112026\u00a0") == dt.date(2026, 5, 4)
    assert read(Kind.MONEY, "\u221245.00", owner=Owner.PROGRAM) == -4500
    assert read(Kind.CLOCK, "10:30\u202fAM") == 630


@given(st.text(max_size=20))
def test_tidy_is_done_once(text):
    assert tidy(tidy(text)) == tidy(text)

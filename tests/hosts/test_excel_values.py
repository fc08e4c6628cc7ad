"""What Excel hands over and must be handed: texts stay texts, days stay days, and errors errors."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as some

from tests.hosts.books import SLIP_HEADS, Book
from tests.hosts.excel_cells import ERRORS, Cell
from tests.hosts.excel_clinic import Open
from xl_massbill.book.workbook import NOT_CALCULATED, CellError, Formula
from xl_massbill.errors import Refused
from xl_massbill.hosts.cells import same, tidy
from xl_massbill.hosts.excel import values

CELLS = (
    some.text(max_size=60)
    | some.sampled_from(
        ["TRUE", "#N/A", "'", "''a", "=", "=1+1", "-", "1/2", "3-4", " 5 ", "1e5", "@x", "00123"]
    )
    | some.integers(-(10**15), 10**15)
    | some.floats(allow_nan=False, allow_infinity=False, width=32)
    | some.booleans()
    | some.dates(min_value=dt.date(1900, 1, 1))
    | some.datetimes(min_value=dt.datetime(1900, 1, 1, 1), max_value=dt.datetime(2999, 1, 1))
    | some.sampled_from(sorted(ERRORS)).map(CellError)
    | some.none()
)


TEXTS = some.text(min_size=1, max_size=60) | some.sampled_from(["'x", "=1", "5", "TRUE"])


def written(column, cells):
    """Return what a column of cells shows after values were written into it, and what was meant."""
    wanted = [tidy(cell) for cell in cells]

    def ask():
        formats = {cell.number_format for cell in column}
        return formats.pop() if len(formats) == 1 else None

    def change(number_format):
        for cell in column:
            cell.number_format = number_format

    for cell, typed in zip(column, values.fitting(wanted, ask, change), strict=True):
        cell.enter(typed)
    return zip((values.given(cell.value) for cell in column), wanted, strict=True)


@for_all(some.lists(CELLS, min_size=1, max_size=6), some.sampled_from(["General", "@", "0.00"]))
def test_whatever_is_written_is_read_back(cells, number_format):
    """Also into cells of a format that would turn it into something else."""
    column = [Cell(number_format=number_format) for _ in cells]
    assert all(same(shown, meant) for shown, meant in written(column, cells))


@for_all(some.lists(TEXTS, min_size=2, max_size=6))
def test_texts_in_cells_of_several_formats_stay_what_they_are(texts):
    column = [Cell(number_format="@" if i % 2 else "General") for i in range(len(texts))]
    assert all(same(shown, meant) for shown, meant in written(column, texts))


@pytest.mark.parametrize(
    ("raw", "cell"),
    [
        ("", None),
        (None, None),
        ("#N/A", "#N/A"),
        (ERRORS["#N/A"], CellError("#N/A")),
        (ERRORS["#N/A"] + 8, CellError("#CALC!")),
        (ERRORS["#N/A"] + 30, CellError("#VALUE!")),
        (42, 42),
        (2042, 2042),
        (Decimal("12.5"), 12.5),
        (dt.datetime(2026, 5, 4, tzinfo=dt.UTC), dt.date(2026, 5, 4)),
        (dt.datetime(2026, 5, 4, 9, 29, 59, 999_700), dt.datetime(2026, 5, 4, 9, 30)),
        (dt.datetime(2026, 5, 4, 9, 30, 0, 300), dt.datetime(2026, 5, 4, 9, 30)),
        (dt.datetime(1899, 12, 30, 9, 30), dt.time(9, 30)),
        (dt.datetime(1899, 12, 30), dt.time()),
        (dt.datetime(1899, 12, 31), dt.date(1900, 1, 1)),
        (dt.datetime(1900, 2, 27), dt.date(1900, 2, 28)),
        (dt.datetime(1900, 3, 1), dt.date(1900, 3, 1)),
        (object(), None),
    ],
)
def test_what_excel_gives(raw, cell):
    got = values.given(raw)
    assert got == cell and isinstance(got, CellError) is isinstance(cell, CellError)
    assert type(got) is type(cell) or cell == 12.5


def test_excel_for_mac_says_errors_in_words_and_has_no_numbers_for_them(monkeypatch):
    monkeypatch.setattr(values.sys, "platform", "darwin")
    assert isinstance(values.given("#N/A"), CellError)
    assert values.given(ERRORS["#N/A"]) == ERRORS["#N/A"] and not isinstance(values.given("#N/B"), CellError)


@pytest.mark.parametrize(
    ("raw", "rows"), [("x", [["x"]]), (["a", "b"], [["a", "b"]]), ((("a",), ("b",)), (("a",), ("b",)))]
)
def test_lone_cells_and_rows(raw, rows):
    assert values.matrix(raw) == rows


def test_texts_in_cells_for_texts_have_no_apostrophe(app, tmp_path):
    """There it might be shown, for all one knows; in others it is what keeps the text one."""
    clinic = Open(app, tmp_path)
    sheet = clinic.kept.sheet("Slips")
    for row in (2, 3, 4):
        sheet.at(row, 1).number_format = "@"
    sheet.at(3, 2).number_format = "@"
    port = clinic.port()
    port.write("slips", {"rule": ["00123", "'quoted", "=x"], "place": ["00123", "'quoted", "=x"]})
    port.save()
    assert [sheet.at(row, 1).value for row in (2, 3, 4)] == ["00123", "'quoted", "=x"]
    assert [sheet.at(row, 2).value for row in (2, 3, 4)] == ["00123", "'quoted", "=x"]
    assert {sheet.at(row, 2).number_format for row in (2, 3, 4)} == {"@"}


def test_numbers_and_formulas_in_cells_for_texts_stay_what_they_are(app, tmp_path):
    clinic = Open(app, tmp_path)
    sheet = clinic.kept.sheet("Slips")
    for row in (2, 3, 4):
        for column in (2, 3, 4):
            sheet.at(row, column).number_format = "@"
    port = clinic.port()
    day = dt.date(2026, 5, 4)
    port.write("slips", {"place": [Formula("1+1", 2), "x", None], "amount": [7, 8, 9], "seen": [day] * 3})
    port.save()
    assert [list(c)[:2] for c in clinic.port().read("slips").columns[1:4]] == [[2, "x"], [7, 8], [day, day]]


class TestRows:
    def test_the_clinic_s_formulas_go_on_in_new_rows_and_are_read_anew(self, app, tmp_path):
        clinic = Open(app, tmp_path)
        sheet = clinic.kept.sheet("Slips")
        sheet.tables[0].formulas[5] = "=1+1"
        for row in (2, 3, 4):
            sheet.at(row, 6).enter("=1+1")
        port = clinic.port()
        port.replace("slips", {"rule": list("abcde")})
        assert port.read("slips").columns[5] == (2, 2, 2, NOT_CALCULATED, NOT_CALCULATED)
        port.save()
        assert port.read("slips").columns[5] == (2,) * 5

    def test_a_formula_in_one_row_is_somebody_s_own(self, app, tmp_path):
        clinic = Open(app, tmp_path)
        clinic.kept.sheet("Slips").at(3, 6).enter("=1+1")
        port = clinic.port()
        port.replace("slips", {"rule": ["a"]})
        assert port.read("slips").height == 2

    def test_a_formula_without_a_result_is_no_blank(self, app, tmp_path):
        app.calculation = "manual"
        clinic = Open(app, tmp_path)
        clinic.kept.sheet("Sessions").at(3, 3).enter("=SUM(1,2)")
        assert clinic.port().read("sessions").columns[2] == (30, NOT_CALCULATED, 90, 120, 150)

    @pytest.mark.parametrize(
        ("spoil", "words"),
        [
            (lambda s: s.at(5, 6).enter("x"), r"F5 stands where"),
            (lambda s: s.at(6, 2).enter("=SUM(1)"), r"B6 stands where rows of the table Slips must go"),
            (lambda s: [s.at(r, c).enter("x") for r in (5, 6) for c in (1, 2)], r"A5, B5, A6 and 1 more"),
            (lambda s: s.merged.append([6, 6, 6, 9]) or s.at(7, 9).enter("x"), "merged cells"),
            (
                lambda s: setattr(s.tables[0], "totals", True) or s.tables[0].box.__setitem__(2, 5),
                "totals row",
            ),
            (lambda s: setattr(s.tables[0], "headers", False), "hides its headings"),
        ],
    )
    def test_what_stands_in_the_way(self, app, tmp_path, spoil, words):
        clinic = Open(app, tmp_path)
        spoil(clinic.kept.sheet("Slips"))
        with pytest.raises(Refused, match=words):
            clinic.port().replace("slips", {"rule": list("abcdef")})

    def test_another_table_below(self, app, tmp_path):
        clinic = Open(app, tmp_path)
        sheet = clinic.kept.sheet("Slips")
        sheet.tables.append(type(sheet.tables[0])("Theirs", [6, 6, 8, 7]))
        clinic.port().replace("slips", {"rule": list("abcd")})
        with pytest.raises(Refused, match=r"the table Theirs \(F6:G8\)"):
            clinic.port().replace("slips", {"rule": list("abcde")})

    def test_the_end_of_the_sheet(self, app, tmp_path):
        with pytest.raises(Refused, match="no room"):
            Open(app, tmp_path).port().replace("slips", {"rule": ["r"] * 1_048_576})

    def test_a_totals_row_is_not_read_and_stays_while_the_height_does(self, app, tmp_path):
        clinic = Open(app, tmp_path)
        sheet = clinic.kept.sheet("Slips")
        sheet.at(5, 1).enter("all")
        sheet.tables[0].totals, sheet.tables[0].box[2] = True, 5
        port = clinic.port()
        assert port.read("slips").height == 3
        port.replace("slips", {"rule": list("abc")})
        port.save()
        assert [sheet.at(row, 1).value for row in (2, 3, 4, 5)] == ["a", "b", "c", "all"]

    def test_a_table_in_the_middle_of_a_sheet(self, app, tmp_path):
        book = Book({"slips": (SLIP_HEADS, [["R-1", *[None] * 5]])})
        clinic = Open(app, tmp_path, book)
        sheet = clinic.kept.sheet("Slips")
        sheet.cells = {(row + 9, column + 2): cell for (row, column), cell in sheet.cells.items()}
        sheet.tables[0].box = [10, 3, 11, 8]
        port = clinic.port()
        port.replace("slips", {"rule": ["a", "b"], "amount": [1, 2]})
        port.save()
        assert (port.read("slips").first_row, sheet.at(12, 3).value, sheet.at(12, 5).value) == (11, "b", 2)

"""Formulas worked out from tables: right, or not known; LibreOffice judges the whole in tests/applications."""

from __future__ import annotations

import datetime as dt
import math
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_massbill.book.calculation import Calculation
from xl_massbill.book.calculation.criteria import Cells, gathered
from xl_massbill.book.calculation.syntax import parsed
from xl_massbill.book.calculation.values import of_each
from xl_massbill.book.workbook import NOT_CALCULATED, CellError, Grid

DAY = dt.date(2026, 9, 30)
VISITS = Grid(
    "visits",
    "Visits",
    2,
    ("Visit", "Status", "Charge", "Claim", "Day", "Odd's [x]", "Broken", "Open"),
    (
        ("V1", "V2", "V3", None),
        ("DONE", "done", "BOOKED", None),
        (100, 50.25, 7, None),
        ("C1", None, "12", "C1"),
        (DAY, dt.datetime(2026, 9, 29, 12), None, None),
        ("a", "", None, "b*"),
        (1, CellError("#N/A"), 2, 3),
        (1, NOT_CALCULATED, 2, 3),
    ),
)
OTHER = Grid("other", "Other", 2, ("Claim", "Part"), (("c1", "C2", 12, None, ""), (1.0, 2.0, 4.0, 8.0, 16.0)))


def value(formula, typed=None, **more):
    cells = {"A1": formula} | more
    tables = {"visits": VISITS, "other": OTHER}
    given = None if typed is None else lambda sheet, cell: typed.get(cell) if sheet == "S" else 1 / 0
    return Calculation({"S": cells}, lambda excel: tables.get(excel.casefold()), given).result("S", "A1")


@pytest.mark.parametrize(
    ("formula", "wanted"),
    [
        ("1+2*3-4/2", 5),
        ("-(2-5)*2", 6),
        ("2-1-1", 0),
        ('"a"&1&"b""c"', 'a1b"c'),
        ("1+1=2", True),
        ('"a"="A"', True),
        ('"a">9', True),
        ("Rows(1)", None),
        ("SUM(Visits[Charge])", 157.25),
        ("sum(Visits[Charge])", None),
        ("COUNTA(Visits[Visit])", 3),
        ("COUNT(Visits[Day])", 2),
        ('TEXT(MAX(Visits[Day]),"yyyy-mm-dd")', "2026-09-30"),
        ('TEXT(0.125,"0%")', "13%"),
        ('TEXT(0.005,"0%")', "1%"),
        ('TEXT(1,"0.00")', None),
        ('COUNTIFS(Visits[Status],"DONE")', 2),
        ('COUNTIFS(Visits[Status],"<>DONE")', 2),
        ('COUNTIFS(Visits[Claim],"")', 1),
        ('COUNTIFS(Visits[Claim],"?*")', 3),
        ("COUNTIFS(Visits[Claim],12)", 1),
        ('COUNTIFS(Visits[Claim],"c?",Visits[Status],"DONE")', 1),
        ('COUNTIFS(Visits[Claim],"~*")', None),
        ('COUNTIFS(Visits[Charge],"<=50.25")', 2),
        ('COUNTIFS(Visits[Charge],"<="&50)', 1),
        ('COUNTIFS(Visits[Charge],">7")', 2),
        ('COUNTIFS(Visits[Day],"<="&46295)', 2),
        ('SUMIFS(Visits[Charge],Visits[Status],"DONE")', 150.25),
        ('SUMPRODUCT(COUNTIFS(Visits[Status],{"DONE","BOOKED","X"}))', 3),
        ("SUMPRODUCT(COUNTIFS(Visits[Claim],Other[Claim]))", 4),
        ('SUMPRODUCT((Visits[Status]="DONE")*(Visits[Charge]>60),Visits[Charge])', 100),
        ('SUMPRODUCT(ISNUMBER(MATCH(Visits[Status],{"BOOKED","DONE"},0))*1)', 3),
        ("SUMPRODUCT(Other[Part],Visits[Charge])", None),
        ("INDEX(Visits[Visit],2)", "V2"),
        ("INDEX(Visits[Visit],4)", 0),
        ("INDEX(Visits[Visit],5)", None),
        ("IFERROR(INDEX(Visits[Visit],5),9)", 9),
        ("IFERROR(1/0,0-1)", -1),
        ("IF(1=1,2,Nowhere[x])", 2),
        ("IF(1=2,2,Nowhere[x])", None),
        ("SUMPRODUCT(LARGE((Visits[Charge]>0)*Visits[Charge],2))", 50.25),
        ("SUMPRODUCT(LARGE(Visits[Charge],3))", 7),
        ("SUMPRODUCT(LARGE(Visits[Charge],4))", None),
        ("MIN(ROW(Visits[Visit]))+MAX(ROW(Visits[Visit]))", 7),
        ("SUMPRODUCT(ABS(Visits[Charge]-100))", 242.75),
        ("COUNTA(Visits[Odd''s '[x']])", 3),
        ("SUM(Visits[Broken])", None),
        ("SUM(Visits[Open])", None),
        ("SUM(Visits[Gone])", None),
        ("SUM(A2:A9)", None),
        ("Sheet2!A1", None),
        ("A2*2", 84),
        ("$A$2+B7", None),
        ("TODAY()", None),
        ('TEXT(DATE(2026,9,30),"yyyy-mm")', "2026-09"),
        ("DATE(2026,9,30)", 46295),
        ("DATE(2026,9+1,1)-1", 46295),
        ("DATE(2026,13,1)-DATE(2027,1,1)", 0),
        ("DATE(2026,3-11,1)-DATE(2025,4,1)", 0),
        ("DATE(2026,0,1)-DATE(2025,12,1)", 0),
        ("DATE(2026,2,30)-DATE(2026,3,2)", 0),
        ("DATE(26,1,1)", None),
        ("DATE(1/0,1,1)", None),
        ("YEAR(46295)*100+MONTH(46295)", 202609),
        ("YEAR(MAX(Visits[Day]))", 2026),
        ("MONTH(Visits[Day])", None),
        ("YEAR(0)", None),
        ("YEAR(60)", None),
        ("MONTH(61)", 3),
        ("SUM(Visits[Charge]", None),
        ("1 2", None),
        ("", None),
    ],
)  # fmt: skip
def test_results(formula, wanted):
    got = value(formula, A2="6*7")
    assert got == wanted and type(got) is type(wanted), got


def test_a_circle_has_no_result():
    assert value("A2+1", A2="A1+1") is None


@pytest.mark.parametrize(
    ("formula", "wanted"),
    [
        ("B1+1", 46296),
        ("COUNT(B1)", 1),
        ("COUNT(C1)", 0),
        ('IF(C1="",1,2)', 1),
        ('IF(D1="","*",D1&"")', "EHP01"),
        ("SUMIFS(Visits[Charge],Visits[Day],B1)", 100),
        ("E1", None),
        ("IFERROR(E1,7)", 7),
        ("F1", None),
    ],
)
def test_what_a_person_typed_counts(formula, wanted):
    typed = {"B1": DAY, "D1": "EHP01", "E1": CellError("#N/A"), "F1": NOT_CALCULATED}
    assert value(formula, typed) == wanted
    assert value(formula) is None, "without cells a cell without a formula is not known"


def test_dates_are_the_numbers_that_excel_counts():
    assert value("MAX(Visits[Day])") == 46295


@given(st.lists(st.floats(-1e6, 1e6).map(lambda x: round(x, 2)), min_size=1, max_size=30))
def test_sums_are_exact(amounts):
    grid = Grid("t", "T", 2, ("A",), (tuple(amounts),))
    got = Calculation({"S": {"A1": "SUM(T[A])"}}, lambda _: grid).result("S", "A1")
    assert got == math.fsum(amounts)


@given(
    st.lists(
        st.tuples(st.sampled_from(["", "a", "A", "b", "ab", "1", 1, None]), st.integers(0, 9)), min_size=1
    ),
    st.lists(st.sampled_from(["a", "B", "ab", "1", 1, None, "zz"]), min_size=1, max_size=6),
)
def test_a_column_of_words_counts_as_each_word_alone(rows, words):
    """Looking all words up at once is the same as asking for one after the other."""
    grid = Grid("t", "T", 2, ("K", "N"), tuple(zip(*rows, strict=True)))
    more = Grid("w", "W", 2, ("K",), (tuple(words),))
    tables = {"t": grid, "w": more}
    one = {f"B{i}": f"SUMIFS(T[N],T[K],INDEX(W[K],{i}))" for i in range(1, len(words) + 1)}
    cells = {"A1": "SUMPRODUCT(SUMIFS(T[N],T[K],W[K]))", **one}
    calculation = Calculation({"S": cells}, lambda excel: tables[excel.casefold()])
    assert calculation.result("S", "A1") == sum(calculation.result("S", cell) for cell in one)


_CELLS = st.one_of(st.none(), st.sampled_from(["", "a", "A", "ab", "1", "01", "*", "x y", "<3"]), st.booleans(),
                   st.integers(0, 3).map(float), st.just(CellError("#N/A")))  # fmt: skip
_CRITERIA = st.one_of(
    _CELLS, st.sampled_from(["*", "?*", "a*", "<>", "<>a", ">1", "<=2", "=a", "<>1", "=1", "=", "~*"])
)


@given(
    st.lists(st.tuples(_CELLS, _CELLS, st.integers(0, 9).map(float)), min_size=1, max_size=12),
    _CRITERIA,
    _CRITERIA,
)
def test_what_is_found_at_once_is_what_a_search_finds(rows, one, other):
    columns = [list(column) for column in zip(*rows, strict=True)]

    def found(kind):
        first, second, amounts = map(kind, columns)
        try:
            return gathered([(first, one), (second, other)], amounts)
        except ValueError:
            return None

    searched, at_once = found(list), found(Cells)
    assert at_once == searched or (at_once is None and any(isinstance(c, CellError) for c in (one, other)))


@given(st.text(string.printable, max_size=40))
def test_whatever_a_cell_holds_nothing_falls_over(formula):
    value(formula)
    value(f"IFERROR(SUM({formula}),{formula})")


def test_a_formula_is_read_once():
    assert parsed("1+1") is parsed("1+1")


EQUAL_OR_NOT = [
    1.0,
    True,
    1,
    0.0,
    False,
    "1",
    "",
    None,
    "#N/A",
    CellError("#N/A"),
    DAY,
    dt.datetime(2026, 9, 30),
]


@given(st.lists(st.sampled_from(EQUAL_OR_NOT), max_size=8))
def test_equal_cells_that_are_not_the_same_kind_are_kept_apart(cells):
    asked = []

    def kind(cell):
        asked.append(cell)
        return type(cell).__name__, cell

    assert of_each(kind, cells) == [(type(cell).__name__, cell) for cell in cells]
    if not any(isinstance(cell, (bool, int, CellError)) for cell in cells):
        assert len(asked) == len(set(cells))

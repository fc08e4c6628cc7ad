"""The live formulas: they name tables and columns that exist, in the form that files hold."""

from __future__ import annotations

import re

import pytest

from xl_massbill.book.tables import TABLES
from xl_massbill.template import aging_sheet as aging
from xl_massbill.template.references import column

STRUCTURED = re.compile(r"([A-Za-z_]+)\[((?:'.|[^\[\]'])+)\]")
EXCEL = {table.facts.excel: table for table in TABLES.values()}


def formulas(book, *sheets):
    for name in sheets:
        for row in book[name].iter_rows():
            yield from ((f"{name}!{c.coordinate}", c.value) for c in row if c.data_type == "f")


ALL = ("Home", "Dashboard", "Aging", "AgingPatients", "ChartData")


def test_every_reference_leads_to_a_column(book):
    seen = 0
    for place, formula in formulas(book, *ALL):
        for table, title in STRUCTURED.findall(formula):
            seen += 1
            assert table in EXCEL, place
            assert title in {f.column.title for f in EXCEL[table].fields()}, f"{place}: {table}[{title}]"
        assert "[@" not in formula
    assert seen > 100


def divisors(formula):
    """Yield what stands behind each sign of division."""
    bare = re.sub(r'"[^"]*"', lambda text: "'" * len(text[0]), formula)
    for at in (i for i, sign in enumerate(bare) if sign == "/"):
        depth, end = 0, at + 1
        while end < len(bare) and (depth or bare[end] not in "+-*/=<>&,)"):
            depth += (bare[end] == "(") - (bare[end] == ")")
            end += 1
        yield formula[at + 1 : end]


def test_no_formula_divides_by_what_may_be_nothing(book):
    seen = 0
    for place, formula in formulas(book, *ALL):
        for divisor in divisors(formula):
            plain = divisor[1:-1] if divisor.startswith("(") else divisor
            assert divisor == "1000000" or f"IF({plain}=0," in formula, f"{place}: {formula}"
            seen += 1
    assert seen > 100


def test_home_counts_what_its_words_say(book):
    home = {c.value: c for row in book["Home"].iter_rows() for c in row if isinstance(c.value, str)}

    def below(words):
        cell = home[words]
        return book["Home"].cell(cell.row + 1, cell.column).value

    assert below("Visit lines") == "=COUNTA(Visits[Visit])"
    assert below("Open errors") == '=COUNTIFS(Findings[Severity],"error",Findings[State],"OPEN")'
    assert below("Open warnings") == '=COUNTIFS(Findings[Severity],"warning",Findings[State],"OPEN")'
    assert below("Owed to you") == "=SUM(Aging[Total])"
    assert below("Over 120 days") == "=SUM(Aging[Over 120 days])"
    statuses = re.findall(r'"([A-Z_]+)"', below("Claims out"))
    assert "BATCHED" in statuses
    assert set(statuses) < set(TABLES["claims"].field("status").column.choices)


def test_home_leads_to_every_sheet_that_is_shown(book):
    links = [c.hyperlink.location for row in book["Home"].iter_rows() for c in row if c.hyperlink]
    shown = {s.title for s in book.worksheets if s.sheet_state == "visible"} - {"Home"}
    assert {link.rpartition("!")[0].strip("'") for link in links} == shown


@pytest.mark.parametrize("name", ["aging", "aging_patients", "aging_therapists", "aging_kinds"])
def test_an_aging_sheet_leads_to_the_rows_behind_its_figures(book, name):
    link = book[TABLES[name].facts.excel]["A2"].hyperlink
    assert link.location == "'AgingRows'!A1" and "AgingRows" in book.sheetnames


@pytest.mark.parametrize("name", ["aging", "aging_patients", "aging_therapists", "aging_kinds"])
def test_the_totals_stand_above_their_columns(book, name):
    table = TABLES[name]
    sheet = book[table.facts.excel]
    for i, field in enumerate(table.fields(), 1):
        if field.name in (*aging.BUCKETS, "unbilled", "total", "credits", "claims"):
            reference = column(table, field.name)
            assert sheet.cell(aging.TOTAL, i).value == f"=SUM({reference})"
            for row, kind in ((aging.INSURANCE, "INSURANCE"), (aging.PATIENT, "PATIENT")):
                wanted = f'=SUMIFS({reference},{column(table, "kind")},"{kind}")'
                assert sheet.cell(row, i).value == wanted
        else:
            assert sheet.cell(aging.TOTAL, i).value in (None, "Total")
    assert column(table, "as_of") in sheet["A2"].value
    assert column(table, "anchor") in sheet["A2"].value


def test_both_charts_look_at_cells_that_stay(book):
    (by_age,), (by_payer,) = book["Home"]._charts, book["Aging"]._charts
    assert [s.val.numRef.f for s in by_age.series] == [
        f"'Aging'!$E${row}:$I${row}" for row in (aging.INSURANCE, aging.PATIENT)
    ]
    assert len(by_payer.series) == len(aging.BUCKETS)
    assert all(s.val.numRef.f.startswith("'ChartData'!") for s in by_payer.series)
    assert by_age.grouping == by_payer.grouping == "stacked"


def test_the_sign_of_quotes_in_a_heading_is_escaped():
    assert column(TABLES["claims"], "icn") == "Claims[Payer''s claim number]"

"""What a save changes in the bytes of a closed workbook, and what it leaves alone."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest
import xlsxwriter

from tests.hosts.clinic import column, loaded
from tests.hosts.lossless import check_saved
from tests.hosts.rich import LAST, MAIN, SESSIONS, SLIPS, SLIPS_TABLE, VARIANTS, Parts, prefixed, rich
from xl_massbill.book.workbook import Formula
from xl_massbill.errors import Refused


@pytest.mark.parametrize("name", VARIANTS)
def test_a_written_column_changes_one_sheet(clinic, name):
    workbook = clinic.put(VARIANTS[name]())
    workbook.write("sessions", {"problems": [None, "new", None, None, "old problem 5", None, None, "new 8"]})
    workbook.save()
    check_saved(clinic.old, clinic.path.read_bytes(), {SESSIONS: {(2, 6), (3, 6), (9, 6)}})
    assert column(clinic.open(), "sessions", "Problems")[1::6] == ["new", "new 8"]


@pytest.mark.parametrize("rows", [0, 1, 5, 6, 7, 30])
@pytest.mark.parametrize("name", ["excel", "prefixed", "spaced", "turned"])
def test_a_replaced_table_changes_its_sheet_and_its_range(clinic, name, rows):
    workbook = clinic.put(VARIANTS[name]())
    workbook.replace("slips", {"rule": [f"N-{i}" for i in range(rows)]})
    workbook.save()
    kept = max(rows, 3)
    area = {(r, c) for r in range(4, 4 + max(6, kept)) for c in range(2, 7)}
    own = {(r, 7) for r in range(4 + min(6, kept), 4 + max(6, kept))}
    check_saved(clinic.old, clinic.path.read_bytes(), {SLIPS: area | own}, {SLIPS_TABLE})
    again = clinic.open()
    assert column(again, "slips", "Rule") == [f"N-{i}" for i in range(rows)] + [None] * (kept - rows)
    assert column(again, "slips", "My mark")[2] == "a mark of ours"
    table = clinic.parts()[SLIPS_TABLE].decode()
    assert table.count(f'ref="B3:H{3 + kept}"') == 2
    assert f'ref="B4:H{3 + kept}"' in table
    assert f'ref="D4:D{3 + kept}"' in table


def test_nothing_different_leaves_the_file_alone(clinic):
    workbook = clinic.put(rich())
    facts = clinic.path.stat()
    grid = workbook.read("sessions")
    workbook.write("sessions", {"problems": grid.columns[5], "status": [""] * 8})
    workbook.replace("slips", {n: workbook.read("slips").columns[i] for i, n in enumerate(("rule", "place"))} | {
        "amount": [int(a) for a in workbook.read("slips").columns[2]],
        "seen": [dt.datetime(2026, 5, d) for d in range(3, 9)],
        "reason": workbook.read("slips").columns[4],
    })  # fmt: skip
    workbook.save()
    assert clinic.path.read_bytes() == clinic.old
    assert clinic.path.stat().st_mtime_ns == facts.st_mtime_ns
    assert list(clinic.path.parent.iterdir()) == [clinic.path]


def test_a_formula_written_again_changes_nothing(clinic):
    workbook = clinic.put(rich())
    links = [Formula(f'HYPERLINK("#Sessions!A{i}","go & see")', "go & see") for i in range(6)]
    rows = {"rule": ["r"] * 6, "place": links}
    workbook.replace("slips", rows)
    workbook.save()
    once = clinic.path.read_bytes()
    workbook.replace("slips", rows)
    workbook.save()
    assert clinic.path.read_bytes() == once


def test_excel_is_asked_to_calculate_and_its_chain_is_dropped(clinic):
    workbook = clinic.put(rich())
    workbook.write("sessions", {"problems": ["x"] * 8})
    workbook.save()
    parts = clinic.parts()
    assert "xl/calcChain.xml" not in parts
    assert b"calcChain" not in parts["[Content_Types].xml"] + parts["xl/_rels/workbook.xml.rels"]
    assert parts["xl/workbook.xml"].count(b'fullCalcOnLoad="1"') == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (r"<calcPr [^>]*/>", '<calcPr calcMode="manual" fullCalcOnLoad="0" calcId="1"></calcPr>'),
        (r"<calcPr [^>]*/>", ""),
        (r"<definedNames>.*</definedNames><calcPr [^>]*/>", ""),
    ],
)
def test_calculation_is_asked_for_in_every_workbook(clinic, old, new):
    parts = rich()
    parts["xl/workbook.xml"] = re.sub(old.encode(), new.encode(), parts["xl/workbook.xml"])
    workbook = clinic.put(parts)
    workbook.write("sessions", {"problems": ["x"] * 8})
    workbook.save()
    book = clinic.parts()["xl/workbook.xml"].decode()
    assert re.search(r'</(sheets|definedNames)><calcPr [^>]*fullCalcOnLoad="1"', book)
    assert 'fullCalcOnLoad="0"' not in book


def test_cells_keep_their_style_and_new_ones_take_that_of_their_column(clinic):
    workbook = clinic.put(rich())
    style = re.search(r's="(\d+)"', clinic.cell(SESSIONS, "F3"))[0]
    date_style = re.search(r's="(\d+)"', clinic.cell(SLIPS, "E4"))[0]
    workbook.write("sessions", {"problems": ["a", None, None, "b", None, None, None, None]})
    workbook.replace("slips", {"rule": ["r"] * 8, "seen": [dt.date(2026, 5, 4)] * 7 + [None]})
    workbook.save()
    assert style in clinic.cell(SESSIONS, "F2")
    assert clinic.cell(SESSIONS, "F3") == f'<c r="F3" {style}/>'
    assert clinic.cell(SESSIONS, "F4") == f'<c r="F4" {style}/>'
    assert clinic.cell(SLIPS, "E10") == f'<c r="E10" {date_style}><v>46146</v></c>'
    assert clinic.cell(SLIPS, "E11") == f'<c r="E11" {date_style}/>'


def test_a_date_in_a_column_without_dates_gets_a_style_that_shows_it(clinic):
    workbook = clinic.put(rich())
    cells = [dt.date(2026, 5, 4), dt.datetime(2026, 5, 4, 9, 30), dt.time(9, 30), None, *["x"] * 4]
    workbook.write("sessions", {"problems": cells, "status": cells})
    workbook.save()
    assert column(clinic.open(), "sessions", "Problems") == cells
    assert column(clinic.open(), "sessions", "Billing") == cells
    sheet = loaded(clinic.path.read_bytes())["Sessions"]
    assert sheet["F2"].is_date
    assert sheet["F2"].fill.fgColor.rgb == sheet["F3"].fill.fgColor.rgb == "FFFFC7CE"
    count = clinic.parts()["xl/styles.xml"].count(b"<xf ")
    workbook.write("sessions", {"problems": [dt.date(2026, 5, 5), *cells[1:]]})
    workbook.save()
    assert clinic.parts()["xl/styles.xml"].count(b"<xf ") == count


def test_a_workbook_that_counts_from_1904(clinic):
    parts = rich()
    parts["xl/workbook.xml"] = re.sub(rb"<workbookPr", b'<workbookPr date1904="1"', parts["xl/workbook.xml"])
    workbook = clinic.put(parts)
    workbook.replace("slips", {"rule": ["r"], "seen": [dt.date(2030, 5, 5)]})
    workbook.save()
    assert "<v>46146</v>" in clinic.cell(SLIPS, "E4")
    assert column(clinic.open(), "slips", "First seen")[0] == dt.date(2030, 5, 5)
    workbook.replace("slips", {"rule": ["r"], "seen": [dt.date(1903, 5, 5)]})
    with pytest.raises(Refused, match="1904"):
        workbook.save()


def test_an_empty_table_that_waits_for_its_first_row_waits_no_more(clinic):
    """Excel marks the blank row of an empty table; with rows in it the mark would hide them."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet("Owed").add_table(
            "A1:B2", {"name": "Owed", "columns": [{"header": "Payer"}, {"header": "Cents"}]}
        )
    parts = Parts.of(out.getvalue())
    parts.edit("xl/tables/table1.xml", "<table ", '<table insertRow="1" ')
    workbook = clinic.put(parts)
    workbook.append("owed", {"payer": [None]})
    workbook.save()
    assert clinic.path.read_bytes() == clinic.old
    workbook.replace("owed", {"payer": ["A"]})
    workbook.save()
    assert b"insertRow" not in clinic.parts()["xl/tables/table1.xml"]
    assert b'ref="A1:B2"' in clinic.parts()["xl/tables/table1.xml"]


def test_a_table_of_nothing_but_its_header_gets_its_first_row(clinic):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet("Owed").add_table(
            "A1:B2", {"name": "Owed", "columns": [{"header": "Payer"}, {"header": "Cents"}]}
        )
    parts = Parts.of(out.getvalue())
    parts["xl/tables/table1.xml"] = parts["xl/tables/table1.xml"].replace(b"A1:B2", b"A1:B1")
    workbook = clinic.put(parts)
    workbook.append("owed", {"payer": ["A", "B"]})
    workbook.save()
    assert column(clinic.open(), "owed", "Payer") == ["A", "B"]
    assert b'ref="A1:B3"' in clinic.parts()["xl/tables/table1.xml"]


def test_two_tables_on_one_sheet(clinic):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("Both")
        sheet.add_table("A1:B3", {"name": "Slips", "columns": [{"header": "Rule"}, {"header": "Place"}]})
        sheet.add_table("D1:E3", {"name": "Owed", "columns": [{"header": "Payer"}, {"header": "Cents"}]})
    workbook = clinic.put(out.getvalue())
    workbook.replace("slips", {"rule": ["a", "b", "c"]})
    workbook.replace("owed", {"payer": ["p"] * 5, "cents": range(5)})
    workbook.save()
    again = clinic.open()
    assert column(again, "slips", "Rule") == ["a", "b", "c"]
    assert column(again, "owed", "Cents") == [0, 1, 2, 3, 4]


def test_the_dimension_grows_with_the_table(clinic):
    workbook = clinic.put(rich())
    workbook.replace("slips", {"rule": ["r"] * 30})
    workbook.save()
    assert b'<dimension ref="A1:J33"/>' in clinic.parts()[SLIPS]


def test_openpyxl_reads_what_was_saved(clinic):
    workbook = clinic.put(prefixed(rich()))
    workbook.write("sessions", {"problems": ["x", "=1+1", True, 5, None, "a\r\nb", "_x000D_", "&"]})
    workbook.replace("slips", {"rule": ["r"] * 30, "place": [Formula("1+1", 2)] * 30})
    workbook.save()
    book = loaded(clinic.path.read_bytes())
    problems = [c.value for c in book["Sessions"]["F"][1:9]]
    assert problems[:5] == ["x", "=1+1", True, 5, None]
    assert book["Sessions"]["F3"].data_type != "f"
    assert book["Slips"].tables["Slips"].ref == "B3:H33"
    assert book["Slips"]["C4"].value == "=1+1"
    assert loaded(clinic.path.read_bytes(), data_only=True)["Slips"]["C4"].value == 2
    assert LAST in clinic.parts()
    assert MAIN.encode() in clinic.parts()[LAST]

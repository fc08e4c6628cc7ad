"""What Excel and others really put into a closed workbook, and how it reads."""

from __future__ import annotations

import datetime as dt
import io
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.worksheet.table import Table as ExcelTable

from tests.hosts.rich import MAIN, SESSIONS, VARIANTS, Parts, prefixed, rich, turned
from tests.hosts.tables import REGISTRY
from xl_massbill.book.workbook import NOT_CALCULATED, CellError
from xl_massbill.errors import Unreadable
from xl_massbill.hosts.a1 import Box, boxed
from xl_massbill.hosts.file import FileWorkbook
from xl_massbill.hosts.sheet_scan import SheetScan

HEADS = ("Session", "Day", "Minutes", "Billing", "Problems")
ROWS_AT = b"</row></sheetData>"


def opened(tmp_path: Path, data: bytes) -> FileWorkbook:
    path = tmp_path / "clinic.xlsx"
    path.write_bytes(data)
    return FileWorkbook(path, registry=REGISTRY)


def book_of(cells: str, *, rows: int = 1, from_1904: bool = False) -> Parts:
    """Return a workbook whose table Sessions has these cells, as XML, in its first data row."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "date_1904": from_1904}) as book:
        for code in ("yyyy-mm-dd", "hh:mm", "yyyy-mm-dd hh:mm", "[h]:mm", "0%"):
            style = book.add_format({"num_format": code})
            book.add_worksheet().write_number(0, 0, 1, style)
        sheet = book.add_worksheet("Sessions")
        sheet.add_table(0, 0, rows, 4, {"name": "Sessions", "columns": [{"header": h} for h in HEADS]})
    parts = Parts.of(out.getvalue())
    parts.edit("xl/worksheets/sheet6.xml", ROWS_AT, f'</row><row r="2">{cells}</row></sheetData>')
    return parts


def row_of(tmp_path: Path, cells: str, **more: bool) -> list[object]:
    return [c[0] for c in opened(tmp_path, book_of(cells, **more).packed()).read("sessions").columns]


@pytest.mark.parametrize("name", VARIANTS)
def test_every_way_of_writing_reads_alike(tmp_path, name):
    grid = opened(tmp_path, VARIANTS[name]()).read("sessions")
    assert grid.headings == ("Session", "Day", "Minutes", "Own note", "Billing", "Problems", "Fee", "Rich")
    assert list(grid.columns[1]) == [dt.date(2026, 5, d) for d in range(1, 9)]
    assert grid.columns[3][0] == "note 1 & <more>"
    assert list(grid.columns[4]) == [None] * 8
    assert list(grid.columns[5]) == [None, "old problem 2", None, None, "old problem 5", None, None, None]
    assert grid.columns[7][7] == "plain red end"


def test_errors_are_errors_and_not_blanks(tmp_path):
    cells = (
        '<c r="A2" t="e"><v>#N/A</v></c><c t="e" r="B2" s="1"><f>1/0</f><v>#DIV/0!</v></c>'
        "<c r='C2' t='e'><v>#NAME?</v></c>"
        '<c r="D2" t="inlineStr"><is><t>#N/A t="e"</t></is></c><c r="E2" t="e"/>'
    )
    row = row_of(tmp_path, cells)
    assert row == ["#N/A", "#DIV/0!", "#NAME?", '#N/A t="e"', None]
    assert [type(cell) for cell in row[:4]] == [CellError, CellError, CellError, str]


def test_a_formula_without_a_result_is_no_blank(tmp_path):
    cells = (
        '<c r="A2"><f>1+1</f></c><c r="B2"><f>1+1</f><v></v></c><c r="C2" t="str"><f>""</f><v></v></c>'
        '<c r="D2"><f t="shared" si="0"/><v/></c><c r="E2" t="str"><f>"x"</f><v>x</v></c>'
    )
    assert row_of(tmp_path, cells) == [NOT_CALCULATED, NOT_CALCULATED, None, NOT_CALCULATED, "x"]


def test_formulas_with_results_give_these(tmp_path):
    cells = (
        '<c r="A2" t="str"><f>"a"</f><v>a&amp;b_x000D_</v></c><c r="B2" s="1"><f>NOW()</f><v>46146</v></c>'
        '<c r="C2"><f>1</f><v>0</v></c><c r="D2" t="b"><f>TRUE</f><v>1</v></c><c r="E2"><f>2</f><v>2.5</v></c>'
    )
    row = row_of(tmp_path, cells)
    assert row == ["a&b\r", dt.date(2026, 5, 4), 0, True, 2.5]
    assert row[3] is True


@pytest.mark.parametrize(("from_1904", "day"), [(False, dt.date(2026, 5, 4)), (True, dt.date(2030, 5, 5))])
def test_dates_times_and_spans(tmp_path, from_1904, day):
    cells = (
        '<c r="A2" s="1"><v>46146</v></c><c r="B2" s="2"><v>0.375</v></c><c r="C2" s="3"><v>46146.5</v></c>'
        '<c r="D2" s="4"><v>0.5</v></c><c r="E2" s="4"><v>1.5</v></c>'
    )
    row = row_of(tmp_path, cells, from_1904=from_1904)
    assert row == [day, dt.time(9), dt.datetime.combine(day, dt.time(12)), dt.time(12), 1.5]


def test_iso_dates_percent_zeros_and_hard_blanks(tmp_path):
    cells = (
        '<c r="A2" t="d" s="1"><v>2026-05-04</v></c><c r="B2" s="5"><v>0.2</v></c>'
        '<c r="C2" t="inlineStr"><is><t>002139</t></is></c>'
        '<c r="D2" t="inlineStr"><is><t xml:space="preserve"> \u00a0x </t></is></c>'
        '<c r="E2" t="inlineStr"><is><t></t></is></c>'
    )
    assert row_of(tmp_path, cells) == [dt.date(2026, 5, 4), 0.2, "002139", " \u00a0x ", None]


def test_a_table_reaches_past_the_last_cell(tmp_path):
    parts = book_of('<c r="B2"><v>5</v></c>', rows=4)
    grid = opened(tmp_path, parts.packed()).read("sessions")
    assert [list(c) for c in grid.columns] == [[None] * 4, [5, None, None, None], *[[None] * 4] * 3]


def test_a_table_away_from_the_corner(tmp_path):
    grid = opened(tmp_path, VARIANTS["plain"]()).read("slips")
    assert grid.first_row == 4
    assert grid.headings[0] == "Rule"
    assert list(grid.columns[0]) == [f"R-{r}" for r in range(3, 9)]


def test_a_totals_row_is_no_data(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "clinic.xlsx") as book:
        sheet = book.add_worksheet("Any")
        columns = [{"header": h, "total_string": "all"} for h in HEADS]
        sheet.add_table(0, 0, 4, 4, {"name": "Sessions", "columns": columns, "total_row": True})
        sheet.write_string(1, 0, "S1")
    grid = FileWorkbook(tmp_path / "clinic.xlsx", registry=REGISTRY).read("sessions")
    assert list(grid.columns[0]) == ["S1", None, None]
    assert grid.sheet == "Any"


def test_a_table_without_a_header_row_takes_the_names_of_its_columns(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "clinic.xlsx") as book:
        sheet = book.add_worksheet("Sessions")
        columns = [{"header": h} for h in HEADS]
        sheet.add_table(1, 0, 3, 4, {"name": "Sessions", "columns": columns, "header_row": False})
        sheet.write_string(1, 0, "S1")
    grid = FileWorkbook(tmp_path / "clinic.xlsx", registry=REGISTRY).read("sessions")
    assert grid.headings == HEADS
    assert (grid.first_row, list(grid.columns[0])) == (2, ["S1", None, None])


def test_a_table_of_nothing_but_its_header(tmp_path):
    parts = book_of("")
    parts.edit("xl/tables/table1.xml", 'ref="A1:E2"', 'ref="A1:E1"')
    workbook = opened(tmp_path, parts.packed())
    assert workbook.read("sessions").headings == HEADS
    assert workbook.read("sessions").height == 0


def test_openpyxl_writes_it_too(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(HEADS)
    sheet.append(["S1", dt.date(2026, 5, 4), "=1+1", True, "#N/A"])
    sheet.append(["=A2", dt.time(9, 30), None, 7, "x"])
    sheet.add_table(ExcelTable(displayName="sessions", ref="A1:E3"))
    book.save(tmp_path / "clinic.xlsx")
    workbook = FileWorkbook(tmp_path / "clinic.xlsx", registry=REGISTRY)
    grid = workbook.read("sessions")
    assert [list(c) for c in grid.columns] == [
        ["S1", NOT_CALCULATED],
        [dt.date(2026, 5, 4), dt.time(9, 30)],
        [NOT_CALCULATED, None],
        [True, 7],
        ["#N/A", "x"],
    ]
    assert type(grid.columns[4][0]) is CellError


def test_tables_that_we_do_not_know_are_nobody_s_business(tmp_path):
    parts = rich()
    parts.edit("xl/tables/table1.xml", 'displayName="Sessions"', 'displayName="Sessions_2"')
    assert opened(tmp_path, parts.packed()).tables() == {"slips"}


def test_absolute_and_oddly_spelled_targets_are_followed(tmp_path):
    parts = rich()
    parts.edit(
        "xl/_rels/workbook.xml.rels", 'Target="worksheets/sheet1.xml"', 'Target="/xl/worksheets/Sheet1.XML"'
    )
    parts.edit(
        "xl/worksheets/_rels/sheet1.xml.rels", "../tables/table1.xml", "/xl/charts/../tables/table1.xml"
    )
    assert "sessions" in opened(tmp_path, parts.packed()).tables()


def test_a_target_outside_the_package_is_not_followed(tmp_path):
    parts = rich()
    parts.edit("xl/worksheets/_rels/sheet1.xml.rels", "../tables/table1.xml", "../../../../etc/passwd")
    assert opened(tmp_path, parts.packed()).tables() == {"slips"}


@pytest.mark.parametrize(
    "cell", ['<c r="A1048576"><v>1</v></c>', '<c r="A1048576" t="inlineStr"><is><t>x</t></is></c>']
)
def test_a_stray_cell_in_the_last_row_costs_no_memory(tmp_path, cell):
    parts = book_of('<c r="A2" t="s"><v>0</v></c><c r="B2" s="1"><v>46146</v></c>')
    parts.edit("xl/worksheets/sheet6.xml", "</sheetData>", f'<row r="1048576">{cell}</row></sheetData>')
    assert SheetScan(parts["xl/worksheets/sheet6.xml"]).trimmed(_box(parts)).count(b"<row") == 2
    grid = opened(tmp_path, parts.packed()).read("sessions")
    assert [c[0] for c in grid.columns] == ["Session", dt.date(2026, 5, 4), None, None, None]
    if Path("/proc/self/status").exists():
        assert _peak_mb(tmp_path / "clinic.xlsx") < 40


def _peak_mb(path: Path) -> float:
    """Return how much memory a process of its own takes at most to read the table."""
    code = (
        "import re, sys; from tests.hosts.tables import REGISTRY;"
        "from xl_massbill.hosts.file import FileWorkbook;"
        "peak = lambda: int(re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1]);"
        "before = peak(); FileWorkbook(sys.argv[1], registry=REGISTRY).read('sessions');"
        "print((peak() - before) / 1024)"
    )
    root = Path(__file__).parents[2]
    made = subprocess.run(
        [sys.executable, "-c", code, path], cwd=root, capture_output=True, text=True, check=True
    )
    return float(made.stdout)


def test_a_stray_cell_in_the_last_column_costs_no_memory(tmp_path):
    parts = book_of('<c r="A2"><v>7</v></c><c r="XFD2"><v>1</v></c>', rows=600)
    more = "".join(f'<row r="{r}"><c r="A{r}"><v>{r}</v></c></row>' for r in range(3, 602))
    parts.edit("xl/worksheets/sheet6.xml", "</sheetData>", f"{more}</sheetData>")
    scan = SheetScan(parts["xl/worksheets/sheet6.xml"])
    assert scan.strays_from(_box(parts))
    assert b"XFD" not in scan.trimmed(_box(parts))
    grid = opened(tmp_path, parts.packed()).read("sessions")
    assert list(grid.columns[0]) == [7, *range(3, 602)]


def _box(parts: Parts) -> Box:
    box = boxed("A1:E2" if b'ref="A1:E2"' in parts["xl/tables/table1.xml"] else "A1:E601")
    assert box is not None
    return box


def test_cells_that_do_not_say_where_they_stand_are_counted(tmp_path):
    parts = book_of("")
    start = parts["xl/worksheets/sheet6.xml"].index(b"<sheetData>")
    head = b"".join(b'<c t="inlineStr"><is><t>%s</t></is></c>' % h.encode() for h in HEADS)
    rows = b"<row>" + head + b'</row><row><c><v>1</v></c><c t="e"><v>#N/A</v></c><c/><c><f>1</f></c></row>'
    end = parts["xl/worksheets/sheet6.xml"].index(b"</sheetData>")
    sheet = parts["xl/worksheets/sheet6.xml"]
    parts["xl/worksheets/sheet6.xml"] = sheet[:start] + b"<sheetData>" + rows + sheet[end:]
    row = [c[0] for c in opened(tmp_path, parts.packed()).read("sessions").columns]
    assert row == [1, CellError("#N/A"), None, NOT_CALCULATED, None]


@pytest.mark.parametrize("change", [lambda p: p, prefixed, turned])
def test_the_scan_finds_the_same_in_every_spelling(change):
    parts = rich()
    parts.edit(SESSIONS, '<c r="C2"><v>31</v></c>', '<c r="C2" t="e"><v>#REF!</v></c>')
    parts.edit(SESSIONS, "</f><v>0</v></c>", "</f></c>")
    found = set(SheetScan(change(parts)[SESSIONS]).odd())
    assert found == {(2, 3, CellError("#REF!")), (2, 7, NOT_CALCULATED)}


def test_the_strict_kind_of_workbook_reads_too(tmp_path):
    parts = rich()
    for name in [n for n in parts if n.endswith((".xml", ".rels"))]:
        data = parts[name].replace(MAIN.encode(), b"http://purl.oclc.org/ooxml/spreadsheetml/main")
        parts[name] = data.replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
    try:
        grid = opened(tmp_path, parts.packed()).read("sessions")
    except Unreadable:
        pytest.skip("python-calamine does not read it")
    assert grid.columns[0][0] == "S1"

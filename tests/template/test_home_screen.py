"""Home at 100 % on a small laptop: what is looked at every day stands in the first screen, buttons included."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
import zipfile

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from tests.template.conftest import RULES
from xl_massbill.book.tables import TABLES
from xl_massbill.template import home_buttons
from xl_massbill.template.home import BUTTONS_ROW, NO_BUTTONS
from xl_massbill.template.home_leaks import leaks
from xl_massbill.template.home_work import work
from xl_massbill.template.styles import Ink
from xl_massbill.template.widths import pixels
from xl_massbill.template.workbook import build

WIDE, HIGH = 1280, 560
"""Pixels that 1366 x 768 leave for cells under Excel's ribbon, formula bar, headings and status bar."""
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"


@pytest.fixture(scope="module")
def with_macros():
    return build(rule_rows=RULES, macros={})


def left(sheet, column):
    """Return how many pixels stand to the left of a column."""
    letters = map(get_column_letter, range(1, column))
    return sum(pixels(sheet.column_dimensions[letter].width) for letter in letters)


def above(sheet, row):
    """Return how many pixels stand above a row; a row without a height of its own has 17."""
    heights = (sheet.row_dimensions[r].height for r in range(1, row))
    return sum(round(height * 96 / 72) if height else 17 for height in heights)


def row_of(sheet, words):
    return next(c.row for row in sheet.iter_rows() for c in row if c.value == words)


def test_the_width_of_a_column_is_excels():
    assert [pixels(w) for w in (8.43, 9.140625, 10, 2)] == [59, 64, 70, 14]


def test_what_is_looked_at_every_day_fits_the_first_screen(book):
    home = book["Home"]
    assert home.sheet_view.zoomScale == 100 and not home.sheet_view.showGridLines
    assert left(home, 14) <= WIDE
    last = work(TABLES["work_list"])[-1].words
    assert above(home, row_of(home, last) + 1) <= HIGH
    for words in ("Visit lines", "Open errors", leaks(TABLES)[-1].words):
        assert above(home, row_of(home, words) + 1) <= HIGH
    (chart,) = home._charts
    top, wide, high = chart.anchor._from.row + 1, chart.anchor.ext.width, chart.anchor.ext.height
    assert above(home, top) + high / 9525 <= HIGH
    assert left(home, chart.anchor._from.col + 1) + wide / 9525 <= WIDE
    assert above(home, top) + high / 9525 <= above(home, row_of(home, "All sheets"))


def test_counts_of_work_jump_to_the_work_list(book):
    home = book["Home"]
    for one in work(TABLES["work_list"]):
        row = row_of(home, one.words)
        assert home.cell(row, 2).hyperlink.location == "'WorkList'!A1"
        assert home.cell(row, 4).value == f"={one.many}" and home.cell(row, 5).value == f"={one.amount}"
    due, soon, broken = (one.many for one in work(TABLES["work_list"]))
    assert due == 'COUNTIFS(WorkList[Due on],"<="&MAX(WorkList[As of]))'
    assert soon == 'COUNTIFS(WorkList[Days left],"<=7")'
    assert broken == 'COUNTIFS(WorkList[Flags],"*PROMISE_BROKEN*")'


def test_without_macros_there_are_words_and_no_buttons(package, book):
    with zipfile.ZipFile(io.BytesIO(package)) as file:
        assert b"macro=" not in file.read("xl/drawings/drawing1.xml")
    assert book["Home"].cell(BUTTONS_ROW, 2).value == NO_BUTTONS


def test_with_macros_the_daily_four_are_buttons_in_their_row(with_macros):
    home = openpyxl.load_workbook(io.BytesIO(with_macros))["Home"]
    assert all(c.value is None for c in home[BUTTONS_ROW])
    with zipfile.ZipFile(io.BytesIO(with_macros)) as file:
        root = ET.fromstring(file.read("xl/drawings/drawing1.xml"))
    anchors = [a for a in root if a.find(f"{DRAWING}sp") is not None]
    assert [a.find(f"{DRAWING}sp").get("macro") for a in anchors] == [
        f"[0]!{name}" for name, _ in home_buttons.macros()
    ]
    texts = ["".join(a.itertext()).strip() for a in anchors]
    assert [re.sub(r"^\d+", "", t) for t in texts] == [b.label for b in home_buttons.ON_HOME]
    ids = [e.get("id") for e in root.iter(f"{DRAWING}cNvPr")]
    assert len(set(ids)) == len(ids)
    ends = 0
    for anchor in anchors:
        col, row, offset = (
            int(anchor.find(f"{DRAWING}from/{DRAWING}{n}").text) for n in ("col", "row", "rowOff")
        )
        ext = anchor.find(f"{DRAWING}ext")
        assert left(home, col + 1) >= ends + 4, "buttons do not touch"
        ends = left(home, col + 1) + int(ext.get("cx")) / 9525
        assert row == BUTTONS_ROW - 1
        assert (offset + int(ext.get("cy"))) / 9525 <= above(home, row + 2) - above(home, row + 1)
    assert ends <= WIDE


def test_a_first_sheet_without_a_drawing_is_refused(with_macros):
    with pytest.raises(ValueError, match="no drawing"):
        home_buttons.with_buttons({"xl/worksheets/_rels/sheet1.xml.rels": b""})


def test_no_cell_has_a_comment(book):
    assert not [c for sheet in book for row in sheet.iter_rows() for c in row if c.comment]


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        *[(ink, Ink.WHITE) for ink in (Ink.TEXT, Ink.QUIET, Ink.BLUE, Ink.GREEN, Ink.RED, Ink.AMBER, Ink.LINK)],
        *[(ink, Ink.PAPER) for ink in (Ink.QUIET, Ink.BLUE, Ink.RED, Ink.AMBER)],
        *[(Ink.WHITE, ground) for ground in (Ink.BLUE, Ink.BLUE_MID, Ink.GREEN, Ink.GREEN_MID, Ink.GREY)],
        (Ink.RED, Ink.RED_PALE), (Ink.AMBER, Ink.AMBER_PALE), (Ink.TEXT, Ink.ENTRY), (Ink.QUIET, Ink.GREY_PALE),
        (Ink.TEXT, Ink.RED_PALE), (Ink.TEXT, Ink.AMBER_PALE), (Ink.QUIET, Ink.AMBER_PALE),
    ],
)  # fmt: skip
def test_letters_stand_out_from_their_ground(ink, ground):
    assert contrast(ink, ground) >= 4.5


def test_near_deadlines_flags_and_old_money_stand_out(book):
    rules = {
        name: {
            (str(area.sqref), rule.formula[0])
            for area in book[name].conditional_formatting
            for rule in area.rules
        }
        for name in ("WorkList", "Aging", "AgingPatients")
    }
    letters = {f.name: get_column_letter(i) for i, f in enumerate(TABLES["work_list"].fields(), 1)}
    left_ = letters["days_left"]
    near = f"{left_}2:{letters['deadline_kind']}1048576"
    assert {(near, f"AND(ISNUMBER(${left_}2),${left_}2<={n})") for n in (7, 30)} <= rules["WorkList"]
    assert (f"{letters['flags']}2:{letters['flags']}1048576", f'${letters["flags"]}2<>""') in rules[
        "WorkList"
    ]
    assert ("I10:I1048576", "N($I10)>0") in rules["Aging"]
    for name in ("aging", "aging_patients"):
        fields = [f.name for f in TABLES[name].fields()]
        old = get_column_letter(fields.index("d120_plus") + 1)
        assert (f"{old}10:{old}1048576", f"N(${old}10)>0") in rules[TABLES[name].facts.excel]


def test_the_work_list_reads_from_what_to_do_to_why():
    names = [f.name for f in TABLES["work_list"].fields()]
    assert names[:8] == [
        "rank", "score", "next_action", "due_on", "days_left", "deadline", "deadline_kind", "balance",
    ]  # fmt: skip


def test_home_leads_to_every_sheet_that_can_be_seen():
    book = openpyxl.load_workbook(io.BytesIO(build(rule_rows=RULES)))
    home = book["Home"]
    links = {
        c.hyperlink.location.split("!")[0].strip("'") for row in home.iter_rows() for c in row if c.hyperlink
    }
    seen = {sheet.title for sheet in book if sheet.sheet_state == "visible"}
    assert seen - {"Home"} <= links
    hint = row_of(home, "To see one: right-click any tab, Unhide.")
    assert hint == row_of(home, "StateLaw") + 1, "beside the list it is about"

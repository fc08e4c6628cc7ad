"""Sheet Dashboard as it is laid out: one screen, one page, pictures that need no colour."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile

import pytest
from openpyxl.utils import get_column_letter

from tests.template.dashboards import Shown
from tests.workbooks import workbook_of
from xl_massbill.codes.key_figures import KEY_FIGURES
from xl_massbill.template import dashboard_sums as sums
from xl_massbill.template.dashboard_grid import FIGURES, LAST_COLUMN, LAST_ROW, LISTS, OWED, PICTURES
from xl_massbill.template.styles import Ink
from xl_massbill.template.widths import pixels

ROOM = 1366 - 26 - 20
"""Pixels of a small laptop's screen less row numbers and scroll bar."""
FIRST_SCREEN = 768 - 270
"""Pixels left for cells below title, ribbon and headings, and above tabs and status bar."""


@pytest.fixture
def sheet(book):
    return book["Dashboard"]


def wide(sheet, last):
    letters = [get_column_letter(i) for i in range(1, ord(last) - ord("A") + 2)]
    return sum(pixels(sheet.column_dimensions[letter].width) for letter in letters)


def high(sheet, last):
    return sum(sheet.row_dimensions[row].height for row in range(1, last + 1)) * 96 / 72


def test_figures_and_what_is_owed_fit_the_first_screen(sheet):
    assert wide(sheet, LAST_COLUMN) <= ROOM
    assert high(sheet, FIGURES + len(KEY_FIGURES) + 1) <= FIRST_SCREEN
    assert high(sheet, OWED + 2) <= FIRST_SCREEN


def test_it_prints_on_one_page_in_letters_that_can_be_read(sheet):
    setup = sheet.page_setup
    assert (setup.orientation, setup.fitToWidth, setup.fitToHeight) == ("landscape", 1, 1)
    assert sheet.print_area == f"'Dashboard'!$A$1:${LAST_COLUMN}${LAST_ROW}"
    inches = ((11 - 0.8) / (wide(sheet, LAST_COLUMN) / 96), (8.5 - 1.1) / (high(sheet, LAST_ROW) / 96))
    assert 9 * min(inches) >= 6, "the smallest letters have six points on paper"
    assert min(c.font.sz for row in sheet.iter_rows() for c in row if c.value is not None) >= 9


def test_what_is_worked_out_on_the_way_is_hidden(sheet):
    used = {c.column_letter for row in sheet.iter_rows() for c in row if c.value is not None}
    hidden = {letter for letter in used if sheet.column_dimensions[letter].hidden}
    assert hidden == {"U", "V", "W", "X"}
    for chart in sheet._charts:
        for series in (*chart.series, *(s for other in chart._charts[1:] for s in other.series)):
            assert not re.search(r"\$[U-X]\$", series.val.numRef.f), "hidden cells are not drawn"


class TestChoices:
    def test_four_cells_are_for_people(self, sheet):
        yellow = [c.coordinate for row in sheet.iter_rows() for c in row
                  if c.fill.fill_type and c.fill.start_color.rgb == f"FF{Ink.ENTRY}"]  # fmt: skip
        assert yellow == [sums.FROM, sums.TO, sums.PAYER, sums.THERAPIST]
        assert all(sheet[cell].value is None for cell in yellow)

    def test_they_say_what_belongs_there(self, sheet):
        checks = {str(v.sqref): v for v in sheet.data_validations.dataValidation}
        assert {cell: v.type for cell, v in checks.items()} == {
            sums.FROM: "date", sums.TO: "date", sums.PAYER: "list", sums.THERAPIST: "list"
        }  # fmt: skip
        assert checks[sums.PAYER].formula1 == "list_payers"
        assert checks[sums.THERAPIST].formula1 == "list_therapists"
        assert all(v.prompt and v.showInputMessage and v.allow_blank for v in checks.values())


class TestPictures:
    def test_each_looks_at_the_list_beside_it(self, sheet):
        drawn = [[s.val.numRef.f for part in chart._charts for s in part.series] for chart in sheet._charts]
        assert drawn == [
            [f"'Dashboard'!$M${OWED + i}:$Q${OWED + i}" for i in (1, 2)],
            [f"'Dashboard'!${c}${LISTS + 1}:${c}${LISTS + 12}" for c in "DEC"],
            [f"'Dashboard'!${c}${LISTS + 1}:${c}${LISTS + 9}" for c in "QS"],
            [f"'Dashboard'!$N${LISTS + 11}:$S${LISTS + 11}"],
        ]

    def test_no_two_overlap_each_other_or_the_lists(self, sheet):
        boxes = [(c.anchor._from.row + 1, c.anchor._from.col, c.anchor.to.row + 1, c.anchor.to.col)
                 for c in sheet._charts]  # fmt: skip
        for i, (top, left, bottom, right) in enumerate(boxes):
            assert bottom < (OWED if i == 0 else LISTS) and (i == 0 or top == PICTURES)
            for other_top, other_left, other_bottom, other_right in boxes[:i]:
                assert bottom < other_top or other_bottom < top or right < other_left or other_right < left

    def test_what_stands_side_by_side_differs_without_colour(self, sheet):
        for chart in sheet._charts:
            looks = []
            for series in (s for part in chart._charts for s in part.series):
                look = series.graphicalProperties
                if series.marker is not None and series.marker.symbol not in (None, "none"):
                    looks.append(f"mark {series.marker.symbol}")
                else:
                    assert look.line.solidFill is not None, "each bar has an outline"
                    looks.append(
                        f"hatched {look.pattFill.prst}" if look.pattFill else grey(look.solidFill.srgbClr)
                    )
            shades = [one for one in looks if not isinstance(one, str)]
            assert len({one for one in looks if isinstance(one, str)}) == len(looks) - len(shades)
            assert all(abs(one - other) > 0.25 for i, one in enumerate(shades) for other in shades[:i])

    def test_letters_are_dark_on_white_whatever_the_theme(self, package):
        with zipfile.ZipFile(io.BytesIO(package)) as file:
            charts = [file.read(n).decode() for n in file.namelist() if "charts/chart" in n]
        ours = [text for text in charts if "Dashboard" in text]
        assert len(ours) == 4
        for text in ours:
            assert text.count('<a:srgbClr val="FFFFFF"') >= 2, "plot and ground are white"
            assert f'<a:srgbClr val="{Ink.TEXT}"' in text
            assert "numCache" not in text and "strCache" not in text, "nothing to go stale"


def grey(colour):
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def test_no_formula_asks_the_clock_or_spills(sheet):
    for row in sheet.iter_rows():
        for cell in row:
            if cell.data_type == "f":
                assert not re.search(r"TODAY|NOW|FILTER|SORT|UNIQUE|LET|XLOOKUP|#", cell.value), (
                    cell.coordinate
                )


def test_a_class_of_posting_is_named(book):
    rows = [{"measure": "denials", "month": dt.date(2026, 9, 1), "payer_id": "A", "therapist_id": "T", "above": 1.0,
             "below": 4.0, "as_of": dt.date(2026, 9, 30), "basis": "POSTING"}]  # fmt: skip
    shown = Shown(book, workbook_of({"kpis": rows}))
    assert "by day of the first answer." in shown["D1"]

"""Each table's sheet: a real Excel table that shows whose columns they are and stands alone."""

from __future__ import annotations

import datetime as dt

import pytest
from openpyxl.utils import get_column_letter

from xl_massbill.book.column import Kind, Need, Owner
from xl_massbill.book.seeds import seed_rows
from xl_massbill.book.table import Tab
from xl_massbill.book.tables import TABLES
from xl_massbill.template.aging_sheet import TOP
from xl_massbill.template.paper import MOST_PIXELS
from xl_massbill.template.styles import Ink
from xl_massbill.template.widths import pixels

AGING = ("aging", "aging_patients", "aging_therapists", "aging_kinds")
EVERY = pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)


def top(table):
    return TOP if table.facts.name in AGING else 1


@EVERY
def test_a_real_table_on_a_sheet_of_its_name(book, table):
    sheet = book[table.facts.excel]
    (made,) = sheet.tables.values()
    rows = seed_rows(table.facts.name) if table.facts.name != "rules" else [{}]
    last = get_column_letter(len(table.fields()))
    assert made.displayName == table.facts.excel
    assert made.ref == f"A{top(table)}:{last}{top(table) + max(1, len(rows))}"
    assert [c.value for c in sheet[top(table)]] == [f.column.title for f in table.fields()]
    assert made.autoFilter.ref == made.ref


@EVERY
def test_nothing_stands_below_or_beside_the_table(book, table):
    sheet = book[table.facts.excel]
    (made,) = sheet.tables.values()
    last_row = int("".join(filter(str.isdigit, made.ref.split(":")[1])))
    assert sheet.max_row <= last_row
    assert sheet.max_column <= len(table.fields())


@EVERY
def test_formats_hold_for_whole_columns(book, table):
    sheet = book[table.facts.excel]
    for i, field in enumerate(table.fields(), 1):
        column = sheet.column_dimensions[get_column_letter(i)]
        wanted = {
            Kind.DAY: "yyyy-mm-dd",
            Kind.CLOCK: "hh:mm",
            Kind.MOMENT: "yyyy-mm-dd hh:mm",
            Kind.MONEY: "#,##0.00",
            Kind.PERCENT: "0.0%",
            Kind.WHOLE: "0",
        }.get(field.kind, "@")
        is_link = (table.facts.name, field.name) == ("findings", "place")
        assert column.number_format == ("General" if is_link else wanted), field.name
        assert 5 <= column.width <= 80


@EVERY
def test_a_heading_fits_into_two_lines(book, table):
    sheet = book[table.facts.excel]
    for i, field in enumerate(table.fields(), 1):
        room = sheet.column_dimensions[get_column_letter(i)].width - 3
        lines, used = 1, 0
        for word in field.column.title.split():
            assert len(word) <= room, f"{field.name}: the word {word} is wider than its column"
            lines, used = (
                (lines + 1, len(word))
                if used and used + 1 + len(word) > room
                else (lines, used + 1 + len(word))
            )
        assert lines <= 2, field.name


@EVERY
def test_the_key_and_the_headings_stay_in_sight(book, table):
    sheet = book[table.facts.excel]
    leading = 0
    while leading < 3 and table.fields()[leading].name in table.facts.key:
        leading += 1
    assert sheet.freeze_panes == f"{get_column_letter(leading + 1)}{top(table) + 1}"
    assert sheet.print_title_rows == f"${top(table)}:${top(table)}"
    assert sheet.page_setup.orientation == "landscape"
    shown = sum(pixels(c.width) for c in sheet.column_dimensions.values() if not c.hidden)
    wide = -(-shown // MOST_PIXELS)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (wide, 0)
    assert wide <= 2
    assert bool(sheet.print_title_cols) == (wide > 1), "each page says whose row it is"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert {c.border.bottom.style for c in sheet.column_dimensions.values()} == {"thin"}, (
        "lines also on paper"
    )


@EVERY
def test_rare_columns_are_folded_away(book, table):
    sheet, fields = book[table.facts.excel], table.fields()
    for i, field in enumerate(fields, 1):
        column = sheet.column_dimensions[get_column_letter(i)]
        assert column.hidden is field.column.rare
        assert column.outlineLevel == int(field.column.rare)
    rare = [field.column.rare for field in fields]
    if any(rare):
        button = sheet.column_dimensions[get_column_letter(rare.index(True))]
        assert button.collapsed
        assert sheet.sheet_properties.outlinePr.summaryRight is False
        assert sheet.sheet_format.outlineLevelCol == 1


@EVERY
def test_colours_say_whose_it_is(book, table):
    sheet, facts = book[table.facts.excel], table.facts
    family = {Tab.DAILY: Ink.BLUE, Tab.MASTER: Ink.BLUE, Tab.PROGRAM: Ink.GREEN, Tab.REFERENCE: Ink.GREY}[
        facts.tab
    ]
    assert sheet.sheet_properties.tabColor.rgb == f"FF{family}"
    for i, field in enumerate(table.fields(), 1):
        heading, column = sheet.cell(top(table), i), sheet.column_dimensions[get_column_letter(i)]
        ground = heading.fill.start_color.rgb
        if field.column.owner is Owner.PROGRAM and facts.owner is Owner.PERSON:
            assert ground == f"FF{Ink.GREY_PALE}"
            assert heading.font.i
            assert column.font.i
        elif field.column.owner is Owner.PERSON and facts.owner is Owner.PROGRAM:
            assert ground == f"FF{Ink.BLUE}"
            assert column.fill.start_color.rgb == f"FF{Ink.ENTRY}"
        elif field.column.owner is Owner.PERSON and field.column.need is Need.REQUIRED:
            assert ground == f"FF{family}"
        elif field.column.owner is Owner.PERSON:
            assert ground != f"FF{family}", f"{field.name} looks required"


@EVERY
def test_the_seeds_are_there_as_real_values(book, table):
    sheet, rows = book[table.facts.excel], seed_rows(table.facts.name)
    for r, row in enumerate(rows, 2):
        for i, field in enumerate(table.fields(), 1):
            cell, wanted = sheet.cell(r, i), row.get(field.name)
            value = cell.value
            if isinstance(value, dt.datetime) and not isinstance(wanted, dt.datetime):
                value = value.date()
            assert value == wanted, (field.name, r)
            assert cell.data_type != "f"


def test_order_and_visibility(book):
    shown = [t.facts.excel for t in TABLES.values() if t.facts.tab is not Tab.REFERENCE]
    hidden = [t.facts.excel for t in TABLES.values() if t.facts.tab is Tab.REFERENCE]
    assert [s.title for s in book.worksheets if s.sheet_state == "visible"] == [
        "Home",
        "Dashboard",
        *shown,
        "Help",
    ]
    assert [s.title for s in book.worksheets if s.sheet_state == "hidden"] == hidden
    assert {s.title for s in book.worksheets if s.sheet_state == "veryHidden"} == {"Lists", "ChartData"}
    assert book.active.title == "Home"


def test_the_rule_catalogue_comes_in_from_outside(book):
    rules = book["Rules"]
    assert rules["A2"].value == "REF-003"
    assert rules["A3"].value is None


def test_problems_colour_the_row(book):
    for table in TABLES.values():
        names = [f.name for f in table.fields()]
        if "problems" in names:
            letter = get_column_letter(names.index("problems") + 1)
            formats = book[table.facts.excel].conditional_formatting
            formulas = {f for one in formats for rule in one.rules for f in rule.formula}
            assert formulas == {f'LEFT(${letter}2,5)="ERROR"', f'LEFT(${letter}2,7)="WARNING"'}
            assert f"A2:{get_column_letter(len(names))}1048576" in {str(one.sqref) for one in formats}


def test_findings_show_where_to_acknowledge(book):
    formats = book["Findings"].conditional_formatting
    names = [f.name for f in TABLES["findings"].fields()]
    for name in ("acknowledged_by", "acknowledged_on", "ack_reason"):
        letter = get_column_letter(names.index(name) + 1)
        assert f"{letter}2:{letter}1048576" in {str(one.sqref) for one in formats}
    severities = {f for one in formats for rule in one.rules for f in rule.formula if f.startswith("$A2=")}
    assert severities == {'$A2="error"', '$A2="warning"'}
    assert book["Findings"].column_dimensions["B"].font.u == "single", "the place is a link"

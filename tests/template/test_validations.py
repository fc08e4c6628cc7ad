"""Prompts, drop-downs and gentle limits of every column."""

from __future__ import annotations

import re

import pytest
from openpyxl.utils import get_column_letter

from xl_massbill.book.column import Kind, Owner
from xl_massbill.book.tables import TABLES

EVERY = pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)


def found(book, table):
    """Return the validation of each column by its name, checking that it covers the whole column once."""
    names = {get_column_letter(i): f.name for i, f in enumerate(table.fields(), 1)}
    out = {}
    for one in book[table.facts.excel].data_validations.dataValidation:
        span = re.fullmatch(r"([A-Z]+)2:\1(\d+)", str(one.sqref))
        assert span, one.sqref
        assert span[2] == "1048576"
        assert names[span[1]] not in out
        out[names[span[1]]] = one
    return out


@EVERY
def test_every_column_that_people_fill_has_a_prompt(book, table):
    validations = found(book, table)
    for field in table.fields():
        if field.column.owner is Owner.PERSON:
            one = validations[field.name]
            assert one.showInputMessage
            assert one.promptTitle == field.column.title[:32]
            assert one.prompt.startswith(field.column.help[:250])
            assert len(one.prompt) <= 255
            assert one.allow_blank


@EVERY
def test_choices_offer_exactly_the_words_of_the_class(book, table):
    for field in table.fields():
        if field.column.owner is Owner.PERSON and field.kind in (Kind.CHOICE, Kind.YES_NO):
            one = found(book, table)[field.name]
            place = re.fullmatch(r"'?Lists'?!\$([A-Z]+)\$1:\$\1\$(\d+)", one.formula1)
            assert place, one.formula1
            offered = [book["Lists"][f"{place[1]}{row}"].value for row in range(1, int(place[2]) + 1)]
            assert tuple(offered) == (field.column.choices or ("Y", "N"))
            assert one.errorStyle == ("warning" if field.column.accepts else "stop")


@EVERY
def test_references_offer_the_ids_of_their_table_and_only_warn(book, table):
    for field in table.fields():
        if field.column.owner is Owner.PERSON and field.column.refers_to:
            target, _, name = field.column.refers_to.partition(".")
            one = found(book, table)[field.name]
            assert (one.type, one.errorStyle) == ("list", "warning")
            title = TABLES[target].field(name).column.title
            named = book.defined_names[one.formula1].attr_text
            assert named == f"{TABLES[target].facts.excel}[{title}]"


@EVERY
def test_numbers_and_dates_only_warn(book, table):
    kinds = {
        Kind.WHOLE: "whole",
        Kind.MONEY: "decimal",
        Kind.PERCENT: "decimal",
        Kind.DAY: "date",
        Kind.MOMENT: "date",
        Kind.CLOCK: "time",
    }
    for field in table.fields():
        if field.column.owner is Owner.PERSON and field.kind in kinds:
            one = found(book, table)[field.name]
            assert (one.type, one.errorStyle) == (kinds[field.kind], "warning")


@EVERY
def test_typing_into_the_programs_columns_is_warned_of_on_peoples_sheets(book, table):
    validations = found(book, table)
    for field in table.fields():
        if field.column.owner is Owner.PROGRAM and table.facts.owner is Owner.PERSON:
            one = validations[field.name]
            assert (one.type, one.formula1, one.errorStyle) == ("custom", "FALSE", "warning")
        elif field.column.owner is Owner.PROGRAM:
            assert field.name not in validations


def test_nothing_asks_indirectly(book):
    for sheet in book.worksheets:
        for one in sheet.data_validations.dataValidation:
            assert "INDIRECT" not in (one.formula1 or "")

"""What only the workbook in memory does: it is made from columns, and it remembers what was said."""

from __future__ import annotations

import pytest

from tests.hosts.tables import REGISTRY
from xl_massbill.book.workbook import Formula
from xl_massbill.hosts.memory import MemoryWorkbook


def test_it_is_made_from_columns_by_name():
    workbook = MemoryWorkbook.of(
        {"slips": {"amount": [1, 2], "rule": ["a", Formula("1", "b")]}}, registry=REGISTRY
    )
    grid = workbook.read("slips")
    assert grid.headings == ("Rule", "Place", "Amount", "First seen", "Reason")
    assert [list(c) for c in grid.columns] == [["a", "b"], [None] * 2, [1, 2], [None] * 2, [None] * 2]
    assert (grid.sheet, grid.first_row, workbook.path) == ("Slips", 2, "")


def test_an_empty_table_has_a_blank_row():
    assert MemoryWorkbook.of({"slips": {}}, registry=REGISTRY).read("slips").height == 1


def test_a_column_that_the_table_does_not_have_is_a_mistake():
    with pytest.raises(KeyError, match="colour"):
        MemoryWorkbook.of({"slips": {"colour": ["red"]}}, registry=REGISTRY)


def test_it_remembers_what_was_said():
    workbook = MemoryWorkbook.of({}, registry=REGISTRY)
    workbook.tell("Ready.")
    workbook.progress(1, 2, "Reading")
    workbook.save()
    assert (workbook.told, workbook.steps, workbook.saves) == (["Ready."], [(1, 2, "Reading")], 1)


def test_the_program_s_own_tables_are_known_without_being_named():
    assert MemoryWorkbook.of({"visits": {"visit_id": ["V1"]}}).read("visits").height == 1

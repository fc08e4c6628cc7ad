"""Arrays in, arrays out: shapes, blanks, error values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_massbill.addin.spill import BLANK, NA, VALUE, each, rows_of
from xl_massbill.book.kinds import ERROR_VALUES


def doubled(cell, more=None):
    if not isinstance(cell, int | float):
        raise TypeError
    return cell * 2 + (more or 0)


def test_a_cell_gives_a_cell_and_a_range_a_range_of_its_shape():
    assert each(doubled, [3]) == 6
    assert each(doubled, [[[3]]]) == 6
    assert each(doubled, [[[1], [2]]]) == [[2], [4]]
    assert each(doubled, [[[1, 2]]]) == [[2, 4]]
    assert each(doubled, [[1, 2]]) == [[2, 4]]
    assert each(doubled, [((1, 2), (3, 4))]) == [[2, 4], [6, 8]]


def test_a_cell_a_row_and_a_column_are_stretched_along_the_others():
    assert each(lambda a, b: a + b, [[[1], [2]], 10]) == [[11], [12]]
    assert each(lambda a, b: a + b, [[[1], [2]], [[10, 20]]]) == [[11, 21], [12, 22]]
    assert each(doubled, [[[1], [2]]], [[[5]]]) == [[7], [9]]


def test_beyond_the_shorter_of_two_ranges_stands_na():
    assert each(lambda a, b: a + b, [[[1], [2], [3]], [[10], [20]]]) == [[11], [22], [NA]]
    assert each(lambda a, b: a + b, [[[1, 2]], [[1, 2, 3]]]) == [[2, 4, NA]]


def test_blanks_give_blanks_where_something_must_be_given():
    assert each(doubled, [[[None], [""], ["  "], ["\u00a0"]]]) == [[BLANK]] * 4
    assert each(doubled, [2], [None]) == 4
    assert each(doubled, [None], [3]) == BLANK
    assert each(lambda cell: None, [1]) == BLANK


@pytest.mark.parametrize("error", sorted(ERROR_VALUES))
def test_error_values_go_through(error):
    assert each(doubled, [error]) == error
    assert each(doubled, [1], [error]) == error
    assert each(doubled, [[[None], [error]]]) == [[BLANK], [error]]


def test_a_wrong_kind_is_an_error_of_its_own_cell_only():
    assert each(doubled, [[["x"], [2]]]) == [[VALUE], [4]]
    assert each(doubled, [float("nan")]) == NA


def test_equal_cells_are_asked_about_once_and_true_is_not_one():
    asked = []
    each(lambda cell: asked.append(cell), [[[1.0], [1.0], [True], ["1"]]])  # noqa: PLW0108
    assert asked == [1.0, True, "1"]


@given(st.lists(st.lists(st.integers(), min_size=3, max_size=3), min_size=1, max_size=5))
def test_every_answer_stands_where_its_cell_stands(rows):
    assert rows_of(each(lambda cell: cell, [rows])) == rows

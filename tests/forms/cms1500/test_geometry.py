"""The table of fields against our drawing: nothing overlaps, every field stands in the box of its number."""

from __future__ import annotations

from itertools import combinations

import pytest

from xl_massbill.forms.cms1500.geometry import COLUMNS, FIELDS, LINES, PAGE_WIDTH, left_of, top_of
from xl_massbill.forms.cms1500.outline import BOXES, TICKS, Box


def around(name: str) -> list[Box]:
    field = FIELDS[name]
    return [
        box
        for box in BOXES
        if box.left <= field.column and field.end <= box.right and box.top <= field.line < box.below
    ]


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_stands_in_its_box(name: str) -> None:
    (box,) = around(name)
    assert box.number == name.partition(".")[0]


def test_no_two_fields_share_a_character() -> None:
    taken: dict[tuple[int, int], str] = {}
    for name, field in FIELDS.items():
        assert 1 <= field.line <= LINES
        assert 1 <= field.column < field.end <= COLUMNS + 1
        for column in range(field.column, field.end):
            assert (field.line, column) not in taken, (name, taken[field.line, column])
            taken[field.line, column] = name


def test_no_two_boxes_overlap() -> None:
    for one, other in combinations(BOXES, 2):
        apart = one.right <= other.left or other.right <= one.left
        assert apart or one.below <= other.top or other.below <= one.top, (one, other)


def test_the_drawing_stays_on_the_paper() -> None:
    assert min(left_of(box.left) for box in BOXES) > 12
    assert max(left_of(box.right) for box in BOXES) < PAGE_WIDTH - 12
    assert min(top_of(box.below) for box in BOXES) > 12


def test_ticks_are_one_character_wide() -> None:
    assert {FIELDS[name].width for name in TICKS} == {1}
    assert set(TICKS) == {
        name for name, field in FIELDS.items() if field.width == 1 and name != "21.indicator"
    }


# Line, column and width of fields all over the form, as published; money is nine wide.
PUBLISHED = {
    "1.medicare": (8, 1, 1), "1.other": (8, 45, 1), "1a": (8, 50, 29), "2": (10, 1, 28), "3.born": (10, 31, 10),
    "5.phone": (16, 19, 10), "7.state": (14, 74, 4), "10b.state": (22, 45, 2), "11b": (22, 53, 28),
    "14.qualifier": (32, 16, 3), "17": (34, 4, 24), "17b": (34, 33, 10), "19": (36, 1, 48),
    "21.A": (38, 3, 7), "21.D": (38, 42, 7), "21.E": (39, 3, 7), "21.L": (40, 42, 7), "22": (38, 62, 18),
    "24.1.supplement": (43, 1, 61), "24A.1.to": (44, 10, 8), "24D.1.modifier4": (44, 42, 2), "24F.6": (54, 50, 9),
    "24J.6.other": (53, 68, 11), "24J.6": (54, 68, 10), "25.ein": (56, 19, 1), "28": (56, 52, 9),
    "31": (60, 1, 20), "33.phone": (57, 70, 9), "33a": (61, 51, 10), "33b": (61, 63, 17),
}  # fmt: skip


@pytest.mark.parametrize("name", PUBLISHED)
def test_positions_are_those_published(name: str) -> None:
    field = FIELDS[name]
    assert (field.line, field.column, field.width) == PUBLISHED[name]


@pytest.mark.parametrize("name", ["24F.1", "24F.6", "28", "29"])
def test_money_is_set_to_the_right_and_never_cut(name: str) -> None:
    assert FIELDS[name].right and FIELDS[name].whole

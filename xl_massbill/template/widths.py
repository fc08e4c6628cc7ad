"""How wide a column is and how high the row of headings, so that nothing is cut and nothing sprawls."""

from __future__ import annotations

from xl_massbill.book.column import Field, Kind

_BY_KIND = {
    Kind.ID: 12,
    Kind.TEXT: 16,
    Kind.CODE: 8,
    Kind.NPI: 12.5,
    Kind.TIN: 11,
    Kind.TAXONOMY: 13,
    Kind.ZIP: 11,
    Kind.STATE: 7,
    Kind.PHONE: 12.5,
    Kind.DX: 9.5,
    Kind.CODES: 16,
    Kind.DXS: 18,
    Kind.WORDS: 24,
    Kind.WHOLE: 8,
    Kind.MONEY: 11.5,
    Kind.PERCENT: 9,
    Kind.DAY: 12,
    Kind.CLOCK: 7.5,
    Kind.MOMENT: 16.5,
    Kind.YES_NO: 7,
    Kind.CHOICE: 8,
}
_BOLD = 1.12  # a bold letter against a figure of the standard font
_BUTTON = 3.2  # the filter button covers the right end of a heading
_CAPITAL = 1.22  # a capital letter
_WIDEST_CHOICE = 24
_LINES = 2  # of a heading
_LINE = 13.5
_FIGURE = 7
"""Pixels of a figure of Arial 10."""


def width(field: Field) -> float:
    """Return the width of a column in figures of the standard font; its heading fits into two lines."""
    column = field.column
    choices = min(_WIDEST_CHOICE, max((len(c) for c in column.choices), default=0) * _CAPITAL + 2)
    wanted = column.width or max(_BY_KIND[field.kind], choices, min(len(column.example) + 2, 30))
    while _heading_lines(field, wanted) > _LINES:
        wanted += 0.5
    return round(wanted, 1)


def pixels(wide: float) -> int:
    """Return the pixels of a column of some width, at 100 % in the standard font (ECMA-376 §18.3.1.13)."""
    return int((256 * wide + 128 // _FIGURE) / 256 * _FIGURE)


def _heading_lines(field: Field, wide: float) -> int:
    """Return in how many lines the heading of a column breaks; too many if a word does not fit at all."""
    room = (wide - _BUTTON) / _BOLD
    lines, used = 1, 0
    for word in field.column.title.split():
        if len(word) > room:
            return _LINES + 1
        if used and used + 1 + len(word) > room:
            lines, used = lines + 1, len(word)
        else:
            used += len(word) + (1 if used else 0)
    return lines


HEADER_HEIGHT = 6 + _LINES * _LINE
"""Height of a row of headings in points."""

ROW_HEIGHT = 2 * 13.0 + 2
"""Height of the rows of a sheet on which long texts break into two lines."""

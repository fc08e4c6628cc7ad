"""Where every text of the CMS-1500 (02/12) stands: one table for PDF, preview and print image.

The form is a sheet of letter paper with ten characters and six lines to the inch. A field is a run of
characters on one line of that grid; its width is what fits before the next field or the edge of its box.

Boxes 10d and 17a are one character narrower than published, so that they do not touch the next box.

Source: positions of the published print grid (two independent public programs, laid over the public image of
the form); widths of the NUCC field lengths; money is nine wide with a blank between dollars and cents.
"""

from __future__ import annotations

from dataclasses import dataclass

LINES = 66
COLUMNS = 80
SERVICE_LINES = 6
PAGE_WIDTH = 612.0
PAGE_HEIGHT = 792.0
CHARACTER_WIDTH = 7.2
LINE_HEIGHT = 12.0
FONT = "Courier"
FONT_SIZE = 12
_LEFT = 20.0
_TOP = 24.0
_BASELINE_ABOVE_LINE_END = 3.0
_POINTS_IN_HUNDREDTH_INCH = 0.72


@dataclass(frozen=True, slots=True)
class Offset:
    """How far everything is moved, in hundredths of an inch: `x` to the right, `y` down."""

    x: int = 0
    y: int = 0

    @property
    def points(self) -> tuple[float, float]:
        """Return the move in points of a page that counts upwards."""
        return self.x * _POINTS_IN_HUNDREDTH_INCH, -self.y * _POINTS_IN_HUNDREDTH_INCH


NO_OFFSET = Offset()


@dataclass(frozen=True, slots=True)
class Field:
    """A run of characters: line and first column count from 1.

    `right` sets the text to the right end. `whole` stands for numbers and amounts: cut short they would be
    false ones, so what does not fit is left out.
    """

    line: int
    column: int
    width: int
    right: bool = False
    whole: bool = False

    @property
    def end(self) -> int:
        """Return the first column behind the field."""
        return self.column + self.width


def left_of(column: float) -> float:
    """Return the left edge of a column in points from the left edge of the paper.

    >>> left_of(1), left_of(51)
    (20.0, 380.0)
    """
    return _LEFT + CHARACTER_WIDTH * (column - 1)


def top_of(line: float) -> float:
    """Return the upper edge of a line in points from the lower edge of the paper.

    >>> top_of(1), top_of(7)
    (768.0, 696.0)
    """
    return PAGE_HEIGHT - _TOP - LINE_HEIGHT * (line - 1)


def baseline(line: int) -> float:
    """Return the height on which the letters of a line stand, in points from the lower edge of the paper.

    >>> baseline(8)
    675.0
    """
    return top_of(line + 1) + _BASELINE_ABOVE_LINE_END


def _number(line: int, column: int, width: int) -> Field:
    return Field(line, column, width, whole=True)


def _money(line: int, column: int) -> Field:
    """Six figures, a blank on the dotted line, two figures."""
    return Field(line, column, 9, right=True, whole=True)


_HEAD = {
    "carrier.name": Field(2, 41, 38),
    "carrier.street": Field(3, 41, 38),
    "carrier.street2": Field(4, 41, 38),
    "carrier.city": Field(5, 41, 38),
    "1.medicare": Field(8, 1, 1),
    "1.medicaid": Field(8, 8, 1),
    "1.tricare": Field(8, 15, 1),
    "1.champva": Field(8, 24, 1),
    "1.group": Field(8, 31, 1),
    "1.feca": Field(8, 39, 1),
    "1.other": Field(8, 45, 1),
    "1a": _number(8, 50, 29),
    "2": Field(10, 1, 28),
    "3.born": Field(10, 31, 10),
    "3.male": Field(10, 42, 1),
    "3.female": Field(10, 47, 1),
    "4": Field(10, 50, 29),
    "5.street": Field(12, 1, 28),
    "5.city": Field(14, 1, 24),
    "5.state": Field(14, 26, 3),
    "5.zip": _number(16, 1, 12),
    "5.area": Field(16, 15, 3),
    "5.phone": _number(16, 19, 10),
    "6.self": Field(12, 33, 1),
    "6.spouse": Field(12, 38, 1),
    "6.child": Field(12, 42, 1),
    "6.other": Field(12, 47, 1),
    "7.street": Field(12, 50, 29),
    "7.city": Field(14, 50, 23),
    "7.state": Field(14, 74, 4),
    "7.zip": _number(16, 50, 12),
    "7.area": Field(16, 65, 3),
    "7.phone": _number(16, 69, 10),
    "9": Field(18, 1, 28),
    "9a": _number(20, 1, 28),
    "9d": Field(26, 1, 28),
    "10a.yes": Field(20, 35, 1),
    "10a.no": Field(20, 41, 1),
    "10b.yes": Field(22, 35, 1),
    "10b.no": Field(22, 41, 1),
    "10b.state": Field(22, 45, 2),
    "10c.yes": Field(24, 35, 1),
    "10c.no": Field(24, 41, 1),
    "10d": _number(26, 31, 18),
    "11": _number(18, 50, 29),
    "11a.born": Field(20, 53, 10),
    "11a.male": Field(20, 68, 1),
    "11a.female": Field(20, 75, 1),
    "11b.qualifier": Field(22, 50, 2),
    "11b": _number(22, 53, 28),
    "11c": Field(24, 50, 29),
    "11d.yes": Field(26, 52, 1),
    "11d.no": Field(26, 57, 1),
    "12": Field(29, 7, 25),
    "13": Field(29, 55, 24),
}

_MIDDLE = {
    "14": Field(32, 2, 10),
    "14.qualifier": Field(32, 16, 3),
    "15.qualifier": Field(32, 31, 3),
    "15": Field(32, 37, 10),
    "16.from": Field(32, 54, 10),
    "16.to": Field(32, 68, 10),
    "17.qualifier": Field(34, 1, 2),
    "17": Field(34, 4, 24),
    "17a.qualifier": Field(33, 30, 2),
    "17a": _number(33, 33, 16),
    "17b": _number(34, 33, 10),
    "18.from": Field(34, 54, 10),
    "18.to": Field(34, 68, 10),
    "19": Field(36, 1, 48),
    "20.yes": Field(36, 52, 1),
    "20.no": Field(36, 57, 1),
    "21.indicator": Field(37, 42, 1),
    **{
        f"21.{letter}": Field(38 + at // 4, (3, 16, 29, 42)[at % 4], 7, whole=True)
        for at, letter in enumerate("ABCDEFGHIJKL")
    },
    "22.code": Field(38, 50, 11),
    "22": _number(38, 62, 18),
    "23": _number(40, 50, 29),
}


def _service_line(number: int) -> dict[str, Field]:
    shaded, plain = 41 + 2 * number, 42 + 2 * number
    return {
        f"24.{number}.supplement": Field(shaded, 1, 61),
        f"24I.{number}": Field(shaded, 65, 2),
        f"24J.{number}.other": _number(shaded, 68, 11),
        f"24A.{number}.from": Field(plain, 1, 8),
        f"24A.{number}.to": Field(plain, 10, 8),
        f"24B.{number}": Field(plain, 19, 2),
        f"24D.{number}": _number(plain, 25, 6),
        **{f"24D.{number}.modifier{n}": _number(plain, 30 + 3 * n, 2) for n in range(1, 5)},
        f"24E.{number}": _number(plain, 45, 4),
        f"24F.{number}": _money(plain, 50),
        f"24G.{number}": _number(plain, 59, 3),
        f"24J.{number}": _number(plain, 68, 10),
    }


_FOOT = {
    "25": _number(56, 1, 15),
    "25.ssn": Field(56, 17, 1),
    "25.ein": Field(56, 19, 1),
    "26": _number(56, 23, 14),
    "27.yes": Field(56, 38, 1),
    "27.no": Field(56, 43, 1),
    "28": _money(56, 52),
    "29": _money(56, 62),
    "31": Field(60, 1, 20),
    "31.date": Field(61, 6, 8),
    "32.name": Field(58, 23, 26),
    "32.street": Field(59, 23, 26),
    "32.city": Field(60, 23, 26),
    "32a": _number(61, 24, 10),
    "33.area": Field(57, 66, 3),
    "33.phone": _number(57, 70, 9),
    "33.name": Field(58, 50, 29),
    "33.street": Field(59, 50, 29),
    "33.city": Field(60, 50, 29),
    "33a": _number(61, 51, 10),
    "33b": _number(61, 63, 17),
}

FIELDS: dict[str, Field] = _HEAD | _MIDDLE
for _at in range(1, SERVICE_LINES + 1):
    FIELDS |= _service_line(_at)
FIELDS |= _FOOT
del _at

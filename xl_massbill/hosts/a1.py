"""Cell references: A1, and the rectangles between two of them.

Source: ECMA-376 part 1, §18.18.62 (ST_Ref).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from xl_massbill.hosts.cells import LAST_COLUMN, LAST_ROW

_REF = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of cells, all four edges 1-based and inside."""

    top: int
    left: int
    bottom: int
    right: int

    def meets(self, other: Box) -> bool:
        """Say whether two rectangles share a cell."""
        return (
            self.top <= other.bottom
            and other.top <= self.bottom
            and self.left <= other.right
            and other.left <= self.right
        )

    def __str__(self) -> str:
        """Return it as Excel writes it."""
        first, last = reference(self.top, self.left), reference(self.bottom, self.right)
        return first if first == last else f"{first}:{last}"


def boxed(ref: str) -> Box | None:
    """Read a reference such as A1:D10; None if it is none.

    >>> str(boxed("$B$2:D10")), boxed("#REF!")
    ('B2:D10', None)
    """
    first, _, last = ref.partition(":")
    one, two = _REF.fullmatch(first), _REF.fullmatch(last or first)
    if not one or not two:
        return None
    box = Box(int(one[2]), number(one[1]), int(two[2]), number(two[1]))
    fits = box.top <= box.bottom <= LAST_ROW and box.left <= box.right <= LAST_COLUMN
    return box if fits else None


@cache
def number(letters: str) -> int:
    """Return the number of a column from its letters.

    >>> number("A"), number("AB"), number("XFD")
    (1, 28, 16384)
    """
    out = 0
    for letter in letters.upper():
        out = out * 26 + ord(letter) - 64
    return out


@cache
def letters(column: int) -> str:
    """Return the letters of a column.

    >>> letters(28)
    'AB'
    """
    out = ""
    while column:
        column, rest = divmod(column - 1, 26)
        out = chr(65 + rest) + out
    return out


def reference(row: int, column: int) -> str:
    """Return a cell's reference.

    >>> reference(12, 3)
    'C12'
    """
    return f"{letters(column)}{row}"

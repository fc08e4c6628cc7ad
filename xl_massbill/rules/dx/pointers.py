"""Which pointers of a line are wrong, and in what way.

Source: handbook §3.3 (1 to 4 pointers, values 1 to 12, every pointer hits a filled position).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from xl_massbill.practice import Lines
from xl_massbill.practice.diagnoses import PLACES, Pointed, pointed
from xl_massbill.practice.groups import first_of, numbered
from xl_massbill.rules.rule import Mask


@dataclass(frozen=True, slots=True)
class Wrong:
    """Pointers, and which of them lead beyond the 12 positions, to an empty one, or where one led before."""

    pointers: Pointed
    beyond: Mask
    empty: Mask
    again: Mask

    @property
    def any(self) -> Mask:
        """Which pointers are wrong in some way."""
        return np.asarray(self.beyond | self.empty | self.again, dtype=bool)


def wrong(lines: Lines) -> Wrong:
    """Return the pointers with what is wrong with them; of two equal ones the second is wrong."""
    pointers = pointed(lines)
    beyond = (pointers.says < 1) | (pointers.says > len(PLACES))
    again = first_of(numbered(pointers.line, pointers.says)) != np.arange(len(pointers.line))
    return Wrong(pointers, beyond, (pointers.cell < 0) & ~beyond & ~again, again)

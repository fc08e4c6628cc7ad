"""A segment: one line of an X12 file, its name first and its elements after it.

The reader makes `Segment` values; the writer joins clean text with `compose` and `component`.

Source: X12.5 segment structure: trailing empty elements and components are left out.
"""

from __future__ import annotations

from typing import NamedTuple

from xl_massbill.x12.delimiters import USUAL, Delimiters


class Segment(NamedTuple):
    """One segment as read: `number` counts from 1 through the file, `elements[0]` is its name."""

    number: int
    elements: list[str]
    delimiters: Delimiters = USUAL

    def __repr__(self) -> str:
        """Show where it stands, never what it says."""
        return f"Segment({self.number}, {self.elements[0]})"

    @property
    def id(self) -> str:
        """Return the name, such as NM1."""
        return self.elements[0]

    def get(self, position: int) -> str:
        """Return an element by its number in the guide (NM109 is 9), empty if absent."""
        return self.elements[position] if position < len(self.elements) else ""

    def parts(self, position: int) -> list[str]:
        """Return the components of an element; an absent element has one empty component."""
        return self.get(position).split(self.delimiters.component)

    def repeats(self, position: int) -> list[str]:
        """Return the repetitions of an element; an absent element has one empty repetition."""
        sign = self.delimiters.repetition
        return self.get(position).split(sign) if sign else [self.get(position)]


def compose(*elements: str) -> str:
    """Return a segment without its terminator from clean elements, trailing empty ones left out.

    >>> compose("SBR", "P", "18", "", "", "")
    'SBR*P*18'
    """
    return USUAL.element.join(elements).rstrip(USUAL.element)


def component(*components: str) -> str:
    """Return a composite element from clean components, trailing empty ones left out.

    >>> component("HC", "97124", "GP", "")
    'HC:97124:GP'
    """
    return USUAL.component.join(components).rstrip(USUAL.component)

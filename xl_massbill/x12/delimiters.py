"""The four signs that cut an X12 file into segments, elements, components and repetitions.

Every file names its own in the first 106 characters; most use the same four, some do not.

Source: X12.5 interchange header ISA11 and ISA16; handbook §7.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Delimiters:
    """The signs of one interchange; `repetition` is empty where the file names none (before 00402)."""

    element: str = "*"
    component: str = ":"
    repetition: str = "^"
    segment: str = "~"

    @property
    def signs(self) -> str:
        """Return the four in the order of an ISA: element, repetition, component, segment."""
        return f"{self.element}{self.repetition}{self.component}{self.segment}"


USUAL = Delimiters()
CHOICES = "*^:~|<>{}[]\\`@#$%_"
"""Signs that may be chosen: printable ones that no text which is sent can hold, so that none is lost."""


def chosen(signs: str) -> Delimiters:
    r"""Return the delimiters that four signs name: between elements, repetitions, components, after segments.

    >>> chosen("|^>~").component
    '>'

    Raises:
        ValueError: they are not four different signs of `CHOICES`.
    """
    if len(signs) != 4 or len(set(signs)) != 4 or not set(signs) <= set(CHOICES):
        raise ValueError("four different signs are needed, such as *^:~")
    return Delimiters(element=signs[0], repetition=signs[1], component=signs[2], segment=signs[3])


class Style(NamedTuple):
    """How a file is spelt: its separators, a new line after each segment, capitals or letters as typed."""

    delimiters: Delimiters = USUAL
    line_breaks: bool = True
    capitals: bool = True


PLAIN = Style()

"""The four signs that cut an X12 file into segments, elements, components and repetitions.

Every file names its own in the first 106 characters; most use the same four, some do not.

Source: X12.5 interchange header ISA11 and ISA16; handbook §7.2.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Delimiters:
    """The signs of one interchange; `repetition` is empty where the file names none (before 00402)."""

    element: str = "*"
    component: str = ":"
    repetition: str = "^"
    segment: str = "~"


USUAL = Delimiters()

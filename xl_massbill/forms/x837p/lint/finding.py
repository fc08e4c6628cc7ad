"""What lint says: what is wrong in a file, where, and what to do; never a name, birth date or member id.

Every class of defect has an id that is never given to another, and its words stand in `classes.toml`.

Source: handbook §7.2-7.7, §7.11 (what payers and clearinghouses reject).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from xl_massbill.book.finding import Severity

_FILE = Path(__file__).with_name("data") / "classes.toml"


@dataclass(frozen=True, slots=True)
class DefectClass:
    """A class of defects: `text` has places for values in braces, `todo` says what helps."""

    id: str
    severity: Severity
    text: str
    todo: str
    once: bool = False
    """Said once for a file, however often it is met."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One defect: `segment` counts through the file, `in_set` from its ST (0 outside of a set)."""

    id: str
    severity: Severity
    segment: int
    in_set: int
    loop: str
    element: str
    claim_id: str
    message: str

    @property
    def place(self) -> str:
        """Return loop and element in one, such as 2300 CLM02."""
        return f"{self.loop} {self.element}".strip()

    def as_json(self) -> dict[str, str | int]:
        """Return the finding as plain values."""
        return {
            "id": self.id,
            "severity": self.severity.value,
            "segment": self.segment,
            "in_set": self.in_set,
            "loop": self.loop,
            "element": self.element,
            "claim_id": self.claim_id,
            "message": self.message,
        }


class Raised(NamedTuple):
    """A defect as a check reports it: its class, its place, and the values for its words."""

    id: str
    segment: int
    loop: str
    element: str
    values: Mapping[str, object] = {}


@cache
def classes() -> dict[str, DefectClass]:
    """Return every class of defects by its id."""
    with _FILE.open("rb") as file:
        table = tomllib.load(file)
    return {
        name: DefectClass(
            name, Severity(facts["severity"]), facts["text"], facts["todo"], facts.get("once", False)
        )
        for name, facts in table.items()
    }


def shown(value: str, most: int = 12) -> str:
    """Return a code as it may be shown: what does not look like one could be a name and is not shown.

    >>> shown("ZZ"), shown("12.345"), shown("M54.2X"), shown("SMITH JOHN"), shown("")
    ("'ZZ'", "'12.345'", "'M54.2X'", '10 characters', 'nothing')
    """
    if not value:
        return "nothing"
    letters = sum(sign.isalpha() for sign in value)
    plain = all(sign.isascii() and (sign.isalnum() or sign in ".-:+/,") for sign in value)
    if len(value) <= most and plain and (letters <= 3 or len(value) <= 3):
        return f"'{value}'"
    return f"{len(value)} characters"

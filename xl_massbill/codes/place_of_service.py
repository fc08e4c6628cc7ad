"""Place of service: where a session took place, in two digits.

Source: handbook §2.5; CMS place-of-service code set.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from xl_massbill.codes.packaged import rows

OFFICE = "11"
"""The clinic itself; what a blank cell means."""
HOME = "12"
TELEHEALTH = frozenset({"02", "10"})
"""Places in which hands-on work is impossible."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place; `lmt_usual` is None where it depends on the clinic."""

    code: str
    name: str
    lmt_usual: bool | None
    note: str
    certainty: str
    source: str


def compact(code: str) -> str:
    """Return the code in two digits.

    >>> compact("2"), compact(" 11 ")
    ('02', '11')
    """
    text = code.strip()
    return text.zfill(2) if text.isdigit() else text


def is_valid(code: str) -> bool:
    """Return whether there is such a place.

    >>> is_valid("11"), is_valid("2"), is_valid("98")
    (True, False, False)
    """
    return code in places()


@cache
def places() -> dict[str, Place]:
    """Return all places by code.

    >>> places()["11"].name, places()["11"].lmt_usual
    ('Office', True)
    """
    return {
        row["code"]: Place(
            code=row["code"],
            name=row["name"],
            lmt_usual=row["lmt_usual"] == "Y" if row["lmt_usual"] else None,
            note=row["note"],
            certainty=row["certainty"],
            source=row["source"],
        )
        for row in rows("place_of_service")
    }

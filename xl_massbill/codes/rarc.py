"""RARC: the remarks with which a payer explains an adjustment, in our own words.

Source: handbook §9.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from xl_massbill.codes.packaged import rows, split


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark with what it usually asks for."""

    code: str
    wording: str
    category: str
    actions: tuple[str, ...]
    certainty: str
    source: str


def compact(code: str) -> str:
    """Return the code in capitals without blanks.

    >>> compact(" ma130")
    'MA130'
    """
    return code.strip().upper()


@cache
def remarks() -> dict[str, Remark]:
    """Return all remarks by code.

    >>> remarks()["MA130"].actions
    ('NEW',)
    """
    return {
        row["code"]: Remark(
            code=row["code"],
            wording=row["short_own_wording"],
            category=row["category"],
            actions=split(row["default_action"]),
            certainty=row["certainty"],
            source=row["source"],
        )
        for row in rows("rarc")
    }


def find(code: str) -> Remark | None:
    """Return one remark, or None if the list does not have it.

    >>> find("N350").wording, find("N999")
    ('description of an unlisted code missing', None)
    """
    return remarks().get(code)

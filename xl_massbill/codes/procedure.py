"""Procedure codes: what a massage clinic bills or mistakes for its own, in our own words.

The texts of CPT belong to the American Medical Association; here are codes, facts about counting and
names we made up. The clinic's own list in the workbook stands above this one.

Source: handbook §2.1, §11.4.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from xl_massbill.codes.packaged import rows

VERSION = "2026"
"""The year of the list."""


@dataclass(frozen=True, slots=True)
class Procedure:
    """One code; None stands for what is not known."""

    code: str
    short_name: str
    kind: str
    minutes_per_unit: int | None
    direct_contact: bool | None
    lmt_default: str
    always_therapy: bool | None
    needs_description: bool
    effective_from: date | None
    effective_to: date | None
    note: str
    certainty: str
    source: str

    def is_valid_on(self, day: date) -> bool:
        """Return whether the code was in force on a day.

        >>> find("97250").is_valid_on(date(2026, 5, 4)), find("97124").is_valid_on(date(2026, 5, 4))
        (False, True)
        """
        return (self.effective_from or day) <= day <= (self.effective_to or day)


def compact(code: str) -> str:
    """Return the code as it is stored: capitals, no blanks, no ".0" that Excel put behind it.

    >>> compact(" 97124.0"), compact("g0283")
    ('97124', 'G0283')
    """
    return re.sub(r"\s|\.0+$", "", code).upper()


def is_valid(code: str) -> bool:
    """Return whether it has the shape of a procedure code: five digits, or a letter and a digit at one end.

    >>> [is_valid(c) for c in ("97124", "G0283", "1044M", "9712", "97124-59", "G028X")]
    [True, True, True, False, False, False]
    """
    return re.fullmatch(r"[0-9]{5}|[A-Z][0-9]{4}|[0-9]{4}[A-Z]", code) is not None


@cache
def every() -> dict[str, Procedure]:
    """Return all codes of the list by code.

    >>> every()["97140"].kind, every()["97140"].minutes_per_unit
    ('TIMED', 15)
    """
    return {row["code"]: _procedure(row) for row in rows("procedure")}


def find(code: str) -> Procedure:
    """Return one code; KeyError if the list does not have it.

    >>> find("97010").kind
    'UNTIMED'
    """
    return every()[code]


@cache
def deleted() -> frozenset[str]:
    """Return the codes that were deleted years ago and still stand in old massage books.

    >>> sorted(deleted())
    ['97001', '97002', '97003', '97004', '97122', '97250']
    """
    return frozenset(code for code, procedure in every().items() if procedure.effective_to)


def is_office_visit(code: str) -> bool | None:
    """Return whether a code is an evaluation and management service, None where its letters leave it open.

    >>> [is_office_visit(c) for c in ("99202", "99499", "99213", "99199", "97124", "G0463")]
    [True, True, True, False, False, None]
    """
    return "99202" <= code <= "99499" if code.isdigit() else None


def _procedure(row: dict[str, str]) -> Procedure:
    return Procedure(
        code=row["code"],
        short_name=row["short_name"],
        kind=row["kind"],
        minutes_per_unit=int(row["minutes_per_unit"]) if row["minutes_per_unit"] else None,
        direct_contact=_yes(row["direct_contact"]),
        lmt_default=row["lmt_default"],
        always_therapy=_yes(row["always_therapy"]),
        needs_description=row["needs_description"] == "Y",
        effective_from=_day(row["effective_from"]),
        effective_to=_day(row["effective_to"]),
        note=row["note"],
        certainty=row["certainty"],
        source=row["source"],
    )


def _yes(word: str) -> bool | None:
    return word == "Y" if word else None


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None

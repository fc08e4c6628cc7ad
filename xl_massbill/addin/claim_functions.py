"""Worksheet functions about claims and money owed: age, bucket, state, what the last check found.

Source: handbook §8.9, §10.2, §1.16.
"""

from __future__ import annotations

import math
from typing import Any

from xl_massbill.addin.cell_words import day, number, word
from xl_massbill.addin.spill import BLANK, NA, each
from xl_massbill.addin.tables_given import given
from xl_massbill.addin.worksheet import worksheet
from xl_massbill.aging.bounds import bucket_of

_GRAVEST_FIRST = ("error", "warning", "info")
_STANDS = ("OPEN", "SNOOZED")


@worksheet
def MB_AGE(since: Any, as_of: Any) -> Any:
    """Return how many days old something owed is; below 0 for a day to come.

    Args:
        since: The day from which its age counts: date of service or first submission; or a column of days.
        as_of: The day of the report; TODAY() makes the formula reckon anew every day.
    """
    return each(lambda start, end: (day(end) - day(start)).days, [since, as_of])


@worksheet
def MB_BUCKET(days: Any) -> Any:
    """Return the bucket of an age in days: 0-30, 31-60, 61-90, 91-120 or 120+.

    Args:
        days: The age in days, as of MB_AGE, or a column of ages.
    """
    return each(lambda age: bucket_of(math.floor(number(age))), [days])


@worksheet
def MB_STATUS(claim: Any, claims: Any) -> Any:
    """Return where a claim stands, as the program last noted it on sheet Claims; #N/A if it is not there.

    Args:
        claim: The number of the claim, or a column of them.
        claims: The list Claims[#All].
    """
    rows = given("claims", claims, ("claim_id", "status")).rows
    known = {row["claim_id"]: row["status"] for row in reversed(rows)}
    return each(lambda one: known.get(word(one)) or NA, [claim])


@worksheet
def MB_CHECK(visit: Any, findings: Any, visits: Any = None) -> Any:
    """Return the gravest finding that still stands against a visit: ERROR, WARNING, INFO, or blank.

    It tells what the last check found; what was typed since then is not in it until you check again.

    Args:
        visit: The number of the visit, or a column of them.
        findings: The list Findings[#All].
        visits: The list Visits[#All]; with it, a visit that is not on it gives #N/A instead of a blank.
    """
    rows = given("findings", findings, ("rule_id", "row_key", "visit_id", "severity", "state")).rows
    worst: dict[str, str] = {}
    for grave in reversed(_GRAVEST_FIRST):
        worst |= {
            row["visit_id"]: grave.upper()
            for row in rows
            if row["severity"] == grave and row["state"] in _STANDS
        }
    listed = None if visits is None else {row["visit_id"] for row in _visits(visits)}

    def answer(one: Any) -> Any:
        name = word(one)
        return NA if listed is not None and name not in listed else worst.get(name, BLANK)

    return each(answer, [visit])


def _visits(visits: Any) -> tuple[dict[str, Any], ...]:
    return given("visits", visits, ("visit_id", "line_no")).rows

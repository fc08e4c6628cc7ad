"""CARC: why a payer paid less than the charge, and what a massage clinic does about it.

Meanings are in our own words. Causes and actions are general knowledge of the trade: the office edits
them on sheet CARC.

Source: handbook §9.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from xl_massbill.codes.packaged import rows, split

ACTIONS = {
    "C7": "send a corrected claim",
    "NEW": "send a new claim",
    "REC": "send records",
    "APP": "appeal",
    "NXT": "bill the next payer",
    "PAT": "bill the patient",
    "WO": "write off",
    "CALL": "call the payer",
    "POST": "post it, nothing else",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One adjustment reason with its usual cause and cure."""

    code: str
    wording: str
    category: str
    actions: tuple[str, ...]
    then: str
    deadline: str
    prevented_by: tuple[str, ...]
    groups: tuple[str, ...]
    remarks: tuple[str, ...]
    likely_cause: str
    compare: str
    correct: str
    certainty: str
    source: str


def compact(code: str) -> str:
    """Return the code as it is listed: capitals, no blanks, no zeros in front.

    >>> compact(" 097"), compact("b15")
    ('97', 'B15')
    """
    return code.strip().upper().lstrip("0") or "0"


@cache
def reasons() -> dict[str, Reason]:
    """Return all reasons by code.

    >>> reasons()["197"].wording, reasons()["197"].actions
    ('authorisation absent', ('C7', 'APP'))
    """
    return {
        row["code"]: Reason(
            code=row["code"],
            wording=row["short_own_wording"],
            category=row["category"],
            actions=split(row["default_action"]),
            then=row["then"],
            deadline=row["deadline"],
            prevented_by=split(row["prevented_by"]),
            groups=split(row["groups"]),
            remarks=split(row["usual_rarcs"]),
            likely_cause=row["likely_cause"],
            compare=row["compare"],
            correct=row["correct"],
            certainty=row["certainty"],
            source=row["source"],
        )
        for row in rows("carc")
    }


def find(code: str) -> Reason | None:
    """Return one reason, or None if the list does not have it.

    >>> find("29").category, find("999")
    ('TIMELY', None)
    """
    return reasons().get(code)

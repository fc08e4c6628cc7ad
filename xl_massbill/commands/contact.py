"""Note in one step what was said or is to be done about claims: rows below those of sheet FollowUp.

A call, a letter, a promise, a task for somebody, a matter put off until a day. Rows are added, at the word of
the person who notes them; what stands there is never changed.

Source: handbook §1.14, §10.7.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import get_args

from xl_massbill.book.tables import TABLES
from xl_massbill.book.workbook import Cell, Workbook
from xl_massbill.claims.follow_up import next_number
from xl_massbill.commands.words import counted
from xl_massbill.errors import Refused
from xl_massbill.practice import Records

KINDS: tuple[str, ...] = get_args(TABLES["follow_up"].model_fields["type"].annotation)


@dataclass(frozen=True, slots=True)
class Noted:
    """What is noted about claims or patients, by whom; money in cents.

    `next_due` puts the matter off until that day; `promised_on` is the day by which `promised` shall come.
    """

    kind: str
    by: str
    result: str = ""
    contact: str = ""
    reference: str = ""
    promised: int = 0
    promised_on: dt.date | None = None
    next_action: str = ""
    next_due: dt.date | None = None
    owner: str = ""


def note(workbook: Workbook, about: Sequence[str], noted: Noted, as_of: dt.date) -> str:
    """Add a row for each claim or patient (not yet saved) and return a sentence; raise Refused for all."""
    records = Records(workbook)
    records.needs("follow_up", "claims", "patients")
    _must_make_sense(noted, as_of)
    claims, patients = records.index("claims", "claim_id"), records.index("patients", "patient_id")
    unknown = [one for one in about if one not in claims and one not in patients]
    if unknown or not about:
        raise Refused(f"No claim and no patient is called {', '.join(unknown) or 'so'}: nothing was noted.")
    many, first = len(about), next_number(records["follow_up"])
    cells: dict[str, Sequence[Cell]] = {
        "followup_id": [f"FU{first + i:04d}" for i in range(many)],
        "claim_id": [one if one in claims else None for one in about],
        "patient_id": [None if one in claims else one for one in about],
        **{name: [cell] * many for name, cell in _cells(noted, as_of).items()},
    }
    workbook.append("follow_up", cells, by=noted.by)
    until = f" They come back on {noted.next_due}." if noted.next_due else ""
    return f"Noted {noted.kind} for {counted(many, 'row')} of FollowUp.{until}"


def cents(dollars: str) -> int:
    """Return an amount that a person typed in cents; raise Refused if it is none.

    >>> cents("75.10"), cents("1,200")
    (7510, 120000)
    """
    try:
        amount = Decimal(dollars.strip().lstrip("$").replace(",", "")) * 100
        whole = int(amount)
    except (ArithmeticError, ValueError):
        raise Refused(f"{dollars} is not an amount in dollars: nothing was noted.") from None
    if whole != amount:
        raise Refused(f"{dollars} has parts of a cent: nothing was noted.")
    return whole


def _cells(noted: Noted, as_of: dt.date) -> dict[str, Cell]:
    return {
        "created_on": as_of,
        "type": noted.kind,
        "owner": noted.owner or noted.by,
        "contact_name": noted.contact or None,
        "contact_ref_no": noted.reference or None,
        "result": noted.result or None,
        "promised_amount": noted.promised / 100 if noted.promised else None,
        "promised_on": noted.promised_on,
        "next_action": noted.next_action or None,
        "next_due": noted.next_due,
    }


def _must_make_sense(noted: Noted, as_of: dt.date) -> None:
    if noted.kind not in KINDS:
        raise Refused(f"{noted.kind} is not a kind of follow-up: use one of {', '.join(KINDS)}.")
    if not noted.by:
        raise Refused("Say who notes this (--by): nothing was noted.")
    if noted.promised and noted.promised_on is None:
        raise Refused("An amount was promised: say by which day. Nothing was noted.")
    if noted.promised < 0:
        raise Refused("A promised amount is above zero: nothing was noted.")
    for day in (noted.next_due, noted.promised_on):
        if day is not None and day < as_of:
            raise Refused(f"{day} has passed: nothing was noted.")

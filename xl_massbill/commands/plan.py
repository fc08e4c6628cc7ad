"""A payment plan: what a patient owes, promised in instalments of one amount, a month apart.

Source: handbook §10.4 (day 75: payment plan), §10.7.
"""

from __future__ import annotations

import calendar
import datetime as dt

from xl_massbill.book.amounts import dollars
from xl_massbill.book.workbook import Workbook
from xl_massbill.claims.follow_up import next_number
from xl_massbill.claims.ledger import PATIENT, open_items
from xl_massbill.commands.words import counted
from xl_massbill.errors import Refused
from xl_massbill.practice import Lines, Records

MOST = 36
"""Instalments of a plan; more are a slip of the pen."""


def instalments(owed: int, each: int, first: dt.date) -> list[tuple[dt.date, int]]:
    """Return day and cents of each payment: equal ones a month apart, the last one with what is left.

    A day that a month does not have becomes its last.

    >>> [(str(day), cents) for day, cents in instalments(12_000, 5_000, dt.date(2026, 1, 31))]
    [('2026-01-31', 5000), ('2026-02-28', 5000), ('2026-03-31', 2000)]
    """
    if each <= 0 or owed <= 0 or -(-owed // each) > MOST:
        raise Refused(f"A plan has an amount above zero and at most {MOST} payments: nothing was noted.")
    made = []
    for n, paid in enumerate(range(0, owed, each)):
        year, month = divmod(first.year * 12 + first.month - 1 + n, 12)
        day = min(first.day, calendar.monthrange(year, month + 1)[1])
        made.append((dt.date(year, month + 1, day), min(each, owed - paid)))
    return made


def plan(  # noqa: PLR0913, PLR0917 - who promised what to whom
    workbook: Workbook, patient: str, each: int, first: dt.date, by: str, as_of: dt.date
) -> str:
    """Note the instalments on sheet FollowUp (not yet saved) and return a sentence; cents; raise Refused."""
    records = Records(workbook)
    records.needs("follow_up", "claims", "patients", "visits", "practice", "payers")
    if not by:
        raise Refused("Say who notes this (--by): nothing was noted.")
    if first < as_of:
        raise Refused(f"{first} has passed: nothing was noted.")
    items = open_items(Lines(records, as_of)).of(PATIENT)
    owed = int(items["cents"][(items["patient_id"] == patient).to_numpy(dtype=bool)].sum())
    if owed <= 0:
        raise Refused(f"Patient {patient} is not on sheet Patients, or owes nothing: nothing was noted.")
    parts = instalments(owed, each, first)
    number, many = next_number(records["follow_up"]), len(parts)
    workbook.append(
        "follow_up",
        {
            "followup_id": [f"FU{number + n:04d}" for n in range(many)],
            "patient_id": [patient] * many,
            "created_on": [as_of] * many,
            "type": ["PROMISE"] * many,
            "reason": ["payment plan"] * many,
            "owner": [by] * many,
            "promised_amount": [cents / 100 for _, cents in parts],
            "promised_on": [day for day, _ in parts],
            "next_due": [day for day, _ in parts],
        },
        by=by,
    )
    last = f", the last one ${dollars(parts[-1][1])}" if parts[-1][1] != each else ""
    return (
        f"{patient} owes ${dollars(owed)}: {counted(many, 'payment')} of ${dollars(each)}{last}, "
        f"from {parts[0][0]} to {parts[-1][0]}. Noted on sheet FollowUp."
    )

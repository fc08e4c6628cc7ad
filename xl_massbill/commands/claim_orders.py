"""What is ordered about one claim, so that it takes a step: journal first, workbook, then the journal again.

An order that the journal holds is done, whatever happens: the next command finishes what a crash cut off. In
an old copy of the workbook that was put back it is done again where the claim still stands where it stood.

Source: handbook §8.9, §11.5; DESIGN §4.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pandas as pd

from xl_massbill.book.workbook import Workbook
from xl_massbill.claims.denials.deeds import write_denial
from xl_massbill.claims.journal import Journal
from xl_massbill.claims.keeping import Happened, move, told
from xl_massbill.claims.states import Event
from xl_massbill.commands import orders
from xl_massbill.commands.orders import Detail, Matter, Order, Ordered, Planned
from xl_massbill.errors import Refused
from xl_massbill.practice import Records
from xl_massbill.practice.cells import Cells

BEGUN, DONE = "claim ordered", "claim ordered booked"
NEEDED = ("claims", "claim_lines", "follow_up")
Prepare = Callable[[Records], Planned | str]
"""Looks at the workbook and returns what to do; a sentence if there is nothing to do; raises Refused."""


def carry_out(  # noqa: PLR0913, PLR0917 - who orders what about which claim, and when
    workbook: Workbook, claim_id: str, order: Order, now: dt.datetime, user: str, prepare: Prepare
) -> Ordered:
    """Carry out an order about a claim; raise Refused, NoTable."""

    def plan(records: Records) -> Planned | str:
        if Cells(records).at("claims", claim_id) is None:
            raise Refused(f"There is no claim {claim_id} on sheet Claims.")
        return prepare(records)

    matter = Matter("claim", claim_id, BEGUN, DONE, NEEDED, plan, do, "order")
    return orders.carry_out(workbook, matter, order, now, user)


def is_shown(records: Records, claim_id: str, detail: Detail) -> bool:
    """Return whether sheet FollowUp holds the row that an order leaves."""
    sheet = records["follow_up"]
    day = dt.date.fromisoformat(detail["on"])
    rows = zip(sheet["claim_id"], sheet["created_on"], sheet["reason"], strict=True)
    own = ((made, why) for claim, made, why in rows if claim == claim_id and not pd.isna(made))
    return any((made.date(), why) == (day, detail["why"]) for made, why in own)


def settle_claims(workbook: Workbook, journal: Journal, now: dt.datetime) -> list[str]:
    """Finish what a crash left of orders about claims, and return a sentence for each."""
    records, said = Records(workbook), []
    late: list[tuple[str, dict[str, Any]]] = []
    noted = {event.detail["of"] for event in journal.events(DONE)}
    for event in journal.events(BEGUN):
        if _is_missing(records, event.subject, event.detail):
            kept = do(workbook, records, event.subject, event.detail)
            late.append((event.subject, {"of": event.seq, "settled": True, **kept}))
            older = "is done again: the workbook is older than its journal (a copy put back?)."
            words = older if event.seq in noted else "had been ordered, but not done: it is done now."
            said.append(f"Claim {event.subject}: “{event.detail['deed']}” {words}")
        elif event.seq not in noted:
            journal.record(DONE, event.subject, {"of": event.seq, "settled": True}, now)
    if late:
        workbook.save()
    for claim, kept in late:
        journal.record(DONE, claim, kept, now)
    return said


def _is_missing(records: Records, claim_id: str, detail: Detail) -> bool:
    """Return whether the claim stands where it stood when the order was given, and does not show it."""
    cells = Cells(records)
    status = cells.text("claims", cells.at("claims", claim_id), "status")
    return status == detail["from"] and not is_shown(records, claim_id, detail)


def do(workbook: Workbook, records: Records, claim_id: str, detail: Detail) -> dict[str, Any]:
    """Do what was ordered (not yet saved) and return what the journal keeps of it."""
    happened = Happened(
        Event[detail["event"]], dt.date.fromisoformat(detail["on"]), by=detail["by"], why=detail["why"]
    )
    last = detail.get("deadline_reply")
    also = {"deadline_reply": dt.date.fromisoformat(last) if last else None}
    moved = move(workbook, records, [claim_id], happened, also if "deadline_reply" in detail else None)
    for denial in detail.get("denials", ()):
        if Cells(records).at("denials", denial) is not None:
            write_denial(workbook, records, denial, detail)
    return told(moved, happened)

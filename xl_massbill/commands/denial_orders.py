"""What a person orders about a denied line, carried out: journal first, then the workbook, then the journal.

An order that the journal holds is done, whatever happens: the next command finishes what a crash cut off.
What moves money, and an appeal that was sent, are done again in an old copy of the workbook that was put
back; other decisions are the office's own cells, and what a person changes in them later stands. A decision
that was taken back is not done again.

Source: handbook §9.1, §11.5; DESIGN §4.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from xl_massbill.book.workbook import Workbook
from xl_massbill.claims.denials.deeds import do, is_shown, is_there
from xl_massbill.claims.denials.desk import Desk
from xl_massbill.claims.denials.rows import LOST, WON, Denial, denial_of
from xl_massbill.claims.journal import Event, Journal
from xl_massbill.commands import orders
from xl_massbill.commands.decision_undone import decided_cells, is_booked, standing, take_back
from xl_massbill.commands.orders import Matter, Order, Ordered, Planned
from xl_massbill.practice import Records

BEGUN, DONE = "denial ordered", "denial ordered booked"
NEEDED = ("denials", "claims", "claim_lines", "payments")
DECIDED, SENT, ANSWERED, TAKEN_BACK = "decided", "appeal sent", "appeal answered", "decision taken back"
"""What is done about a denied line, in the words of the journal."""
_FAR = {SENT: 1, ANSWERED: 2}
"""How far an appeal of one level has come."""


Prepare = Callable[[Desk, Denial], Planned | str]
"""Looks at the denied line and returns what to do; a sentence if there is nothing to do; raises Refused."""


def carry_out(  # noqa: PLR0913, PLR0917 - who orders what about which line, and when
    workbook: Workbook, denial_id: str, order: Order, now: dt.datetime, user: str, prepare: Prepare
) -> Ordered:
    """Carry out an order about a denied line; raise Refused, NoTable."""

    def plan(records: Records) -> Planned | str:
        desk = Desk(records, now.date())
        denial = desk.denial(denial_id)
        planned = prepare(desk, denial)
        if isinstance(planned, str) or planned.detail["deed"] != DECIDED:
            return planned
        before = {"cells": decided_cells(denial), "claim": standing(records, denial.claim_id)}
        return Planned({**planned.detail, "before": before}, planned.sentence)  # so that it can be taken back

    matter = Matter("denial", denial_id, BEGUN, DONE, NEEDED, plan, _do, "decision")
    return orders.carry_out(workbook, matter, order, now, user)


def _do(workbook: Workbook, records: Records, denial_id: str, detail: Mapping[str, Any]) -> dict[str, Any]:
    """Do a deed (not yet saved) and return what the journal keeps of it, of a decision with what it left."""
    if detail["deed"] == TAKEN_BACK:
        return take_back(workbook, records, denial_id, detail)
    kept = do(workbook, records, denial_id, detail)
    return kept | ({"after": standing(records, detail["claim"])} if detail["deed"] == DECIDED else {})


def settle_denials(workbook: Workbook, journal: Journal, now: dt.datetime) -> list[str]:
    """Finish what a crash left of orders about denied lines, and return a sentence for each."""
    records, said = Records(workbook), []
    late: list[tuple[Event, bool, dict[str, Any]]] = []
    noted = {event.detail["of"] for event in journal.events(DONE)}
    for event in _standing_orders(journal):
        if not is_there(records, event.subject) or _is_shown(records, event.subject, event.detail):
            if event.seq not in noted:
                kept = _left(records, event.detail)
                journal.record(DONE, event.subject, {"of": event.seq, "settled": True, **kept}, now)
        elif event.seq not in noted or _is_lost(records, event.subject, event.detail):
            kept = _do(workbook, records, event.subject, event.detail)
            late.append((event, event.seq in noted, kept))
    if late:
        workbook.save()
    for event, is_noted, kept in late:
        journal.record(DONE, event.subject, {"of": event.seq, "settled": True, **kept}, now)
        older = "is done again: the workbook is older than its journal (a copy put back?)."
        words = older if is_noted else "had been ordered, but did not stand in the workbook: it does now."
        said.append(f"Denial {event.subject}: “{event.detail['deed']}” {words}")
    return said


def _standing_orders(journal: Journal) -> list[Event]:
    """Return the orders that count: no decision that was taken back, nor that before a new one."""
    events = journal.events(BEGUN)
    taken = {event.detail.get("takes_back") for event in events}
    last = {event.subject: event.seq for event in events if event.detail["deed"] in (DECIDED, TAKEN_BACK)}
    return [
        event
        for event in events
        if event.seq not in taken and (event.detail["deed"] != TAKEN_BACK or last[event.subject] == event.seq)
    ]


def _left(records: Records, detail: Mapping[str, Any]) -> dict[str, Any]:
    """Return the figures that a decision left, as they stand right after the crash that cut its note off."""
    is_known = detail["deed"] == DECIDED and detail["claim"] in records.index("claims", "claim_id")
    return {"after": standing(records, detail["claim"])} if is_known else {}


def _is_shown(records: Records, denial_id: str, detail: Mapping[str, Any]) -> bool:
    return is_shown(records, denial_id, detail) and not (
        detail["deed"] == TAKEN_BACK and is_booked(records, detail)
    )


def _is_lost(records: Records, denial_id: str, detail: Mapping[str, Any]) -> bool:
    """Return whether a deed that was done once is missing, and nothing stands in its place."""
    row = denial_of(records, denial_id)
    if detail["deed"] == TAKEN_BACK:
        return is_booked(records, detail)
    if detail.get("payment"):
        return True  # it is asked only of deeds that do not show: its row is not on Payments
    if detail["deed"] not in _FAR:
        return False  # the office's own cells: what a person changed in them stands
    shown = 0 if row.appeal_sent_on is None else 2 if row.appeal_result in (WON, LOST) else 1
    return (row.appeal_level or 0, shown) < (detail["cells"]["appeal_level"], _FAR[detail["deed"]])

"""A payer wants records of a claim, and they are sent: noted at a person's word, with the step and a task.

A request may come by letter, where no file tells it; sent records are named: which, how, by whom, when. The
claim is IN_PROCESS again, its deadline to reply is met, and the work list asks after thirty days what became
of it.

Source: handbook §8.9 (INFO_REQUESTED, records sent), §10.6 (reply), §9.1, §1.14.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from xl_massbill.book.workbook import Workbook
from xl_massbill.claims.denials.rows import Decision, all_denials
from xl_massbill.claims.follow_up import WAIT
from xl_massbill.claims.keeping import Happened, steps_of
from xl_massbill.claims.reply import Replies
from xl_massbill.claims.states import Event, State
from xl_massbill.commands.claim_orders import carry_out, is_shown
from xl_massbill.commands.orders import Order, Ordered, Planned
from xl_massbill.commands.without_names import without_names
from xl_massbill.errors import Refused
from xl_massbill.practice import Records
from xl_massbill.practice.cells import Cells
from xl_massbill.remits.post_denied import RECORDS_ASKED

BEFORE_SENT = (State.DRAFT, State.HOLD, State.READY, State.BATCHED, State.REJECTED)
ASKED, SENT = "records asked", "records sent"


def records_asked(  # noqa: PLR0913, PLR0917 - who notes which request, and when
    workbook: Workbook,
    claim_id: str,
    order: Order,
    now: dt.datetime,
    what: str,
    until: dt.date | None = None,
    user: str = "",
) -> Ordered:
    """Note a letter that asks for records: the claim is INFO_REQUESTED, the deadline to reply runs."""
    if not what.strip():
        raise Refused("Say what the payer asks for: --what.")
    if until is not None and until < order.on:
        raise Refused(f"The last day to reply, {until}, is before the request of {order.on}.")

    def prepare(records: Records) -> Planned | str:
        without_names(records, what)
        why = f"the payer asks for {what.strip()}"
        detail = _detail(ASKED, records, claim_id, order, Event.ASKED, why)
        if is_shown(records, claim_id, detail):
            cells = Cells(records)
            if until in (None, cells.day("claims", cells.at("claims", claim_id), "deadline_reply")):
                return f"The request of {order.on} about claim {claim_id} was noted before: nothing changed."
            detail |= {"why": f"{why}, by {until}"}  # noted at first when nobody knew by when
        last = until or Replies(records, order.on).by(claim_id, order.on)
        by = f"; reply by {last}" if last else "; nobody knows by when: give --until"
        told = f"Claim {claim_id} is INFO_REQUESTED since {order.on}{by}."
        return Planned(detail | {"deadline_reply": last.isoformat() if last else None}, told)

    return carry_out(workbook, claim_id, order, now, user, prepare)


def records_sent(  # noqa: PLR0913, PLR0917 - who sent what, how and when
    workbook: Workbook,
    claim_id: str,
    order: Order,
    now: dt.datetime,
    what: str,
    how: str,
    tracking: str = "",
    user: str = "",
) -> Ordered:
    """Note that records went out: the claim is IN_PROCESS, a task asks what became of it; raise Refused."""
    if not what.strip():
        raise Refused("Say which records were sent: --what, such as signed notes and order.")
    if not how.strip():
        raise Refused("Say how they were sent: --how fax, certified mail, portal …")

    def prepare(records: Records) -> Planned | str:
        without_names(records, what, how, tracking)
        number = f", tracking {tracking.strip()}" if tracking.strip() else ""
        why = f"{what.strip()} by {how.strip()}{number}"
        detail = _detail(SENT, records, claim_id, order, Event.RECORDS_SENT, why)
        if is_shown(records, claim_id, detail):
            return f"These records of claim {claim_id} were noted as sent on {order.on}: nothing changed."
        _may_be_sent(records, claim_id, order)
        told = f"Claim {claim_id}: {why}, noted as sent on {order.on}; it is IN_PROCESS."
        told = f"{told} Ask what became of it by {order.on + WAIT[Event.RECORDS_SENT]}."
        return Planned(detail | _decided(records, claim_id, order), told)

    return carry_out(workbook, claim_id, order, now, user, prepare)


def _may_be_asked(records: Records, claim_id: str, status: str, order: Order) -> None:
    """Refuse a request about a claim that no payer is at work on, and say where such a letter belongs."""
    try:
        steps_of(records["claims"], [claim_id], Happened(Event.ASKED, order.on))
    except Refused as refused:
        open_ = [one.denial_id for one in all_denials(records) if one.claim_id == claim_id]
        if not status or status not in tuple(State):
            raise
        if status in BEFORE_SENT:
            words = "no payer has it yet"
        elif open_ and status in (State.DENIED, State.PAID_PARTIAL):
            words = (
                "the payer has decided. If the letter is about a denied line, say so by `decide"
                f" {open_[0]} --decision RECORDS`; else note it by `log`"
            )
        else:
            words = "the payer has decided. Note the letter by `log`, with the day to reply in --until"
        raise Refused(f"Claim {claim_id} is {status}: {words}. Nothing was changed.") from refused


def _may_be_sent(records: Records, claim_id: str, order: Order) -> None:
    cells = Cells(records)
    at = cells.at("claims", claim_id)
    status, asked = cells.text("claims", at, "status"), cells.day("claims", at, "info_requested_on")
    if status != State.INFO_REQUESTED:
        raise Refused(
            f"Claim {claim_id} is {status or 'nowhere'}: records are sent while the payer waits for them"
            " (INFO_REQUESTED). Note a letter that asks for them by records-asked; what goes with an appeal"
            " is noted by appeal-sent."
        )
    if asked and order.on < asked:
        raise Refused(f"Claim {claim_id} was asked about on {asked}: nothing was sent before that.")


def _decided(records: Records, claim_id: str, order: Order) -> dict[str, Any]:
    """Return the denied lines that only ask for records: sending them is what is decided about them."""
    found = [
        one.denial_id
        for one in all_denials(records)
        if one.claim_id == claim_id and one.decision is None and one.carc in RECORDS_ASKED
    ]
    cells = {
        "decision": Decision.RECORDS.value,
        "decided_on": order.on.isoformat(),
        "decided_by": order.by.strip(),
    }
    return {"denials": found, "cells": cells} if found else {}


def _detail(  # noqa: PLR0913, PLR0917 - what the journal keeps of an order
    deed: str, records: Records, claim_id: str, order: Order, event: Event, why: str
) -> dict[str, Any]:
    cells = Cells(records)
    status = cells.text("claims", cells.at("claims", claim_id), "status")
    if event is Event.ASKED:
        _may_be_asked(records, claim_id, status, order)
    return {
        "deed": deed,
        "event": event.name,
        "from": status,
        "on": order.on.isoformat(),
        "by": order.by.strip(),
        "why": why,
    }

"""An appeal went out, and was answered: noted at a person's word, with the step of the claim and a task.

A letter that lies in a folder is no appeal; only the word that it was sent makes one. A won appeal moves no
money: that comes with the payer's remittance.

Source: handbook §8.9 (APPEALED), §9.1, §10.4 (+30 days), §10.6 (a new limit runs from the answer).
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from xl_massbill.book.workbook import Workbook
from xl_massbill.claims.denials.deadlines import APPEAL, limit_of
from xl_massbill.claims.denials.desk import Desk
from xl_massbill.claims.denials.rows import LOST, OPEN, WON, Decision, Denial
from xl_massbill.claims.denials.steps import why_not_appealed
from xl_massbill.claims.states import Event, State
from xl_massbill.commands.denial_orders import ANSWERED, SENT, carry_out
from xl_massbill.commands.orders import Order, Ordered, Planned
from xl_massbill.commands.without_names import without_names
from xl_massbill.errors import Refused

_FROM = (State.PAID_PARTIAL, State.DENIED, State.APPEALED)
_WAIT = dt.timedelta(days=30)


def appeal_sent(  # noqa: PLR0913, PLR0917 - who sent what, how and when
    workbook: Workbook,
    denial_id: str,
    order: Order,
    now: dt.datetime,
    how: str,
    tracking: str = "",
    user: str = "",
) -> Ordered:
    """Note that an appeal went out: the claim is APPEALED, a task asks what became of it; raise Refused."""
    if not how.strip():
        raise Refused("Say how it was sent: --how fax, certified mail, portal …")

    def prepare(desk: Desk, denial: Denial) -> Planned | str:
        without_names(desk.records, how, tracking)
        if denial.is_appealed:
            day = denial.appeal_sent_on
            return f"The appeal of denial {denial_id} was sent on {day} before: nothing changed."
        level = 2 if denial.appeal_result == LOST else 1
        _may_be_sent(desk, denial, order, level)
        number = f", tracking {tracking.strip()}" if tracking.strip() else ""
        why = f"CARC {denial.carc or '?'}, appeal level {level} by {how.strip()}{number}"
        cells = {
            "decision": Decision.APPEAL.value,
            "decided_on": (denial.decided_on if denial.decision else None) or order.on,
            "decided_by": (denial.decided_by if denial.decision else "") or order.by.strip(),
            "appeal_level": level,
            "appeal_sent_on": order.on,
            "appeal_result": OPEN,
            "result_on": None,
        }
        detail = _detail(SENT, denial, order, cells) | {"event": Event.APPEAL_SENT.name, "why": why}
        told = (
            f"Denial {denial_id}: the appeal of level {level} is noted as sent on {order.on} by {how.strip()}"
        )
        return Planned(detail, f"{told}{number}. Ask what became of it by {order.on + _WAIT}.")

    return carry_out(workbook, denial_id, order, now, user, prepare)


def _may_be_sent(desk: Desk, denial: Denial, order: Order, level: int) -> None:
    one = denial.denial_id
    if denial.decision not in (None, Decision.APPEAL):
        raise Refused(f"Denial {one} was decided {denial.decision}: decide APPEAL first, if that is meant.")
    if denial.appeal_result == WON:
        raise Refused(f"The appeal of denial {one} was won on {denial.result_on}.")
    why = why_not_appealed(denial, desk.advice(denial), level)
    if why and denial.decision is None:
        raise Refused(f"Denial {one} cannot be appealed: {why}.")
    since = denial.result_on if level > 1 else denial.denied_on
    if since and order.on < since:
        what = "answered" if level > 1 else "denied"
        raise Refused(f"Denial {one} was {what} on {since}: an appeal of {order.on} cannot be about it.")
    status = desk.cells.text("claims", desk.cells.at("claims", denial.claim_id), "status")
    if status not in _FROM:
        raise Refused(
            f"Claim {denial.claim_id} is {status or 'nowhere'}: an appeal goes out while it is one of "
            f"{', '.join(_FROM)}."
        )


def appeal_answered(  # noqa: PLR0913 - who says what, and when
    workbook: Workbook, denial_id: str, order: Order, now: dt.datetime, *, won: bool, user: str = ""
) -> Ordered:
    """Note how an appeal ended: lost, the claim is DENIED again and a new limit runs; raise Refused."""

    def prepare(desk: Desk, denial: Denial) -> Planned | str:
        result = WON if won else LOST
        if not denial.is_appealed:
            if denial.appeal_result == result:
                return f"The appeal of denial {denial_id} was noted as {result} before: nothing changed."
            raise Refused(f"No appeal of denial {denial_id} is out: `xl-massbill appeal-sent` comes first.")
        if denial.appeal_sent_on and order.on < denial.appeal_sent_on:
            raise Refused(f"The appeal of denial {denial_id} went out on {denial.appeal_sent_on}.")
        return _won(denial, order) if won else _lost(desk, denial, order)

    return carry_out(workbook, denial_id, order, now, user, prepare)


def _won(denial: Denial, order: Order) -> Planned:
    cells = {"appeal_level": denial.appeal_level or 1, "appeal_result": WON, "result_on": order.on}
    task = _task(denial, order, "STATUS_CHECK", "see that the payment comes", order.on + _WAIT)
    detail = _detail(ANSWERED, denial, order, cells) | {"follow_up": [task]}
    said = f"Denial {denial.denial_id}: the appeal is won. Its money comes with a remittance"
    return Planned(detail, f"{said}; look for it by {order.on + _WAIT}.")


def _lost(desk: Desk, denial: Denial, order: Order) -> Planned:
    """Return what a lost appeal leads to; the next level has its own limit from the day of the answer."""
    level = denial.appeal_level or 1
    levels = desk.rule(denial, "appeal_levels")
    is_last = levels.isdecimal() and int(levels) <= level
    days = limit_of(APPEAL, desk.cells.at("claims", denial.claim_id), desk.rules)
    last = None if is_last or days is None else order.on + dt.timedelta(days=days)
    cells = {"appeal_level": level, "appeal_result": LOST, "result_on": order.on, "deadline": last}
    what = "decide: no further appeal" if is_last else "decide: appeal again or write off"
    detail = _detail(ANSWERED, denial, order, cells) | {
        "event": Event.APPEAL_UPHELD.name,
        "deadline_appeal": last.isoformat() if last else None,
        "follow_up": [_task(denial, order, "APPEAL", what, last)],
    }
    until = f" until {last}" if last else ""
    more = (
        f"The payer has no further level ({levels})." if is_last else f"A second appeal may be sent{until}."
    )
    return Planned(detail, f"Denial {denial.denial_id}: the appeal is lost. {more}")


def _detail(deed: str, denial: Denial, order: Order, cells: dict[str, Any]) -> dict[str, Any]:
    shown = {name: cell.isoformat() if isinstance(cell, dt.date) else cell for name, cell in cells.items()}
    return {
        "deed": deed,
        "claim": denial.claim_id,
        "by": order.by.strip(),
        "on": order.on.isoformat(),
        "why": order.why.strip(),
        "cells": shown,
    }


def _task(denial: Denial, order: Order, kind: str, what: str, due: dt.date | None) -> dict[str, Any]:
    return {
        "claim_id": denial.claim_id,
        "created_on": order.on.isoformat(),
        "type": kind,
        "reason": f"CARC {denial.carc or '?'}, denial {denial.denial_id}",
        "due_on": due.isoformat() if due else None,
        "owner": "biller",
        "next_action": what,
    }

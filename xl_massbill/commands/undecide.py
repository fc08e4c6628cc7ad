"""Takes a decision about a denied line back: every figure is as it was before it, and the log says so.

Refused where somebody has gone on from it: an appeal that went out, a posting, another step of the claim, a
file that holds the claim which was decided.
The row of Payments that it made goes, the state and the figures of the claim and the office's cells on
Denials come back; what was left on FollowUp stays, with a note below it.

Source: handbook §9.1, §11.5; DESIGN §4 (journal before acting, nothing overwritten without a trace).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from xl_massbill.book.folder import Folder
from xl_massbill.book.workbook import Workbook
from xl_massbill.claims.denials.desk import Desk
from xl_massbill.claims.denials.rows import Decision, Denial
from xl_massbill.claims.journal import Event, Journal
from xl_massbill.claims.states import State
from xl_massbill.commands.denial_orders import (
    BEGUN,
    DECIDED,
    DONE,
    SENT,
    TAKEN_BACK,
    Order,
    Ordered,
    Planned,
    carry_out,
)
from xl_massbill.errors import Refused
from xl_massbill.practice import Records
from xl_massbill.remits.post_write import figures_of

REASON = 10
"""Letters that a reason has at least."""
_MADE: dict[str, str] = {Decision.CORRECT: "7", Decision.NEW: "1", Decision.NEXT_PAYER: "1"}
"""The frequency of the claim that a decision asks for."""


def undecide(workbook: Workbook, denial_id: str, order: Order, now: dt.datetime, user: str = "") -> Ordered:
    """Take the last decision about a denied line back and save; raise Refused, NoTable."""
    if len(order.why.strip()) < REASON:
        raise Refused(f"Say why it is taken back, in {REASON} characters or more: --why.")

    def prepare(desk: Desk, denial: Denial) -> Planned | str:
        with Journal(Folder.of(workbook.path).journal) as journal:
            decided, after = _last(journal, denial)
            appeals = [e.seq for e in journal.events(BEGUN) if _is_of(e, denial, SENT)]
        if decided is None:
            return f"Nothing is decided about denial {denial_id}: nothing changed."
        detail = decided.detail
        if denial.appeal_sent_on is not None and not (appeals and decided.seq > appeals[-1]):
            raise Refused(f"An appeal of denial {denial_id} went out on {denial.appeal_sent_on}.")
        _must_be_as_left(desk.records, detail["claim"], after)
        _must_not_be_followed(desk.records, detail["claim"], detail["cells"]["decision"])
        payment = detail.get("payment")
        told = {
            "deed": TAKEN_BACK,
            "claim": detail["claim"],
            "by": order.by.strip(),
            "on": order.on.isoformat(),
            "why": order.why.strip(),
            "cells": detail["before"]["cells"],
            "figures": detail["before"]["claim"],
            "takes_back": decided.seq,
            "payment_id": payment["payment_id"] if payment else "",
        }
        what, again = detail["cells"]["decision"], told["cells"].get("decision")
        stands = f" Decision {again} stands again." if again else ""
        words = f"Decision {what} about denial {denial_id} is taken back: all figures are as before."
        return Planned(told, words + stands)

    return carry_out(workbook, denial_id, order, now, user, prepare)


def _last(journal: Journal, denial: Denial) -> tuple[Event | None, Mapping[str, Any]]:
    """Return the decision that stands as the journal knows it, and the figures that it left."""
    begun = journal.events(BEGUN)
    decided = [event for event in begun if _is_of(event, denial, DECIDED)]
    gone = {event.detail["takes_back"] for event in begun if _is_of(event, denial, TAKEN_BACK)}
    last = next((event for event in reversed(decided) if event.seq not in gone), None)
    if last is None and denial.decision is None:
        return None, {}
    if last is None or denial.decision != last.detail["cells"]["decision"] or "before" not in last.detail:
        raise Refused(
            f"What stands on sheet Denials about {denial.denial_id} was typed there, not decided by the"
            " command: change it there."
        )
    done = [event.detail for event in journal.events(DONE) if event.detail["of"] == last.seq]
    return last, done[-1].get("after", {}) if done else {}


def _is_of(event: Event, denial: Denial, deed: str) -> bool:
    return event.subject == denial.denial_id and event.detail["deed"] == deed


def _must_be_as_left(records: Records, claim_id: str, after: Mapping[str, Any]) -> None:
    if not after or figures_of(records, [claim_id], [])["claims"].get(claim_id) != after:
        raise Refused(
            f"Since this decision something else has happened to claim {claim_id}: take that back first."
        )


def _must_not_be_followed(records: Records, claim_id: str, decision: str) -> None:
    """Check that no claim which this decision asked for lies in a batch: sending it moves the claim."""
    sheet = records["claims"]
    named = "parent_claim_id" if decision == Decision.NEXT_PAYER else "replaces_claim_id"
    wanted = _MADE.get(decision)
    made = (sheet[name] for name in ("claim_id", "status", "frequency", "batch_id", named))
    for follower, status, frequency, batch, followed in zip(*made, strict=True):
        if followed == claim_id and status == State.BATCHED and frequency == wanted:
            raise Refused(
                f"Claim {follower} was made of this decision and lies in batch {batch}: take that batch back"
                " first (unbatch)."
            )

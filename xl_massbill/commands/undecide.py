"""Takes a decision about a denied line back: every figure is as it was before it, and the log says so.

Refused where somebody has gone on from it: an appeal that went out, a posting, another step of the claim, a
file that holds the claim which was decided. A write-off can be taken out of what was posted since: the payer
may have paid it after all, and then nothing is to be given back.
The row of Payments that it made goes, the state and the figures of the claim and the office's cells on
Denials come back; what was left on FollowUp stays, with a note below it.

Source: handbook §9.1, §11.5; DESIGN §4 (journal before acting, nothing overwritten without a trace).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from xl_massbill.book.amounts import dollars
from xl_massbill.book.folder import Folder
from xl_massbill.book.workbook import Workbook
from xl_massbill.claims.denials.deeds import KIND_COLUMN
from xl_massbill.claims.denials.desk import Desk
from xl_massbill.claims.denials.rows import Decision, Denial
from xl_massbill.claims.denials.weighing import has_next_plan
from xl_massbill.claims.journal import Event, Journal
from xl_massbill.claims.keeping import owed
from xl_massbill.claims.life_cycle import step
from xl_massbill.claims.states import Event as Happening
from xl_massbill.claims.states import Facts, Refusal, State
from xl_massbill.commands.decision_undone import standing
from xl_massbill.commands.denial_orders import BEGUN, DECIDED, DONE, SENT, TAKEN_BACK, carry_out
from xl_massbill.commands.orders import Order, Ordered, Planned
from xl_massbill.errors import Refused
from xl_massbill.practice import Records
from xl_massbill.practice.cells import Cells

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
        figures = _figures(desk, detail, after)
        _must_not_be_followed(desk.records, detail["claim"], detail["cells"]["decision"])
        payment = detail.get("payment")
        told = {
            "deed": TAKEN_BACK,
            "claim": detail["claim"],
            "by": order.by.strip(),
            "on": order.on.isoformat(),
            "why": order.why.strip(),
            "cells": detail["before"]["cells"],
            "figures": figures,
            "takes_back": decided.seq,
            "payment_id": payment["payment_id"] if payment else "",
        }
        what, again = detail["cells"]["decision"], told["cells"].get("decision")
        stands = f" Decision {again} stands again." if again else ""
        words = f"Decision {what} about denial {denial_id} is taken back: "
        words += (
            "all figures are as before."
            if figures == detail["before"]["claim"]
            else f"what was written off counts again, what was posted since stands; the claim is"
            f" {figures['status']} with a balance of ${dollars(figures['balance'])}."
        )
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


def _figures(desk: Desk, detail: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Return the figures and the state of the claim without the decision.

    They are those before it. Where something was posted since, a write-off alone can be taken out of what
    stands now; anything else is refused.
    """
    claim_id, payment = detail["claim"], detail.get("payment") or {}
    now = standing(desk.records, claim_id)
    if after and now == after:
        return dict(detail["before"]["claim"])
    column = KIND_COLUMN.get(payment.get("writeoff_kind", ""))
    if not now or column is None or Cells(desk.records).at("payments", payment["payment_id"]) is None:
        raise Refused(
            f"Since this decision something else has happened to claim {claim_id}: take that back first."
        )
    cents = int(payment["adj_amount"])
    found = now | {column: (now[column] or 0) - cents, "balance": (now["balance"] or 0) + cents}
    state = State(found["status"])
    if state is State.WRITTEN_OFF:
        state = _weighed(desk, claim_id, found)
    place = desk.cells.text("claims", desk.cells.at("claims", claim_id), "payer_seq")
    return found | owed(state, place, found)


def _weighed(desk: Desk, claim_id: str, figures: Mapping[str, Any]) -> State:
    """Return where a claim stands that was written off, and of which the payer has paid a part since."""
    part = (figures["pr_total"] or 0) - (figures["patient_paid"] or 0)
    lines = desk.cells.all_at("claim_lines", claim_id)
    denied = sum(desk.cells.value("claim_lines", at, "denied") is True for at in lines)
    facts = Facts(
        balance=figures["balance"],
        patient_part=part,
        open_denied=denied,
        has_next_payer=has_next_plan(desk.cells, claim_id),
        for_next_payer=part > 0,
    )
    start = State.PAID if not denied else State.DENIED if denied == len(lines) else State.PAID_PARTIAL
    found = step(start, Happening.WEIGHED, facts)
    return start if isinstance(found, Refusal) else found.after


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

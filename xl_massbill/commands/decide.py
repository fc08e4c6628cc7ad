"""What the office decides about a denied line, and where that leads.

The decision stands in the office's own cells at the order of a named person. A write-off moves money, and
only with an approver and a reason; a line of group OA that becomes the patient's raises the patient's part. A
line is never billed to the patient against its group.

Source: handbook §9.1 (step 4; kind of a write-off), §8.5 (groups), §8.9, §10.1; RARC MA13, MA130, N142 (S2).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from xl_massbill.book.workbook import Workbook
from xl_massbill.claims.arrows import ANSWERED
from xl_massbill.claims.denials.case import Case
from xl_massbill.claims.denials.desk import Desk
from xl_massbill.claims.denials.rows import Decision, Denial, Stage
from xl_massbill.claims.denials.steps import Advice, why_not_the_patient
from xl_massbill.claims.denials.weighing import has_next_plan
from xl_massbill.claims.states import Event, State
from xl_massbill.commands.decided_money import to_patient, write_off
from xl_massbill.commands.denial_orders import DECIDED, carry_out
from xl_massbill.commands.orders import Order, Ordered, Planned
from xl_massbill.commands.without_names import without_names
from xl_massbill.errors import Refused
from xl_massbill.practice.denied import moved_to_patient

REASON = 10
"""Letters that a reason has at least."""
_EVENTS = {
    Decision.WRITE_OFF: Event.WRITTEN_OFF,
    Decision.PATIENT: Event.WEIGHED,
    Decision.NEXT_PAYER: Event.WEIGHED,
}
_CLAIM = {Decision.CORRECT: "C7", Decision.NEW: "NEW", Decision.APPEAL: "APP"}


def decide(  # noqa: PLR0913, PLR0917 - who decides what, and when
    workbook: Workbook,
    denial_id: str,
    decision: Decision,
    order: Order,
    now: dt.datetime,
    user: str = "",
    approved_by: str = "",
) -> Ordered:
    """Note a decision and carry out what follows from it; raise Refused, NoTable."""

    def prepare(desk: Desk, denial: Denial) -> Planned | str:
        without_names(desk.records, approved_by)
        if said := _was_before(denial, decision):
            return said
        _must_be_open(desk, denial)
        advice = desk.advice(denial)
        _CHECKS[decision](desk, denial, advice, order)
        return _planned(desk, denial, decision, order, approved_by)

    return carry_out(workbook, denial_id, order, now, user, prepare)


def _was_before(denial: Denial, decision: Decision) -> str:
    """Return a sentence if the line was decided so before and nothing has come since."""
    if denial.decision is not decision or (denial.appeal_result == "LOST" and decision is Decision.APPEAL):
        return ""
    when = f" on {denial.decided_on}" if denial.decided_on else ""
    return f"Denial {denial.denial_id} was decided {decision}{when} before: nothing changed."


def _must_be_open(desk: Desk, denial: Denial) -> None:
    one = denial.denial_id
    if desk.cells.at("claims", denial.claim_id) is None:
        raise Refused(f"Claim {denial.claim_id} of denial {one} is not on sheet Claims.")
    if denial.decision is Decision.WRITE_OFF:
        raise Refused(
            f"Denial {one} was written off on {denial.decided_on}: its money is booked."
            " `xl-massbill undecide` takes it back."
        )
    if one in moved_to_patient(desk.records):
        raise Refused(
            f"Denial {one} was decided PATIENT on {denial.decided_on}, and its amount is the patient's now:"
            " `xl-massbill undecide` takes it back."
        )
    if denial.is_appealed:
        raise Refused(f"The appeal of denial {one} of {denial.appeal_sent_on} has not been answered yet.")
    status = _status(desk, denial)
    if denial.position in desk.lifted and denial.decision is None:
        raise Refused(f"The payer has answered anew since: nothing of denial {one} is open.")
    if desk.stage(denial) is Stage.SETTLED and denial.decision is None:
        raise Refused(f"Claim {denial.claim_id} is {status}: nothing of denial {one} is open.")


def _status(desk: Desk, denial: Denial) -> str:
    return desk.cells.text("claims", desk.cells.at("claims", denial.claim_id), "status")


def _to_payer(desk: Desk, denial: Denial, advice: Advice, order: Order, decision: Decision) -> None:
    """Check what goes back to the same payer: its remarks and the state of the claim may forbid it."""
    why, status = advice.barred.get(_CLAIM[decision], ""), _status(desk, denial)
    if why and not (_is_passed(why) and len(order.why.strip()) >= REASON):
        late = " If the payer takes it all the same, say why: --why." if _is_passed(why) else ""
        raise Refused(f"Denial {denial.denial_id} cannot be decided {decision}: {why}.{late}")
    if status not in ANSWERED:
        raise Refused(
            f"Claim {denial.claim_id} is {status or 'nowhere'}: {decision} fits while it is one of "
            f"{', '.join(ANSWERED)}."
        )


def _is_passed(why: str) -> bool:
    return why.startswith("the payer took ")


def _correct(desk: Desk, denial: Denial, advice: Advice, order: Order) -> None:
    _to_payer(desk, denial, advice, order, Decision.CORRECT)


def _new(desk: Desk, denial: Denial, advice: Advice, order: Order) -> None:
    _to_payer(desk, denial, advice, order, Decision.NEW)


def _appeal(desk: Desk, denial: Denial, advice: Advice, order: Order) -> None:
    _to_payer(desk, denial, advice, order, Decision.APPEAL)


def _free(desk: Desk, denial: Denial, advice: Advice, order: Order) -> None:
    """Check nothing: records can always be sent, and another plan always be looked for."""
    del desk, denial, advice, order


def _patient(desk: Desk, denial: Denial, advice: Advice, order: Order) -> None:
    """Check that the line may be the patient's: its group, the payer's rules, a signed notice."""
    del advice, order
    if why := why_not_the_patient(denial):
        raise Refused(f"Denial {denial.denial_id} cannot be the patient's: {why} (MA13).")
    if desk.rule(denial, "allows_patient_billing_of_noncovered") == "N":
        raise Refused(
            f"Denial {denial.denial_id} cannot be the patient's: by sheet PayerRules the payer forbids it."
        )
    if desk.rule(denial, "needs_signed_waiver") == "Y":
        case = Case(desk, denial)
        days = (desk.cells.day("coverage", case.plan, f"{name}_signed_on") for name in ("waiver", "abn"))
        if not any(day and case.first_day and day <= case.first_day for day in days):
            raise Refused(
                f"Denial {denial.denial_id} cannot be the patient's: the payer wants a notice signed "
                "by the day of the visit, and sheet Coverage has none."
            )


def _write_off(desk: Desk, denial: Denial, advice: Advice, order: Order) -> None:
    """Check that there is a reason, and an amount that the balance holds."""
    del advice
    if len(order.why.strip()) < REASON:
        raise Refused(f"A write-off needs a reason of {REASON} characters or more: --why.")
    if not denial.amount or denial.amount < 0:
        raise Refused(f"Denial {denial.denial_id} has no amount on sheet Denials.")
    claim = desk.cells.at("claims", denial.claim_id)
    balance = desk.cells.number("claims", claim, "balance")
    if balance is None:
        raise Refused(f"Claim {denial.claim_id} has no balance on sheet Claims.")
    if denial.amount > balance:
        raise Refused(
            f"Denial {denial.denial_id} is about ${denial.amount / 100:,.2f}, but only "
            f"${balance / 100:,.2f} of claim {denial.claim_id} is open: post the payer's answers first."
        )


_CHECKS: dict[Decision, Callable[[Desk, Denial, Advice, Order], None]] = {
    Decision.CORRECT: _correct,
    Decision.NEW: _new,
    Decision.RECORDS: _free,
    Decision.APPEAL: _appeal,
    Decision.NEXT_PAYER: _free,
    Decision.PATIENT: _patient,
    Decision.WRITE_OFF: _write_off,
}


def _planned(desk: Desk, denial: Denial, decision: Decision, order: Order, approved_by: str) -> Planned:
    cells: dict[str, Any] = {
        "decision": decision.value,
        "decided_on": order.on.isoformat(),
        "decided_by": order.by.strip(),
    }
    detail: dict[str, Any] = {
        "deed": DECIDED,
        "claim": denial.claim_id,
        "by": order.by.strip(),
        "on": order.on.isoformat(),
        "why": order.why.strip(),
        "cells": cells,
        "follow_up": _tasks(desk, denial, decision, order),
    }
    if decision in _EVENTS:
        detail["event"] = _EVENTS[decision].name
    if decision is Decision.WRITE_OFF:
        detail["payment"] = write_off(desk, denial, order, approved_by)
    if decision is Decision.PATIENT and (row := to_patient(desk, denial, order)):
        detail["payment"] = row
    return Planned(detail, _sentence(desk, denial, decision, detail))


def _tasks(desk: Desk, denial: Denial, decision: Decision, order: Order) -> list[dict[str, Any]]:
    """Return the row of FollowUp that reminds of what to do; an appeal gets its row when it is sent."""
    what = {
        Decision.CORRECT: ("CORRECTED_CLAIM", "mend the rows and send a corrected claim"),
        Decision.NEW: ("CORRECTED_CLAIM", "send a new claim, frequency 1"),
        Decision.RECORDS: ("RECORDS_SENT", "send the records"),
        Decision.NEXT_PAYER: ("NOTE", "bill the next payer"),
        Decision.PATIENT: ("STATEMENT", "send a statement"),
    }.get(decision)
    if what is None:
        return []
    last = desk.deadlines(denial).of(decision)
    row = {
        "claim_id": denial.claim_id,
        "created_on": order.on.isoformat(),
        "type": what[0],
        "reason": f"CARC {denial.carc or '?'}, denial {denial.denial_id}",
        "due_on": last.isoformat() if last else None,
        "owner": "biller",
        "next_action": what[1],
    }
    return [row]


def _sentence(desk: Desk, denial: Denial, decision: Decision, detail: dict[str, Any]) -> str:
    last = desk.deadlines(denial).of(decision)
    by = f" by {last}" if last else ""
    money = "" if denial.amount is None else f", ${denial.amount / 100:,.2f}"
    told = f"Denial {denial.denial_id} ({denial.line}, {denial.reason}{money}) is decided: {decision}."
    return f"{told} {_then(desk, denial, decision, detail).format(by=by)}"


def _anew(desk: Desk, denial: Denial) -> str:
    """Return how a new claim is made; the program makes none of a claim that was paid in part."""
    if _status(desk, denial) == State.DENIED:
        return f"Mend the rows of {denial.claim_id}, then `xl-massbill new-claim`{{by}}."
    return (
        f"Claim {denial.claim_id} was paid in part: a new claim of all its lines would bill paid ones twice."
        " Make one of this line by hand{by}."
    )


def _then(desk: Desk, denial: Denial, decision: Decision, detail: dict[str, Any]) -> str:
    claim = denial.claim_id
    if decision is Decision.WRITE_OFF:
        row = detail["payment"]
        return f"It is written off as {row['writeoff_kind']}, approved by {row['approved_by']}."
    if decision is Decision.NEXT_PAYER and not has_next_plan(desk.cells, claim):
        return f"The patient has no next plan on sheet Coverage: enter it, then `next-payer` {claim}."
    return {
        Decision.CORRECT: f"Mend the rows of {claim}, then `xl-massbill correct`{{by}}.",
        Decision.NEW: _anew(desk, denial),
        Decision.RECORDS: "Send the records{by}; a task stands on sheet FollowUp.",
        Decision.APPEAL: f"Write it with `xl-massbill appeal` {denial.denial_id}, send it{{by}}.",
        Decision.NEXT_PAYER: f"Send it on with `xl-massbill next-payer` {claim}.",
        Decision.PATIENT: (
            ("Its amount is the patient's now. " if detail.get("payment") else "")
            + "A task for the statement stands on sheet FollowUp."
        ),
    }[decision]

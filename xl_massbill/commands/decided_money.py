"""The money that a decision about a denied line moves: a write-off, or an amount that the patient owes now.

A write-off lowers the balance. An amount of group OA that somebody decides to be the patient's leaves the
balance as it is and raises the patient's part, so that charge = paid + adjustments + balance holds either
way; what the payer put into group PR is the patient's already.

Source: handbook §9.1 (kind of a write-off), §8.5 (groups), §10.1 (patient part), §1.13 (rows of Payments).
"""

from __future__ import annotations

from typing import Any

from xl_massbill.book.amounts import dollars
from xl_massbill.claims.denials.desk import Desk
from xl_massbill.claims.denials.rows import Denial
from xl_massbill.commands.orders import Order
from xl_massbill.errors import Refused
from xl_massbill.practice.denied import TO_PATIENT, to_patient_id

CONTRACTUAL = frozenset(("97", "231", "234", "236", "256", "222", "B15", "P14"))
"""Reasons whose write-off belongs to the contract (§9.1)."""


def write_off(desk: Desk, denial: Denial, order: Order, approved_by: str) -> dict[str, Any]:
    """Return the row of Payments of a write-off; its number is that of the denial, so it is never doubled."""
    if not approved_by.strip():
        raise Refused("A write-off needs somebody who approves it: --approved-by NAME.")
    own = desk.rule(denial, "writeoff_kind")
    kind = (
        own if own in ("CONTRACTUAL", "OTHER") else "CONTRACTUAL" if denial.carc in CONTRACTUAL else "OTHER"
    )
    return {
        "payment_id": f"WO-{denial.denial_id}",
        "row_type": "WRITE_OFF",
        **_line(desk, denial),
        "writeoff_kind": kind,
        "reason": order.why.strip(),
        "approved_by": approved_by.strip(),
    }


def to_patient(desk: Desk, denial: Denial, order: Order) -> dict[str, Any] | None:
    """Return the row of Payments that makes an amount the patient's, None where it is so already (group PR).

    Raises:
        Refused: there is no amount, or more than what is left of the balance for others than the patient.
    """
    if denial.group == "PR":
        return None
    one, claim = denial.denial_id, desk.cells.at("claims", denial.claim_id)
    if not denial.amount or denial.amount < 0:
        raise Refused(f"Denial {one} has no amount on sheet Denials.")
    balance = desk.cells.number("claims", claim, "balance")
    if balance is None:
        raise Refused(f"Claim {denial.claim_id} has no balance on sheet Claims.")
    part, paid = (desk.cells.number("claims", claim, name) or 0 for name in ("pr_total", "patient_paid"))
    left = balance - (part - paid)
    if denial.amount > left:
        raise Refused(
            f"Denial {one} is about ${dollars(denial.amount)}, but only ${dollars(max(left, 0))} of claim "
            f"{denial.claim_id} is open and not the patient's already: post the payer's answers first."
        )
    why = order.why.strip() or f"decided to be the patient's ({denial.reason})"
    return {
        "payment_id": to_patient_id(one),
        "row_type": TO_PATIENT,
        **_line(desk, denial),
        "group": denial.group,
        "carc": denial.carc or None,
        "reason": why,
        "approved_by": order.by.strip(),
    }


def _line(desk: Desk, denial: Denial) -> dict[str, Any]:
    line, cells = desk.claim_line(denial), desk.cells
    day = cells.day("claim_lines", line, "dos")
    return {
        "claim_id": denial.claim_id,
        "line_no": denial.line_no,
        "dos": day.isoformat() if day else None,
        "code": cells.text("claim_lines", line, "code") or None,
        "adj_amount": denial.amount,
        "post_status": "POSTED",
    }

"""What is left of a claim once its denied lines are settled: for the next payer, for the patient, or nothing.

A claim is weighed only when no denied line is ours to fight any more: one that waits for a correction or an
appeal stays where it is, because a claim that has gone to the patient can no longer be corrected.

Source: handbook §8.9 (WEIGHED), §10.1 (patient part), §1.9 (plans by priority).
"""

from __future__ import annotations

from xl_massbill.book.workbook import Workbook
from xl_massbill.claims.denials.rows import Decision, Denial, all_denials
from xl_massbill.claims.keeping import Happened, Moved, move
from xl_massbill.claims.life_cycle import step
from xl_massbill.claims.states import Event, Facts, Refusal, State
from xl_massbill.practice import Records
from xl_massbill.practice.cells import Cells
from xl_massbill.practice.denied import moved_to_patient

_GONE = (Decision.NEXT_PAYER, Decision.PATIENT, Decision.WRITE_OFF)
_NEXT = {"P": "S", "S": "T"}


def weigh(workbook: Workbook, records: Records, claim_id: str, happened: Happened) -> list[Moved]:
    """Let a claim take the step “balance looked at” if it can (not yet saved)."""
    cells = Cells(records)
    status = cells.text("claims", cells.at("claims", claim_id), "status")
    facts = weighed(cells, claim_id)
    if not status or facts.open_denied or isinstance(step(State(status), Event.WEIGHED, facts), Refusal):
        return []
    found = Happened(Event.WEIGHED, happened.on, happened.by, happened.why, {claim_id: facts})
    return move(workbook, records, [claim_id], found)


def weighed(cells: Cells, claim_id: str) -> Facts:
    """Return what is known of the balance of a claim; money in cents."""
    at = cells.at("claims", claim_id)
    rows = [one for one in all_denials(cells.records) if one.claim_id == claim_id]
    part = (cells.number("claims", at, "pr_total") or 0) - (cells.number("claims", at, "patient_paid") or 0)
    moved = moved_to_patient(cells.records)  # these stand in pr_total already
    own = [one for one in rows if one.decision is Decision.PATIENT and one.denial_id not in moved]
    part += sum(one.amount or 0 for one in own if one.group != "PR")
    has_next = has_next_plan(cells, claim_id)
    return Facts(
        open_denied=_open(cells, claim_id, rows),
        balance=cells.number("claims", at, "balance") or 0,
        patient_part=part,
        has_next_payer=has_next,
        for_next_payer=part > 0 or any(one.decision is Decision.NEXT_PAYER for one in rows),
    )


def _open(cells: Cells, claim_id: str, rows: list[Denial]) -> int:
    """Count the denied lines that are still ours: on sheet Denials, and those that it does not name."""
    ours = sum(
        1 for one in rows if one.decision not in _GONE and not (one.group == "PR" and not one.decision)
    )
    named = {one.line_no for one in rows}
    lines = cells.all_at("claim_lines", claim_id)
    unnamed = [
        at
        for at in lines
        if cells.value("claim_lines", at, "denied") is True
        and cells.number("claim_lines", at, "line_no") not in named
    ]
    return ours + (0 if None in named else len(unnamed))


def has_next_plan(cells: Cells, claim_id: str) -> bool:
    """Return whether the patient has a plan that pays after the one of a claim, in force on its first day."""
    claim = cells.at("claims", claim_id)
    wanted = _NEXT.get(cells.text("claims", claim, "payer_seq") or "P")
    day = cells.day("claims", claim, "dos_from")
    for at in cells.where("coverage", patient_id=cells.text("claims", claim, "patient_id"), priority=wanted):
        starts, ends = (cells.day("coverage", at, f"effective_{name}") for name in ("from", "to"))
        if day is None or not ((starts and day < starts) or (ends and day > ends)):
            return True
    return False

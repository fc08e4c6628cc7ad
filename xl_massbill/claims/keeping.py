"""The only place that writes where a claim stands: a step of its life becomes cells of Claims and Visits.

Status, its day, who owes, the days of sending, accepting and rejecting, and the Billing column beside the
visit lines are kept together here, and so are the rows of FollowUp that a step asks for. Of several claims
either all take the step or none does. What happened is returned in the form in which the journal keeps it:
claims, states, who, when and why, never a name of a patient.

Source: handbook §8.9, §1.12 (columns of Claims), §1.14 (FollowUp), §11.5 (each state change is noted).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from xl_massbill.book.sheet import Sheet
from xl_massbill.book.workbook import Cell, Workbook
from xl_massbill.claims.follow_up import tasks
from xl_massbill.claims.life_cycle import owner, step
from xl_massbill.claims.states import Action, Event, Facts, Refusal, State, Step
from xl_massbill.errors import Refused
from xl_massbill.practice import Records

_KEPT = ("status", "status_since", "balance_owner")
_DAY_OF = {
    Action.ACCEPTED_ON: ("first_accepted_on",),
    Action.REJECTED_ON: ("first_rejected_on",),
    Action.ASKED_ON: ("info_requested_on",),
    Action.SENT_ON: ("first_submitted_on", "last_submitted_on"),
}
_NOTHING = Facts()
_WEIGHED = ("payer_seq", "balance", "pr_total", "patient_paid")
_LATEST = ("last_submitted_on", "info_requested_on")
"""Columns that tell of the last time; the others keep the first."""


@dataclass(frozen=True, slots=True)
class Happened:
    """One event: what, on which day, at whose word and why; `facts` of the claims that need any."""

    event: Event
    on: dt.date
    by: str = ""
    why: str = ""
    facts: Mapping[str, Facts] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Moved:
    """One claim that took a step."""

    claim_id: str
    step: Step


def opened(day: dt.date, payer_sequence: str) -> dict[str, Any]:
    """Return the state of a new claim that goes into a batch, as columns of its row (days as ISO text)."""
    state = _step(State.READY, Event.PUT_IN_BATCH, Facts(), "A new claim").after
    return {
        "status": state.value,
        "status_since": day.isoformat(),
        "balance_owner": owner(state, payer_sequence, 1, 0),
    }


def owed(status: State, payer_sequence: str, cells: Mapping[str, Any]) -> dict[str, Any]:
    """Return a state and who owes the balance in it, as columns of a claim with these figures (cents)."""
    part = (cells["pr_total"] or 0) - (cells["patient_paid"] or 0)
    return {
        "status": status.value,
        "balance_owner": owner(status, payer_sequence or "P", cells["balance"] or 0, part),
    }


def move(  # noqa: PLR0913, PLR0917 - to which claims what happens, and what is written besides
    workbook: Workbook,
    records: Records,
    claims: Collection[str],
    happened: Happened,
    also: Mapping[str, Cell] | None = None,
    each: Mapping[str, Mapping[str, Cell]] | None = None,
) -> list[Moved]:
    """Let an event happen to claims (not yet saved); raise Refused for all of them if one cannot take it.

    `also` are more cells for every claim, `each` more cells for some: by claim, then by column. Claims
    that the workbook does not hold are refused, too.
    """
    sheet = records["claims"]
    steps = steps_of(sheet, claims, happened)
    if not steps:
        return []
    more = {claim: {**(also or {}), **(each or {}).get(claim, {})} for claim in steps} if also or each else {}
    named = {name: None for extra in more.values() for name in extra}
    cells = {name: _cells(sheet, name) for name in _written(sheet, steps.values(), named)}
    at, positions = records.index("claims", "claim_id"), sheet.positions.tolist()
    weighed = [sheet.kept(name) for name in _WEIGHED]
    for claim, one in steps.items():
        position = positions[at[claim]]
        for name, cell in _changes(sheet, weighed, at[claim], one, happened.on).items():
            if name in cells:
                cells[name][position] = cell
        for name, cell in more.get(claim, {}).items():
            cells[name][position] = cell
    workbook.write("claims", cells)
    records.forget("claims")
    _follow(workbook, records, {claim: one.after for claim, one in steps.items()}, happened.event)
    asking = [claim for claim, one in steps.items() if Action.FOLLOW_UP in one.actions]
    tasks(workbook, records, asking, happened.event, happened.on, happened.by, happened.why)
    return [Moved(claim, one) for claim, one in steps.items()]


def note(workbook: Workbook, records: Records, cells: Mapping[str, Mapping[str, Cell]]) -> None:
    """Write cells of claims that take no step (not yet saved), by claim and then by column."""
    sheet = records["claims"]
    names = dict.fromkeys(name for one in cells.values() for name in one if not sheet.lacks(name))
    if not names:
        return
    columns, at = {name: _cells(sheet, name) for name in names}, records.index("claims", "claim_id")
    for claim, one in cells.items():
        for name in names.keys() & one.keys():
            columns[name][int(sheet.positions[at[claim]])] = one[name]
    workbook.write("claims", columns)
    records.forget("claims")


def steps_of(sheet: Sheet, claims: Collection[str], happened: Happened) -> dict[str, Step]:
    """Return the step that each claim would take; raise Refused if one cannot."""
    states = dict(zip(sheet.kept("claim_id"), sheet.kept("status"), strict=True))
    found = {}
    for claim in claims:
        state = states.get(claim)
        if state is None:
            known = "has no status" if claim in states else "is not on sheet Claims"
            raise Refused(f"Claim {claim} {known}: nothing was changed.")
        facts = happened.facts.get(claim, _NOTHING)
        found[claim] = _step(State(state), happened.event, facts, f"Claim {claim}")
    return found


def told(moved: Sequence[Moved], happened: Happened) -> dict[str, Any]:
    """Return what the journal keeps of an event: what, when, who, why, and which claims moved how."""
    ways: dict[str, list[str]] = {}
    for one in moved:
        ways.setdefault(f"{one.step.before} to {one.step.after}", []).append(one.claim_id)
    return {
        "event": happened.event.name,
        "on": happened.on.isoformat(),
        "by": happened.by,
        "why": happened.why,
        "moves": ways,
    }


def mark_visits(
    workbook: Workbook, records: Records, claims: Mapping[str, str], status: State = State.BATCHED
) -> None:
    """Put claim and billing status beside visit lines, found by their key and not by their row."""
    sheet = records["visits"]
    claim, billing = _cells(sheet, "claim_id"), _cells(sheet, "billing_status")
    for position, key in zip(sheet.positions.tolist(), sheet.keys(), strict=True):
        if key in claims:
            claim[position], billing[position] = claims[key], status.value
    workbook.write("visits", {"claim_id": claim, "billing_status": billing})
    records.forget("visits")


STATE_CELLS = (*_KEPT, "first_submitted_on", "last_submitted_on", "info_requested_on")
"""Columns of Claims that steps of a posting change here."""


def put_back(workbook: Workbook, records: Records, cells: Mapping[str, Mapping[str, Cell]]) -> None:
    """Put earlier cells back into the rows of claims (not yet saved): a posting is taken back as a whole.

    The Billing column of the visit lines follows the status again.
    """
    sheet, at = records["claims"], records.index("claims", "claim_id")
    names = {name for row in cells.values() for name in row if not sheet.lacks(name)}
    columns = {name: _cells(sheet, name) for name in names}
    for claim, row in cells.items():
        position = int(sheet.positions[at[claim]])
        for name in names & row.keys():
            columns[name][position] = row[name]
    workbook.write("claims", columns)
    records.forget("claims")
    states = {claim: State(str(row["status"])) for claim, row in cells.items() if row.get("status")}
    _follow(workbook, records, states, Event.WEIGHED)


def _follow(workbook: Workbook, records: Records, states: Mapping[str, State], event: Event) -> None:
    """Let the Billing column of the visit lines follow their claims; out of a batch they are free again.

    Not so those of a claim that was rejected before: they stay with it, and it is sent again.
    """
    sheet = records["visits"]
    if not sheet.present or sheet.lacks("claim_id") or sheet.lacks("billing_status"):
        return
    claim, billing = _cells(sheet, "claim_id"), _cells(sheet, "billing_status")
    before = _before(records) if event is Event.TAKEN_OUT else {}
    words = {state: state.value for state in set(states.values())}
    touched = False
    for position, of in zip(sheet.positions.tolist(), sheet.kept("claim_id"), strict=True):
        if of in states:
            touched = True
            billing[position] = words[states[of]]
            if event is Event.TAKEN_OUT:
                claim[position], billing[position] = before.get(of, (None, None))
    if touched:
        workbook.write("visits", {"claim_id": claim, "billing_status": billing})
        records.forget("visits")


def _before(records: Records) -> dict[Any, tuple[str, str]]:
    """Return where the visits of a claim go back to, with the status: the one it stands in for, or itself.

    A claim that was rejected under its own number is itself what went before.
    """
    sheet = records["claims"]
    states = dict(zip(sheet["claim_id"], sheet["status"], strict=True))
    columns = (sheet[name] for name in ("claim_id", "replaces_claim_id", "rejections"))
    found = {}
    for claim, parent, rejections in zip(*columns, strict=True):
        was_rejected = not pd.isna(rejections) and rejections > 0 and states.get(parent) != State.REJECTED
        if was_rejected:
            found[claim] = claim, State.READY.value
        elif parent in states:
            found[claim] = parent, states[parent]
    return found


def _step(state: State, event: Event, facts: Facts, who: str) -> Step:
    found = step(state, event, facts)
    if isinstance(found, Refusal):
        raise Refused(f"{who} stays as it is. {found.sentence}")
    return found


def _written(sheet: Sheet, steps: Collection[Step], also: Mapping[str, Cell]) -> list[str]:
    """Return the columns to be written; what a workbook of an earlier version lacks is left out."""
    days = [name for one in steps for action in one.actions for name in _DAY_OF.get(action, ())]
    counted = ["rejections"] if any(Action.REJECTED_ON in one.actions for one in steps) else []
    more = [name for name in dict.fromkeys([*days, *counted]) if not sheet.lacks(name)]
    return [*_KEPT, *more, *also]


def _changes(
    sheet: Sheet, weighed: Sequence[Sequence[Any]], at: int, one: Step, on: dt.date
) -> dict[str, Cell]:
    """Return the new cells of a claim's row; `weighed` are the columns that say who owes it."""
    sequence, balance, part, paid = [column[at] for column in weighed]
    owes = owner(one.after, sequence or "P", balance or 0, (part or 0) - (paid or 0))
    found: dict[str, Cell] = {"status": one.after.value, "balance_owner": owes}
    if one.after is not one.before:
        found["status_since"] = on
    for action in one.actions:
        for name in _DAY_OF.get(action, ()):
            if name in _LATEST or sheet.kept(name)[at] is None:
                found[name] = on
    if Action.REJECTED_ON in one.actions:
        found["rejections"] = (sheet.kept("rejections")[at] or 0) + 1
    return found


def _cells(sheet: Sheet, name: str) -> list[Cell]:
    if sheet.lacks(name):
        title, excel = sheet.table.field(name).column.title, sheet.table.facts.excel
        raise Refused(f'The table {excel} has lost its column "{title}": put the heading back and run again.')
    return list(sheet.grid.columns[sheet.match.at[name]])

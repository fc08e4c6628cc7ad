"""One denied line as sheet Denials has it, and how far it has come.

Source: handbook §1.13 (Denials), §9.1.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from xl_massbill.claims.arrows import ANY_SENT
from xl_massbill.claims.states import State
from xl_massbill.errors import Refused
from xl_massbill.practice import Records
from xl_massbill.practice.cells import Cells


class Decision(StrEnum):
    """What the office does about a denied line; the words are those of sheet Denials."""

    CORRECT = "CORRECT"
    NEW = "NEW"
    RECORDS = "RECORDS"
    APPEAL = "APPEAL"
    NEXT_PAYER = "NEXT_PAYER"
    PATIENT = "PATIENT"
    WRITE_OFF = "WRITE_OFF"


class Stage(StrEnum):
    """How far a denied line has come."""

    TO_DECIDE = "to decide"
    TO_DO = "decided, to do"
    WAITING = "waits for the payer"
    LOST = "appeal lost, to decide"
    SETTLED = "settled"


OPEN, WON, LOST = "OPEN", "WON", "LOST"
"""How an appeal stands; the words are those of sheet Denials."""
_LEAVES_US = (Decision.NEXT_PAYER, Decision.PATIENT, Decision.WRITE_OFF)
_OVER = (State.REPLACED, State.VOIDED, State.WRITTEN_OFF, State.CLOSED)
_WITH_PAYER = frozenset(ANY_SENT) - {State.INFO_REQUESTED, State.APPEALED}


@dataclass(frozen=True, slots=True)
class Denial:
    """One denied line; `amount` in cents, `position` that of its row among the records of Denials."""

    position: int
    denial_id: str
    claim_id: str
    line_no: int | None
    remit_id: str
    denied_on: dt.date | None
    group: str
    carc: str
    rarcs: tuple[str, ...]
    amount: int | None
    cause: str
    deadline: dt.date | None
    decision: Decision | None
    decided_on: dt.date | None
    decided_by: str
    appeal_level: int | None
    appeal_sent_on: dt.date | None
    appeal_result: str
    result_on: dt.date | None

    @property
    def reason(self) -> str:
        """Return group and reason as they stand on a remittance, such as CO-197."""
        return "-".join(part for part in (self.group, self.carc) if part) or "?"

    @property
    def line(self) -> str:
        """Return the claim with the number of its line."""
        return self.claim_id if self.line_no is None else f"{self.claim_id}-{self.line_no}"

    @property
    def is_appealed(self) -> bool:
        """Return whether an appeal is out that nobody has answered yet."""
        return self.appeal_sent_on is not None and self.appeal_result not in (WON, LOST)


def all_denials(records: Records) -> list[Denial]:
    """Return the denied lines in the order of sheet Denials."""
    cells = Cells(records)
    return [_row(cells, at) for at in range(len(records["denials"]))]


def denial_of(records: Records, denial_id: str) -> Denial:
    """Return one denied line by its number; raise Refused if there is none."""
    cells = Cells(records)
    at = cells.at("denials", denial_id)
    if at is None:
        raise Refused(f"There is no denial {denial_id} on sheet Denials.")
    return _row(cells, at)


def stage_of(cells: Cells, denial: Denial) -> Stage:
    """Return how far a denied line has come: by what was decided, and by where its claim stands."""
    claim = cells.at("claims", denial.claim_id)
    status = cells.text("claims", claim, "status")
    if status in _OVER or cells.value("claims", claim, "expected_denial") is True:
        return Stage.SETTLED
    if denial.appeal_result == WON or denial.decision in _LEAVES_US:
        return Stage.SETTLED
    if denial.is_appealed or (denial.decision and status in _WITH_PAYER):
        return Stage.WAITING
    if denial.decision is None:
        return Stage.TO_DECIDE
    return Stage.LOST if denial.appeal_result == LOST else Stage.TO_DO


def _row(cells: Cells, at: int) -> Denial:
    cells_of: dict[str, Any] = {name: cells.text("denials", at, name) for name in _TEXTS}
    cells_of |= {name: cells.day("denials", at, name) for name in _DAYS}
    cells_of |= {name: cells.number("denials", at, name) for name in _NUMBERS}
    decision = cells.text("denials", at, "decision")
    return Denial(
        position=at,
        rarcs=cells.listed("denials", at, "rarcs"),
        cause=cells.text("denials", at, "cause_guess"),
        decision=Decision(decision) if decision else None,
        **cells_of,
    )


_TEXTS = ("denial_id", "claim_id", "remit_id", "group", "carc", "decided_by", "appeal_result")
_DAYS = ("denied_on", "deadline", "decided_on", "appeal_sent_on", "result_on")
_NUMBERS = ("line_no", "amount", "appeal_level")

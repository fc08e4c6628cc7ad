"""The words of a claim's life: where it can stand, what can happen to it, and what must be known of it.

Source: handbook §8.9 (states and events), §10.1 (balance and patient part), §8.5 (denied lines).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where a claim stands; the words are those of sheet Claims, column Status."""

    DRAFT = "DRAFT"
    HOLD = "HOLD"
    READY = "READY"
    BATCHED = "BATCHED"
    SUBMITTED = "SUBMITTED"
    ACK_RECEIVED = "ACK_RECEIVED"
    ACCEPTED = "ACCEPTED"
    REJECTED = "REJECTED"
    IN_PROCESS = "IN_PROCESS"
    INFO_REQUESTED = "INFO_REQUESTED"
    PAID = "PAID"
    PAID_PARTIAL = "PAID_PARTIAL"
    DENIED = "DENIED"
    REVERSED = "REVERSED"
    REPLACED = "REPLACED"
    VOIDED = "VOIDED"
    APPEALED = "APPEALED"
    FORWARDED = "FORWARDED"
    SECONDARY_DUE = "SECONDARY_DUE"
    PATIENT_DUE = "PATIENT_DUE"
    LIEN = "LIEN"
    WRITTEN_OFF = "WRITTEN_OFF"
    CLOSED = "CLOSED"


class Event(StrEnum):
    """What can happen to a claim; the value completes the sentence "… has happened"."""

    CHECKED_CLEAN = "checked, nothing to mend"
    CHECKED_BAD = "checked, something to mend"
    MENDED = "mended"
    PUT_IN_BATCH = "put into a batch"
    TAKEN_OUT = "taken out of its batch"
    SENT = "uploaded or mailed"
    SYNTAX_REJECTED = "TA1 R, 999 M/R/W/X or AK9 R"
    SYNTAX_ACCEPTED = "999 A/E"
    RECEIVED = "277CA A0/A1"
    TAKEN_IN = "277CA A2"
    TURNED_BACK = "277CA A3/A6/A7/A8"
    MENDED_ANEW = "rejected claim mended and checked"
    PENDING = "277 P*"
    ASKED = "277 R* or a letter that asks for records"
    FINALISED = "277 F*"
    UNCLEAR = "277CA A4, A5, D0, E*"
    RECORDS_SENT = "records sent"
    REMIT = "835 or EOB: processed (1, 2, 3)"
    REMIT_DENIED = "835 or EOB: denied (4)"
    REMIT_PASSED_ON = "835: processed and passed on (19, 20, 21)"
    REMIT_NOT_OURS = "835: not our claim, passed on (23)"
    REVERSAL = "835: reversal (22)"
    SILENCE = "30 days without a corrected answer"
    REPLACEMENT_SENT = "corrected claim (7) sent"
    NEW_CLAIM_SENT = "new claim (1) sent"
    VOID_SENT = "void (8) sent"
    APPEAL_SENT = "appeal sent"
    APPEAL_UPHELD = "appeal answered: the denial stands"
    WEIGHED = "balance looked at"
    NEXT_CLAIM_SENT = "claim to the next payer sent"
    PATIENT_PAID = "patient has paid"
    SETTLED = "settlement posted"
    LIEN_SIGNED = "lien signed"
    WRITTEN_OFF = "write-off approved"
    REFUND_ASKED = "payer asks for its money back"
    NEW_MONEY = "new money"


class Action(StrEnum):
    """What is to be noted or done when an event has happened."""

    SENT_ON = "note the day; the content is locked"
    ACCEPTED_ON = "note the day: proof of timely filing"
    REJECTED_ON = "note the day and count it"
    ASKED_ON = "note the day; the deadline to reply runs"
    FOLLOW_UP = "a row of FollowUp"
    DEADLINES = "deadlines to correct and to appeal run"
    STATEMENT = "statement to the patient"
    LINKED = "the new claim names this one"


@dataclass(frozen=True, slots=True)
class Facts:
    """What must be known of a claim to see where an event leads; money in cents.

    `denied` of `lines` service lines were denied in this answer (§8.5), `only_records_asked` says that they
    carry nothing but 163, 226, 227, 250, 251, 252; `open_denied` lines are denied with no decision yet.
    `for_next_payer` says that what is left is for the next payer (decision NEXT PAYER, or patient part),
    `repeat` that the same answer to the same line was posted before.
    """

    open_findings: int = 0
    file_sent: bool = False
    lines: int = 1
    denied: int = 0
    only_records_asked: bool = False
    open_denied: int = 0
    balance: int = 0
    patient_part: int = 0
    has_next_payer: bool = False
    for_next_payer: bool = False
    new_claim_asked: bool = False
    lien_signed: bool = False
    approved: bool = False
    repeat: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """What an event does to a claim: from which state, to which, and what is to be noted or done."""

    before: State
    event: Event
    after: State
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an event cannot happen to a claim, in one plain sentence."""

    sentence: str

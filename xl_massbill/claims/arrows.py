"""The arrows of a claim's life as a table: from which states, by which event, to where, and when.

The order counts: of several rows that fit, the first one holds. "Any", "any sent" and "any adjudicated"
are sets of states.

Source: handbook §8.9, row by row.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from xl_massbill.claims.states import Action, Event, Facts, State

S, E, A = State, Event, Action

ANY = tuple(State)
ANY_SENT = (
    *(S.SUBMITTED, S.ACK_RECEIVED, S.ACCEPTED, S.IN_PROCESS, S.INFO_REQUESTED, S.APPEALED, S.FORWARDED),
)
ANY_ADJUDICATED = (
    *(S.PAID, S.PAID_PARTIAL, S.DENIED, S.REVERSED, S.FORWARDED, S.SECONDARY_DUE, S.PATIENT_DUE, S.CLOSED),
)
GROUPS = {ANY: "any", ANY_SENT: "any sent", ANY_ADJUDICATED: "any adjudicated"}
"""How the sets are named in the table."""
ANSWERED = (S.PAID, S.PAID_PARTIAL, S.DENIED)
REMITS = frozenset({E.REMIT, E.REMIT_DENIED, E.REMIT_PASSED_ON, E.REMIT_NOT_OURS, E.REVERSAL})
"""Answers of a payer, of which no line may be posted twice."""


@dataclass(frozen=True, slots=True)
class Guard:
    """What must hold for a row, in words that complete "only if …", and as a question to the facts."""

    words: str
    holds: Callable[[Facts], bool]


@dataclass(frozen=True, slots=True)
class Arrow:
    """One row: the states it starts from, the event, the state it leads to (None: no change)."""

    origins: tuple[State, ...]
    events: tuple[Event, ...]
    to: State | None
    guard: Guard | None = None
    actions: tuple[Action, ...] = ()


_CLEAN = Guard("no finding is open", lambda f: f.open_findings == 0)
_BAD = Guard("a finding is open", lambda f: f.open_findings > 0)
_AT_HOME = Guard("the file was not sent", lambda f: not f.file_sent)
_RECORDS = Guard(
    "lines are denied and carry nothing but 163, 226, 227, 250, 251, 252",
    lambda f: f.denied > 0 and f.only_records_asked,
)
_NONE_DENIED = Guard("no line is denied", lambda f: f.denied == 0)
_SOME_DENIED = Guard("some lines are denied, others not", lambda f: 0 < f.denied < f.lines)
_ALL_DENIED = Guard("all lines are denied", lambda f: f.denied >= max(f.lines, 1))
_NEW_ASKED = Guard(
    "the payer asks for a new claim (N142, MA130, its rule), or Denials says NEW", lambda f: f.new_claim_asked
)
_NEXT_PAYER = Guard(
    "there is a next payer and the balance is for it",
    lambda f: f.has_next_payer and f.balance > 0 and f.for_next_payer,
)
_PATIENT = Guard(
    "no denied line is open and the patient owes a part",
    lambda f: f.open_denied == 0 and f.patient_part > 0,
)
_NOTHING_LEFT = Guard("the balance is 0", lambda f: f.balance == 0)
_SIGNED = Guard("the lien is signed", lambda f: f.lien_signed)
_WRITTEN_OFF = Guard(
    "somebody approved it and the balance becomes 0 by it", lambda f: f.approved and f.balance == 0
)


def _same(*origins: State, event: Event) -> tuple[Arrow, ...]:
    """Return rows in which each state stays what it is."""
    return tuple(Arrow((state,), (event,), state) for state in origins)


ARROWS: tuple[Arrow, ...] = (
    Arrow((S.DRAFT,), (E.CHECKED_CLEAN,), S.READY, _CLEAN),
    Arrow((S.DRAFT, S.READY), (E.CHECKED_BAD,), S.HOLD, _BAD),
    Arrow((S.HOLD,), (E.MENDED,), S.READY, _CLEAN),
    Arrow((S.READY,), (E.PUT_IN_BATCH,), S.BATCHED),
    Arrow((S.BATCHED,), (E.TAKEN_OUT,), S.READY, _AT_HOME),
    Arrow((S.BATCHED,), (E.SENT,), S.SUBMITTED, actions=(A.SENT_ON,)),
    Arrow((S.SUBMITTED,), (E.SYNTAX_REJECTED,), S.REJECTED, actions=(A.REJECTED_ON,)),
    Arrow((S.SUBMITTED,), (E.SYNTAX_ACCEPTED,), S.SUBMITTED),
    Arrow((S.SUBMITTED,), (E.RECEIVED,), S.ACK_RECEIVED),
    Arrow((S.SUBMITTED, S.ACK_RECEIVED), (E.TAKEN_IN,), S.ACCEPTED, actions=(A.ACCEPTED_ON,)),
    Arrow((S.SUBMITTED, S.ACK_RECEIVED), (E.TURNED_BACK,), S.REJECTED, actions=(A.REJECTED_ON,)),
    Arrow((S.REJECTED,), (E.MENDED_ANEW,), S.READY, _CLEAN),
    Arrow((S.SUBMITTED, S.ACK_RECEIVED, S.ACCEPTED), (E.PENDING,), S.IN_PROCESS),
    Arrow(ANY_SENT, (E.ASKED,), S.INFO_REQUESTED, actions=(A.ASKED_ON, A.FOLLOW_UP)),
    Arrow(ANY_SENT, (E.REMIT, E.REMIT_DENIED), S.INFO_REQUESTED, _RECORDS, (A.ASKED_ON, A.FOLLOW_UP)),
    Arrow(ANY_SENT, (E.FINALISED, E.UNCLEAR), None, actions=(A.FOLLOW_UP,)),
    Arrow((S.INFO_REQUESTED,), (E.RECORDS_SENT,), S.IN_PROCESS, actions=(A.FOLLOW_UP,)),
    Arrow(ANY_SENT, (E.REMIT,), S.PAID, _NONE_DENIED),
    Arrow(ANY_SENT, (E.REMIT, E.REMIT_DENIED), S.PAID_PARTIAL, _SOME_DENIED),
    Arrow(ANY_SENT, (E.REMIT_DENIED,), S.DENIED, actions=(A.DEADLINES,)),
    Arrow(ANY_SENT, (E.REMIT,), S.DENIED, _ALL_DENIED, (A.DEADLINES,)),
    Arrow(ANY_SENT, (E.REMIT_PASSED_ON, E.REMIT_NOT_OURS), S.FORWARDED),
    Arrow(ANY_ADJUDICATED, (E.REVERSAL,), S.REVERSED),
    *_same(S.REPLACED, S.VOIDED, event=E.REVERSAL),
    Arrow((S.REVERSED,), (E.REMIT,), S.PAID, _NONE_DENIED),
    Arrow((S.REVERSED,), (E.REMIT, E.REMIT_DENIED), S.PAID_PARTIAL, _SOME_DENIED),
    Arrow((S.REVERSED,), (E.REMIT_DENIED,), S.DENIED, actions=(A.DEADLINES,)),
    Arrow((S.REVERSED,), (E.REMIT,), S.DENIED, _ALL_DENIED, (A.DEADLINES,)),
    Arrow((S.REVERSED,), (E.SILENCE,), S.DENIED, actions=(A.FOLLOW_UP,)),
    Arrow(ANSWERED, (E.REPLACEMENT_SENT,), S.REPLACED, actions=(A.LINKED,)),
    Arrow((S.DENIED,), (E.NEW_CLAIM_SENT,), S.REPLACED, _NEW_ASKED, (A.LINKED,)),
    # "new claim id or same": under a new number the rejected row is done with once the new one is sent
    Arrow((S.REJECTED,), (E.NEW_CLAIM_SENT,), S.REPLACED, actions=(A.LINKED,)),
    Arrow(ANY_ADJUDICATED, (E.VOID_SENT,), S.VOIDED, actions=(A.LINKED,)),
    Arrow((S.PAID_PARTIAL, S.DENIED), (E.APPEAL_SENT,), S.APPEALED, actions=(A.FOLLOW_UP,)),
    Arrow((S.APPEALED,), (E.APPEAL_UPHELD,), S.DENIED, actions=(A.DEADLINES,)),
    Arrow(ANSWERED, (E.WEIGHED,), S.SECONDARY_DUE, _NEXT_PAYER),
    Arrow((S.SECONDARY_DUE,), (E.NEXT_CLAIM_SENT,), S.FORWARDED, actions=(A.LINKED,)),
    Arrow(ANSWERED, (E.WEIGHED,), S.PATIENT_DUE, _PATIENT, (A.STATEMENT,)),
    Arrow((S.PATIENT_DUE,), (E.PATIENT_PAID,), S.CLOSED, _NOTHING_LEFT),
    Arrow(ANSWERED, (E.WEIGHED,), S.CLOSED, _NOTHING_LEFT),
    Arrow((S.LIEN,), (E.SETTLED,), S.PAID),
    Arrow(ANY, (E.LIEN_SIGNED,), S.LIEN, _SIGNED),
    Arrow(ANY, (E.WRITTEN_OFF,), S.WRITTEN_OFF, _WRITTEN_OFF),
    Arrow((S.CLOSED,), (E.REFUND_ASKED,), S.REVERSED),
    Arrow((S.CLOSED,), (E.NEW_MONEY,), S.PAID),
)

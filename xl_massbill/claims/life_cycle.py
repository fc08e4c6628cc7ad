"""The life of a claim: one step at a time, along the arrows of the table and no others.

Pure: it is told where the claim stands, what has happened and what is known, and says where the claim
stands now, or why that cannot happen. Nothing is written here.

Source: handbook §8.9 (state machine; "not allowed"), §10.1 (who owes).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from xl_massbill.claims.arrows import ANY_ADJUDICATED, ARROWS, GROUPS, REMITS, Arrow
from xl_massbill.claims.states import Event, Facts, Refusal, State, Step

_PAYER = {"P": "INS_P", "S": "INS_S", "T": "INS_T"}
_NEXT = {"P": "INS_S", "S": "INS_T", "T": "INS_T"}
_OVER = (State.REPLACED, State.VOIDED, State.WRITTEN_OFF, State.CLOSED)


def step(state: State, event: Event, facts: Facts | None = None) -> Step | Refusal:
    """Return what an event does to a claim in a state, or why it cannot happen to it (§8.9).

    >>> step(State.READY, Event.PUT_IN_BATCH).after.value
    'BATCHED'
    >>> step(State.CLOSED, Event.MENDED).sentence
    'A claim that is CLOSED cannot take the step “mended”.'
    """
    facts = facts or Facts()
    if event in REMITS and facts.repeat:
        return Refusal("This answer to this line was posted before: nothing is posted twice.")
    rows = _arrows(state, event)
    for row in rows:
        if row.guard is None or row.guard.holds(facts):
            return Step(state, event, state if row.to is None else row.to, row.actions)
    return Refusal(_why_not(state, event, rows))


@cache
def _arrows(state: State, event: Event) -> tuple[Arrow, ...]:
    return tuple(row for row in ARROWS if state in row.origins and event in row.events)


def _why_not(state: State, event: Event, rows: Sequence[Arrow]) -> str:
    if not rows:
        return f"A claim that is {state} cannot take the step “{event}”."
    wanted = ", or ".join(dict.fromkeys(row.guard.words for row in rows if row.guard))
    return f"A claim that is {state} takes the step “{event}” only if {wanted}."


def owner(state: State, payer_sequence: str, balance: int, patient_part: int) -> str:
    """Return who owes the balance of a claim: an insurer, the patient, the lien, or nobody (§8.9, derived).

    >>> owner(State.BATCHED, "P", 15_500, 0), owner(State.PAID, "P", 2_500, 2_500)
    ('INS_P', 'PATIENT')
    """
    if state is State.LIEN:
        return "LIEN"
    if state in _OVER or (state in ANY_ADJUDICATED and balance == 0):
        return "NONE"
    if state in (State.SECONDARY_DUE, State.FORWARDED):
        return _NEXT.get(payer_sequence, "INS_S")
    if state is State.PATIENT_DUE or (state in ANY_ADJUDICATED and balance == patient_part):
        return "PATIENT"
    return _PAYER.get(payer_sequence, "INS_P")


def drawing() -> Iterator[str]:
    """Yield the lines of the table of all arrows as the README shows it."""
    yield "| from | what happens | to | only if | then |"
    yield "|---|---|---|---|---|"
    for row in ARROWS:
        origins = GROUPS.get(row.origins) or ", ".join(row.origins)
        events = "; ".join(row.events)
        to = row.to or "no change"
        guard = row.guard.words if row.guard else ""
        yield f"| {origins} | {events} | {to} | {guard} | {'; '.join(row.actions)} |"

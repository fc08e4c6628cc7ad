"""The life of a claim: every arrow of the handbook, no other, and walks that never leave the table."""

from __future__ import annotations

import itertools
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_massbill.book.tables import TABLES
from xl_massbill.claims.arrows import ANY_ADJUDICATED, ANY_SENT, ARROWS, REMITS
from xl_massbill.claims.life_cycle import drawing, owner, step
from xl_massbill.claims.states import Action, Event, Facts, Refusal, State, Step

DATA = tomllib.loads(Path(__file__).with_name("arrows.toml").read_text(encoding="utf-8"))["arrows"]
FACTS = st.builds(
    Facts,
    open_findings=st.integers(0, 2),
    file_sent=st.booleans(),
    lines=st.integers(0, 3),
    denied=st.integers(0, 3),
    only_records_asked=st.booleans(),
    open_denied=st.integers(0, 2),
    balance=st.integers(-2, 2),
    patient_part=st.integers(-2, 2),
    has_next_payer=st.booleans(),
    for_next_payer=st.booleans(),
    new_claim_asked=st.booleans(),
    lien_signed=st.booleans(),
    approved=st.booleans(),
    repeat=st.booleans(),
)


def arrows():
    for group in DATA:
        for words in group["go"]:
            before, event, after = words.split()
            yield State(before), Event[event], State(after), group


GO = [(b, e, a, Facts(**g.get("facts", {}))) for b, e, a, g in arrows()]
STAY = [(b, e, a, Facts(**facts)) for b, e, a, g in arrows() for facts in g.get("unless", [])]
KNOWN = {(b, e) for b, e, _, _ in arrows()}
LEADS_TO = {key: {a for b, e, a, _ in arrows() if (b, e) == key} for key in KNOWN}


def test_the_states_are_those_of_the_sheet():
    assert tuple(State) == TABLES["claims"].field("status").column.choices


@pytest.mark.parametrize(("before", "event", "after", "facts"), GO)
def test_every_arrow_leads_where_the_handbook_says(before, event, after, facts):
    found = step(before, event, facts)
    assert isinstance(found, Step)
    assert (found.before, found.event, found.after) == (before, event, after)


@pytest.mark.parametrize(("before", "event", "after", "facts"), STAY)
def test_an_arrow_is_not_taken_when_its_guard_fails(before, event, after, facts):
    found = step(before, event, facts)
    assert isinstance(found, Refusal) or found.after != after


@given(facts=FACTS)
def test_every_other_arrow_is_refused_in_one_sentence(facts):
    for state, event in itertools.product(State, Event):
        found = step(state, event, facts)
        if (state, event) not in KNOWN:
            assert isinstance(found, Refusal)
        if isinstance(found, Refusal):
            assert found.sentence.endswith(".")
            assert "\n" not in found.sentence
        else:
            assert found.after in LEADS_TO[state, event]


def test_the_table_and_the_handbook_know_the_same_arrows():
    assert {(state, event) for row in ARROWS for state in row.origins for event in row.events} == KNOWN


@given(facts=FACTS)
def test_forbidden_examples_of_the_handbook(facts):
    by_remit = {event for event in Event if "835" in event}
    for event in set(Event) - by_remit:
        for state in ANY_SENT:
            found = step(state, event, facts)
            assert isinstance(found, Refusal) or found.after not in (State.PAID, State.PAID_PARTIAL)
    for event in Event:
        found = step(State.REJECTED, event, facts)
        assert isinstance(found, Refusal) or found.after is not State.DENIED
        found = step(State.CLOSED, event, facts)
        assert isinstance(found, Refusal) or found.after is not State.READY


@pytest.mark.parametrize("event", sorted(REMITS))
def test_no_answer_to_a_line_is_posted_twice(event):
    for state in State:
        found = step(state, event, Facts(repeat=True))
        assert isinstance(found, Refusal)
        assert "posted twice" in found.sentence


@given(start=st.sampled_from(State), happened=st.lists(st.tuples(st.sampled_from(Event), FACTS), max_size=40))
def test_walks_stay_on_the_table(start, happened):
    here = start
    for event, facts in happened:
        found = step(here, event, facts)
        if isinstance(found, Step):
            assert found.before is here
            assert isinstance(found.after, State)
            here = found.after


def test_every_state_but_the_first_can_be_reached_and_left():
    reached = {a for _, _, a, _ in GO}
    assert reached == set(State) - {State.DRAFT}
    assert {b for b, _, a, _ in GO if a is not b} == set(State)


def test_records_asked_for_go_before_a_denial_and_the_next_payer_before_the_patient():
    asked = Facts(lines=1, denied=1, only_records_asked=True)
    assert step(State.ACCEPTED, Event.REMIT_DENIED, asked).after is State.INFO_REQUESTED
    both = Facts(balance=5, patient_part=5, has_next_payer=True, for_next_payer=True)
    assert step(State.PAID, Event.WEIGHED, both).after is State.SECONDARY_DUE


def test_what_is_to_be_noted_comes_with_the_step():
    assert step(State.BATCHED, Event.SENT).actions == (Action.SENT_ON,)
    assert step(State.SUBMITTED, Event.TAKEN_IN).actions == (Action.ACCEPTED_ON,)
    assert step(State.SUBMITTED, Event.TURNED_BACK).actions == (Action.REJECTED_ON,)
    assert Action.ASKED_ON in step(State.ACCEPTED, Event.ASKED).actions


def test_a_refusal_says_what_would_have_to_hold():
    found = step(State.PAID, Event.WEIGHED, Facts(balance=5))
    assert "only if there is a next payer" in found.sentence
    assert "the balance is 0" in found.sentence
    assert step(State.CLOSED, Event.MENDED).sentence == (
        "A claim that is CLOSED cannot take the step “mended”."
    )


@pytest.mark.parametrize(
    ("state", "sequence", "balance", "part", "who"),
    [
        (State.BATCHED, "P", 100, 0, "INS_P"),
        (State.BATCHED, "P", 0, 0, "INS_P"),
        (State.SUBMITTED, "S", 100, 0, "INS_S"),
        (State.ACCEPTED, "T", 100, 0, "INS_T"),
        (State.PAID, "P", 100, 0, "INS_P"),
        (State.PAID, "P", 100, 100, "PATIENT"),
        (State.PAID, "P", 0, 0, "NONE"),
        (State.PAID_PARTIAL, "P", 100, 40, "INS_P"),
        (State.DENIED, "", 100, 0, "INS_P"),
        (State.SECONDARY_DUE, "P", 100, 100, "INS_S"),
        (State.SECONDARY_DUE, "S", 100, 100, "INS_T"),
        (State.FORWARDED, "P", 100, 0, "INS_S"),
        (State.PATIENT_DUE, "P", 100, 90, "PATIENT"),
        (State.LIEN, "P", 0, 0, "LIEN"),
        (State.CLOSED, "P", 0, 0, "NONE"),
        (State.WRITTEN_OFF, "P", 0, 0, "NONE"),
        (State.REPLACED, "P", 100, 0, "NONE"),
        (State.VOIDED, "P", 100, 0, "NONE"),
    ],
)
def test_who_owes_the_balance(state, sequence, balance, part, who):
    assert owner(state, sequence, balance, part) == who
    assert who in TABLES["claims"].field("balance_owner").column.choices


def test_the_drawing_names_every_state_and_every_event():
    text = "\n".join(drawing())
    assert all(f"| {event} |" in text or event in text for event in Event)
    assert all(state in text for state in State)
    assert len(text.splitlines()) == len(ARROWS) + 2
    assert "any sent" in text
    assert len(ANY_SENT) == 7
    assert len(ANY_ADJUDICATED) == 8

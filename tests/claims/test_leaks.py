"""Where money leaks: each open visit stands in exactly one list, whatever the columns say."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workbooks import workbook_of
from xl_massbill.book.tables import TABLES
from xl_massbill.claims.leaks import FINISHED, STATES, Leak, days, leaks
from xl_massbill.claims.states import State
from xl_massbill.practice import Lines, Records

AS_OF = dt.date(2026, 9, 30)
DOS = dt.date(2026, 9, 1)
PLANS = {"C1": "INSURANCE", "C2": "CASH", "C3": "SUPERBILL"}


def of(visits, claims=(), payments=()):
    plans = [{"coverage_id": c, "pay_type": kind, "payer_id": "P1"} for c, kind in PLANS.items()]
    rows = [
        {"line_no": i, "dos": DOS, "coverage_id": "C1", "status": "DONE", "charge": 10.0} | v
        for i, v in enumerate(visits, 1)
    ]
    tables = {"visits": rows, "coverage": plans, "claims": list(claims), "payments": list(payments)}
    return leaks(Lines(Records(workbook_of(tables)), AS_OF))


def only(state, payments=()):
    found = of([{"visit_id": "V1", "claim_id": "K1"}], [{"claim_id": "K1", "status": state}], payments)
    return [leak for leak in Leak if len(found.of(leak))]


def test_every_state_has_a_list_or_is_finished():
    listed = [state for states in STATES.values() for state in states]
    assert sorted([*listed, *FINISHED]) == sorted(State)


@pytest.mark.parametrize(
    ("state", "leak"),
    [
        ("DRAFT", Leak.NOT_BILLED), ("HOLD", Leak.NOT_BILLED), ("READY", Leak.NOT_BILLED),
        ("REJECTED", Leak.NOT_BILLED), ("BATCHED", Leak.NOT_SENT), (None, Leak.NOT_SENT),
        ("SUBMITTED", Leak.NOT_ACKNOWLEDGED), ("ACK_RECEIVED", Leak.NOT_ACKNOWLEDGED),
        ("ACCEPTED", Leak.NOT_PAID), ("DENIED", Leak.NOT_PAID), ("PATIENT_DUE", Leak.NOT_PAID),
        ("LIEN", Leak.NOT_PAID),
    ],
)  # fmt: skip
def test_the_list_follows_from_the_state(state, leak):
    assert only(state) == [leak]


@pytest.mark.parametrize("state", ["CLOSED", "WRITTEN_OFF", "REPLACED", "VOIDED"])
def test_what_is_finished_is_in_no_list(state):
    assert only(state) == []
    assert only(state, [{"payment_id": "1", "claim_id": "K1", "post_status": "HELD"}]) == []


@pytest.mark.parametrize(
    ("state", "posted", "leak"),
    [
        ("ACCEPTED", "HELD", Leak.NOT_POSTED), ("SUBMITTED", "ERROR", Leak.NOT_POSTED),
        ("ACCEPTED", None, Leak.NOT_POSTED), ("ACCEPTED", "POSTED", Leak.NOT_PAID),
        ("BATCHED", "HELD", Leak.NOT_SENT), ("REJECTED", "HELD", Leak.NOT_BILLED),
    ],
)  # fmt: skip
def test_an_answer_that_waits_to_be_posted_counts_once_the_claim_is_out(state, posted, leak):
    payments = [
        {"payment_id": "1", "claim_id": "K1", "post_status": "POSTED"},
        {"payment_id": "2", "claim_id": "K1", "post_status": posted},
        {"payment_id": "3", "claim_id": "K2", "post_status": "HELD"},
    ]
    assert only(state, payments) == [leak]


def test_cash_booked_and_missed_visits_are_not_open():
    statuses = [
        {"visit_id": f"V{i}", "status": s}
        for i, s in enumerate(("SCHEDULED", "NO_SHOW", "CANCELLED", "CASH"))
    ]
    plans = [{"visit_id": f"W{c}", "coverage_id": c} for c in ("C2", "C3")]
    assert len(of([*statuses, *plans]).frame) == 0
    assert list(of([{"visit_id": "V1", "coverage_id": None}]).frame["leak"]) == [Leak.NOT_BILLED]


def test_a_visit_stands_in_the_earliest_list_of_its_lines():
    lines = [{"visit_id": "V1", "claim_id": "K1"}, {"visit_id": "V1"}, {"visit_id": "V1", "claim_id": "K2"}]
    claims = [{"claim_id": "K1", "status": "ACCEPTED"}, {"claim_id": "K2", "status": "CLOSED"}]
    (row,) = of(lines, claims).frame.to_dict("records")
    assert (row["leak"], row["cents"], row["lines"], row["claim_id"]) == (Leak.NOT_BILLED, 2_000, 2, None)


def test_without_a_row_of_claims_the_visit_says_where_it_stands():
    lines = [
        {"visit_id": "V1", "claim_id": "K9", "billing_status": "ACCEPTED"},
        {"visit_id": "V2", "claim_id": "K9", "billing_status": "CLOSED"},
        {"visit_id": "V3", "claim_id": "K9"},
        {"visit_id": "V4", "billing_status": "ACCEPTED"},
    ]
    found = of(lines).frame
    assert dict(zip(found["visit_id"], found["leak"], strict=True)) == {
        "V1": Leak.NOT_PAID, "V3": Leak.NOT_BILLED, "V4": Leak.NOT_BILLED,
    }  # fmt: skip
    assert found["claim_id"].tolist() == ["K9", "K9", None]


def test_days_count_from_where_the_claim_came_there():
    claims = [{"claim_id": "K1", "status": "SUBMITTED", "status_since": dt.date(2026, 9, 20)}]
    found = of([{"visit_id": "V1", "claim_id": "K1"}, {"visit_id": "V2"}], claims)
    assert days(found.of(Leak.NOT_ACKNOWLEDGED), AS_OF) == [10]
    assert days(found.of(Leak.NOT_BILLED), AS_OF) == [29]
    assert days(found.of(Leak.NOT_BILLED), dt.date(2026, 8, 1)) == [0]


VISIT_STATES = TABLES["visits"].field("status").column.choices
VISITS = st.lists(
    st.fixed_dictionaries(
        {
            "visit_id": st.sampled_from([f"V{i}" for i in range(6)]),
            "status": st.sampled_from((*VISIT_STATES, "DONE", "DONE", "DONE")),
            "coverage_id": st.sampled_from([*PLANS, "C1", "C9", None]),
            "claim_id": st.sampled_from([*(f"K{i}" for i in range(6)), "K9", None]),
            "charge": st.sampled_from([0.0, 45.0, 60.5, None]),
        }
    ),
    max_size=12,
)
CLAIM_STATES = st.lists(st.sampled_from([*(s.value for s in State), None]), min_size=6, max_size=6)
POSTINGS = st.lists(
    st.tuples(
        st.sampled_from([f"K{i}" for i in range(6)]), st.sampled_from(["POSTED", "HELD", "ERROR", None])
    ),
    max_size=4,
)


@settings(max_examples=60, deadline=None)
@given(visits=VISITS, states=CLAIM_STATES, postings=POSTINGS)
def test_the_five_lists_hold_every_open_visit_once(visits, states, postings):
    claims = [{"claim_id": f"K{i}", "status": state} for i, state in enumerate(states)]
    payments = [{"payment_id": str(i), "claim_id": c, "post_status": p} for i, (c, p) in enumerate(postings)]
    found = of(visits, claims, payments)

    state_of = {row["claim_id"]: row["status"] for row in claims}
    over = {state.value for state in FINISHED}
    still = [
        v for v in visits
        if v["status"] == "DONE" and (v["claim_id"] or v["coverage_id"] not in ("C2", "C3")) and state_of.get(v["claim_id"]) not in over
    ]  # fmt: skip
    listed = [visit for leak in Leak for visit in found.of(leak)["visit_id"]]
    assert sorted(listed) == sorted({v["visit_id"] for v in still})
    assert sum(int(found.of(leak)["cents"].sum()) for leak in Leak) == sum(
        round((v["charge"] or 0) * 100) for v in still
    )
    assert int(found.frame["lines"].sum()) == len(still)

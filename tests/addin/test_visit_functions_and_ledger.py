"""MB_VISITS_LEFT and MB_REFERRAL say what the ledger says: one arithmetic, two faces."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.addin.ranges import table
from tests.workbooks import workbook_of
from xl_massbill.addin.functions import MB_REFERRAL, MB_VISITS_LEFT
from xl_massbill.practice import Lines, Records
from xl_massbill.practice.allowances.allowance import Allowance, Kind, Unit
from xl_massbill.practice.allowances.choice import Choice, approvals_of, used_of
from xl_massbill.practice.allowances.coming import ORDER_CELLS, PLAN_CELLS, Coming, plain_rows
from xl_massbill.practice.allowances.ledger import ledger

ASKED_ON = dt.date(2026, 6, 15)
BEFORE = st.dates(dt.date(2026, 1, 1), dt.date(2026, 6, 14))
AROUND = st.none() | st.dates(dt.date(2026, 5, 1), dt.date(2026, 8, 1)) | st.just(ASKED_ON)
PAYERS = [{"payer_id": "X", "payer_type": "COMMERCIAL"}]
RULES = [{"payer_id": "X", "rule_key": "rx_max_age_days", "value": "60"}]
Tables = dict[str, list[dict[str, Any]]]

PRACTICES = st.fixed_dictionaries({
    "coverage": st.tuples(
        st.fixed_dictionaries({
            "coverage_id": st.just("C1"), "patient_id": st.just("P1"), "payer_id": st.just("X"),
            "priority": st.just("P"), "effective_from": st.just(dt.date(2026, 1, 1)), "effective_to": AROUND,
            "visits_allowed": st.none() | st.integers(0, 6), "visits_used_elsewhere": st.none() | st.integers(0, 2),
            "verified_on": AROUND, "visit_period": st.sampled_from([None, "LIFETIME"]),
        }),
    ).map(list),
    "referrals": st.tuples(*(
        st.fixed_dictionaries({
            "referral_id": st.just(key), "patient_id": st.just("P1"), "coverage_id": st.just("C1"),
            "signed_on": BEFORE | st.just(ASKED_ON), "valid_to": AROUND, "prov_npi": st.just("1555555014"),
            "dx_list": st.just("M54.2"), "visits_ordered": st.none() | st.integers(1, 5),
            "duration_weeks": st.none() | st.integers(1, 20),
        })
        for key in ("R1", "R2")
    )).map(list),
    "auths": st.tuples(*(
        st.fixed_dictionaries({
            "auth_id": st.just(key), "patient_id": st.just("P1"), "coverage_id": st.just("C1"),
            "decision": st.sampled_from(["APPROVED", "PARTIAL", "PENDING"]), "valid_from": AROUND, "valid_to": AROUND,
            "visits_authorised": st.none() | st.integers(0, 4), "units_authorised": st.none() | st.integers(0, 9),
        })
        for key in ("A1", "A2", "A3")
    )).map(list),
    "visits": st.lists(
        st.fixed_dictionaries({
            "dos": BEFORE, "referral_id": st.sampled_from([None, "R1", "R2"]),
            "auth_id": st.sampled_from([None, "A1", "A2", "A3"]), "units": st.integers(0, 4),
            "status": st.sampled_from(["DONE", "SCHEDULED", "NO_SHOW"]),
        }), max_size=10,
    ).map(lambda rows: [
        {**row, "visit_id": f"V{n}", "line_no": 1, "patient_id": "P1", "coverage_id": "C1"}
        for n, row in enumerate(rows)
    ]),
})  # fmt: skip


def read(made: Tables) -> tuple[Records, list[Allowance]]:
    records = Records(workbook_of({"payers": PAYERS, "payer_rules": RULES, **made}))
    return records, ledger(records, ASKED_ON)


def ranges(made: Tables, *names: str) -> list[Any]:
    known = {"payers": PAYERS, "payer_rules": RULES, **made}
    return [table(name, known[name]) for name in names]


def free(found: list[Allowance], kind: Kind, key: str) -> list[int]:
    """Return how many visits of a paper are free, none where it has no limit."""
    counts = [one.of(Unit.VISITS) for one in found if (one.kind, one.key) == (kind, key)]
    return [count.free for count in counts if count is not None and count.free is not None]


@given(PRACTICES)
@settings(max_examples=60, deadline=None)
def test_visits_left_is_the_least_that_the_ledger_has_free_less_the_visit_itself(made):
    records, found = read(made)
    lines = Lines(records, ASKED_ON)
    choice = Choice(approvals_of(lines), used_of(lines))
    plans, orders = plain_rows(records["coverage"], PLAN_CELLS), plain_rows(records["referrals"], ORDER_CELLS)
    visit = Coming(plans, orders, choice).visit("P1", ASKED_ON)
    said = MB_VISITS_LEFT("P1", ASKED_ON, *ranges(made, "visits", "coverage", "referrals", "auths", "payers"))
    if visit is None:
        assert said == "#N/A"
        return
    limits = free(found, Kind.PLAN, visit.coverage_id)
    limits += free(found, Kind.ORDER, visit.referral_id) + free(found, Kind.APPROVAL, visit.approval.key)
    assert said == (min(limits) - 1 if limits else "")


@given(PRACTICES)
@settings(max_examples=60, deadline=None)
def test_how_an_order_stands_follows_from_its_row(made):
    _, found = read(made)
    for one in found:
        if one.kind is not Kind.ORDER:
            continue
        names = ("referrals", "visits", "coverage", "payers", "payer_rules")
        said = MB_REFERRAL(one.key, ASKED_ON, *ranges(made, *names))
        (visits,) = (count for count in one.counts if count.unit is Unit.VISITS)
        if one.first and one.first > ASKED_ON:
            assert said == "NOT_YET"
        elif one.last and one.last < ASKED_ON:
            assert said == "EXPIRED"
        elif visits.free is not None and visits.free < 1:
            assert said == "USED_UP"
        else:
            assert said in {"ACTIVE", "SUPERSEDED"} if one.last else said in {"OPEN", "SUPERSEDED"}
            # one that the newer order outlasts; the function asks only whether it outlasts the day
            assert said == "SUPERSEDED" or not one.followed_by

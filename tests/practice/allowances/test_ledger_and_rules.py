"""The ledger and the rules never disagree: a visit beyond an allowance is exactly what the rule flags."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workbooks import workbook_of
from xl_massbill.practice import Lines, Records
from xl_massbill.practice.allowances.allowance import Allowance, Kind, Unit
from xl_massbill.practice.allowances.ledger import ledger
from xl_massbill.rules.aut.aut_001 import not_authorised
from xl_massbill.rules.aut.aut_002 import outside_dates
from xl_massbill.rules.aut.aut_003 import beyond_approval
from xl_massbill.rules.cov.cov_009 import too_many
from xl_massbill.rules.cov.cov_011 import money_ends
from xl_massbill.rules.ref.ref_003 import expired
from xl_massbill.rules.ref.ref_004 import before_order
from xl_massbill.rules.ref.ref_005 import used_up
from xl_massbill.rules.rule import as_mask

AS_OF = dt.date(2026, 6, 15)
DAYS = st.dates(dt.date(2025, 12, 1), dt.date(2026, 8, 31))
MAYBE = st.none() | DAYS
PATIENTS, PLANS = st.sampled_from(["P1", "P2"]), st.sampled_from(["C1", "C2", "C3", "C4"])
Row = dict[str, Any]


def rows(key: str, names: list[str], **cells: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Row]]:
    """Return some rows, each with its own key."""
    each = [st.fixed_dictionaries({key: st.just(name), **cells}) for name in names]
    return st.tuples(*each).map(list)


PRACTICES = st.fixed_dictionaries({
    "coverage": rows(
        "coverage_id", ["C1", "C2", "C3", "C4"], patient_id=PATIENTS,
        payer_id=st.sampled_from(["X", "X", "AUTO", "LNI"]),
        visits_allowed=st.none() | st.integers(0, 5), visits_used_elsewhere=st.none() | st.integers(0, 3),
        visit_period=st.sampled_from([None, "CALENDAR", "PLAN_YEAR", "PER_CONDITION", "LIFETIME"]),
        plan_year_starts=st.sampled_from([None, "07-01", "02-29"]), verified_on=MAYBE,
        pa_required=st.sampled_from([None, None, "N", "AFTER_N"]), claim_number=st.none() | st.just("SB1"), effective_to=MAYBE,
        policy_limit=st.none() | st.integers(0, 900), amount_used=st.none() | st.integers(0, 300),
    ),
    "referrals": rows(
        "referral_id", ["R1", "R2", "R3"], patient_id=PATIENTS, coverage_id=PLANS, signed_on=MAYBE,
        doc_type=st.sampled_from(["RX", "VA_REFERRAL"]),
        visits_ordered=st.none() | st.integers(0, 4), frequency_per_week=st.none() | st.integers(1, 2),
        duration_weeks=st.none() | st.integers(1, 9), valid_from=MAYBE, valid_to=MAYBE,
    ),
    "auths": rows(
        "auth_id", ["A1", "A2", "A3"], patient_id=PATIENTS, coverage_id=PLANS,
        decision=st.sampled_from(["APPROVED", "APPROVED", "PARTIAL", "PENDING", "DENIED", "NOT_NEEDED", None]),
        visits_authorised=st.none() | st.integers(0, 4), units_authorised=st.none() | st.integers(0, 12),
        valid_from=MAYBE, valid_to=MAYBE,
    ),
    "visits": st.lists(
        st.fixed_dictionaries({
            "visit_id": st.sampled_from([f"V{n}" for n in range(9)]), "line_no": st.integers(1, 3),
            "patient_id": PATIENTS, "dos": DAYS | st.sampled_from([AS_OF, AS_OF + dt.timedelta(days=1)]),
            "coverage_id": st.none() | PLANS, "referral_id": st.sampled_from([None, "R1", "R2", "R3"]),
            "auth_id": st.sampled_from([None, "A1", "A2", "A3"]), "units": st.none() | st.integers(0, 5),
            "charge": st.none() | st.integers(0, 200), "claim_id": st.sampled_from([None, None, "CL1"]),
            "status": st.sampled_from(["DONE", "DONE", "SCHEDULED", "CANCELLED", "CASH", None]),
        }), max_size=14,
    ),
    "claims": st.lists(
        st.fixed_dictionaries({
            "claim_id": st.just("CL1"), "coverage_id": PLANS, "balance": st.integers(0, 300),
            "status": st.sampled_from(["SUBMITTED", "PAID"]),
        }), max_size=1,
    ),
})  # fmt: skip
PAYERS = [
    {"payer_id": "X", "payer_type": "COMMERCIAL"},
    {"payer_id": "AUTO", "payer_type": "AUTO_PIP"},
    {"payer_id": "LNI", "payer_type": "WC_STATE_FUND"},
]
RULES = [
    {"payer_id": "X", "rule_key": key, "value": value}
    for key, value in (("rx_max_age_days", "60"), ("pa_required", "AFTER_N_VISITS"), ("pa_after_visits", "2"))
]


def read(tables: dict[str, list[Row]]) -> tuple[list[Allowance], Lines]:
    """Return the ledger of a practice, and its lines as the rules see them."""
    records = Records(workbook_of({"payers": PAYERS, "payer_rules": RULES, **tables}))
    return ledger(records, AS_OF), Lines(records, AS_OF)


def beyond(found: list[Allowance], kind: Kind, units: tuple[str, ...]) -> set[tuple[Any, ...]]:
    return {
        (one.key, one.patient_id if kind is not Kind.METER else "", visit.visit_id, visit.day)
        for one in found
        if one.kind is kind
        for visit in one.beyond
        if visit.by in units
    }


def flagged(
    lines: Lines, key: str, counts: Any, *tests: Any, of_patient: bool = True
) -> set[tuple[Any, ...]]:
    found = set()
    for test in tests:
        mask = as_mask(test(lines).mask) & as_mask(counts)
        for i in mask.nonzero()[0].tolist():
            patient = lines["patient_id"].iloc[i] if of_patient else ""
            day = lines["dos"].iloc[i].date()
            found.add((lines[key].iloc[i], patient, lines["visit_id"].iloc[i], day))
    return found


@given(PRACTICES)
@settings(max_examples=100, deadline=None)
def test_a_visit_beyond_an_allowance_is_exactly_what_the_rule_flags(tables):
    found, lines = read(tables)
    if not len(lines):
        return
    for_auth, for_order = lines["counts_for_auth"], lines["counts_for_order"]
    counts = ("visits", "units")
    assert beyond(found, Kind.APPROVAL, counts) == flagged(lines, "auth_id", for_auth, beyond_approval)
    assert beyond(found, Kind.APPROVAL, ("dates",)) == flagged(lines, "auth_id", for_auth, outside_dates)
    assert beyond(found, Kind.ORDER, counts) == flagged(lines, "referral_id", for_order, used_up)
    dates = flagged(lines, "referral_id", for_order, expired, before_order)
    assert beyond(found, Kind.ORDER, ("dates",)) == dates
    is_counted = lines["is_counted"]
    of_plans = {
        (one.key, visit.visit_id, visit.day) for one in found if one.kind is Kind.PLAN for visit in one.beyond
    }
    over = {(key, visit, day) for key, _, visit, day in flagged(lines, "coverage_id", is_counted, too_many)}
    assert of_plans == over
    free = beyond(found, Kind.FREE, ("visits",))
    assert {(key, *visit) for key, _, *visit in free} == {
        (key, *visit) for key, _, *visit in flagged(lines, "coverage_id", is_counted, not_authorised)
    }
    of_meter = flagged(lines, "coverage_id", is_counted, money_ends, of_patient=False)
    assert beyond(found, Kind.METER, ("dollars",)) == of_meter


@given(PRACTICES)
@settings(max_examples=60, deadline=None)
def test_used_and_left_make_up_what_is_allowed(tables):
    found, lines = read(tables)
    for one in found:
        for count in one.counts:
            assert count.used >= 0 and count.booked >= 0
            if count.allowed is None:
                assert count.left is None and count.free is None
                continue
            assert count.used + count.left == count.allowed
            assert count.used + count.booked + count.free == count.allowed
    if not len(lines):
        return
    approvals = {(one.key, one.patient_id): one for one in found if one.kind is Kind.APPROVAL}
    sheet, most = lines.sheet, dict[Any, int]()
    for key, patient, n in zip(sheet["auth_id"], sheet["patient_id"], lines["auth_used"], strict=True):
        if isinstance(n, int):
            most[key, patient] = max(most.get((key, patient), 0), n)
    for whose, n in most.items():
        visits = approvals[whose].of(Unit.VISITS)
        assert visits.used + visits.booked == n


@given(PRACTICES, st.data())
@settings(max_examples=60, deadline=None)
def test_one_more_booked_visit_never_makes_more_left(tables, data):
    before, _ = read(tables)
    paper = data.draw(st.sampled_from(tables["auths"]))
    visit = {
        "visit_id": "NEW", "line_no": 1, "dos": data.draw(DAYS), "status": "SCHEDULED", "units": 2, "charge": 50,
        **{name: paper[name] for name in ("patient_id", "coverage_id", "auth_id")},
        "referral_id": data.draw(st.sampled_from([None, "R1"])),
    }  # fmt: skip
    after, _ = read({**tables, "visits": [*tables["visits"], visit]})
    known = {(one.kind, one.key, one.patient_id, one.first): one for one in after}
    for one in before:
        other = known.get((one.kind, one.key, one.patient_id, one.first))
        if other is None:
            continue  # a period or a row of visits free of approval that is no longer told of
        for count in one.counts:
            more = other.of(count.unit)
            assert count.free is None or more.free <= count.free
            assert more.used == count.used
            assert more.booked >= count.booked
        assert len(other.beyond) >= len(one.beyond) or one.kind is Kind.ORDER  # the VA's clock may move

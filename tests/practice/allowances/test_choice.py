"""Which approval a visit counts against where several fit, and what the ledger says about it."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from tests.practice.allowances.worked import AS_OF, book, day, tables, visit
from xl_massbill.commands.auths import auths
from xl_massbill.practice import Lines, Records
from xl_massbill.practice.allowances.choice import Approval, Choice, approvals_of, used_of
from xl_massbill.practice.allowances.coming import ORDER_CELLS, PLAN_CELLS, Coming, plain_rows

SOON = Approval("SOON", "P", "C", day("01-01"), day("06-30"), visits=2)
LATER = Approval("LATER", "P", "C", day("01-01"), day("12-31"), units=8, codes=("97124",))
OPEN = Approval("OPEN", "P", "C")


def chosen(*approvals, used=None, on="06-15", code="97124", units=4, plan="C", patient="P"):
    found = Choice(approvals, used or {}).for_visit(patient, [plan], day(on), code, units)
    return found.key, found.others


def test_the_next_to_expire_is_taken_whatever_the_order_on_the_sheet():
    assert chosen(OPEN, LATER, SOON) == ("SOON", ("LATER", "OPEN"))
    assert chosen(SOON, OPEN, LATER) == ("SOON", ("LATER", "OPEN"))


def test_both_ends_belong_to_it():
    assert chosen(SOON, LATER, on="06-30")[0] == "SOON"
    assert chosen(SOON, LATER, on="07-01") == ("LATER", ())
    assert chosen(LATER, on="12-31")[0] == "LATER"
    assert chosen(SOON, on="01-01")[0] == "SOON"
    assert chosen(SOON, on="07-01") == ("", ())


def test_one_that_is_used_up_is_passed_over_unless_there_is_no_other():
    used = {"SOON": {day("06-01"): 4, day("06-02"): 4}}
    assert chosen(SOON, LATER, used=used) == ("LATER", ("SOON",))
    assert chosen(SOON, used=used) == ("SOON", ())
    assert chosen(SOON, LATER, used=used, on="06-02")[0] == "SOON"  # the day is counted already
    assert chosen(SOON, LATER, used=used, on="05-31")[0] == "SOON"  # what comes later is not used yet
    units = {"SOON": used["SOON"], "LATER": {day("06-01"): 5}}
    assert chosen(SOON, LATER, OPEN, used=units)[0] == "OPEN"
    assert chosen(SOON, LATER, OPEN, used=units, units=3)[0] == "LATER"


def test_only_those_that_name_the_code_or_any_of_the_same_patient_and_plan():
    assert chosen(LATER, OPEN, code="97140")[0] == "OPEN"
    assert chosen(LATER, code="")[0] == "LATER"
    assert chosen(SOON, plan="C2") == chosen(SOON, patient="P2") == ("", ())


def test_units_of_the_same_day_count_already():
    assert chosen(LATER, OPEN, used={"LATER": {day("06-15"): 5}})[0] == "OPEN"
    assert chosen(LATER, OPEN, used={"LATER": {day("06-16"): 5}})[0] == "LATER"


DAYS = st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31))


@given(st.lists(st.tuples(DAYS, st.integers(0, 3)), min_size=1, max_size=5), st.lists(DAYS, max_size=12))
def test_visits_one_by_one_lose_nothing_while_another_could_take_them(given_, days):
    """No visit goes to one that is used up as long as another that fits has a visit left."""
    approvals = [Approval(f"A{n}", "P", "C", None, last, visits) for n, (last, visits) in enumerate(given_)]
    choice = Choice(approvals, {})
    for on in sorted(set(days)):
        fits = [a for a in approvals if a.fits(on)]
        has_left = [a.key for a in fits if choice.has_left(a, on)]
        found = choice.for_visit("P", ["C"], on)
        assert bool(found.key) == bool(fits)
        if has_left:
            assert found.key in has_left
            ends = {a.key: a.last for a in fits}
            assert ends[found.key] == min(ends[key] for key in has_left)
        if found.key:
            choice.take(found.key, on)


def two_approvals(*more):
    made = tables()
    second = {**made["auths"][1], "auth_id": "A9", "valid_to": day("07-31"), "visits_authorised": 1}
    made["auths"].append(second)
    made["visits"] += more
    return book(made)


def test_the_row_says_which_visits_name_none_and_which_name_another():
    nameless = [
        visit(n, on, "SCHEDULED", patient_id="P2", coverage_id="C2")
        for n, on in ((30, "06-16"), (31, "06-17"))
    ]
    found = {
        r.allowance.key: r
        for r in auths(two_approvals(*nameless), AS_OF).rows
        if r.allowance.kind == "APPROVAL"
    }
    assert found["A9"].allowance.notes == (
        "No approval is entered on V30 of 2026-06-16 (also A2): this one fits and is the next to expire.",
    )
    assert found["A2"].allowance.notes == (
        "No approval is entered on V31 of 2026-06-17 (also A9): this one fits and is the next to expire.",
        "V8 of 2026-06-01 would fit A9, which ends first, but is entered here and counts here.",
    )
    # the rules count what is entered on the visit, so the ledger does, too
    assert found["A9"].allowance.counts[0].used == found["A9"].allowance.counts[0].booked == 0
    assert found["A2"].allowance.counts[0].used == 3
    assert found["A9"].allowance.followed_by == "A2"


def test_nothing_is_said_where_visits_stand_on_the_one_that_ends_first():
    made = tables()
    made["auths"].append({**made["auths"][0], "auth_id": "A9", "valid_to": day("12-31")})
    found = {r.allowance.key: r for r in auths(book(made), AS_OF).rows}
    assert found["A1"].allowance.counts[1].free == 0  # its units are used up by these very visits
    assert not found["A1"].allowance.notes and not found["A9"].allowance.notes


def test_of_two_that_end_on_one_day_none_ends_first():
    made = tables()
    made["auths"].append({**made["auths"][1], "auth_id": "A0"})
    found = {r.allowance.key: r for r in auths(book(made), AS_OF).rows}
    assert not found["A2"].allowance.notes and not found["A0"].allowance.notes


def test_a_patient_comes_under_the_plan_order_and_approval_of_the_day():
    records = Records(two_approvals())
    lines = Lines(records, AS_OF)
    choice = Choice(approvals_of(lines), used_of(lines))
    coming = Coming(
        plain_rows(records["coverage"], PLAN_CELLS), plain_rows(records["referrals"], ORDER_CELLS), choice
    )
    found = coming.visit("P1", day("06-20"))
    assert (found.coverage_id, found.referral_id, found.approval.key) == ("C1", "R2", "A1")
    assert coming.visit("P1", day("05-20")).referral_id == "R1"
    found = coming.visit("P2", day("06-20"))
    assert (found.referral_id, found.approval.key, found.approval.others) == ("", "A9", ("A2",))
    assert coming.visit("P99", day("06-20")) is None

"""Pasted appointments: the first that is not covered, and by what; nothing is written."""

from __future__ import annotations

import json

import pytest

from tests.practice.allowances.worked import AS_OF, P2, book, day, tables, visit
from xl_massbill.commands.auths import auths
from xl_massbill.commands.check import check
from xl_massbill.commands.explain import chosen
from xl_massbill.commands.what_if import ASKED, what_if
from xl_massbill.errors import Unreadable

HEAD = "Patient,Date,Code,Units\n"


@pytest.fixture
def judged(tmp_path):
    def judge(text, made=None):
        file = tmp_path / "planned.csv"
        file.write_text(text, encoding="utf-8")
        made = made or tables()
        for plan in made["coverage"]:
            plan.setdefault("effective_from", day("01-01"))
            plan.setdefault("priority", "P")
            plan.setdefault("pay_type", "INSURANCE")
        return what_if(book(made), file, AS_OF)

    return judge


def verdicts(found):
    return [
        (one.appointment.row, one.is_covered, sorted({f.rule for f in one.against()})) for one in found.judged
    ]


def test_the_first_beyond_the_approval_is_named(judged):
    # A2: four visits, three used
    found = judged(HEAD + "P2,2026-06-29,97124,4\nP2,06/22/2026,97124,4\nP2,2026-07-06,97124,4\n")
    assert verdicts(found) == [(3, True, []), (2, False, ["AUT-003"]), (4, False, ["AUT-003"])]
    assert [one.appointment.row for one in found.first_not_covered()] == [2]
    text = found.text()
    assert "row 3, 2026-06-22, patient P2: covered; counts on approval A2." in text
    assert "NOT COVERED, AUT-003: Authorisation A2: 5 of 4 visits used." in text
    assert "First not covered: row 2, 2026-06-29, patient P2, by AUT-003." in text
    assert text.endswith("1 of 3 appointments covered. Nothing was written.")


def test_outside_the_dates_no_approval_fits_and_the_order_has_ended(judged):
    made = tables()
    made["coverage"][0]["pa_required"] = "Y"
    found = judged(HEAD + "P1,2026-08-01,97124,4\n", made)
    (one,) = found.judged
    assert (one.visit.approval.key, one.visit.referral_id) == ("", "")
    assert [f.rule for f in one.against()] == ["AUT-001"]


def test_money_and_a_plan_that_is_not_there(judged):
    # C6: 220.00 is free when the booked visit has taken place; 45.00 a unit
    found = judged(HEAD + "P6,2026-07-01,97124,4\nP6,2026-07-02,97124,1\nP7,2025-12-31,97124,1\n")
    assert verdicts(found) == [(4, False, []), (2, True, []), (3, False, ["COV-011"])]
    assert "no plan of the patient is in force that day" in found.text()
    found = judged(
        "patient,date,code,units,charge\nP6,2026-07-01,97124,4,220.00\nP6,2026-07-01,97124,1,0.01\n"
    )
    assert verdicts(found) == [(2, False, ["COV-011"]), (3, False, ["COV-011"])]  # lines of one visit
    assert judged("patient,date,charge\nP6,2026-07-01,220.00\n").judged[0].is_covered


def test_what_is_not_given_is_said_and_not_taken_for_nothing(judged):
    (one,) = judged("patient,date\nP6,2026-07-01\n").judged
    assert one.unknown == (
        "units are not given: limits in units are not looked at",
        "no price is known: money limits are not looked at",
    )


def test_of_two_approvals_the_next_to_expire_and_then_the_other(judged):
    made = tables()
    made["auths"].append(
        {**made["auths"][1], "auth_id": "A9", "valid_to": day("07-31"), "visits_authorised": 1}
    )
    found = judged(HEAD + "P2,2026-06-22,97124,4\nP2,2026-06-29,97124,4\nP2,2026-07-06,97124,4\n", made)
    assert [one.visit.approval.key for one in found.judged] == ["A9", "A2", "A9"]
    assert verdicts(found) == [(2, True, []), (3, True, []), (4, False, ["AUT-003"])]
    assert "counts on approval A9, the next to expire that has one left (A2 fits, too)" in found.text()


def test_it_says_what_the_check_would_say_if_the_visits_stood_on_the_sheet(judged):
    planned = [("06-22", 4), ("06-29", 4), ("07-06", 4)]
    lines = "".join(f"P2,2026-{on},97124,{units}\n" for on, units in planned)
    rows = [visit(90 + n, on, "SCHEDULED", units, **P2) for n, (on, units) in enumerate(planned)]
    made = tables()
    made["visits"] += rows
    checked = check(book(made), AS_OF, booked=(day("06-16"), day("07-31")), only=chosen(",".join(ASKED)))
    on_sheet = {(f.key.rpartition("-")[0], f.rule, f.message) for f in checked.outcome.findings}
    found = judged(HEAD + lines)
    names = {one.appointment.day: f"V{90 + n}" for n, one in enumerate(found.judged)}
    said = {(names[one.appointment.day], f.rule, f.message) for one in found.judged for f in one.findings}
    assert said == {one for one in on_sheet if one[0] in names.values()}
    # and the ledger is that of the sheet with these visits
    ledger = {row.allowance.key: row.allowance.counts for row in auths(book(made), AS_OF).rows}
    assert found.ledger.shown
    for row in found.ledger.shown:
        assert row.allowance.counts == ledger[row.allowance.key]


def test_nothing_is_written(tmp_path):
    workbook, file = book(), tmp_path / "planned.csv"
    file.write_text(HEAD + "P2,2026-06-22,97124,4\n", encoding="utf-8")
    before = {name: workbook.read(name) for name in workbook.tables()}
    assert json.dumps(what_if(workbook, file, AS_OF).as_json())
    assert {name: workbook.read(name) for name in workbook.tables()} == before and not workbook.saves


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("date\n2026-06-22\n", "must name a column patient"),
        (HEAD, "holds no appointments"),
        (HEAD + "Ann Example,2026-06-22,97124,4\n", "row 2: sheet Patients has no such patient number"),
        (HEAD + "P2,2026-06-22,97124,4\n\nP2,soon,97124,4\n", "row 4: the date is missing or is no date"),
        (HEAD + "P2,2026-06-22,97124,four\n", "row 2: the units must be a whole number"),
        ("patient,date,charge\nP2,2026-06-22,much\n", "row 2: the charge is no amount"),
    ],
)
def test_a_row_that_cannot_be_read_is_named_without_its_words(judged, text, says):
    with pytest.raises(Unreadable) as stop:
        judged(text)
    assert says in str(stop.value) and "Ann" not in str(stop.value)

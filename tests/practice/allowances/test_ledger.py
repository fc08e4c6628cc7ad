"""The ledger of a small practice, worked out by hand: every figure stands here."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.practice.allowances.worked import AS_OF, book, day, tables, visit
from xl_massbill.commands.auths import Row, auths, write
from xl_massbill.practice import Records

# kind, number: unit: allowed, used, booked, left, free. Dollars in cents.
WORKED = {
    # days 05-04, 05-11, 05-18 took place, 06-22, 06-29, 07-06 are booked; units 4 + (4+1) + 3, then 3 x 4
    ("APPROVAL", "A1"): {"visits": (6, 3, 3, 3, 0), "units": (24, 12, 12, 12, 0)},
    ("APPROVAL", "A2"): {"visits": (4, 3, 0, 1, 1)},
    ("APPROVAL", "A3"): {"visits": (None, 0, 1, None, None)},  # nothing is approved yet
    ("APPROVAL", "A4"): {"visits": (None, 0, 0, None, None)},  # no limit given
    # 2 a week for 6 weeks = 12; from 05-01 six weeks end on 06-11, so all have begun
    ("ORDER", "R1"): {"visits": (12, 3, 0, 9, 9), "weeks": (6, 6, 0, 0, 0)},
    ("ORDER", "R2"): {"visits": (3, 0, 3, 3, 0)},
    ("PLAN", "C1"): {"visits": (20, 2 + 3, 3, 15, 12)},
    ("METER", "C4"): {"dollars": (1_000_000, 987_000 + 20_000, 0, -7_000, -7_000)},  # handbook case 5
    ("METER", "C5"): {"dollars": (None, 0, 0, None, None)},
    # the adjuster says 300; claim CL1 180 is open; 120 less 20 paid at the desk; 200 booked
    ("METER", "C6"): {"dollars": (100_000, 30_000 + 18_000 + 10_000, 20_000, 42_000, 22_000)},
    ("DAILY_CAP", "C7"): {},
}
# kind, number: state, ends by, until, how known, ask by
OUTLOOKS = {
    ("APPROVAL", "A1"): ("OPEN", "visits", day("07-06"), "BOOKED", day("06-22")),
    # a week apart, one left: 06-15 + 7
    ("APPROVAL", "A2"): ("ASK_NOW", "visits", day("06-22"), "ESTIMATE", day("06-08")),
    ("APPROVAL", "A3"): ("PENDING", "", None, None, None),
    ("APPROVAL", "A4"): ("OPEN", "dates", day("06-30"), None, day("06-16")),
    ("ORDER", "R1"): ("ENDED", "weeks", day("06-11"), None, None),
    ("ORDER", "R2"): ("OVER", "dates", day("06-30"), "BOOKED", day("06-16")),
    # 6 days of visits in 63 days: 12 more take 12 x 63/5 = 152 days from 07-06; the year ends before it, or not:
    # 07-06 + 152 = 12-05
    ("PLAN", "C1"): ("OPEN", "visits", day("12-05"), "ESTIMATE", day("11-21")),
    ("METER", "C4"): ("OVER", "dollars", None, "REACHED", None),
    ("METER", "C5"): ("NO_LIMIT", "", None, None, None),
    # 100 a visit by the second one 200: 200 in 14 days; 220 left is one more: 06-23 + 14
    ("METER", "C6"): ("OPEN", "dollars", day("07-07"), "ESTIMATE", day("06-23")),
    ("DAILY_CAP", "C7"): ("OPEN", "", None, None, None),
}


@pytest.fixture(scope="module")
def rows() -> dict[tuple[str, str], Row]:
    return {(row.allowance.kind.value, row.allowance.key): row for row in auths(book(), AS_OF).rows}


def test_every_paper_plan_and_policy_has_its_row_and_no_other(rows):
    assert set(rows) == set(WORKED)


@pytest.mark.parametrize("key", WORKED, ids="-".join)
def test_counts(rows, key):
    counts = {c.unit.value: (c.allowed, c.used, c.booked, c.left, c.free) for c in rows[key].allowance.counts}
    assert counts == WORKED[key]


@pytest.mark.parametrize("key", OUTLOOKS, ids="-".join)
def test_when_it_ends_and_by_when_to_ask(rows, key):
    seen = rows[key].seen
    how = seen.runs_out.how.value if seen.runs_out else None
    assert (seen.state.value, seen.binds, seen.until, how, seen.ask_by) == OUTLOOKS[key]


def test_what_is_not_covered(rows):
    beyond = {
        key: [(v.visit_id, v.day, v.by) for v in row.allowance.beyond]
        for key, row in rows.items()
        if row.allowance.beyond
    }
    assert beyond == {
        ("ORDER", "R2"): [("V7", day("07-06"), "dates")],
        ("METER", "C4"): [("V12", day("06-10"), "dollars")],
    }


def test_the_words(rows):
    assert rows["APPROVAL", "A2"].todo == (
        "Ask the payer for more now: at the pace so far the visits last until 2026-06-22 (an estimate)."
    )
    assert rows["APPROVAL", "A4"].todo == (
        "Ask the payer for more by 2026-06-16: it ends on 2026-06-30. No limit of visits given."
    )
    assert rows["METER", "C5"].todo == (
        "No limit given: ask the adjuster. What other providers have used is not told: ask the adjuster."
    )
    assert rows["METER", "C6"].todo.endswith("$180.00 of it are claims without an answer.")
    # worth 180 on 06-03 and 06-10, 90 on 06-11: 2 x (180 - 112.09) (handbook case 6)
    assert rows["DAILY_CAP", "C7"].todo == (
        "At most $112.09 a day. 2 of 3 days were worth more, $135.82 in all."
    )


def test_the_most_pressing_stand_first():
    found = [(row.seen.state.value, row.allowance.key) for row in auths(book(), AS_OF).rows]
    assert found[:4] == [("OVER", "C4"), ("OVER", "R2"), ("ASK_NOW", "A2"), ("PENDING", "A3")]
    assert found[-1] == ("ENDED", "R1")


def test_a_cancelled_visit_is_free_again_and_one_more_is_one_too_many():
    made = tables()
    made["visits"][7]["status"] = "CANCELLED"  # V7, 07-06
    found = {(r.allowance.kind.value, r.allowance.key): r for r in auths(book(made), AS_OF).rows}
    assert [found["APPROVAL", "A1"].allowance.counts[n].free for n in (0, 1)] == [1, 4]
    # 5 days in 56: one more 14 days after 06-29
    assert found["APPROVAL", "A1"].seen.runs_out[:2] == (day("07-13"), "ESTIMATE")
    assert not found["ORDER", "R2"].allowance.beyond
    made = tables()
    made["visits"].append(visit(20, "07-13", "SCHEDULED", patient_id="P1", coverage_id="C1", auth_id="A1"))
    found = {(r.allowance.kind.value, r.allowance.key): r for r in auths(book(made), AS_OF).rows}
    over = found["APPROVAL", "A1"]
    assert [(v.visit_id, v.by) for v in over.allowance.beyond] == [("V20", "visits"), ("V20", "units")]
    assert over.seen.state == "OVER" and over.seen.runs_out[:2] == (day("07-06"), "BOOKED")


def test_the_lead_is_a_setting():
    made = tables() | {"settings": [{"key": "approval_lead_days", "value": "30"}]}
    found = {r.allowance.key: r for r in auths(book(made), AS_OF).rows if r.allowance.kind == "APPROVAL"}
    assert found["A1"].seen.ask_by == day("06-06") and found["A1"].seen.state == "ASK_NOW"


@pytest.mark.parametrize(
    ("as_of", "weeks", "state"),
    [("04-30", 0, "NOT_YET"), ("05-01", 1, "ASK"), ("05-07", 1, "ASK"), ("05-08", 2, "ASK"), ("06-11", 6, "ASK"), ("06-12", 6, "ENDED")],
)  # fmt: skip
def test_weeks_of_an_order_begin_on_its_own_weekday_and_the_last_one_is_not_over(as_of, weeks, state):
    made = tables()
    made["referrals"] = made["referrals"][:1]
    found = {r.allowance.key: r for r in auths(book(made), day(as_of)).rows if r.allowance.kind == "ORDER"}
    row = found["R1"]
    assert row.allowance.counts[1].used == weeks
    assert row.seen.state.value == {"ASK": "ASK_NOW" if day(as_of) >= day("05-28") else "OPEN"}.get(
        state, state
    )


def test_the_sheet_and_the_columns_of_auths():
    workbook = book()
    found = auths(workbook, AS_OF)
    write(workbook, found)
    workbook.save()
    records = Records(workbook)
    sheet, papers = records["auth_ledger"], records["auths"]
    assert len(sheet) == len(WORKED)
    at = {(kind, key): n for n, (kind, key) in enumerate(zip(sheet["kind"], sheet["paper_id"], strict=True))}
    a1, c4 = at["APPROVAL", "A1"], at["METER", "C4"]
    assert [int(sheet[f"visits_{w}"][a1]) for w in ("allowed", "used", "booked", "left", "free")] == [
        6,
        3,
        3,
        3,
        0,
    ]
    assert [int(sheet[f"dollars_{w}"][c4]) for w in ("allowed", "used", "left")] == [
        1_000_000,
        1_007_000,
        -7_000,
    ]
    assert sheet["used_left"][a1] == "3 of 6 visits, 3 booked, 3 left; 12 of 24 units, 12 booked, 12 left"
    assert (
        sheet["ask_by"][a1].date() == day("06-22") and sheet["days_left"][a1] == (day("07-06") - AS_OF).days
    )
    assert sheet["as_of"][a1].date() == AS_OF
    columns = [
        papers[n].fillna(-9).tolist() for n in ("visits_used", "visits_left", "units_used", "units_left")
    ]
    assert columns == [[3, 3, 0, 0], [3, 1, -9, -9], [12, -9, -9, -9], [12, -9, -9, -9]]


def test_one_patient_is_shown_and_the_whole_is_written():
    found = auths(book(), AS_OF, "P1")
    assert {row.allowance.patient_id for row in found.shown} == {"P1"}
    assert len(found.rows) == len(WORKED)
    assert len(found.as_json()["rows"]) == len(found.shown) == 4
    assert "4 approvals, orders and limits as of 2026-06-15: 1 OVER, 2 OPEN, 1 ENDED." in found.text()


def test_as_of_an_earlier_day_what_took_place_later_was_still_to_come():
    found = {
        r.allowance.key: r for r in auths(book(), dt.date(2026, 5, 11)).rows if r.allowance.kind == "APPROVAL"
    }
    visits = found["A1"].allowance.counts[0]
    assert (visits.used, visits.booked, visits.left) == (2, 4, 4)


def test_a_day_that_is_done_and_booked_is_used_once():
    made = tables()
    made["visits"].append(visit(21, "05-18", "SCHEDULED", patient_id="P1", coverage_id="C1", auth_id="A1"))
    found = {r.allowance.key: r for r in auths(book(made), AS_OF).rows if r.allowance.kind == "APPROVAL"}
    visits, units = found["A1"].allowance.counts
    assert (visits.used, visits.booked) == (3, 3)
    assert (units.used, units.booked) == (12, 16)  # its four units are still to come


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ({"visit_period": "CALENDAR"}, "2026-01-01", "2026-12-31"),
        ({"visit_period": "PLAN_YEAR", "plan_year_starts": "06-16"}, "2025-06-16", "2026-06-15"),
        ({"visit_period": "PLAN_YEAR", "plan_year_starts": "06-15"}, "2026-06-15", "2027-06-14"),
        ({"visit_period": "CALENDAR", "effective_from": day("03-01"), "effective_to": day("09-30")}, "2026-03-01", "2026-09-30"),
        ({"visit_period": "LIFETIME"}, "None", "None"),
    ],
)  # fmt: skip
def test_the_days_of_a_plan_are_those_of_its_period_within_its_own(period, first, last):
    made = tables()
    made["coverage"][0] |= period
    rows = [r.allowance for r in auths(book(made), AS_OF).rows if r.allowance.kind == "PLAN"]
    (found,) = (one for one in rows if (one.first or dt.date.min) <= AS_OF <= (one.last or dt.date.max))
    assert (str(found.first), str(found.last)) == (first, last)


@pytest.mark.parametrize(
    ("cells", "state"), [({}, "OVER"), ({"pay_type": "SUPERBILL"}, "OPEN"), ({"pay_type": "CASH"}, "OPEN")]
)
def test_a_visit_for_which_no_plan_is_asked_lacks_nothing(cells, state):
    made = tables()
    made["coverage"][0] |= cells
    made["referrals"] = made["referrals"][1:]
    (row,) = (r for r in auths(book(made), dt.date(2026, 6, 13)).rows if r.allowance.kind == "ORDER")
    assert [visit.visit_id for visit in row.allowance.beyond] == ["V7"]
    assert row.seen.state == state


@pytest.mark.parametrize(
    ("table", "at", "column", "kind"),
    [
        ("auths", 1, "visits_authorised", "APPROVAL"),
        ("referrals", 1, "visits_ordered", "ORDER"),
        ("coverage", 3, "policy_limit", "METER"),
        ("coverage", 0, "visits_allowed", "PLAN"),
    ],
)
def test_a_limit_that_cannot_be_read_is_unknown_and_not_the_lack_of_one(table, at, column, kind):
    made = tables()
    made[table][at][column] = "about six"
    key = next(iter(made[table][at].values()))
    found = {(r.allowance.kind.value, r.allowance.key): r for r in auths(book(made), AS_OF).rows}[kind, key]
    assert "A cell of its limits cannot be read" in found.todo and "imit given" not in found.todo
    assert all(count.allowed is None for count in found.allowance.counts)
    others = auths(book(), AS_OF).rows
    assert not any(row.allowance.is_unreadable for row in others)

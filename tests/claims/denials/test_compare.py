"""The five sides of a denied line: what matters to its reason is there, what does not fit is marked."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.denied_case import DENIAL, denied, row_of
from tests.workbooks import workbook_of
from xl_massbill.claims.denials.compare import TOPICS, compare
from xl_massbill.claims.denials.comparison import Side
from xl_massbill.claims.denials.desk import Desk
from xl_massbill.codes.carc import reasons
from xl_massbill.codes.rarc import remarks
from xl_massbill.commands.denial import denial
from xl_massbill.practice import Records

DAY = dt.date(2026, 6, 15)
SENT, VISIT, NOTE, ORDER, PLAN = Side


def sides(tables):
    found = Desk(Records(workbook_of(tables)), DAY)
    return {row.what: row for row in compare(found, found.denial("DN0001")).rows}


def test_case_9_the_payer_wants_a_modifier_that_was_not_sent():
    rows = sides(denied())
    assert set(rows) >= {"code", "date of service", "modifiers"}
    assert rows["modifiers"].cells == {SENT: "59", VISIT: "59", PLAN: "wants GP"}
    assert rows["modifiers"].marked == {PLAN}
    assert rows["code"].cells[NOTE] == "97140, 97124" and not rows["code"].marked
    assert rows["units and minutes"].cells[VISIT] == "2 (30 min)"


def visit(tables):
    return [row for row in tables["visits"] if row["visit_id"] == "V9"][1]


def changed(table, key, **cells):
    def change(tables):
        row = visit(tables) if table == "visits" else row_of(tables, table, key)
        row |= cells

    return change


@pytest.mark.parametrize(
    ("carc", "change", "what", "side"),
    [
        ("4", changed("visits", "", mod1="GP", mod2="59"), "modifiers", VISIT),
        ("4", changed("visits", "", code="97112"), "code", VISIT),
        ("4", changed("notes", "V9", minutes_by_code="97140=25"), "code", NOTE),
        ("4", changed("referrals", "R9", codes_ordered="97140"), "code", ORDER),
        ("4", changed("coverage", "C9", covered_codes="97140"), "code", PLAN),
        ("4", changed("visits", "", dos=dt.date(2026, 5, 20)), "date of service", VISIT),
        ("4", changed("notes", "V9", dos=dt.date(2026, 5, 20)), "date of service", NOTE),
        ("27", changed("coverage", "C9", effective_to=dt.date(2026, 5, 18)), "date of service", PLAN),
        ("176", changed("referrals", "R9", valid_to=dt.date(2026, 5, 18)), "date of service", ORDER),
        ("174", changed("referrals", "R9", signed_on=dt.date(2026, 5, 20)), "order and prescriber", ORDER),
        ("173", changed("visits", "", referral_id="R1"), "order and prescriber", VISIT),
        ("151", changed("visits", "", units=3), "units and minutes", VISIT),
        ("151", changed("notes", "V9", minutes_by_code="97140=25;97124=20"), "units and minutes", NOTE),
        ("151", changed("referrals", "R9", minutes_per_visit=30), "units and minutes", ORDER),
        ("151", changed("auths", "A9", visits_authorised=2, visits_used=3), "visits", PLAN),
        ("152", changed("notes", "V9", end_time=dt.time(15, 30)), "time of the session", NOTE),
        ("11", changed("referrals", "R9", dx_list="M54.2"), "diagnoses of the line", ORDER),
        ("11", changed("visits", "", ptr1=1), "diagnoses of the line", VISIT),
        ("5", changed("visits", "", pos="12"), "place of service", VISIT),
        ("18", changed("visits", "", charge=91.0), "charge", VISIT),
        ("197", changed("claims", "CR26-000109", auth_id=None), "authorisation", SENT),
        ("197", changed("auths", "A9", valid_to=dt.date(2026, 5, 18)), "authorisation", PLAN),
        ("198", changed("auths", "A9", codes_authorised="97140"), "authorisation", PLAN),
        ("8", changed("visits", "", therapist_id="T2"), "therapist", VISIT),
        ("8", changed("notes", "V9", signed_by=None), "therapist", NOTE),
        ("170", changed("coverage", "C9", provider_type_ok=False), "therapist", PLAN),
        (
            "B7",
            changed("therapists", "T1", license_expires=dt.date(2026, 5, 18)),
            "licence and enrolment",
            VISIT,
        ),
        ("96", changed("coverage", "C9", massage_covered="N"), "benefits as checked", PLAN),
        ("21", changed("coverage", "C9", accident_type="AA"), "accident", PLAN),
        ("29", changed("claims", "CR26-000109", first_accepted_on=None), "filing", SENT),
        ("29", changed("claims", "CR26-000109", first_accepted_on=dt.date(2026, 8, 18)), "filing", SENT),
        ("50", changed("notes", "V9", pain_after=None), "note", NOTE),
        ("112", changed("notes", "V9", signed_on=None), "note", NOTE),
        ("267", changed("claims", "CR26-000109", dos_to=dt.date(2026, 6, 1)), "first and last day", SENT),
    ],
)
def test_what_does_not_fit_is_marked_and_else_is_not(carc, change, what, side):
    tables = denied(denial={"carc": carc})
    assert side not in sides(tables)[what].marked, "before the change everything fits"
    change(tables)
    assert side in sides(tables)[what].marked


def test_the_order_of_plans_is_marked_unless_it_is_sure():
    tables = denied(denial={"carc": "22"})
    tables["coverage"] = [row for row in tables["coverage"] if row["coverage_id"] == "C9"]
    assert not sides(tables)["order of plans"].marked
    (plan,) = tables["coverage"]
    tables["coverage"].append(plan | {"coverage_id": "C9S", "priority": "S", "payer_id": "EHP01"})
    assert sides(tables)["order of plans"].marked == {PLAN}, "nobody has confirmed which plan is first"
    plan["cob_confirmed_on"] = dt.date(2026, 1, 5)
    assert not sides(tables)["order of plans"].marked
    plan["priority"] = "S"
    assert sides(tables)["order of plans"].marked == {PLAN}


def test_every_category_of_the_lists_has_its_facts():
    used = {one.category for one in (*reasons().values(), *remarks().values())}
    assert used <= set(TOPICS)


def test_every_reason_and_remark_can_be_compared_on_full_and_on_empty_sheets():
    bare = {name: [] for name in denied()} | {"denials": [DENIAL]}
    for tables in (denied(), bare):
        for code in reasons():
            tables["denials"][0] = tables["denials"][0] | {"carc": code, "rarcs": "N290"}
            sides(tables)


def test_remarks_bring_their_own_facts():
    assert "therapist" not in sides(denied(denial={"carc": "4"}))
    assert "therapist" in sides(denied(denial={"carc": "4", "rarcs": "N290"}))


def test_a_reason_nobody_knows_shows_everything():
    assert len(sides(denied(denial={"carc": "999"}))) > 15


def test_what_the_workbook_lacks_is_said():
    tables = denied() | {"notes": []}
    assert denial(workbook_of(tables), "DN0001", DAY).comparison.missing == (
        "visit V9 has no row on sheet Notes",
    )
    tables = denied() | {"claims": []}
    assert "is not on sheet Claims" in denial(workbook_of(tables), "DN0001", DAY).comparison.missing[0]


def test_json_holds_all_five_sides_and_the_advice():
    told = denial(workbook_of(denied()), "DN0001", DAY).as_json()
    row = next(row for row in told["compare"] if row["what"] == "modifiers")
    assert row == {"what": "modifiers", "sent": "59", "visit": "59", "note": "", "order": "", "plan": "wants GP", "marked": ["plan"]}  # fmt: skip
    assert told["next"] == ["C7"] and told["deadline"] == "2026-10-06"


def test_a_denial_of_the_whole_claim_is_compared_by_its_first_line():
    rows = sides(denied(denial={"line_no": None, "amount": 186.0}))
    assert rows["code"].cells[SENT] == "97140" and rows["modifiers"].cells[SENT] == "GP"

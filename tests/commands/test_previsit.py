"""The pre-visit check: which booked visits are looked at, what is counted before them, how the list reads."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from tests.rules.cases import AS_OF, clean
from tests.sample.practice import clean as sample_of
from tests.sample.practice import workbook as sample_book
from tests.test_cli import run
from tests.workbooks import workbook_of, write_workbook
from xl_massbill.commands import check
from xl_massbill.commands.previsit import call_list
from xl_massbill.errors import Refused
from xl_massbill.rules.catalogue import rules
from xl_massbill.rules.rule import Level

DAY = dt.timedelta(days=1)


def booked(days, **cells):
    """Return a visit line booked so many days after the day of the question; nothing is known of it yet."""
    known = ("patient_id", "therapist_id", "coverage_id", "referral_id", "code", "pos")
    line = {name: value for name, value in clean()["visits"][0].items() if name in known}
    return {
        **line,
        "visit_id": f"B{days}",
        "line_no": 1,
        "dos": AS_OF + days * DAY,
        "status": "SCHEDULED",
        **cells,
    }


def practice(*lines, **cells):
    """Return the clean practice with these booked lines; cells like order__visits_ordered change a first row."""
    tables = clean()
    tables["visits"] += lines
    for place, value in cells.items():
        table, _, name = place.partition("__")
        tables[table][0][name] = value
    return tables


def calls(tables, first=None, last=None, **how):
    """Return {visit: rules} of the call list; days count from the day of the question."""
    days = [None if n is None else AS_OF + n * DAY for n in (first, last)]
    made = call_list(workbook_of(tables), AS_OF, *days, **how)
    return {visit.visit_id: [f.rule for f in visit.findings] for visit in made.visits}


def test_clean_booked_visits_need_nothing():
    made = call_list(workbook_of(practice(booked(1), booked(3))), AS_OF)
    assert made.text() == "2 booked visits from 2026-05-06 to 2026-05-13: nothing to do."
    assert made.counts() == {"visits": 2, "ready": 2, "error": 0, "warning": 0}


def test_nothing_is_booked():
    assert (
        call_list(workbook_of(clean()), AS_OF).text() == "No visit is booked from 2026-05-06 to 2026-05-13."
    )


def test_both_ends_of_the_days_belong_to_them():
    tables = practice(*(booked(n) for n in range(6)), booked(8))
    assert list(calls(tables, 1, 3)) == ["B1", "B2", "B3"]
    assert list(calls(tables, 4, 4)) == ["B4"]
    assert list(calls(tables)) == ["B0", "B1", "B2", "B3", "B4", "B5"]  # a week from today
    assert list(calls(tables, 2)) == ["B2", "B3", "B4", "B5", "B8"]  # a week from the first day


def test_only_booked_visits_are_looked_at():
    lines = [
        booked(n, status=s) for n, s in enumerate(("CANCELLED", "NO_SHOW", "DONE", "CASH", "SCHEDULED"), 1)
    ]
    lines = [{**line, "referral_id": None} for line in lines]
    assert calls(practice(*lines)) == {"B5": ["REF-001"]}


def test_a_day_in_the_future_is_no_finding():
    assert calls(practice(booked(1))) == {"B1": []}
    assert calls(practice(booked(1, dos="soon"))) == {}


def test_a_booking_beyond_the_visits_ordered():
    tables = practice(
        booked(1), booked(2), booked(3, status="CANCELLED"), booked(4), referrals__visits_ordered=3
    )
    assert calls(tables) == {"B1": ["REF-006"], "B2": ["REF-006"], "B4": ["REF-005"]}


def test_bookings_before_the_days_asked_for_are_counted():
    tables = practice(booked(1), booked(2), booked(4), referrals__visits_ordered=3)
    assert calls(tables, 4, 4) == {"B4": ["REF-005"]}
    assert calls(tables, 2, 2) == {"B2": ["REF-006"]}


def test_two_lines_of_a_booking_are_one_visit():
    lines = [booked(1, referral_id=None), booked(1, referral_id=None, line_no=2, code="97140")]
    assert calls(practice(*lines)) == {"B1": ["REF-001"]}


def test_an_order_that_ends_before_the_booking():
    tables = practice(booked(1), booked(2), referrals__valid_to=AS_OF + DAY)
    assert calls(tables) == {"B1": ["REF-006"], "B2": ["REF-003"]}


@pytest.mark.parametrize(
    ("starts", "expected"), [("01-01", ["AUT-001"]), ("05-08", ["COV-005"]), ("05-09", ["AUT-001"])]
)
def test_a_new_plan_year_counts_anew(starts, expected):
    """The booking of 8 May is the second visit of the old plan year, or the first of the new one."""
    tables = practice(booked(2), coverage__visit_period="PLAN_YEAR", coverage__plan_year_starts=starts)
    tables["coverage"][0]["pa_required"] = "AFTER_N"
    tables["payer_rules"].append({**tables["payer_rules"][0], "rule_key": "pa_after_visits", "value": "1"})
    assert calls(tables)["B2"] == expected


def test_an_authorisation_that_the_bookings_use_up():
    auth = {
        "auth_id": "A1",
        "patient_id": "P1",
        "coverage_id": "C1",
        "auth_no": "A-77",
        "decision": "APPROVED",
    }
    tables = practice(booked(1, auth_id="A1"), booked(2, auth_id="A1"), coverage__pa_required="Y")
    tables["auths"] = [{**auth, "visits_authorised": 1, "valid_from": AS_OF, "valid_to": AS_OF + 90 * DAY}]
    assert calls(tables) == {"B1": [], "B2": ["AUT-003"]}


def test_what_is_wrong_in_a_paper_stands_once_at_the_first_visit_that_it_concerns():
    tables = practice(booked(3), booked(1), booked(2), coverage__member_id="123-45-6789")
    made = call_list(workbook_of(tables), AS_OF)
    assert [(v.visit_id, [f.rule for f in v.findings], v.also) for v in made.visits] == [
        ("B1", ["FMT-012"], [["B2", "B3"]]),
        ("B2", [], []),
        ("B3", [], []),
    ]
    assert "(also B2, B3)" in made.text()


def test_the_list_reads_by_day_and_visit_errors_first():
    tables = practice(booked(1, referral_id=None), booked(2), coverage__member_id="123-45-6789")
    lines = call_list(workbook_of(tables), AS_OF).text().splitlines()
    assert lines[0] == "Thu 2026-05-07"
    assert lines[1] == "  B1  patient P1, therapist T1, Evergreen Health Plan"
    assert lines[2].startswith("    ERROR   REF-001  Evergreen Health Plan needs a doctor's order")
    assert lines[3].startswith("    WARNING FMT-012  ")
    assert lines[4] == "2 booked visits from 2026-05-06 to 2026-05-13: 1 need a call (1 errors, 1 warnings)."
    assert len(lines) == 5


def test_a_visit_without_a_plan_is_listed_too():
    made = call_list(workbook_of(practice(booked(1, coverage_id=None, patient_id=None))), AS_OF)
    assert (made.visits[0].payer, made.visits[0].patient_id) == ("no plan", "(blank)")


def test_rules_about_documents_and_claims_are_not_asked():
    asked = {
        f for found in calls(practice(booked(1, code="97124", minutes=3, units=9))).values() for f in found
    }
    assert not {rule.id for rule in rules() if Level.PREVISIT not in rule.levels} & asked


def test_only_some_rules():
    (order,) = [r for r in rules() if r.id == "REF-001"]
    tables = practice(booked(1, referral_id=None), coverage__member_id="123-45-6789")
    assert calls(tables, only=[order]) == {"B1": ["REF-001"]}


def test_an_acknowledged_warning_needs_no_call():
    tables = practice(booked(1), coverage__member_id="123-45-6789")
    (finding,) = call_list(workbook_of(tables), AS_OF).visits[0].findings
    row = {"finding_id": "F-1", "rule_id": finding.rule, "row_key": finding.key, "field": finding.field}
    said = {"acknowledged_by": "Kim", "acknowledged_on": AS_OF, "ack_reason": "It is the number on the card."}
    tables["findings"] = [{**row, **said, "state": "OPEN", "severity": "WARNING"}]
    made = call_list(workbook_of(tables), AS_OF)
    assert made.counts() == {"visits": 1, "ready": 1, "error": 0, "warning": 0}
    assert made.as_json()["visits"][0]["findings"][0]["acknowledged"] is True


def test_the_usual_check_is_not_changed_by_bookings():
    tables = practice(booked(1, referral_id=None))
    assert check.check(workbook_of(tables), AS_OF).findings == []


def test_days_the_wrong_way_round_are_refused():
    with pytest.raises(Refused, match="2026-05-08 comes after 2026-05-07"):
        calls(clean(), 2, 1)


def test_the_sample_has_calls_to_make():
    made = sample_of()
    found = call_list(sample_book(made.tables), made.as_of)
    assert found.counts()["visits"] > 10
    assert 0 < found.counts()["ready"] < found.counts()["visits"]


@pytest.fixture
def clinic(tmp_path):
    empty = {name: [] for name in ("claims", "claim_lines", "batches", "findings")}
    tables = practice(booked(1, referral_id=None), booked(2))
    return write_workbook(tmp_path / "clinic.xlsx", tables | empty)


def test_the_command_prints_the_list_and_writes_nothing(clinic):
    before = clinic.read_bytes()
    done = run("check", clinic, "--pre-visit", "--as-of", AS_OF, "--from", "2026-05-07", "--to", "2026-05-08")
    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith("Thu 2026-05-07\n  B1  patient P1")
    assert done.stdout.strip().endswith(
        "2 booked visits from 2026-05-07 to 2026-05-08: 1 need a call (1 errors, 0 warnings)."
    )
    assert clinic.read_bytes() == before
    assert not clinic.with_name("clinic.xlsx.massbill").exists()


def test_the_command_as_json(clinic):
    done = run("check", clinic, "--pre-visit", "--as-of", AS_OF, "--json")
    found = json.loads(done.stdout)
    assert (found["from"], found["to"]) == ("2026-05-06", "2026-05-13")
    assert found["counts"] == {"visits": 2, "ready": 1, "error": 1, "warning": 0}
    assert [(v["visit_id"], v["dos"], [f["rule"] for f in v["findings"]]) for v in found["visits"]] == [
        ("B1", "2026-05-07", ["REF-001"]),
        ("B2", "2026-05-08", []),
    ]


def test_a_list_without_errors_ends_with_nought(clinic):
    done = run("check", clinic, "--pre-visit", "--as-of", AS_OF, "--from", "2026-05-08")
    assert done.returncode == 0
    assert done.stdout.strip().endswith(": nothing to do.")


def test_days_without_a_list_are_refused(clinic):
    done = run("check", clinic, "--from", "2026-05-08")
    assert (done.returncode, done.stderr.strip()) == (2, "--from and --to belong to --pre-visit.")


def test_some_rules_are_asked_and_nothing_is_written(clinic):
    before = clinic.read_bytes()
    done = run("check", clinic, "--only", "fmt,REF-001", "--as-of", AS_OF)
    assert (done.returncode, done.stdout.strip()) == (
        0,
        "3 visit lines checked: nothing to mend. Nothing was written.",
    )
    assert clinic.read_bytes() == before
    done = run("check", clinic, "--only", "tfl-003", "--as-of", "2026-05-20", "--json")
    assert [f["rule"] for f in json.loads(done.stdout)["findings"]] == ["TFL-003"]
    done = run("check", clinic, "--only", "REF-999", "--as-of", AS_OF)
    assert done.returncode == 2
    assert "There is no rule REF-999" in done.stderr


def test_a_rule_is_explained():
    done = run("rules", "ref-006")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("REF-006  Order ends soon\nSeverity:  warning\n")
    for words in (
        "before a booked visit",
        "handbook §6.4",
        "a decision of this program",
        "visits = 2, days = 14",
    ):
        assert words in done.stdout
    assert "A gap between two orders" in done.stdout
    told = json.loads(run("rules", "REF-006", "--json").stdout)
    assert (told["id"], told["limits"]) == ("REF-006", {"visits": 2, "days": 14})
    assert run("rules", "REF").returncode == 2
    assert run("rules", "REF-099").returncode == 2


def test_the_list_leads_to_the_questions_where_benefits_are_not_checked():
    fresh, stale = AS_OF - 2 * DAY, AS_OF - 40 * DAY
    ask = "Payers can be asked about benefits by file: ask-benefits."
    said = {
        day: call_list(workbook_of(practice(booked(1), coverage__verified_on=day)), AS_OF).sentence()
        for day in (fresh, stale)
    }
    assert ask in said[stale] and ask not in said[fresh]

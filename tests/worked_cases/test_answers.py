"""The payers' answers of the worked cases add up, and give no finding of the group RMT."""

from __future__ import annotations

import copy
import datetime as dt

import pytest

from tests.workbooks import workbook_of
from tests.worked_cases.payment_rows import ANSWERS, typed
from tests.worked_cases.test_worked_cases import PRACTICE
from xl_massbill.practice import Records
from xl_massbill.practice.balance import Equation, faults
from xl_massbill.rules.catalogue import rules
from xl_massbill.rules.run import check

RMT = [rule for rule in rules() if rule.group == "RMT"]
FILES = sorted(path.name for path in ANSWERS.glob("*.835"))
BILLED = {
    # the lines of the claims as they went out: code, modifiers, units, charge
    "CR26-000101": ("EHP01", [("97124", "", 4, 180.0)]),
    "CR26-000105": ("PAI01", [("97124", "", 4, 180.0), ("97010", "", 1, 20.0)]),
    "CR26-000106": ("NWC01", [("97124", "", 4, 180.0)]),
    "CR26-000108": ("02402", [("97124", "GP GY", 4, 180.0)]),
    "CR26-000109": ("SBS01", [("97140", "GP", 2, 96.0), ("97124", "59", 2, 90.0)]),
    "CR26-000109R1": ("SBS01", [("97140", "GP", 2, 96.0), ("97124", "GP 59", 2, 90.0)]),
}
DAYS = {"CR26-000101": (5, 4), "CR26-000105": (4, 14), "CR26-000106": (6, 2), "CR26-000108": (5, 18)}


def practice(*names, **money):
    """Return the practice with the answers of these files, and with the claims they are for."""
    tables = copy.deepcopy(PRACTICE) | {"visits": [], "notes": [], "remits": [], "payments": [], "plb": []}
    for number, name in enumerate(names, 1):
        rows = typed(name, f"RM{number}")
        for table, more in rows.items():
            tables[table] += more
    tables["claims"], tables["claim_lines"] = [], []
    plans = {row["payer_id"]: row["coverage_id"] for row in reversed(tables["coverage"])}
    for claim_id in dict.fromkeys(row["claim_id"] for row in tables["payments"]):
        payer, lines = BILLED[claim_id]
        day = dt.date(2026, *DAYS.get(claim_id, (5, 19)))
        claim = {"claim_id": claim_id, "payer_id": payer, "coverage_id": plans.get(payer), "payer_seq": "P"}
        claim |= {"status": "PAID", "total_charge": sum(line[3] for line in lines), "frequency": "1"}
        claim |= {"dos_from": day, "dos_to": day, "therapist_id": "T1", "balance": 0.0, **money}
        tables["claims"].append(claim)
        for number, (code, mods, units, charge) in enumerate(lines, 1):
            line = {"claim_id": claim_id, "line_no": number, "dos": day, "code": code, "mods": mods or None}
            tables["claim_lines"].append(line | {"units": units, "charge": charge})
    return tables


def told(tables):
    outcome = check(Records(workbook_of(tables)), dt.date(2026, 7, 1), RMT)
    return [(f.rule, f.severity.value, f.message) for f in outcome.findings]


def test_all_answers_of_the_handbook_are_here():
    assert FILES == ["C01.835", "C05.835", "C06.835", "C08.835", "C09a.835", "C09b.835"]


@pytest.mark.parametrize("name", FILES)
def test_an_answer_adds_up(name):
    records = Records(workbook_of(practice(name)))
    assert faults(records["remits"], records["payments"], records["plb"]) == []


@pytest.mark.parametrize("names", [*((name,) for name in FILES), ("C09a.835", "C09b.835")])
def test_an_answer_has_no_finding(names):
    assert told(practice(*names)) == []


def test_case_1_the_copay_is_what_was_verified_and_what_was_paid():
    assert told(practice("C01.835", patient_paid=25.0, pr_total=25.0)) == []


def test_case_1_with_a_dollar_less_is_underpaid():
    tables = practice("C01.835")
    pay, contractual, _ = tables["payments"]
    pay |= {"allowed": 127.0, "paid": 102.0}
    contractual["adj_amount"] = 53.0
    for row in tables["payments"]:
        row["clp_paid"] = 102.0
    tables["remits"][0]["amount"] = 102.0
    assert [rule for rule, *_ in told(tables)] == ["RMT-004"]


@pytest.mark.parametrize("name", FILES)
def test_every_changed_amount_is_found(name):
    """Whichever amount of an answer is a cent off, an equation says so, by a cent."""
    tables = practice(name)
    for table, columns in (
        ("remits", ("amount",)),
        ("payments", ("charge", "paid", "adj_amount", "clp_charge", "clp_paid")),
    ):
        for row in tables[table]:
            for column in columns:
                if row.get(column) is not None:
                    before, row[column] = row[column], round(row[column] + 0.01, 2)
                    records = Records(workbook_of(tables))
                    found = faults(records["remits"], records["payments"], records["plb"])
                    assert found, (column, row["payment_id"] if table == "payments" else table)
                    assert {f.off for f in found if f.equation is not Equation.PATIENT} == {1}
                    row[column] = before

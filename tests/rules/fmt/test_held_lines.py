"""Which visit lines a finding of a table concerns: those stay at home until it is mended or acknowledged."""

from __future__ import annotations

from tests.rules.cases import AS_OF, clean, workbook
from xl_massbill.practice import Records
from xl_massbill.rules.catalogue import rule
from xl_massbill.rules.run import check


def held(rule_id: str, tables: dict) -> list[list[int]]:
    """Return the lines of each finding of a rule."""
    return [list(lines) for lines in check(Records(workbook(tables)), AS_OF, [rule(rule_id)]).touched]


def with_second_patient() -> dict:
    tables = clean()
    tables["patients"].append({**tables["patients"][0], "patient_id": "P2"})
    tables["coverage"].append({**tables["coverage"][0], "patient_id": "P2", "coverage_id": "C2"})
    tables["visits"].append(
        {**tables["visits"][0], "visit_id": "V2", "patient_id": "P2", "coverage_id": "C2"}
    )
    return tables


def test_a_cell_of_a_patient_concerns_the_lines_of_that_patient():
    tables = with_second_patient()
    tables["patients"][1]["state"] = "XX"
    assert held("FMT-006", tables) == [[1]]


def test_a_cell_of_the_clinic_concerns_every_line():
    tables = with_second_patient()
    tables["practice"][0]["npi"] = "1"
    assert held("FMT-002", tables) == [[0, 1]]


def test_a_double_line_concerns_both_rows():
    tables = with_second_patient()
    tables["visits"].append(dict(tables["visits"][0]))
    assert held("FMT-013", tables) == [[0, 2]]


def test_a_double_patient_concerns_the_lines_of_either():
    tables = with_second_patient()
    tables["patients"].append(dict(tables["patients"][1]))
    assert held("FMT-013", tables) == [[1]]


def test_an_old_list_concerns_the_lines_that_need_a_newer_one():
    tables = with_second_patient()
    tables["codes"][0]["version_label"] = "2025"
    tables["visits"][1]["dos"] = "2025-12-31"
    assert held("FMT-014", tables) == [[0]]


def test_old_rules_concern_the_lines_of_that_payer_after_they_ran_out():
    tables = with_second_patient()
    tables["payers"].append({**tables["payers"][0], "payer_id": "EHP02"})
    tables["coverage"][1]["payer_id"] = "EHP02"
    tables["payer_rules"].append(
        {**tables["payer_rules"][0], "payer_id": "EHP02", "confirmed_on": "2025-03-01"}
    )
    assert held("FMT-014", tables) == [[1]]
    tables["visits"].append({**tables["visits"][1], "visit_id": "V3", "dos": "2026-02-01"})
    assert held("FMT-014", tables) == [[1]]


def test_a_price_for_all_that_ran_out_concerns_every_payer():
    tables = with_second_patient()
    tables["fees"][0]["confirmed_on"] = "2025-03-01"
    assert held("FMT-014", tables) == [[0, 1]]

"""The commands about what ends, on a closed workbook: auths, its what-if, and clocks."""

from __future__ import annotations

import json

import pytest

from tests.aging.test_clocks import CLAIMS, DENIALS, PAPER, PAYERS, RULES
from tests.practice.allowances.worked import tables
from tests.rules.cases import clean
from tests.test_cli import run
from tests.workbooks import write_workbook
from xl_massbill.hosts.file import FileWorkbook
from xl_massbill.practice import Records

EMPTY = ("auth_ledger", "settings", "practice", "therapists", "codes", "notes")


@pytest.fixture
def practice(tmp_path):
    made = {name: [] for name in EMPTY} | tables()
    for plan in made["coverage"]:
        plan |= {"priority": "P", "pay_type": "INSURANCE"}
    return write_workbook(tmp_path / "clinic.xlsx", made)


def test_auths_fills_its_sheet_and_the_columns_of_auths(practice):
    done = run("auths", practice, "--as-of", "2026-06-15")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].startswith("OVER       METER C4 ")
    assert "patient P4: $10,070.00 of $10,000.00, $70.00 too much." in lines[0]
    assert "Not covered: V12 on 2026-06-10, beyond its money." in lines[0]
    assert lines[-1].startswith(
        "11 approvals, orders and limits as of 2026-06-15: 2 OVER, 1 ASK_NOW, 1 PENDING"
    )
    records = Records(FileWorkbook(practice))
    assert len(records["auth_ledger"]) == 11
    assert records["auths"]["visits_used"].tolist() == [3, 3, 0, 0]
    again = run("auths", practice, "--as-of", "2026-06-15", "--patient", "P1", "--json")
    assert {row["patient_id"] for row in json.loads(again.stdout)["rows"]} == {"P1"}
    assert len(Records(FileWorkbook(practice))["auth_ledger"]) == 11


def test_what_if_writes_nothing(practice, tmp_path):
    planned = tmp_path / "planned.csv"
    planned.write_text(
        "patient,date,code,units\nP2,2026-06-22,97124,4\nP2,2026-06-29,97124,4\n", encoding="utf-8"
    )
    before = practice.read_bytes()
    done = run("auths", practice, "--as-of", "2026-06-15", "--what-if", planned)
    assert done.returncode == 0, done.stderr
    assert "First not covered: row 3, 2026-06-29, patient P2, by AUT-003." in done.stdout
    found = json.loads(run("auths", practice, "--as-of", "2026-06-15", "--what-if", planned, "--json").stdout)
    assert found["first_not_covered"] == [3] and [one["covered"] for one in found["appointments"]] == [
        True,
        False,
    ]
    assert practice.read_bytes() == before
    planned.write_text("patient,date\nP77,2026-06-22\n", encoding="utf-8")
    refused = run("auths", practice, "--what-if", planned)
    assert refused.returncode == 2 and "row 2: sheet Patients has no such patient number" in refused.stderr


def test_clocks_shows_and_writes_nothing(tmp_path):
    made = clean() | {
        "claims": CLAIMS,
        "payers": PAYERS,
        "payer_rules": RULES,
        "denials": DENIALS,
        "batches": [PAPER],
    }
    made["visits"][0] |= {"status": "CANCELLED", "claim_id": "CR26-000004"}
    path = write_workbook(tmp_path / "clinic.xlsx", made)
    before = path.read_bytes()
    done = run("clocks", path, "--as-of", "2026-09-30", "--within", "10")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == (
        "3 clocks running as of 2026-09-30, 1 of them passed; 1 claim accepted without remittance."
    )
    found = json.loads(run("clocks", path, "--as-of", "2026-09-30", "--payer", "EHP01", "--json").stdout)
    assert len(found["clocks"]) == 6 and found["payers_without_limit"] == {}
    assert path.read_bytes() == before

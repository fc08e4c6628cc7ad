"""Who is asked about before booked visits and who is not, and that the file and its rows are made exactly once."""

from __future__ import annotations

import datetime as dt
import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.benefit_clinic import (
    DAY,
    JUNE,
    NOW,
    THEO,
    ask,
    clinic,
    hand_in,
    patient,
    plan,
    tables,
    visit,
)
from tests.commands.clinics import EMPTY, copied, events, rows
from tests.commands.crashing_asking import STEPS
from tests.remits.written import SYNTAX, whole
from tests.workbooks import write_workbook
from tests.worked_cases.test_worked_cases import practice
from xl_massbill.book.folder import Folder
from xl_massbill.claims.journal import Journal
from xl_massbill.commands.audit import verify
from xl_massbill.commands.export import export
from xl_massbill.commands.settle import settle_if_needed
from xl_massbill.errors import NoTable, Refused
from xl_massbill.forms.x270 import read_questions, traces_in
from xl_massbill.hosts.file import FileWorkbook

ROOT = Path(__file__).parents[2]


def files(path):
    return sorted(Folder.of(path).out.glob("*"))


def why(asked):
    return {one.coverage_id or one.patient_id: one.why for one in asked.chosen.stays}


def test_the_booked_patients_are_asked_about_in_one_file(tmp_path):
    path = clinic(tmp_path)
    asked = ask(path)
    (file,) = files(path)
    assert file.name == "CEDAR_270_20260506_Q000101_2plans.txt"
    first, second = read_questions(file)
    assert (first.trace, first.member_id, first.patient, first.day) == (
        JUNE,
        "EHP445566701",
        None,
        "20260508",
    )
    assert (second.trace, second.subscriber.first, second.day) == (THEO, "ADA", "20260509")
    assert second.patient is not None and (second.patient.first, second.patient.born) == ("THEO", "20150301")
    found = rows(path, "benefit_checks")
    assert [(r["check_id"], r["state"], r["coverage_id"], r["isa13"]) for r in found] == [
        (JUNE, "ASKED", "C1", "000000101"),
        (THEO, "ASKED", "C2", "000000101"),
    ]
    assert asked.sentence().startswith(
        "2 plans asked about, written to CEDAR_270_20260506_Q000101_2plans.txt."
    )


def test_neither_name_nor_member_leaves_the_file_itself(tmp_path):
    path = clinic(tmp_path)
    asked = ask(path)
    told = (
        asked.text() + json.dumps(asked.as_json()) + "".join(f"{e.subject}{e.detail}" for e in events(path))
    )
    told += "".join(file.name for file in Folder.of(path).path.rglob("*"))
    assert not any(word in told.upper() for word in ("HARPER", "JUNE", "THEO", "EHP4455667"))


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"member_id": None}, "Member ID is missing on sheet Coverage"),
        ({"member_id": "~"}, "the member ID does not have 2 to 80 characters"),
        ({"relation_to_insured": None}, "Relation is missing on sheet Coverage"),
        ({"relation_to_insured": "01"}, "Insured last name is missing on sheet Coverage"),
        ({"payer_id": "PAI01"}, "call the adjuster"),
        ({"payer_id": "NWC01"}, "call the adjuster"),
        ({"payer_id": "NONE1"}, "its payer is not on sheet Payers"),
        ({"pay_type": "CASH"}, "its pay type is CASH"),
        ({"effective_to": dt.date(2026, 5, 7)}, "not in force on that day"),
        ({"verified_on": dt.date(2026, 4, 20)}, "its benefits were checked on 2026-04-20"),
        ({"verified_on": dt.date(2026, 4, 8)}, "its benefits were checked on 2026-04-08"),
        ({"verified_on": dt.date(2026, 4, 7)}, None),
        ({"verified_on": None}, None),
        ({"verified_on": dt.date(2026, 4, 20), "plan_year_starts": "05-01"}, None),
    ],
)
def test_why_a_plan_is_asked_about_or_not(tmp_path, cells, reason):
    plans = [plan("C1", "P1", "EHP445566701", **cells)]
    asked = ask(clinic(tmp_path, coverage=plans, visits=[visit(1, "P1", 8, coverage_id="C1")]), dry_run=True)
    if reason is None:
        assert [one.coverage_id for one in asked.chosen.asks] == ["C1"] and not asked.chosen.stays
    else:
        assert not asked.chosen.asks and reason in why(asked)["C1"]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"dob": None}, "Date of birth is missing on sheet Patients"),
        ({"first_name": None}, "First name is missing on sheet Patients"),
        ({"deceased_on": dt.date(2026, 5, 1)}, "deceased"),
        ({"last_name": "###"}, "the insured's last name does not have 1 to 60 characters"),
    ],
)
def test_what_is_missing_of_a_patient(tmp_path, cells, reason):
    people = [patient("P1", "Harper", "June", "1984-02-17", **cells)]
    asked = ask(clinic(tmp_path, patients=people, visits=[visit(1, "P1", 8, coverage_id="C1")]), dry_run=True)
    assert not asked.chosen.asks and reason in why(asked)["C1"]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"edi_payer_id": None}, "no electronic ID on sheet Payers"),
        ({"active": False}, "not active"),
        ({"payer_type": "HSA_FSA"}, "no plan to ask about"),
        ({"payer_type": "LIABILITY"}, "call the adjuster"),
        ({"separators": "*"}, "The separators of payer EHP01 cannot be used"),
    ],
)
def test_what_is_wrong_with_a_payer(tmp_path, cells, reason):
    payers = [row | (cells if row["payer_id"] == "EHP01" else {}) for row in tables()["payers"]]
    asked = ask(clinic(tmp_path, payers=payers), dry_run=True)
    assert not asked.chosen.asks and reason in why(asked)["C1"]


def test_only_booked_visits_of_the_coming_days_count(tmp_path):
    visits = [
        visit(1, "P1", 5, coverage_id="C1"),
        visit(2, "P1", 8, coverage_id="C1", status="CANCELLED"),
        visit(3, "P2", 13, coverage_id="C2"),
        visit(4, "P3", 7),
        visit(5, "P2", 12, coverage_id="C9"),
    ]
    path = clinic(tmp_path, visits=visits)
    asked = ask(path, dry_run=True)
    assert [one.coverage_id for one in asked.chosen.asks] == ["C2"]
    assert why(asked) == {
        "P3": "no plan on sheet Coverage is in force on that day: ask for the card",
        "C9": "plan C9 is not on sheet Coverage",
    }
    assert not ask(path, dry_run=True, days=5).chosen.asks
    assert ask(path, dry_run=True, days=0).sentence() == "Nothing to ask."
    assert [one.coverage_id for one in ask(path, dry_run=True, patient_id="P1").chosen.asks] == ["C1"]
    assert not ask(path, dry_run=True, payer_id="SBS01").chosen.asks
    with pytest.raises(Refused, match="--days"):
        ask(path, dry_run=True, days=-1)
    for wish in ({"payer_id": "X"}, {"patient_id": "X"}):
        with pytest.raises(Refused, match="There is no X on sheet"):
            ask(path, dry_run=True, **wish)


def test_a_visit_that_names_no_plan_asks_about_those_in_force(tmp_path):
    plans = [
        plan("C1", "P1", "EHP445566701"),
        plan("C3", "P1", "SBS778821", payer_id="SBS01", priority="S"),
        plan("C4", "P1", "OLD", effective_to=dt.date(2026, 3, 1)),
    ]
    asked = ask(clinic(tmp_path, coverage=plans, visits=[visit(1, "P1", 8)]), dry_run=True)
    assert [one.coverage_id for one in asked.chosen.asks] == ["C1", "C3"]


def test_nobody_is_asked_about_twice_without_need(tmp_path):
    path = clinic(tmp_path)
    ask(path)
    again = ask(path)
    assert again.files == [] and again.sentence() == "Nothing to ask. 2 plans need no question now."
    assert why(again)["C1"] == f"it was asked on 2026-05-06 ({JUNE}): no answer yet"
    assert len(ask(path, patient_id="P1").files) == 1
    assert len(ask(path, with_all=True).files) == 1
    assert len(ask(path, NOW + dt.timedelta(days=3)).files) == 0
    assert [file.name[19:26] for file in files(path)] == ["Q000101", "Q000102", "Q000103"]


def test_payers_that_want_other_files_each_get_their_own(tmp_path):
    payers = [row | ({"usage": "P"} if row["payer_id"] == "SBS01" else {}) for row in tables()["payers"]]
    plans = [*tables()["coverage"], plan("C3", "P1", "SBS778821", payer_id="SBS01")]
    visits = [*tables()["visits"], visit(9, "P1", 9, coverage_id="C3")]
    path = clinic(tmp_path, payers=payers, coverage=plans, visits=visits)
    asked = ask(path)
    found = {file.file.read_text()[102]: traces_in(file.file) for file in asked.files}
    assert found == {"T": [JUNE, THEO], "P": ["Q000102-001"]}
    assert {r["check_id"]: r["usage"] for r in rows(path, "benefit_checks")}["Q000102-001"] == "P"


def test_questions_and_claims_take_their_numbers_from_one_row(tmp_path):
    found = practice("V1", "V2") | {name: [] for name in (*EMPTY, "benefit_checks", "benefits")}
    one = found["visits"][0]
    booked = one | {"visit_id": "B1", "dos": dt.date(2026, 5, 8), "status": "SCHEDULED"}
    path = write_workbook(tmp_path / "clinic.xlsx", found | {"visits": [*found["visits"], booked]})
    assert [one.number for one in ask(path, with_all=True).files] == ["Q000101"]
    assert export(FileWorkbook(path), DAY, NOW).files[0].name.startswith("CEDAR_837P_20260506_B000102")
    for number in ("Q000103", "Q000104"):  # without the journal the sheets tell
        assert [one.number for one in ask(path, with_all=True).files] == [number]
        Folder.of(path).journal.unlink()
    assert sorted(row["isa13"] for row in rows(path, "benefit_checks")) == [
        "000000101",
        "000000103",
        "000000104",
    ]


def test_the_command_line(tmp_path):
    path = clinic(tmp_path)
    command = [sys.executable, "-m", "xl_massbill.cli", "ask-benefits", str(path), "--as-of", str(DAY)]
    told = json.loads(
        subprocess.run(
            [*command, "--dry-run", "--json"], check=True, cwd=ROOT, capture_output=True, text=True
        ).stdout
    )
    assert [one["coverage"] for one in told["asked"]] == ["C1", "C2"] and told["files"] == []
    assert not Folder.of(path).out.exists()
    done = subprocess.run(
        [*command, "--payer", "EHP01"], check=True, cwd=ROOT, capture_output=True, text=True
    )
    assert "2 plans asked about, written to CEDAR_270_" in done.stdout


def test_a_workbook_without_the_sheet_and_an_empty_practice_are_refused(tmp_path):
    bare = {name: table for name, table in tables().items() if name != "benefit_checks"}
    with pytest.raises(NoTable, match="BenefitChecks"):
        ask(write_workbook(tmp_path / "old.xlsx", bare))
    with pytest.raises(Refused, match="Practice is empty"):
        ask(clinic(tmp_path, practice=[]))
    with pytest.raises(Refused, match="benefits_services"):
        ask(clinic(tmp_path, settings=[{"key": "benefits_services", "value": "massage"}]))


@pytest.mark.parametrize("step", STEPS)
def test_the_plug_is_pulled_and_no_number_is_used_twice(tmp_path, step):
    path = clinic(tmp_path)
    command = [sys.executable, "-m", "tests.commands.crashing_asking", str(path), step]
    crashed = subprocess.run(command, check=False, cwd=ROOT, capture_output=True)
    assert crashed.returncode == -signal.SIGKILL, crashed.stderr
    said = settle_if_needed(FileWorkbook(path), NOW)
    assert settle_if_needed(FileWorkbook(path), NOW) == []
    asked = ask(path)
    is_written = step in STEPS[STEPS.index("file renamed, not kept") :]
    assert len(asked.files) == (not is_written)
    assert len(said) == (step not in ("numbers taken", "workbook saved, not noted", "booked noted"))
    assert len(files(path)) == 1 and not list(Folder.of(path).out.glob("*.part"))
    found = rows(path, "benefit_checks")
    assert [row["check_id"] for row in found] == traces_in(files(path)[0]) and len(found) == 2
    with Journal(Folder.of(path).journal) as journal:
        taken = journal._db.execute("SELECT first, last FROM numbers WHERE kind = 'interchange'").fetchall()
    assert len(set(taken)) == len(taken) == (1 if is_written else 2)
    assert verify(FileWorkbook(path)).faults == ()


def test_an_old_copy_put_back_knows_the_questions_again(tmp_path):
    path = clinic(tmp_path)
    old = copied(path, "old.xlsx")
    ask(path)
    wanted = rows(path, "benefit_checks")
    path.write_bytes(old.read_bytes())
    (said,) = settle_if_needed(FileWorkbook(path), NOW)
    assert said.startswith("The questions Q000101 are booked again: the workbook is older than its journal")
    assert str(rows(path, "benefit_checks")) == str(wanted)
    assert ask(path).files == []


@pytest.mark.parametrize(("verdict", "words"), [("A", "are accepted"), ("R", "are rejected: ask anew")])
def test_an_acknowledgement_of_questions_is_told_and_moves_nothing(tmp_path, verdict, words):
    path = clinic(tmp_path)
    ask(path)
    lines = ["AK1*HS*101*005010X279A1", "AK2*270*0101*005010X279A1", f"IK5*{verdict}", f"AK9*{verdict}*1*1*1"]
    said = hand_in(path, whole(SYNTAX, [lines])).text()
    assert f"The questions about benefits Q000101 {words}" in said and "nothing was changed" in said
    assert {row["state"] for row in rows(path, "benefit_checks")} == {"ASKED"}

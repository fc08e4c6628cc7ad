"""The commands about denied lines from the command line: what they print, and with which status they end."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from tests.commands.test_new_claim import tables as denied_whole
from tests.denied_case import denied
from tests.test_cli import run
from tests.workbooks import write_workbook


@pytest.fixture
def clinic(tmp_path):
    return write_workbook(
        tmp_path / "clinic.xlsx",
        denied(denial={"carc": "50", "rarcs": "N115"}, claim={"deadline_appeal": None}),
    )


def words(done, status=0):
    assert done.returncode == status, done.stderr
    return done.stdout if status == 0 else done.stderr


def test_the_list_and_its_reasons(clinic):
    told = words(run("denials", clinic, "--as-of", "2026-06-15"))
    assert "DN0001   CR26-000109-2        $90.00  CO-50 (N115): not medically necessary" in told
    assert "next: send records, else appeal" in told
    assert "All denied lines by reason" in told and "prevented by" in told
    found = json.loads(words(run("denials", clinic, "--as-of", "2026-06-15", "--json")))
    assert found["as_of"] == "2026-06-15"
    assert [(one["denial"], one["cents"], one["next"]) for one in found["denials"]] == [
        ("DN0001", 9000, ["REC", "APP"])
    ]
    assert [(one["carc"], one["lines"]) for one in found["by_reason"]] == [("50", 1)]


def test_the_comparison(clinic):
    told = words(run("denial", clinic, "DN0001", "--as-of", "2026-06-15"))
    assert "claim as sent" in told and "pain 6 to 3" in told and "Remark N115: decided by" in told
    found = json.loads(words(run("denial", clinic, "DN0001", "--as-of", "2026-06-15", "--json")))
    assert {"what", "sent", "visit", "note", "order", "plan", "marked"} == set(found["compare"][0])
    assert "There is no denial DN9 on sheet Denials." in words(run("denial", clinic, "DN9"), 2)


def test_from_the_decision_to_the_answer(tmp_path):
    today = dt.date.today()
    tables = denied(
        denial={"carc": "197", "denied_on": today}, claim={"deadline_appeal": today + dt.timedelta(days=60)}
    )
    clinic = write_workbook(tmp_path / "clinic.xlsx", tables)
    told = words(run("decide", clinic, "DN0001", "--decision", "APPEAL", "--by", "Kim"))
    assert "is decided: APPEAL. Write it with `xl-massbill appeal` DN0001" in told
    made = json.loads(words(run("appeal", clinic, "DN0001", "--how", "fax", "--json")))
    assert made["file"].endswith("appeal_first_CR26-000109_DN0001.docx") and made["letter"] == "appeal_first"
    assert made["missing"] == ["address of the payer"]
    sent = ("appeal-sent", clinic, "DN0001", "--by", "Kim", "--how", "fax", "--tracking", "77")
    assert f"noted as sent on {today} by fax, tracking 77" in words(run(*sent))
    assert "the appeal is won" in words(run("appeal-answered", clinic, "DN0001", "--by", "Kim", "--won"))


def test_records_that_a_letter_asks_for_and_a_decision_that_is_taken_back(tmp_path):
    today = dt.date.today()
    clinic = write_workbook(tmp_path / "clinic.xlsx", denied(claim={"status": "ACCEPTED"}))
    until = str(today + dt.timedelta(days=20))
    asked = ("records-asked", clinic, "CR26-000109", "--by", "Kim", "--what", "the notes", "--until", until)
    assert f"is INFO_REQUESTED since {today}; reply by {until}." in words(run(*asked))
    assert "Missing option" in words(run("records-sent", clinic, "CR26-000109", "--by", "Kim"), 2)
    sent = ("records-sent", clinic, "CR26-000109", "--by", "Kim", "--what", "signed notes", "--how", "fax")
    assert f"signed notes by fax, noted as sent on {today}; it is IN_PROCESS." in words(run(*sent))
    assert "is decided: RECORDS" in words(
        run("decide", clinic, "DN0001", "--decision", "RECORDS", "--by", "Kim")
    )
    back = ("undecide", clinic, "DN0001", "--by", "Kim", "--why", "for another line")
    assert "Decision RECORDS about denial DN0001 is taken back" in words(run(*back))


def test_a_new_claim_where_the_payer_asks_for_one(tmp_path):
    clinic = write_workbook(tmp_path / "clinic.xlsx", denied_whole())
    told = words(run("new-claim", clinic, "CR26-000109", "--as-of", "2026-06-15", "--dry-run"))
    assert told.startswith("1 claim, $186.00, ready to go.")
    told = words(run("new-claim", clinic, "CR26-000109", "--as-of", "2026-06-15"))
    assert "1 claim, $186.00, written to" in told
    refused = words(run("new-claim", clinic, "CR26-000109", "--as-of", "2026-06-15"), 2)
    assert "is followed by" in refused and "already, which lies in batch" in refused


def test_a_reversed_claim_is_denied_when_somebody_looks(tmp_path):
    cells = {"status": "REVERSED", "status_since": dt.date(2026, 6, 8)}
    for command in ("worklist", "unanswered", "denials"):
        clinic = write_workbook(tmp_path / f"{command}.xlsx", denied(claim=cells))
        done = run(command, clinic, "--as-of", "2026-07-07")
        assert done.returncode == 0 and "DENIED now" not in done.stderr, done.stderr
        done = run(command, clinic, "--as-of", "2026-07-08")
        assert done.returncode == 0 and "DENIED now, find the reason (CR26-000109)" in done.stderr


def test_who_orders_must_be_said(clinic):
    assert run("decide", clinic, "DN0001", "--decision", "CORRECT").returncode == 2
    assert "never bill the patient" in words(
        run("decide", clinic, "DN0001", "--decision", "PATIENT", "--by", "Kim"), 2
    )


def test_templates_are_laid_beside_the_workbook(clinic):
    assert words(run("letters", clinic)).startswith("4 templates laid into ")
    assert words(run("letters", clinic)).startswith("0 templates laid into ")

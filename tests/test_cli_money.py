"""The commands about money on the command line: typed EOBs, decisions, undo, underpayment."""

from __future__ import annotations

import json

from tests.commands.clinics import rows
from tests.remits.posted import money
from tests.remits.test_eob import CASE_5, PAID, with_eob
from tests.test_cli import run
from xl_massbill.hosts.file import FileWorkbook


def test_a_typed_eob_a_decision_a_payment_and_back_again(tmp_path):
    path = with_eob(tmp_path, *CASE_5, patient=[PAID])
    tried = run("post-eob", path, "--dry-run", "--as-of", "2026-05-13")
    assert tried.returncode == 0 and "ACCEPTED → PAID_PARTIAL" in tried.stdout, tried.stderr
    posted = run("post-eob", path, "--by", "Kim", "--as-of", "2026-05-13")
    assert posted.stdout.startswith("RM000001: PAI01, CHK880105, $130.00, 2026-05-12"), posted.stderr
    assert "RM000002: $50.00 from the patient of row 2: unapplied $50.00." in posted.stdout
    workbook = FileWorkbook(path)
    workbook.write("denials", {"decision": ["WRITE_OFF"], "decided_by": ["Kim"]}, by="Kim")
    workbook.save()
    decided = run("carry-out", path, "--as-of", "2026-05-14")
    assert decided.stdout.strip() == "CR26-000105: PAID_PARTIAL → PATIENT_DUE, balance $70.00 → $50.00."
    refused = run("undo-posting", path, "RM000001")
    assert refused.returncode == 2 and "something else has happened to claim CR26-000105" in refused.stderr
    workbook = FileWorkbook(path)
    workbook.write("denials", {"decision": [None], "decided_by": [None]}, by="Kim")
    workbook.save()
    cleared = run("carry-out", path, "--as-of", "2026-05-15")
    assert cleared.stdout.strip() == "CR26-000105: the decision about DN0001 is taken back."
    for remit_id in ("RM000002", "RM000001"):
        undone = run("undo-posting", path, remit_id, "--why", "typed twice")
        assert "is taken back: all figures are as they were before it." in undone.stdout, undone.stderr
    assert rows(path, "payments") == [] and rows(path, "denials") == []
    assert money(path, "CR26-000105") == ("ACCEPTED", None, 0, 0, 0, 0, 20_000)
    assert run("undo-posting", path, "RM999999").returncode == 2


def test_a_cheque_that_does_not_add_up_ends_with_one(tmp_path):
    path = with_eob(tmp_path, *(row | {"check_amount": 131.0} for row in CASE_5))
    done = run("post-eob", path)
    assert done.returncode == 1 and "payment 131.00, claims less provider adjustments 130.00" in done.stdout


def test_underpaid_as_json(tmp_path):
    path = with_eob(tmp_path)
    assert json.loads(run("underpaid", path, "--json").stdout) == []
    assert run("underpaid", path).stdout.strip() == "No payer allows less than sheet Fees expects."

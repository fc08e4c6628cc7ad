"""The commands about money on the command line: typed EOBs, decisions, undo, underpayment."""

from __future__ import annotations

import json

from tests.commands.clinics import rows
from tests.remits.posted import book, money
from tests.remits.test_eob import CASE_5, PAID, with_eob
from tests.remits.test_post_held import short
from tests.test_cli import run


def test_a_typed_eob_a_decision_a_payment_and_back_again(tmp_path):
    path = with_eob(tmp_path, *CASE_5, patient=[PAID])
    tried = run("post-eob", path, "--dry-run", "--as-of", "2026-05-13")
    assert tried.returncode == 0 and "ACCEPTED → PAID_PARTIAL" in tried.stdout, tried.stderr
    posted = run("post-eob", path, "--by", "Kim", "--as-of", "2026-05-13")
    assert posted.stdout.startswith("RM000001: PAI01, CHK880105, $130.00, 2026-05-12"), posted.stderr
    assert "RM000002: $50.00 from the patient of row 2: unapplied $50.00." in posted.stdout
    why = ("--by", "Kim", "--why", "bundled by contract", "--approved-by", "Kim")
    decided = run("decide", path, "DN0001", "--decision", "WRITE_OFF", *why)
    assert "written off as CONTRACTUAL" in decided.stdout, decided.stderr
    assert money(path, "CR26-000105") == ("PATIENT_DUE", "PATIENT", 13_000, 2_000, 5_000, 0, 5_000)
    refused = run("undo-posting", path, "RM000001")
    assert refused.returncode == 2 and "something else has happened to claim CR26-000105" in refused.stderr
    assert run("place", path).stdout.strip() == "No answer on sheet Unplaced has been decided."


def test_a_posting_is_taken_back(tmp_path):
    path = with_eob(tmp_path, *CASE_5, patient=[PAID])
    assert run("post-eob", path, "--by", "Kim", "--as-of", "2026-05-13").returncode == 0
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


def test_a_held_payment_is_posted_at_somebodys_word(tmp_path):
    path, file = book(tmp_path, "CR26-000101", patient_paid=25.0), tmp_path / "era.835"
    file.write_text(short(200))
    done = run("post", path, file)
    assert done.returncode == 1 and "HELD" in done.stdout, done.stderr
    done = run("post-held", path, "RM000001", "--by", "Kim", "--why", "fee of the transfer")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == (
        "Remittance RM000001 is posted as RM000002 at the word of Kim; "
        "the difference of $2.00 stands on sheet PLB, reason OFF."
    )
    assert money(path, "CR26-000101")[0] == "CLOSED"
    assert run("post-held", path, "RM000002", "--by", "Kim", "--why", "once more, please").returncode == 2


def test_underpaid_as_json(tmp_path):
    path = with_eob(tmp_path)
    assert json.loads(run("underpaid", path, "--json").stdout) == []
    assert run("underpaid", path).stdout.strip() == "No payer allows less than sheet Fees expects."

"""The command line as a person meets it: sentences, exit statuses, JSON, and the whole river once."""

from __future__ import annotations

import gc
import io
import json
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from tests.workbooks import write_workbook
from tests.worked_cases.test_worked_cases import practice
from xl_massbill.cli import main
from xl_massbill.cli.app import all_is_kept

EMPTY = ("claims", "claim_lines", "batches", "findings", "aging", "aging_patients")


def afresh(*words, cwd=None):
    """Run the command line in a process of its own, as a person does."""
    command = [sys.executable, "-m", "xl_massbill.cli", *map(str, words)]
    return subprocess.run(command, check=False, capture_output=True, text=True, cwd=cwd, timeout=120)


def run(*words):
    """Run the command line in this process, by the same `main`: a new process loads everything anew."""
    out, err, swept, status = io.StringIO(), io.StringIO(), gc.get_threshold(), 0
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr(sys, "argv", ["xl-massbill", *map(str, words)])
        try:
            main()
        except SystemExit as end:
            status = end.code or 0
        finally:
            gc.set_threshold(*swept)
    return subprocess.CompletedProcess(sys.argv, status, out.getvalue(), err.getvalue())


@pytest.fixture
def clinic(tmp_path):
    return write_workbook(tmp_path / "clinic.xlsx", practice("V1", "V3") | {name: [] for name in EMPTY})


def test_check_says_what_is_wrong_and_ends_with_one(clinic):
    done = afresh("check", clinic, "--as-of", "2026-05-13")
    assert done.returncode == 1, done.stderr
    assert "UNT-002" in done.stdout
    assert "2 visit lines checked: 3 errors, 5 warnings" in done.stdout


def test_check_as_json(clinic):
    done = run("check", clinic, "--as-of", "2026-05-13", "--json")
    found = json.loads(done.stdout)
    assert found["counts"] == {"error": 3, "warning": 5, "info": 0, "acknowledged": 0}
    assert [
        (f["rule"], f["severity"], f["table"], f["key"], f["row"], f["field"]) for f in found["findings"]
    ] == [
        ("DOC-004", "error", "notes", "V3", 3, "note_text"),
        ("DOC-010", "error", "notes", "V3", 3, "note_text"),
        ("UNT-002", "error", "visits", "V3-1", 3, "units"),
        ("DOC-011", "warning", "notes", "V3", 3, "subjective"),
        ("DOC-012", "warning", "notes", "V3", 3, "pain_before"),
        ("DOC-014", "warning", "notes", "V3", 3, "response_to_treatment"),
        ("TFL-003", "warning", "visits", "V1-1", 2, "dos"),
        ("UNT-004", "warning", "visits", "V3-1", 3, "minutes"),
    ]
    assert all(f["message"] for f in found["findings"])


def test_check_of_a_clean_workbook_ends_with_nought(tmp_path):
    path = write_workbook(tmp_path / "clinic.xlsx", practice("V1") | {name: [] for name in EMPTY})
    done = afresh("check", path, "--as-of", "2026-05-06")
    assert (done.returncode, done.stdout.strip()) == (0, "1 visit lines checked: nothing to mend.")


def test_export_and_age(clinic):
    dry = run("export", clinic, "--form", "837p", "--as-of", "2026-05-13", "--dry-run")
    assert "1 claim, $180.00, ready to go. 1 visit held by errors." in dry.stdout
    assert "visit V3 stays: UNT-002" in dry.stdout
    out = clinic.parent / "out"
    done = run("export", clinic, "--form", "837p", "--as-of", "2026-05-13", "--out", out)
    assert done.returncode == 0, done.stderr
    (file,) = out.glob("*.txt")
    assert str(file) in done.stdout
    assert file.read_text(encoding="ascii").startswith("ISA*00*")
    aged = json.loads(run("age", clinic, "--as-of", "2026-07-06", "--json").stdout)
    assert (aged["as_of"], aged["anchor"], aged["total"]["61-90"]) == ("2026-07-06", "DOS", 15_500)
    assert aged["total"]["total"] + aged["total"]["unbilled"] + aged["total"]["credits"] == aged["ledger"]
    other = json.loads(
        run("age", clinic, "--as-of", "2026-07-06", "--anchor", "FIRST_SUBMISSION", "--json").stdout
    )
    assert (other["anchor"], other["total"]["31-60"]) == ("FIRST_SUBMISSION", 15_500)


def test_the_life_of_a_batch(clinic):
    run("export", clinic, "--as-of", "2026-05-13")
    listed = json.loads(run("batches", clinic, "--json").stdout)
    assert [(one["batch_id"], one["status"], one["claims"], one["ties"]) for one in listed] == [
        ("B000101", "EXPORTED", 1, True)
    ]
    file = Path(run("reprint", clinic, "B000101").stdout.splitlines()[-1])
    before = file.read_bytes()
    file.unlink()
    assert run("reprint", clinic, "B000101").returncode == 0
    assert file.read_bytes() == before
    back = run("unbatch", clinic, "B000101", "--why", "test switch was on", "--by", "Kim")
    assert "is taken back" in back.stdout, back.stderr
    assert not file.exists()
    assert run("reprint", clinic, "B000101").returncode == 2
    run("export", clinic, "--as-of", "2026-05-13")
    sent = run("sent", clinic, "B000102", "--by", "Kim")
    assert "Batch B000102 (1 claim) is marked as sent on" in sent.stdout, sent.stderr
    refused = run("unbatch", clinic, "B000102")
    assert (refused.returncode, len(refused.stderr.strip().splitlines())) == (2, 1)
    (claim,) = json.loads(run("batches", clinic, "--json").stdout)[-1]["states"]
    assert claim == "SUBMITTED"
    for name in ("CR26-000102", "B000102"):
        again = run("resend", clinic, name, "--as-of", "2026-05-13")
        assert (again.returncode, len(again.stderr.strip().splitlines())) == (2, 1), again.stdout
    assert "only a claim that was rejected is sent again" in run("resend", clinic, "CR26-000102").stderr
    assert "2 batches, 1 claim," in run("batches", clinic).stdout
    leaks = json.loads(run("leaks", clinic, "--as-of", "2026-05-20", "--json").stdout)
    assert {name: one["visits"] for name, one in leaks["lists"].items() if one["visits"]} == {
        "not billed": 1,
        "sent without acknowledgement": 1,
    }
    assert "2 open visits" in run("leaks", clinic, "--as-of", "2026-05-20").stdout


def test_a_superbill_of_some_days(tmp_path):
    tables = practice("V1") | {name: [] for name in EMPTY}
    tables["visits"][0] |= {"status": "CASH", "patient_paid": 180}
    path = write_workbook(tmp_path / "clinic.xlsx", tables)
    words = ("superbill", path, "--patient", "P1", "--as-of", "2026-05-13", "--out", tmp_path / "out")
    none = run(*words, "--to", "2026-05-03")
    assert (none.returncode, none.stderr.strip()) == (
        2, "Patient P1 has no visit of these days that the patient pays.",
    )  # fmt: skip
    done = run(*words, "--from", "2026-05-04", "--to", "2026-05-04")
    assert done.returncode == 0, done.stderr
    (file,) = (tmp_path / "out").iterdir()
    assert done.stdout.strip() == str(file)
    assert file.read_bytes().startswith(b"%PDF-")


def test_a_workbook_open_elsewhere_is_refused_in_one_sentence(clinic):
    clinic.with_name("~$clinic.xlsx").write_bytes(b"office")
    before = clinic.read_bytes()
    for command in ("check", "age"):
        done = afresh(command, clinic, "--as-of", "2026-05-13")
        assert done.returncode == 2
        assert len(done.stderr.strip().splitlines()) == 1
    assert clinic.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("missing.xlsx", None),
        ("text.xlsx", b"hello"),
        ("cut.xlsx", b"PK\x03\x04 cut short"),
        ("empty.xlsx", b""),
    ],
)
def test_what_cannot_be_read_is_said_in_one_sentence(tmp_path, name, content):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    done = run("check", path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1
    assert "Traceback" not in done.stderr
    assert "fault of the program" not in done.stderr


def test_a_workbook_of_somebody_else_lacks_our_tables(tmp_path):
    path = write_workbook(tmp_path / "other.xlsx", {"fees": []})
    done = afresh("check", path)
    assert done.returncode == 2
    assert "has no table Practice" in done.stderr


def test_rules_are_listed():
    found = json.loads(run("rules", "--json").stdout)
    assert {r["id"][:3] for r in found} >= {"FMT", "REF", "AUT", "UNT", "DUP"}
    assert all(r["message"] and r["source"] and r["certainty"] in "RGD" for r in found)
    assert run("rules").stdout.strip().endswith(f"{len(found)} rules.")


def test_wrong_words_end_with_two(clinic):
    assert afresh("check").returncode == 2
    assert afresh("check", clinic, "--as-of", "yesterday").returncode == 2
    assert afresh("export", clinic, "--form", "morse").returncode == 2


def test_version_and_help():
    assert afresh("--version").stdout.strip() == "0.1.0"
    assert "check" in afresh("--help").stdout


def test_the_whole_river(tmp_path):
    done = afresh("demo", "demo", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "demo" / "massbill_demo.xlsx").exists()
    assert list(Path(tmp_path).rglob("*claims.txt"))
    again = afresh("demo", "demo", cwd=tmp_path)
    assert again.returncode == 2
    assert "from an earlier run" in again.stderr


def test_garbage_is_looked_for_again_after_a_posting_and_after_one_that_failed():
    with all_is_kept():
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(KeyError), all_is_kept():
        raise KeyError
    assert gc.isenabled()

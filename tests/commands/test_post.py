"""An answer that is handed in is kept, posted once, and after a crash posted by the next command."""

from __future__ import annotations

import datetime as dt
import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.ack_files import ONE, TWO, syntax, ta1, taken
from tests.commands.clinics import BATCH, batch, copied, events, exported, exported_anew, moved, rows, states
from tests.commands.crashing_post import STEPS
from tests.commands.test_post_acks import DAY, NOW, hand_in
from tests.remits.samples import sample
from tests.remits.written import SYNTAX, whole
from xl_massbill.book.folder import Folder
from xl_massbill.claims.kept_files import fingerprint
from xl_massbill.commands import batch_job
from xl_massbill.commands.batch_orders import Order, sent
from xl_massbill.commands.settle import settle_if_needed
from xl_massbill.errors import Refused
from xl_massbill.forms.x837p import writing
from xl_massbill.hosts.file import FileWorkbook

ROOT = Path(__file__).parents[2]
REJECTED = taken((ONE, "A2:20:PR", "REF*1K*SBS1"), (TWO, "A7:164:IL"))


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    path = exported(tmp_path_factory.mktemp("sent"))
    sent(FileWorkbook(path), Order(BATCH, dt.date(2026, 5, 6), "Kim"), dt.datetime(2026, 5, 7))
    return path


@pytest.fixture
def clinic(original, tmp_path):
    return moved(original, tmp_path)


def everything(path):
    """Return what the program knows after a posting, without the day on which it was posted."""
    return [str(rows(path, name)) for name in ("claims", "batches", "acks", "follow_up")]


def kept(path):
    return sorted(file.name for file in Folder.of(path).inbox.iterdir() if not file.name.endswith(".part"))


def test_the_file_is_kept_byte_for_byte_under_its_fingerprint(clinic):
    data = b"\xef\xbb\xbfDear office,\r\n" + REJECTED.replace(b"\n", b"\r\n")
    hand_in(clinic, data)
    assert kept(clinic) == [fingerprint(data)]
    assert (Folder.of(clinic).inbox / fingerprint(data)).read_bytes() == data
    assert states(clinic) == {ONE: "ACCEPTED", TWO: "REJECTED"}


def test_the_same_file_twice_is_refused_with_the_day_of_the_first_posting(clinic):
    hand_in(clinic, REJECTED)
    before = everything(clinic)
    said = hand_in(clinic, REJECTED)
    assert "This file was posted on 2026-06-20: nothing is posted twice." in said.text()
    assert everything(clinic) == before
    assert len(events(clinic, "answer posted")) == 1
    assert len(hand_in(clinic, REJECTED, REJECTED).files) == 2
    assert everything(clinic) == before


def test_the_same_answer_in_another_file_changes_nothing(clinic):
    hand_in(clinic, REJECTED)
    claims, acks = str(rows(clinic, "claims")), len(rows(clinic, "acks"))
    hand_in(clinic, REJECTED + b"\n")
    assert str(rows(clinic, "claims")) == claims
    assert len(rows(clinic, "acks")) == acks + 1
    assert rows(clinic, "acks")[-1]["reason"] == "nothing new about any claim or batch of this workbook"
    assert settle_if_needed(FileWorkbook(clinic), NOW) == []


def test_a_rehearsal_shows_the_same_and_writes_nothing(clinic):
    before, workbook = everything(clinic), clinic.read_bytes()
    told = hand_in(clinic, REJECTED, rehearse=True)
    assert clinic.read_bytes() == workbook
    assert everything(clinic) == before
    assert not Folder.of(clinic).inbox.exists()
    assert events(clinic, "answer handed in") == []
    done = hand_in(clinic, REJECTED)
    assert [o.as_json() for f in told.files for o in f.outcomes] == [
        o.as_json() for f in done.files for o in f.outcomes
    ]
    assert "1 file of 1 would be posted: 2 claims moved, 1 of them rejected." in told.text()


def test_files_are_posted_in_the_order_of_their_kinds(clinic):
    found = hand_in(clinic, REJECTED, syntax("A"), ta1("A"))
    assert [file.kinds for file in found.files] == [("TA1",), ("999",), ("277CA",)]
    assert states(clinic) == {ONE: "ACCEPTED", TWO: "REJECTED"}
    assert all(change.note == "" for file in found.files for o in file.outcomes for change in o.changes)


@pytest.mark.parametrize("cut", [60, 400, -30])
def test_a_file_that_is_cut_short_is_kept_and_not_posted(clinic, cut):
    before = everything(clinic)
    found = hand_in(clinic, REJECTED[:cut])
    assert found.is_bad
    assert "cut short" in found.text()
    assert "Not posted" in found.text()
    assert everything(clinic) == before
    assert kept(clinic) == [fingerprint(REJECTED[:cut])]
    hand_in(clinic, REJECTED)
    assert states(clinic)[ONE] == "ACCEPTED"


def test_what_is_no_answer_is_told(clinic):
    found = hand_in(clinic, b"%PDF-1.7 a bill", sample("C01.837"))
    assert "does not begin with ISA" in found.text()
    assert "It holds no answer that can be posted" in found.text()


def test_a_remittance_beside_acknowledgements_is_posted_too(clinic):
    both = syntax("A") + sample("C01.835").replace(b"CR26-000101", ONE.encode())
    assert "1 remittance of $103.00" in hand_in(clinic, both, rehearse=True).text()
    assert rows(clinic, "remits") == [] and batch(clinic)["status"] != "ACKED"
    said = hand_in(clinic, both)
    assert said.text().endswith("1 file of 1 posted: 1 remittance of $103.00 for 1 claim.")
    assert batch(clinic)["status"] == "ACKED" and states(clinic)[ONE] != "SUBMITTED"
    (told,) = events(clinic, "answer posted")
    assert told.detail["kinds"] == ["999"]
    assert [event.subject for event in events(clinic, "posting booked")] == ["RM000001"]
    before = everything(clinic), str(rows(clinic, "payments"))
    again = hand_in(clinic, both)
    assert "was posted on 2026-06-20 as RM000001: nothing is posted twice." in again.text()
    assert (everything(clinic), str(rows(clinic, "payments"))) == before
    assert not again.files[0].is_posted


def test_a_remittance_that_does_not_add_up_is_held_and_told(clinic):
    odd = sample("C01.835").replace(b"CR26-000101", ONE.encode()).replace(b"*103**4", b"*104**4")
    said = hand_in(clinic, odd)
    assert said.is_bad and "1 held, for it does not add up." in said.text()
    assert states(clinic)[ONE] == "SUBMITTED"


def test_the_journal_says_which_claims_moved_and_holds_no_names(clinic):
    hand_in(clinic, REJECTED)
    (begun,), (done,) = events(clinic, "answer handed in"), events(clinic, "answer posted")
    assert begun.detail == {
        "sha256": fingerprint(REJECTED),
        "kinds": ["277CA"],
        "on": "2026-06-20",
        "by": "Kim",
    }
    moves = {way: claims for one in done.detail["moves"] for way, claims in one["moves"].items()}
    assert moves == {"SUBMITTED to ACCEPTED": [ONE], "SUBMITTED to REJECTED": [TWO]}
    assert "OKAFOR" not in json.dumps([begun.detail, done.detail])


def crash(path, step, tmp_path):
    answer = tmp_path / "answer.txt"
    answer.write_bytes(REJECTED)
    words = [sys.executable, "-m", "tests.commands.crashing_post", str(path), str(answer), step]
    return subprocess.run(words, check=False, cwd=ROOT, capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize("step", STEPS)
def test_a_crash_at_any_step_is_settled_by_the_next_command(original, tmp_path, step):
    whole = moved(original, tmp_path / "whole")
    hand_in(whole, REJECTED)
    wanted = everything(whole)
    path = moved(original, tmp_path / "cut")
    died = crash(path, step, tmp_path)
    assert died.returncode == -signal.SIGKILL, died.stderr
    said = settle_if_needed(FileWorkbook(path), NOW)
    begun = bool(events(path, "answer handed in"))
    assert begun == (STEPS.index(step) >= STEPS.index("begun, not saved"))
    assert len(said) == (step in ("begun, not saved", "saved, not noted"))
    if begun:
        assert everything(path) == wanted
    hand_in(path, REJECTED)
    assert everything(path) == wanted
    assert kept(path) == [fingerprint(REJECTED)]
    assert len(events(path, "answer posted")) == 1


def test_an_old_copy_put_back_gets_its_answers_again(clinic):
    hand_in(clinic, syntax("A"))
    old = copied(clinic, "old.xlsx")
    hand_in(clinic, REJECTED)
    wanted = everything(clinic)
    clinic.write_bytes(old.read_bytes())
    assert settle_if_needed(FileWorkbook(clinic), NOW) == [
        "The workbook is older than its journal (a copy put back?): an answer (277CA) is posted again."
    ]
    assert everything(clinic) == wanted
    assert settle_if_needed(FileWorkbook(clinic), NOW) == []


def test_an_old_copy_without_the_file_in_the_folder_is_refused_in_words(clinic):
    old = copied(clinic, "old.xlsx")
    hand_in(clinic, REJECTED)
    clinic.write_bytes(old.read_bytes())
    (Folder.of(clinic).inbox / fingerprint(REJECTED)).write_bytes(b"other")
    with pytest.raises(Refused, match="missing or damaged: put it back"):
        settle_if_needed(FileWorkbook(clinic), NOW)


def test_the_command_line(clinic, tmp_path):
    folder = tmp_path / "answers"
    folder.mkdir()
    (folder / "a.txt").write_bytes(REJECTED)
    command = [sys.executable, "-m", "xl_massbill.cli", "post", str(clinic), str(folder), "--as-of", str(DAY)]
    shown = subprocess.run(
        [*command, "--dry-run", "--json"], check=True, cwd=ROOT, capture_output=True, text=True
    )
    told = json.loads(shown.stdout)
    assert told["dry_run"] is True
    (change,) = [c for c in told["files"][0]["sets"][0]["changes"] if c["to"] == "REJECTED"]
    assert (change["claim"], change["from"], change["place"]) == (
        TWO,
        "SUBMITTED",
        "Coverage C2, Member ID (row 3)",
    )
    assert set(states(clinic).values()) == {"SUBMITTED"}
    done = subprocess.run(command, check=True, cwd=ROOT, capture_output=True, text=True)
    assert "1 file of 1 posted: 2 claims moved, 1 of them rejected." in done.stdout
    bad = subprocess.run(
        [*command[:5], str(tmp_path / "none.txt")], check=False, cwd=ROOT, capture_output=True, text=True
    )
    assert (bad.returncode, "There is no file none.txt." in bad.stdout) == (1, True)


def test_a_set_without_its_end_is_not_posted(clinic):
    bad = syntax("A").replace(b"SE*6*0001~\n", b"")
    assert b"~\nSE*" not in bad
    assert "Not posted" in hand_in(clinic, bad).text()
    assert batch(clinic)["status"] == "SENT"


def test_of_a_file_of_two_sets_only_the_claims_of_the_one_turned_back_are_rejected(tmp_path, monkeypatch):
    for module in (writing, batch_job):
        monkeypatch.setattr(module, "CLAIMS_A_SET", 1)
    path = exported_anew(tmp_path)
    body = ["AK1*HC*101*005010X222A1", "AK2*837*0101*005010X222A1", "IK5*A"]
    body += ["AK2*837*0102*005010X222A1", "IK3*N4*13*2010BA*8", "IK4*3*116*7", "IK5*R*5", "AK9*P*2*2*1"]
    hand_in(path, whole(SYNTAX, [body]).encode())
    assert states(path) == {ONE: "SUBMITTED", TWO: "REJECTED"}
    assert (batch(path)["status"], batch(path)["ack999_status"]) == ("PARTIAL", "P")
    (row,) = (row for row in rows(path, "acks") if row["verdict"] == "REJECTED")
    assert (row["claim_id"], row["place"][:14]) == (TWO, "Patients P2, Z")

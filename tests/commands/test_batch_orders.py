"""Orders about batches: sent and taken back, once and again, refused, and with the plug pulled."""

from __future__ import annotations

import datetime as dt
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.clinics import BATCH, batch, book, events, exported, out_files, rows, states, visits
from tests.commands.crashing_orders import NOW, STEPS
from xl_massbill.book.folder import Folder
from xl_massbill.claims.ledger import open_items
from xl_massbill.commands.batch_orders import Order, sent, unbatch
from xl_massbill.commands.check import check
from xl_massbill.commands.export import export
from xl_massbill.commands.settle import settle_if_needed
from xl_massbill.errors import Refused
from xl_massbill.forms.x837p import claim_ids_in
from xl_massbill.hosts.file import FileWorkbook

DAY = NOW.date()
ONE, TWO = "CR26-000101", "CR26-000102"


@pytest.fixture
def clinic(tmp_path):
    return exported(tmp_path)


def order(why="", on=DAY, batch_id=BATCH):
    return Order(batch_id, on, "Kim", why)


def mark(path, **kwargs):
    return sent(FileWorkbook(path), order(**kwargs), NOW, "office").sentence


def back(path, **kwargs):
    return unbatch(FileWorkbook(path), order(**kwargs), NOW, "office").sentence


def test_a_sent_batch_is_marked_everywhere(clinic):
    assert mark(clinic) == f"Batch {BATCH} (2 claims) is marked as sent on 2026-05-07."
    for claim in rows(clinic, "claims"):
        assert claim["status"] == "SUBMITTED"
        assert claim["balance_owner"] == "INS_P"
        for name in ("status_since", "first_submitted_on", "last_submitted_on"):
            assert claim[name].date() == DAY, name
    row = batch(clinic)
    assert (row["status"], row["transmitted_on"].date()) == ("SENT", DAY)
    assert visits(clinic) | {"V1-1": (ONE, "SUBMITTED"), "V2-1": (TWO, "SUBMITTED")} == visits(clinic)


def test_the_journal_says_who_when_from_where_to_where_and_why(clinic):
    back(clinic, why="file was made with the test switch on")
    (begun,), (done,) = events(clinic, "batch taken back"), events(clinic, "batch taken back booked")
    assert (begun.user, begun.subject, begun.at) == ("office", BATCH, NOW)
    assert begun.detail["claims"] == [ONE, TWO]
    assert done.detail == {
        "event": "TAKEN_OUT",
        "on": "2026-05-07",
        "by": "Kim",
        "why": "file was made with the test switch on",
        "moves": {"BATCHED to READY": [ONE, TWO]},
    }
    (booked,) = events(clinic, "export booked")
    assert booked.detail["moves"] == {"READY to BATCHED": [ONE, TWO]}


def test_a_batch_taken_back_frees_its_visits_and_withdraws_its_file(clinic):
    (name,) = out_files(clinic)
    assert "withdrawn/" in back(clinic)
    assert states(clinic) == {ONE: "READY", TWO: "READY"}
    assert all(claim["batch_id"] is None for claim in rows(clinic, "claims"))
    assert not {"V1-1", "V2-1", "V2-2"} & visits(clinic).keys()
    row = batch(clinic)
    assert (row["status"], row["n_claims"], row["total_charge"]) == ("CLOSED", 0, 0)
    assert row["file_name"] == f"withdrawn/{name}"
    assert out_files(clinic) == []
    assert (Folder.of(clinic).out / "withdrawn" / name).is_file()


def test_visits_taken_back_go_out_again_under_new_numbers(clinic):
    back(clinic)
    (file,) = export(FileWorkbook(clinic), DAY, NOW).files
    assert claim_ids_in(file) == ["CR26-000103", "CR26-000104"]
    assert "B000102" in file.name
    assert states(clinic) == {ONE: "READY", TWO: "READY", "CR26-000103": "BATCHED", "CR26-000104": "BATCHED"}
    assert export(FileWorkbook(clinic), DAY, NOW).files == []


def test_what_is_owed_and_what_is_found_is_as_before_the_export(tmp_path):
    path = book(tmp_path, "V1", "V2")

    def seen():
        workbook = FileWorkbook(path)
        found = check(workbook, DAY)
        items = open_items(found.lines)
        return items.total, len(items.of("UNBILLED")), sorted(f.identity for f in found.findings)

    before = seen()
    export(FileWorkbook(path), DAY, NOW)
    back(path)
    assert seen() == before


def test_the_same_order_twice_changes_nothing(clinic):
    mark(clinic)
    before, told = clinic.read_bytes(), len(events(clinic))
    assert mark(clinic, on=DAY) == f"Batch {BATCH} was marked as sent on 2026-05-07 before: nothing changed."
    assert (clinic.read_bytes(), len(events(clinic))) == (before, told)


def test_taking_back_twice_changes_nothing(clinic):
    back(clinic)
    before, told = clinic.read_bytes(), len(events(clinic))
    assert back(clinic) == f"Batch {BATCH} was taken back before: nothing changed."
    assert (clinic.read_bytes(), len(events(clinic))) == (before, told)


def test_what_was_sent_cannot_be_taken_back(clinic):
    mark(clinic)
    before = clinic.read_bytes()
    with pytest.raises(Refused, match="has been sent"):
        back(clinic)
    assert clinic.read_bytes() == before
    assert len(out_files(clinic)) == 1


def test_what_was_taken_back_cannot_be_marked_as_sent(clinic):
    back(clinic)
    with pytest.raises(Refused, match="was taken back: it must not be sent"):
        mark(clinic)
    assert states(clinic) == {ONE: "READY", TWO: "READY"}


@pytest.mark.parametrize(
    ("kwargs", "words"),
    [
        ({"on": DAY + dt.timedelta(days=1)}, "still to come"),
        ({"on": dt.date(2026, 5, 5)}, "made on 2026-05-06"),
        ({"batch_id": "B999999"}, "no batch B999999"),
    ],
)
def test_days_and_batches_that_cannot_be_are_refused(clinic, kwargs, words):
    before = clinic.read_bytes()
    with pytest.raises(Refused, match=words):
        mark(clinic, **kwargs)
    assert clinic.read_bytes() == before
    assert events(clinic, "batch sent") == []


@pytest.mark.parametrize("why", ["Harper called", "for JUNE", "okafor-smith"])
def test_a_reason_that_names_a_patient_is_refused(clinic, why):
    with pytest.raises(Refused, match="name a patient"):
        back(clinic, why=why)
    assert states(clinic) == {ONE: "BATCHED", TWO: "BATCHED"}


def test_a_batch_with_a_claim_that_went_another_way_is_not_taken_back(clinic):
    workbook = FileWorkbook(clinic)
    workbook.write("claims", {"status": ["BATCHED", "LIEN"]})
    workbook.save()
    with pytest.raises(Refused, match=f"Claim {TWO} stays as it is. A claim that is LIEN cannot"):
        back(clinic)
    assert states(clinic) == {ONE: "BATCHED", TWO: "LIEN"}
    mark(clinic)
    assert states(clinic) == {ONE: "SUBMITTED", TWO: "LIEN"}


def test_a_file_that_cannot_be_moved_is_told_of(clinic, monkeypatch):
    def held(_self, _target):
        raise PermissionError

    with monkeypatch.context() as patched:
        patched.setattr("xl_massbill.claims.kept_files.Path.replace", held)
        patched.setattr(FileWorkbook, "save", lambda _self: None)
        assert "could not be moved: delete it" in back(clinic)


def test_without_a_journal_the_sheets_are_enough(clinic):
    (name,) = out_files(clinic)
    Folder.of(clinic).journal.unlink()
    back(clinic)
    assert states(clinic) == {ONE: "READY", TWO: "READY"}
    assert (Folder.of(clinic).out / "withdrawn" / name).is_file()


def test_a_workbook_opened_meanwhile_keeps_the_order_for_the_next_command(clinic, monkeypatch):
    def refuse(_self):
        raise Refused("The workbook is open.")

    with monkeypatch.context() as patched:
        patched.setattr(FileWorkbook, "save", refuse)
        with pytest.raises(Refused, match=r"is open. The order about batch B000101 is noted"):
            mark(clinic)
    assert states(clinic) == {ONE: "BATCHED", TWO: "BATCHED"}
    (said,) = settle_if_needed(FileWorkbook(clinic), NOW)
    assert said == f"Batch {BATCH} had been marked as sent, but not in the workbook: it is now."
    assert states(clinic) == {ONE: "SUBMITTED", TWO: "SUBMITTED"}
    assert settle_if_needed(FileWorkbook(clinic), NOW) == []


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is not to be had on Windows")
@pytest.mark.parametrize(("what", "step"), [(what, step) for what, steps in STEPS.items() for step in steps])
def test_pulling_the_plug(clinic, what, step):
    (name,) = out_files(clinic)
    command = [sys.executable, "-m", "tests.commands.crashing_orders", str(clinic), what, step]
    died = subprocess.run(command, check=False, cwd=Path(__file__).parents[2], capture_output=True)
    assert died.returncode == -signal.SIGKILL, died.stderr.decode()
    said = settle_if_needed(FileWorkbook(clinic), NOW)
    assert bool(said) == (step not in ("before it is begun", "noted")), said

    gone = step != "before it is begun"
    after = {"sent": "SUBMITTED", "unbatch": "READY"}[what] if gone else "BATCHED"
    assert states(clinic) == {ONE: after, TWO: after}
    assert (out_files(clinic) == []) == (gone and what == "unbatch")
    (mark if what == "sent" else back)(clinic)
    assert settle_if_needed(FileWorkbook(clinic), NOW) == []
    if what == "sent":
        assert states(clinic) == {ONE: "SUBMITTED", TWO: "SUBMITTED"}
        assert export(FileWorkbook(clinic), DAY, NOW).files == [], "nothing goes out twice"
        return
    assert not {"V1-1", "V2-1", "V2-2"} & visits(clinic).keys()
    assert (Folder.of(clinic).out / "withdrawn" / name).is_file()
    (file,) = export(FileWorkbook(clinic), DAY, NOW).files
    assert claim_ids_in(file) == ["CR26-000103", "CR26-000104"], "no claim is lost, no number is used twice"


def test_a_claim_taken_back_for_good_is_asked_nothing_when_its_visit_is_mended(clinic):
    back(clinic)
    workbook = FileWorkbook(clinic, fill=True)
    sheet = workbook.read("visits")
    height = sheet.height
    workbook.write("visits", {"therapist_id": ["T2"] * height, "pos": ["12"] * height}, by="Kim")
    workbook.save()
    told = [f.rule for f in check(FileWorkbook(clinic), DAY).findings if f.place.source == "claims"]
    assert told == []

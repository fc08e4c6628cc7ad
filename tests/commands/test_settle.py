"""An old copy of the workbook put back, a day typed on the sheet, two commands at once: nothing goes twice."""

from __future__ import annotations

import datetime as dt
import itertools
import subprocess
import sys
import time
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.commands.clinics import (
    BATCH,
    batch,
    book,
    copied,
    events,
    exported,
    kept,
    laid,
    out_files,
    rows,
    states,
    visits,
)
from tests.commands.crashing_orders import NOW
from xl_massbill.book.folder import Folder
from xl_massbill.commands.batch_orders import Order, sent, unbatch
from xl_massbill.commands.export import export
from xl_massbill.commands.settle import settle_if_needed
from xl_massbill.errors import Refused
from xl_massbill.forms.x837p import claim_ids_in
from xl_massbill.hosts.file import FileWorkbook

DAY = NOW.date()
ROOT = Path(__file__).parents[2]


def everything(path):
    """Return what the program knows of claims, batches and visits."""
    shown = ("claim_id", "status", "batch_id", "status_since", "first_submitted_on", "balance_owner")
    claims = {row["claim_id"]: tuple(str(row[name]) for name in shown) for row in rows(path, "claims")}
    batches = {
        row["batch_id"]: (row["status"], row["n_claims"], row["file_name"]) for row in rows(path, "batches")
    }
    return claims, batches, visits(path)


def run(path, what, batch_id=BATCH):
    return run_on(FileWorkbook(path), what, batch_id)


def run_on(workbook, what, batch_id=BATCH):
    if what == "export":
        return export(workbook, DAY, NOW)
    return {"sent": sent, "unbatch": unbatch}[what](workbook, Order(batch_id, DAY, "Kim"), NOW)


HISTORIES = (
    ("export", "sent B000101"),
    ("export", "unbatch B000101"),
    ("export", "unbatch B000101", "export"),
    ("export", "unbatch B000101", "export", "sent B000102"),
    ("export", "unbatch B000101", "export", "unbatch B000102", "export", "sent B000103"),
)


@cache
def lived(history):
    """Return the files of a clinic after a history, with a copy of the workbook before each part of it."""
    with TemporaryDirectory() as name:
        path = book(Path(name), "V1", "V2")
        for at, what in enumerate(history):
            copied(path, f"copy{at}.xlsx")
            run(path, *what.split())
        return kept(Path(name))


@pytest.mark.parametrize(
    ("history", "at"),
    [(history, at) for history in HISTORIES for at in range(len(history))],
    ids=lambda v: str(v) if isinstance(v, int) else "-".join(w.split()[0] for w in v),
)
def test_an_old_copy_put_back_catches_up_and_sends_nothing_twice(tmp_path, history, at):
    path = laid(lived(history), tmp_path)
    wanted, files = everything(path), out_files(path)

    path.write_bytes((tmp_path / f"copy{at}.xlsx").read_bytes())
    said = settle_if_needed(FileWorkbook(path), NOW)
    assert len(said) == len(history) - at
    assert all("The workbook is older than its journal" in sentence for sentence in said)
    assert everything(path) == wanted
    assert settle_if_needed(FileWorkbook(path), NOW) == []
    assert out_files(path) == files
    last = history[-1].startswith("unbatch")
    assert len(run(path, "export").files) == (1 if last else 0)
    taken = [c["claim_id"] for e in events(path, "export reserved") for c in e.detail["claims"]]
    assert len(taken) == len(set(taken)), "no number is used twice"


def test_an_old_copy_exports_nothing_that_went_out(tmp_path):
    path = book(tmp_path, "V1", "V2")
    old = copied(path, "old.xlsx")
    run(path, "export")
    path.write_bytes(old.read_bytes())
    again = run(path, "export")
    assert again.files == []
    (said,) = again.settled
    assert "batch B000101 (2 claims) is booked again" in said


def typed(path, day):
    workbook = FileWorkbook(path, fill=True)
    workbook.write("batches", {"transmitted_on": [day]})
    workbook.save()


def test_a_day_typed_on_sheet_batches_marks_the_batch_as_sent(tmp_path):
    path = exported(tmp_path)
    typed(path, dt.date(2026, 5, 6))
    assert settle_if_needed(FileWorkbook(path), NOW) == [
        f"Batch {BATCH} is marked as sent on 2026-05-06, as sheet Batches says."
    ]
    assert set(states(path).values()) == {"SUBMITTED"}
    assert batch(path)["status"] == "SENT"
    (told,) = events(path, "batch sent booked")
    assert (told.detail["by"], told.detail["why"]) == ("office", "typed on sheet Batches")
    assert settle_if_needed(FileWorkbook(path), NOW) == []


@pytest.mark.parametrize("day", [dt.date(2026, 5, 8), dt.date(2026, 5, 5), "soon", None])
def test_a_typed_day_that_cannot_be_is_left_alone(tmp_path, day):
    path = exported(tmp_path)
    typed(path, day)
    assert settle_if_needed(FileWorkbook(path), NOW) == []
    assert set(states(path).values()) == {"BATCHED"}


@pytest.mark.parametrize(
    ("first", "second"), list(itertools.product(("export", "sent", "unbatch"), repeat=2))
)
def test_a_workbook_read_before_another_command_ended_is_refused(tmp_path, first, second):
    path = book(tmp_path, "V1", "V2") if first == "export" else exported(tmp_path)
    late = FileWorkbook(path)
    run(path, first)
    wanted, files, told = everything(path), out_files(path), len(events(path))
    with pytest.raises(Refused, match="has changed since it was read: run again"):
        run_on(late, second)
    assert (everything(path), out_files(path), len(events(path))) == (wanted, files, told)


SLOW = """
import sys, time
from pathlib import Path
from tests.commands.crashing_export import NOW
from xl_massbill.commands import export
from xl_massbill.commands.form_files import X837P
from xl_massbill.hosts.file import FileWorkbook
verify = X837P.verify
def wait(*words):
    Path(sys.argv[2]).touch()
    while Path(sys.argv[2]).exists():
        time.sleep(0.01)
    return verify(*words)
X837P.verify = wait
print(len(export.export(FileWorkbook(sys.argv[1]), NOW.date(), NOW).files))
"""


def test_of_two_exports_at_once_one_wins_and_the_other_is_refused(tmp_path):
    path, signal = book(tmp_path, "V1", "V2"), tmp_path / "first is writing"
    command = [sys.executable, "-c", SLOW, str(path), str(signal)]
    first = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        for _ in range(3_000):
            if signal.exists() or first.poll() is not None:
                break
            time.sleep(0.01)
        words = [sys.executable, "-m", "xl_massbill.cli", "export", str(path), "--as-of", "2026-05-06"]
        second = subprocess.run(words, check=False, cwd=ROOT, capture_output=True, text=True, timeout=60)
    finally:
        signal.unlink(missing_ok=True)
        told, _ = first.communicate(timeout=60)
    assert (second.returncode, second.stdout) == (2, "")
    assert second.stderr.strip() == (
        "Another command is working on this workbook right now. Wait until it has ended."
    )
    assert told.strip() == "1"
    (name,) = out_files(path)
    assert claim_ids_in(Folder.of(path).out / name) == ["CR26-000101", "CR26-000102"]
    assert set(states(path).values()) == {"BATCHED"}


def test_two_exports_started_in_the_same_moment_send_each_visit_once(tmp_path):
    path = book(tmp_path, "V1", "V2")
    words = [sys.executable, "-m", "xl_massbill.cli", "export", str(path), "--as-of", "2026-05-06"]
    both = [subprocess.Popen(words, cwd=ROOT, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    ended = [(one.communicate(timeout=120)[1], one.returncode) for one in both]
    assert any(status == 0 for _, status in ended), ended
    for said, status in ended:
        assert status in (0, 2)
        assert status == 0 or len(said.strip().splitlines()) == 1
    (name,) = out_files(path)
    assert sorted(states(path)) == claim_ids_in(Folder.of(path).out / name)

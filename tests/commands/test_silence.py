"""A reversed claim that gets no corrected answer for thirty days is denied, by itself and once."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.commands.clinics import copied, events, rows
from tests.denied_case import PARENT, denied
from tests.workbooks import write_workbook
from xl_massbill.book.folder import Folder
from xl_massbill.claims.journal import Journal
from xl_massbill.claims.silence import silent_since
from xl_massbill.commands.claim_orders import BEGUN, DONE
from xl_massbill.commands.settle import settle_if_needed
from xl_massbill.commands.silence import deny_silent
from xl_massbill.errors import Refused
from xl_massbill.hosts.file import FileWorkbook
from xl_massbill.practice import Records

SINCE = dt.date(2026, 6, 8)
OVER = dt.date(2026, 7, 8)


@pytest.fixture
def book(tmp_path):
    """Return a workbook with a journal and a claim in a state since a day."""

    def made(status="REVERSED", since=SINCE):
        path = write_workbook(
            tmp_path / "clinic.xlsx", denied(claim={"status": status, "status_since": since})
        )
        Journal(Folder.of(path).journal).close()
        return path

    return made


def look(path, day, as_of=None):
    now, workbook = dt.datetime.combine(day, dt.time(9)), FileWorkbook(path)
    settled = settle_if_needed(workbook, now, "office")
    return settled + deny_silent(workbook, as_of or day, now, "office")


def claim(path):
    (found,) = rows(path, "claims")
    return found


@pytest.mark.parametrize(("day", "is_over"), [(OVER - dt.timedelta(days=1), False), (OVER, True)])
def test_thirty_days_are_waited_and_no_more(book, day, is_over):
    path = book()
    said = look(path, day)
    assert (claim(path)["status"], bool(said)) == (("DENIED", True) if is_over else ("REVERSED", False))
    assert silent_since(Records(FileWorkbook(book())), day) == ({PARENT: OVER} if is_over else {})


def test_whoever_looks_when_it_is_denied_on_the_day_the_wait_was_over(book):
    path = book()
    (said,) = look(path, OVER + dt.timedelta(days=20))
    assert said.startswith("1 claim reversed 30 days ago or more") and said.endswith("(CR26-000109).")
    assert claim(path)["status_since"].date() == OVER
    (task,) = rows(path, "follow_up")
    assert (task["claim_id"], task["created_on"].date(), task["next_action"]) == (
        PARENT,
        OVER,
        "find the reason",
    )
    assert {r["billing_status"] for r in rows(path, "visits") if r["claim_id"] == PARENT} == {"DENIED"}
    before = path.read_bytes()
    assert look(path, OVER + dt.timedelta(days=90)) == [] and path.read_bytes() == before


@pytest.mark.parametrize(("day", "as_of"), [(OVER, SINCE), (SINCE, OVER)])
def test_a_look_at_another_day_denies_nothing(book, day, as_of):
    path = book()
    assert look(path, day, as_of) == [] and claim(path)["status"] == "REVERSED"


def test_settling_before_answers_are_posted_waits_for_them(book):
    path = book()
    assert settle_if_needed(FileWorkbook(path), dt.datetime(2026, 12, 1)) == []
    assert claim(path)["status"] == "REVERSED"


def test_the_journal_knows_it_before_and_after(book):
    path = book()
    look(path, OVER)
    (begun,), (done,) = events(path, BEGUN), events(path, DONE)
    assert (begun.detail["event"], done.detail["of"]) == ("SILENCE", begun.seq)
    assert done.detail["moves"] == {"REVERSED to DENIED": [PARENT]}


def test_a_save_that_is_refused_is_made_up_for(book, monkeypatch):
    path = book()

    def refuse(_self):
        raise Refused("The workbook is open.")

    with monkeypatch.context() as patched:
        patched.setattr(FileWorkbook, "save", refuse)
        with pytest.raises(Refused, match="is open"):
            look(path, OVER)
    assert claim(path)["status"] == "REVERSED"
    (said,) = settle_if_needed(FileWorkbook(path), dt.datetime(2026, 7, 9))
    assert "“silence” had been ordered" in said
    assert (claim(path)["status"], claim(path)["status_since"].date()) == ("DENIED", OVER)
    assert look(path, OVER) == [] and len(rows(path, "follow_up")) == 1


@pytest.mark.parametrize("status", ["DENIED", "PAID", "APPEALED", "REPLACED", "VOIDED", "CLOSED"])
def test_only_reversed_claims_wait(book, status):
    path = book(status)
    assert look(path, OVER + dt.timedelta(days=400)) == [] and claim(path)["status"] == status


def test_a_claim_reversed_on_an_unknown_day_waits(book):
    path = book(since=None)
    assert look(path, OVER) == [] and claim(path)["status"] == "REVERSED"


def test_an_old_copy_put_back_is_denied_again_on_the_same_day(book):
    path = book()
    old = copied(path, "old.xlsx")
    look(path, OVER)
    old.replace(path)
    (said,) = look(path, OVER + dt.timedelta(days=3))
    assert "older than its journal" in said
    assert (claim(path)["status"], claim(path)["status_since"].date()) == ("DENIED", OVER)
    assert len(rows(path, "follow_up")) == 1

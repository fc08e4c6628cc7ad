"""Postings and crashes: whatever the journal knows is in the workbook after the next command, once."""

from __future__ import annotations

import pytest

from tests.commands.clinics import copied, events, rows
from tests.remits.posted import ANSWERS, NOW, book, everything, handed_in, money, post
from tests.remits.test_eob import CASE_5, PAID, due, run, with_eob
from xl_massbill.book.folder import Folder
from xl_massbill.commands.batches import batches
from xl_massbill.commands.settle import settle_if_needed
from xl_massbill.commands.undo_posting import undo_posting
from xl_massbill.errors import Refused
from xl_massbill.hosts.file import FileWorkbook

ONE = "CR26-000101"


class PowerCut(Exception):  # noqa: N818 - what it is
    """The plug is pulled."""


class Cut(FileWorkbook):
    """A workbook whose save is cut off before or after it reached the disk."""

    def __init__(self, path, *, after):
        super().__init__(path)
        self.after = after

    def save(self):
        if self.after:
            super().save()
        raise PowerCut


def settled(path):
    return settle_if_needed(FileWorkbook(path), NOW, "Kim")


def wanted(tmp_path):
    """Return all rows after a posting that nothing disturbed."""
    (tmp_path / "calm").mkdir()
    path = book(tmp_path / "calm", ONE, patient_paid=25.0)
    post(path, "C01.835")
    return everything(path)


@pytest.mark.parametrize("after", [False, True])
def test_the_plug_is_pulled_while_posting(tmp_path, after):
    path = book(tmp_path, ONE, patient_paid=25.0)
    data = (ANSWERS / "C01.835").read_bytes()
    with pytest.raises(PowerCut):
        handed_in(Cut(path, after=after), data)
    assert len(settled(path)) == (not after)
    assert everything(path) == wanted(tmp_path)
    assert settled(path) == []
    (again,) = post(path, "C01.835")
    assert "nothing is posted twice" in again.refused
    undo_posting(FileWorkbook(path), "RM000001", NOW, "Kim")
    assert money(path, ONE)[0] == "ACCEPTED"


@pytest.mark.parametrize("after", [False, True])
def test_the_plug_is_pulled_while_a_posting_is_taken_back(tmp_path, after):
    path = book(tmp_path, ONE, patient_paid=25.0)
    before = everything(path)
    post(path, "C01.835")
    with pytest.raises(PowerCut):
        undo_posting(Cut(path, after=after), "RM000001", NOW, "Kim")
    assert len(settled(path)) == (not after)
    assert everything(path) == before
    assert settled(path) == [] and events(path, "posting undone")
    assert "before: nothing changed" in undo_posting(FileWorkbook(path), "RM000001", NOW, "Kim").sentence


def test_an_old_copy_is_put_back(tmp_path):
    path = book(tmp_path, ONE, patient_paid=25.0)
    old = copied(path, "old.xlsx")
    post(path, "C01.835")
    after = everything(path)
    path.write_bytes(old.read_bytes())
    assert settled(path) == ["Posting RM000001 was begun but not in the workbook: it is posted now."]
    assert everything(path) == after
    undo_posting(FileWorkbook(path), "RM000001", NOW, "Kim")
    path.write_bytes(old.read_bytes())
    assert settled(path) == [] and money(path, ONE)[0] == "ACCEPTED"


def test_without_the_kept_file_the_command_says_what_is_missing(tmp_path):
    path = book(tmp_path, ONE)
    old = copied(path, "old.xlsx")
    post(path, "C01.835")
    path.write_bytes(old.read_bytes())
    for file in (Folder.of(path).path / "in").iterdir():
        file.unlink()
    with pytest.raises(Refused, match="put it back"):
        settled(path)


def test_a_held_remittance_that_gave_way_is_not_posted_again(tmp_path):
    path = book(tmp_path, ONE, patient_paid=25.0)
    post(path, (ANSWERS / "C01.835").read_text().replace("*103**4", "*104**4"))
    post(path, "C01.835")
    assert settled(path) == [] and [r["remit_id"] for r in rows(path, "remits")] == ["RM000002"]


def test_typed_rows_are_posted_again_into_an_old_copy(tmp_path):
    path = with_eob(tmp_path, *CASE_5)
    old = copied(path, "old.xlsx")
    run(path)
    after = everything(path)
    path.write_bytes(old.read_bytes())
    assert len(settled(path)) == 1
    assert everything(path) == after
    assert run(path).cheques == []
    (tmp_path / "patient").mkdir()
    path = due(tmp_path / "patient", PAID)
    old = copied(path, "old.xlsx")
    run(path)
    after = everything(path)
    path.write_bytes(old.read_bytes())
    assert len(settled(path)) == 1 and everything(path) == after
    assert run(path).patients == []


def test_the_journal_holds_no_names(tmp_path):
    path = book(tmp_path, ONE, patient_paid=25.0)
    post(
        path,
        (ANSWERS / "C01.835")
        .read_text()
        .replace("CLP*CR26-000101*", "CLP*4711*")
        .replace("CR26-000101-1", "X"),
    )
    text = "".join(str(event.detail) for event in events(path)).upper()
    assert "HARPER" not in text and "EHP445566701" not in text and "RM000001" in text
    assert batches(FileWorkbook(path)) == []

"""Answers that a person has placed survive crashes and old copies, in their turn and once."""

from __future__ import annotations

import pytest

from tests.commands.clinics import copied, events, rows
from tests.remits.posted import NOW, book, everything, money, post
from tests.remits.test_placing import NAMELESS
from xl_massbill.commands.place import place
from xl_massbill.commands.place_settle import PLACED
from xl_massbill.commands.settle import settle_if_needed
from xl_massbill.commands.undo_posting import undo_posting
from xl_massbill.errors import Refused
from xl_massbill.hosts.file import FileWorkbook

ONE = "CR26-000101"
LATER = NAMELESS.replace("EFT700101", "EFT2").replace("*4711*1*180*103*25*", "*4711*22*-180*-103*-25*").replace("*180*103**4", "*-180*-103**-4").replace("CAS*CO*45*52", "CAS*CO*45*-52").replace("CAS*PR*3*25", "CAS*PR*3*-25").replace("AMT*B6*128~", "").replace("BPR*I*103*", "BPR*I*0*").replace("\nSE*", "\nPLB*1999999117*20261231*FB:X*-103~\nSE*")  # fmt: skip


def says(path, claim=ONE):
    workbook = FileWorkbook(path)
    workbook.write("unplaced", {"belongs_to": [claim], "decided_by": ["Kim"]}, by="Kim")
    workbook.save()


def placed(path):
    return place(FileWorkbook(path), NOW.date(), NOW, "Kim")


def settled(path):
    return settle_if_needed(FileWorkbook(path), NOW, "Kim")


@pytest.fixture
def waiting(tmp_path):
    """Return a workbook with an answer that waits, and copies from before and after its posting."""
    path = book(tmp_path, ONE, patient_paid=25.0)
    empty = copied(path, "empty.xlsx")
    post(path, NAMELESS)
    return path, empty, copied(path, "held.xlsx")


@pytest.mark.parametrize("which", ["before the posting", "before it was placed"])
@pytest.mark.parametrize("claim", [ONE, "NOT OURS"])
def test_an_old_copy_put_back_is_placed_again(waiting, which, claim):
    path, empty, held = waiting
    says(path, claim)
    placed(path)
    now = everything(path)
    old = empty if which == "before the posting" else held
    path.write_bytes(old.read_bytes())
    said = settled(path)
    assert said[-1] == "Answer UP0001 had been placed, but waits in the workbook: it is placed now."
    assert everything(path) == now
    assert settled(path) == [] and everything(path) == now


def test_a_later_posting_that_rests_on_the_decision_comes_out_the_same(waiting):
    path, empty, _ = waiting
    says(path)
    placed(path)
    (applied,) = post(path, LATER)
    assert applied.posting.outcomes[ONE].way == "as decided on sheet Unplaced"
    now = everything(path)
    empty.replace(path)
    assert len(settled(path)) == 3
    assert money(path, ONE) == ("REVERSED", "INS_P", 0, 0, 0, 2_500, 15_500)
    assert everything(path) == now


def test_a_save_that_is_refused_is_made_up_for(waiting, monkeypatch):
    path, _, _ = waiting
    says(path)

    def refuse(_self):
        raise Refused("The workbook is open.")

    with monkeypatch.context() as patched:
        patched.setattr(FileWorkbook, "save", refuse)
        with pytest.raises(Refused, match="is open"):
            placed(path)
    assert len(settled(path)) == 1
    assert money(path, ONE) == ("CLOSED", "NONE", 10_300, 5_200, 2_500, 2_500, 0)
    assert settled(path) == []


def test_what_a_person_has_typed_since_counts(waiting):
    path, _, held = waiting
    says(path)
    placed(path)
    path.write_bytes(held.read_bytes())
    says(path, "NOT OURS")
    assert settled(path) == []
    assert money(path, ONE)[0] == "ACCEPTED"


def test_placed_again_it_is_taken_back_with_its_posting(waiting):
    path, empty, held = waiting
    says(path)
    placed(path)
    both = copied(path, "both.xlsx")
    path.write_bytes(held.read_bytes())
    settled(path)
    assert len(events(path, PLACED)) == 2
    undo_posting(FileWorkbook(path), "RM000001", NOW, "Kim")
    gone = everything(path)
    assert gone["payments"] == [] and money(path, ONE)[0] == "ACCEPTED"
    for old in (held, empty, both):  # whichever copy comes back: it was taken back
        path.write_bytes(old.read_bytes())
        settled(path)
        assert everything(path) == gone
        assert settled(path) == []


def test_an_entry_of_an_earlier_version_is_understood(waiting, monkeypatch):
    """It held neither what was said, nor who said it, nor the day."""
    from xl_massbill.commands import place as command  # noqa: PLC0415

    path, _, held = waiting
    says(path)
    record = command.Journal.record

    def early(self, action, subject, detail, at):
        less = {k: v for k, v in detail.items() if k not in ("said", "by", "as_of")}
        return record(self, action, subject, less if action == PLACED else detail, at)

    with monkeypatch.context() as patched:
        patched.setattr(command.Journal, "record", early)
        placed(path)
    path.write_bytes(held.read_bytes())
    assert len(settled(path)) == 1
    assert money(path, ONE) == ("CLOSED", "NONE", 10_300, 5_200, 2_500, 2_500, 0)
    assert rows(path, "unplaced")[0]["belongs_to"] == ONE

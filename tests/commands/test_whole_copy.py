"""A copy of everything: what is in it, that it can be put back, and that nothing is left half made."""

from __future__ import annotations

import os
import zipfile

import pytest

from tests.commands.clinics import exported, out_files, states
from tests.commands.crashing_export import NOW
from xl_massbill.book.folder import Folder
from xl_massbill.commands.export import export
from xl_massbill.commands.whole_copy import whole_copy
from xl_massbill.errors import Refused
from xl_massbill.hosts.file import FileWorkbook


def test_workbook_journal_and_files_can_be_put_back_elsewhere(tmp_path):
    (tmp_path / "old").mkdir()
    path = exported(tmp_path / "old")
    (Folder.of(path).aside / "check_all").mkdir(parents=True)
    (Folder.of(path).aside / "check_all" / "result").write_text("work that is under way")
    copy = whole_copy(path, NOW)
    assert copy == Folder.of(path).backups / "clinic-20260506-090000-whole.zip"
    with zipfile.ZipFile(copy) as packed:
        packed.extractall(tmp_path / "new")
    again = tmp_path / "new" / "clinic.xlsx"
    assert again.read_bytes() == path.read_bytes()
    assert (states(again), out_files(again)) == (states(path), out_files(path))
    folder = Folder.of(again)
    assert folder.journal.read_bytes() == Folder.of(path).journal.read_bytes()
    assert sorted(file.name for file in folder.path.iterdir()) == ["journal.db", "kept", "out"]
    assert not export(FileWorkbook(again), NOW.date(), NOW).files


def test_two_copies_in_one_second(tmp_path):
    path = exported(tmp_path)
    assert [whole_copy(path, NOW).name[-11:] for _ in range(3)] == [
        "0-whole.zip",
        "whole-2.zip",
        "whole-3.zip",
    ]


def test_while_a_command_is_at_work(tmp_path):
    path = exported(tmp_path)
    with Folder.of(path).locked(), pytest.raises(Refused, match="Another command"):
        whole_copy(path, NOW)


@pytest.mark.parametrize("fault", ["unreadable", "full", "damaged"])
def test_what_goes_wrong_leaves_no_copy(tmp_path, monkeypatch, fault):
    path = exported(tmp_path)
    before = set(Folder.of(path).backups.iterdir())
    if fault == "damaged":
        monkeypatch.setattr(zipfile.ZipFile, "testzip", lambda self: "clinic.xlsx")
    elif fault == "full":
        monkeypatch.setattr(os, "fsync", lambda handle: (_ for _ in ()).throw(OSError(28, "No space left")))
    else:
        path = path.with_name("gone.xlsx")
    with pytest.raises(Refused, match=r"could not be made|did not read back"):
        whole_copy(path, NOW)
    assert set(Folder.of(tmp_path / "clinic.xlsx").backups.iterdir()) == before

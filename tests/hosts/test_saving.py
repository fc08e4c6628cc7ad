"""The way a save takes: locks, backup, verification, and what is left when it is cut short."""

from __future__ import annotations

import datetime as dt
import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hosts.rich import rich
from tests.hosts.tables import REGISTRY
from xl_massbill.book.folder import Folder
from xl_massbill.errors import Refused, Unreadable
from xl_massbill.hosts import backup, save
from xl_massbill.hosts.file import FileWorkbook

ROOT = Path(__file__).parents[2]
OLD = rich().packed()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "our clinic.xlsm"
    file.write_bytes(OLD)
    return file


def written(path: Path, word: str = "x") -> FileWorkbook:
    workbook = FileWorkbook(path, registry=REGISTRY)
    workbook.write("sessions", {"problems": [word] * 8})
    return workbook


def problems(path: Path) -> list[object]:
    return list(FileWorkbook(path, registry=REGISTRY).read("sessions").columns[5])


def backups(path: Path) -> list[Path]:
    return sorted(Folder.of(path).backups.iterdir())


class TestRefusing:
    @pytest.mark.parametrize(
        ("lock", "program"), [("~$our clinic.xlsm", "Excel"), (".~lock.our clinic.xlsm#", "LibreOffice")]
    )
    def test_a_workbook_that_is_open_elsewhere(self, path, lock, program):
        workbook = written(path)
        path.with_name(lock).write_bytes(b"")
        with pytest.raises(Refused, match=program) as refusal:
            workbook.save()
        assert lock in str(refusal.value)
        assert path.read_bytes() == OLD
        path.with_name(lock).unlink()
        workbook.save()
        assert problems(path) == ["x"] * 8

    def test_reading_an_open_workbook_is_fine(self, path):
        path.with_name("~$our clinic.xlsm").write_bytes(b"")
        assert FileWorkbook(path, registry=REGISTRY).read("sessions").height == 8

    def test_a_workbook_that_somebody_saved_meanwhile(self, path):
        workbook = written(path)
        theirs = rich().packed(stored=True)
        path.write_bytes(theirs)
        with pytest.raises(Refused, match="changed since it was read: run again"):
            workbook.save()
        assert path.read_bytes() == theirs

    def test_a_change_of_a_byte_with_size_and_time_kept(self, path):
        workbook = written(path)
        facts = path.stat()
        theirs = OLD.replace(b"made for a test", b"made for a jest")
        path.write_bytes(theirs)
        os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))
        with pytest.raises(Refused, match="changed since it was read"):
            workbook.save()
        assert path.read_bytes() == theirs

    def test_a_workbook_that_is_gone(self, path):
        workbook = written(path)
        path.unlink()
        with pytest.raises(Refused):
            workbook.save()
        assert not path.exists()

    def test_a_workbook_that_cannot_be_opened_for_writing(self, path, monkeypatch):
        workbook = written(path)
        whole = Path.open

        def shut(self, mode="r", *more, **named):
            if mode == "r+b":
                raise PermissionError(13, "Permission denied")
            return whole(self, mode, *more, **named)

        monkeypatch.setattr(Path, "open", shut)
        with pytest.raises(Refused, match="open in another program or write-protected"):
            workbook.save()
        assert path.read_bytes() == OLD

    def test_another_save_at_the_same_time(self, path):
        workbook = written(path)
        with Folder.of(path).locked("saving"), pytest.raises(Refused, match="Another command"):
            workbook.save()
        assert path.read_bytes() == OLD

    def test_a_command_that_holds_the_workbook_may_save_it(self, path):
        with Folder.of(path).locked():
            written(path).save()
        assert problems(path) == ["x"] * 8

    def test_a_lock_that_comes_while_saving(self, path, monkeypatch):
        workbook = written(path)
        monkeypatch.setattr(save, "verify", lambda *_: path.with_name("~$our clinic.xlsm").write_bytes(b""))
        with pytest.raises(Refused, match="Excel"):
            workbook.save()
        assert path.read_bytes() == OLD
        assert not list(path.parent.glob("*.massbill-part")) + list(path.parent.glob(".*part"))


class TestBackup:
    def test_the_old_workbook_is_kept(self, path):
        path.chmod(0o640)
        written(path).save()
        (copy,) = backups(path)
        assert re.fullmatch(r"our clinic-\d{8}-\d{6}\.xlsm", copy.name)
        assert copy.parent == path.parent / "our clinic.xlsm.massbill" / "backups"
        assert copy.read_bytes() == OLD
        assert stat.S_IMODE(copy.stat().st_mode) == 0o640

    def test_two_saves_in_one_second_keep_two(self, path):
        workbook = written(path, "one")
        now = dt.datetime(2026, 5, 4, 9, 30, tzinfo=dt.UTC)
        names = [backup.back_up(path, b"%d" % i, now).name for i in range(3)]
        assert names == [f"our clinic-20260504-093000{n}.xlsm" for n in ("", "-02", "-03")]
        assert [p.read_bytes() for p in backups(path)] == [b"1", b"2", b"0"]
        workbook.save()
        assert len(backups(path)) == 4

    def test_the_newest_thirty_of_ours_are_kept(self, path):
        folder = Folder.of(path).backups
        folder.mkdir(parents=True)
        others = ["our clinic-20200101-000000.txt", "clinic-20200101-000000.xlsm", "our clinic-old.xlsm"]
        for name in others:
            (folder / name).write_bytes(b"")
        (folder / "our clinic-20200101-000000.xlsm.part").write_bytes(b"cut short")
        start = dt.datetime(2026, 5, 4, tzinfo=dt.UTC)
        for i in range(35):
            backup.back_up(path, b"%d" % i, start + dt.timedelta(minutes=i))
        kept = [p for p in backups(path) if p.name not in others]
        assert [p.read_bytes() for p in kept] == [b"%d" % i for i in range(5, 35)]
        assert {p.name for p in backups(path)} >= set(others)

    def test_no_backup_no_save(self, path, monkeypatch):
        workbook = written(path)

        def full(*_):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(save, "back_up", full)
        with pytest.raises(Refused, match=r"No space left on device.*nothing was changed"):
            workbook.save()
        assert path.read_bytes() == OLD


class TestReplacing:
    def test_mode_stays(self, path):
        path.chmod(0o644)
        written(path).save()
        assert stat.S_IMODE(path.stat().st_mode) == 0o644

    def test_a_symbolic_link_stays_one(self, path, tmp_path):
        link = tmp_path / "desk" / "clinic.xlsm"
        link.parent.mkdir()
        link.symlink_to(path)
        written(link).save()
        assert link.is_symlink()
        assert problems(path) == ["x"] * 8

    def test_the_same_object_saves_again_and_again(self, path):
        workbook = FileWorkbook(path, registry=REGISTRY)
        for word in ("a", "b", "b", "c"):
            workbook.write("sessions", {"problems": [word] * 8})
            workbook.save()
            assert problems(path) == [word] * 8
        assert len(backups(path)) == 3

    def test_nothing_but_the_workbook_and_its_folder_is_left(self, path):
        (path.parent / ".our clinic.xlsm.k1ll3d.massbill-part").write_bytes(b"left by a killed run")
        (path.parent / ".other.xlsm.k1ll3d.massbill-part").write_bytes(b"another workbook's")
        written(path).save()
        names = sorted(p.name for p in path.parent.iterdir())
        assert names == [".other.xlsm.k1ll3d.massbill-part", "our clinic.xlsm", "our clinic.xlsm.massbill"]

    @pytest.mark.parametrize("fault", ["repack", "fsync", "replace"])
    def test_a_fault_on_the_way_changes_nothing(self, path, monkeypatch, fault):
        workbook = written(path)

        def broken(*_, **__):
            raise OSError(5, "Input/output error")

        target = {"repack": (save, "repack"), "fsync": (os, "fsync"), "replace": (Path, "replace")}[fault]
        monkeypatch.setattr(*target, broken)
        with pytest.raises(Refused, match="nothing was changed"):
            workbook.save()
        monkeypatch.undo()
        assert path.read_bytes() == OLD
        assert [p for p in path.parent.iterdir() if p.is_file()] == [path]
        workbook.save()
        assert problems(path) == ["x"] * 8


KILLED = """
import os, sys
from pathlib import Path
from tests.hosts.tables import REGISTRY
from xl_massbill.hosts.file import FileWorkbook

old = Path(sys.argv[1]).read_bytes()
left = 0

def step(event, *_):
    global left
    if left and (event in ("open", "fsync") or event.startswith(("os.", "shutil.", "tempfile."))):
        left -= 1
        if left == 0:
            os._exit(9)

def save(path, steps):
    global left
    workbook = FileWorkbook(path, registry=REGISTRY)
    workbook.write("sessions", {"problems": ["new"] * 8})
    fsync = os.fsync
    os.fsync = lambda handle: (step("fsync"), fsync(handle), step("fsync"))
    sys.addaudithook(step)
    left = steps
    workbook.save()
    os._exit(0)

for steps in range(1, 200):
    path = Path(sys.argv[1]).with_name(str(steps)) / "clinic.xlsm"
    path.parent.mkdir()
    path.write_bytes(old)
    child = os.fork()
    if child == 0:
        save(path, steps)
    _, status = os.waitpid(child, 0)
    if os.waitstatus_to_exitcode(status) != 9:
        print(steps, os.waitstatus_to_exitcode(status))
        break
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="ends processes of its own making")
def test_a_killed_save_leaves_the_old_or_the_new_file_whole(path):
    """The process ends at every file operation of a save in turn, until one save gets through."""
    made = subprocess.run(
        [sys.executable, "-c", KILLED, path], cwd=ROOT, check=True, capture_output=True, text=True
    )
    steps, code = map(int, made.stdout.split())
    assert code == 0
    assert steps > 15
    seen = []
    for step in range(1, steps + 1):
        file = path.with_name(str(step)) / "clinic.xlsm"
        is_old = file.read_bytes() == OLD
        if not is_old:
            assert problems(file) == ["new"] * 8
            assert [b.read_bytes() for b in backups(file) if b.suffix != ".part"] == [OLD]
        seen.append(is_old)
        written(file, "after").save()
        assert problems(file) == ["after"] * 8
        assert [p for p in file.parent.iterdir() if p.is_file()] == [file]
        assert {b.suffix for b in backups(file)} == {".xlsm"}
    assert sorted(seen, reverse=True) == seen
    assert set(seen) == {True, False}


def test_a_file_that_is_not_there_is_unreadable(tmp_path):
    with pytest.raises(Unreadable, match=r"no workbook clinic\.xlsx"):
        FileWorkbook(tmp_path / "clinic.xlsx", registry=REGISTRY)
    with pytest.raises(Unreadable):
        FileWorkbook(tmp_path, registry=REGISTRY)

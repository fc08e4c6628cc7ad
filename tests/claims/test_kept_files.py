"""Claim files are kept under their fingerprint, and only whole ones come back."""

from __future__ import annotations

from xl_massbill.book.folder import Folder
from xl_massbill.claims.kept_files import fingerprint, keep, kept, place_of, put, whole, withdraw, withdrawn


def folder(tmp_path):
    return Folder.of(tmp_path / "clinic.xlsx")


def test_bytes_come_back_under_their_fingerprint(tmp_path):
    file = tmp_path / "a.txt"
    file.write_bytes(b"ISA")
    sha256 = fingerprint(b"ISA")
    keep(folder(tmp_path), file, sha256)
    assert kept(folder(tmp_path), sha256) == b"ISA"
    assert kept(folder(tmp_path), fingerprint(b"other")) is None
    assert kept(folder(tmp_path), "") is None
    assert not list(folder(tmp_path).kept.glob("*.part"))


def test_a_damaged_copy_does_not_come_back_and_is_mended_by_the_next_keeping(tmp_path):
    file = tmp_path / "a.txt"
    file.write_bytes(b"ISA")
    sha256 = fingerprint(b"ISA")
    keep(folder(tmp_path), file, sha256)
    (folder(tmp_path).kept / sha256).write_bytes(b"IS")
    assert kept(folder(tmp_path), sha256) is None
    keep(folder(tmp_path), file, sha256)
    assert kept(folder(tmp_path), sha256) == b"ISA"


def test_whole_means_byte_for_byte(tmp_path):
    put(tmp_path / "a.txt", b"ISA")
    assert whole(tmp_path / "a.txt", fingerprint(b"ISA")) == b"ISA"
    assert whole(tmp_path / "a.txt", fingerprint(b"ISB")) is None
    assert whole(tmp_path / "none.txt", fingerprint(b"ISA")) is None


def test_a_withdrawn_file_lies_apart(tmp_path):
    file = tmp_path / "a.txt"
    file.write_bytes(b"ISA")
    assert withdraw(file)
    assert not file.exists()
    assert withdrawn(file).read_bytes() == b"ISA"
    assert withdraw(file), "a second time there is nothing to do"
    assert withdrawn(file).read_bytes() == b"ISA"


def test_a_file_is_looked_for_beside_the_workbook_first(tmp_path):
    here = folder(tmp_path)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    assert place_of(here, str(elsewhere / "a.txt")) == elsewhere / "a.txt"
    assert place_of(here, str(tmp_path / "gone" / "a.txt")) == here.out / "a.txt"
    assert place_of(here, "C:\\billing\\out\\a.txt") == here.out / "a.txt"
    here.out.mkdir(parents=True)
    (here.out / "a.txt").write_bytes(b"ISA")
    assert place_of(here, str(elsewhere / "a.txt")) == here.out / "a.txt"

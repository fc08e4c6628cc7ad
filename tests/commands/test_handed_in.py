"""Folders and zips are unfolded; no name becomes a path, and nothing unpacks without end."""

from __future__ import annotations

import zipfile

import pytest

from xl_massbill.commands import handed_in as module
from xl_massbill.commands.handed_in import HandedIn, Tray, handed_in


def taken(*paths):
    tray = Tray()
    return [(one.name, one.data) for one in handed_in(paths, tray)], tray.left


def zipped(path, **members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def test_files_folders_and_zips_in_the_order_of_their_names(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "two.txt").write_bytes(b"2")
    (tmp_path / "b" / ".hidden").write_bytes(b"x")
    (tmp_path / "a.txt").write_bytes(b"1")
    zipped(tmp_path / "c.zip", **{"three.txt": "3", "folder/four.txt": "4", "__MACOSX/._x": "5"})
    assert taken(tmp_path) == (
        [("a.txt", b"1"), ("two.txt", b"2"), ("four.txt in c.zip", b"4"), ("three.txt in c.zip", b"3")],
        [],
    )


def test_what_is_not_there_is_told(tmp_path):
    assert taken(tmp_path / "none.txt") == ([], ["There is no file none.txt."])


def test_a_name_that_climbs_out_of_its_folder_is_only_a_name(tmp_path):
    path = zipped(
        tmp_path / "evil.zip", **{"../../evil.txt": "1", "C:\\temp\\worse.txt": "2", "/etc/passwd": "3"}
    )
    found, left = taken(path)
    assert sorted(name for name, _ in found) == [
        "evil.txt in evil.zip",
        "passwd in evil.zip",
        "worse.txt in evil.zip",
    ]
    assert left == []
    assert sorted(file.name for file in tmp_path.iterdir()) == ["evil.zip"]


def test_a_zip_that_unpacks_without_end_is_left(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "MOST_BYTES", 1_000)
    path = zipped(tmp_path / "bomb.zip", a="x" * 600, b="x" * 600, c="x")
    assert path.stat().st_size < 1_000
    found, left = taken(path)
    assert [name for name, _ in found] == ["a in bomb.zip"]
    assert left == ["b in bomb.zip is too large: unpack the zip by hand."]


def test_a_file_that_is_too_large_is_left(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "MOST_BYTES", 10)
    (tmp_path / "big.txt").write_bytes(b"x" * 11)
    assert taken(tmp_path / "big.txt")[0] == []


def test_more_files_than_the_limit_are_left(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "MOST_FILES", 2)
    found, left = taken(zipped(tmp_path / "many.zip", a="1", b="2", c="3"))
    assert (len(found), left) == (2, ["c in many.zip was left alone: 2 files are enough for once."])


def test_a_zip_in_a_zip_and_a_workbook_are_told(tmp_path):
    inner = zipped(tmp_path / "inner.zip", a="1").read_bytes()
    path = zipped(tmp_path / "outer.zip", inner=inner, b="2")
    assert taken(path) == (
        [("b in outer.zip", b"2")],
        ["inner in outer.zip is a zip in a zip: unpack it by hand."],
    )
    book = zipped(tmp_path / "clinic.xlsx", **{"[Content_Types].xml": "<x/>"})
    assert taken(book) == ([], ["clinic.xlsx is a workbook or a document, not an answer."])


@pytest.mark.parametrize("damage", ["cut", "locked", "method"])
def test_a_damaged_or_locked_zip_is_told(tmp_path, damage):
    path = zipped(tmp_path / "bad.zip", a="1" * 100)
    data = bytearray(path.read_bytes())
    if damage == "cut":
        data = data[:40]
    else:
        central = data.index(b"PK\x01\x02")
        data[central + (8 if damage == "locked" else 10)] = 1 if damage == "locked" else 99
    path.write_bytes(bytes(data))
    found, left = taken(path)
    assert found == []
    assert len(left) == 1
    assert ("locked with a password" in left[0]) == (damage == "locked")


def test_every_cut_and_flip_of_a_zip_ends_in_words(tmp_path):
    whole = zipped(tmp_path / "x.zip", a="1" * 50, b="2").read_bytes()
    for at in range(len(whole)):
        for data in (whole[:at], whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]):
            path = tmp_path / "y.zip"
            path.write_bytes(data)
            taken(path)


def test_repr_shows_no_name():
    assert repr(HandedIn("OKAFOR.txt", b"12")) == "HandedIn(2 bytes)"

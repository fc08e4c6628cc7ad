"""A writer with a fault is caught before its work takes the old file's place."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest

from tests.hosts.rich import SESSIONS, rich
from tests.hosts.tables import REGISTRY
from xl_massbill.errors import Refused
from xl_massbill.hosts import save, sheet_splice, verify
from xl_massbill.hosts.file import FileWorkbook
from xl_massbill.hosts.pack import Packed, pack
from xl_massbill.hosts.package import Package

OLD = rich().packed()
FAILED = "did not read back"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "our clinic.xlsm"
    file.write_bytes(OLD)
    return file


def written(path: Path, words=("x",) * 8) -> FileWorkbook:
    workbook = FileWorkbook(path, registry=REGISTRY)
    workbook.write("sessions", {"problems": list(words)})
    return workbook


def made_of(package: Package, part: str, data: bytes) -> dict[str, Packed]:
    return {part: pack(package, part, [data])}


def bytes_of(packed: Packed) -> bytes:
    return zlib.decompress(b"".join(packed.record[2:]), -zlib.MAX_WBITS)


class TestTheFile:
    """The file on the disk is not what was made."""

    def spoilt(self, path: Path, monkeypatch: pytest.MonkeyPatch, spoil) -> None:
        workbook = written(path)
        whole = save.repack

        def repack(package, changed, dropped, out):
            whole(package, *spoil(package, dict(changed), dropped), out)

        monkeypatch.setattr(save, "repack", repack)
        with pytest.raises(Refused, match=FAILED):
            workbook.save()
        assert path.read_bytes() == OLD
        assert [p for p in path.parent.iterdir() if p.is_file()] == [path]

    def test_a_part_that_should_not_change(self, path, monkeypatch):
        self.spoilt(path, monkeypatch, lambda p, c, d: (c | made_of(p, "xl/theme/theme1.xml", b"<a/>"), d))

    def test_a_part_that_is_lost(self, path, monkeypatch):
        self.spoilt(path, monkeypatch, lambda _, c, d: (c, d | {"xl/persons/person.xml"}))

    def test_a_part_that_is_longer_than_what_was_made(self, path, monkeypatch):
        self.spoilt(
            path, monkeypatch, lambda p, c, d: (c | made_of(p, SESSIONS, bytes_of(c[SESSIONS]) + b" "), d)
        )

    def test_a_part_that_is_shorter_than_what_was_made(self, path, monkeypatch):
        self.spoilt(
            path, monkeypatch, lambda p, c, d: (c | made_of(p, SESSIONS, bytes_of(c[SESSIONS])[:-1]), d)
        )

    def test_a_part_without_cells_that_is_not_what_was_made(self, path, monkeypatch):
        part = "[Content_Types].xml"
        self.spoilt(path, monkeypatch, lambda p, c, d: (c | made_of(p, part, bytes_of(c[part]) + b" "), d))

    def test_cut_short_on_the_disk(self, path, monkeypatch):
        workbook = written(path)
        whole = verify.verify
        monkeypatch.setattr(save, "verify", lambda book, patch, data: whole(book, patch, data[:-100]))
        with pytest.raises(Refused, match=FAILED):
            workbook.save()
        assert path.read_bytes() == OLD


class TestTheSplice:
    """The file is what was made, but what was made is wrong."""

    def refused(self, path: Path, monkeypatch: pytest.MonkeyPatch, spoil, words=("x",) * 8) -> None:
        """`spoil` takes the pieces of the sheet and returns others, or the same where it finds nothing."""
        workbook = written(path, words)
        whole, spoilt = sheet_splice.Splice.pieces, []

        def pieces(self, edits):
            made = whole(self, edits)
            wrong = spoil(list(made))
            spoilt.append(b"".join(wrong) != b"".join(made))
            return wrong

        monkeypatch.setattr(sheet_splice.Splice, "pieces", pieces)
        with pytest.raises(Refused, match=FAILED):
            workbook.save()
        assert any(spoilt), "nothing was spoilt"
        assert path.read_bytes() == OLD

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            (b'<c r="C2"', b'<c r="C2" s="1"'),
            (b'<row r="5" spans="1:10" hidden="1"', b'<row r="5" spans="1:10"'),
            (b"<v>31</v>", b"<v>32</v>"),
            (b"<v>19</v>", b"<v>18</v>"),  # in the header row, which nobody writes
            (b"<t>x</t>", b"<t>y</t>"),
            (b"</sheetData>", b"</sheetData><sheetProtection/>"),
            (b"<sheetData>", b"<sheetProtection/><sheetData>"),
            (b"</row>", b"<c/></row>"),
        ],
    )
    def test_bytes_that_should_not_differ(self, path, monkeypatch, old, new):
        def spoil(pieces):
            for at, piece in enumerate(pieces):
                if old in bytes(piece):
                    wrong = bytes(piece).replace(old, new, 1)
                    pieces[at] = memoryview(wrong) if isinstance(piece, memoryview) else wrong
                    break
            return pieces

        self.refused(path, monkeypatch, spoil)

    def test_a_cell_at_the_end_of_a_changed_row(self, path, monkeypatch):
        def spoil(pieces):
            row = next(i for i, p in enumerate(pieces) if i and isinstance(p, bytes) and b"<row" in p)
            pieces[row] = pieces[row].replace(b"</row>", b'<c r="ZZ2"><v>1</v></c></row>')
            return pieces

        self.refused(path, monkeypatch, spoil)

    def test_a_stretch_between_rows_that_is_lost(self, path, monkeypatch):
        def spoil(pieces):
            kept = next(i for i, p in enumerate(pieces) if isinstance(p, memoryview) and len(p))
            return pieces[:kept] + pieces[kept + 1 :]

        # the middle rows alone are written, so that rows before them are kept as one stretch
        self.refused(path, monkeypatch, spoil, (None, None, None, "x", None, None, None, None))

    def test_the_end_that_is_lost(self, path, monkeypatch):
        self.refused(path, monkeypatch, lambda pieces: pieces[:-1])

    def test_the_end_that_is_cut(self, path, monkeypatch):
        self.refused(path, monkeypatch, lambda pieces: [*pieces[:-1], pieces[-1][:-20]])

    def test_a_row_that_stands_twice(self, path, monkeypatch):
        def spoil(pieces):
            row = next(i for i, p in enumerate(pieces) if i and isinstance(p, bytes) and b"<row" in p)
            return [*pieces[: row + 1], pieces[row], *pieces[row + 1 :]]

        self.refused(path, monkeypatch, spoil)

    def test_rows_that_have_changed_places(self, path, monkeypatch):
        def spoil(pieces):
            one, two = [i for i, p in enumerate(pieces) if i and isinstance(p, bytes) and b"<row" in p][:2]
            pieces[one], pieces[two] = pieces[two], pieces[one]
            return pieces

        self.refused(path, monkeypatch, spoil)

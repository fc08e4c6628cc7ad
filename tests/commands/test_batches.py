"""The list of batches ties to Claims; the file of a batch is found, put back, or refused."""

from __future__ import annotations

import datetime as dt
import shutil

import pytest

from tests.commands.clinics import BATCH, book, exported, out_files
from tests.commands.crashing_orders import NOW
from xl_massbill.book.folder import Folder
from xl_massbill.commands.batch_orders import Order, sent, unbatch
from xl_massbill.commands.batches import batches, reprint, text
from xl_massbill.commands.export import export
from xl_massbill.errors import NoTable, Refused
from xl_massbill.hosts.file import FileWorkbook
from xl_massbill.hosts.memory import MemoryWorkbook


@pytest.fixture
def clinic(tmp_path):
    return exported(tmp_path)


def order(batch_id=BATCH):
    return Order(batch_id, NOW.date(), "Kim")


def test_counts_and_sums_are_those_of_the_claims(clinic):
    (one,) = batches(FileWorkbook(clinic))
    assert (one.batch_id, one.status, one.claims, one.cents, one.ties) == (BATCH, "EXPORTED", 2, 32_100, True)
    assert one.states == {"BATCHED": 2}
    assert (one.made, one.sent) == (dt.date(2026, 5, 6), None)
    said = text([one]).splitlines()
    assert said[0] == "B000101  EXPORTED      2 claims       321.00  made 2026-05-06  2 BATCHED"
    assert said[-1] == "1 batch, 2 claims, $321.00; 1 not sent yet."
    assert one.as_json()["total_charge"] == 32_100


def test_sums_tie_through_the_life_of_a_batch(clinic):
    unbatch(FileWorkbook(clinic), order(), NOW)
    export(FileWorkbook(clinic), NOW.date(), NOW)
    sent(FileWorkbook(clinic), order("B000102"), NOW)
    first, second = batches(FileWorkbook(clinic))
    assert (first.status, first.claims, first.cents, first.ties) == ("CLOSED", 0, 0, True)
    assert (second.status, second.claims, second.cents, second.ties) == ("SENT", 2, 32_100, True)
    assert text([first, second]).endswith("2 batches, 2 claims, $321.00; 0 not sent yet.")


def test_a_row_of_batches_that_says_otherwise_is_told(clinic):
    workbook = FileWorkbook(clinic)
    workbook.write("batches", {"n_claims": [3], "total_charge": [400.0]})
    (one,) = batches(workbook)
    assert not one.ties
    assert "sheet Batches says otherwise: 3 claims, 400.00" in one.text()


def test_a_workbook_without_the_sheets_is_told(tmp_path):
    with pytest.raises(NoTable, match="Claims"):
        batches(MemoryWorkbook.of({}))


def test_a_whole_file_is_shown_as_it_is(clinic):
    file, said = reprint(FileWorkbook(clinic), BATCH)
    assert file.name == out_files(clinic)[0]
    assert "is as it was written" in said


def test_a_lost_file_comes_back_byte_for_byte(clinic):
    file, _ = reprint(FileWorkbook(clinic), BATCH)
    before = file.read_bytes()
    file.unlink()
    again, said = reprint(FileWorkbook(clinic), BATCH)
    assert (again, again.read_bytes()) == (file, before)
    assert "was not there any more; it is put back byte for byte" in said


def test_a_damaged_file_is_put_aside_for_the_kept_one(clinic):
    file, _ = reprint(FileWorkbook(clinic), BATCH)
    before = file.read_bytes()
    file.write_bytes(before.replace(b"180", b"190"))
    again, said = reprint(FileWorkbook(clinic), BATCH)
    assert again.read_bytes() == before
    assert "was damaged" in said
    assert file.with_name(file.name + ".damaged").exists()


def test_a_file_that_was_never_kept_is_kept_when_it_is_found_whole(clinic):
    for one in Folder.of(clinic).kept.iterdir():
        one.unlink()
    file, _ = reprint(FileWorkbook(clinic), BATCH)
    before = file.read_bytes()
    file.unlink()
    assert reprint(FileWorkbook(clinic), BATCH)[0].read_bytes() == before


@pytest.mark.parametrize("how", ["lost", "damaged", "both damaged"])
def test_without_a_whole_copy_it_is_refused_and_nothing_is_made_up(clinic, how):
    file, _ = reprint(FileWorkbook(clinic), BATCH)
    kept = next(Folder.of(clinic).kept.iterdir())
    if how == "both damaged":
        kept.write_bytes(b"ISA")
    else:
        kept.unlink()
    if how == "lost":
        file.unlink()
    else:
        file.write_bytes(b"ISA*00*")
    with pytest.raises(Refused, match=r"no whole copy was kept\. It is not made anew"):
        reprint(FileWorkbook(clinic), BATCH)
    assert not file.exists() or file.read_bytes() == b"ISA*00*"


def test_what_was_taken_back_is_not_shown(clinic):
    unbatch(FileWorkbook(clinic), order(), NOW)
    with pytest.raises(Refused, match=r"was taken back.*must not be sent"):
        reprint(FileWorkbook(clinic), BATCH)


def test_unknown_batches_are_refused(clinic, tmp_path):
    with pytest.raises(Refused, match="knows no file of batch B7"):
        reprint(FileWorkbook(clinic), "B7")
    (tmp_path / "new").mkdir()
    with pytest.raises(Refused, match="has no journal"):
        reprint(FileWorkbook(book(tmp_path / "new", "V1")), BATCH)


def test_a_workbook_that_moved_with_its_folder_finds_its_own_file(clinic, tmp_path):
    other = tmp_path / "moved"
    other.mkdir()
    shutil.copy(clinic, other / clinic.name)
    shutil.copytree(Folder.of(clinic).path, Folder.of(other / clinic.name).path)
    file, _ = reprint(FileWorkbook(other / clinic.name), BATCH)
    assert file.parent == Folder.of(other / clinic.name).out
    unbatch(FileWorkbook(other / clinic.name), order(), NOW)
    assert len(out_files(clinic)) == 1, "the file beside the other workbook stays"

"""The audit trail in words, proved whole, and what was done to it named at its first bad entry."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.commands.clinics import BATCH, book, exported
from tests.commands.crashing_orders import NOW
from xl_massbill.book.folder import Folder
from xl_massbill.claims.chain import Raw, first_bad, link, look, own_hash
from xl_massbill.claims.journal import Journal
from xl_massbill.commands import audit, audit_words
from xl_massbill.commands.audit import entries, text, verify, write
from xl_massbill.commands.batch_orders import Order, sent
from xl_massbill.errors import Refused, Unreadable
from xl_massbill.hosts.file import FileWorkbook
from xl_massbill.practice import Records


@pytest.fixture
def clinic(tmp_path):
    path = exported(tmp_path)
    sent(FileWorkbook(path), Order(BATCH, NOW.date(), "Kim"), NOW, "kim")
    return path


def refresh(path):
    workbook = FileWorkbook(path)
    new = write(workbook)
    workbook.save()
    return new


def tamper(path, *orders, numbers=()):
    """Do to the journal what somebody could who knows SQLite."""
    with closing(sqlite3.connect(Folder.of(path).journal)) as db:
        db.executescript("DROP TRIGGER events_stay; DROP TRIGGER events_last;")
        for order in orders:
            db.execute(order, numbers)
        db.commit()


def test_the_trail_says_who_did_what(clinic):
    found = entries(FileWorkbook(clinic))
    assert [one.event.action for one in found] == [
        *("export reserved", "export written", "export booked"),
        *("batch sent", "batch sent booked"),
    ]
    assert "2 claims BATCHED to SUBMITTED" in found[-1].words
    assert found[-1].cells["user"] == "Kim"
    assert (found[-1].cells["old_value"], found[-1].cells["new_value"]) == ("BATCHED", "SUBMITTED")
    assert found[1].cells["action"] == "EXPORT" and found[1].cells["batch_id"] == BATCH
    said = text(found).splitlines()
    assert said[-1] == "5 entries." and "B000101: batch sent booked" in said[-2] and "by Kim" in said[-2]
    assert text(found, 2).startswith("… 3 older not shown")


def test_entries_are_found_by_what_they_name(clinic):
    workbook = FileWorkbook(clinic)
    claim = Records(workbook)["claims"]["claim_id"].iloc[0]
    assert [e.event.action for e in entries(workbook, claim)] == [
        *("export reserved", "export booked", "batch sent", "batch sent booked"),
    ]
    assert entries(workbook, "CR26-999999") == []
    assert entries(workbook, since=date(2999, 1, 1)) == []
    assert len(entries(workbook, since=NOW.date())) == 2  # sent the day after it was made


def test_a_whole_trail_is_proved_and_copied_to_its_sheet(clinic):
    assert verify(FileWorkbook(clinic)).text() == (
        "The audit trail is whole: 8 entries, each with its hash; 1 file as written."
    )
    assert refresh(clinic) and not refresh(clinic)
    sheet = Records(FileWorkbook(clinic))["audit"]
    assert list(sheet["seq"]) == [1, 2, 3, 4, 5, 6, 7, 8]
    assert list(sheet["hash"]) == list(look(Folder.of(clinic).journal).hashes)
    assert list(sheet["prev_hash"])[1:] == list(sheet["hash"])[:-1]
    assert verify(FileWorkbook(clinic)).as_json() == {"whole": True, "entries": 8, "files": 1, "faults": []}


def test_new_entries_are_added_to_the_sheet_below_those_that_stand_there(clinic, monkeypatch):
    refresh(clinic)
    with Journal(Folder.of(clinic).journal, user="kim") as journal:
        numbers = [journal.record("noted", f"N{n}", {"by": "Kim"}, NOW) for n in range(3)]
    told = []
    monkeypatch.setattr(audit, "told", lambda event: told.append(event.seq) or audit_words.told(event))
    assert refresh(clinic) and not refresh(clinic)
    assert told == numbers == [9, 10, 11]
    grown = FileWorkbook(clinic)
    assert verify(grown).as_json()["faults"] == []
    as_grown = grown.read("audit").columns
    grown.replace("audit", {"seq": [], "hash": []})  # the copy is lost: all of it is made again
    grown.save()
    assert refresh(clinic)
    assert FileWorkbook(clinic).read("audit").columns == as_grown


@pytest.mark.parametrize(
    ("order", "said"),
    [
        ("UPDATE events SET user = 'nobody' WHERE seq = 6", "Entry 6 (batch sent, B000101"),
        ("UPDATE events SET at = '2020-01-01T00:00:00' WHERE seq = 3", "Entry 3 (export written"),
        ("UPDATE events SET detail = 'no json' WHERE seq = 4", "Entry 4 (export booked"),
        ("UPDATE events SET machine = '', version = '' WHERE seq = 4", "Entry 4 (export booked"),
        ("UPDATE events SET machine = 'other' WHERE seq = 2", "Entry 2 (export reserved"),
        ("DELETE FROM events WHERE seq = 3", "Entry 4 (export booked, B000101, 2026-05-06T09:00:00) is not the next"),
        ("DELETE FROM events WHERE seq < 3", "entries 1 to 2 are missing"),
        ("UPDATE events SET hash = 'abc' WHERE seq = 7", "Entry 7 (batch sent booked"),
    ],
)  # fmt: skip
def test_the_first_bad_entry_is_named(clinic, order, said):
    refresh(clinic)
    tamper(clinic, order)
    found = verify(FileWorkbook(clinic))
    assert len(found.faults) == 1 and said in found.faults[0]
    assert found.text().endswith("The audit trail is NOT whole. Keep the files as they are.")
    with pytest.raises(Refused, match="AuditLog was left as it is"):
        write(FileWorkbook(clinic))


def test_a_damaged_entry_is_one_sentence_for_every_command(clinic):
    tamper(clinic, "UPDATE events SET detail = 'no json' WHERE seq = 3")
    with pytest.raises(Unreadable, match="Entry 3 of the journal is damaged"):
        entries(FileWorkbook(clinic))


def test_entries_cut_off_at_the_end_are_known_from_the_sheet(clinic):
    refresh(clinic)
    tamper(clinic, "DELETE FROM events WHERE seq > 3")
    assert verify(FileWorkbook(clinic)).faults == (
        "The journal ends with entry 3, but sheet AuditLog knows 8: entries at its end were cut off.",
    )


def test_a_whole_journal_that_was_exchanged_is_known_from_the_sheet(clinic):
    refresh(clinic)
    journal = Folder.of(clinic).journal
    journal.unlink()
    with Journal(journal) as forged:
        for n in range(8):
            forged.record("batch sent", BATCH, {"n": n}, NOW)
    assert "Entry 1 is not the one that sheet AuditLog knows" in verify(FileWorkbook(clinic)).faults[0]


def test_a_file_that_is_not_kept_whole_is_told(clinic):
    (file,) = Folder.of(clinic).kept.iterdir()
    file.write_bytes(b"other")
    assert verify(FileWorkbook(clinic)).faults == (f"The file of batch {BATCH} is not kept whole any more.",)


def test_without_a_journal_there_is_nothing_to_show(tmp_path):
    path = book(tmp_path, "V1")
    for ask in (entries, verify, write):
        with pytest.raises(Refused, match="no journal yet"):
            ask(FileWorkbook(path))
    assert not Folder.of(path).journal.exists()


def test_what_is_no_journal_is_unreadable(clinic):
    Folder.of(clinic).journal.write_bytes(b"SQLite format 3\0" + b"x" * 5_000)
    with pytest.raises(Unreadable, match=r"journal\.db is not a journal, or is damaged"):
        look(Folder.of(clinic).journal)


def test_a_journal_of_the_first_version_goes_on(tmp_path):
    """Its entries name no computer and no version; later ones do, and the chain holds over both."""
    path = tmp_path / "journal.db"
    parts = (1, "2026-05-01T09:00:00", "kim", "batch sent", "B000001", "{}")
    with closing(sqlite3.connect(path)) as db:
        db.execute(
            "CREATE TABLE events (seq INTEGER PRIMARY KEY, at TEXT, user TEXT, action TEXT, subject TEXT,"
            " detail TEXT, prev_hash TEXT, hash TEXT UNIQUE)"
        )
        db.execute(
            "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (*parts, "0" * 64, link("0" * 64, *parts))
        )
        db.commit()
    assert look(path).bad is None
    with Journal(path, user="kim") as journal:
        journal.record("batch sent", "B000002", {}, NOW)
        assert journal.first_break() is None
        first, second = journal.events()
    assert (first.machine, first.version) == ("", "") and second.version
    assert look(path).bad is None


TEXT = st.text(max_size=8)


@given(st.lists(st.tuples(TEXT, TEXT, TEXT), min_size=1, max_size=6), st.data())
def test_any_change_of_any_entry_shows(entries_, data):
    rows, before = [], "0" * 64
    for seq, (user, action, detail) in enumerate(entries_, 1):
        row = Raw(seq, "2026-05-06", user, action, "B1", detail, "pc", "0.1", before, "")
        rows.append(row._replace(hash=own_hash(before, row)))
        before = rows[-1].hash
    assert first_bad(rows) is None
    at = data.draw(st.integers(0, len(rows) - 1))
    name = data.draw(st.sampled_from(["user", "action", "subject", "detail", "machine", "version", "at"]))
    old = getattr(rows[at], name)
    rows[at] = rows[at]._replace(**{name: data.draw(TEXT.filter(lambda new: new != old))})
    assert first_bad(rows).seq == at + 1

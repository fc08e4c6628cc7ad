"""What a person says about a file decides, and must make sense."""

from __future__ import annotations

import datetime as dt

import openpyxl
import pytest

from tests.commands.clinics import events
from tests.commands.test_take_in_update import renamed
from tests.intake.exports import (
    BOOKED,
    HEADINGS,
    NOW,
    TODAY,
    book,
    cells,
    csv_of,
    states,
    take,
)
from tests.workbooks import write_workbook
from xl_massbill.book.folder import Folder
from xl_massbill.commands.take_in import Wish, take_in
from xl_massbill.errors import NoTable, Refused, Unreadable
from xl_massbill.hosts.file import FileWorkbook
from xl_massbill.intake.targets import Kind


def test_rows_may_be_left_out_by_the_map_and_constants_hold_always(tmp_path):
    path = book(tmp_path)
    headings, rows = HEADINGS[:7], [row[:7] for row in BOOKED]
    taken = take(
        path,
        csv_of(rows, headings),
        "Service=MINUTES",
        "MINUTES:Lunch=SKIP;*=NONE",
        "*=STATUS",
        "STATUS:*=DONE",
    )
    assert states(taken) == ["NEW", "NEW", "SKIPPED"]
    assert [row["status"] for row in cells(path, "visits")] == ["DONE", "DONE"]
    assert states(take(path, csv_of(rows, headings), yes=False)) == ["SAME", "SAME", "SKIPPED"]


def test_a_workbook_without_the_sheet_of_maps_says_so(tmp_path):
    path = book(tmp_path)
    made = openpyxl.load_workbook(path)
    del made["ImportMaps"]
    made.save(path)
    taken = take(path, csv_of(BOOKED))
    assert states(taken) == ["NEW"] * 3 and "the map is not remembered" in taken.text()
    assert not take(path, csv_of(BOOKED), yes=False).is_agreed


def test_ambiguous_dates_are_asked_for_and_the_answer_remembered(tmp_path):
    path = book(tmp_path)
    rows = [("9001", "05/04/2026", *BOOKED[0][2:])]
    with pytest.raises(Refused, match="In which order do the dates in column “Date” stand"):
        take(path, csv_of(rows))
    take(path, csv_of(rows), "dates=dmy")
    assert cells(path, "visits")[0]["dos"] == dt.date(2026, 4, 5)
    rows = [("9002", "13/05/2026", *BOOKED[0][2:]), ("9003", "05/13/2026", *BOOKED[0][2:])]
    taken = take(path, csv_of(rows), yes=False, rows=["leave-out"])
    assert states(taken) == ["NEW", "BAD"]


def test_a_dry_run_writes_nothing(tmp_path):
    path = book(tmp_path)
    before = path.read_bytes()
    taken = take(path, csv_of(BOOKED), dry_run=True)
    assert states(taken) == ["NEW"] * 3 and "3 visits would come in; nothing was written" in taken.text()
    assert path.read_bytes() == before and not Folder.of(path).path.exists()
    take(path, csv_of(BOOKED))
    before, noted = path.read_bytes(), len(events(path))
    assert states(take(path, csv_of(BOOKED), dry_run=True)) == ["SAME"] * 3
    assert path.read_bytes() == before and len(events(path)) == noted


@pytest.mark.parametrize(
    ("maps", "why"),
    [
        (("Nowhere=DATE",), "no such heading"),
        (("Service=DX1",), "Nothing is called DX1"),
        (("Service=STATUS", "Date=STATUS"), "both .* fill STATUS"),
        (("STATUS:Here",), "TARGET:WORD=MEANING"),
        (("PHONE:x=1",), "fills no PHONE"),
        (("dates=soon",), "dates=mdy"),
        (("one", "two"), "one map"),
        (("Client=",), "does not tell who"),
        (("Date=",), "does not tell the day"),
    ],
)
def test_what_is_said_must_make_sense(tmp_path, maps, why):
    path = book(tmp_path)
    with pytest.raises(Refused, match=why):
        take(path, csv_of(BOOKED), *maps)
    assert cells(path, "visits") == []


def test_a_map_whose_column_is_gone_is_refused(tmp_path):
    path = book(tmp_path)
    take(path, csv_of(BOOKED))
    fewer = csv_of([row[:7] for row in BOOKED], HEADINGS[:7])
    with pytest.raises(Refused, match="no column “Status”, which map appointments uses"):
        take(path, fewer, "appointments", yes=False)


def test_no_file_no_person_no_sheet(tmp_path):
    path = book(tmp_path)
    for data, why in ((b"", "headings"), (b"%PDF-1.7 a,b", "PDF"), (b"PK\x03\x04none", "cannot be read")):
        with pytest.raises(Unreadable, match=why):
            take(path, data)
    workbook = FileWorkbook(path)
    assert "import_maps" in workbook.tables()
    bare = tmp_path / "bare"
    bare.mkdir()
    with pytest.raises(NoTable):
        take(write_workbook(bare / "x.xlsx", {"visits": []}), csv_of(BOOKED))


def test_a_lost_column_is_told_and_nothing_is_half_done(tmp_path):
    path = book(tmp_path)
    renamed(path, "ImportMaps", "Words")
    with pytest.raises(Refused, match='ImportMaps has lost its column "Words"'):
        take(path, csv_of(BOOKED))
    assert cells(path, "visits") == []


def test_words_say_which_therapist_is_meant(tmp_path):
    path = book(tmp_path)
    rows = [(*BOOKED[0][:6], "Dana W.", "Booked"), (*BOOKED[1][:6], "Room 2", "Booked")]
    taken = take(path, csv_of(rows), "THERAPIST:Dana W.=T01; Room 2=T99")
    assert [row.get("therapist_id") for row in cells(path, "visits")] == ["T01", None]
    assert "column “Staff Member” “T99”: is nobody on sheet Therapists" in taken.text()


def test_decisions_about_rows_must_make_sense(tmp_path):
    path = book(tmp_path)
    for rows, why in (
        (["new:99"], "no such row"),
        (["new"], "new:14"),
        (["new:x"], "numbers"),
        (["all"], "leave-out"),
    ):
        with pytest.raises(Refused, match=why):
            take(path, csv_of(BOOKED), rows=rows)
    assert cells(path, "visits") == []
    wish = Wish(Kind.APPOINTMENTS, " ", TODAY)
    with pytest.raises(Refused, match="--by NAME"):
        take_in(FileWorkbook(path), csv_of(BOOKED), wish, NOW)

"""Appointments and clients of another program come in once, whole, and as a person has agreed."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.commands.clinics import events
from tests.intake.exports import (
    BOOKED,
    PATIENTS,
    book,
    cells,
    csv_of,
    states,
    stopped,
    take,
    xlsx_of,
)
from xl_massbill.book.folder import Folder
from xl_massbill.claims.kept_files import fingerprint
from xl_massbill.hosts.file import FileWorkbook
from xl_massbill.practice import Records

MINUTES = ("Service=MINUTES", "MINUTES:60 min massage=60; 30 min massage=30; Lunch=NONE")
CODE = ("Service=MINUTES+CODE", *MINUTES[1:], "CODE:60 min massage=97124; *=NONE")


def test_the_headings_are_shown_first_and_nothing_happens(tmp_path):
    path = book(tmp_path)
    before = path.read_bytes()
    taken = take(path, csv_of(BOOKED), yes=False)
    assert not taken.is_agreed and taken.outcomes == []
    said = taken.text()
    assert "Client → PATIENT_NAME  (usual heading)" in said and "Service → -  (not used)" in said
    assert "checked out=DONE" in said and "dates MDY" in said and "--yes-mapping" in said
    assert "Harper" not in said
    assert path.read_bytes() == before and not Folder.of(path).inbox.exists()
    assert take(path, csv_of(BOOKED), "Service=MINUTES", yes=False).outcomes == []


def test_rows_come_in_and_the_map_is_remembered(tmp_path):
    path = book(tmp_path)
    taken = take(path, csv_of(BOOKED), *CODE)
    assert states(taken) == ["NEW"] * 3 and taken.import_id == "IM0001" and taken.is_remembered
    assert cells(path, "visits") == [
        {
            "visit_id": "V0001",
            "line_no": 1,
            "dos": dt.date(2026, 5, 14),
            "patient_id": "P0001",
            "therapist_id": "T01",
            "code": "97124",
            "minutes": 60,
            "status": "DONE",
            "line_start": 540,
            "line_end": 600,
        },
        {
            "visit_id": "V0002",
            "line_no": 1,
            "dos": dt.date(2026, 5, 14),
            "patient_id": "P0002",
            "therapist_id": "T01",
            "minutes": 30,
            "status": "NO_SHOW",
            "line_start": 630,
            "line_end": 660,
        },
        {
            "visit_id": "V0003",
            "line_no": 1,
            "dos": dt.date(2026, 5, 15),
            "patient_id": "P0007",
            "therapist_id": "T01",
            "status": "SCHEDULED",
            "line_start": 785,
            "line_end": 845,
        },
    ]
    rows = {(row["heading"], row.get("fills")): row for row in cells(path, "import_maps")}
    assert rows["Service", "CODE"]["words"] == "60 min massage=97124; *=NONE"
    assert (
        rows["Date", "DATE"]["read_as"] == "MDY" and rows["Client", "PATIENT_NAME"]["confirmed_by"] == "Kim"
    )
    later = [("9004", "05/03/2026", "9:00 AM", "10:00 AM", "June Harper", "30 min massage", "T01", "Booked")]
    again = take(path, csv_of(later), yes=False)
    assert states(again) == ["NEW"] and cells(path, "visits")[3]["dos"] == dt.date(2026, 5, 3)
    assert not again.is_remembered


def test_the_same_file_again_adds_nothing(tmp_path):
    path = book(tmp_path)
    take(path, csv_of(BOOKED))
    before, noted = path.read_bytes(), len(events(path))
    again = take(path, csv_of(BOOKED), yes=False)
    assert states(again) == ["SAME"] * 3 and "taken in as IM0001" in again.text()
    assert path.read_bytes() == before and len(events(path)) == noted
    otherwise = xlsx_of(BOOKED[::-1])
    assert states(take(path, otherwise, yes=False)) == ["SAME"] * 3 and len(cells(path, "visits")) == 3


def test_the_file_is_kept_and_the_journal_knows_no_names(tmp_path):
    path, data = book(tmp_path), csv_of(BOOKED)
    take(path, data)
    assert (Folder.of(path).inbox / fingerprint(data)).read_bytes() == data
    noted = "".join(str(event) for event in events(path))
    assert "IM0001" in noted and "V0003" in noted
    for word in ("Harper", "Reyes", "9001", "massage", "2026-05-14"):
        assert word not in noted


def test_rows_that_cannot_be_taken_stop_the_file_and_are_named(tmp_path):
    path = book(tmp_path)
    bad = (
        ("9005", "05/32/2026", "9:00 AM", "", "June Harper", "", "T01", "Booked"),
        ("9006", "05/14/2026", "9:00 AM", "", "Omar Reyez", "", "Nobody", "Frobbed"),
        ("9007", "05/14/2026", "9:00 AM", "", "", "", "", ""),
    )
    data = csv_of((BOOKED[0], *bad))
    said = stopped(path, data)
    assert "row 3: column “Date” “05/32/2026”: is no date" in said
    assert "row 4: column “Client”: nobody on sheet Patients has this name; look at P0002" in said
    assert "row 5: column “Client”: nobody is named" in said and "Reyez" not in said
    assert cells(path, "visits") == [] and cells(path, "import_maps")
    taken = take(path, data, rows=["leave-out"], yes=False)
    assert states(taken) == ["NEW", "BAD", "BAD", "BAD"] and len(cells(path, "visits")) == 1
    sheet = [*PATIENTS, {"patient_id": "P0009", "last_name": "Reyez", "first_name": "Omar"}]
    records = Records(FileWorkbook(path))
    assert len(records["patients"]) == 3
    workbook = FileWorkbook(path)
    workbook.append(
        "patients", {n: [sheet[-1][n]] for n in ("patient_id", "last_name", "first_name")}, by="Kim"
    )
    workbook.save()
    taken = take(path, data, rows=["leave-out"], yes=False)
    assert states(taken) == ["SAME", "BAD", "NEW", "BAD"]
    unknown = "column “Status” “Frobbed”: is none of the words of this column"
    assert f"row 4 (V0002): {unknown}" in taken.text()
    assert cells(path, "visits")[1].keys() & {"status", "therapist_id"} == set()


def test_what_changed_in_the_other_program_is_shown_and_not_written(tmp_path):
    path = book(tmp_path)
    take(path, csv_of(BOOKED))
    before = path.read_bytes()
    moved = list(BOOKED)
    moved[0] = ("9001", "05/16/2026", "11:00 AM", *moved[0][3:7], "Cancelled")
    taken = take(path, csv_of(moved), yes=False)
    assert states(taken) == ["DIFFERS", "SAME", "SAME"]
    assert taken.outcomes[0].differs == (
        "Date of service 2026-05-14, in the file 2026-05-16",
        "Line start 09:00, in the file 11:00",
        "Status DONE, in the file CANCELLED",
    )
    assert "row 2 (V0001): differs" in taken.text() and path.read_bytes() == before


def typed(**cells):
    row = {"visit_id": "V0100", "line_no": 1, "patient_id": "P0001", "dos": dt.date(2026, 5, 14)}
    return [row | cells]


@pytest.mark.parametrize(
    ("visit", "state"),
    [
        ({"line_start": dt.time(9)}, "DIFFERS"),
        ({"line_start": dt.time(9), "status": "DONE", "therapist_id": "T01"}, "SAME"),
        ({"therapist_id": "T01", "status": "DONE"}, "SAME"),
        ({"line_start": dt.time(15), "therapist_id": "T01"}, "NEW"),
        ({"therapist_id": "T02"}, "NEW"),
        ({}, "MAYBE"),
    ],
)
def test_a_visit_that_somebody_typed_is_not_added_twice(tmp_path, visit, state):
    path = book(tmp_path, visits=typed(**visit))
    taken = take(path, csv_of(BOOKED[:1]))
    assert states(taken) == [state]
    assert len(cells(path, "visits")) == 1 + (state == "NEW")
    assert taken.outcomes[0].near == (("V0100",) if state == "MAYBE" else ())


def test_a_row_in_doubt_comes_in_when_a_person_says_that_it_is_new(tmp_path):
    path = book(tmp_path, visits=typed())
    assert states(take(path, csv_of(BOOKED[:1]))) == ["MAYBE"] and len(cells(path, "visits")) == 1
    assert states(take(path, csv_of(BOOKED[:1]), rows=["new:2"])) == ["NEW"]
    assert [row["visit_id"] for row in cells(path, "visits")] == ["V0100", "V0101"]


def test_one_typed_visit_answers_for_one_row(tmp_path):
    twice = (BOOKED[0], ("9009", *BOOKED[0][1:2], "", "", *BOOKED[0][4:]))
    path = book(tmp_path, visits=typed(therapist_id="T01", status="DONE"))
    assert states(take(path, csv_of(twice))) == ["SAME", "NEW"]


def test_another_number_at_the_same_hour_is_for_a_person_to_look_at(tmp_path):
    path = book(tmp_path)
    again = ("9009", *BOOKED[0][1:])
    assert states(take(path, csv_of((BOOKED[0], again)))) == ["NEW", "MAYBE"]
    taken = take(path, csv_of((BOOKED[0], again)))
    assert states(taken) == ["SAME", "MAYBE"] and taken.outcomes[1].near == ("V0001",)
    assert len(cells(path, "visits")) == 1
    assert states(take(path, csv_of((BOOKED[0], again)), rows=["new:3"])) == ["SAME", "NEW"]
    assert states(take(path, csv_of((BOOKED[0], again)))) == ["SAME", "SAME"]


def test_the_same_number_twice_in_a_file(tmp_path):
    path = book(tmp_path)
    assert states(take(path, csv_of((BOOKED[0], BOOKED[0])))) == ["NEW", "TWICE"]
    other = ("9001", *BOOKED[1][1:])
    assert "same appointment number as row 2" in stopped(path, csv_of((BOOKED[0], other)))


def test_a_code_is_never_invented(tmp_path):
    path = book(tmp_path)
    taken = take(path, csv_of(BOOKED), "Service=CODE", "CODE:60 min massage=97999")
    assert all("code" not in row for row in cells(path, "visits"))
    assert "column “Service” “97999”: is not on sheet Codes" in taken.text()


def test_what_stands_there_stays_byte_for_byte(tmp_path):
    rows = [
        {
            "visit_id": f"X{i}",
            "line_no": 1,
            "patient_id": "P0002",
            "dos": dt.date(2026, 5, 1),
            "claim_id": "CR26-1",
        }
        for i in range(1, 4)
    ]
    path = book(tmp_path, visits=rows)
    before = cells(path, "visits")
    take(path, csv_of(BOOKED))
    assert cells(path, "visits")[:3] == before
    assert [row["visit_id"] for row in cells(path, "visits")[3:]] == ["X4", "X5", "X6"]


def test_a_workbook_with_real_days_and_times_comes_in_alike(tmp_path):
    typed = csv_of(BOOKED)
    rows = [
        (
            number,
            dt.datetime.strptime(day, "%m/%d/%Y"),
            dt.datetime.strptime(start, "%I:%M %p").time(),
            dt.datetime.strptime(end, "%I:%M %p").time(),
            *rest,
        )
        for number, day, start, end, *rest in BOOKED
    ]
    (tmp_path / "other").mkdir()
    path, other = book(tmp_path), book(tmp_path / "other")
    take(path, typed)
    take(other, xlsx_of(rows))
    assert cells(path, "visits") == cells(other, "visits") and len(cells(path, "visits")) == 3
    assert states(take(path, xlsx_of(rows))) == ["SAME"] * 3

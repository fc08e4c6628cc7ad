"""What a file brought in is taken back exactly, or not at all."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.commands.clinics import copied, events
from tests.intake.exports import (
    BOOKED,
    CLIENT_HEADINGS,
    CLIENTS,
    NOW,
    PATIENTS,
    book,
    cells,
    csv_of,
    states,
    take,
)
from xl_massbill.commands.intake_past import UNDONE
from xl_massbill.commands.settle import settle_if_needed
from xl_massbill.commands.undo_import import undo_import
from xl_massbill.errors import Refused
from xl_massbill.hosts.file import FileWorkbook
from xl_massbill.practice import Records

NEW = [("201", "Vera", "Stone", "01/31/1970", "F", "", "Renton", "WA", "98055")]


def undo(path, import_id="IM0001", by="Kim"):
    return undo_import(FileWorkbook(path), import_id, NOW, by).sentence


def typed(path, table, row, **cells_of_row):
    """Type into a row, or below the last one, as a person does."""
    workbook = FileWorkbook(path)
    sheet = Records(workbook)[table]
    columns = {}
    for name, cell in cells_of_row.items():
        column = list(sheet.grid.columns[sheet.match.at[name]])
        column[int(sheet.positions[row])] = cell
        columns[name] = column
    workbook.write(table, columns, by="a person")
    workbook.save()


def added(path, table, **row):
    workbook = FileWorkbook(path)
    workbook.append(table, {name: [cell] for name, cell in row.items()}, by="a person")
    workbook.save()


def test_exactly_its_rows_are_taken_back(tmp_path):
    rows = [{"visit_id": "V0001", "line_no": 1, "patient_id": "P0002", "dos": dt.date(2026, 5, 1)}]
    path = book(tmp_path, visits=rows)
    before = cells(path, "visits")
    take(path, csv_of(BOOKED))
    added(path, "visits", visit_id="V0050", line_no=1, patient_id="P0007", dos=dt.date(2026, 5, 2))
    assert undo(path) == "Import IM0001 is taken back: 3 rows of sheet Visits."
    assert [row["visit_id"] for row in cells(path, "visits")] == ["V0001", "V0050"]
    assert cells(path, "visits")[:1] == before
    assert undo(path) == "Import IM0001 was taken back before: nothing changed."
    again = take(path, csv_of(BOOKED), yes=False)
    assert states(again) == ["NEW"] * 3 and again.import_id == "IM0002"
    ids = [row["visit_id"] for row in cells(path, "visits")]
    assert ids == ["V0001", "V0050", "V0051", "V0052", "V0053"]
    assert undo(path, "IM0002").startswith("Import IM0002 is taken back: 3 rows")


def test_clients_are_taken_back_and_their_numbers_are_not_given_again(tmp_path):
    path = book(tmp_path)
    take(path, csv_of(NEW, CLIENT_HEADINGS), kind="CLIENTS")
    assert cells(path, "patients")[3]["patient_id"] == "P0008"
    undo(path)
    assert len(cells(path, "patients")) == len(PATIENTS)
    take(path, csv_of(NEW, CLIENT_HEADINGS), kind="CLIENTS", yes=False)
    assert cells(path, "patients")[3]["patient_id"] == "P0009"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda path: typed(path, "visits", 1, minutes=50), "V0002 was changed since"),
        (lambda path: typed(path, "visits", 0, claim_id="CR26-000101"), "V0001 was changed since"),
        (
            lambda path: added(path, "notes", visit_id="V0003", patient_id="P0007"),
            "V0003 stands on sheet Notes",
        ),
        (
            lambda path: added(path, "visits", visit_id="V0002", line_no=2, patient_id="P0002"),
            "V0002 was changed since",
        ),
    ],
)
def test_nothing_is_taken_back_once_somebody_went_on(tmp_path, change, why):
    path = book(tmp_path)
    take(path, csv_of(BOOKED))
    change(path)
    before = path.read_bytes()
    with pytest.raises(Refused, match=f"Import IM0001 stays: {why}\\. Nothing was changed"):
        undo(path)
    assert path.read_bytes() == before and not events(path, UNDONE)


def test_a_client_with_a_visit_or_a_plan_stays(tmp_path):
    path = book(tmp_path)
    take(path, csv_of(NEW, CLIENT_HEADINGS), kind="CLIENTS")
    added(path, "coverage", coverage_id="C1", patient_id="P0008")
    with pytest.raises(Refused, match="P0008 stands on sheet Coverage"):
        undo(path)
    assert len(cells(path, "patients")) == 4


def test_problems_that_a_check_wrote_are_no_change(tmp_path):
    path = book(tmp_path)
    take(path, csv_of(BOOKED))
    typed(path, "visits", 0, problems="Code is missing.")
    assert "3 rows" in undo(path) and cells(path, "visits") == []


def test_rows_that_are_gone_already_are_told(tmp_path):
    path = book(tmp_path)
    take(path, csv_of(BOOKED))
    names = Records(FileWorkbook(path))["visits"].match.at
    typed(path, "visits", 2, **dict.fromkeys(names))
    assert undo(path) == "Import IM0001 is taken back: 2 rows of sheet Visits. 1 were gone already."


def test_what_is_not_there_is_refused(tmp_path):
    path = book(tmp_path)
    with pytest.raises(Refused, match="no journal"):
        undo(path)
    take(path, csv_of(BOOKED))
    with pytest.raises(Refused, match="knows no import IM0009"):
        undo(path, "IM0009")
    with pytest.raises(Refused, match="Say who"):
        undo(path, by=" ")


def test_an_old_copy_put_back_is_told_and_the_rows_come_again_only_by_order(tmp_path):
    path = book(tmp_path)
    old = copied(path, "old.xlsx")
    take(path, csv_of(BOOKED))
    path.write_bytes(old.read_bytes())
    assert settle_if_needed(FileWorkbook(path), NOW) == []
    taken = take(path, csv_of(BOOKED))
    assert states(taken) == ["GONE"] * 3 and "--rows again" in taken.text() and cells(path, "visits") == []
    taken = take(path, csv_of(BOOKED), yes=False, rows=["again"])
    assert [row["visit_id"] for row in cells(path, "visits")] == ["V0004", "V0005", "V0006"]
    assert states(take(path, csv_of(BOOKED), yes=False)) == ["SAME"] * 3


def test_clients_met_are_remembered_without_a_new_row(tmp_path):
    path = book(tmp_path)
    taken = take(path, csv_of(CLIENTS[:1], CLIENT_HEADINGS), kind="CLIENTS")
    assert states(taken) == ["DIFFERS"] and taken.import_id == "IM0001" and "no row was added" in taken.text()
    rows = [("1", "05/14/2026", "101")]
    visits = csv_of(rows, ("Booking ID", "Date", "Client ID"))
    assert states(take(path, visits, "dates=mdy")) == ["NEW"]
    assert undo(path) == "Import IM0001 is taken back: 0 rows of sheet Patients."
    assert states(
        take(
            path,
            csv_of([("2", "05/14/2026", "101")], ("Booking ID", "Date", "Client ID")),
            yes=False,
            rows=["leave-out"],
        )
    ) == ["BAD"]

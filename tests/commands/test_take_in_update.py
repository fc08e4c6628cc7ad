"""Visits that changed in the other program are brought up to date only by order, and only if nobody touched them."""

from __future__ import annotations

import datetime as dt

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.commands.clinics import events
from tests.commands.test_undo_import import added, typed, undo
from tests.intake.exports import BOOKED, NOW, book, cells, csv_of, states, take
from xl_massbill.commands.intake_past import BEGUN, DONE
from xl_massbill.commands.settle import settle_if_needed
from xl_massbill.errors import Refused
from xl_massbill.hosts.file import FileWorkbook

MOVED = (
    ("9001", "05/16/2026", "11:00 AM", "12:00 PM", *BOOKED[0][4:7], "Cancelled"),
    BOOKED[1],
    (*BOOKED[2][:7], "Checked out"),
)
BEFORE = {"dos": dt.date(2026, 5, 14), "line_start": 540, "line_end": 600, "status": "DONE"}
AFTER = {"dos": dt.date(2026, 5, 16), "line_start": 660, "line_end": 720, "status": "CANCELLED"}


def first(path):
    row = cells(path, "visits")[0]
    return {name: row[name] for name in BEFORE}


def test_untouched_visits_are_brought_up_to_date(tmp_path):
    path = book(tmp_path)
    take(path, csv_of(BOOKED))
    untouched = cells(path, "visits")[1]
    taken = take(path, csv_of(MOVED), yes=False, rows=["update"])
    assert states(taken) == ["UPDATED", "SAME", "UPDATED"] and taken.import_id == "IM0002"
    assert "0 visits, 2 visits brought up to date: sheet Visits, import IM0002" in taken.text()
    assert first(path) == AFTER and cells(path, "visits")[2]["status"] == "DONE"
    assert cells(path, "visits")[1] == untouched
    assert states(take(path, csv_of(MOVED), yes=False, rows=["update"])) == ["SAME"] * 3
    back = take(path, csv_of(BOOKED), yes=False, rows=["update"])
    assert states(back) == ["UPDATED", "SAME", "UPDATED"] and first(path) == BEFORE
    assert undo(path) == "Import IM0001 is taken back: 3 rows of sheet Visits."


def test_what_was_brought_up_to_date_stays_when_that_file_is_taken_back(tmp_path):
    path = book(tmp_path)
    take(path, csv_of(BOOKED))
    more = ("9004", "05/17/2026", *BOOKED[0][2:])
    take(path, csv_of((*MOVED, more)), yes=False, rows=["update"])
    assert undo(path, "IM0002") == (
        "Import IM0002 is taken back: 1 row of sheet Visits. 2 rows that it brought up to date: left as they are."
    )
    assert first(path) == AFTER and len(cells(path, "visits")) == 3
    assert "3 rows" in undo(path)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda path: typed(path, "visits", 0, minutes=50), "was changed since"),
        (lambda path: typed(path, "visits", 0, billing_status="BATCHED"), "was changed since"),
        (lambda path: added(path, "notes", visit_id="V0001", patient_id="P0001"), "stands on sheet Notes"),
    ],
)
def test_a_visit_that_somebody_touched_is_left_alone(tmp_path, change, why):
    path = book(tmp_path)
    take(path, csv_of(BOOKED))
    change(path)
    stood = cells(path, "visits")[0]
    taken = take(path, csv_of(MOVED), yes=False, rows=["update"])
    assert states(taken) == ["DIFFERS", "SAME", "UPDATED"] and f"{why}: change it there" in taken.text()
    assert cells(path, "visits")[0] == stood


def test_a_visit_typed_by_hand_or_now_another_s_is_left_alone(tmp_path):
    rows = [
        {
            "visit_id": "V0001",
            "line_no": 1,
            "patient_id": "P0001",
            "dos": dt.date(2026, 5, 14),
            "line_start": dt.time(9),
        }
    ]
    path = book(tmp_path, visits=rows)
    taken = take(path, csv_of(BOOKED), rows=["update"])
    assert states(taken)[0] == "DIFFERS" and "was typed by hand" in taken.text()
    other = ((*BOOKED[1][:4], "June Harper", *BOOKED[1][5:]),)
    taken = take(path, csv_of(other), yes=False, rows=["update"])
    assert states(taken) == ["DIFFERS"] and "is for another patient now" in taken.text()
    assert cells(path, "visits")[1]["patient_id"] == "P0002"


class PowerCut(Exception):  # noqa: N818 - what it is
    """The plug is pulled."""


class Cut(FileWorkbook):
    """A workbook whose save is cut off before or after it reached the disk."""

    def __init__(self, path, *, after):
        super().__init__(path)
        self.after = after

    def save(self):
        if self.after:
            super().save()
        raise PowerCut


@pytest.mark.parametrize("after", [False, True])
def test_the_plug_is_pulled_while_visits_are_brought_up_to_date(tmp_path, after):
    path = book(tmp_path)
    take(path, csv_of(BOOKED))
    with pytest.raises(PowerCut):
        take(path, csv_of(MOVED), yes=False, rows=["update"], workbook=Cut(path, after=after))
    assert len(events(path, BEGUN)) == 2 and len(events(path, DONE)) == 1
    assert first(path) == (AFTER if after else BEFORE)
    assert len(settle_if_needed(FileWorkbook(path), NOW)) == (not after)
    taken = take(path, csv_of(MOVED), yes=False, rows=["update"])
    assert states(taken) == (["SAME"] * 3 if after else ["UPDATED", "SAME", "UPDATED"])
    assert first(path) == AFTER and "3 rows" in undo(path)


def test_a_workbook_that_cannot_be_saved_is_told_and_nothing_is_owed(tmp_path):
    path = book(tmp_path)
    take(path, csv_of(BOOKED))
    workbook = FileWorkbook(path)

    def refuse():
        raise Refused("open in Excel")

    workbook.save = refuse
    with pytest.raises(Refused, match="open in Excel"):
        take(path, csv_of(MOVED), yes=False, rows=["update"], workbook=workbook)
    assert settle_if_needed(FileWorkbook(path), NOW) == [] and first(path) == BEFORE
    assert "3 rows" in undo(path)


row = st.tuples(
    st.sampled_from(["1", "2", "3", "4", ""]),
    st.sampled_from(["05/14/2026", "05/15/2026", "soon", ""]),
    st.sampled_from(["9:00 AM", "1:00 PM", ""]),
    st.sampled_from(["June Harper", "Omar Reyes", "Nobody", ""]),
    st.sampled_from(["Booked", "Checked out", "No Show", "odd", ""]),
)
HEADINGS = ("Appointment ID", "Date", "Start", "Client", "Status")


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(row, min_size=1, max_size=5), min_size=1, max_size=3))
def test_files_in_any_order_and_twice_add_each_row_once(tmp_path_factory, files):
    path = book(tmp_path_factory.mktemp("files"))
    for rows in (*files, *files):
        taken = take(path, csv_of(rows, HEADINGS), "m", "dates=mdy", rows=["leave-out"])
        made = len(taken.news)
        again = take(path, csv_of(rows, HEADINGS), "m", rows=["leave-out"])
        assert not again.news and made <= len(rows)
    visits = cells(path, "visits")
    assert len({one["visit_id"] for one in visits}) == len(visits)
    assert all(one["patient_id"] in ("P0001", "P0002") and "dos" in one for one in visits)
    slots = [(one["patient_id"], one["dos"], one["line_start"]) for one in visits if "line_start" in one]
    assert len(set(slots)) == len(slots)
    for past in reversed(events(path, BEGUN)):
        undo(path, past.subject)
    assert cells(path, "visits") == []


def renamed(path, table, title):
    made = openpyxl.load_workbook(path)
    sheet = made[table]
    for cell in sheet[1]:
        if cell.value == title:
            cell.value = "mine"
    sheet.tables[table].tableColumns = []
    sheet.tables[table]._initialise_columns()
    for column, head in zip(sheet.tables[table].tableColumns, sheet[1], strict=True):
        column.name = str(head.value)
    made.save(path)


def test_a_lost_column_stops_what_would_go_there(tmp_path):
    path = book(tmp_path)
    take(path, csv_of(BOOKED))
    renamed(path, "Visits", "Line end")
    before = path.read_bytes()
    taken = take(path, csv_of(MOVED), yes=False, rows=["update"])
    assert states(taken)[0] == "DIFFERS" and "was changed since" in taken.text()
    more = ("9004", "05/17/2026", *BOOKED[0][2:])
    with pytest.raises(Refused, match='lost its column "Line end"'):
        take(path, csv_of([more]), yes=False)
    assert path.read_bytes() == before
    assert settle_if_needed(FileWorkbook(path), NOW) == []

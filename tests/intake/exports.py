"""Invented exports of scheduling programs, and a workbook they can be taken into."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path

import openpyxl

from tests.workbooks import write_workbook
from xl_massbill.book.tables import TABLES
from xl_massbill.commands.intake_maps import said
from xl_massbill.commands.take_in import Wish, decided, take_in
from xl_massbill.hosts.file import FileWorkbook
from xl_massbill.intake.targets import Kind
from xl_massbill.intake.there import plain_column
from xl_massbill.practice import Records

NOW = dt.datetime(2026, 5, 18, 8)
TODAY = NOW.date()
HEADINGS = (
    "Appointment ID",
    "Date",
    "Start Time",
    "End Time",
    "Client",
    "Service",
    "Staff Member",
    "Status",
)
BOOKED = (
    (
        "9001",
        "05/14/2026",
        "9:00 AM",
        "10:00 AM",
        "Harper, June",
        "60 min massage",
        "Dana Whitfield",
        "Checked out",
    ),
    (
        "9002",
        "05/14/2026",
        "10:30 AM",
        "11:00 AM",
        "Omar Reyes",
        "30 min massage",
        "Dana Whitfield",
        "No Show",
    ),
    ("9003", "05/15/2026", "1:05 PM", "2:05 PM", "Lee, Ana", "Lunch", "Whitfield, Dana", "Booked"),
)
CLIENT_HEADINGS = (
    "Client ID",
    "First Name",
    "Last Name",
    "Date of Birth",
    "Gender",
    "Phone",
    "City",
    "State",
    "Zip",
)
CLIENTS = (
    ("101", "June", "Harper", "02/17/1984", "Female", "(206) 555-0123", "Seattle", "Washington", "98108"),
    ("102", "Noor", "Haddad", "11/30/1990", "F", "2065550125", "Renton", "WA", "98055"),
)
PATIENTS = (
    {"patient_id": "P0001", "last_name": "Harper", "first_name": "June", "dob": dt.date(1984, 2, 17)},
    {"patient_id": "P0002", "last_name": "Reyes", "first_name": "Omar", "dob": dt.date(1979, 11, 3)},
    {"patient_id": "P0007", "last_name": "Lee", "first_name": "Ana", "dob": dt.date(1991, 7, 1)},
)
TABLES_USED = ("visits", "notes", "coverage", "import_maps", "findings", "follow_up", "claims")


def book(folder: Path, **tables) -> Path:
    """Return a workbook with three patients, a therapist and two codes."""
    given = {
        "patients": list(PATIENTS),
        "therapists": [{"therapist_id": "T01", "last_name": "Whitfield", "first_name": "Dana"}],
        "codes": [{"code": "97124"}, {"code": "97140"}],
        **{name: [] for name in TABLES_USED},
    }
    return write_workbook(folder / "clinic.xlsx", given | tables)


def csv_of(rows, headings=HEADINGS, *, sep=",", encoding="utf-8", end="\r\n") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=sep, lineterminator=end).writerows([headings, *rows])
    return out.getvalue().encode(encoding)


def xlsx_of(rows, headings=HEADINGS) -> bytes:
    made, out = openpyxl.Workbook(), io.BytesIO()
    for row in (headings, *rows):
        made.active.append(row)
    made.save(out)
    return out.getvalue()


def take(path, data, *maps, kind="APPOINTMENTS", yes=True, rows=(), dry_run=False, workbook=None):
    """Take a file in as Kim does, agreeing to the map."""
    wish = Wish(Kind(kind), "Kim", TODAY, "kim", said(maps, yes=yes))
    return take_in(workbook or FileWorkbook(path), data, decided(wish, rows, dry_run=dry_run), NOW)


def stopped(path, data, *maps, **more) -> str:
    """Return what is said of a file that is stopped; nothing of it came in."""
    before = {table: cells(path, table) for table in ("visits", "patients")}
    taken = take(path, data, *maps, **more)
    assert taken.stopped and not taken.import_id
    assert {table: cells(path, table) for table in ("visits", "patients")} == before
    return taken.text()


def states(taken) -> list[str]:
    return [one.state.name for one in taken.outcomes]


def cells(path, table) -> list[dict[str, object]]:
    """Return the filled cells of each record, as read."""
    sheet = Records(FileWorkbook(path))[table]
    columns = {name: plain_column(sheet, name) for name in TABLES[table].model_fields}
    return [
        {name: column[i] for name, column in columns.items() if column[i] not in (None, ())}
        for i in range(len(sheet))
    ]

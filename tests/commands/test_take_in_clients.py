"""Clients of another program come in once, and nobody is merged."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.commands.clinics import events
from tests.intake.exports import (
    BOOKED,
    CLIENT_HEADINGS,
    CLIENTS,
    PATIENTS,
    book,
    cells,
    csv_of,
    states,
    stopped,
    take,
)


def test_clients_come_in_and_appointments_find_them_by_number(tmp_path):
    path = book(tmp_path)
    taken = take(path, csv_of(CLIENTS, CLIENT_HEADINGS), kind="CLIENTS")
    assert states(taken) == ["DIFFERS", "NEW"]
    assert taken.outcomes[0].differs == ("Sex", "City", "State", "ZIP", "Phone")
    assert cells(path, "patients")[0].keys() == {"patient_id", "last_name", "first_name", "dob"}
    assert cells(path, "patients")[3] == {
        "patient_id": "P0008",
        "last_name": "Haddad",
        "first_name": "Noor",
        "dob": dt.date(1990, 11, 30),
        "sex": "F",
        "city": "Renton",
        "state": "WA",
        "zip": "98055",
        "phone": "2065550125",
    }
    rows = [("1", "05/14/2026", "102"), ("2", "05/14/2026", "101"), ("3", "05/15/2026", "103")]
    headings = ("Booking ID", "Date", "Client ID")
    taken = take(path, csv_of(rows, headings), "dates=mdy", rows=["leave-out"])
    assert states(taken) == ["NEW", "NEW", "BAD"]
    assert [row["patient_id"] for row in cells(path, "visits")] == ["P0008", "P0001"]


@pytest.mark.parametrize(
    ("client", "state", "near"),
    [
        (("7", "June", "Harpur", "02/17/1984"), "MAYBE", ("P0001",)),  # another spelling, born the same day
        (("7", "June", "Harper", "02/18/1984"), "MAYBE", ("P0001",)),  # another day
        (("7", "JUNE", "HARPER", ""), "SAME", ()),
        (("7", "Jun", "Harper", ""), "MAYBE", ("P0001",)),
        (("7", "Jun", "Harper", "05/05/2001"), "NEW", ()),
        (("7", "Vera", "Stone", "02/17/1984"), "NEW", ()),
    ],
)
def test_somebody_who_may_be_there_is_shown_and_never_merged(tmp_path, client, state, near):
    path = book(tmp_path)
    data = csv_of([client], CLIENT_HEADINGS[:4])
    taken = take(path, data, "dates=mdy", kind="CLIENTS")
    assert states(taken) == [state] and taken.outcomes[0].near == near
    assert len(cells(path, "patients")) == 3 + (state == "NEW")
    if state == "MAYBE":
        assert states(take(path, data, kind="CLIENTS", rows=["new:2"])) == ["NEW"]
        assert len(cells(path, "patients")) == 4


def test_a_number_with_another_name_is_nobody_s(tmp_path):
    path = book(tmp_path)
    take(path, csv_of(CLIENTS, CLIENT_HEADINGS), kind="CLIENTS")
    data = csv_of([("102", "Vera", "Stone", "01/31/1970")], CLIENT_HEADINGS[:4])
    taken = take(path, data, "short", kind="CLIENTS")
    assert states(taken) == ["MAYBE"] and "has the number of P0008, but another name" in taken.text()
    rows = [("1", "05/14/2026", "102", "Vera Stone")]
    said = stopped(path, csv_of(rows, ("Booking ID", "Date", "Client ID", "Client")), "dates=mdy")
    assert "belongs to P0008, who has another name" in said


def test_a_patient_may_bear_the_name_of_a_program(tmp_path):
    jane = {"patient_id": "P0009", "last_name": "Acuity", "first_name": "Jane", "dob": dt.date(1984, 2, 17)}
    path = book(tmp_path, patients=[*PATIENTS, jane])
    assert states(take(path, csv_of(BOOKED), "jane-acuity")) == ["NEW"] * 3
    noted = "".join(str(event) for event in events(path))
    assert "jane" not in noted.casefold()


def test_the_clinic_s_own_numbers_are_taken_once(tmp_path):
    path, headings = book(tmp_path), ("Patient", "First name", "Last name")
    rows = [("P0001", "June", "Harper"), ("A77", "Vera", "Stone"), ("a77", "Ivo", "Berg")]
    assert "row 4: has the same patient number as row 3" in stopped(
        path, csv_of(rows, headings), "Patient=PATIENT_ID", kind="CLIENTS"
    )
    taken = take(path, csv_of([*rows[:2], ("", "Ivo", "Berg")], headings), kind="CLIENTS")
    assert states(taken) == ["SAME", "NEW", "NEW"]
    assert [row["patient_id"] for row in cells(path, "patients")] == [
        "P0001",
        "P0002",
        "P0007",
        "A77",
        "P0008",
    ]


def test_text_that_begins_like_a_formula_is_held_down(tmp_path):
    path = book(tmp_path)
    data = csv_of(
        [("9", '=HYPERLINK("x")', "Stone", "", "", "", "+1 Street")], (*CLIENT_HEADINGS[:6], "City")
    )
    taken = take(path, data, kind="CLIENTS")
    row = cells(path, "patients")[3]
    assert row["first_name"] == '\'=HYPERLINK("x")' and row["city"] == "'+1 Street"
    assert "begins like a formula" in taken.text()


def test_a_namesake_is_somebody_new_when_a_person_says_so(tmp_path):
    path = book(tmp_path)
    data = csv_of([("7", "June", "Harper")], CLIENT_HEADINGS[:3])
    assert states(take(path, data, kind="CLIENTS")) == ["SAME"]
    assert states(take(path, data, kind="CLIENTS", rows=["new:2"])) == ["NEW"]
    assert len(cells(path, "patients")) == 4


def test_a_patient_s_number_is_never_given_to_somebody_else(tmp_path):
    path, headings = book(tmp_path), ("Patient", "First name", "Last name")
    data = csv_of([("P0001", "Vera", "Stone")], headings)
    for rows in ([], ["new:2"]):
        assert "has the number of P0001, but another name" in stopped(
            path, data, "Patient=PATIENT_ID", kind="CLIENTS", rows=rows
        )

"""Headings are guessed, shown, and used only as far as a person agreed."""

from __future__ import annotations

import tomllib
from importlib import resources

import pytest

from tests.intake.exports import BOOKED, HEADINGS, book, cells, csv_of, states, take
from tests.workbooks import workbook_of
from xl_massbill.book.tables import TABLES
from xl_massbill.errors import Refused
from xl_massbill.intake.files import read_table
from xl_massbill.intake.guess import How, propose
from xl_massbill.intake.mapping import folded, stored
from xl_massbill.intake.ready import ready
from xl_massbill.intake.targets import TARGETS, WORDS, Kind
from xl_massbill.practice import Records

TELLS = ("APPOINTMENT_NO", "DATE", "START", "END", "PATIENT_NAME", "MINUTES", "THERAPIST", "STATUS")


def guessed(headings, *rows, kind=Kind.APPOINTMENTS):
    table = read_table(csv_of(rows or [("x",) * len(headings)], headings))
    lines = propose(table, "new", kind, (), How.HELD).lines
    return {line.row.heading: (line.row.fills or line.perhaps, line.how.name) for line in lines}


def test_usual_headings_are_known_and_unusual_ones_are_not_used():
    found = guessed(("Appt ID", "client", "PRACTITIONER", "Price", "Diagnosis", "Dx1", "Units", "Charge"))
    assert found["Appt ID"] == ("APPOINTMENT_NO", "USUAL") and found["PRACTITIONER"] == ("THERAPIST", "USUAL")
    assert found["client"] == ("PATIENT_NAME", "USUAL")
    assert {found[one] for one in ("Price", "Diagnosis", "Dx1", "Units", "Charge")} == {("", "UNUSED")}


def test_a_heading_that_is_only_alike_is_never_taken_by_a_yes(tmp_path):
    assert guessed(("Client", "Date", "Therapists"))["Therapists"] == ("THERAPIST", "ALIKE")
    headings = ("Client", "Date", "Therapists")
    data = csv_of([("June Harper", "2026-05-14", "T01")], headings)
    taken = take(book(tmp_path), data, yes=False)
    assert "Therapists → ?  (perhaps, say it by --map: THERAPIST)" in taken.text()
    path = book(tmp_path)
    assert states(take(path, data)) == ["NEW"] and "therapist_id" not in cells(path, "visits")[0]


def test_a_heading_over_days_with_times_fills_both():
    found = propose(
        read_table(csv_of([("May 4, 2026 9:00 am", "x")], ("Start Time", "Client"))),
        "new",
        Kind.APPOINTMENTS,
        (),
        How.HELD,
    )
    assert [(line.row.heading, line.row.fills) for line in found.lines[:2]] == [
        ("Start Time", "DATE"),
        ("Start Time", "START"),
    ]
    assert guessed(("Start Time", "Client"), ("9:00 am", "x"))["Start Time"] == ("START", "USUAL")


def test_no_target_leads_to_a_diagnosis_a_unit_or_a_charge():
    for kind, targets in TARGETS.items():
        columns = {target.column for target in targets.values() if target.column}
        if kind is Kind.APPOINTMENTS:
            columns -= {"last_name", "first_name", "dob"}  # they tell who it is, and fill nothing
        assert columns <= {field.name for field in TABLES[kind.table].fields()}
        assert not any(column.startswith(("dx", "ptr", "unit", "charge", "mod")) for column in columns)
        known = [word for target in targets.values() for word in map(folded, target.also)]
        assert len(known) == len(set(known))
    choices = set(TABLES["import_maps"].field("fills").column.choices)
    assert choices == {name for targets in TARGETS.values() for name in targets}
    assert set(WORDS["STATUS"].values()) <= set(TABLES["visits"].field("status").column.choices)


def test_ready_maps_say_where_their_columns_were_found():
    text = resources.files("xl_massbill.intake").joinpath("ready.toml").read_text(encoding="utf-8")
    for one in tomllib.loads(text)["map"]:
        assert one["certainty"] in {"R", "G"} and len(one["source"]) > 40 and one["software"]
        made = ready()[one["name"]]
        assert {row.fills for row in made.used} <= TARGETS[made.kind].keys()


JANE = (
    "id location_name start_at end_at patient_guid patient_number patient_prefix patient_first_name"
    " patient_preferred_name patient_last_name treatment_name staff_member_name break insurance_state state first_visit"
)
ACUITY = (
    "Start Time,End Time,Timezone,First Name,Last Name,Phone,Email,Type,Calendar,Appointment Price,Paid?,"
    "Amount Paid Online,Certificate Code,Notes,Date Scheduled,Label,Scheduled By,Appointment ID"
)


def test_an_export_of_jane(tmp_path):
    path = book(tmp_path)
    row = ["7", "Main", "2026-07-02 10:00", "2026-07-02 10:50", "g", "1", "", "June", "", "Harper"]
    row += ["Massage", "Dana Whitfield", "false", "", "arrived", "false"]
    data = csv_of([row], JANE.split())
    shown = take(path, data, yes=False)
    assert shown.proposal.made.name == "jane-appointments" and not shown.is_agreed
    assert "state → STATUS  (as documented; arrived=DONE)" in shown.text()
    assert states(take(path, data)) == ["NEW"]
    (visit,) = cells(path, "visits")
    assert (visit["patient_id"], visit["therapist_id"], visit["status"]) == ("P0001", "T01", "DONE")
    assert (visit["line_start"], visit["line_end"]) == (600, 650) and "minutes" not in visit


def test_an_export_of_acuity(tmp_path):
    path = book(tmp_path)
    row = dict.fromkeys(ACUITY.split(","), "")
    row |= {"Start Time": "December 2, 2025 9:00 am", "End Time": "December 2, 2025 10:45 am"}
    row |= {
        "First Name": "June",
        "Last Name": "Harper",
        "Phone": "'+12065550123",
        "Calendar": "Dana Whitfield",
    }
    row |= {"Date Scheduled": "2025-11-25", "Appointment ID": "88"}
    data = csv_of([list(row.values())], list(row))
    taken = take(path, data, "*=STATUS", "STATUS:*=SCHEDULED")
    assert taken.proposal.made.name == "acuity-appointments" and states(taken) == ["NEW"]
    (visit,) = cells(path, "visits")
    assert str(visit["dos"]) == "2025-12-02" and visit["status"] == "SCHEDULED" and visit["line_end"] == 645


def test_the_sheet_is_the_map_and_a_person_may_change_it(tmp_path):
    rows = [
        {"map_name": "Ours", "kind": "appointments", "heading": "DAY", "fills": "DATE"},
        {
            "map_name": "ours",
            "kind": "APPOINTMENTS",
            "heading": "Who",
            "fills": "PATIENT_NAME",
            "words": "Junie=P0001",
        },
        {"map_name": "Ours", "kind": "APPOINTMENTS", "heading": "Price"},
    ]
    path = book(tmp_path, import_maps=rows)
    data = csv_of([("2026-05-14", "JUNIE", "80", "x")], ("Day", "Who", "Price", "Status"))
    shown = take(path, data, yes=False)
    assert not shown.is_agreed, "a new column that would be used needs a yes"
    taken = take(path, data, "Status=", yes=False)
    assert states(taken) == ["NEW"] and cells(path, "visits")[0]["patient_id"] == "P0001"
    kept = cells(path, "import_maps")
    assert [row["heading"] for row in kept] == ["DAY", "Who", "Price", "Status"] and "fills" not in kept[3]
    take(path, data, "Price=MINUTES", "Day=", "Status=DATE", yes=False, rows=["leave-out"])
    kept = {row["heading"]: row.get("fills") for row in cells(path, "import_maps")}
    assert kept == {"Day": None, "Who": "PATIENT_NAME", "Price": "MINUTES", "Status": "DATE"}


def test_a_renamed_heading_keeps_the_words_of_the_old_one(tmp_path):
    path = book(tmp_path)
    take(path, csv_of(BOOKED))
    renamed = (*HEADINGS[:7], "State of visit")
    later = [("9010", *BOOKED[0][1:])]
    with pytest.raises(Refused, match="no column “Status”"):
        take(path, csv_of(later, renamed), "appointments", yes=False)
    assert states(take(path, csv_of(later, renamed), "appointments", "State of visit=STATUS", yes=False)) == [
        "MAYBE"
    ]
    kept = {row["heading"]: row for row in cells(path, "import_maps")}
    assert (
        "fills" not in kept["Status"]
        and kept["State of visit"]["words"] == "checked out=DONE; booked=SCHEDULED"
    )


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([{"map_name": "m", "heading": "A", "fills": "DATE"}], "row 2: columns Map, Holds and Heading"),
        (
            [{"map_name": "m", "kind": "CLIENTS", "heading": "A", "fills": "NAMES"}],
            "row 2: .* Fills is none of",
        ),
        (
            [
                {"map_name": "m", "kind": "CLIENTS", "heading": "A"},
                {"map_name": "m", "kind": "APPOINTMENTS", "heading": "B"},
            ],
            "row 3: map m holds both",
        ),
        ([{"map_name": "m", "kind": "CLIENTS", "heading": "A", "fills": "STATUS"}], "has nothing for STATUS"),
        (
            [
                {"map_name": "m", "kind": "CLIENTS", "heading": "A", "fills": "DOB"},
                {"map_name": "m", "kind": "CLIENTS", "heading": "B", "fills": "DOB"},
            ],
            "both “A” and “B” fill DOB",
        ),
        (
            [{"map_name": "m", "kind": "CLIENTS", "heading": "A", "fills": "SEX", "words": "x"}],
            "word=meaning",
        ),
    ],
)
def test_rows_of_the_sheet_that_contradict_are_refused(rows, why):
    records = Records(workbook_of({"import_maps": rows}))
    with pytest.raises(Refused, match=why):
        stored(records["import_maps"])


def test_a_file_that_fits_two_maps_asks_which(tmp_path):
    path = book(tmp_path)
    take(path, csv_of(BOOKED), "one")
    take(path, csv_of(BOOKED), "two", rows=["leave-out"])
    with pytest.raises(Refused, match="several maps: one, two"):
        take(path, csv_of(BOOKED), yes=False)
    assert states(take(path, csv_of(BOOKED), "ONE", yes=False)) == ["SAME"] * 3


def test_of_maps_that_fit_the_one_that_uses_most_is_taken(tmp_path):
    rows = [
        {"map_name": name, "kind": "APPOINTMENTS", "heading": heading, "fills": fills}
        for name, pairs in {
            "few": {"Date": "DATE", "Client": "PATIENT_NAME"},
            "many": dict(zip(HEADINGS, TELLS, strict=True)),
        }.items()
        for heading, fills in pairs.items()
    ]
    taken = take(book(tmp_path, import_maps=rows), csv_of(BOOKED), "dates=mdy", yes=False)
    assert taken.proposal.made.name == "many" and states(taken) == ["NEW"] * 3


def test_words_that_nobody_agreed_to_mean_nothing(tmp_path):
    row = {"map_name": "m", "kind": "APPOINTMENTS"}
    pairs = {"Date": "DATE", "Client": "PATIENT_NAME", "Status": "STATUS"}
    path = book(tmp_path, import_maps=[row | {"heading": h, "fills": f} for h, f in pairs.items()])
    data = csv_of([("2026-05-14", "June Harper", "Checked out")], tuple(pairs))
    taken = take(path, data, yes=False)
    assert states(taken) == ["NEW"] and "status" not in cells(path, "visits")[0]
    assert "column “Status” “Checked out”: is none of the words of this column" in taken.text()


def test_what_a_heading_no_longer_fills_is_taken_back_on_the_sheet(tmp_path):
    path = book(tmp_path)
    take(path, csv_of(BOOKED), "Service=MINUTES+CODE", "MINUTES:*=30", "CODE:*=97124")
    take(path, csv_of(BOOKED), "Service=MINUTES", yes=False)
    kept = [row for row in cells(path, "import_maps") if row["heading"] == "Service"]
    assert [row.get("fills") for row in kept] == ["MINUTES", None] and kept[0]["words"] == "*=30"
    later = [("9010", "05/20/2026", *BOOKED[0][2:])]
    assert states(take(path, csv_of(later), yes=False)) == ["NEW"]
    assert cells(path, "visits")[3]["minutes"] == 30 and "code" not in cells(path, "visits")[3]

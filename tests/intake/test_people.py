"""Nobody is taken for somebody else."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workbooks import workbook_of
from xl_massbill.intake.people import Name, People, numbers, therapist, therapists
from xl_massbill.practice import Records

BORN = dt.date(1984, 2, 17)
ROWS = [
    {"patient_id": "P1", "last_name": "O'Neil-Łopez", "first_name": "Mary Ann", "dob": BORN},
    {"patient_id": "P2", "last_name": "Lee", "first_name": "Ana", "dob": BORN},
    {"patient_id": "P3", "last_name": "Lee", "first_name": "Ana", "dob": dt.date(1990, 1, 1)},
    {"patient_id": "P4", "last_name": "Stone", "first_name": "Vera", "middle": "Q"},
    {"patient_id": "P5", "last_name": "Stone", "first_name": "Vera", "merged_into": "P4"},
    {"patient_id": "P6", "last_name": "Twin", "first_name": "Al", "dob": BORN},
    {"patient_id": "P7", "last_name": "Twin", "first_name": "Al", "dob": BORN},
]


@pytest.fixture(scope="module")
def people():
    return People.of(Records(workbook_of({"patients": ROWS})))


@pytest.mark.parametrize(
    ("name", "patient"),
    [
        (Name("ONEIL ŁOPEZ", "maryann"), "P1"),
        (Name(whole="O'Neil-Łopez, Mary Ann"), "P1"),
        (Name(whole="Mary-Ann O'Neil Łopez", born=BORN), "P1"),
        (Name(whole="Ana Lee", born=BORN), "P2"),
        (Name(whole="Vera Q. Stone"), "P4"),
        (Name("Stone", "Vera"), "P4"),
        (Name(whole="Ana Lee"), ""),  # two have it
        (Name(whole="Ana Lee", born=dt.date(1991, 1, 1)), ""),
        (Name("Stone", "Vera", born=BORN), ""),  # no day to compare
        (Name("Twin", "Al", born=BORN), ""),  # two rows of one person, or two persons
        (Name("Lee", ""), ""),
        (Name(whole="Lee"), ""),
        (Name(), ""),
    ],
)
def test_who_is_meant(people, name, patient):
    found = people.by_name(name)
    assert found.patient_id == patient and bool(found.why) == (not patient)


def test_those_who_are_near_are_named_by_number(people):
    assert people.by_name(Name(whole="Ana Lee")).near == ("P2", "P3")
    other = people.by_name(Name(whole="Ana Lee", born=dt.date(1991, 1, 1)))
    assert other.why == "this name has another date of birth on sheet Patients" and other.near == ("P2", "P3")
    assert people.by_name(Name("Stone", "Vera", born=BORN)).near == ("P4",)
    assert people.by_name(Name("Stones", "Vera")).near == ("P4",)
    assert people.alike_and_born(Name("Lopez", "Mary", born=BORN)) == ("P1",)
    assert people.by_name(Name("Zyx", "Q")).near == ()


@pytest.mark.parametrize(
    ("whole", "parts"),
    [
        ("Harper, June", ("Harper", "June")),
        ("June Harper", ("Harper", "June")),
        ("June A Harper", None),
        ("Harper", None),
        ("Harper,", None),
        ("Harper, June, MD", None),
    ],
)
def test_last_and_first_name(whole, parts):
    assert Name(whole=whole).parts == parts


def test_therapists_by_number_or_whole_name():
    rows = [
        {"therapist_id": "T01", "last_name": "Whitfield", "first_name": "Dana"},
        {"therapist_id": "T02", "last_name": "Ito", "first_name": "Ken"},
        {"therapist_id": "T03", "last_name": "Ito", "first_name": "Ken"},
    ]
    known = therapists(Records(workbook_of({"therapists": rows})))
    assert [therapist(known, text) for text in ("t01", "Dana Whitfield", "Whitfield, Dana")] == ["T01"] * 3
    assert [therapist(known, text) for text in ("Dana", "Ken Ito", "", "T3")] == [""] * 4


@given(st.lists(st.tuples(st.sampled_from(["P", "V", "PT-", ""]), st.integers(0, 10**6)), max_size=8))
def test_a_new_number_is_new_and_like_the_others(given_):
    ids = [f"{head}{number:04d}" for head, number in given_]
    head, width, number = numbers(ids, "P")
    made = f"{head}{number:0{width}d}"
    assert made not in ids and (not ids or any(one.startswith(head) for one in ids))
    assert all(
        int(one[len(head) :] or 0) < number
        for one in ids
        if one.startswith(head) and one[len(head) :].isdigit()
    )

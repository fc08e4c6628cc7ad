"""The diagnoses of visits: where findings stand, what a line points to, what a claim would list."""

from __future__ import annotations

import datetime as dt

from tests.rules.cases import clean, workbook
from xl_massbill.practice import Lines, Records
from xl_massbill.practice.diagnoses import by_line_number, first_in_visit, listed, pointed, visit_lists
from xl_massbill.practice.diagnosis_codes import State, judged, known, label_of, text_of


def lines_of(*rows, **tables):
    """Return lines that are the clean line with these cells changed; "" blanks a cell."""
    ground = clean()
    first = ground["visits"][0]
    ground["visits"] = [
        {k: v for k, v in {**first, "dx2": "", "ptr2": "", **row}.items() if v != ""} for row in rows
    ]
    return Lines(Records(workbook({**ground, **tables})), dt.date(2026, 5, 6))


def test_lines_of_a_visit_come_by_number_and_those_that_do_not_count_last():
    lines = lines_of(
        {"visit_id": "B", "line_no": 2},
        {"visit_id": "A", "line_no": 1, "status": "CASH"},
        {"visit_id": "B", "line_no": 1},
        {"visit_id": "A", "line_no": 3},
        {"visit_id": "A", "line_no": 2},
        {"visit_id": "", "line_no": 1},
        {"visit_id": "", "line_no": 1},
        {"visit_id": "B", "line_no": ""},
    )
    assert by_line_number(lines).tolist() == [2, 0, 7, 4, 3, 1, 5, 6]


def test_a_finding_about_a_code_stands_once_in_each_visit():
    lines = lines_of(
        {"visit_id": "A", "line_no": 2, "dx1": "M54.2"},
        {"visit_id": "A", "line_no": 1, "dx1": "M54.6", "dx2": "M54.2"},
        {"visit_id": "B", "line_no": 1, "dx1": "M54.2"},
        {"visit_id": "", "line_no": 1, "dx1": "M54.2"},
        {"visit_id": "", "line_no": 1, "dx1": "M54.2"},
    )
    found = listed(lines)
    assert [found.code(cell) for cell in range(6)] == ["M542", "M546", "M542", "M542", "M542", "M542"]
    assert found.first.tolist() == [2, 1, 2, 3, 4, 5]
    assert found.place.tolist() == [1, 1, 2, 1, 1, 1]


def test_the_first_line_of_a_visit_that_is_in_a_mask():
    lines = lines_of(
        {"visit_id": "A", "line_no": 1},
        {"visit_id": "A", "line_no": 3},
        {"visit_id": "A", "line_no": 2},
        {"visit_id": "B", "line_no": 1},
    )
    assert first_in_visit(lines, listed(lines).line != 0).tolist() == [2, 2, 2, 3]
    assert first_in_visit(lines, listed(lines).line < 0).tolist() == [0, 1, 2, 3]


def test_a_claim_lists_the_diagnoses_of_the_lines_that_count_in_their_order():
    lines = lines_of(
        {"visit_id": "A", "line_no": 2, "dx1": "M54.2", "dx2": "M54.6"},
        {"visit_id": "A", "line_no": 1, "dx1": "M62.838", "dx2": "M54.2"},
        {"visit_id": "A", "line_no": 3, "dx1": "M25.511", "status": "CANCELLED"},
        {"visit_id": "B", "line_no": 1, "dx1": "", "dx3": "M54.6"},
        {"visit_id": "", "line_no": 1, "dx1": "M54.6"},
        {"visit_id": "", "line_no": 1, "dx1": "M54.2"},
        {"visit_id": "C", "line_no": 1, "dx1": ""},
    )
    visits = visit_lists(lines)
    assert [visits.lists[n] for n in visits.number] == [
        ("M62838", "M542", "M546"),
        ("M62838", "M542", "M546"),
        ("M25511",),
        ("M546",),
        ("M546",),
        ("M542",),
        (),
    ]


def test_pointers_lead_to_filled_places_only():
    lines = lines_of(
        {"dx1": "M54.2", "dx12": "M54.6", "ptr1": 12, "ptr2": 2, "ptr3": 0, "ptr4": 1},
        {"visit_id": "B", "dx1": "M54.2", "ptr1": 13, "ptr2": 1, "ptr3": 1},
    )
    pointers, found = pointed(lines), listed(lines)
    assert pointers.slot.tolist() == [1, 2, 3, 4, 1, 2, 3]
    assert pointers.cell.tolist() == [1, -1, -1, 0, -1, 2, 2]
    assert pointers.cells_of(0) == [1, 0]
    assert pointers.cells_of(1) == [2]
    assert found.lines_with(found.place == 12).tolist() == [True, False]


def test_no_line_has_a_diagnosis():
    lines = lines_of({"dx1": "", "ptr1": ""})
    assert listed(lines).codes == ()
    assert not listed(lines).where(bool).any()
    assert judged(lines).state.tolist() == []
    assert pointed(lines).leading()[0].tolist() == []


def test_sheet_icd_is_laid_over_the_index_cell_by_cell():
    lines = lines_of(
        {"dx1": "M54.2", "dx2": "M54.99"},
        icd=[
            {
                "code": "M54.2",
                "description_short": "Neck pain, unspecified",
                "effective_from": dt.date(2027, 1, 1),
            },
            {"code": "M54.2", "description_short": "Neck pain", "symptom": True, "laterality": "U"},
            {"code": "M54.99", "billable": True, "release_label": "FY2027"},
        ],
    )
    facts = known(lines)
    assert (facts["M542"].unspecified, facts["M542"].symptom, facts["M542"].laterality) == (True, True, "U")
    assert text_of(lines, "M542") == "Neck pain, unspecified"
    assert text_of(lines, "M546") == "Pain in thoracic spine"
    plain = facts["M5499"]
    assert (plain.billable, plain.needs_seventh, plain.laterality) == (True, False, "")
    assert (plain.unspecified, plain.symptom, plain.external_cause) == (False, False, False)
    assert (label_of(lines, "M5499"), label_of(lines, "M542")) == ("FY2027", "FY2026, April 2026 update")
    assert judged(lines).is_(State.SOUND).all()

"""FMT-001 for columns that are no longer on the sheet: said once, at the heading, with the likely new name."""

from __future__ import annotations

import pytest

from tests.rules.cases import AS_OF, clean, workbook
from tests.rules.cases import renamed as other_headings
from xl_massbill.book.workbook import Grid
from xl_massbill.hosts.memory import MemoryWorkbook
from xl_massbill.practice import Records
from xl_massbill.rules.catalogue import rule
from xl_massbill.rules.run import Outcome, check


def renamed(table: str, **headings: str | None) -> MemoryWorkbook:
    """Return the clean practice with headings of a table renamed, or (None) with the column taken away."""
    return other_headings(
        workbook(clean()), {f"{table}.{name}": word or "" for name, word in headings.items()}
    )


def found(book: MemoryWorkbook) -> Outcome:
    return check(Records(book), AS_OF, [rule("FMT-001")])


def test_a_lost_column_is_told_of_once_and_holds_its_lines():
    outcome = found(renamed("visits", units=None))
    (finding,) = outcome.findings
    assert finding.message == "Sheet Visits has no column “Units”. Add it; without it no claim can be built."
    assert (finding.place.source, finding.place.line, finding.field) == ("visits", 1, "units")
    assert finding.identity == ("FMT-001", "visits", "units")
    assert list(outcome.touched[0]) == [0]


def test_a_renamed_heading_is_named():
    (finding,) = found(renamed("patients", last_name="Surname or last name")).findings
    assert "no column “Last name”; “Surname or last name” looks like it" in finding.message


def test_one_heading_stands_in_for_one_column_only():
    messages = [
        f.message for f in found(renamed("patients", last_name="Lastnames", first_name=None)).findings
    ]
    assert ["Lastnames" in m for m in messages] == [True, False]


def test_a_heading_unlike_any_other_is_not_named():
    (finding,) = found(renamed("visits", units="Zzz")).findings
    assert "Zzz" not in finding.message


@pytest.mark.parametrize(
    ("table", "column", "heading"),
    [("visits", "dos", "SERVICE_DATE"), ("visits", "code", " cpt "), ("patients", "dob", "Birth\u00a0date")],
)
def test_headings_under_another_known_name_are_at_home(table, column, heading):
    assert not found(renamed(table, **{column: heading})).findings


def test_optional_columns_may_be_missing():
    assert not found(renamed("visits", mod3=None, patient_paid=None, referral_id=None)).findings
    everything = check(Records(renamed("visits", mod3=None, facility_id=None)), AS_OF).findings
    assert [f.message for f in everything if f.rule.startswith("FMT")] == []


def test_a_table_without_rows_lacks_nothing():
    empty = Grid("auths", "Auths", 2, ("Authorisation",), ((None, None),))
    book = MemoryWorkbook([*(workbook(clean()).read(t) for t in clean()), empty])
    assert not found(book).findings


def test_a_lost_column_of_patients_holds_the_lines_that_point_there():
    assert list(found(renamed("patients", city=None)).touched[0]) == [0]

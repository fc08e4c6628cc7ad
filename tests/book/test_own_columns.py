"""The clinic's own columns beside those of a table."""

from __future__ import annotations

from xl_massbill.book.headings import match
from xl_massbill.book.own_columns import distinct, extended, is_own, own_names
from xl_massbill.book.tables import TABLES


def test_a_table_grows_at_its_right_end():
    visits = TABLES["visits"]
    made = extended(visits, ("Locker", "=x"))
    names = [field.name for field in made.fields()]
    assert names[: len(visits.fields())] == [field.name for field in visits.fields()]
    assert [made.field(name).column.title for name in own_names(made)] == ["Locker", "=x"]
    assert made.facts is visits.facts
    assert len(visits.fields()) + 2 == len(made.fields()), "the table itself stays as it was"
    assert not any(is_own(field) for field in visits.fields())


def test_no_own_columns_no_new_class():
    assert extended(TABLES["findings"], ()) is TABLES["findings"]
    assert own_names(extended(TABLES["findings"], ("Mark",))) != ()


def test_headings_cannot_be_mistaken_for_one_another():
    headings = distinct(TABLES["patients"], ["Locker", "locker ", "zip", "ZIP", "!!", "??"])
    assert headings[0] == "Locker"
    made = extended(TABLES["patients"], headings)
    found = match(made, [field.column.title for field in made.fields()])
    assert found.extra == ()
    assert found.missing == ()

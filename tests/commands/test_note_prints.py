"""Fingerprints of notes: filled in by check, locked by the first export, and DOC-020 once a note is changed."""

from __future__ import annotations

import datetime as dt

from tests.commands.crashing_export import NOW
from tests.workbooks import workbook_of
from tests.worked_cases.test_worked_cases import practice
from xl_massbill.claims.booking import book
from xl_massbill.commands import check
from xl_massbill.practice import Records
from xl_massbill.practice.note_print import fingerprints

DAY = NOW.date()
COLUMNS = {"hash": None, "total_timed_minutes": None, "locked": None, "locked_hash": None}
BATCH = {"batch_id": "B000001", "isa13": "000000001", "created_on": "2026-05-06T09:00:00"}


def workbook(**changed):
    tables = practice("V1")
    tables["notes"][0] |= COLUMNS | changed
    tables["visits"][0] |= {"claim_id": None, "billing_status": None}
    empty = {name: [] for name in ("claims", "claim_lines", "batches", "findings")}
    return workbook_of(tables | empty)


def note(made):
    sheet = Records(made)["notes"]
    return {name: sheet[name].iloc[0] for name in COLUMNS}


def checked(made):
    found = check.check(made, DAY)
    check.write(made, found, DAY)
    return {f.rule for f in found.findings}


def booked(made, visit, print_then):
    rows = {"batch": BATCH, "claims": [], "lines": [], "visits": {}}
    detail = rows | ({"notes": {visit: print_then}} if print_then else {})
    book(made, Records(made), detail, "0")


def test_check_fills_in_hash_and_minutes():
    made = workbook()
    checked(made)
    assert note(made)["hash"] == fingerprints(Records(made)["notes"])[0]
    assert note(made)["total_timed_minutes"] == 60


def test_an_unsigned_note_has_no_hash():
    made = workbook(signed_on=None, minutes_by_code="about an hour")
    checked(made)
    assert note(made)["hash"] is None
    assert str(note(made)["total_timed_minutes"]) == "<NA>"


def test_the_first_export_locks_and_a_later_one_leaves_it():
    made = workbook()
    booked(made, "V1", "a" * 64)
    assert (note(made)["locked"], note(made)["locked_hash"]) == (True, "a" * 64)
    booked(made, "V1", "b" * 64)
    assert note(made)["locked_hash"] == "a" * 64


def test_a_note_of_another_visit_and_a_journal_of_before_lock_nothing():
    made = workbook()
    booked(made, "V9", "a" * 64)
    booked(made, "V1", None)
    assert note(made)["locked_hash"] is None


def test_a_locked_note_may_be_read_but_not_changed():
    print_then = fingerprints(Records(workbook())["notes"])[0]
    assert "DOC-020" not in checked(workbook(locked_hash=print_then))
    assert "DOC-020" in checked(workbook(locked_hash=print_then, plan="Every two weeks"))
    amended = workbook(locked_hash=print_then, plan="Every two weeks", amended_on=dt.date(2026, 5, 6))
    assert "DOC-020" not in checked(amended)

"""Held payments and the files that come after them: what gives way, what is refused, what people are told."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.commands.clinics import copied, rows
from tests.remits.files835 import Claim, Line, file_of, segments
from tests.remits.posted import NOW, book, everything, post, tables
from tests.remits.test_post_held import ONE, held, order, short, ties
from tests.workbooks import write_workbook
from xl_massbill.aging.worklist import work_list
from xl_massbill.commands.deposits import deposits
from xl_massbill.commands.settle import settle_if_needed
from xl_massbill.commands.unanswered import unanswered
from xl_massbill.commands.undo_posting import undo_posting
from xl_massbill.errors import Refused
from xl_massbill.hosts.file import FileWorkbook
from xl_massbill.practice import Lines, Records

DAY = NOW.date()


@pytest.mark.parametrize("undone", [False, True])
def test_the_corrected_file_takes_its_place_whatever_its_amount(tmp_path, undone):
    path = book(tmp_path, ONE, patient_paid=25.0)
    empty = copied(path, "empty.xlsx")
    post(path, short(200))
    if undone:
        order(path)
        undo_posting(FileWorkbook(path), "RM000002", NOW, "Kim")
    (applied,) = post(path, short(0))
    assert [r["remit_id"] for r in rows(path, "remits")] == [applied.remit_id] and ties(path)
    now = everything(path)
    empty.replace(path)
    settle_if_needed(FileWorkbook(path), NOW, "Kim")
    assert everything(path) == now


def test_what_was_posted_under_its_number_is_not_posted_again_by_anybodys_word(tmp_path):
    path = held(tmp_path)
    empty = copied(path, "held.xlsx")
    post(path, short(0))
    (again,) = post(path, short(200))
    twice = "was posted on 2026-07-01 as RM000002: nothing is posted twice. This file says $101.00"
    assert twice in again.refused
    assert "undo-posting RM000002" in again.refused and len(rows(path, "remits")) == 1
    old = next(row for row in rows(empty, "remits"))
    workbook = FileWorkbook(path)  # both on the sheet, as an earlier version would leave them
    workbook.append("remits", {name: [old[name]] for name in ("remit_id", "check_eft_no", "payer_id")})
    workbook.save()
    with pytest.raises(Refused, match=r"Payment E1 was posted on 2026-07-01 as RM000002, with \$103.00"):
        order(path)


def test_another_payment_under_a_number_that_was_used_is_told(tmp_path):
    path = write_workbook(tmp_path / "clinic.xlsx", tables(ONE, patient_paid=25.0))
    post(path, short(0))
    line = Line("97124", (), 4, 18_100, 9_000, [("CO", "45", 9_100)], day="20260711")
    other = Claim("CR26-000777", "1", [line], icn="OTHER")
    (applied,) = post(path, file_of(segments([other], [], trace="E1")))
    told = "payment E1 was posted on 2026-07-01, too, as RM000001: $103.00 for other claims"
    assert applied.remit_id == "RM000002" and any(told in one for one in applied.posting.warnings)


@pytest.mark.parametrize("day", ["20260520", "20260527"])
def test_a_payment_of_nothing_is_the_same_only_on_its_day(tmp_path, day):
    """Payers put anything into the number of what is no payment."""
    path = book(tmp_path, ONE, "CR26-000109")

    def none(claim, date):
        line = Line("97124", (), 4, 18_000, 0, [("CO", "16", 18_000)])
        return file_of(segments([Claim(claim, "4", [line])], [], trace="0", date=date))

    post(path, none(ONE, "20260520"))
    (applied,) = post(path, none("CR26-000109", day))
    assert bool(applied.refused) is (day == "20260520")


def test_until_it_adds_up_nobody_is_told_to_send_the_claim_again(tmp_path):
    sent = {"first_accepted_on": None, "last_submitted_on": DAY - dt.timedelta(9)}
    path = book(tmp_path, ONE, status="SUBMITTED", **sent)

    def silence():
        return unanswered(FileWorkbook(path), DAY).text()

    def step():
        return work_list(Lines(Records(FileWorkbook(path)), DAY), DAY, "DOS").rows[0].step.words

    assert "no answer to the file" in silence() and step() == "not received? ask, then send again"
    post(path, short(200))
    assert "its remittance does not add up and is held" in silence()
    assert step() == "its remittance is held: ask the payer for one that adds up"
    told = deposits(FileWorkbook(path)).text()
    assert "HELD: it does not add up" in told
    assert "Of the advices $101.00 is held, and posted to no claim" in told
    post(path, short(0))
    assert silence().startswith("0 claims rejected") and "HELD" not in deposits(FileWorkbook(path)).text()

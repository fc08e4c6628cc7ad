"""Answers in any order, twice, late or against each other: no claim goes back, and a person is asked."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest

from tests.commands.ack_files import ONE, TWO, status, syntax, ta1, taken
from tests.commands.clinics import BATCH, exported
from xl_massbill.book.tables.claims import Claim
from xl_massbill.commands.answers import apply_answer, read_answer
from xl_massbill.commands.batch_orders import Order, sent
from xl_massbill.commands.posting import Posting
from xl_massbill.hosts.file import FileWorkbook
from xl_massbill.hosts.memory import MemoryWorkbook
from xl_massbill.practice import Records

DAY = dt.date(2026, 6, 20)
TITLES = {field.name: field.column.title for field in Claim.fields()}
TABLES = ("claims", "claim_lines", "batches", "acks", "follow_up", "visits", "coverage", "patients", "payers")


@pytest.fixture(scope="module")
def grids(tmp_path_factory):
    path = exported(tmp_path_factory.mktemp("sent"))
    sent(FileWorkbook(path), Order(BATCH, dt.date(2026, 5, 6), "Kim"), dt.datetime(2026, 5, 7))
    workbook = FileWorkbook(path)
    return {name: workbook.read(name) for name in TABLES}


class Clinic:
    """A workbook in memory to which answers come; `cells` are those of its first claim."""

    def __init__(self, grids, **cells):
        typed = MemoryWorkbook(grids.values(), fill=True)
        for name, cell in cells.items():
            title = TITLES[name]
            grid = typed.read("claims")
            typed.write("claims", {name: [cell, *grid.columns[grid.headings.index(title)][1:]]})
        self.workbook = MemoryWorkbook([typed.read(name) for name in grids])
        self.notes = []

    def answer(self, data, number=0):
        answer = read_answer("file", data, f"{number}")
        posting = Posting("file", f"{number}", DAY, "Kim")
        for outcome in apply_answer(self.workbook, Records(self.workbook), answer, posting, answer.kinds):
            self.notes += [
                change.note for change in outcome.changes if change.claim_id == ONE and change.note
            ]
        return self

    def claim(self):
        sheet = Records(self.workbook)["claims"]
        return {
            name: sheet[name].iloc[list(sheet["claim_id"]).index(ONE)] for name in sheet.table.model_fields
        }

    def tasks(self):
        return [str(reason) for reason in Records(self.workbook)["follow_up"]["reason"]]


ACCEPTED = taken((ONE, "A2:20", "REF*1K*SBS1"), day="20260509")
SERIES = (syntax("A"), taken((ONE, "A1:19")), ACCEPTED, status((ONE, "P1:20")))
HEIGHT = {"SUBMITTED": 0, "ACK_RECEIVED": 1, "ACCEPTED": 2, "IN_PROCESS": 3}


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
def test_in_every_order_a_claim_only_goes_forward_and_the_proof_is_kept(grids, order):
    clinic, last = Clinic(grids), 0
    for at in (*order, *order[::-1]):  # and each a second time
        clinic.answer(SERIES[at], at)
        now = HEIGHT[clinic.claim()["status"]]
        assert now >= last
        last = now
    claim = clinic.claim()
    assert claim["status"] == "IN_PROCESS"
    assert claim["first_accepted_on"].date() == dt.date(2026, 5, 9)
    assert claim["icn"] in ("SBS1", "SBS2026166104")
    assert clinic.tasks() == []


@pytest.mark.parametrize(
    ("first", "second", "state", "note"),
    [
        (
            ACCEPTED,
            taken((ONE, "A7:164:IL")),
            "ACCEPTED",
            "it is ACCEPTED already: ask before you send anything",
        ),
        (
            taken((ONE, "A7:164:IL")),
            ACCEPTED,
            "REJECTED",
            "it counts as rejected: ask before you send it again",
        ),
        (ACCEPTED, syntax("R"), "ACCEPTED", "it is ACCEPTED already: ask before you send anything"),
        (ACCEPTED, ta1("R", "006"), "ACCEPTED", "it is ACCEPTED already: ask before you send anything"),
    ],
)
def test_answers_that_contradict_each_other_make_a_task(grids, first, second, state, note):
    clinic = Clinic(grids).answer(first, 1).answer(second, 2)
    assert clinic.claim()["status"] == state
    assert clinic.notes[0] == note
    assert len([task for task in clinic.tasks() if note in task]) >= 1
    assert clinic.answer(second, 3).claim()["status"] == state
    assert len(clinic.tasks()) == len(Clinic(grids).answer(first, 1).answer(second, 2).tasks())


@pytest.mark.parametrize(
    ("second", "note"),
    [
        (taken((ONE, "A1:19"), day="20260510"), "it was rejected since"),
        (taken((ONE, "A3:33:IL"), day="20260510"), "it was rejected before"),
    ],
)
def test_what_is_only_late_makes_no_task(grids, second, note):
    clinic = Clinic(grids).answer(taken((ONE, "A7:164:IL")), 1).answer(second, 2)
    assert (clinic.claim()["status"], clinic.claim()["rejections"]) == ("REJECTED", 1)
    assert clinic.notes == [note]
    assert clinic.tasks() == []


def test_an_answer_to_an_earlier_sending_does_not_reject_the_later_one(grids):
    again = {
        "first_rejected_on": dt.date(2026, 5, 9),
        "last_submitted_on": dt.date(2026, 5, 20),
        "rejections": 1,
    }
    late = taken((ONE, "A7:562:85"), day="20260512")
    clinic = Clinic(grids, **again).answer(late, 1)
    assert clinic.claim()["status"] == "SUBMITTED"
    assert clinic.notes == ["this is about an earlier sending"]
    clinic.answer(taken((ONE, "A7:562:85"), day="20260521"), 2)
    assert (clinic.claim()["status"], clinic.claim()["rejections"]) == ("REJECTED", 2)
    assert clinic.claim()["first_rejected_on"].date() == dt.date(2026, 5, 9)


@pytest.mark.parametrize("state", ["PAID", "DENIED", "CLOSED", "FORWARDED", "PATIENT_DUE"])
def test_proof_that_comes_after_the_money_is_kept_and_moves_nothing(grids, state):
    clinic = Clinic(grids, status=state).answer(ACCEPTED, 1)
    claim = clinic.claim()
    assert (claim["status"], claim["icn"]) == (state, "SBS1")
    assert claim["first_accepted_on"].date() == dt.date(2026, 5, 9)


def test_the_first_payer_s_number_and_day_stay(grids):
    clinic = Clinic(grids, icn="OLD", first_accepted_on=dt.date(2026, 5, 7), status="IN_PROCESS").answer(
        ACCEPTED, 1
    )
    assert clinic.claim()["icn"] == "OLD"
    assert clinic.claim()["first_accepted_on"].date() == dt.date(2026, 5, 7)


@pytest.mark.parametrize("day", ["10010101", "20991231", ""])
def test_a_day_that_cannot_be_is_that_of_the_posting(grids, day):
    data = (
        taken((ONE, "A2:20"))
        .replace(b"STC*A2:20*20260508", f"STC*A2:20*{day}".encode())
        .replace(b"D8*20260508", f"D8*{day}".encode())
        .replace(b"603*20260508", f"603*{day}".encode())
    )
    claim = Clinic(grids).answer(data, 1).claim()
    assert claim["first_accepted_on"].date() <= DAY
    assert claim["first_accepted_on"].date() >= dt.date(2026, 6, 13)


def test_two_sayings_about_one_claim_in_one_file_are_taken_one_after_the_other(grids):
    clinic = Clinic(grids).answer(taken((ONE, "A1:19"), (TWO, "A1:19"), (ONE, "A2:20")), 1)
    assert clinic.claim()["status"] == "ACCEPTED"


def test_a_workbook_of_an_earlier_version_without_the_sheet_still_moves(grids):
    older = {name: some for name, some in grids.items() if name not in ("acks", "follow_up")}
    clinic = Clinic(older).answer(ACCEPTED, 1)
    assert clinic.claim()["status"] == "ACCEPTED"

"""A decision is taken back: every figure is as it was, once, and only where nobody has gone on from it."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.commands.clinics import copied, events, rows
from tests.commands.test_decide import DAY, NOW, WHY, money, one, order, write_off
from tests.denied_case import PARENT, denied
from tests.workbooks import write_workbook
from xl_massbill.claims.denials.rows import Decision
from xl_massbill.claims.journal import Journal
from xl_massbill.claims.keeping import Happened, move
from xl_massbill.claims.states import Event
from xl_massbill.commands.appeals import appeal_answered, appeal_sent
from xl_massbill.commands.denial_orders import BEGUN, DONE, TAKEN_BACK
from xl_massbill.commands.orders import Order
from xl_massbill.commands.settle import settle_if_needed
from xl_massbill.commands.undecide import undecide
from xl_massbill.errors import Refused
from xl_massbill.hosts.file import FileWorkbook
from xl_massbill.practice import Records

BACK = "decided for the wrong line"
TABLES = ("claims", "claim_lines", "visits", "denials", "payments", "remits", "batches")


@pytest.fixture
def book(tmp_path):
    def made(denial=None, *, second=False, **claim):
        tables = denied(denial=denial, claim=claim)
        if second:
            plan = next(row for row in tables["coverage"] if row["coverage_id"] == "C9")
            tables["coverage"].append(plan | {"coverage_id": "C9S", "priority": "S", "payer_id": "EHP01"})
        return write_workbook(tmp_path / "clinic.xlsx", tables)

    return made


def back(path, why=BACK, by="Kim", on=DAY, denial_id="DN0001"):
    return undecide(FileWorkbook(path), denial_id, Order(by, on, why), NOW, "office").sentence


def everything(path):
    return {name: [tuple(map(repr, row.values())) for row in rows(path, name)] for name in TABLES}


DECISIONS = [
    ({}, {}, Decision.CORRECT),
    ({}, {}, Decision.RECORDS),
    ({}, {}, Decision.WRITE_OFF),
    ({"amount": 40.0}, {}, Decision.WRITE_OFF),
    ({"carc": "97"}, {"patient_paid": 0.0, "balance": 110.0}, Decision.WRITE_OFF),
    ({}, {}, Decision.NEXT_PAYER),
    ({"group": "OA"}, {}, Decision.PATIENT),
    ({"group": "PR"}, {"pr_total": 110.0}, Decision.PATIENT),
]


@pytest.mark.parametrize(("denial", "claim", "decision"), DECISIONS)
def test_every_figure_is_as_it_was(book, denial, claim, decision):
    path = book(denial, second=decision is Decision.NEXT_PAYER, **claim)
    before = everything(path)
    order(path, decision, WHY, approved_by="Robin")
    assert everything(path) != before
    assert back(path) == f"Decision {decision} about denial DN0001 is taken back: all figures are as before."
    assert everything(path) == before
    assert rows(path, "follow_up")[-1]["reason"] == "the decision about denial DN0001 was taken back"


def test_the_log_says_who_took_what_back_and_why(book):
    path = book()
    write_off(path)
    back(path)
    decided, taken = events(path, BEGUN)
    assert (taken.detail["deed"], taken.detail["takes_back"]) == (TAKEN_BACK, decided.seq)
    assert (taken.detail["by"], taken.detail["why"]) == ("Kim", BACK)
    (*_, done) = events(path, DONE)
    assert done.detail["of"] == taken.seq
    assert done.detail["moves"] == {"WRITTEN_OFF to PAID_PARTIAL": [PARENT]}


def test_it_can_be_decided_anew_and_taken_back_again(book):
    path = book()
    before = everything(path)
    for _ in range(2):
        write_off(path)
        assert money(path)[-1] == 0 and settle_if_needed(FileWorkbook(path), NOW) == []
        back(path)
        assert everything(path) == before and settle_if_needed(FileWorkbook(path), NOW) == []
    assert back(path) == "Nothing is decided about denial DN0001: nothing changed."
    order(path, Decision.CORRECT)
    assert one(path, "denials")["decision"] == "CORRECT"


def test_of_two_decisions_the_last_one_goes(book):
    path = book()
    order(path, Decision.RECORDS)
    order(path, Decision.CORRECT)
    back(path)
    assert one(path, "denials")["decision"] == "RECORDS"
    back(path)
    assert one(path, "denials")["decision"] is None


@pytest.mark.parametrize(("more", "words"), [({"why": "wrong"}, "in 10 characters"), ({"by": " "}, "--by NAME"),
    ({"why": "Barros has paid it"}, "name a patient"), ({"denial_id": "DN9"}, "no denial DN9"),
    ({"on": DAY + dt.timedelta(days=1)}, "still to come")])  # fmt: skip
def test_an_order_without_what_it_needs_is_refused(book, more, words):
    path = book()
    write_off(path)
    before = path.read_bytes()
    with pytest.raises(Refused, match=words):
        back(path, **more)
    assert path.read_bytes() == before


def test_what_has_gone_on_is_not_taken_back(book):
    path = book({"group": "OA"})
    order(path, Decision.PATIENT)
    workbook = FileWorkbook(path)
    move(workbook, Records(workbook), [PARENT], Happened(Event.VOID_SENT, DAY))
    workbook.save()
    before = path.read_bytes()
    with pytest.raises(Refused, match="something else has happened to claim CR26-000109"):
        back(path)
    assert path.read_bytes() == before


def test_an_appeal_that_went_out_keeps_its_decision(book):
    path = book()
    order(path, Decision.APPEAL)
    appeal_sent(FileWorkbook(path), "DN0001", Order("Kim", DAY), NOW, "fax")
    with pytest.raises(Refused, match="went out on 2026-06-15"):
        back(path)


def test_what_was_decided_after_an_appeal_was_lost_can_be_taken_back(book):
    path = book()
    order(path, Decision.APPEAL)
    appeal_sent(FileWorkbook(path), "DN0001", Order("Kim", DAY), NOW, "fax")
    appeal_answered(FileWorkbook(path), "DN0001", Order("Kim", DAY), NOW, won=False)
    before = everything(path)
    write_off(path)
    assert back(path).endswith("all figures are as before. Decision APPEAL stands again.")
    assert everything(path) == before
    with pytest.raises(Refused, match="went out on 2026-06-15"):
        back(path)


def test_what_a_person_typed_is_changed_where_it_was_typed(book):
    path = book({"decision": "CORRECT", "decided_by": "Kim"})
    with pytest.raises(Refused, match="was typed there"):
        back(path)
    path = book()
    order(path, Decision.CORRECT)
    workbook = FileWorkbook(path, fill=True)
    workbook.write("denials", {"decision": ["RECORDS"]})
    workbook.save()
    with pytest.raises(Refused, match="was typed there"):
        back(path)


def test_a_decision_whose_note_was_cut_off_can_be_taken_back(book, monkeypatch):
    path = book()
    before, record = everything(path), Journal.record

    def dies(self, action, *rest):
        if action == DONE:
            raise KeyboardInterrupt
        return record(self, action, *rest)

    with monkeypatch.context() as patched:
        patched.setattr(Journal, "record", dies)
        with pytest.raises(KeyboardInterrupt):
            write_off(path)
    back(path)
    assert everything(path) == before


@pytest.mark.parametrize("kept", ["nothing decided", "decided"])
def test_an_old_copy_put_back_ends_where_it_was(book, kept):
    path = book()
    first = copied(path, "first.xlsx")
    write_off(path)
    between = copied(path, "between.xlsx")
    back(path)
    now = everything(path)
    (first if kept == "nothing decided" else between).replace(path)
    said = settle_if_needed(FileWorkbook(path), NOW)
    assert everything(path) == now
    assert len(said) == (0 if kept == "nothing decided" else 1)
    assert settle_if_needed(FileWorkbook(path), NOW) == []


def test_a_save_that_is_refused_leaves_it_for_the_next_command(book, monkeypatch):
    path = book()
    before = everything(path)
    write_off(path)

    def refuse(_self):
        raise Refused("The workbook is open.")

    with monkeypatch.context() as patched:
        patched.setattr(FileWorkbook, "save", refuse)
        with pytest.raises(Refused, match="order about denial DN0001 is noted"):
            back(path)
    (said,) = settle_if_needed(FileWorkbook(path), NOW)
    assert "had been ordered" in said and everything(path) == before
    assert settle_if_needed(FileWorkbook(path), NOW) == []

"""Decisions after a crash, in an old copy, and about claims with several denied lines."""

from __future__ import annotations

import pytest

from tests.commands.clinics import copied, events, rows
from tests.commands.test_decide import NOW, money, one, order, write_off
from tests.denied_case import denied
from tests.workbooks import write_workbook
from xl_massbill.claims.denials.rows import Decision
from xl_massbill.claims.journal import Journal
from xl_massbill.commands.denial_orders import DONE
from xl_massbill.commands.settle import settle_if_needed
from xl_massbill.errors import Refused
from xl_massbill.hosts.file import FileWorkbook


@pytest.fixture
def book(tmp_path):
    return lambda **more: write_workbook(tmp_path / "clinic.xlsx", denied(**more))


def test_a_save_that_is_refused_leaves_the_order_for_the_next_command(book, monkeypatch):
    path = book()

    def refuse(_self):
        raise Refused("The workbook is open.")

    with monkeypatch.context() as patched:
        patched.setattr(FileWorkbook, "save", refuse)
        with pytest.raises(Refused, match=r"is open. The order about denial DN0001 is noted"):
            write_off(path)
    (said,) = settle_if_needed(FileWorkbook(path), NOW)
    assert "had been ordered, but did not stand in the workbook" in said
    assert money(path)[-1] == 0 and one(path, "claims")["status"] == "WRITTEN_OFF"
    assert settle_if_needed(FileWorkbook(path), NOW) == []
    assert len([row for row in rows(path, "payments") if row["row_type"] == "WRITE_OFF"]) == 1


def test_saved_but_not_noted_is_noted_and_not_done_twice(book, monkeypatch):
    path = book(denial={"amount": 40.0})
    record = Journal.record

    def dies(self, action, *rest):
        if action == DONE:
            raise KeyboardInterrupt
        return record(self, action, *rest)

    with monkeypatch.context() as patched:
        patched.setattr(Journal, "record", dies)
        with pytest.raises(KeyboardInterrupt):
            write_off(path)
    before = path.read_bytes()
    assert settle_if_needed(FileWorkbook(path), NOW) == []
    assert path.read_bytes() == before and len(events(path, DONE)) == 1
    settle_if_needed(FileWorkbook(path), NOW)
    assert len(events(path, DONE)) == 1, "what is noted is not noted again"
    assert money(path)[-1] == 5000


def test_an_old_copy_put_back_gets_its_write_off_again_but_no_decision(book):
    path = book(denial={"amount": 40.0})
    old = copied(path, "old.xlsx")
    write_off(path)
    path.write_bytes(old.read_bytes())
    (said,) = settle_if_needed(FileWorkbook(path), NOW)
    assert "older than its journal" in said
    assert money(path)[-1] == 5000
    assert settle_if_needed(FileWorkbook(path), NOW) == []


def test_what_a_person_changes_in_a_decision_stands(book):
    path = book()
    order(path, Decision.CORRECT)
    workbook = FileWorkbook(path, fill=True)
    workbook.write("denials", {"decision": [None], "decided_by": [None], "decided_on": [None]})
    workbook.save()
    assert settle_if_needed(FileWorkbook(path), NOW) == []
    assert one(path, "denials")["decision"] is None


def test_a_claim_denied_as_a_whole_is_written_off_as_a_whole(book):
    path = book(
        denial={"line_no": None, "amount": 166.0},
        claim={
            "status": "DENIED",
            "paid_total": 0.0,
            "contractual_total": 0.0,
            "pr_total": 0.0,
            "balance": 166.0,
        },
    )
    write_off(path)
    claim = one(path, "claims")
    assert (claim["status"], int(claim["balance"]), int(claim["other_adj_total"])) == (
        "WRITTEN_OFF",
        0,
        16600,
    )


def test_a_denial_without_an_amount_is_not_written_off(book):
    with pytest.raises(Refused, match="has no amount on sheet Denials"):
        write_off(book(denial={"amount": None}))


def two_lines(tmp_path, **second):
    """Return a clinic with a second plan, and a second denied line that is decided otherwise."""
    tables = denied(claim={"patient_paid": 0.0, "balance": 110.0})
    plan = next(row for row in tables["coverage"] if row["coverage_id"] == "C9")
    tables["coverage"].append(plan | {"coverage_id": "C9S", "priority": "S", "payer_id": "EHP01"})
    other = {"denial_id": "DN0002", "line_no": 1, "carc": "96", "amount": 20.0}
    tables["denials"].append(tables["denials"][0] | other | second)
    return write_workbook(tmp_path / "clinic.xlsx", tables)


@pytest.mark.parametrize(
    ("second", "status"),
    [
        ({"decision": None}, "PAID_PARTIAL"),
        ({"decision": "APPEAL"}, "PAID_PARTIAL"),
        ({"group": "PR", "decision": "APPEAL"}, "PAID_PARTIAL"),
        ({"group": "PR", "decision": None}, "SECONDARY_DUE"),
        ({"decision": "WRITE_OFF"}, "SECONDARY_DUE"),
    ],
)
def test_nothing_goes_on_while_a_line_is_ours_to_fight_for(tmp_path, second, status):
    path = two_lines(tmp_path, **second)
    order(path, Decision.NEXT_PAYER)
    assert one(path, "claims")["status"] == status

"""Appeals as they go out and are answered: the row, the claim's state, the task, the next limit."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.commands.clinics import copied, events, rows
from tests.denied_case import PARENT, denied, rules
from tests.workbooks import write_workbook
from xl_massbill.claims.denials.rows import Decision
from xl_massbill.commands.appeals import appeal_answered, appeal_sent
from xl_massbill.commands.decide import decide
from xl_massbill.commands.denial_orders import BEGUN
from xl_massbill.commands.orders import Order
from xl_massbill.commands.settle import settle_if_needed
from xl_massbill.errors import Refused
from xl_massbill.hosts.file import FileWorkbook

NOW = dt.datetime(2026, 9, 15, 9)
SENT, ANSWERED = dt.date(2026, 6, 20), dt.date(2026, 7, 20)


@pytest.fixture
def book(tmp_path):
    def made(carc="50", **more):
        more["denial"] = {"carc": carc, "decision": "APPEAL", "decided_by": "Kim"} | more.get("denial", {})
        return write_workbook(tmp_path / "clinic.xlsx", denied(**more))

    return made


def sent(path, on=SENT, denial_id="DN0001", how="certified mail", tracking="9407 1000"):
    order = Order("Kim", on)
    return appeal_sent(FileWorkbook(path), denial_id, order, NOW, how, tracking, "office").sentence


def answered(path, won, on=ANSWERED, denial_id="DN0001"):
    return appeal_answered(FileWorkbook(path), denial_id, Order("Kim", on), NOW, won=won).sentence


def denial(path, denial_id="DN0001"):
    return next(row for row in rows(path, "denials") if row["denial_id"] == denial_id)


def status(path):
    return next(row for row in rows(path, "claims") if row["claim_id"] == PARENT)["status"]


def test_an_appeal_that_was_sent_is_noted_with_its_number(book):
    path = book()
    assert "noted as sent on 2026-06-20 by certified mail, tracking 9407 1000" in sent(path)
    row = denial(path)
    assert (row["appeal_level"], row["appeal_sent_on"].date(), row["appeal_result"]) == (1, SENT, "OPEN")
    assert (row["decision"], row["decided_by"]) == ("APPEAL", "Kim")
    assert status(path) == "APPEALED"
    (task,) = rows(path, "follow_up")
    assert (task["type"], task["due_on"].date()) == ("APPEAL", dt.date(2026, 7, 20))
    assert task["reason"] == "CARC 50, appeal level 1 by certified mail, tracking 9407 1000"


def test_sent_twice_changes_nothing(book):
    path = book()
    sent(path)
    before = path.read_bytes()
    assert sent(path, on=dt.date(2026, 6, 25)).endswith("was sent on 2026-06-20 before: nothing changed.")
    assert path.read_bytes() == before and len(events(path, BEGUN)) == 1


def test_a_lost_appeal_denies_again_and_a_new_limit_runs(book):
    path = book()
    sent(path)
    assert (
        answered(path, won=False)
        == "Denial DN0001: the appeal is lost. A second appeal may be sent until 2026-09-18."
    )
    row = denial(path)
    assert (row["appeal_result"], row["result_on"].date(), row["deadline"].date()) == (
        "LOST",
        ANSWERED,
        dt.date(2026, 9, 18),
    )
    claim = rows(path, "claims")[0]
    assert (claim["status"], claim["deadline_appeal"].date()) == ("DENIED", dt.date(2026, 9, 18))
    assert len(rows(path, "follow_up")) == 2
    assert answered(path, won=False).endswith("was noted as LOST before: nothing changed.")


def test_the_second_appeal_goes_out_after_the_first_was_lost(book):
    path = book()
    sent(path), answered(path, won=False)
    sent(path, on=dt.date(2026, 8, 1))
    row = denial(path)
    assert (
        row["appeal_level"],
        row["appeal_result"],
        row["result_on"] is None or str(row["result_on"]) == "NaT",
    ) == (2, "OPEN", True)
    assert status(path) == "APPEALED"


def test_a_payer_with_one_level_has_no_second(tmp_path, book):
    tables = denied(denial={"carc": "50", "decision": "APPEAL"})
    tables["payer_rules"] += rules(appeal_levels="1")
    path = write_workbook(tmp_path / "clinic.xlsx", tables)
    sent(path)
    assert "no further level (1)" in answered(path, won=False)
    assert str(denial(path)["deadline"]) == "NaT"
    with pytest.raises(Refused, match="1 level of appeal, all used"):
        decide(FileWorkbook(path), "DN0001", Decision.APPEAL, Order("Kim", ANSWERED), NOW)


def test_a_won_appeal_waits_for_its_remittance(book):
    path = book()
    sent(path)
    assert "comes with a remittance; look for it by 2026-08-19" in answered(path, won=True)
    assert (denial(path)["appeal_result"], status(path)) == ("WON", "APPEALED")


def test_of_two_lines_the_claim_is_denied_again_only_when_both_are_lost(tmp_path):
    tables = denied(denial={"carc": "50", "decision": "APPEAL"})
    tables["denials"].append(tables["denials"][0] | {"denial_id": "DN0002", "line_no": 1})
    path = write_workbook(tmp_path / "clinic.xlsx", tables)
    sent(path), sent(path, denial_id="DN0002")
    assert len(rows(path, "follow_up")) == 2
    answered(path, won=False)
    assert status(path) == "APPEALED"
    answered(path, won=False, denial_id="DN0002")
    assert status(path) == "DENIED"


@pytest.mark.parametrize(
    ("more", "order", "words"),
    [
        ({}, {"how": " "}, "how it was sent"),
        ({}, {"how": "given to Barros"}, "name a patient"),
        ({}, {"on": dt.date(2026, 6, 7)}, "was denied on 2026-06-08"),
        ({}, {"on": dt.date(2026, 9, 16)}, "still to come"),
        ({"denial": {"decision": "PATIENT"}}, {}, "was decided PATIENT"),
        ({"denial": {"decision": None, "rarcs": "MA130"}}, {}, "no right of appeal"),
        ({"claim": {"status": "REPLACED"}}, {}, "is REPLACED: an appeal goes out while"),
    ],
)
def test_an_appeal_that_cannot_have_been_is_refused(book, more, order, words):
    path = book(**more)
    before = path.read_bytes()
    with pytest.raises(Refused, match=words):
        sent(path, **order)
    assert path.read_bytes() == before and events(path, BEGUN) == []


def test_an_answer_needs_an_appeal(book):
    path = book()
    with pytest.raises(Refused, match="No appeal of denial DN0001 is out"):
        answered(path, won=True)
    sent(path)
    with pytest.raises(Refused, match="went out on 2026-06-20"):
        answered(path, won=True, on=dt.date(2026, 6, 19))


def test_while_an_appeal_is_out_nothing_else_is_decided(book):
    path = book()
    sent(path)
    with pytest.raises(Refused, match="has not been answered yet"):
        decide(
            FileWorkbook(path), "DN0001", Decision.WRITE_OFF, Order("Kim", SENT, "not worth the trouble"), NOW
        )


def test_an_old_copy_put_back_knows_of_the_appeals_again(book):
    path = book()
    old = copied(path, "old.xlsx")
    sent(path), answered(path, won=False), sent(path, on=dt.date(2026, 8, 1))
    path.write_bytes(old.read_bytes())
    assert len(settle_if_needed(FileWorkbook(path), NOW)) == 3
    row = denial(path)
    assert (row["appeal_level"], row["appeal_sent_on"].date(), status(path)) == (
        2,
        dt.date(2026, 8, 1),
        "APPEALED",
    )
    assert len(rows(path, "follow_up")) == 3
    assert settle_if_needed(FileWorkbook(path), NOW) == []


def test_an_appeal_may_go_out_and_be_answered_on_the_very_day(book):
    path = book()
    sent(path, on=dt.date(2026, 6, 8))
    assert "the appeal is lost" in answered(path, won=False, on=dt.date(2026, 6, 8))

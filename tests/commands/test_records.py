"""Records that a payer asks for by letter, and that are sent: states, deadline, tasks, crashes, old copies."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.commands.clinics import copied, events, rows
from tests.denied_case import PARENT, denied
from tests.workbooks import write_workbook
from xl_massbill.aging.worklist import work_list
from xl_massbill.commands.claim_orders import BEGUN, DONE
from xl_massbill.commands.orders import Order
from xl_massbill.commands.records import records_asked, records_sent
from xl_massbill.commands.settle import settle_if_needed
from xl_massbill.errors import Refused
from xl_massbill.hosts.file import FileWorkbook
from xl_massbill.practice import Lines, Records

NOW = dt.datetime(2026, 6, 15, 9)
DAY = NOW.date()
WHAT = "signed notes of 2026-05-19, order"
ASKED = {"status": "INFO_REQUESTED", "info_requested_on": dt.date(2026, 6, 8), "deadline_reply": dt.date(2026, 7, 23)}  # fmt: skip


@pytest.fixture
def book(tmp_path):
    return lambda denial=None, **claim: write_workbook(
        tmp_path / "clinic.xlsx", denied(claim=claim, denial=denial)
    )


def sent(path, on=DAY, by="Kim", what=WHAT, how="fax", tracking="", now=NOW):
    return records_sent(
        FileWorkbook(path), PARENT, Order(by, on), now, what, how, tracking, "office"
    ).sentence


def asked(path, on=DAY, what="the notes", until=None, now=NOW):
    return records_asked(FileWorkbook(path), PARENT, Order("Kim", on), now, what, until, "office").sentence


def one(path, table):
    (row,) = rows(path, table)
    return row


def work(path, as_of):
    found = work_list(Lines(Records(FileWorkbook(path)), as_of), as_of, "DOS").rows
    return next(row for row in found if row.claim_id == PARENT and row.kind == "INSURANCE")


def test_the_claim_is_in_process_and_a_task_says_what_went_how_and_when(book):
    path = book(**ASKED)
    said = sent(path, tracking="1Z 77")
    assert said == (
        f"Claim {PARENT}: {WHAT} by fax, tracking 1Z 77, noted as sent on 2026-06-15; it is IN_PROCESS. "
        "Ask what became of it by 2026-07-15."
    )
    claim, task = one(path, "claims"), one(path, "follow_up")
    assert (claim["status"], claim["status_since"].date()) == ("IN_PROCESS", DAY)
    assert (task["claim_id"], task["type"]) == (PARENT, "RECORDS_SENT")
    assert task["reason"] == f"{WHAT} by fax, tracking 1Z 77"
    assert (task["due_on"].date(), task["next_due"].date()) == (dt.date(2026, 7, 15), dt.date(2026, 7, 15))
    assert {r["billing_status"] for r in rows(path, "visits") if r["claim_id"] == PARENT} == {"IN_PROCESS"}
    (begun,), (done,) = events(path, BEGUN), events(path, DONE)
    assert (begun.detail["by"], done.detail["of"]) == ("Kim", begun.seq)
    assert done.detail["moves"] == {"INFO_REQUESTED to IN_PROCESS": [PARENT]}


def test_the_deadline_to_reply_is_met_and_the_work_list_asks_again_after_thirty_days(book):
    path = book(**ASKED)
    before = work(path, DAY)
    assert (before.deadline_kind, before.deadline) == ("reply by", dt.date(2026, 7, 23))
    sent(path)
    after = work(path, DAY)
    assert after.deadline_kind != "reply by" and after.put_off_until == dt.date(2026, 7, 15)
    assert work(path, dt.date(2026, 7, 14)).put_off_until is not None
    back = work(path, dt.date(2026, 7, 15))
    assert back.put_off_until is None and back.step.words == "ask what became of the records"


def test_sent_records_decide_the_lines_that_ask_for_nothing_else(book):
    path = book(denial={"carc": "252"}, **ASKED)
    sent(path)
    row = one(path, "denials")
    assert (row["decision"], row["decided_on"].date(), row["decided_by"]) == ("RECORDS", DAY, "Kim")
    assert one(path, "claims")["status"] == "IN_PROCESS"


@pytest.mark.parametrize("denial", [{"carc": "50"}, {"carc": "252", "decision": "APPEAL"}])
def test_other_denied_lines_are_decided_by_people(book, denial):
    path = book(denial=denial, **ASKED)
    sent(path)
    assert one(path, "denials")["decision"] == denial.get("decision")


@pytest.mark.parametrize(
    ("claim", "more", "words"),
    [
        ({"status": "DENIED"}, {}, "is DENIED: records are sent while the payer waits"),
        ({"status": "IN_PROCESS"}, {}, "is IN_PROCESS"),
        (ASKED, {"what": " "}, "which records"),
        (ASKED, {"how": ""}, "how they were sent"),
        (ASKED, {"by": ""}, "--by NAME"),
        (ASKED, {"on": dt.date(2026, 6, 7)}, "was asked about on 2026-06-08"),
        (ASKED, {"on": dt.date(2026, 6, 16)}, "still to come"),
        (ASKED, {"what": "notes of Ines Barros"}, "name a patient"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(book, claim, more, words):
    path = book(**claim)
    before = path.read_bytes()
    with pytest.raises(Refused, match=words):
        sent(path, **more)
    assert path.read_bytes() == before and events(path, BEGUN) == []


def test_the_same_twice_changes_nothing(book):
    path = book(**ASKED)
    sent(path)
    before = path.read_bytes()
    assert sent(path).endswith("were noted as sent on 2026-06-15: nothing changed.")
    assert path.read_bytes() == before and len(events(path, BEGUN)) == 1


def test_a_row_of_follow_up_without_a_day_is_passed_over(tmp_path):
    tables = denied(claim=ASKED)
    tables["follow_up"] = [{"followup_id": "FU0001", "claim_id": PARENT, "type": "NOTE", "reason": "called"}]
    path = write_workbook(tmp_path / "clinic.xlsx", tables)
    sent(path)
    assert [row["type"] for row in rows(path, "follow_up")] == ["NOTE", "RECORDS_SENT"]
    assert sent(path).endswith("nothing changed.")


def test_a_letter_asks_for_records_and_the_deadline_runs_by_the_payers_rule(book):
    path = book(status="ACCEPTED")
    assert asked(path).endswith("INFO_REQUESTED since 2026-06-15; reply by 2026-07-30.")
    claim = one(path, "claims")
    assert (claim["status"], claim["info_requested_on"].date()) == ("INFO_REQUESTED", DAY)
    assert claim["deadline_reply"].date() == dt.date(2026, 7, 30)
    assert one(path, "follow_up")["next_action"] == "send the records"
    assert asked(path).endswith("was noted before: nothing changed.")


def test_a_second_letter_sets_its_own_deadline(book):
    path = book(**ASKED)
    asked(path, until=dt.date(2026, 6, 30))
    claim = one(path, "claims")
    assert claim["info_requested_on"].date() == DAY and claim["deadline_reply"].date() == dt.date(2026, 6, 30)
    with pytest.raises(Refused, match="is before the request"):
        asked(path, what="the order", until=dt.date(2026, 6, 14))


def test_a_payer_whose_limit_nobody_knows_leaves_the_deadline_blank(tmp_path):
    tables = denied(claim=ASKED)
    tables["payer_rules"] = [r for r in tables["payer_rules"] if r["rule_key"] != "reply_to_request_days"]
    path = write_workbook(tmp_path / "clinic.xlsx", tables)
    assert "nobody knows by when: give --until" in asked(path)
    assert str(one(path, "claims")["deadline_reply"]) == "NaT", "the old one is about the old request"
    until = dt.date(2026, 6, 30)
    assert asked(path, until=until).endswith("INFO_REQUESTED since 2026-06-15; reply by 2026-06-30.")
    assert one(path, "claims")["deadline_reply"].date() == until
    assert rows(path, "follow_up")[-1]["reason"] == "the payer asks for the notes, by 2026-06-30"
    before = path.read_bytes()
    assert asked(path, until=until).endswith("nothing changed.") and asked(path).endswith("nothing changed.")
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("DENIED", "is DENIED: the payer has decided. If the letter is about a denied line, say so by `decide DN0001 --decision RECORDS`; else note it by `log`"),
        ("CLOSED", "is CLOSED: the payer has decided. Note the letter by `log`, with the day to reply in --until"),
        ("BATCHED", "is BATCHED: no payer has it yet"),
    ],
)  # fmt: skip
def test_a_claim_that_is_not_out_is_not_asked_about_and_it_says_where_the_letter_belongs(book, status, words):
    with pytest.raises(Refused) as refused:
        asked(book(status=status))
    assert str(refused.value) == f"Claim {PARENT} {words}. Nothing was changed."


def test_a_save_that_is_refused_leaves_the_order_for_the_next_command(book, monkeypatch):
    path = book(denial={"carc": "252"}, **ASKED)

    def refuse(_self):
        raise Refused("The workbook is open.")

    with monkeypatch.context() as patched:
        patched.setattr(FileWorkbook, "save", refuse)
        with pytest.raises(Refused, match="order about claim CR26-000109 is noted"):
            sent(path)
    (said,) = settle_if_needed(FileWorkbook(path), NOW)
    assert "had been ordered, but not done" in said
    assert one(path, "claims")["status"] == "IN_PROCESS" and one(path, "denials")["decision"] == "RECORDS"
    assert settle_if_needed(FileWorkbook(path), NOW) == [] and len(rows(path, "follow_up")) == 1


def test_an_old_copy_put_back_is_asked_and_answered_again(book):
    path = book(status="ACCEPTED")
    old = copied(path, "old.xlsx")
    asked(path)
    later = NOW + dt.timedelta(days=3)
    sent(path, on=later.date(), now=later)
    before = [(r["status"], r["info_requested_on"], r["deadline_reply"]) for r in rows(path, "claims")]
    old.replace(path)
    said = settle_if_needed(FileWorkbook(path), later)
    assert len(said) == 2 and all("older than its journal" in one for one in said)
    assert [
        (r["status"], r["info_requested_on"], r["deadline_reply"]) for r in rows(path, "claims")
    ] == before
    assert [r["type"] for r in rows(path, "follow_up")] == ["STATUS_CHECK", "RECORDS_SENT"]
    assert settle_if_needed(FileWorkbook(path), later) == []


def test_a_claim_that_has_gone_on_is_not_asked_about_again(book):
    path = book(status="ACCEPTED")
    asked(path)
    workbook = FileWorkbook(path)
    workbook.write("claims", {"status": ["PAID"]})
    workbook.save()
    assert settle_if_needed(FileWorkbook(path), NOW) == []
    assert one(path, "claims")["status"] == "PAID"

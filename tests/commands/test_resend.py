"""A rejected claim goes out again: under its own number or a new one, once, and nothing of its way is lost."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.commands.clinics import BATCH, batch, book, copied, events, rows, states, visits
from tests.commands.crashing_orders import NOW
from xl_massbill.claims.following import Kind
from xl_massbill.claims.keeping import Happened, move
from xl_massbill.claims.leaks import Leak
from xl_massbill.claims.states import Event
from xl_massbill.commands.age import age
from xl_massbill.commands.batch_orders import Order, sent, unbatch
from xl_massbill.commands.batches import batches, reprint
from xl_massbill.commands.deeds import BOOKED, RESERVED
from xl_massbill.commands.export import export
from xl_massbill.commands.leaks import leaks
from xl_massbill.commands.planning import plan
from xl_massbill.commands.settle import settle_if_needed
from xl_massbill.errors import Refused
from xl_massbill.forms.x837p import read_claims
from xl_massbill.hosts.file import FileWorkbook
from xl_massbill.practice import Records

DAY = NOW.date()
LATER = NOW + dt.timedelta(days=5)
FIRST, SECOND = "CR26-000101", "CR26-000102"
KEPT = ("first_submitted_on", "first_rejected_on", "rejections", "created_on")


def rejected(path, *claims, event=Event.SYNTAX_REJECTED):
    """Let an answer reject claims, as reading a 999 or 277CA does."""
    workbook = FileWorkbook(path)
    move(workbook, Records(workbook), claims, Happened(event, LATER.date()))
    workbook.save()
    return path


def typed(path, table, column, key, value):
    """Type a value into the rows of a table that hold a key in its first column."""
    workbook = FileWorkbook(path, fill=True)
    sheet = Records(workbook)[table]
    keys = sheet[sheet.table.facts.key[0]].tolist()
    cells = list(sheet.grid.columns[sheet.match.at[column]])
    for position, found in zip(sheet.positions.tolist(), keys, strict=True):
        if found == key:
            cells[position] = value
    workbook.write(table, {column: cells}, by="office")
    workbook.save()
    return path


@pytest.fixture
def clinic(tmp_path):
    """Return a workbook with two claims that were sent and rejected."""
    path = book(tmp_path, "V1", "V2")
    export(FileWorkbook(path), DAY, NOW)
    sent(FileWorkbook(path), Order(BATCH, DAY, "Kim"), NOW)
    return rejected(path, FIRST, SECOND)


def resend(path, *names, now=LATER):
    return export(FileWorkbook(path), now.date(), now, follow=[(Kind.RESENT, name) for name in names])


def claim(path, claim_id):
    (found,) = [row for row in rows(path, "claims") if row["claim_id"] == claim_id]
    return found


def new_number(path, claims="Y"):
    workbook = FileWorkbook(path, fill=True)
    payers = dict.fromkeys(row["payer_id"] for row in rows(path, "claims"))
    lines = {
        "payer_id": list(payers),
        "rule_key": ["new_pcn_on_resubmit"] * len(payers),
        "value": [claims] * len(payers),
        "code": ["*"] * len(payers),
    }
    workbook.append("payer_rules", lines, by="office")
    workbook.save()
    return path


def in_lists(path):
    """Return which of the two visits stand in which list; those before them went out long ago."""
    found = leaks(FileWorkbook(path), LATER.date()).found
    lists = {leak: [v for v in found.of(leak)["visit_id"] if v in ("V1", "V2")] for leak in Leak}
    return {leak: those for leak, those in lists.items() if those}


def test_it_goes_under_its_own_number_as_its_rows_say_now(clinic):
    before = claim(clinic, FIRST)
    typed(clinic, "coverage", "member_id", before["coverage_id"], "MENDED77")
    done = resend(clinic, FIRST)
    (found,) = read_claims(done.files[0])
    assert (found.claim_id, found.frequency, found.references.get("F8")) == (FIRST, "1", None)
    assert "MENDED77" in done.files[0].read_text(encoding="ascii")
    after = claim(clinic, FIRST)
    assert (after["status"], after["batch_id"], after["status_since"].date()) == (
        "BATCHED",
        "B000102",
        LATER.date(),
    )
    assert {name: after[name] for name in KEPT} == {name: before[name] for name in KEPT}
    assert (after["first_submitted_on"].date(), after["rejections"]) == (DAY, 1)
    assert after["deadline_tfl"] == before["deadline_tfl"]
    assert states(clinic) == {FIRST: "BATCHED", SECOND: "REJECTED"}
    assert visits(clinic)["V1-1"] == (FIRST, "BATCHED")
    assert len([row for row in rows(clinic, "claim_lines") if row["claim_id"] == FIRST]) == 1


def test_sent_again_it_keeps_its_first_day_and_can_be_rejected_again(clinic):
    resend(clinic, FIRST)
    later = LATER + dt.timedelta(days=1)
    sent(FileWorkbook(clinic), Order("B000102", later.date(), "Kim"), later)
    after = claim(clinic, FIRST)
    assert after["status"] == "SUBMITTED"
    assert (after["first_submitted_on"].date(), after["last_submitted_on"].date()) == (DAY, later.date())
    rejected(clinic, FIRST)
    after = claim(clinic, FIRST)
    assert (after["rejections"], after["first_rejected_on"].date()) == (2, LATER.date())
    third = resend(clinic, FIRST)
    assert [found.claim_id for found in read_claims(third.files[0])] == [FIRST]


def test_a_mended_line_is_written_over_the_old_one(clinic):
    typed(clinic, "visits", "dx2", "V1", None)
    typed(clinic, "visits", "ptr2", "V1", None)
    assert claim(clinic, FIRST)["dx2"]
    resend(clinic, FIRST)
    (line,) = [row for row in rows(clinic, "claim_lines") if row["claim_id"] == FIRST]
    assert line["ptrs"] == ("1",)
    assert not claim(clinic, FIRST)["dx2"]
    found = [f.rule for f in plan(FileWorkbook(clinic), LATER.date()).checked.outcome.findings]
    assert not [rule for rule in found if rule.startswith("CLM")]


def test_the_whole_batch_goes_again_and_the_old_one_still_ties(clinic):
    done = resend(clinic, BATCH)
    assert [found.claim_id for found in read_claims(done.files[0])] == [FIRST, SECOND]
    first, second = batches(FileWorkbook(clinic))
    assert (first.status, first.claims, first.cents, first.ties) == ("SENT", 2, 32_100, True)
    assert first.states == {"rejected, no longer in it": 2}
    assert (second.claims, second.cents, second.ties) == (2, 32_100, True)
    assert "as it was written" in reprint(FileWorkbook(clinic), BATCH)[1]
    with pytest.raises(Refused, match="No claim of batch B000101 is rejected"):
        resend(clinic, BATCH)


def test_the_journal_tells_both_steps(clinic):
    resend(clinic, FIRST)
    (_, reserved), (_, booked) = events(clinic, RESERVED), events(clinic, BOOKED)
    assert reserved.detail["again"] == {FIRST: "REJECTED"}
    assert booked.detail["before"]["moves"] == {"REJECTED to READY": [FIRST]}
    assert booked.detail["moves"] == {"READY to BATCHED": [FIRST]}
    assert (booked.detail["before"]["event"], booked.detail["event"]) == ("MENDED_ANEW", "PUT_IN_BATCH")


def test_export_leaves_it_and_says_so(clinic):
    planned = plan(FileWorkbook(clinic), LATER.date())
    assert list(planned.drafts) == []
    assert planned.sentence().endswith("2 visits on rejected claims: mend, then resend.")


def test_what_is_still_wrong_stays(clinic):
    typed(clinic, "visits", "mod1", "V2", None)
    with pytest.raises(Refused, match=r"It cannot go before row \d+: [A-Z]{3}-\d{3}"):
        resend(clinic, SECOND)
    done = resend(clinic, BATCH)
    assert [found.claim_id for found in read_claims(done.files[0])] == [FIRST]
    assert states(clinic) == {FIRST: "BATCHED", SECOND: "REJECTED"}
    assert "1 visit held by errors" in done.sentence()


@pytest.mark.parametrize("state", ["BATCHED", "SUBMITTED", "ACCEPTED"])
def test_a_claim_that_was_not_rejected_is_refused(clinic, state):
    resend(clinic, FIRST)
    if state != "BATCHED":
        sent(FileWorkbook(clinic), Order("B000102", LATER.date(), "Kim"), LATER)
    if state == "ACCEPTED":
        rejected(clinic, FIRST, event=Event.TAKEN_IN)
    with pytest.raises(Refused, match=f"is {state}: only a claim that was rejected is sent again"):
        resend(clinic, FIRST)
    assert len(rows(clinic, "batches")) == 2


def test_taken_back_it_waits_and_goes_again(clinic):
    resend(clinic, FIRST)
    said = unbatch(FileWorkbook(clinic), Order("B000102", LATER.date(), "Kim", "too early"), LATER).sentence
    assert "1 claim rejected before can be sent again (resend)" in said and "are free" not in said
    after = claim(clinic, FIRST)
    assert (after["status"], after["batch_id"], after["rejections"]) == ("READY", None, 1)
    assert after["deadline_tfl"] is not None
    assert visits(clinic)["V1-1"] == (FIRST, "READY")
    assert in_lists(clinic) == {Leak.NOT_BILLED: ["V1", "V2"]}
    assert "2 visits on rejected claims" in plan(FileWorkbook(clinic), LATER.date()).sentence()
    done = resend(clinic, FIRST)
    assert [found.claim_id for found in read_claims(done.files[0])] == [FIRST]
    assert states(clinic) == {FIRST: "BATCHED", SECOND: "REJECTED"}
    (*_, last) = events(clinic, BOOKED)
    assert "before" not in last.detail


def test_a_payer_may_want_a_new_number(clinic):
    before = claim(clinic, FIRST)
    done = resend(new_number(clinic), FIRST)
    (found,) = read_claims(done.files[0])
    new = found.claim_id
    assert (new, found.frequency) == ("CR26-000103", "1")
    after = claim(clinic, new)
    assert (after["parent_claim_id"], after["replaces_claim_id"], after["frequency"]) == (FIRST, FIRST, "1")
    assert [after[name] for name in KEPT[:3]] == [before[name] for name in KEPT[:3]]
    assert after["created_on"].date() == LATER.date()
    assert states(clinic) == {FIRST: "REJECTED", SECOND: "REJECTED", new: "BATCHED"}
    assert visits(clinic)["V1-1"] == (new, "BATCHED")
    with pytest.raises(Refused, match=f"{FIRST} is followed by {new} already"):
        resend(clinic, FIRST)
    sent(FileWorkbook(clinic), Order("B000102", LATER.date(), "Kim"), LATER)
    assert states(clinic) == {FIRST: "REPLACED", SECOND: "REJECTED", new: "SUBMITTED"}
    assert claim(clinic, new)["first_submitted_on"].date() == DAY
    assert claim(clinic, FIRST)["rejections"] == 1


def test_a_new_number_taken_back_leaves_the_rejected_claim(clinic):
    resend(new_number(clinic), FIRST)
    unbatch(FileWorkbook(clinic), Order("B000102", LATER.date(), "Kim", "too early"), LATER)
    assert visits(clinic)["V1-1"] == (FIRST, "REJECTED")
    done = resend(clinic, FIRST)
    assert [found.claim_id for found in read_claims(done.files[0])] == ["CR26-000104"]


@pytest.mark.parametrize("how", ["N", "Y"])
def test_money_is_counted_once(clinic, how):
    whole = age(FileWorkbook(clinic), LATER.date()).as_json()["total"]
    resend(new_number(clinic, how), BATCH)
    assert age(FileWorkbook(clinic), LATER.date()).as_json()["total"] == whole
    assert in_lists(clinic) == {Leak.NOT_SENT: ["V1", "V2"]}


@pytest.mark.parametrize("how", ["N", "Y"])
def test_an_old_copy_put_back_does_it_again(clinic, how):
    new_number(clinic, how)
    old = copied(clinic, "old.xlsx")
    resend(clinic, BATCH)
    sent(FileWorkbook(clinic), Order("B000102", LATER.date(), "Kim"), LATER)
    now = (states(clinic), visits(clinic), claim(clinic, FIRST)["rejections"])
    lines = sorted(str(row) for row in rows(clinic, "claim_lines"))
    old.replace(clinic)
    said = settle_if_needed(FileWorkbook(clinic), LATER)
    assert len(said) == 2 and all("older than its journal" in sentence for sentence in said)
    assert (states(clinic), visits(clinic), claim(clinic, FIRST)["rejections"]) == now
    assert sorted(str(row) for row in rows(clinic, "claim_lines")) == lines


def test_a_copy_from_before_the_rejection_comes_out_the_same(tmp_path):
    path = book(tmp_path, "V1", "V2")
    export(FileWorkbook(path), DAY, NOW)
    sent(FileWorkbook(path), Order(BATCH, DAY, "Kim"), NOW)
    old = copied(path, "old.xlsx")
    resend(rejected(path, FIRST), FIRST)
    old.replace(path)
    settle_if_needed(FileWorkbook(path), LATER)
    after = claim(path, FIRST)
    assert (after["status"], after["rejections"], after["batch_id"]) == ("BATCHED", 1, "B000102")
    assert after["first_rejected_on"].date() == LATER.date()
    assert batch(path, "B000102")["n_claims"] == 1


@pytest.mark.parametrize("how", ["N", "Y"])
def test_money_the_patient_paid_meanwhile_stays(clinic, how):
    workbook = FileWorkbook(new_number(clinic, how))
    columns = {"payment_id": ["PP1"], "claim_id": [FIRST], "row_type": ["PATIENT"], "paid": [30.0]}
    workbook.append("payments", columns | {"post_status": ["POSTED"]})
    workbook.save()
    before = claim(clinic, FIRST)
    (found,) = read_claims(resend(clinic, FIRST).files[0])
    after = claim(clinic, found.claim_id)
    assert after["patient_paid"] == before["patient_paid"] + 3_000
    assert after["balance"] == before["balance"] - 3_000

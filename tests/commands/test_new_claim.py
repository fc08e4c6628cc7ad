"""A denied claim goes out as a new one (frequency 1): where somebody asks for it, once, its money untouched."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from tests.claims.test_again import with_second_payer
from tests.commands.clinics import copied, events, rows, states
from tests.commands.test_decide import order
from tests.denied_case import DENIAL, PARENT, denied, rules
from tests.workbooks import write_workbook
from xl_massbill.claims.denials.rows import Decision
from xl_massbill.claims.following import Kind
from xl_massbill.claims.ledger import open_items
from xl_massbill.commands.batch_orders import Order, sent, unbatch
from xl_massbill.commands.deeds import BOOKED
from xl_massbill.commands.export import export
from xl_massbill.commands.orders import Order as Said
from xl_massbill.commands.settle import settle_if_needed
from xl_massbill.commands.undecide import undecide
from xl_massbill.errors import Refused
from xl_massbill.forms.x837p import read_claims
from xl_massbill.hosts.file import FileWorkbook
from xl_massbill.practice import Lines, Records

NOW = dt.datetime(2026, 6, 15, 9)
DAY = NOW.date()
NEW = "CR26-000110"
MONEY = ("total_charge", "paid_total", "contractual_total", "pr_total", "other_adj_total", "balance")


def tables(*, status="DENIED", first=None, second=None, more_rules=()):
    """Return case 9 with both lines denied, its row mended since."""
    nothing = {"paid_total": 0.0, "contractual_total": 0.0, "pr_total": 0.0, "patient_paid": 20.0}
    found = denied(claim={"status": status, "balance": 166.0, "first_accepted_on": None, **nothing})
    found["visits"][-1] |= {"mod1": "GP", "mod2": "59"}
    for row in found["visits"]:
        if row["claim_id"] == PARENT:
            row["billing_status"] = status
    for row in found["claim_lines"]:
        row |= {"denied": True, "paid": 0.0, "co_adj": 0.0, "pr_copay": 0.0, "carc_list": "16"}
    asked = {"carc": "16", "rarcs": "MA130"}
    found["denials"] = [
        DENIAL | asked | {"denial_id": "DN0001", "line_no": 1, "amount": 96.0} | (first or {}),
        DENIAL | asked | {"denial_id": "DN0002", "line_no": 2, "amount": 90.0} | (second or {}),
    ]
    found["payer_rules"] += [row for one in more_rules for row in rules(**one)]
    return found


@pytest.fixture
def book(tmp_path):
    return lambda **more: write_workbook(tmp_path / "clinic.xlsx", tables(**more))


def anew(path, claim=PARENT):
    return export(FileWorkbook(path), DAY, NOW, follow=[(Kind.ANEW, claim)])


def undecided(path):
    said = Said("Kim", DAY, "decided for the wrong line")
    return undecide(FileWorkbook(path), "DN0001", said, NOW).sentence


def mark_sent(path, batch="B000101"):
    sent(FileWorkbook(path), Order(batch, DAY, "Kim"), NOW)


def batch_of(path):
    return rows(path, "batches")[-1]["batch_id"]


def on_claim(path):
    return {(r["claim_id"], r["billing_status"]) for r in rows(path, "visits") if r["visit_id"] == "V9"}


def claim(path, claim_id):
    (found,) = [row for row in rows(path, "claims") if row["claim_id"] == claim_id]
    return found


def owed(path):
    return open_items(Lines(Records(FileWorkbook(path)), DAY)).total


def test_it_is_a_claim_of_its_own_with_a_new_number_and_no_word_of_the_payers(book):
    path = book()
    (found,) = read_claims(anew(path).files[0])
    assert (found.claim_id, found.frequency, found.references.get("F8")) == (NEW, "1", None)
    row = claim(path, NEW)
    assert (row["parent_claim_id"], row["replaces_claim_id"], row["frequency"]) == (PARENT, PARENT, "1")
    assert all(pd.isna(row[n]) for n in ("original_ref_no", "icn", "rejections", "first_submitted_on"))
    assert row["deadline_tfl"].date() == dt.date(2026, 5, 19) + dt.timedelta(days=90), "it must be filed, too"
    assert [r["code"] for r in rows(path, "claim_lines") if r["claim_id"] == NEW] == ["97140", "97124"]


def test_the_old_claim_gives_way_when_the_new_one_is_sent_and_keeps_its_money(book):
    path = book()
    before, whole = claim(path, PARENT), owed(path)
    anew(path)
    assert states(path) == {PARENT: "DENIED", NEW: "BATCHED"}
    assert on_claim(path) == {(NEW, "BATCHED")}
    assert owed(path) == whole, "the charge counts once"
    mark_sent(path, batch_of(path))
    assert states(path) == {PARENT: "REPLACED", NEW: "SUBMITTED"}
    assert on_claim(path) == {(NEW, "SUBMITTED")}
    after = claim(path, PARENT)
    assert [after[name] for name in MONEY] == [before[name] for name in MONEY]
    assert owed(path) == whole
    with pytest.raises(Refused, match=f"Claim {PARENT} is REPLACED"):
        anew(path)


def test_taken_back_everything_is_as_it_was_and_the_number_is_gone(book):
    path = book()
    before = claim(path, PARENT)
    anew(path)
    with pytest.raises(Refused, match=r"is followed by CR26-000110 already, which lies in batch B\d+"):
        anew(path)
    unbatch(FileWorkbook(path), Order(batch_of(path), DAY, "Kim", "not yet"), NOW)
    assert on_claim(path) == {(PARENT, "DENIED")}
    assert str(claim(path, PARENT)) == str(before)
    assert [c.claim_id for c in read_claims(anew(path).files[0])] == ["CR26-000111"]


@pytest.mark.parametrize(
    ("decision", "kind"), [(Decision.NEW, Kind.ANEW), (Decision.CORRECT, Kind.CORRECTED)]
)
def test_a_decision_whose_claim_lies_in_a_batch_is_not_taken_back(book, decision, kind):
    path = book(first={"carc": "4", "rarcs": None}, second={"carc": "4", "rarcs": None})
    order(path, decision)
    export(FileWorkbook(path), DAY, NOW, follow=[(kind, PARENT)])
    before = path.read_bytes()
    with pytest.raises(Refused, match=rf"lies in batch {batch_of(path)}: take that batch back first"):
        undecided(path)
    assert path.read_bytes() == before
    unbatch(FileWorkbook(path), Order(batch_of(path), DAY, "Kim", "not yet"), NOW)
    assert undecided(path) == (
        f"Decision {decision} about denial DN0001 is taken back: all figures are as before."
    )


def test_nor_one_whose_claim_to_the_next_payer_does(tmp_path):
    found = with_second_payer(denied())
    found["visits"][-1] |= {"mod1": None, "mod2": "59"}
    path = write_workbook(tmp_path / "clinic.xlsx", found)
    order(path, Decision.NEXT_PAYER)
    export(FileWorkbook(path), DAY, NOW, follow=[(Kind.NEXT_PAYER, PARENT)])
    with pytest.raises(Refused, match=f"Claim {PARENT}S was made of this decision and lies in batch"):
        undecided(path)


def test_an_old_copy_put_back_gets_it_again(book):
    path = book()
    old = copied(path, "old.xlsx")
    anew(path)
    mark_sent(path, batch_of(path))
    now = (states(path), on_claim(path), str(rows(path, "claim_lines")))
    old.replace(path)
    assert len(settle_if_needed(FileWorkbook(path), NOW)) == 2
    assert (states(path), on_claim(path), str(rows(path, "claim_lines"))) == now
    assert len(events(path, BOOKED)) == 2


REMARKS = [
    ({"rarcs": "MA130"}, ""),
    ({"rarcs": "N142"}, ""),
    ({"carc": "239", "rarcs": None}, ""),
    ({"carc": "4", "rarcs": None, "decision": "NEW"}, ""),
    ({"carc": "4", "rarcs": None}, "nothing on sheet Denials says that the payer wants a new claim"),
    ({"carc": "50", "rarcs": None, "decision": "CORRECT"}, "send a corrected one"),
    ({"rarcs": "MA130", "decision": "CORRECT"}, "send a corrected one"),
    ({"decision": "PATIENT"}, "DN0001 of claim CR26-000109 was decided PATIENT"),
    ({"decision": "WRITE_OFF"}, "was decided WRITE_OFF: a new claim would bill that line again"),
    ({"decision": "APPEAL", "appeal_sent_on": dt.date(2026, 6, 10), "appeal_result": "OPEN"}, "not been answered"),
]  # fmt: skip


@pytest.mark.parametrize(("denial", "words"), REMARKS)
def test_it_goes_only_where_the_payer_or_the_office_asks_for_it(book, denial, words):
    path = book(first=denial, second={"carc": "4", "rarcs": None})
    if words:
        with pytest.raises(Refused, match=words):
            anew(path)
        assert states(path) == {PARENT: "DENIED"}
    else:
        assert [c.claim_id for c in read_claims(anew(path).files[0])] == [NEW]


def test_a_payer_that_takes_no_replacement_gets_a_new_one(book):
    plain = {"carc": "4", "rarcs": None}
    path = book(first=plain, second=plain, more_rules=[{"freq7_on_full_denial": "N"}])
    assert [c.claim_id for c in read_claims(anew(path).files[0])] == [NEW]


@pytest.mark.parametrize("status", ["PAID", "PAID_PARTIAL", "APPEALED", "CLOSED", "SUBMITTED", "REJECTED"])
def test_only_a_denied_claim_goes_anew(book, status):
    words = "rejected before the payer judged it" if status == "REJECTED" else f"is {status}: it goes out as"
    with pytest.raises(Refused, match=words):
        anew(book(status=status))


def test_a_claim_to_the_second_payer_goes_anew_with_what_the_first_has_said(tmp_path):
    found, second = with_second_payer(denied()), f"{PARENT}S"
    found["claims"][0]["status"] = "FORWARDED"
    found["visits"][-1] |= {"mod1": None, "mod2": "59"}
    own = {"claim_id": second, "payer_seq": "S", "parent_claim_id": PARENT, "status": "DENIED", "icn": None}
    found["claims"].append(found["claims"][0] | own | {"coverage_id": "C9S", "payer_id": "EHP01"})
    found["claim_lines"] += [row | {"claim_id": second} for row in found["claim_lines"]]
    found["denials"] = [DENIAL | {"claim_id": second, "carc": "16", "rarcs": "N142"}]
    path = write_workbook(tmp_path / "clinic.xlsx", found)
    (new,) = read_claims(anew(path, second).files[0])
    assert (new.claim_id, new.frequency) == (f"{PARENT}S2", "1")
    assert claim(path, new.claim_id)["replaces_claim_id"] == second
    row = claim(path, new.claim_id)
    assert (row["parent_claim_id"], row["payer_seq"], row["payer_id"]) == (PARENT, "S", "EHP01")
    mark_sent(path, batch_of(path))
    assert states(path) == {PARENT: "FORWARDED", second: "REPLACED", new.claim_id: "SUBMITTED"}
    assert on_claim(path) == {(PARENT, "PAID_PARTIAL")}, "the visits stay with the first payer's claim"


def test_what_is_still_wrong_in_its_rows_keeps_it_at_home(tmp_path):
    found = tables()
    found["visits"][-1] |= {"mod1": None, "mod2": None}
    with pytest.raises(Refused, match=r"It cannot go before row \d+: [A-Z]{3}-\d{3}"):
        anew(write_workbook(tmp_path / "clinic.xlsx", found))


def test_what_is_decided_new_says_how_it_is_made(book):
    assert f"Mend the rows of {PARENT}, then `xl-massbill new-claim` by 2026-10-06" in order(
        book(), Decision.NEW
    )
    said = order(book(status="PAID_PARTIAL"), Decision.NEW)
    assert "was paid in part" in said and "by hand by 2026-10-06" in said

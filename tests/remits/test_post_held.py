"""A held payment is posted at a person's word: its difference stands on a row, and every sum ties."""

from __future__ import annotations

import pytest

from tests.commands.clinics import copied, events, rows
from tests.remits.files835 import Claim, Line, file_of, segments
from tests.remits.posted import ANSWERS, NOW, book, everything, money, post
from xl_massbill.commands.audit import entries
from xl_massbill.commands.deposits import deposits
from xl_massbill.commands.post_held import post_held
from xl_massbill.commands.post_settle import BEGUN
from xl_massbill.commands.settle import settle_if_needed
from xl_massbill.commands.undo_posting import undo_posting
from xl_massbill.errors import Refused
from xl_massbill.hosts.file import FileWorkbook
from xl_massbill.practice import Records
from xl_massbill.practice.balance import faults
from xl_massbill.rules.run import check

ONE = "CR26-000101"
C01 = (ANSWERS / "C01.835").read_text()
WHY = "fee of the transfer, told by the payer on the phone"
PAID = Claim(ONE, "1", [Line("97124", (), 4, 18_000, 10_300, [("CO", "45", 5_200), ("PR", "3", 2_500)], f"{ONE}-1")])  # fmt: skip


def short(cents, *plb, trace="E1"):
    """Return a remittance whose payment is so many cents below its claims and provider adjustments."""
    lines = segments([PAID], list(plb), trace=trace, full=False)
    moved = sum(amount for *_, amount in plb)
    told, is_paid = (
        f"BPR*I*{(10_300 - moved) / 100:.2f}".rstrip("0").rstrip("."),
        (10_300 - moved - cents) / 100,
    )
    changed = [line.replace(told, f"BPR*I*{is_paid:.2f}", 1) for line in lines]
    assert changed != lines
    return file_of(changed)


def held(tmp_path, cents=200, *plb):
    path = book(tmp_path, ONE, patient_paid=25.0)
    (applied,) = post(path, short(cents, *plb))
    assert applied.posting.held and money(path, ONE)[0] == "ACCEPTED"
    return path


def order(path, remit="RM000001", by="Kim", why=WHY):
    return post_held(FileWorkbook(path), remit, NOW.date(), NOW, by, why, "office").sentence


def ties(path):
    records = Records(FileWorkbook(path))
    return faults(records["remits"], records["payments"], records["plb"]) == []


@pytest.mark.parametrize("cents", [200, -150])
@pytest.mark.parametrize("plb", [(), (("L6", "INT", -75), ("WO", "OLD", 1_000))])
def test_the_difference_stands_on_a_row_and_every_sum_ties(tmp_path, cents, plb):
    path = held(tmp_path, cents, *plb)
    assert not ties(path)
    said = order(path)
    assert said.startswith("Remittance RM000001 is posted as RM000002 at the word of Kim")
    assert money(path, ONE) == ("CLOSED", "NONE", 10_300, 5_200, 2_500, 2_500, 0)
    (row,) = [row for row in rows(path, "plb") if row["reason"] == "OFF"]
    assert (int(row["amount"]), row["remit_id"], row["reference"]) == (cents, "RM000002", "RM000001 Kim")
    (remit,) = rows(path, "remits")
    assert int(remit["amount"]) == 10_300 - sum(a for *_, a in plb) - cents and remit["posted_by"] == "Kim"
    assert len(rows(path, "plb")) == len(plb) + 1 and ties(path)


def test_the_row_warns_until_somebody_explains_it(tmp_path):
    path = held(tmp_path)
    order(path)
    told = [f.message for f in check(Records(FileWorkbook(path)), NOW.date()).findings if f.rule == "RMT-008"]
    assert told == ["Provider-level adjustment OFF 2.00 is not explained. Find the claim it belongs to."]


def test_the_log_says_who_why_and_how_much(tmp_path):
    path = held(tmp_path)
    order(path)
    begun = events(path, BEGUN)[-1]
    assert (begun.detail["by"], begun.detail["why"], begun.detail["override"]["cents"]) == ("Kim", WHY, 200)
    told = next(one for one in reversed(entries(FileWorkbook(path))) if one.event.seq == begun.seq)
    assert (told.cells["reason"], told.cells["remit_id"]) == (WHY, "RM000002")


WRONG = [
    (C01.replace("AMT*B6*128~", "").replace("CAS*CO*45*52", "CAS*CO*45*51"), "line 1: paid 103.00"),
    (C01.replace("CLP*CR26-000101*1*180*103*25", "CLP*CR26-000101*1*180*104*25"), "paid 104.00"),
    (C01.replace("CLP*CR26-000101*1*180*", "CLP*CR26-000101*1*181*"), "CR26-000101"),
]


@pytest.mark.parametrize(("text", "words"), WRONG)
def test_a_claim_that_does_not_add_up_stays_held(tmp_path, text, words):
    path = book(tmp_path, ONE, patient_paid=25.0)
    assert text != C01
    post(path, text)
    before = path.read_bytes()
    with pytest.raises(Refused, match=f"stays held: .*{words}"):
        order(path)
    assert path.read_bytes() == before and money(path, ONE)[0] == "ACCEPTED"


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"by": " "}, "who has the payer's word"),
        ({"why": "a fee"}, "in 10 characters"),
        ({"why": "June Harper has said so"}, "name a patient"),
        ({"remit": "RM000009"}, "no remittance RM000009"),
    ],
)
def test_an_order_without_what_it_needs_is_refused(tmp_path, more, words):
    path = held(tmp_path)
    before = path.read_bytes()
    with pytest.raises(Refused, match=words):
        order(path, **more)
    assert path.read_bytes() == before


def test_what_is_posted_is_not_posted_again(tmp_path):
    path = held(tmp_path)
    order(path)
    with pytest.raises(Refused, match="RM000002 is not held"):
        order(path, "RM000002")
    (again,) = post(path, short(200))
    assert "nothing is posted twice" in again.refused


def test_it_is_taken_back_like_every_posting_and_is_held_again(tmp_path):
    path = held(tmp_path)
    before = everything(path)
    order(path)
    said = undo_posting(FileWorkbook(path), "RM000002", NOW, "Kim").sentence
    assert said.endswith("as they were before it. Remittance RM000001 is held again.")
    assert money(path, ONE)[0] == "ACCEPTED"
    assert everything(path) == before, "the held one stands there again"
    assert settle_if_needed(FileWorkbook(path), NOW, "Kim") == []


@pytest.mark.parametrize("which", ["empty", "held"])
def test_an_old_copy_put_back_is_posted_again(tmp_path, which):
    path = book(tmp_path, ONE, patient_paid=25.0)
    empty = copied(path, "empty.xlsx")
    post(path, short(200))
    old = copied(path, "held.xlsx") if which == "held" else empty
    order(path)
    now = everything(path)
    old.replace(path)
    assert settle_if_needed(FileWorkbook(path), NOW, "Kim")
    assert money(path, ONE) == ("CLOSED", "NONE", 10_300, 5_200, 2_500, 2_500, 0)
    assert everything(path) == now
    assert settle_if_needed(FileWorkbook(path), NOW, "Kim") == []


def test_in_an_old_copy_a_held_one_gives_way_again_to_the_file_that_adds_up(tmp_path):
    path = book(tmp_path, ONE, patient_paid=25.0)
    post(path, C01.replace("*103**4", "*104**4"))
    old = copied(path, "old.xlsx")
    post(path, C01)
    now = everything(path)
    old.replace(path)
    settle_if_needed(FileWorkbook(path), NOW, "Kim")
    assert everything(path) == now and len(rows(path, "remits")) == 1


def test_the_bank_has_what_the_payer_says(tmp_path):
    path = held(tmp_path)
    order(path)
    found = deposits(FileWorkbook(path)).text()
    assert "RM000002" in found and "101.00" in found

"""A denied line that the payer pays after all: it stands on no list any more, and its write-off comes back."""

from __future__ import annotations

import pytest

from tests.commands.clinics import copied, rows
from tests.remits.files835 import Claim, Line, file_of, segments
from tests.remits.posted import NOW, book, everything, money, post, tables
from tests.workbooks import write_workbook
from xl_massbill.aging.claim_facts import claim_facts
from xl_massbill.claims.denials.rows import Decision
from xl_massbill.commands.credits import credits_of, text
from xl_massbill.commands.decide import decide
from xl_massbill.commands.denial_list import denial_list
from xl_massbill.commands.denial_orders import Order
from xl_massbill.commands.settle import settle_if_needed
from xl_massbill.commands.undecide import undecide
from xl_massbill.commands.undo_posting import undo_posting
from xl_massbill.errors import Refused
from xl_massbill.hosts.file import FileWorkbook
from xl_massbill.practice import Records

ONE, DAY = "CR26-000109", NOW.date()
FIRST = Claim(ONE, "1", [
    Line("97140", ("GP",), 2, 9_600, 5_000, [("CO", "45", 2_600), ("PR", "3", 2_000)], f"{ONE}-1"),
    Line("97124", ("59",), 2, 9_000, 0, [("CO", "50", 9_000)], f"{ONE}-2"),
], icn="A1")  # fmt: skip
AFTER_ALL = Claim(ONE, "1", [
    FIRST.lines[0], Line("97124", ("59",), 2, 9_000, 6_000, [("CO", "45", 3_000)], f"{ONE}-2"),
], icn="A2")  # fmt: skip
ANEW = Claim(ONE, "1", [
    FIRST.lines[0], Line("97124", ("59",), 2, 9_000, 0, [("CO", "97", 9_000)], f"{ONE}-2"),
], icn="A2")  # fmt: skip
WHOLE = Claim(ONE, "4", [
    Line("97140", ("GP",), 2, 9_600, 0, [("CO", "29", 9_600)], f"{ONE}-1"),
    Line("97124", ("59",), 2, 9_000, 0, [("CO", "29", 9_000)], f"{ONE}-2"),
], icn="A1")  # fmt: skip


def again(path, first, then):
    return post(path, file_of(segments([first.reversed(), then], [], trace="E2")))


def write_off(path, denial="DN0001"):
    order = Order("Kim", DAY, "too small to fight for")
    decide(FileWorkbook(path), denial, Decision.WRITE_OFF, order, NOW, approved_by="Robin")


def back(path, denial="DN0001"):
    return undecide(FileWorkbook(path), denial, Order("Kim", DAY, "paid after all"), NOW).sentence


def listed(path):
    return [one.denial.denial_id for one in denial_list(FileWorkbook(path), DAY)]


def is_open(path):
    return claim_facts(Records(FileWorkbook(path)), DAY)[ONE].open_denied


@pytest.mark.parametrize(("then", "left"), [(AFTER_ALL, []), (ANEW, ["DN0002"])])
def test_what_is_not_denied_any_more_is_on_no_list(tmp_path, then, left):
    path = book(tmp_path, ONE, patient_paid=0.0)
    post(path, file_of(segments([FIRST], [], trace="E1")))
    assert listed(path) == ["DN0001"] and is_open(path)
    again(path, FIRST, then)
    assert listed(path) == left and is_open(path) is bool(left)
    with pytest.raises(Refused, match="nothing of denial DN0001 is open"):
        write_off(path)


def test_a_write_off_is_taken_out_of_what_was_posted_since(tmp_path):
    path = book(tmp_path, ONE, patient_paid=0.0)
    post(path, file_of(segments([FIRST], [], trace="E1")))
    write_off(path)
    (applied,) = again(path, FIRST, AFTER_ALL)
    old = copied(path, "old.xlsx")
    assert money(path, ONE)[-1] == 2_000 - 9_000
    (credit,) = credits_of(FileWorkbook(path), DAY)
    assert (credit.cents, credit.kind) == (9_000, "INSURANCE") and credit.waits.startswith(
        "DN0001 was written"
    )
    said = back(path)
    assert said.endswith("what was posted since stands; the claim is PATIENT_DUE with a balance of $20.00.")
    assert money(path, ONE) == ("PATIENT_DUE", "PATIENT", 11_000, 5_600, 2_000, 0, 2_000)
    assert credits_of(FileWorkbook(path), DAY) == [] and listed(path) == []
    assert not [row for row in rows(path, "payments") if row["row_type"] == "WRITE_OFF"]
    now = everything(path)
    with pytest.raises(Refused, match="something else has happened"):
        undo_posting(FileWorkbook(path), applied.remit_id, NOW, "Kim")
    old.replace(path)
    assert len(settle_if_needed(FileWorkbook(path), NOW, "Kim")) == 1
    assert everything(path) == now


def test_a_claim_written_off_and_paid_after_all_is_weighed_anew(tmp_path):
    path = book(tmp_path, ONE, patient_paid=0.0)
    post(path, file_of(segments([WHOLE], [], trace="E1")))
    write_off(path)
    write_off(path, "DN0002")
    assert money(path, ONE)[:2] == ("WRITTEN_OFF", "NONE")
    post(path, file_of(segments([AFTER_ALL], [], trace="E2")))
    back(path)
    back(path, "DN0002")
    assert money(path, ONE) == ("PATIENT_DUE", "PATIENT", 11_000, 5_600, 2_000, 0, 2_000)


def test_other_decisions_still_stand_in_the_way(tmp_path):
    path = book(tmp_path, ONE, patient_paid=0.0)
    post(path, file_of(segments([FIRST], [], trace="E1")))
    decide(FileWorkbook(path), "DN0001", Decision.CORRECT, Order("Kim", DAY, ""), NOW)
    again(path, FIRST, AFTER_ALL)
    with pytest.raises(Refused, match="something else has happened to claim"):
        back(path)


@pytest.mark.parametrize(("frequency", "status"), [("8", "VOIDED"), ("7", "REPLACED")])
def test_what_the_payer_takes_back_itself_is_not_sent_back(tmp_path, frequency, status):
    made = tables(ONE, patient_paid=0.0, status=status, paid_total=50.0, contractual_total=26.0)
    follower = dict(made["claims"][0]) | {
        "claim_id": f"{ONE}X",
        "replaces_claim_id": ONE,
        "frequency": frequency,
    }
    follower |= {"status": "SUBMITTED" if frequency == "8" else "PAID", "balance": 0.0}
    follower |= {"paid_total": 0.0 if frequency == "8" else 160.0, "contractual_total": 0.0}
    path = write_workbook(tmp_path / "clinic.xlsx", made | {"claims": [made["claims"][0], follower]})
    (credit,) = credits_of(FileWorkbook(path), DAY)
    assert credit.cents == (7_600 if frequency == "8" else 5_000)
    assert credit.waits == f"the payer has to take back its answer to {ONE} itself, by a reversal"
    assert text([credit], DAY).splitlines()[-1].startswith("0 credits, $0.00 to give back")

"""Deposits beside remittances: what is not in the bank, and sums that tie."""

from __future__ import annotations

from tests.remits.posted import ANSWERS, book, post
from tests.remits.test_eob import CASE_5, PAID, run, with_eob
from xl_massbill.commands.deposits import deposits
from xl_massbill.hosts.file import FileWorkbook


def test_money_that_is_not_in_the_bank_is_listed(tmp_path):
    path = book(tmp_path, "CR26-000101", "CR26-000106")
    post(path, "C01.835")
    post(path, "C06.835")
    found = deposits(FileWorkbook(path))
    assert found.ties and (found.claims, found.advices, found.bank) == (21_509, 21_509, 0)
    assert [one.remit_id for one in found.open] == ["RM000001", "RM000002"]
    workbook = FileWorkbook(path)
    workbook.write("remits", {"deposit_amount": [103.0, 112.0]}, by="Kim")
    workbook.save()
    found = deposits(FileWorkbook(path))
    assert [(one.remit_id, one.deposit) for one in found.open] == [("RM000002", 11_200)]
    assert "not in the bank $0.09" in found.text()


def test_money_of_patients_and_amounts_of_no_claim_are_in_the_sums(tmp_path):
    rows = [row | {"check_amount": 91.25} for row in CASE_5]
    head = {name: rows[0][name] for name in ("payer_id", "check_no", "payment_date", "check_amount")}
    more = [head | {"plb_reason": "WO", "plb_taken": 40.0}, head | {"plb_reason": "L6", "plb_added": 1.25}]
    path = with_eob(tmp_path, *rows, *more, patient=[PAID])
    run(path)
    found = deposits(FileWorkbook(path))
    assert found.ties and (found.claims, found.provider, found.advices) == (18_000, 3_875, 14_125)


def test_a_row_that_went_missing_shows(tmp_path):
    path = book(tmp_path, "CR26-000101")
    post(path, "C01.835")
    workbook = FileWorkbook(path)
    workbook.write("payments", {"paid": [102.0, None, None]})
    workbook.save()
    assert "is off by $-1.00" in deposits(FileWorkbook(path)).text()


def test_an_advice_whose_payer_is_not_known_is_not_called_a_patients(tmp_path):
    path = book(tmp_path, "CR26-000101")
    text = (ANSWERS / "C01.835").read_text()
    for ours in ("EVERGREEN HEALTH PLAN", "CR26-000101", "EHP445566701", "EHP2026140001", "HARPER"):
        text = text.replace(ours, "NOBODY")
    post(path, text)
    (one,) = deposits(FileWorkbook(path)).open
    assert one.payer_id == "" and one.text().startswith("RM000001  unknown")

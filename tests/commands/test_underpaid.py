"""Underpayment by payer and code: what was allowed against sheet Fees, summed up."""

from __future__ import annotations

import datetime as dt

from tests.remits.posted import ANSWERS, add_claim, post, tables
from tests.workbooks import write_workbook
from tests.worked_cases.test_answers import BILLED
from xl_massbill.commands.underpaid import text, underpaid
from xl_massbill.hosts.file import FileWorkbook

DAY = dt.date(2026, 7, 1)
C01 = (ANSWERS / "C01.835").read_text()
LOWER = C01.replace("*103", "*95").replace("CAS*CO*45*52", "CAS*CO*45*60").replace("B6*128", "B6*120")


def test_a_code_priced_too_low_shows_with_its_sum_and_its_days(tmp_path):
    made = tables("CR26-000101")
    for number, day in ((2, dt.date(2026, 5, 6)), (3, dt.date(2026, 5, 8))):
        add_claim(made, f"CR26-00010{number}", *BILLED["CR26-000101"], day)
    path = write_workbook(tmp_path / "clinic.xlsx", made)
    post(path, C01)
    assert underpaid(FileWorkbook(path), DAY) == []
    for number, day in ((2, "20260506"), (3, "20260508")):
        own = LOWER.replace("CR26-000101", f"CR26-00010{number}").replace("20260504", day)
        post(path, own.replace("EFT700101", f"EFT{number}"))
    (one,) = underpaid(FileWorkbook(path), DAY)
    assert (one.payer_id, one.code, one.compared, one.below, one.missing) == ("EHP01", "97124", 3, 2, 1_600)
    assert (one.first, one.last) == (dt.date(2026, 5, 6), dt.date(2026, 5, 8))
    assert text([one]).endswith("2 lines below, $16.00 in all.")
    assert text([]) == "No payer allows less than sheet Fees expects."

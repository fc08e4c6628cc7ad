"""Claims as rules see them: which of them can still be mended, and which were taken back for good."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.workbooks import workbook_of
from xl_massbill.practice import Lines, Records
from xl_massbill.practice.bills import Bills

DEAD = {"claim_id": "K1", "status": "READY", "locked_hash": "abc"}


def bills(claim, on=()):
    visits = [{"visit_id": f"V{n}", "line_no": 1, "claim_id": c} for n, c in enumerate(on)]
    records = Records(workbook_of({"claims": [claim], "visits": visits or [{"visit_id": "V"}]}))
    return Bills(Lines(records, dt.date(2026, 5, 6)))


def test_a_claim_taken_out_of_its_batch_for_good_is_not_mended():
    found = bills(DEAD, on=["K2"])
    assert found.is_taken_back.tolist() == [True]
    assert found.is_at_home.tolist() == [False]


@pytest.mark.parametrize(
    "more",
    [
        {"status": "BATCHED"},
        {"status": "REJECTED"},
        {"batch_id": "B1"},
        {"locked_hash": None},
        {"rejections": 1},
    ],
    ids=str,
)
def test_others_are_still_at_home(more):
    found = bills(DEAD | more)
    assert found.is_taken_back.tolist() == [False]
    assert found.is_at_home.tolist() == [True]


def test_a_claim_that_holds_a_visit_is_at_home():
    assert bills(DEAD, on=["K1"]).is_at_home.tolist() == [True]

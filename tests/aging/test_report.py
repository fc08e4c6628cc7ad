"""Aging: boundaries of the buckets, both anchors, insurance and patients apart, and sums that tie."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules.cases import clean
from tests.workbooks import workbook_of
from xl_massbill.aging.buckets import BUCKETS, bucket_of
from xl_massbill.aging.report import report
from xl_massbill.claims.ledger import INSURANCE, Items, open_items
from xl_massbill.commands.age import age, write
from xl_massbill.practice import Lines, Records

AS_OF = dt.date(2026, 9, 30)


def claim(number=1, **cells):
    return {
        "claim_id": f"CR26-{number:06d}",
        "patient_id": "P1",
        "coverage_id": "C1",
        "payer_id": "EHP01",
        "therapist_id": "T1",
        "dos_from": AS_OF,
        "dos_to": AS_OF,
        "frequency": "1",
        "total_charge": 180.0,
        "patient_paid": 0.0,
        "created_on": AS_OF,
        "status": "BATCHED",
        **cells,
    }


def aged(claims, anchor="DOS", **visit):
    tables = clean()
    tables["visits"][0] |= {"status": "CANCELLED", **visit}
    tables["claims"] = claims
    return age(workbook_of(tables), AS_OF, anchor)


@pytest.mark.parametrize(
    ("days", "bucket"),
    [(0, "0-30"), (30, "0-30"), (31, "31-60"), (60, "31-60"), (61, "61-90"), (90, "61-90"), (91, "91-120"),
     (120, "91-120"), (121, "120+"), (4000, "120+")],
)  # fmt: skip
def test_boundaries(days, bucket):
    assert bucket_of(days) == bucket
    total = aged([claim(dos_from=AS_OF - dt.timedelta(days=days))]).report.total
    assert dict(zip(BUCKETS, total.buckets, strict=True))[bucket] == 18_000
    assert total.total == 18_000


def test_two_anchors():
    old = claim(dos_from=AS_OF - dt.timedelta(days=100), created_on=AS_OF - dt.timedelta(days=70))
    sent = {**old, "first_submitted_on": AS_OF - dt.timedelta(days=40)}
    taken = {**sent, "first_accepted_on": AS_OF - dt.timedelta(days=5)}
    assert aged([old]).report.total.buckets == (0, 0, 0, 18_000, 0)
    by_submission = [aged([c], "FIRST_SUBMISSION").report.total.buckets for c in (old, sent, taken)]
    assert by_submission == [(0, 0, 18_000, 0, 0), (0, 18_000, 0, 0, 0), (18_000, 0, 0, 0, 0)]


def test_what_was_paid_comes_off_and_credits_are_not_netted():
    found = aged(
        [claim(1, patient_paid=25.0, paid_total=103.0, contractual_total=50.0), claim(2, paid_total=200.0)]
    ).report
    assert found.total.total == 200
    assert found.total.credits == -2_000
    assert found.total.count == 2


def test_patient_part_after_adjudication_ages_from_the_day_it_became_final():
    final = AS_OF - dt.timedelta(days=45)
    paid = claim(dos_from=AS_OF - dt.timedelta(days=200), status="PATIENT_DUE", paid_total=100.0,
                 contractual_total=50.0, pr_total=30.0, pr_final_on=final)  # fmt: skip
    found = aged([paid]).report
    assert found.of("INSURANCE").total == 0
    assert found.of("PATIENT").buckets == (0, 3_000, 0, 0, 0)


@pytest.mark.parametrize("status", ["REPLACED", "VOIDED", "DRAFT", "HOLD"])
def test_dead_and_unborn_claims_are_not_owed(status):
    assert aged([claim(status=status)]).report.total.total == 0


def test_unbilled_visits_and_cash_visits_stand_apart():
    assert aged([], status="DONE").report.of("INSURANCE").unbilled == 15_500
    assert aged([], status="DONE").report.total.total == 0
    cash = aged([], status="CASH", coverage_id="", dos=AS_OF - dt.timedelta(days=35)).report
    assert cash.of("PATIENT").buckets == (0, 15_500, 0, 0, 0)
    billed = aged([claim(patient_paid=25.0)], status="DONE", claim_id="CR26-000001").report
    assert (billed.total.total, billed.total.unbilled) == (15_500, 0)


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 40_000), st.integers(0, 30_000), st.integers(0, 400),
            st.sampled_from(["EHP01", "SBS01", "PAI01"]), st.sampled_from(["BATCHED", "PAID", "PATIENT_DUE", "VOIDED"]),
            st.integers(0, 5_000),
        ),
        max_size=30,
    )
)  # fmt: skip
def test_every_cent_of_the_ledger_is_in_the_report_once(rows):
    claims = [
        claim(n, total_charge=charge / 100, paid_total=paid / 100, pr_total=pr / 100, payer_id=payer, status=status,
              dos_from=AS_OF - dt.timedelta(days=days))
        for n, (charge, paid, days, payer, status, pr) in enumerate(rows)
    ]  # fmt: skip
    tables = clean()
    tables["visits"][0]["status"] = "CASH"
    tables["claims"] = claims
    book = workbook_of(tables)
    ledger = open_items(Lines(Records(book), AS_OF)).total
    for anchor in ("DOS", "FIRST_SUBMISSION"):
        found = age(book, AS_OF, anchor)
        for rows_of in (found.report.by_payer, found.report.by_patient):
            assert sum(r.total + r.unbilled + r.credits for r in rows_of) == ledger == found.ledger_cents


def test_the_sheet_holds_what_the_report_says():
    tables = clean()
    tables |= {"claims": [claim(dos_from=AS_OF - dt.timedelta(days=95))], "aging": [], "aging_patients": []}
    book = workbook_of(tables)
    found = age(book, AS_OF)
    write(book, found)
    sheet = Records(book)["aging"]
    assert sheet["d91_120"].tolist() == [18_000]
    assert sheet["unbilled"].tolist() == [15_500]
    assert Records(book)["aging_patients"]["patient_id"].tolist() == ["P1"]
    assert found.as_json()["total"]["91-120"] == 18_000
    assert "Evergreen Health Plan" in found.text()


def test_a_million_items_are_quick_and_exact():
    n = 1_000_000
    rng = np.random.default_rng(1)
    days = pd.Timestamp(AS_OF) - pd.to_timedelta(rng.integers(0, 400, n), unit="D")
    cents = rng.integers(-500, 100_000, n)
    frame = pd.DataFrame(
        {
            "kind": INSURANCE,
            "payer_id": rng.integers(0, 50, n).astype(str),
            "patient_id": "P1",
            "cents": cents,
            "dos": days,
            "submitted": days,
        }
    )
    found = report(Items(frame), AS_OF, "DOS")
    assert sum(r.total for r in found.by_payer) == int(cents[cents > 0].sum())
    assert sum(r.credits for r in found.by_payer) == int(cents[cents < 0].sum())

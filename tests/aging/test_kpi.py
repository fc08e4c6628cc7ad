"""Key figures of a small ledger worked by hand: each sum stands beside the claims it comes from."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.aging.test_report import claim
from tests.aging.test_worklist import book
from xl_massbill.aging.kpi import DAYS, PERCENT
from xl_massbill.aging.kpi_table import kpi_table
from xl_massbill.codes.key_figures import KEY_FIGURES, paid_within
from xl_massbill.commands.kpi import figures
from xl_massbill.errors import Refused


def day(text):
    return dt.date.fromisoformat(f"2026-{text}")


AS_OF = day("09-30")


def one(number, service, **cells):
    return claim(number, dos_from=day(service), dos_to=day(service), **cells)


CLAIMS = [
    # paid at once: 100.00, 60.00 allowed, 40.00 paid, 20.00 the patient's, paid
    one(1, "06-01", status="CLOSED", total_charge=100.0, paid_total=40.0, contractual_total=40.0, pr_total=20.0,
        patient_paid=20.0, first_submitted_on=day("06-03"), first_accepted_on=day("06-04")),
    # rejected once, then denied, corrected (7) and paid: one family
    one(2, "06-10", status="REPLACED", total_charge=200.0, first_submitted_on=day("06-12"),
        first_rejected_on=day("06-13"), first_accepted_on=day("06-20"), therapist_id="T2"),
    one(3, "06-10", status="PAID", total_charge=200.0, frequency="7", replaces_claim_id="CR26-000002",
        paid_total=150.0, contractual_total=50.0, first_submitted_on=day("07-20"), therapist_id="T2"),
    # sent, nothing heard; over 90 days old
    one(4, "06-20", status="ACCEPTED", total_charge=300.0, first_submitted_on=day("06-20"), payer_id="SBS01"),
    # denied only to bill the next payer: no denial
    one(5, "06-25", status="DENIED", total_charge=80.0, expected_denial="Y", first_submitted_on=day("06-26")),
    # overpaid by 10.00; 5.00 of another one written off
    one(6, "07-01", status="PAID", total_charge=50.0, paid_total=60.0, first_submitted_on=day("07-01")),
    one(7, "07-02", status="PAID", total_charge=90.0, paid_total=85.0, other_adj_total=5.0,
        first_submitted_on=day("07-02")),
    one(8, "05-01", status="CLOSED", total_charge=999.0, paid_total=999.0),  # before the period
]  # fmt: skip


def pay(number, remit, paid, charge, *reasons, **cells):
    rows = [{"payment_id": f"PM{remit}{number}", "row_type": "PAY", "claim_id": f"CR26-{number:06d}", "line_no": 1,
             "remit_id": remit, "paid": paid, "charge": charge, "post_status": "POSTED", **cells}]  # fmt: skip
    return rows + [
        rows[0] | {"payment_id": f"PM{remit}{number}{r}", "row_type": "ADJ", "paid": None, "charge": None, "group": "CO",
                   "carc": r, "adj_amount": 1.0} for r in reasons
    ]  # fmt: skip


TABLES = {
    "remits": [{"remit_id": f"R{n}", "payment_date": day(on)} for n, on in
               enumerate(("06-23", "07-02", "08-01", "07-16", "07-12"), 1)],
    "payments": [
        *pay(1, "R1", 40.0, 100.0, "45", "3"),
        *pay(2, "R2", 0.0, 200.0, "16"),
        *pay(3, "R3", 150.0, 200.0, "45"),
        *pay(5, "R4", 0.0, 80.0, "96"),
        *pay(6, "R5", 60.0, 50.0),
        *pay(7, "R5", 85.0, 90.0, "45"),
        *pay(7, "R1", 0.0, 90.0, "16", post_status="HELD"),  # was not posted
        *pay(6, "R1", 0.0, -50.0, "16", is_reversal="Y"),  # takes something back, and answers nothing
    ],
    "denials": [
        {"denial_id": "D1", "claim_id": "CR26-000002", "line_no": 1, "carc": "16", "amount": 200.0, "appeal_result": "WON"},
        {"denial_id": "D2", "claim_id": "CR26-000005", "line_no": 1, "carc": "96", "amount": 80.0, "appeal_result": "LOST"},
    ],
}  # fmt: skip


def found(**change):
    options = {"first": day("06-01"), "last": day("07-30")} | change
    return figures(book(CLAIMS, **TABLES), AS_OF, **options)


# figure: numerator, denominator (cents or counts) by hand
HAND = {
    # owed: 300.00 (4) + 80.00 (5); 60 days; charges 100 + 200 + 300 + 80 + 50 + 90 = 820.00
    "days_in_ar": (38_000 * 60, 82_000),
    "clean_claims": (5, 6),  # all but 2
    "first_pass": (3, 4),  # 1, 6, 7 of 1, 2, 6, 7; 5 was expected, 4 has no answer
    "denials": (1, 4),
    "denied_money": (20_000, 10_000 + 20_000 + 5_000 + 9_000),
    # paid 40 + 150 + 60 + 85 = 335.00 and 20.00 by the patient
    "gross_collection": (35_500, 82_000),
    "net_collection": (35_500, 82_000 - 9_000),
    # 1: 06-03 to 06-23 = 20; 2: 06-12 to 08-01 = 50; 6: 11; 7: 10
    "days_to_pay": (91, 4),
    "over_90": (38_000, 38_000),  # 06-20 is 102 days ago, 06-25 is 97
    "charge_lag": (2 + 2 + 0 + 1 + 0 + 0, 6),
    "patient_collection": (2_000, 2_000),
    "write_offs": (500, 82_000),
    "credits": (-1_000, 0),
    "appeal_success": (1, 2),
}


@pytest.mark.parametrize("key", HAND)
def test_each_figure_by_hand(key):
    kpi = next(k for k in found().whole if k.key == key)
    assert (kpi.over, kpi.under) == HAND[key]


def test_all_figures_are_worked_by_hand():
    report = found()
    assert [k.key for k in report.whole] == list(HAND)
    assert (report.claims, report.open_cents) == (6, 38_000)


def test_a_figure_opens_its_claims():
    whole = {k.key: k for k in found().whole}
    assert whole["denials"].claims == ("CR26-000002",)
    assert whole["clean_claims"].claims == tuple(f"CR26-00000{n}" for n in (1, 4, 5, 6, 7))
    assert whole["write_offs"].claims == ("CR26-000007",)


def test_parts_add_up_and_stand_by_charges():
    report = found()
    assert list(report.parts["payer"]) == ["EHP01", "SBS01"]
    assert list(report.parts["therapist"]) == ["T1", "T2"]
    assert list(report.parts["month"]) == ["2026-06", "2026-07"]
    for rows in report.parts.values():
        for at, whole in enumerate(report.whole):
            if whole.key in ("clean_claims", "denials", "gross_collection", "days_to_pay"):
                assert sum(part[at].over for part in rows.values()) == whole.over
                assert sum(part[at].under for part in rows.values()) == whole.under
    (sbs,) = [k for k in report.parts["payer"]["SBS01"] if k.key == "over_90"]
    assert (sbs.over, sbs.under) == (30_000, 30_000)


def test_one_payment_changed_and_every_figure_follows():
    more = TABLES | {"payments": TABLES["payments"] + pay(4, "R4", 300.0, 300.0)}
    claims = [
        c | {"status": "PAID", "paid_total": 300.0} if c["claim_id"] == "CR26-000004" else c for c in CLAIMS
    ]
    before = {k.key: k for k in found().whole}
    after = {k.key: k for k in figures(book(claims, **more), AS_OF, day("06-01"), day("07-30")).whole}
    assert after["days_in_ar"].over == before["days_in_ar"].over - 30_000 * 60
    assert after["gross_collection"].over == before["gross_collection"].over + 30_000
    assert (after["denials"].over, after["denials"].under) == (1, 5)
    assert (after["days_to_pay"].over, after["days_to_pay"].under) == (91 + 26, 5)
    assert after["over_90"].under == 8_000


def test_by_posting_the_first_answer_counts():
    posted = found(basis="POSTING", first=day("07-01"), last=day("07-12"))
    assert posted.claims == 3 and posted.basis == "POSTING"  # 2, 6 and 7
    assert "3 claims with a first answer from" in posted.text()


def test_nothing_is_unknown_and_not_zero():
    empty = figures(book([]), AS_OF)
    assert all(k.value is None for k in empty.whole if k.unit in (PERCENT, DAYS))
    assert "unknown" in empty.text() and "0 claims" in empty.text()
    assert found(first=day("01-01"), last=day("01-31")).claims == 0


def test_the_young_cohort_is_told_of():
    assert "net collection looks low" in found().text()
    assert "net collection looks low" not in found(last=day("06-02")).text()


@pytest.mark.parametrize("change", [{"basis": "MOON"}, {"first": day("08-01")}])
def test_a_period_that_makes_no_sense_is_refused(change):
    with pytest.raises(Refused, match=r"begins after it ends|is no way to count"):
        found(**change)


def test_the_reasons_of_first_denials_by_hand():
    """Two lines denied at first with 16 and one with 197; 50 is of a second answer, 96 was expected, 45 is none."""
    claims = [one(n, "06-01", status="DENIED", total_charge=c, first_submitted_on=day("06-02"))
              for n, c in ((1, 60.0), (2, 40.0), (3, 150.0), (4, 80.0))]  # fmt: skip
    claims[3] |= {"expected_denial": "Y"}
    payments = [
        *pay(1, "R1", 0.0, 60.0, "16", "197"),  # the first reason that is a denial counts
        *pay(2, "R1", 0.0, 40.0, "45", "16"),
        *pay(3, "R1", 0.0, 150.0, "197"),
        *pay(3, "R3", 0.0, 150.0, "50"),
        *pay(4, "R1", 0.0, 80.0, "96"),
    ]
    report = figures(book(claims, **TABLES | {"payments": payments}), AS_OF, day("06-01"), day("06-30"))
    assert [(r.carc, r.lines, r.claims, r.cents) for r in report.reasons] == [
        ("197", 1, 1, 15_000),
        ("16", 2, 2, 10_000),
    ]
    assert [(r.share, r.cumulative) for r in report.reasons] == [(0.6, 0.6), (0.4, 1.0)]
    assert "197      1 lines       150.00   60.0%   60.0%" in report.text()


def test_the_days_to_pay_by_hand():
    # 20 days (1), 50 (2), 11 (6), 10 (7)
    assert found().pay_days == {"0-14 days": 2, "15-30 days": 1, "31-45 days": 0, "46-60 days": 1,
                                "61-90 days": 0, "Over 90 days": 0}  # fmt: skip


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "0-14 days"), (14, "0-14 days"), (15, "15-30 days"), (30, "15-30 days"), (31, "31-45 days"),
     (45, "31-45 days"), (46, "46-60 days"), (60, "46-60 days"), (61, "61-90 days"), (90, "61-90 days"),
     (91, "Over 90 days"), (400, "Over 90 days"), (-2, "0-14 days")],
)  # fmt: skip
def test_the_classes_of_days(days, words):
    assert paid_within(days) == words


@pytest.mark.parametrize(
    ("key", "value", "met"),
    [("denials", 0.05, False), ("denials", 0.0499, True), ("clean_claims", 0.95, True), ("clean_claims", 0.94, False),
     ("days_to_pay", 30, True), ("days_to_pay", 30.1, False), ("credits", 0, True), ("credits", -1, False),
     ("over_90", 0.1, False), ("gross_collection", 0.1, None), ("denials", None, None)],
)  # fmt: skip
def test_aims(key, value, met):
    assert KEY_FIGURES[key].meets(value) is met


def test_money_is_aged_as_the_practice_ages_it():
    """Claim 5 is over 90 days old by its day of service, not yet by the day it was sent."""

    def over(basis, as_of):
        made = book(CLAIMS, **TABLES, practice=[{"aging_basis_report": basis}])
        return next(
            k.over for k in figures(made, as_of, day("06-01"), day("07-30")).whole if k.key == "over_90"
        )

    assert over("DOS", day("09-24")) == 38_000  # 06-25 is 91 days ago
    assert over("FIRST_SUBMISSION", day("09-24")) == 30_000  # 06-26 is 90


def test_a_payer_without_claims_in_the_period_still_owes():
    report = found(first=day("07-01"))
    assert list(report.parts["payer"]) == ["EHP01", "SBS01"]
    (owed,) = [k for k in report.parts["payer"]["SBS01"] if k.key == "over_90"]
    assert owed.value == 1 and report.parts["payer"]["SBS01"][1].value is None


def test_reasons_of_denials_stand_below():
    assert [(r.carc, r.cents) for r in found().reasons] == [("16", 20_000)]
    assert "Why lines were denied" in found().text()
    assert found().as_json()["denial_reasons"][0]["carc"] == "16"


def test_what_is_open_is_what_aging_shows_credits_apart():
    """A denied claim owes its charge, and the copay that was paid for it is a credit beside it."""
    denied = one(9, "06-26", status="DENIED", total_charge=80.0, pr_total=0.0, patient_paid=20.0)
    workbook = book([*CLAIMS, denied], **TABLES)
    report = figures(workbook, AS_OF, first=day("06-01"), last=day("07-30"))
    assert report.open_cents == 38_000 + 8_000
    assert next(k for k in report.whole if k.key == "credits").over == -1_000 - 2_000
    rows = kpi_table(report.all_time)
    assert rows[rows["measure"] == "open"]["above"].sum() * 100 == report.open_cents

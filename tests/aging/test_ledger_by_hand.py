"""Sixteen claims worked by hand from the formulas of the trade: buckets on two dates, key figures, work list.

Every figure below was added up on paper beside the claims it comes from; none was copied from a run.
"""

from __future__ import annotations

import datetime as dt

import pytest

from tests.aging.test_report import claim
from tests.aging.test_worklist import book
from tests.rules.cases import clean
from xl_massbill.aging.buckets import BUCKETS
from xl_massbill.commands.age import age
from xl_massbill.commands.kpi import figures
from xl_massbill.commands.worklist import worklist


def day(text):
    return dt.date.fromisoformat(f"2026-{text}")


FIRST, LAST, LATER = day("06-01"), day("09-30"), day("10-31")  # 122 days from the first to the last


def one(
    number, payer, patient, service, charge, status, sent, *, paid=0, off=0, pr=0, desk=0, given=0, **more
):
    """Return a claim: dollars charged, paid, taken off by contract, the patient's part and payments, given up."""
    therapist = {"EHP01": "T1", "SBS01": "T2"}[payer]
    money = {"total_charge": charge, "paid_total": paid, "contractual_total": off, "pr_total": pr,
             "patient_paid": desk, "other_adj_total": given}  # fmt: skip
    amounts = {name: float(value) for name, value in money.items()}
    days = {"dos_from": day(service), "dos_to": day(service), "first_submitted_on": day(sent)}
    whose = {"payer_id": payer, "patient_id": patient, "therapist_id": therapist, "status": status}
    return claim(number, **whose, **days, **amounts, **more)


CLAIMS = [
    one(1, "EHP01", "P1", "06-01", 180, "CLOSED", "06-03", paid=100, off=50, pr=30, desk=30),  # nothing open
    one(2, "EHP01", "P1", "06-20", 300, "ACCEPTED", "06-22", first_accepted_on=day("06-23")),  # 300.00, silent
    one(3, "SBS01", "P2", "07-15", 200, "DENIED", "07-16", first_accepted_on=day("07-17"),
        deadline_appeal=day("10-05"), deadline_correct=day("12-31")),  # 200.00, appeal within 5 days
    one(4, "SBS01", "P2", "08-05", 240, "PAID_PARTIAL", "08-06", paid=70, off=50, pr=20, desk=20,
        deadline_correct=day("11-09"), deadline_appeal=day("12-31")),  # 100.00, a denied line, 40 days left
    one(5, "EHP01", "P3", "08-20", 150, "REJECTED", "08-21", first_rejected_on=day("08-24"),
        deadline_tfl=day("11-18")),  # 150.00, 49 days left
    one(6, "EHP01", "P3", "09-10", 120, "SUBMITTED", "09-12", deadline_tfl=day("12-09")),  # 120.00, 70 days left
    one(7, "EHP01", "P4", "07-01", 180, "PATIENT_DUE", "07-02", paid=90, off=40, pr=50,
        pr_final_on=day("07-30")),  # 50.00 the patient's
    one(8, "SBS01", "P4", "05-10", 100, "PATIENT_DUE", "05-12", paid=60, off=20, pr=20,
        pr_final_on=day("06-01")),  # 20.00 the patient's, served before the period
    one(9, "EHP01", "P5", "06-30", 160, "REPLACED", "07-01"),
    one(10, "EHP01", "P5", "06-30", 160, "PAID", "08-01", paid=110, off=50, frequency="7",
        replaces_claim_id="CR26-000009"),  # denied, corrected, paid: nothing open
    one(11, "SBS01", "P5", "07-20", 130, "REVERSED", "07-21"),  # 130.00: 90.00 and 40.00 off were taken back
    one(12, "EHP01", "P6", "08-01", 200, "PAID", "08-03", paid=120, off=60, first_accepted_on=day("09-01")),
    # 20.00: allowed less than agreed
    one(13, "SBS01", "P6", "08-10", 90, "PAID", "08-11", paid=100),  # 10.00 too much from the payer
    one(14, "EHP01", "P7", "08-15", 110, "PATIENT_DUE", "08-17", paid=60, off=30, pr=20, desk=35,
        pr_final_on=day("09-05")),  # 15.00 too much from the patient
    one(15, "SBS01", "P7", "08-25", 170, "APPEALED", "08-26", deadline_correct=day("12-31")),  # 170.00
    one(16, "EHP01", "P8", "07-31", 140, "PAID", "08-02", paid=90, off=30, given=20),  # 20.00 given up
]  # fmt: skip

ANSWERS = [  # remittance, day, claim, line, charge, paid, reason of the denial
    ("R01", "06-24", 1, 1, 180, 100, ""), ("R02", "08-10", 3, 1, 200, 0, "197"), ("R03", "08-30", 4, 1, 140, 70, ""),
    ("R03", "08-30", 4, 2, 100, 0, "16"), ("R04", "07-30", 7, 1, 180, 90, ""), ("R05", "06-01", 8, 1, 100, 60, ""),
    ("R06", "07-22", 9, 1, 160, 0, "16"), ("R07", "08-25", 10, 1, 160, 110, ""), ("R08", "08-08", 11, 1, 130, 90, ""),
    ("R07", "08-25", 12, 1, 200, 120, ""), ("R03", "08-30", 13, 1, 90, 100, ""), ("R10", "09-05", 14, 1, 110, 60, ""),
    ("R11", "09-12", 15, 1, 170, 0, "50"), ("R10", "09-05", 16, 1, 140, 90, ""),
]  # fmt: skip


def rows(answers):
    """Return sheets Remits and Payments for the answers, and the reversal of claim 11."""
    paid, days = [], {}
    for remit, on, number, line, charge, cents, denied in answers:
        row = {"payment_id": f"PM{number:02}{line}", "row_type": "PAY", "claim_id": f"CR26-{number:06d}", "line_no": line,
               "remit_id": remit, "charge": float(charge), "paid": float(cents), "post_status": "POSTED"}  # fmt: skip
        paid.append(row)
        days[remit] = day(on)
        if denied:
            off = {"row_type": "ADJ", "group": "CO", "carc": denied, "adj_amount": float(charge)}
            paid.append(row | off | {"payment_id": f"PM{number:02}{line}A", "charge": None, "paid": None})
    back = next(row for row in paid if row["claim_id"] == "CR26-000011")
    paid.append(
        back | {"payment_id": "PM119", "remit_id": "R09", "charge": -130.0, "paid": -90.0, "is_reversal": "Y"}
    )
    remits = [{"remit_id": remit, "payment_date": on} for remit, on in (days | {"R09": day("09-15")}).items()]
    return {"remits": remits, "payments": paid}


def denial(number, line, carc, amount, decision=None, result=None):
    return {"denial_id": f"D{number}", "claim_id": f"CR26-{number:06d}", "line_no": line, "carc": carc, "group": "CO",
            "amount": amount, "decision": decision, "appeal_result": result}  # fmt: skip


DENIALS = [denial(3, 1, "197", 200.0), denial(4, 2, "16", 100.0), denial(9, 1, "16", 160.0, "CORRECT", "WON"),
           denial(15, 1, "50", 170.0, "APPEAL", "OPEN")]  # fmt: skip
SHORT = {"finding_id": "F1", "rule_id": "RMT-004", "row_key": "PM121", "state": "OPEN"}


def clinic(claims=CLAIMS, answers=ANSWERS):
    visit = clean()["visits"][0]
    cash = visit | {
        "visit_id": "VC",
        "status": "CASH",
        "dos": day("09-05"),
        "charge": 80.0,
        "patient_paid": 0.0,
    }
    waits = visit | {
        "visit_id": "VD",
        "status": "DONE",
        "dos": day("09-20"),
        "charge": 75.0,
        "patient_paid": 0.0,
    }
    tables = rows(answers) | {"denials": DENIALS, "findings": [SHORT], "visits": [cash, waits]}
    return book(claims, **tables)


PAID = [c | {"status": "PAID", "paid_total": 300.0} if c["claim_id"] == "CR26-000002" else c for c in CLAIMS]
MORE = [*ANSWERS, ("R12", "09-20", 2, 1, 300, 300, "")]
"""One payment more: claim 2 in full on 20 September."""

# dollars by bucket: 0-30, 31-60, 61-90, 91-120, 120+; then credits
OWED = {
    ("DOS", LAST): {
        ("INSURANCE", "EHP01"): (120, 150 + 20, 0, 300, 0, 0),  # 6 | 5, 12 (60 days) | 2 (102 days)
        ("INSURANCE", "SBS01"): (0, 100 + 170, 200 + 130, 0, 0, -10),  # 4, 15 | 3, 11 | 13
        ("PATIENT", "EHP01"): (80, 0, 50, 0, 0, -15),  # cash visit | 7, final 62 days ago | 14
        ("PATIENT", "SBS01"): (0, 0, 0, 0, 20, 0),  # 8, final 121 days ago
    },
    ("FIRST_SUBMISSION", LAST): {
        ("INSURANCE", "EHP01"): (120 + 20, 150, 0, 300, 0, 0),  # 12 was accepted 29 days ago
        ("INSURANCE", "SBS01"): (0, 100 + 170, 200 + 130, 0, 0, -10),
        ("PATIENT", "EHP01"): (80, 0, 50, 0, 0, -15),
        ("PATIENT", "SBS01"): (0, 0, 0, 0, 20, 0),
    },
    ("DOS", LATER): {  # 31 days on
        ("INSURANCE", "EHP01"): (0, 120, 150, 20, 300, 0),  # 6: 51 | 5: 72 | 12: 91 | 2: 133
        ("INSURANCE", "SBS01"): (0, 0, 100 + 170, 200 + 130, 0, -10),  # 4: 87, 15: 67 | 3: 108, 11: 103
        ("PATIENT", "EHP01"): (0, 80, 0, 50, 0, -15),  # cash: 56 | 7: 93
        ("PATIENT", "SBS01"): (0, 0, 0, 0, 20, 0),
    },
}  # fmt: skip
TOTALS = {("DOS", LAST): (200, 440, 380, 300, 20), ("FIRST_SUBMISSION", LAST): (220, 420, 380, 300, 20),
          ("DOS", LATER): (0, 200, 420, 400, 320)}  # fmt: skip

# cents or counts above and below the line
KEY = {
    "days_in_ar": (134_000 * 122, 237_000),  # 1,340.00 owed; charges of all but 8
    "clean_claims": (13, 14),  # all but 5; 9 and 10 are one
    "first_pass": (6, 11),  # 1, 7, 12, 13, 14, 16; not 11, which was taken back
    "denials": (4, 11),  # 3, 4, 9, 15
    "denied_money": (20_000 + 10_000 + 16_000 + 17_000, 180_000),
    "gross_collection": (13_000 + 9_000 + 9_000 + 11_000 + 12_000 + 10_000 + 9_500 + 9_000, 237_000),
    "net_collection": (82_500, 237_000 - (5_000 + 5_000 + 4_000 + 5_000 + 6_000 + 3_000 + 3_000)),
    "days_to_pay": (21 + 24 + 28 + 55 + 18 + 22 + 19 + 19 + 34, 9),  # 1, 4, 7, 9, 11, 12, 13, 14, 16
    "over_90": (32_000, 134_000),
    "charge_lag": (2 + 2 + 1 + 1 + 1 + 2 + 1 + 1 + 1 + 2 + 1 + 2 + 1 + 2, 14),
    "patient_collection": (3_000 + 2_000 + 3_500, 3_000 + 2_000 + 5_000 + 2_000 + 8_000),
    "write_offs": (2_000, 237_000),
    "credits": (-2_500, 0),
    "appeal_success": (1, 1),
}
AFTER = KEY | {
    "days_in_ar": (104_000 * 122, 237_000),
    "first_pass": (7, 12),
    "denials": (4, 12),
    "denied_money": (63_000, 210_000),
    "gross_collection": (112_500, 237_000),
    "net_collection": (112_500, 206_000),
    "days_to_pay": (240 + 90, 10),  # 22 June to 20 September
    "over_90": (2_000, 104_000),
}
"""What the payment of claim 2 changes; all others stay."""

WORK = [  # claim, dollars, score: 40 D + 25 V + 20 A + 15 S, rounded half up
    ("3", 200, 78),  # 5 days: 40 + 200/500: 10 + 75/120: 12.5 + 15 = 77.5
    ("4", 100, 44),  # 40 days, 20/53: 15.09 + 5 + 55/120: 9.17 + 15
    ("2", 300, 41),  # 15 + 99/120: 16.5 + no response: 9 = 40.5
    ("5", 150, 37),  # 49 days, 11/53: 8.30 + 7.5 + 40/120: 6.67 + 15
    ("11", 130, 29),  # 6.5 + 71/120: 11.83 + 10.5
    ("8", 20, 24),  # 1 + 121 days: 20 + 3
    ("15", 170, 22),  # 8.5 + 35/120: 5.83 + 7.5
    ("7", 50, 16),  # 2.5 + 62/120: 10.33 + 3; more than 12
    ("12", 20, 16),  # 1 + 29/120: 4.83 + underpaid: 10.5
    ("6", 120, 11),  # 70 days: 0 + 6 + 18/120: 3 + 1.5; a deadline before none
    ("", 80, 11),  # cash: 4 + 25/120: 4.17 + 3
]


@pytest.mark.parametrize(("anchor", "as_of"), OWED)
def test_buckets_by_payer_to_the_cent(anchor, as_of):
    report = age(clinic(), as_of, anchor).report
    found = {(row.kind, row.id): (*row.buckets, row.credits) for row in report.by_payer}
    assert found == {key: tuple(d * 100 for d in row) for key, row in OWED[anchor, as_of].items()}
    assert report.total.buckets == tuple(d * 100 for d in TOTALS[anchor, as_of])
    assert (report.total.total, report.total.unbilled, report.total.credits) == (134_000, 7_500, -2_500)
    assert len(report.total.buckets) == len(BUCKETS)


def test_patients_add_up_to_the_same():
    by = {}
    for row in age(clinic(), LAST, "DOS").report.by_patient:
        by[row.id] = by.get(row.id, 0) + row.total + row.credits
    # P1: 2 and the cash visit; P4: 7 and 8; P6: 12 less 13; P7: 15 less 14
    dollars = {"P1": 380, "P2": 300, "P3": 270, "P4": 70, "P5": 130, "P6": 10, "P7": 155}
    assert by == {patient: amount * 100 for patient, amount in dollars.items()}


@pytest.mark.parametrize("key", KEY)
def test_key_figures(key):
    before, after = (
        next(k for k in figures(clinic(*change), LAST, FIRST, LAST).whole if k.key == key)
        for change in ((), (PAID, MORE))
    )
    assert (before.over, before.under) == KEY[key]
    assert (after.over, after.under) == AFTER[key]


def test_the_work_list_in_its_order_with_every_score():
    found = worklist(clinic(), LAST)
    listed = [(row.claim_id.lstrip("CR26-").lstrip("0"), row.cents // 100, row.score) for row in found.rows]
    assert listed == WORK
    assert found.whole.total == sum(dollars for _, dollars, _ in WORK) * 100 == 134_000


def test_one_payment_changes_what_it_touches_and_nothing_else():
    before, after = (age(clinic(*change), LAST, "DOS").report for change in ((), (PAID, MORE)))
    rows = {(row.kind, row.id): row for row in before.by_payer}
    for row in after.by_payer:
        was = rows[row.kind, row.id]
        if (row.kind, row.id) == ("INSURANCE", "EHP01"):
            assert row.buckets == (12_000, 17_000, 0, 0, 0) and was.total - row.total == 30_000
        else:
            assert (row.buckets, row.credits) == (was.buckets, was.credits)
    rest = worklist(clinic(PAID, MORE), LAST).rows
    assert [row.score for row in rest] == [score for number, _, score in WORK if number != "2"]

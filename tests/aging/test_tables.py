"""Aging by payer, patient, therapist and kind of claim, each figure with its rows; the figures by hand.

Day of the report: 2026-09-30.

| claim | payer (kind)       | patient | therapist | service | sent  | last  | charge | off         | open | owed by |
|-------|--------------------|---------|-----------|---------|-------|-------|--------|-------------|------|---------|
| 1     | EHP01 (COMMERCIAL) | P1      | T1        | 09-10   | 09-12 | 09-25 | 180    |             | 180  | insurer |
| 2     | EHP01              | P2      | T2        | 07-01   | 08-15 | 08-15 | 155    | 52          | 103  | insurer |
| 3     | NWC01 (WC)         | P6      | T1        | 05-01   | 05-03 | 09-01 | 200    | 60 paid     | 140  | insurer |
| 4     | EHP01              | P1      | T1        | 05-02   | 05-04 | 08-20 | 100    | 50, part 30 | 30   | patient |
| 5     | EHP01              | P1      | T2        | 06-30   | 07-02 | 07-10 | 90     | 100 paid    | -10  | credit  |
"""

from __future__ import annotations

import datetime as dt

import pytest

from tests.rules.cases import clean
from tests.workbooks import workbook_of
from tests.worked_cases.test_worked_cases import PRACTICE
from xl_massbill.aging.bounds import Buckets
from xl_massbill.aging.report import KIND, PATIENTS, PAYER, THERAPIST
from xl_massbill.book.tables import TABLES
from xl_massbill.book.workbook import Grid
from xl_massbill.commands.age import age, write
from xl_massbill.commands.aging_lists import behind
from xl_massbill.errors import Refused
from xl_massbill.hosts.memory import MemoryWorkbook
from xl_massbill.practice import Records

AS_OF = dt.date(2026, 9, 30)
SHEETS = ("aging", "aging_patients", "aging_therapists", "aging_kinds", "aging_rows")
KEYS = {PAYER: "payer_id", PATIENTS: "patient_id", THERAPIST: "therapist_id", KIND: "claim_kind"}
BUCKETS = {"d0_30": "0-30", "d31_60": "31-60", "d61_90": "61-90", "d91_120": "91-120", "d120_plus": "120+"}


def on(text):
    return dt.date.fromisoformat(f"2026-{text}")


def claim(number, payer, patient, therapist, dos, sent, charge, **cells):
    row = {"claim_id": f"CR26-{number:06d}", "payer_id": payer, "patient_id": patient, "frequency": "1"}
    row |= {"therapist_id": therapist, "dos_from": on(dos), "first_submitted_on": on(sent)}
    return row | {"total_charge": charge, "status": "ACCEPTED", "payer_seq": "P"} | cells


@pytest.fixture
def book():
    tables = clean() | {"payers": PRACTICE["payers"], "visits": []} | {name: [] for name in SHEETS}
    tables["claims"] = [
        claim(1, "EHP01", "P1", "T1", "09-10", "09-12", 180.0, status_since=on("09-25")),
        claim(2, "EHP01", "P2", "T2", "07-01", "08-15", 155.0, contractual_total=52.0),
        claim(3, "NWC01", "P6", "T1", "05-01", "05-03", 200.0, paid_total=60.0),
        claim(4, "EHP01", "P1", "T1", "05-02", "05-04", 100.0, status="PATIENT_DUE", paid_total=50.0,
              contractual_total=20.0, pr_total=30.0, pr_final_on=on("08-20")),
        claim(5, "EHP01", "P1", "T2", "06-30", "07-02", 90.0, paid_total=100.0),
    ]  # fmt: skip
    tables["remits"] = [{"remit_id": "RM1", "source": "835", "payment_date": on("09-01")}]
    paid = {"remit_id": "RM1", "row_type": "PAY", "paid": 60.0, "post_status": "POSTED"}
    tables["payments"] = [paid | {"payment_id": "PM1", "claim_id": "CR26-000003"}]
    tables["payments"] += [paid | {"payment_id": "PM2", "claim_id": "CR26-000002", "post_status": "HELD"}]
    return workbook_of(tables)


def figures(aged, key):
    return {
        (r.kind, r.id): (*(c // 100 for c in r.buckets), r.credits // 100, r.count)
        for r in aged.report.tables[key]
    }


def test_each_key_gives_the_same_money(book):
    aged = age(book, AS_OF, "DOS")
    assert figures(aged, PAYER) == {
        ("INSURANCE", "EHP01"): (180, 0, 0, 103, 0, -10, 3),
        ("INSURANCE", "NWC01"): (0, 0, 0, 0, 140, 0, 1),
        ("PATIENT", "EHP01"): (0, 30, 0, 0, 0, 0, 1),
    }
    assert figures(aged, THERAPIST) == {
        ("INSURANCE", "T1"): (180, 0, 0, 0, 140, 0, 2),
        ("INSURANCE", "T2"): (0, 0, 0, 103, 0, -10, 2),
        ("PATIENT", "T1"): (0, 30, 0, 0, 0, 0, 1),
    }
    kinds = {row["payer_id"]: row["payer_type"] for row in PRACTICE["payers"]}
    assert figures(aged, KIND) == {
        ("INSURANCE", kinds["EHP01"]): (180, 0, 0, 103, 0, -10, 3),
        ("INSURANCE", kinds["NWC01"]): (0, 0, 0, 0, 140, 0, 1),
        ("PATIENT", kinds["EHP01"]): (0, 30, 0, 0, 0, 0, 1),
    }
    assert {sum(r.total + r.credits for r in rows) for rows in aged.report.tables.values()} == {44_300}
    assert aged.ledger_cents == 44_300
    counts = aged.as_json()["total"]["counts"]
    assert counts == {"0-30": 1, "31-60": 1, "61-90": 0, "91-120": 1, "120+": 1, "unbilled": 0, "credits": 1}


def test_last_activity_is_the_last_sending_answer_or_payment(book):
    aged = age(book, AS_OF, "LAST_ACTIVITY")
    assert figures(aged, PAYER) == {
        ("INSURANCE", "EHP01"): (180, 103, 0, 0, 0, -10, 3),  # a payment that is held is none
        ("INSURANCE", "NWC01"): (140, 0, 0, 0, 0, 0, 1),  # 29 days since it was paid
        ("PATIENT", "EHP01"): (0, 30, 0, 0, 0, 0, 1),
    }
    assert "Counted from: last activity (last sent, answered or paid)." in aged.text()


def test_buckets_are_those_of_the_clinic(book):
    aged = age(book, AS_OF, "DOS", Buckets.parse("10, 20, 91, 151"))
    assert figures(aged, PAYER)["INSURANCE", "EHP01"] == (0, 180, 103, 0, 0, -10, 3)
    assert figures(aged, PAYER)["INSURANCE", "NWC01"] == (0, 0, 0, 0, 140, 0, 1)
    assert aged.as_json()["total"]["21-91"] == 10_300 + 3_000
    write(book, aged)  # the columns of the sheets stay what their headings say
    assert Records(book)["aging"]["d91_120"].tolist() == [10_300, 0, 0]
    assert set(Records(book)["aging_rows"]["bucket"]) == {"11-20", "21-91", "151+", "credits"}


@pytest.mark.parametrize(
    "typed", ["30", "30,60,90", "30,60,60,90", "60,30,90,120", "0,1,2,3", "a,b,c,d", "1,2,3,4,5"]
)
def test_buckets_that_are_none_are_refused(typed):
    with pytest.raises(Refused, match="are no buckets"):
        Buckets.parse(typed)


def test_the_setting_is_read():
    grown = workbook_of(
        {n: [] for n in SHEETS}
        | {"settings": [{"key": "aging_buckets", "value": "10; 20; 91; 151"}]}
        | {n: clean()[n] for n in ("practice", "visits", "payers")}
        | {"claims": [claim(1, "EHP01", "P1", "T1", "09-10", "09-12", 180.0)]}
    )
    assert age(grown, AS_OF, "DOS").report.total.buckets == (0, 18_000, 0, 0, 0)


def test_every_figure_of_the_sheets_is_the_sum_of_its_rows(book):
    write(book, age(book, AS_OF, "DOS"))
    records = Records(book)
    lines = records["aging_rows"]
    names = ("kind", "bucket", "amount", *KEYS.values())
    rows = [
        dict(zip(names, cells, strict=True))
        for cells in zip(*(lines[n].tolist() for n in names), strict=True)
    ]
    for table, key in zip(SHEETS, KEYS.values(), strict=False):
        sheet = records[table]
        assert len(sheet) >= 3
        for at in range(len(sheet)):
            cell = {name: sheet[name].iloc[at] for name in ("kind", key, *BUCKETS, "credits", "claims")}
            own = [r for r in rows if (r["kind"], r[key]) == (cell["kind"], cell[key])]
            for column, bucket in (BUCKETS | {"credits": "credits"}).items():
                assert sum(r["amount"] for r in own if r["bucket"] == bucket) == cell[column]
            assert len(own) == cell["claims"]


@pytest.mark.parametrize(
    ("by", "figure", "claims", "cents"),
    [
        (PAYER, "EHP01/91-120", [2], 10_300),
        (PAYER, "Evergreen health plan/91-120", [2], 10_300),
        (PAYER, "EHP01/total", [2, 1], 28_300),
        (PAYER, "EHP01/credits", [5], -1_000),
        (PAYER, "Patients", [4], 3_000),
        (PAYER, "/total", [3, 2, 4, 1], 45_300),
        (PAYER, "/>90", [3, 2], 24_300),
        (PAYER, "/>91", [3], 14_000),
        (THERAPIST, "T1", [3, 1], 32_000),
        (THERAPIST, "T1 (patient)/31-60", [4], 3_000),
        (PATIENTS, "P1", [5, 1], 17_000),
        (PAYER, "/unbilled", [], 0),
    ],
)  # fmt: skip
def test_a_figure_opens_its_rows(book, by, figure, claims, cents):
    found = behind(age(book, AS_OF, "DOS"), by, figure)
    assert [int(claim[-2:]) for claim in found.lines["claim_id"]] == claims
    assert found.cents == cents == found.as_json()["total"]
    assert f"{len(claims)} row" in found.text()


@pytest.mark.parametrize("figure", ["EHP01/91-200", "XYZ", "/>x"])
def test_a_figure_that_is_none_is_refused(book, figure):
    with pytest.raises(Refused, match=r"There is no bucket|has no row"):
        behind(age(book, AS_OF, "DOS"), PAYER, figure)


def test_a_workbook_of_the_version_before_goes_without_the_column_basis(book):
    known = TABLES["aging"].fields()
    old = [f.column.title for f in known if f.name != "basis"]
    grid = Grid("aging", "Aging", 2, tuple(old), tuple([None] for _ in old))
    others = [book.read(name) for name in book.tables() - {"aging", *SHEETS[2:]}]
    book = MemoryWorkbook([*others, grid])
    write(book, age(book, AS_OF, "DOS"))
    assert book.read("aging").headings == tuple(old)
    assert Records(book)["aging"]["total"].sum() == 45_300
    assert set(Records(book)["aging_patients"]["basis"]) == {"as the workbook stands"}

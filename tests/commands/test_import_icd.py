"""A later release of ICD-10-CM over the packaged index: rows only for what differs, and dates that fit."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.commands import published_files as files
from tests.commands.test_import_pairs import bring, rows
from tests.workbooks import workbook_of
from xl_massbill.codes import icd_release
from xl_massbill.codes.published.icd_tabular import notes_by_code
from xl_massbill.commands import build_icd
from xl_massbill.commands.import_reference import sentence
from xl_massbill.errors import Refused, Unreadable

LAST, FIRST = dt.date(2026, 9, 30), dt.date(2026, 10, 1)
NEW = [
    ("M5420", 1, "Cervicalgia, unspecified side"),
    ("M5421", 1, "Cervicalgia, right side"),
    ("M5422", 1, "Cervicalgia, left side"),
    ("M5429", 1, "Other cervicalgia"),
]
ROW = ("code", "billable", "effective_from", "effective_to", "laterality", "requires_7th", "release_label")


@pytest.fixture(scope="module")
def october():
    return "icd10cm_order_2027.txt", files.order_file(drop=["M7918"], add=NEW, groups=["M542"])


def book(icd=()):
    return workbook_of({"icd": list(icd)})


EXPECTED = [
    ("M542", "Y", None, LAST, "NONE", "N", "FY2027"),
    ("M542", "N", FIRST, None, "NONE", "N", "FY2027"),
    ("M5420", "Y", FIRST, None, "U", "N", "FY2027"),
    ("M5421", "Y", FIRST, None, "R", "N", "FY2027"),
    ("M5422", "Y", FIRST, None, "L", "N", "FY2027"),
    ("M5429", "Y", FIRST, None, "NONE", "N", "FY2027"),
    ("M7918", "Y", None, LAST, "NONE", "N", "FY2027"),
]


def test_only_what_differs_becomes_a_row(october):
    workbook = book()
    found = bring(workbook, "icd", october)
    assert rows(workbook, "icd", *ROW) == EXPECTED
    assert (found.added, found.ended, found.changed, found.removed) == (4, 2, 0, 0)
    assert sentence(found).startswith(
        "FY2027: 98,189 rows in the file, 7 kept for sheet ICD: 4 added, 2 ended"
    )
    before = workbook.read("icd")
    again = bring(workbook, "icd", ("order.zip", files.zipped(icd10cm_order_2027__txt=october[1])))
    assert not again.has_news and workbook.read("icd") == before


def test_the_shipped_release_differs_in_nothing():
    workbook = book()
    found = bring(workbook, "icd", ("icd10cm-order-April-2026.txt", files.order_file()))
    assert not found.has_news and found.rows == 98_186
    with pytest.raises(Refused, match="of 2025-10-01, what stands there of 2026-04-01"):
        bring(workbook, "icd", ("icd10cm_order_2026.txt", files.order_file()))
    with pytest.raises(Refused, match="knows FY2025 already"):
        bring(workbook, "icd", ("icd10cm_order_2025.txt", files.order_file()), older=True)


def test_later_releases_build_on_earlier_ones(october):
    workbook = book()
    bring(workbook, "icd", october)
    april = files.order_file(
        drop=["M7918"], add=[*NEW[:3], ("M5423", 1, "Cervicalgia, bilateral")], groups=["M542"]
    )
    found = bring(workbook, "icd", ("icd10cm-order-April-2027.txt", april))
    assert (found.added, found.ended) == (1, 1)
    spring = dt.date(2027, 4, 1)
    label = "FY2027, April 2027 update"
    assert [r for r in rows(workbook, "icd", *ROW) if r not in EXPECTED] == [
        ("M5423", "Y", spring, None, "B", "N", label),
        ("M5429", "Y", FIRST, dt.date(2027, 3, 31), "NONE", "N", label),
    ]
    back = files.order_file(add=NEW, groups=["M542"])  # M7918 is there again
    found = bring(workbook, "icd", ("icd10cm_order_2028.txt", back))
    autumn = dt.date(2027, 10, 1)
    assert [r for r in rows(workbook, "icd", *ROW) if r[0] == "M7918"] == [
        EXPECTED[-1],
        ("M7918", "Y", autumn, None, "NONE", "N", "FY2028"),
    ]
    assert [r[:4] for r in rows(workbook, "icd", *ROW) if r[0] == "M5429"] == [
        ("M5429", "Y", FIRST, dt.date(2027, 3, 31)), ("M5429", "Y", autumn, None),
    ]  # fmt: skip
    with pytest.raises(Refused, match="Add --older"):
        bring(workbook, "icd", october)
    bring(workbook, "icd", october, older=True)
    assert rows(workbook, "icd", *ROW) == EXPECTED


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (("icd10cm_order_2027.txt", files.order_file()[:2_000_000]), "holds only|breaks off"),
        (("icd10cm_order_2027.txt", files.order_file()[: files.order_file().rindex(b"\r\n") + 12]), "breaks off"),
        (("icd10cm_order_2027.txt", b"\r\n".join(files.order_file().split(b"\r\n")[:500])), "holds only 500 codes and groups: that is no whole"),
        (("icd10cm_codes_2027.txt", b"\r\n".join(b"A%03d    Cholera" % n for n in range(100, 130))), "looks like a plain list of ICD-10-CM codes, not like"),
        (("icd10cm-tabular-2027.xml", b"<?xml version='1.0'?><ICD10CM.tabular><version>2027</version>"), "damaged or cut short"),
        (("icd10cm-index-2027.xml", b"<?xml version='1.0'?><ICD10CM.index><version>2027</version></ICD10CM.index>"), "does not look like"),
        (("x.xml", b"<?xml version='1.0'?><!DOCTYPE ICD10CM.tabular [<!ENTITY a 'b'>]><ICD10CM.tabular>&a;</ICD10CM.tabular>"), "damaged"),
        (("x.xml", files.tabular_file(2027, "")), "holds no code"),
        (("x.txt", files.pairs_text()), "looks like a file of NCCI code pairs, not like the ICD-10-CM order file"),
    ],
)  # fmt: skip
def test_a_wrong_or_broken_file_is_named(given, words):
    workbook = book([{"code": "M5420", "billable": "Y", "effective_from": FIRST, "release_label": "FY2027"}])
    before = workbook.read("icd")
    with pytest.raises(Unreadable, match=words):
        bring(workbook, "icd", given)
    assert workbook.read("icd") == before


def test_a_file_without_its_year_asks_for_it(october):
    with pytest.raises(Refused, match="Add --version, such as FY2027"):
        bring(book(), "icd", ("order.txt", october[1]))
    assert bring(book(), "icd", ("order.txt", october[1]), version="FY2027").label == "FY2027"
    with pytest.raises(Refused, match="one release only"):
        bring(book(), "icd", october, october)


def test_the_notes_of_a_tabular_list_stand_at_their_code(october):
    body = """<excludes1><note>current injury</note><note>discitis NOS (M46.4-)</note></excludes1>
      <diag><name>M54</name><desc>Dorsalgia</desc><excludes1><note>psychogenic dorsalgia (F45.41)</note></excludes1>
      <diag><name>M54.2</name><desc>Cervicalgia</desc><excludes1><note>disc disorder (M50.-)</note></excludes1>
        <diag><name>M54.20</name><desc>Cervicalgia, unspecified side</desc></diag>
        <diag><name>M54.21</name><desc>Cervicalgia, right side</desc><excludes1><note>strain (S16.1, S12.0-S12.3-)</note></excludes1></diag>
        <diag><name>M54.22</name><desc>Cervicalgia, left side</desc></diag></diag></diag>"""
    workbook = book()
    both = [october, ("icd10cm-tabular-2027.xml", files.tabular_file(2027, body))]
    found = bring(workbook, "icd", *both)
    notes = {
        row[0]: row[1] for row in rows(workbook, "icd", "code", "excludes1", "effective_to") if row[2] is None
    }
    assert notes["M5421"] == "S12.0-S12.3, S16.1" and notes["M5420"] is None
    assert notes["M542"] == "M50" and notes["M62"] == "none"  # this list has lost the notes at M62
    assert found.changed > 1000
    assert not bring(workbook, "icd", *both).has_news
    assert not bring(workbook, "icd", october).has_news  # codes alone say nothing about notes


@pytest.mark.judge
def test_the_notes_of_the_source_are_those_of_the_index():
    notes = notes_by_code(build_icd._release())
    assert sum(map(bool, notes.values())) > 2000
    for code in {one.code for one in icd_release.every()} | set(notes):
        assert icd_release.notes_at(code) == notes.get(code, frozenset()), code

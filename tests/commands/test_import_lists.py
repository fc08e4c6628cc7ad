"""Lists that are the office's own: days come from the file, words stay, new codes wait for words."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.commands import published_files as files
from tests.commands.test_import_pairs import bring, rows
from tests.workbooks import workbook_of
from xl_massbill.book.seeds import lists
from xl_massbill.book.tables import TABLES
from xl_massbill.commands.import_lists import TO_TYPE
from xl_massbill.commands.import_reference import Load, What, load, sentence
from xl_massbill.errors import Refused, Unreadable
from xl_massbill.hosts.memory import MemoryWorkbook

REASONS = ("carc_2026-11-01.csv", files.REASONS)
REMARKS = ("rarc_2026-11-01.txt", files.REMARKS)
PLACES = ("pos_2026-10-01.csv", files.PLACES)
NOVEMBER = dt.date(2026, 11, 1)


def reasons():
    return [
        {"code": "29", "short_own_wording": "too late", "default_action": "APP", "confirmed_by": "Kim"},
        {"code": "B9", "short_own_wording": "in a hospice", "default_action": "NXT"},
        {"code": "555", "short_own_wording": "our own"},
    ]


CARC = (
    "code",
    "short_own_wording",
    "default_action",
    "effective_from",
    "effective_to",
    "list_date",
    "confirmed_by",
)


def test_known_codes_keep_their_words_and_new_ones_wait_for_theirs():
    workbook = workbook_of({"carc": reasons()})
    found = bring(workbook, "carc", REASONS)
    day = dt.date(1995, 1, 1)
    assert rows(workbook, "carc", *CARC) == [
        ("29", "too late", "APP", day, None, NOVEMBER, "Kim"),
        ("B9", "in a hospice", "NXT", day, dt.date(2026, 6, 30), NOVEMBER, None),
        ("555", "our own", None, None, None, None, None),
        ("1", TO_TYPE, None, day, None, NOVEMBER, None),
        ("197", TO_TYPE, None, dt.date(2006, 10, 31), None, NOVEMBER, None),
        ("P99", TO_TYPE, None, NOVEMBER, None, NOVEMBER, None),
    ]
    assert (found.rows, found.kept, found.added, found.ended, found.changed) == (6, 5, 3, 1, 1)
    assert "Not in the file: 555." in sentence(found) and "in your own words" in sentence(found)
    assert "X12" not in str(workbook.read("carc").columns)


def test_a_second_run_changes_nothing_and_a_later_list_renews():
    workbook = workbook_of({"carc": reasons()})
    bring(workbook, "carc", REASONS)
    before = workbook.read("carc")
    again = bring(workbook, "carc", REASONS)
    assert not again.has_news and workbook.read("carc") == before
    later = bring(workbook, "carc", ("carc_2027-03-01.csv", files.REASONS))
    assert later.renewed and not later.added and not later.changed
    assert {row[1] for row in rows(workbook, "carc", "code", "list_date")} == {dt.date(2027, 3, 1), None}
    with pytest.raises(Refused, match="of 2026-11-01, what stands there of 2027-03-01"):
        bring(workbook, "carc", REASONS)


def test_remarks_and_places():
    workbook = workbook_of(
        {"rarc": [{"code": "M15", "short_own_wording": "paid together"}], "pos": lists.places()}
    )
    found = bring(workbook, "rarc", REMARKS)
    assert (found.rows, found.added, found.kept) == (4, 3, 4)
    assert rows(workbook, "rarc", "code", "short_own_wording")[0] == ("M15", "paid together")
    many = len(lists.places())
    found = bring(workbook, "pos", PLACES)
    assert found.rows == 4 and len(rows(workbook, "pos", "code")) == many + found.added
    assert ("27", "Outreach Site/Street") in rows(workbook, "pos", "code", "name") or not found.added
    assert not bring(workbook, "pos", PLACES).has_news


def test_a_list_without_a_day_takes_its_newest_one_or_asks():
    workbook = workbook_of({"carc": [], "pos": []})
    assert bring(workbook, "carc", ("carc.csv", files.REASONS)).label == "List of 2026-11-01"
    with pytest.raises(Refused, match="Add --version, such as 2026-10-01"):
        bring(workbook, "pos", ("pos.csv", files.PLACES))
    assert bring(workbook, "pos", ("pos.csv", files.PLACES), version="2026-10-01").added == 4


def test_hcpcs_dates_go_to_the_codes_the_clinic_has():
    own = [
        {"code": "97124", "short_name": "Massage", "kind": "TIMED", "version_label": "2026"},
        {"code": "S8948", "short_name": "Laser", "kind": "TIMED", "version_label": "2026"},
        {"code": "G0283", "short_name": "Stim", "kind": "UNTIMED"},
        {"code": "S9999", "short_name": "Gone", "kind": "UNTIMED"},
    ]
    for name, data in (("HCPC2026_OCT_ANWEB.txt", files.hcpcs_text()), ("HCPC2026_OCT_ANWEB.xlsx", files.hcpcs_workbook()),
                       ("october-2026.zip", files.zipped(HCPC2026_OCT_ANWEB__txt=files.hcpcs_text(), note__txt=b"Read me\n"))):  # fmt: skip
        workbook = workbook_of({"codes": own})
        found = bring(workbook, "hcpcs", (name, data))
        assert rows(
            workbook, "codes", "code", "short_name", "effective_from", "effective_to", "version_label"
        ) == [
            ("97124", "Massage", None, None, "2026"),
            ("S8948", "Laser", dt.date(2004, 7, 1), dt.date(2026, 9, 30), "HCPCS 2026-10"),
            ("G0283", "Stim", dt.date(2003, 1, 1), None, "HCPCS 2026-10"),
            ("S9999", "Gone", None, None, None),
        ]
        assert (found.rows, found.kept, found.ended, found.changed) == (3, 2, 1, 1)
        assert "Not in the file: S9999." in sentence(found)
        assert not bring(workbook, "hcpcs", (name, data)).has_news


@pytest.mark.parametrize(
    ("what", "given", "words"),
    [
        ("carc", REMARKS, "looks like a list of remark codes, not like a list of adjustment reason codes"),
        ("rarc", REASONS, "looks like a list of adjustment reason codes, not like a list of remark codes"),
        ("pos", REASONS, "looks like a list of adjustment reason codes, not like"),
        ("carc", PLACES, "looks like a list of places of service, not like"),
        ("hcpcs", ("a.csv", files.limits_csv()), "looks like a file of MUE"),
        ("carc", ("a.csv", b"Code,Description,Stop Date\n"), "does not look like a list of adjustment"),
        ("hcpcs", ("a.xlsx", files.workbook([["HCPC", "RECID", "ADD DT", "TERM DT"], ["GP", "7", "", ""]])), "holds no procedure code"),
    ],
)  # fmt: skip
def test_a_wrong_list_is_named(what, given, words):
    workbook = workbook_of({"carc": reasons(), "rarc": [], "pos": [], "codes": []})
    before = workbook.read("carc")
    with pytest.raises(Unreadable, match=words):
        bring(workbook, what, given)
    assert workbook.read("carc") == before


def test_the_offices_own_sheets_change_only_at_somebodys_order():
    workbook = workbook_of({"carc": reasons()})
    with pytest.raises(Refused, match="--by"):
        load(workbook, Load(What.CARC, [REASONS], today=NOVEMBER, by=" "))


def test_a_workbook_made_before_the_columns_were_there_still_takes_the_list():
    new = {"effective_from", "effective_to", "list_date"}
    whole = workbook_of({"carc": reasons()}).read("carc")
    names = [f.name for f in TABLES["carc"].fields()]
    kept = [i for i, name in enumerate(names) if name not in new]
    old = type(whole)(
        whole.table,
        whole.sheet,
        whole.first_row,
        tuple(whole.headings[i] for i in kept),
        tuple(whole.columns[i] for i in kept),
    )
    workbook = MemoryWorkbook([old])
    assert bring(workbook, "carc", REASONS).added == 3
    assert not bring(workbook, "carc", REASONS).added

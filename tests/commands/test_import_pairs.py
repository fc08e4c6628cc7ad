"""NCCI pairs and MUE limits: every published form reads the same, and only what changed changes."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.commands import published_files as files
from tests.workbooks import workbook_of
from xl_massbill.book.seeds import lists
from xl_massbill.book.tables import TABLES
from xl_massbill.commands.import_reference import Load, What, load, sentence
from xl_massbill.errors import NoTable, Refused, Unreadable

TODAY = dt.date(2026, 11, 20)
CODES = [
    {"code": c, "short_name": c, "kind": "TIMED"}
    for c in ("97124", "97140", "97112", "97110", "97530", "97116")
]


def book(pairs=(), limits=(), codes=CODES):
    return workbook_of({"codes": codes, "ncci_ptp": list(pairs), "mue": list(limits)})


def bring(workbook, what, *given, **options):
    found = load(workbook, Load(What(what), given, today=TODAY, by="Kim", **options))
    workbook.save()
    return found


def rows(workbook, table, *names):
    grid = workbook.read(table)
    at = [[f.name for f in TABLES[table].fields()].index(name) for name in names]
    found = zip(*(grid.columns[i] for i in at), strict=True)
    return [row for row in found if row[0] is not None]


PAIR = ("column1", "column2", "mod_indicator", "effective_from", "effective_to", "file_version", "certainty")
KEPT = [
    ("97140", "97124", "0", dt.date(2020, 1, 1), dt.date(2020, 9, 30), "2026Q4", "R"),
    ("97140", "97124", "1", dt.date(2020, 10, 1), None, "2026Q4", "R"),
    ("97140", "97530", "1", dt.date(2020, 10, 1), None, "2026Q4", "R"),
    ("97530", "97116", "1", dt.date(1996, 1, 1), dt.date(2019, 12, 31), "2026Q4", "R"),
]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("ccipra-v323r0-f1.TXT", files.pairs_text()),
        ("ccipra-v323r0-f1.TXT", files.pairs_text(heads=())),
        ("ccipra-v323r0-f1.xlsx", files.pairs_workbook()),
        ("pairs_2026q4.csv", files.pairs_csv()),
        ("edits.zip", files.zipped(ccipra_v323r0_f1__TXT=files.pairs_text(), ccipra_v323r0_f1__xlsx=files.pairs_workbook())),
        ("q4.zip", files.zipped(a_in_b_in_edits__xlsx=files.pairs_workbook(), readme__txt=b"Please read the licence.\n")),
        ("unnamed", files.pairs_text()),
    ],
)  # fmt: skip
def test_every_form_of_the_pairs_reads_the_same(name, data):
    workbook = book()
    found = bring(workbook, "ncci", (name, data))
    assert rows(workbook, "ncci_ptp", *PAIR) == KEPT
    assert (found.rows, found.kept, found.added, found.label) == (10, 4, 4, "NCCI 2026Q4")
    assert sentence(found) == (
        "NCCI 2026Q4: 10 rows in the file, 4 kept for sheet NCCI_PTP: 4 added, 0 ended, 0 changed, 0 removed."
    )


def test_a_second_run_changes_nothing():
    workbook = book()
    bring(workbook, "ncci", ("ccipra-v323r0-f1.TXT", files.pairs_text()))
    before = workbook.read("ncci_ptp")
    found = bring(workbook, "ncci", ("ccipra-v323r0-f1.TXT", files.pairs_text()))
    assert not found.has_news and workbook.read("ncci_ptp") == before
    assert "Nothing differs" in sentence(found)


def test_starting_values_give_way_and_confirmations_of_the_same_stay():
    seed = [dict(row) for row in lists.pairs()]
    for row in seed:
        row |= {"confirmed_by": "Kim", "confirmed_on": dt.date(2026, 1, 2)}
    workbook = book(seed)
    found = bring(workbook, "ncci", ("ccipra-v323r0-f1.TXT", files.pairs_text()))
    confirmed = rows(workbook, "ncci_ptp", "column1", "column2", "effective_from", "confirmed_by")
    assert confirmed == [
        ("97140", "97124", dt.date(2020, 1, 1), None),
        ("97140", "97124", dt.date(2020, 10, 1), "Kim"),  # the seed said the same, without a first day
        ("97140", "97530", dt.date(2020, 10, 1), "Kim"),
        ("97530", "97116", dt.date(1996, 1, 1), None),
    ]
    assert (found.kept, found.added, found.changed, found.ended) == (4, 2, 0, 0)
    assert found.removed == len(seed) - 2


def test_a_pair_that_ends_or_changes_is_counted_and_loses_its_confirmation():
    workbook = book()
    bring(workbook, "ncci", ("ccipra-v322r0-f1.TXT", files.pairs_text()))
    grid = {name: [row[i] for row in rows(workbook, "ncci_ptp", *PAIR)] for i, name in enumerate(PAIR)}
    workbook.replace("ncci_ptp", grid | {"confirmed_by": ["Kim"] * 4, "confirmed_on": [TODAY] * 4})
    changed = [
        ("97140", "97530", "", "20201001", "20260930", "1", "") if r[:2] == ("97140", "97530") else r
        for r in files.PAIRS
    ]
    changed = [(*r[:5], "9", r[6]) if r[1] == "97116" else r for r in changed]
    found = bring(workbook, "ncci", ("ccipra-v323r0-f1.TXT", files.pairs_text(changed)))
    assert (found.added, found.ended, found.changed, found.removed) == (0, 1, 1, 0)
    assert [row[-1] for row in rows(workbook, "ncci_ptp", "column1", "confirmed_by")] == [
        "Kim",
        "Kim",
        None,
        None,
    ]


def test_a_quarter_may_come_in_parts_together_or_one_after_the_other():
    low, high = [r for r in files.PAIRS if r[0] < "97200"], [r for r in files.PAIRS if r[0] >= "97200"]
    parts = [
        ("ccipra-v323r0-f1.txt", files.pairs_text(low)),
        ("ccipra-v323r0-f2.txt", files.pairs_text(high)),
    ]
    together, apart = book(), book()
    bring(together, "ncci", *parts)
    for part in parts:
        bring(apart, "ncci", part)
    assert rows(together, "ncci_ptp", *PAIR) == rows(apart, "ncci_ptp", *PAIR) == KEPT
    assert not bring(apart, "ncci", parts[0]).has_news


def test_an_older_quarter_is_refused_unless_wished():
    workbook = book()
    bring(workbook, "ncci", ("ccipra-v323r0-f1.txt", files.pairs_text()))
    with pytest.raises(Refused, match="of 2026Q3, what stands there of 2026Q4"):
        bring(workbook, "ncci", ("ccipra-v322r0-f1.txt", files.pairs_text()))
    assert bring(workbook, "ncci", ("ccipra-v322r0-f1.txt", files.pairs_text()), older=True).renewed
    assert {row[1] for row in rows(workbook, "ncci_ptp", "column1", "file_version")} == {"2026Q3"}


LIMIT = ("code", "mue_value", "mai", "file_version", "certainty")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("MCR_MUE_PractitionerServices_Eff_10-01-2026.csv", files.limits_csv()),
        ("MCR_MUE_PractitionerServices_Eff_10-01-2026.xlsx", files.limits_workbook()),
        ("medicare-ncci-2026-q4-practitioner-services-mue-table.zip", files.zipped(mue__csv=files.limits_csv(), mue__xlsx=files.limits_workbook())),
    ],
)  # fmt: skip
def test_every_form_of_the_limits_reads_the_same(name, data):
    seed = {
        "code": "97124",
        "mue_value": 4,
        "mai": "3",
        "certainty": "G",
        "file_version": "2026Q4 seed",
        "confirmed_by": "Kim",
    }
    old = [
        seed,
        {"code": "97140", "mue_value": 6, "mai": "3", "confirmed_by": "Kim"},
        {"code": "97530", "mue_value": 6, "mai": "3"},
    ]
    workbook = book(limits=old)
    found = bring(workbook, "mue", (name, data))
    assert rows(workbook, "mue", *LIMIT, "confirmed_by") == [
        ("97110", 8, "3", "2026Q4", "R", None),
        ("97124", 4, "3", "2026Q4", "R", "Kim"),
        ("97140", 7, "3", "2026Q4", "R", None),
    ]
    assert (found.rows, found.kept, found.added, found.changed, found.removed) == (5, 3, 1, 1, 1)
    assert not bring(workbook, "mue", (name, data)).has_news


def test_a_file_without_its_quarter_asks_for_it():
    with pytest.raises(Refused, match="Add --version, such as 2026Q4"):
        bring(book(), "mue", ("mue.csv", files.limits_csv()))
    assert bring(book(), "mue", ("mue.csv", files.limits_csv()), version="2026q4").label == "MUE 2026Q4"
    with pytest.raises(Refused, match="Add --version"):
        bring(book(), "ncci", ("edits.txt", files.pairs_text()), version="the newest")


REASONS, REMARKS = ("x12_2026-11-01.csv", files.REASONS), ("x12_2026-11-01.txt", files.REMARKS)


@pytest.mark.parametrize(
    ("what", "name", "data", "words"),
    [
        ("ncci", "a.csv", files.limits_csv(), "looks like a file of MUE unit limits for practitioners, not like a file of NCCI"),
        ("mue", "a.txt", files.pairs_text(), "looks like a file of NCCI code pairs, not like a file of MUE"),
        ("mue", "a.csv", files.limits_csv(service="Outpatient Hospital Services MUE Values"), "for hospitals or suppliers, not like"),
        ("mue", "a.csv", files.limits_csv(service="DME Supplier Services MUE Values"), "for hospitals or suppliers, not like"),
        ("ncci", "ccioph-v323r0-f1.txt", files.pairs_text(), "of hospitals"),
        ("ncci", "a.zip", b"<!DOCTYPE html><html><body>Please accept the licence</body></html>", "is a web page"),
        ("ncci", "a.txt", b"\xef\xbb\xbf  \n<html>", "is a web page"),
        ("ncci", "a.txt", b"", "is empty"),
        ("ncci", "a.txt", b" \r\n", "is empty"),
        ("ncci", "a.zip", files.zipped(a__TXT=files.pairs_text())[:-40], "damaged, locked or cut short"),
        ("ncci", "a.xlsx", files.pairs_workbook()[:-400], "damaged, locked or cut short"),
        ("ncci", "a.pdf", b"%PDF-1.7\n" + bytes(range(256)), "is no table"),
        ("ncci", "a.txt", files.pairs_text()[:-60], "breaks off at pair 10"),
        ("ncci", "a.txt", files.pairs_text([]), "holds no pair"),
        ("mue", "mue_2026q4.csv", files.limits_csv([*files.LIMITS, ("97530", "6")]), "at code 97530"),
        ("mue", "mue_2026q4.csv", files.limits_csv([]), "holds no limit"),
        ("ncci", "a.zip", files.zipped(inner__zip=b"PK"), "holds no table, but inner.zip: unpack that one first"),
        ("ncci", "a.csv", b"Date,Amount\n2026-01-01,5\n", "does not look like a file of NCCI"),
        ("ncci", "a.txt", "\r\n".join(f"{n:05d} M54{n}    1 Pain" for n in range(1, 9)).encode(), "looks like the ICD-10-CM order file"),
        ("ncci", "a.txt", files.hcpcs_text(), "looks like the HCPCS file of CMS"),
        ("mue", *REASONS, "looks like a list of adjustment reason codes"),
        ("mue", *REMARKS, "looks like a list of remark codes"),
        ("mue", "a.csv", files.PLACES, "looks like a list of places of service"),
        ("ncci", "a.xml", b"<?xml version='1.0'?><a/>", "does not look like a file of NCCI"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_named_and_nothing_changes(what, name, data, words):
    workbook = book(lists.pairs(), lists.limits())
    before = workbook.read("ncci_ptp"), workbook.read("mue")
    with pytest.raises(Unreadable, match=words) as stop:
        bring(workbook, what, (name, data))
    assert str(stop.value).count(". ") <= 1
    assert (workbook.read("ncci_ptp"), workbook.read("mue")) == before


def test_bombs_and_paths_of_an_archive_do_no_harm(tmp_path):
    bomb = files.zipped(edits__txt=b"97140\t97124\t\t20201001\t*\t1\t\n" * 4_000_000)
    assert len(bomb) < 1 << 20
    with pytest.raises(Unreadable, match="would unpack to far more"):
        bring(book(), "ncci", ("edits.zip", bomb))
    many = files.zipped(**{f"a{n}__txt": b"x" for n in range(300)})
    with pytest.raises(Unreadable, match="would unpack to far more"):
        bring(book(), "ncci", ("edits.zip", many))
    outside = files.zipped(**{"___in____in_etc_in_ccipra-v323r0-f1__txt": files.pairs_text()})
    assert bring(book(), "ncci", ("x.zip", outside)).added == 4


def test_the_clinics_codes_say_which_rows_to_keep():
    with pytest.raises(Refused, match="Sheet Codes is empty"):
        bring(book(codes=[]), "ncci", ("ccipra-v323r0-f1.txt", files.pairs_text()))
    with pytest.raises(NoTable, match="NCCI_PTP"):
        bring(workbook_of({"codes": CODES}), "ncci", ("ccipra-v323r0-f1.txt", files.pairs_text()))

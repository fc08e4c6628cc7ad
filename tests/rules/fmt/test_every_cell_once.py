"""Whatever stands in a cell: the format rules never break, tell of it once, and never show what is private."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rules.cases import AS_OF, clean, workbook
from xl_massbill.book.column import Owner
from xl_massbill.book.tables import TABLES
from xl_massbill.book.workbook import NOT_CALCULATED, CellError
from xl_massbill.practice import Records
from xl_massbill.rules.catalogue import rules
from xl_massbill.rules.run import check

FMT = [r for r in rules() if r.group == "FMT"]
OF_TROUBLE = {"FMT-001", "FMT-006", "FMT-007", "FMT-011", "FMT-015"}
OF_OTHER_GROUPS = {("units", "not_whole"), ("sex", "not_a_choice")}  # UNT-010 and PAT-003 tell of these
CHECKED = [t for t in clean() if TABLES[t].facts.owner is Owner.PERSON]
PLACES = [(t, f.name) for t in CHECKED for f in TABLES[t].owned_by(Owner.PERSON)]

junk = st.one_of(
    st.sampled_from(
        [
            *(
                "#N/A",
                CellError("#BLOCKED!"),
                NOT_CALCULATED,
                "",
                " \u00a0",
                "*",
                "PO Box 7",
                "maybe",
                "Y",
                "123-45-6789",
            ),
            *(
                0,
                1,
                -1,
                2.5,
                8501,
                1e300,
                46146,
                0.5,
                True,
                False,
                97124.0,
                "97124 ",
                "5/4/26",
                "25:00",
                "2026-02-30",
            ),
            *(
                dt.date(1950, 1, 1),
                dt.date(2999, 1, 1),
                dt.datetime(2026, 5, 4, 10, 30),
                dt.time(10),
                "12.345",
                "-5.00",
            ),
        ]
    ),
    st.text(max_size=70),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-(10**14), 10**14),
    st.dates(min_value=dt.date(1900, 1, 1)),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(PLACES), junk, min_size=1, max_size=8), st.booleans())
def test_any_cells(cells, doubled):
    tables = clean()
    for (table, column), cell in cells.items():
        tables[table][0][column] = cell
        if doubled:
            tables[table].append(dict(tables[table][0]))
    records = Records(workbook(tables))
    outcome = check(records, AS_OF, FMT)
    told = Counter((f.place.source, f.place.line, f.field) for f in outcome.findings)
    assert [place for place, times in told.items() if times > 1] == [], [
        (f.rule, f.message) for f in outcome.findings
    ]
    assert len({f.identity for f in outcome.findings}) == len(outcome.findings)
    for table in CHECKED:
        _check_troubles(records[table], outcome.findings)


def _check_troubles(sheet, findings):
    of_cells = {(f.place.line, f.field): f for f in findings if f.place.source == sheet.table.facts.name}
    for field in sheet.table.owned_by(Owner.PERSON):
        for trouble in sheet.troubles(field.name):
            finding = of_cells.get((trouble.row, field.name))
            if trouble.bad and (field.name, trouble.why) not in OF_OTHER_GROUPS:
                assert finding and finding.rule in OF_TROUBLE, (field.name, trouble.why)
            raw = str(trouble.raw)
            if (
                finding
                and field.column.private
                and trouble.why not in ("excel_error", "not_calculated")
                and len(raw) > 4
            ):
                assert raw not in finding.message and raw not in finding.found


def test_private_cells_never_show_in_messages():
    secret = {
        ("patients", "last_name"): "Zanzibar*",
        ("patients", "addr1"): "77 Quicksilver Way: rear" + "x" * 60,
        ("patients", "dob"): "31 February 1984",
        ("patients", "zip"): "9x10877",
        ("coverage", "member_id"): "QQ 99887766",
        ("coverage", "insured_dob"): "1/2/80",
        ("coverage", "claim_number"): "K*7788990",
        ("practice", "tin"): "91-7766554",
        ("referrals", "prov_phone"): "#N/A",
    }
    tables = clean()
    for (table, column), cell in secret.items():
        tables[table][0][column] = cell
    findings = check(Records(workbook(tables)), AS_OF, FMT).findings
    assert {(f.place.source, f.field) for f in findings} == set(secret)
    for finding in findings:
        cell = secret[finding.place.source, finding.field]
        for part in (cell, cell.split()[0], cell[:5]):
            assert len(part) < 4 or part.startswith("#") or part not in finding.message + finding.found


def test_no_message_has_a_hole():
    for rule in FMT:
        assert rule.message.count("{") == rule.message.count("}")
    tables = clean()
    tables["visits"][0] |= {"charge": "x", "dos": "x", "status": "x", "patient_id": "x", "minutes": "x"}
    for finding in check(Records(workbook(tables)), AS_OF, FMT).findings:
        assert "()" not in finding.message and "  " not in finding.message and "{" not in finding.message

"""What a check writes on sheet Rules, what the journal notes of the office's decisions, and the page of rules."""

from __future__ import annotations

import datetime as dt

from tests.commands.test_acknowledgements import typed
from tests.rules.cases import clean
from tests.workbooks import workbook_of, write_workbook
from xl_massbill.book.folder import Folder
from xl_massbill.claims.journal import Journal
from xl_massbill.commands import check
from xl_massbill.commands.rule_changes import DECIDED, note_changes
from xl_massbill.commands.rules_page import page
from xl_massbill.commands.rules_sheet import rule_rows
from xl_massbill.hosts.file import FileWorkbook
from xl_massbill.practice import Records
from xl_massbill.rules.catalogue import rules

DAY, NOW = dt.date(2026, 5, 6), dt.datetime(2026, 5, 6, 9)


def checked(workbook):
    check.write(workbook, check.check(workbook, DAY), DAY)
    sheet = Records(workbook)["rules"]
    names = ("open_now", "acknowledged_now", "denials", "denied_amount")
    counts = zip(*(sheet[n].astype(object).where(sheet[n].notna(), None) for n in names), strict=True)
    return dict(zip(sheet["rule_id"], counts, strict=True))


def test_each_rule_shows_what_it_has_found_and_would_have_prevented():
    line = {
        "claim_id": "C1",
        "line_no": 1,
        "visit_id": "V0",
        "charge": 180.0,
        "denied": True,
        "carc_list": "176",
    }
    tables = clean() | {"rules": rule_rows(), "findings": [], "claim_lines": [line]}
    tables["visits"][0]["units"] = 5
    found = checked(workbook_of(tables))
    assert found["UNT-002"] == (1, None, None, None)
    assert found["REF-003"] == (None, None, 1, 18000)
    assert found["REF-005"] == (None, None, None, None)


def test_a_denial_that_a_whole_group_prevents_counts_for_each_of_its_rules():
    line = {
        "claim_id": "C1",
        "line_no": 1,
        "visit_id": "V0",
        "charge": 180.0,
        "denied": True,
        "carc_list": "95",
    }
    tables = clean() | {"rules": rule_rows(), "findings": [], "claim_lines": [line]}
    found = checked(workbook_of(tables))
    assert found["REF-005"] == found["AUT-002"] == (None, None, 1, 18000)
    assert found["UNT-002"] == (None, None, None, None)


def test_rules_that_came_with_a_newer_version_are_added_and_decisions_stay():
    old = [row | {"severity_override": "info"} for row in rule_rows() if row["rule_id"] == "UNT-002"]
    workbook = workbook_of(clean() | {"rules": old, "findings": []})
    assert set(checked(workbook)) == {rule.id for rule in rules()}
    sheet = Records(workbook)["rules"]
    assert sheet["severity_override"].tolist()[0] == "info"
    assert sheet["severity_override"].notna().sum() == 1
    assert len(checked(workbook)) == len(sheet)


def test_a_decision_is_noted_once_with_who_and_when(tmp_path):
    path = write_workbook(tmp_path / "clinic.xlsx", clean() | {"rules": rule_rows(), "findings": []})
    workbook = FileWorkbook(path)
    assert note_changes(workbook, Records(workbook), NOW, "kim") == []
    assert not Folder.of(path).journal.exists()
    decide(path, "UNT-002", severity_override="warning")
    workbook = FileWorkbook(path)
    assert note_changes(workbook, Records(workbook), NOW, "kim") == ["UNT-002"]
    workbook.save()
    workbook = FileWorkbook(path)
    assert note_changes(workbook, Records(workbook), NOW, "lee") == []
    sheet = Records(workbook)["rules"]
    at = sheet["rule_id"].tolist().index("UNT-002")
    assert (sheet["changed_by"].iloc[at], sheet["changed_on"].iloc[at].date()) == ("kim", DAY)
    assert sheet["changed_by"].notna().sum() == 1
    decide(path, "UNT-002", severity_override=None)
    workbook = FileWorkbook(path)
    assert note_changes(workbook, Records(workbook), NOW, "lee") == ["UNT-002"]
    with Journal(Folder.of(path).journal) as journal:
        events = journal.events(DECIDED)
        assert journal.first_break() is None
    assert [(e.user, e.subject, e.detail.get("severity")) for e in events] == [
        ("kim", "UNT-002", "warning"),
        ("lee", "UNT-002", None),
    ]


def test_limits_as_shipped_are_no_decision(tmp_path):
    path = write_workbook(tmp_path / "clinic.xlsx", clean() | {"rules": rule_rows(), "findings": []})
    decide(path, "REF-006", params='{"visits": 2, "days": 10}')
    workbook = FileWorkbook(path)
    assert note_changes(workbook, Records(workbook), NOW, "kim") == ["REF-006"]


def decide(path, rule_id, **cells):
    workbook = FileWorkbook(path, fill=True)
    ids = Records(workbook)["rules"]["rule_id"].tolist()
    workbook.write("rules", {n: [c if i == rule_id else None for i in ids] for n, c in cells.items()})
    workbook.save()


def test_a_workbook_in_memory_has_no_journal():
    workbook = typed(workbook_of(clean() | {"rules": rule_rows()}), "rules", severity_override="info")
    assert note_changes(workbook, Records(workbook), NOW, "kim") == []


def test_the_page_has_every_rule_with_reason_example_message_and_source():
    text = page()
    for rule in rules():
        assert f"### {rule.id} " in text
        assert rule.example in text
        assert rule.message in text
        assert f"Source: {rule.source}" in text
    assert "{" not in text.split("## FMT")[0]

"""What people say of warnings: it holds until the row changes, and is never lost."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.rules.cases import clean
from tests.workbooks import workbook_of
from xl_massbill.book.tables import TABLES
from xl_massbill.book.workbook import Workbook
from xl_massbill.commands import check
from xl_massbill.commands.planning import plan
from xl_massbill.hosts.memory import MemoryWorkbook

DAY = dt.date(2026, 5, 6)
NAME, REASON = "Kim", "new order is on its way"


@pytest.fixture
def clinic() -> MemoryWorkbook:
    """Return a clinic with one warning: two visits of the order are left (REF-006)."""
    tables = clean() | {"findings": [], "claims": [], "claim_lines": [], "batches": []}
    tables["referrals"][0]["visits_ordered"] = 2
    return workbook_of(tables)


JUDGED = ("REF-006", "UNT-002")


def run(workbook: Workbook, day: dt.date = DAY) -> dict[str, object]:
    """Check, write, and return the one finding as it then stands on the sheet."""
    check.write(workbook, check.check(workbook, day), day)
    (found,) = [row for row in rows(workbook) if row["state"] != "FIXED" and row["rule_id"] in JUDGED]
    return found


def rows(workbook: Workbook) -> list[dict[str, object]]:
    grid = workbook.read("findings")
    titles = {f.column.title: f.name for f in TABLES["findings"].fields()}
    names = [titles[heading] for heading in grid.headings]
    return [dict(zip(names, cells, strict=True)) for cells in zip(*grid.columns, strict=True)]


def say(workbook: MemoryWorkbook, **cells: object) -> MemoryWorkbook:
    """Type into the first row of Findings, as a person would, and return the workbook opened anew."""
    return typed(workbook, "findings", **cells)


def typed(workbook: MemoryWorkbook, table: str, **cells: object) -> MemoryWorkbook:
    grids = [workbook.read(name) for name in workbook.tables()]
    other = MemoryWorkbook(grids, fill=True)
    height = other.read(table).height
    other.write(table, {name: [cell] * height for name, cell in cells.items()})
    return MemoryWorkbook([other.read(name) for name in other.tables()])


def test_a_name_and_a_reason_let_the_claim_go(clinic):
    assert run(clinic)["state"] == "OPEN"
    assert plan(clinic, DAY).drafts == []
    said = say(clinic, acknowledged_by=NAME, acknowledged_on=DAY, ack_reason=REASON)
    assert len(plan(said, DAY).drafts) == 1
    found = run(said)
    assert (found["state"], found["acknowledged_by"], found["ack_reason"]) == ("ACKNOWLEDGED", NAME, REASON)
    assert found["message"].count("Acknowledged") == 0


@pytest.mark.parametrize(
    ("by", "reason"), [(None, REASON), (NAME, "too short"), (NAME, None), (NAME, " " * 12)]
)
def test_half_a_reason_is_none(clinic, by, reason):
    run(clinic)
    said = say(clinic, acknowledged_by=by, ack_reason=reason)
    assert run(said)["state"] == "OPEN"
    assert plan(said, DAY).drafts == []


def test_ten_characters_are_a_reason(clinic):
    run(clinic)
    assert run(say(clinic, acknowledged_by=NAME, ack_reason="0123456789"))["state"] == "ACKNOWLEDGED"


def test_it_comes_back_when_the_row_changes_and_says_who_had_acknowledged_it(clinic):
    run(clinic)
    said = say(clinic, acknowledged_by=NAME, acknowledged_on=DAY, ack_reason=REASON)
    run(said)
    changed = typed(said, "visits", patient_paid=20.0)
    found = run(changed)
    assert (found["state"], found["acknowledged_by"], found["ack_reason"]) == ("OPEN", None, None)
    told = f"(Acknowledged by {NAME} on {DAY}: “{REASON}”. The row has changed since.)"
    assert str(found["message"]).endswith(told)
    assert plan(changed, DAY).drafts == []
    assert str(run(changed)["message"]).count(told) == 1  # nor is it lost, or doubled, by the next run
    again = say(changed, acknowledged_by="Lee", ack_reason="still on its way, called again")
    assert run(again)["state"] == "ACKNOWLEDGED"


def test_it_does_not_come_back_when_only_the_program_s_columns_or_other_rows_change(clinic):
    run(clinic)
    said = say(clinic, acknowledged_by=NAME, ack_reason=REASON)
    run(said)
    said = typed(typed(said, "visits", problems="anything"), "patients", phone="2065550111")
    assert run(said)["state"] == "ACKNOWLEDGED"


def test_what_is_typed_between_two_runs_counts_with_the_reason(clinic):
    """Whoever mends half of a row and acknowledges the rest is not asked twice."""
    run(clinic)
    said = typed(say(clinic, acknowledged_by=NAME, ack_reason=REASON), "visits", patient_paid=20.0)
    assert run(said)["state"] == "ACKNOWLEDGED"


def test_a_snoozed_warning_is_hidden_until_its_day_and_holds_the_claim(clinic):
    run(clinic)
    put_off = say(clinic, snoozed_until=DAY + dt.timedelta(days=1))
    found = run(put_off)
    assert (found["state"], found["snoozed_until"]) == ("SNOOZED", DAY + dt.timedelta(days=1))
    assert set(problems(put_off)) == {None}
    assert "REF-006" not in check.check(put_off, DAY).text()
    assert plan(put_off, DAY).drafts == []
    assert run(put_off, DAY + dt.timedelta(days=1))["state"] == "OPEN"
    assert "REF-006" in str(problems(put_off)[0])


def test_an_error_can_neither_be_acknowledged_nor_put_off(clinic):
    clinic = typed(clinic, "referrals", visits_ordered=12)
    clinic = typed(clinic, "visits", units=5)
    assert run(clinic)["severity"] == "ERROR"
    said = say(clinic, acknowledged_by=NAME, ack_reason=REASON, snoozed_until=DAY + dt.timedelta(days=30))
    assert run(said)["state"] == "OPEN"
    assert "UNT-002" in str(problems(said)[0])
    assert plan(said, DAY).drafts == []


def test_sorting_the_rows_leaves_it_with_its_own_row(clinic):
    tables = clean() | {"findings": []}
    tables["referrals"][0]["visits_ordered"] = 3
    tables["visits"].append(tables["visits"][0] | {"visit_id": "V2", "dos": dt.date(2026, 5, 5)})
    tables["notes"].append(tables["notes"][0] | {"visit_id": "V2", "dos": dt.date(2026, 5, 5)})
    workbook = workbook_of(tables)
    check.write(workbook, check.check(workbook, DAY), DAY)
    mine = [row["row_key"] == "V2-1" and row["rule_id"] == "REF-006" for row in rows(workbook)]
    assert mine.count(True) == 1
    filled = MemoryWorkbook([workbook.read(name) for name in workbook.tables()], fill=True)
    for name, cell in (("acknowledged_by", NAME), ("ack_reason", REASON)):
        filled.write("findings", {name: [cell if is_mine else None for is_mine in mine]})
    check.write(filled, check.check(filled, DAY), DAY)
    other = workbook_of(tables | {"visits": tables["visits"][::-1]})
    kept = [filled.read("findings"), *(other.read(name) for name in other.tables() if name != "findings")]
    moved = MemoryWorkbook(kept)
    check.write(moved, check.check(moved, DAY), DAY)
    assert {row["row_key"]: row["state"] for row in rows(moved) if row["rule_id"] == "REF-006"} == {
        "V1-1": "OPEN",
        "V2-1": "ACKNOWLEDGED",
    }


def problems(workbook: Workbook) -> list[object]:
    grid = workbook.read("visits")
    return list(grid.columns[grid.headings.index(TABLES["visits"].field("problems").column.title)])

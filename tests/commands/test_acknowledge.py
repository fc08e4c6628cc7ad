"""Warnings that a named person takes responsibility for; nothing else can be acknowledged."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.workbooks import workbook_of
from xl_massbill.commands.acknowledge import acknowledge, warnings_at
from xl_massbill.errors import NoTable, Refused
from xl_massbill.hosts.memory import MemoryWorkbook
from xl_massbill.practice import Records

DAY = dt.date(2026, 5, 6)
REASON = "Confirmed with the payer"
KINDS = (
    ("error", "OPEN"),
    ("warning", "OPEN"),
    ("info", "OPEN"),
    ("warning", "FIXED"),
    ("warning", "SNOOZED"),
)


@pytest.fixture
def workbook():
    rows = [
        {"rule_id": f"FMT-00{i}", "row_key": f"V{i}", "severity": severity, "state": state}
        for i, (severity, state) in enumerate(KINDS)
    ]
    return workbook_of({"findings": rows})


def said(workbook):
    sheet = Records(workbook)["findings"]
    return list(zip(sheet["acknowledged_by"], sheet["ack_reason"], strict=True))


def test_only_warnings_that_stand_are_acknowledged(workbook):
    done = acknowledge(workbook, range(5), by=" Kim ", reason=f" {REASON} ", on=DAY)
    assert said(workbook) == [(None, None), ("Kim", REASON), (None, None), (None, None), ("Kim", REASON)]
    sentence = "2 warnings acknowledged by Kim, from the next check on."
    assert done.sentence() == f"{sentence} The other selected rows are no warnings and stay as they are."
    assert Records(workbook)["findings"]["acknowledged_on"].iloc[1].date() == DAY
    assert workbook.saves == 0


def test_those_not_named_are_left_alone(workbook):
    done = acknowledge(workbook, [4], by="Kim", reason=REASON, on=DAY)
    assert said(workbook)[1] == (None, None) and done.sentence().startswith("1 warning acknowledged by Kim")
    assert "other" not in done.sentence()


def test_no_warning(workbook):
    done = acknowledge(workbook, [0, 2], by="Kim", reason=REASON, on=DAY)
    assert "an error must be mended" in done.sentence() and said(workbook) == [(None, None)] * 5
    assert warnings_at(workbook, range(5)) == [1, 4]


@pytest.mark.parametrize(
    ("by", "reason", "words"),
    [("", REASON, "Say who"), ("Kim", "nine chars", ""), ("Kim", "ninechars", "10")],
)
def test_a_name_and_a_reason_of_ten_characters(workbook, by, reason, words):
    if not words:
        acknowledge(workbook, [1], by=by, reason=reason, on=DAY)
        return
    with pytest.raises(Refused, match=words):
        acknowledge(workbook, [1], by=by, reason=reason, on=DAY)
    assert said(workbook) == [(None, None)] * 5


def test_a_lost_column_is_named(workbook):
    grid = workbook.read("findings")
    keep = [i for i, heading in enumerate(grid.headings) if heading != "Reason"]
    cut = type(grid)(grid.table, grid.sheet, grid.first_row, tuple(grid.headings[i] for i in keep),
                     tuple(grid.columns[i] for i in keep))  # fmt: skip
    with pytest.raises(Refused, match="Reason"):
        acknowledge(MemoryWorkbook([cut]), [1], by="Kim", reason=REASON, on=DAY)


def test_a_workbook_without_findings():
    with pytest.raises(NoTable, match="Findings"):
        acknowledge(workbook_of({"visits": []}), [0], by="Kim", reason=REASON, on=DAY)

"""Claims that are being built: one with an error stays at home with its reason, the others go."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from tests.workbooks import workbook_of
from tests.worked_cases.test_worked_cases import practice
from xl_massbill.claims.build import Builder, drafts
from xl_massbill.commands import check, judge, planning
from xl_massbill.commands.select import keep_back, select
from xl_massbill.errors import Refused

DAY = dt.date(2026, 5, 6)
EMPTY = ("claims", "claim_lines", "batches", "findings")


@pytest.fixture
def workbook():
    return workbook_of(practice("V1", "V2") | {name: [] for name in EMPTY})


@pytest.fixture
def checked(workbook):
    return check.check(workbook, DAY)


@pytest.fixture
def made(checked):
    chosen = select(checked.lines, checked.outcome, checked.waived, "837P")
    return drafts(checked.lines, chosen.lines)


def test_sound_claims_all_go(checked, made):
    judged = judge.judge(checked, made, DAY, 101)
    assert list(judged.ready) == list(made)
    assert (judged.findings, judged.kept) == ([], {})


def test_a_corrupt_claim_stays_and_the_others_go(checked, made, monkeypatch):
    """The builder is made to add up wrongly for one claim."""
    right = Builder.claim

    def wrong(self, draft, claim_id):
        claim = right(self, draft, claim_id)
        off = draft.rows[0]["visit_id"] == "V1"
        return dataclasses.replace(claim, total=claim.total + 1) if off else claim

    monkeypatch.setattr(Builder, "claim", wrong)
    judged = judge.judge(checked, made, DAY, 101)
    assert {row["visit_id"] for draft in judged.ready for row in draft.rows} == {
        row["visit_id"] for draft in made for row in draft.rows
    } - {"V1"}
    ((finding, touched),) = judged.findings
    assert (finding.rule, finding.place.source, finding.key, finding.field) == (
        "CLM-001", "visits", "V1-1", "claim_id",
    )  # fmt: skip
    assert "Claim total 181.00 and sum of lines 180.00 differ" in finding.message
    assert [checked.lines["visit_id"].iloc[i] for i in touched] == ["V1"]


def test_a_draft_of_two_patients_stays(checked, made):
    mixed = dataclasses.replace(made[0], rows=(*made[0].rows, *made[-1].rows))
    judged = judge.judge(checked, [mixed], DAY, 101)
    assert list(judged.ready) == []
    assert "CLM-003" in {finding.rule for finding, _ in judged.findings}


def test_claims_that_share_a_visit_stay_together(checked, made):
    """Half a visit is not what happened: the sound claim waits with the other."""
    mixed = dataclasses.replace(made[0], rows=(*made[0].rows, *made[-1].rows))
    judged = judge.judge(checked, [mixed, *made[1:]], DAY, 101)
    held = {row["visit_id"] for row in made[-1].rows}
    assert not held & {row["visit_id"] for draft in judged.ready for row in draft.rows}


def test_a_number_that_is_too_long_keeps_all_at_home():
    tables = practice("V1") | {name: [] for name in EMPTY}
    tables["settings"] = [{"key": "claim_prefix", "value": "CEDARRIVERMASSAGE"}]
    planned = planning.plan(workbook_of(tables), DAY)
    assert planned.drafts == []
    assert planned.selection.held_by_error == 1
    assert planned.selection.reasons["V1"].startswith("CLM-005 Claim number")
    assert len(planned.selection.lines) == 0
    assert "CLM-005" in {finding.rule for finding in planned.checked.outcome.findings}


def test_keeping_nothing_back_changes_nothing(checked):
    chosen = select(checked.lines, checked.outcome, checked.waived, "837P")
    assert keep_back(chosen, {}, checked.lines) is chosen


def test_nothing_is_written_into_a_preview(workbook, checked):
    before = {name: workbook.read(name) for name in ("claims", "claim_lines")}
    seen = checked.lines.records.with_rows({"claims": {"claim_id": ["CR26-000999"]}})
    assert seen["claims"]["claim_id"].tolist() == ["CR26-000999"]
    assert seen["visits"] is checked.lines.records["visits"]
    for write in (seen.workbook.write, seen.workbook.replace, seen.workbook.append):
        with pytest.raises(Refused):
            write("claims", {})
    with pytest.raises(Refused):
        seen.workbook.save()
    assert {name: workbook.read(name) for name in before} == before

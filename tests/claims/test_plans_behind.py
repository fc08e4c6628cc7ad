"""A first claim names the plans behind it: which, in which words, on which form, and when it may not go."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace

import numpy as np
import pytest

from tests.claims.test_again import written
from tests.forms.x837p.judges import accepts, understood
from tests.rules.cases import clean
from tests.workbooks import workbook_of
from tests.worked_cases.test_worked_cases import segments
from xl_massbill.book.finding import Severity
from xl_massbill.claims.again import Followers
from xl_massbill.claims.booking import claim_row
from xl_massbill.claims.build import Builder, claim_ids, drafts
from xl_massbill.claims.following import Kind
from xl_massbill.claims.plans_behind import unclear
from xl_massbill.commands.planning import plan
from xl_massbill.forms.claim_csv import read_claims, write
from xl_massbill.forms.cms1500 import pages
from xl_massbill.forms.x837p.lint import lint
from xl_massbill.practice import Lines, Records

DAY = dt.date(2026, 5, 6)
EMPTY = {name: [] for name in ("claims", "claim_lines", "batches", "findings", "payments")}
MADE = dt.datetime(2026, 5, 6, 9)
SECOND = {
    "coverage_id": "C1S", "priority": "S", "payer_id": "SBS01", "member_id": "SBS900", "group_no": "G900",
    "cob_confirmed_on": dt.date(2026, 4, 1),
}  # fmt: skip
SPOUSE = {
    "relation_to_insured": "01", "insured_last": "Holt", "insured_first": "Ann", "insured_dob": dt.date(1980, 5, 1),
    "insured_sex": "F", "insured_addr1": "1 Elm St", "insured_city": "Seattle", "insured_state": "WA", "insured_zip": "98101",
}  # fmt: skip


@pytest.fixture
def tables():
    """Return the clean visit of a patient who has a second plan."""
    return with_plan(clean(), **SECOND)


def with_plan(tables, **cells):
    tables["coverage"].append({**tables["coverage"][0], **cells})
    if not any(p["payer_id"] == "SBS01" for p in tables["payers"]):
        tables["payers"].append({**tables["payers"][0], **SUMMIT})
    return tables


SUMMIT = {
    "payer_id": "SBS01", "name": "Summit BlueShield", "payer_type": "BCBS", "edi_payer_id": "SBS01",
    "claim_filing_ind": "BL",
}  # fmt: skip


def payer(tables, payer_id):
    return next(row for row in tables["payers"] if row["payer_id"] == payer_id)


def first_payer(tables):
    return payer(tables, tables["coverage"][0]["payer_id"])


def build(tables):
    lines = Lines(Records(workbook_of(tables)), DAY)
    found = drafts(lines, np.arange(len(lines)))
    return list(Builder(lines).claims(found, claim_ids("CR", DAY, 101, len(found)))), lines.records


def only(tables):
    (claim,), records = build(tables)
    return claim, records


def named(tables):
    return [(other.sequence, other.payer_id) for claim in build(tables)[0] for other in claim.other_payers]


@pytest.mark.judge
def test_the_file_names_the_second_plan_without_figures(tables):
    tables["coverage"][-1] |= SPOUSE
    claim, records = only(tables)
    data = written(claim, records, 101, MADE)
    found = segments(data.decode("ascii"))
    at = found.index("SBR*S*01*G900******BL")
    assert found[at + 1 : at + 5] == [
        "OI***Y***Y", "NM1*IL*1*HOLT*ANN****MI*SBS900", "NM1*PR*2*SUMMIT BLUESHIELD*****PI*SBS01", "LX*1",
    ]  # fmt: skip
    assert next(s for s in found if s.startswith("SBR")).startswith("SBR*P*18*")
    assert not [s for s in found if s.startswith(("CAS", "SVD", "AMT*D", "AMT*EAF", "DTP*573"))]
    assert accepts(data)
    assert [(c.claim_id, c.charge) for c in understood(data)] == [(claim.claim_id, claim.total)]
    assert [one for one in lint(data) if one.severity is not Severity.INFO] == []


def test_paper_says_yes_in_box_11d_and_fills_box_9(tables):
    tables["coverage"][-1] |= SPOUSE | {"group_name": "Gold Group"}
    (page,) = pages(only(tables)[0]).pages
    assert {box: page.get(box) for box in ("11d.yes", "11d.no", "9", "9a", "9d", "29")} == {
        "11d.yes": "X", "11d.no": None, "9": "HOLT, ANN", "9a": "G900", "9d": "GOLD GROUP", "29": None,
    }  # fmt: skip


def test_the_csv_names_it_too(tables):
    out = io.BytesIO()
    write([only(tables)[0]], out)
    cells = read_claims(out.getvalue())[0].cells[0]
    assert (cells["other_payer_sequence"], cells["other_member_id"]) == ("S", "SBS900")
    assert (cells["other_insured_last_name"], cells["other_relation_to_insured"]) == ("Harper", "18")


def test_the_ledger_knows_no_money_of_it(tables):
    with_second, without = only(tables)[0], only(clean())[0]
    rows = [claim_row(claim, "B1", DAY, None, 0) for claim in (with_second, without)]
    assert rows[0] == rows[1]


@pytest.mark.parametrize(
    ("first", "second", "is_told"),
    [
        ("COMMERCIAL", "BCBS", True), ("COMMERCIAL", "MEDICAID", True), ("FEHB", "ORIGINAL_MEDICARE", True),
        ("MEDICARE_ADVANTAGE", "MEDICAID", True), ("MEDICARE_ADVANTAGE", "ORIGINAL_MEDICARE", False),
        ("ORIGINAL_MEDICARE", "COMMERCIAL", False), ("VA_CCN", "COMMERCIAL", False), ("COMMERCIAL", "VA_CCN", False),
        ("AUTO_PIP", "COMMERCIAL", False), ("AUTO_MEDPAY", "BCBS", False), ("LIABILITY", "COMMERCIAL", False),
        ("WC_STATE_FUND", "COMMERCIAL", False), ("WC_CARRIER", "BCBS", False), ("OWCP", "COMMERCIAL", False),
        ("COMMERCIAL", "AUTO_PIP", False), ("BCBS", "WC_CARRIER", False), ("COMMERCIAL", "HSA_FSA", False),
    ],
)  # fmt: skip
def test_only_health_plans_share_a_bill(tables, first, second, is_told):
    first_payer(tables)["payer_type"], payer(tables, "SBS01")["payer_type"] = first, second
    assert bool(named(tables)) is is_told


@pytest.mark.parametrize(
    "cells",
    [
        {"effective_from": dt.date(2026, 5, 5)},
        {"effective_to": dt.date(2026, 5, 3)},
        {"pay_type": "SUPERBILL"},
        {"priority": "P"},
        {"patient_id": "P2"},
        {"payer_id": "NONE"},
    ],
    ids=str,
)
def test_a_plan_that_does_not_pay_after_it_is_not_named(tables, cells):
    tables["coverage"][-1] |= cells
    assert named(tables) == []


def test_the_days_of_the_plan_are_inclusive(tables):
    dos = tables["visits"][0]["dos"]
    tables["coverage"][-1] |= {"effective_from": dos, "effective_to": dos}
    assert named(tables) == [("S", "SBS01")]


def test_the_same_plan_in_two_rows_is_one(tables):
    tables["coverage"][-1]["member_id"] = tables["coverage"][0]["member_id"]
    tables["coverage"][-1]["payer_id"] = tables["coverage"][0]["payer_id"]
    assert named(tables) == []
    twice = with_plan(with_plan(clean(), **SECOND), **SECOND, group_name="Newer")
    twice["coverage"][-1]["coverage_id"] = "C1X"
    (other,) = only(twice)[0].other_payers
    assert other.group_name == "Newer"


def test_second_stands_before_third_whatever_the_order_of_the_rows():
    tables = with_plan(clean(), **SECOND | {"priority": "T", "coverage_id": "C1T", "member_id": "T1"})
    with_plan(tables, **SECOND)
    assert named(tables) == [("S", "SBS01"), ("T", "SBS01")]


def test_a_claim_under_the_second_plan_names_nobody(tables):
    with_plan(tables, **SECOND | {"priority": "T", "coverage_id": "C1T", "member_id": "T1"})
    tables["visits"][0]["coverage_id"] = "C1S"
    assert named(tables) == []


def test_medicare_behind_says_why_it_pays_second(tables):
    payer(tables, "SBS01").update(payer_type="ORIGINAL_MEDICARE", claim_filing_ind="MB")
    tables["coverage"][-1]["msp_type"] = "12"
    claim, records = only(tables)
    assert "SBR*S*18*G900**12****MB" in segments(written(claim, records, 101, MADE).decode("ascii"))
    payer(tables, "SBS01").update(payer_type="BCBS", claim_filing_ind="BL")
    assert only(tables)[0].other_payers[0].insurance_type == ""


def test_days_with_and_without_the_second_plan_do_not_share_a_claim(tables):
    first = tables["visits"][0]
    tables["visits"].append({**first, "visit_id": "V2", "dos": first["dos"] + dt.timedelta(days=1)})
    lines = Lines(Records(workbook_of(tables)), DAY)
    assert len(drafts(lines, np.arange(2), one_claim_per_dos=False)) == 1
    tables["coverage"][-1]["effective_to"] = first["dos"]
    lines = Lines(Records(workbook_of(tables)), DAY)
    found = drafts(lines, np.arange(2), one_claim_per_dos=False)
    claims = Builder(lines).claims(found, claim_ids("CR", DAY, 1, 2))
    assert [len(claim.other_payers) for claim in claims] == [1, 0]


def test_a_payer_without_electronic_id_is_named_on_paper_only(tables):
    payer(tables, "SBS01")["edi_payer_id"] = None
    claim, records = only(tables)
    found = segments(written(claim, records, 101, MADE).decode("ascii"))
    assert len([s for s in found if s.startswith("SBR")]) == 1
    assert "OI***Y***Y" not in found
    assert pages(claim).pages[0]["11d.yes"] == "X"


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"relation_to_insured": "01", "insured_last": None}, "lacks the policy holder's last name: see sheet Coverage"),
        ({"relation_to_insured": None}, "lacks the relation to the insured"),
    ],
)  # fmt: skip
def test_a_plan_that_is_not_whole_keeps_its_claim_at_home(tables, cells, words):
    tables["coverage"][-1] |= cells
    planned = plan(workbook_of(tables | EMPTY), DAY)
    assert planned.drafts == []
    assert words in next(iter(planned.selection.reasons.values()))


def test_two_plans_of_one_priority_keep_the_claim_at_home_and_the_others_go(tables):
    with_plan(tables, **SECOND | {"coverage_id": "C1X", "member_id": "SBS901"})
    tables["patients"].append({**tables["patients"][0], "patient_id": "P2", "last_name": "Other"})
    claim = only(tables)[0]
    assert "two other plans of the same priority" in unclear(claim.other_payers)
    planned = plan(workbook_of(tables | EMPTY), DAY)
    assert planned.drafts == []
    assert "same priority" in next(iter(planned.selection.reasons.values()))


def test_nothing_is_asked_of_a_payer_that_has_answered(tables):
    (other,) = only(tables)[0].other_payers
    assert unclear((replace(other, holder_last=" "),)).endswith("see sheet Coverage.")
    assert unclear((replace(other, name=""),)).endswith("see sheet Payers.")
    assert unclear((replace(other, holder_last="", paid=(claim_row and other.paid) or 0),)) == ""
    assert unclear((other,)) == ""


def test_a_correction_names_the_second_plan_again(tables):
    tables["visits"][0] |= {"claim_id": "CR26-000001", "billing_status": "PAID"}
    tables["claims"] = [
        {"claim_id": "CR26-000001", "status": "PAID", "payer_seq": "P", "icn": "X1", "frequency": "1"}
    ]
    lines = Lines(Records(workbook_of(tables)), DAY)
    for kind in (Kind.CORRECTED, Kind.VOID):
        draft = Followers(lines).draft(kind, "CR26-000001")
        claim = Builder(lines).claim(draft, draft.again.claim_id)
        assert [other.sequence for other in claim.other_payers] == ["S"]


def test_rules_have_nothing_against_it(tables):
    tables["coverage"][0]["cob_confirmed_on"] = dt.date(2026, 4, 1)
    planned = plan(workbook_of(tables | EMPTY), DAY)
    assert len(planned.drafts) == 1
    assert [f.rule for f in planned.checked.outcome.findings if f.rule.startswith(("CLM", "COV"))] == []

"""The handbook's worked cases: their findings, and of cases 1, 2 and 5 the 837P files, from rows to segments."""

from __future__ import annotations

import copy
import datetime as dt
import io
import tomllib
from pathlib import Path

import pytest

from tests.workbooks import workbook_of
from xl_massbill.claims.build import Builder, drafts
from xl_massbill.claims.control import Control
from xl_massbill.claims.parties import Parties
from xl_massbill.commands import check
from xl_massbill.commands.select import select
from xl_massbill.forms import x837p

HERE = Path(__file__).parent
GOLDEN = HERE.parent / "forms" / "x837p" / "golden"
PRACTICE = tomllib.loads((HERE / "cedar_river.toml").read_text(encoding="utf-8"))


def practice(*visits: str):
    """Return the tables with the rows of these visits only (and the earlier visits of the same patient)."""
    tables = copy.deepcopy(PRACTICE)
    keep = [v for v in tables["visits"] if any(v["visit_id"].startswith(w) for w in visits)]
    ids = {v["visit_id"] for v in keep}
    return tables | {"visits": keep, "notes": [n for n in tables["notes"] if n["visit_id"] in ids]}


def found(tables, as_of):
    """Return the findings as (rule, severity, key)."""
    return [(f.rule, f.severity.value, f.key) for f in check.check(workbook_of(tables), as_of).findings]


def written(tables, as_of, made, claim_id, number):
    """Return the segments of the file that would be written, once the office has acknowledged the warnings."""
    told = check.check(workbook_of(tables), as_of).findings
    checked = check.check(workbook_of(tables | {"findings": [acknowledged(f) for f in told]}), as_of)
    chosen = select(checked.lines, checked.outcome, checked.waived, "837P")
    claims = list(Builder(checked.lines).claims(drafts(checked.lines, chosen.lines), [claim_id]))
    control = Control(number, number, number, f"B{number:06d}", "T", made)
    parties = Parties(checked.lines.records)
    out = io.BytesIO()
    x837p.write(claims, x837p.Partners(parties.submitter(), parties.receiver()), control, out)
    return segments(out.getvalue().decode("ascii"))


def acknowledged(finding):
    """Return the row of Findings of a warning that somebody has acknowledged, as in case 5."""
    return {
        "rule_id": finding.rule,
        "row_key": finding.key,
        "field": finding.field,
        "state": "OPEN",
        "acknowledged_by": "office",
        "ack_reason": "bill, limit reached",
    }


def segments(text):
    return [s for s in text.replace("\n", "").split("~") if s]


@pytest.mark.parametrize(
    ("visits", "as_of", "made", "claim_id", "number", "golden"),
    [
        (("V1",), dt.date(2026, 5, 6), dt.datetime(2026, 5, 6, 9), "CR26-000101", 101, "C01.837"),
        (("V2",), dt.date(2026, 5, 6), dt.datetime(2026, 5, 6, 9), "CR26-000102", 102, "C02.837"),
        (("V5",), dt.date(2026, 4, 15), dt.datetime(2026, 4, 15, 9), "CR26-000105", 105, "C05.837"),
    ],
    ids=["case 1", "case 2", "case 5"],
)
def test_the_file_comes_out_exactly(visits, as_of, made, claim_id, number, golden):
    """Every segment is equal; control numbers, claim number and time are given as in the handbook."""
    ours = written(practice(*visits), as_of, made, claim_id, number)
    assert ours == segments((GOLDEN / golden).read_text(encoding="ascii"))


def test_case_6_comes_out_exactly():
    """The employer is the subscriber; the six visits before it went out earlier."""
    tables = practice("V6")
    tables["visits"][-1]["auth_id"] = "A6"
    for row in tables["visits"][:-1]:
        row |= {"claim_id": "CR26-000100", "billing_status": "SUBMITTED"}
    note = next(n for n in tables["notes"] if n["visit_id"] == "V6P6")
    note |= {"progress_report": True, "progress_report_sent_on": dt.date(2026, 6, 1)}
    made = dt.datetime(2026, 6, 3, 9)
    assert written(tables, made.date(), made, "CR26-000106", 106) == segments(
        (GOLDEN / "C06.837").read_text(encoding="ascii")
    )


def test_case_8_comes_out_exactly():
    """Original Medicare is billed for the denial that another plan wants to see."""
    tables, made = practice("V8"), dt.datetime(2026, 5, 20, 9)
    tables["visits"][0]["mod2"] = "GY"
    assert written(tables, made.date(), made, "CR26-000108", 108) == segments(
        (GOLDEN / "C08.837").read_text(encoding="ascii")
    )


def test_case_1_has_no_finding():
    assert found(practice("V1"), dt.date(2026, 5, 6)) == []


def test_case_2_as_first_entered():
    tables = practice("V2")
    for row in tables["visits"]:
        if row["visit_id"] == "V2":
            row.pop("mod1"), row.pop("mod2", None)
    assert found(tables, dt.date(2026, 5, 6)) == [
        ("MOD-002", "error", "V2-1"),
        ("COD-010", "error", "V2-2"),
        ("MOD-002", "error", "V2-2"),
    ]


def test_case_2_corrected_is_clean():
    assert found(practice("V2"), dt.date(2026, 5, 6)) == []


def test_case_2_under_the_midpoint_rule():
    tables = practice("V2")
    for row in tables["payer_rules"]:
        if (row["payer_id"], row["rule_key"]) == ("SBS01", "unit_rule"):
            row["value"] = "AMA_MIDPOINT"
    assert found(tables, dt.date(2026, 5, 6)) == [("UNT-002", "error", "V2-1")]


def test_case_3_stays_at_home():
    tables = practice("V3")
    assert found(tables, dt.date(2026, 5, 13)) == [
        ("DOC-004", "error", "V3"),
        ("DOC-010", "error", "V3"),
        ("UNT-002", "error", "V3-1"),
        ("DOC-011", "warning", "V3"),
        ("DOC-012", "warning", "V3"),
        ("DOC-014", "warning", "V3"),
        ("UNT-004", "warning", "V3-1"),
    ]
    checked = check.check(workbook_of(tables), dt.date(2026, 5, 13))
    assert len(select(checked.lines, checked.outcome, checked.waived, "837P").lines) == 0


@pytest.mark.parametrize(("rule", "expected"), [("CMS_TOTAL", []), ("AMA_MIDPOINT", ["UNT-002"])])
def test_case_3_variant_seven_and_seven_minutes(rule, expected):
    """Seven and seven minutes make one unit at a payer that counts them together, none at one that does not."""
    tables = practice("V3")
    line = tables["visits"][0]
    fee = {"unit_charge": 48.0, "charge": 48.0}
    tables["visits"] = [
        line | fee | {"code": "97140", "techniques": "myofascial"},
        line | {"line_no": 2, "units": 0, "charge": 0.0},
    ]
    for row in tables["payer_rules"]:
        if (row["payer_id"], row["rule_key"]) == ("EHP01", "unit_rule"):
            row["value"] = rule
    findings = found(tables, dt.date(2026, 5, 13))
    assert [rule_id for rule_id, _, _ in findings if rule_id == "UNT-002"] == expected


def test_case_5_the_money_of_the_policy_ends():
    tables = practice("V5")
    bundled = {"payer_id": "PAI01", "rule_key": "code_covered", "code": "97010", "value": "BUNDLED"}
    tables["payer_rules"].append(tables["payer_rules"][0] | bundled)
    assert found(tables, dt.date(2026, 4, 15)) == [
        ("COV-011", "warning", "V5-1"),
        ("COD-003", "warning", "V5-2"),
    ]


def test_case_6_the_seventh_visit_and_the_report():
    tables = practice("V6")
    assert [f for f in found(tables, dt.date(2026, 6, 3)) if f[0] != "PAY-012"] == [
        ("AUT-001", "error", "V6-1"),
        ("AUT-009", "warning", "V6-1"),
    ]
    tables["visits"][-1]["auth_id"] = "A6"
    note = next(n for n in tables["notes"] if n["visit_id"] == "V6P6")
    note |= {"progress_report": True, "progress_report_sent_on": dt.date(2026, 6, 1)}
    assert found(tables, dt.date(2026, 6, 3)) == [("PAY-012", "info", f"V6P{n}-1") for n in range(1, 7)] + [
        ("PAY-012", "info", "V6-1")
    ]


def test_case_8_original_medicare():
    tables = practice("V8")
    assert found(tables, dt.date(2026, 5, 19)) == [("PAY-001", "error", "V8-1")]
    tables["visits"][0]["mod2"] = "GY"
    assert found(tables, dt.date(2026, 5, 19)) == []


def test_case_9_without_gp():
    assert found(practice("V9"), dt.date(2026, 5, 22)) == [("MOD-002", "error", "V9-2")]


def test_case_11_the_same_service_in_two_rows():
    tables = practice("W3")
    doubled = [f for f in found(tables, dt.date(2026, 4, 7)) if not f[0].startswith("DOC")]
    assert doubled == [("DUP-001", "error", "W31-1"), ("DUP-001", "error", "W32-1")]


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        (dt.date(2026, 4, 13), []),
        (dt.date(2026, 4, 14), [("TFL-003", "warning")]),
        (dt.date(2026, 6, 20), [("TFL-003", "warning")]),
        (dt.date(2026, 6, 21), [("TFL-002", "warning"), ("TFL-003", "warning")]),
        (dt.date(2026, 6, 28), [("TFL-002", "warning"), ("TFL-003", "warning")]),
        (dt.date(2026, 7, 5), [("TFL-002", "warning"), ("TFL-003", "warning")]),
        (dt.date(2026, 7, 6), [("TFL-001", "error"), ("TFL-003", "warning")]),
    ],
)
def test_case_11_the_filing_limit_comes_near_and_passes(as_of, expected):
    assert [(rule, severity) for rule, severity, _ in found(practice("W31"), as_of)] == expected


def test_a_warning_to_send_does_not_keep_the_claim_at_home():
    near = check.check(workbook_of(practice("W31")), dt.date(2026, 6, 21))
    assert len(select(near.lines, near.outcome, near.waived, "837P").lines) == 1
    late = check.check(workbook_of(practice("W31")), dt.date(2026, 7, 6))
    assert len(select(late.lines, late.outcome, late.waived, "837P").lines) == 0

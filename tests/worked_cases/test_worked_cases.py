"""The handbook's worked cases 1, 2, 3 and 5: findings and 837P files, from rows to segments."""

from __future__ import annotations

import copy
import datetime as dt
import io
import tomllib
from pathlib import Path

import pytest

from tests.workbooks import workbook_of
from xl_massbill.claims.build import Builder, drafts
from xl_massbill.claims.claim import Control
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
    """Return the segments of the file that would be written."""
    checked = check.check(workbook_of(tables), as_of)
    chosen = select(checked.lines, checked.outcome, checked.waived, "837P")
    claims = list(Builder(checked.lines).claims(drafts(checked.lines, chosen.lines), [claim_id]))
    control = Control(number, number, number, f"B{number:06d}", "T", made)
    parties = Parties(checked.lines.records)
    out = io.BytesIO()
    x837p.write(claims, x837p.Partners(parties.submitter(), parties.receiver()), control, out)
    return segments(out.getvalue().decode("ascii"))


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


def test_case_1_has_no_finding():
    assert found(practice("V1"), dt.date(2026, 5, 6)) == []


def test_case_2_units_tie_and_approval_are_fine():
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
        ("UNT-002", "error", "V3-1"),
        ("UNT-004", "warning", "V3-1"),
    ]
    checked = check.check(workbook_of(tables), dt.date(2026, 5, 13))
    assert len(select(checked.lines, checked.outcome, checked.waived, "837P").lines) == 0


def test_case_5_has_no_finding_of_these_groups():
    assert found(practice("V5"), dt.date(2026, 4, 15)) == []

"""Age, bucket, state of a claim, and what the last check found."""

from __future__ import annotations

import datetime as dt

from tests.addin.ranges import column, flat, table
from xl_massbill.addin.functions import MB_AGE, MB_BUCKET, MB_CHECK, MB_STATUS


def test_age_in_days():
    since = column(dt.datetime(2026, 5, 4), "2026-05-05", 46146.0, None, "soon", dt.datetime(2026, 7, 1))
    assert flat(MB_AGE(since, "2026-06-03")) == [30, 29, 30, "", "#VALUE!", -28]


def test_buckets():
    days = column(0, 30, 30.9, 31, 60, 61, 90, 91, 120, 121, -5, None, "31", True)
    assert flat(MB_BUCKET(days)) == [
        *["0-30"] * 3,
        *["31-60"] * 2,
        *["61-90"] * 2,
        *["91-120"] * 2,
        "120+",
        "0-30",
        "",
        "#VALUE!",
        "#VALUE!",
    ]


def test_status():
    claims = table(
        "claims",
        [{"claim_id": "CR1", "status": "DENIED"}, {"claim_id": "CR1", "status": "PAID"}, {"claim_id": "CR2"}],
    )
    asked = column("CR1", "CR2", "CR9", None, "#REF!")
    assert flat(MB_STATUS(asked, claims)) == ["DENIED", "#N/A", "#N/A", "", "#REF!"]
    assert MB_STATUS("CR1", claims[:1]) == "#N/A"


def finding(visit, severity, state="OPEN"):
    return {"rule_id": "REF-006", "row_key": visit, "visit_id": visit, "severity": severity, "state": state}


def test_check_tells_the_gravest_finding_that_stands():
    findings = table(
        "findings",
        [
            finding("V1", "warning"),
            finding("V1", "error"),
            finding("V1", "info"),
            finding("V2", "error", "FIXED"),
            finding("V2", "info"),
            finding("V3", "warning", "ACKNOWLEDGED"),
            finding("V4", "warning", "SNOOZED"),
        ],
    )
    asked = column("V1", "V2", "V3", "V4", "V5", None)
    assert flat(MB_CHECK(asked, findings)) == ["ERROR", "INFO", "", "WARNING", "", ""]
    visits = table("visits", [{"visit_id": f"V{i}", "line_no": 1} for i in (1, 2, 3, 4)])
    assert flat(MB_CHECK(asked, findings, visits)) == ["ERROR", "INFO", "", "WARNING", "#N/A", ""]

"""Visits and days since the last progress report of a condition."""

from __future__ import annotations

from typing import Any

from tests.practice.practices import day, plain, practice, visit


def since(*visits: dict[str, Any], notes: Any = (), **cells: Any) -> list[tuple[int | None, int | None]]:
    coverage = [{"coverage_id": "C1", "payer_id": "X", "claim_number": "A", **cells}]
    lines = practice(list(visits), coverage=coverage, notes=list(notes))
    return list(zip(plain(lines["visits_since_report"]), plain(lines["days_since_report"]), strict=True))


def sent(dos: str, on: str) -> dict[str, Any]:
    return {"visit_id": f"V{dos}", "progress_report_sent_on": day(on) if on[0] == "2" else on}


THREE = [visit("2026-05-06"), visit("2026-05-04"), visit("2026-05-11")]


def test_until_there_is_a_report_all_visits_count_from_the_first():
    assert since(*THREE) == [(1, 2), (0, 0), (2, 7)]
    assert since(*THREE, visits_used_elsewhere=5) == [(6, 2), (5, 0), (7, 7)]


def test_after_a_report_only_later_visits_count():
    assert since(*THREE, notes=[sent("2026-05-04", "2026-05-05")]) == [(0, 1), (None, None), (1, 6)]
    assert since(*THREE, notes=[sent("2026-05-04", "2026-05-06")]) == [(None, None), (None, None), (0, 5)]
    newest = [sent("2026-05-04", "2026-05-10"), sent("2026-05-06", "2026-05-05")]
    assert since(*THREE, notes=newest, visits_used_elsewhere=5) == [(None, None), (None, None), (0, 1)]


def test_a_report_dated_after_today_is_not_sent():
    assert since(*THREE, notes=[sent("2026-05-04", "2026-07-01")]) == since(*THREE)
    assert since(*THREE, notes=[sent("2026-05-04", "2026-06-30")]) == [(None, None)] * 3


def test_a_report_that_cannot_be_read_clouds_its_condition_and_no_other():
    other = visit("2026-05-12", patient_id="P2")
    assert since(*THREE, other, notes=[sent("2026-05-04", "soon")]) == [(None, None)] * 3 + [(0, 0)]


def test_nothing_is_counted_where_nobody_knows_the_condition_or_the_visit_does_not_count():
    assert since(*THREE, claim_number=None) == [(None, None)] * 3
    assert since(visit("2026-05-04", status="CASH"), visit("2026-05-05")) == [(None, None), (0, 0)]
    assert since({**visit("2026-05-04"), "dos": "soon"}, visit("2026-05-05")) == [(None, None), (0, 0)]

"""From the number of a segment back to claim, line and worksheet row."""

from __future__ import annotations

from io import BytesIO

import pytest

from tests.forms.x837p.cases import PARTNERS, case_1, case_2, case_6
from xl_massbill.forms.x837p import Trace, trace, write, writing

CLAIMS = [case_1().claim, case_2().claim, case_6().claim]


def traced() -> tuple[list[str], list[Trace]]:
    out = BytesIO()
    write(CLAIMS, PARTNERS, case_1().control, out)
    lines = [line.rstrip("~") for line in out.getvalue().decode().splitlines()]
    return lines, list(trace(out.getvalue(), CLAIMS))


def test_every_segment_of_the_set_is_traced() -> None:
    segments, traces = traced()
    inside = segments[2:-2]
    assert [t.segment for t in traces] == [s.split("*")[0] for s in inside]
    assert [t.position for t in traces] == list(range(1, len(inside) + 1))
    assert {t.set_control for t in traces} == {"0101"}


@pytest.mark.parametrize(
    ("start", "claim_id", "line", "row"),
    [
        ("NM1*85", "", 0, 0),
        ("NM1*IL*1*HARPER", "CR26-000101", 0, 11),
        ("NM1*IL*1*OKAFOR", "CR26-000102", 0, 11),
        ("SV1*HC:97124:GP:59", "CR26-000102", 2, 12),
        ("REF*6R*CR26-000102-1", "CR26-000102", 1, 11),
        ("NM1*QC*1*TRAN", "CR26-000106", 0, 11),
        ("SE*", "", 0, 0),
    ],
)
def test_segment_leads_to_its_row(start: str, claim_id: str, line: int, row: int) -> None:
    segments, traces = traced()
    (at,) = [n for n, segment in enumerate(segments) if segment.startswith(start)]
    found = traces[at - 2]
    assert (found.claim_id, found.line, found.row) == (claim_id, line, row)


def test_two_claims_of_one_subscriber_are_told_apart() -> None:
    golden = case_2().golden
    start, end = golden.index(b"CLM*"), golden.index(b"SE*33")
    second = golden[start:end].replace(b"CR26-000102", b"CR26-000103")
    traces = list(trace(golden[:end] + second + golden[end:], CLAIMS))
    service = [(t.claim_id, t.line, t.row) for t in traces if t.segment == "SV1"]
    assert service == [
        ("CR26-000102", 1, 11), ("CR26-000102", 2, 12), ("CR26-000103", 1, 0), ("CR26-000103", 2, 0),
    ]  # fmt: skip
    assert [t.position for t in traces] == list(range(1, len(traces) + 1))


def test_positions_begin_anew_in_each_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "CLAIMS_A_SET", 1)
    _, traces = traced()
    assert [(t.set_control, t.position) for t in traces if t.segment == "ST"] == [
        ("0101", 1),
        ("0102", 1),
        ("0103", 1),
    ]

"""The writer counts what it writes and closes what it opened."""

from __future__ import annotations

import hashlib
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.x12.files import ISA, SEGMENTS
from xl_massbill.x12.envelope import Fault, follow
from xl_massbill.x12.read import read
from xl_massbill.x12.segment import component, compose
from xl_massbill.x12.write import Writer

GS = "GS*HC*SENDER*RECEIVER*20260506*0900*7*X*005010X222A1"


@given(st.lists(st.integers(0, 5), min_size=1, max_size=4))
def test_counts_are_right(sizes: list[int]) -> None:
    out = BytesIO()
    writer = Writer(out)
    writer.begin(ISA.removesuffix("~"), GS)
    for number, size in enumerate(sizes, 1):
        writer.open_set("837", f"{number:04}", "005010X222A1")
        assert writer.send(f"REF*6R*{n}" for n in range(size)) == size
        writer.close_set()
    writer.end()
    faults: list[Fault] = []
    segments = list(follow(read(out.getvalue()), faults))
    assert faults == []
    assert (writer.sets, writer.segments) == (len(sizes), len(segments))
    assert writer.sha256 == hashlib.sha256(out.getvalue()).hexdigest()
    assert segments[0].elements == SEGMENTS[0]


def test_file_is_ascii_with_one_segment_a_line() -> None:
    out = BytesIO()
    writer = Writer(out)
    writer.begin(ISA.removesuffix("~"), GS)
    assert out.getvalue() == f"{ISA}\n{GS}~\n".encode()
    with pytest.raises(UnicodeEncodeError):
        writer.send(["NTE*ADD*Ä"])


def test_trailing_empty_elements_are_left_out() -> None:
    assert compose("NM1", "QC", "1", "TRAN", "MINH", "", "", "") == "NM1*QC*1*TRAN*MINH"
    assert compose("SBR", "P", "", "", "CI") == "SBR*P***CI"
    assert component("HC", "97139", "", "", "", "", "TEXT") == "HC:97139:::::TEXT"

"""The writer counts what it writes and closes what it opened."""

from __future__ import annotations

import hashlib
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.x12.files import ISA, SEGMENTS
from xl_massbill.x12.delimiters import Style, chosen
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


@pytest.mark.parametrize("line_breaks", [True, False])
def test_other_separators_stand_in_the_header_and_everywhere(line_breaks: bool) -> None:
    out = BytesIO()
    writer = Writer(out, Style(chosen(":*^|"), line_breaks, capitals=False))
    writer.begin(ISA.removesuffix("~"), GS)
    writer.open_set("837", "0001", "005010X222A1")
    writer.send(["HI*ABK:M542*ABF:M546", "NTE*ADD*Moved away"])
    writer.close_set()
    writer.end()
    lines = out.getvalue().decode().split("|\n" if line_breaks else "|")
    assert lines[0] == ISA.removesuffix("~").translate(str.maketrans("*^:", ":*^"))
    assert lines[3:6] == ["HI:ABK^M542:ABF^M546", "NTE:ADD:Moved away", "SE:4:0001"]
    assert lines[-2:] == [f"IEA:1:{ISA.split('*')[13]}", ""]
    faults: list[Fault] = []
    assert len(list(follow(read(out.getvalue()), faults))) == writer.segments
    assert faults == []
    assert writer.sha256 == hashlib.sha256(out.getvalue()).hexdigest()


def test_capitals_are_made_where_the_file_wants_them() -> None:
    out = BytesIO()
    Writer(out).send(["NTE*ADD*Moved away"])
    assert out.getvalue() == b"NTE*ADD*MOVED AWAY~\n"

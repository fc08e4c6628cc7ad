"""Counts and control numbers of ISA/IEA, GS/GE and ST/SE; and the ISA we write."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.x12.files import ISA, SMALL
from xl_massbill.errors import Refused
from xl_massbill.x12.envelope import End, Fault, follow, isa
from xl_massbill.x12.read import read

MADE = datetime(2026, 5, 6, 9, 0)


def faults(text: str) -> list[str]:
    found: list[Fault] = []
    segments = list(follow(read(text), found))
    assert segments == list(read(text)), "passed on unchanged"
    return [fault.sentence for fault in found]


def test_right_envelope_has_no_fault() -> None:
    assert faults(SMALL) == []
    assert faults(SMALL + SMALL) == []
    two_sets = SMALL.replace("SE*4*0001~GE*1", "SE*4*0001~ST*837*0002~SE*2*0002~GE*2")
    assert faults(two_sets) == []
    two_groups = SMALL.replace(
        "GE*1*7~IEA*1", "GE*1*7~GS*HC*A*B*1*1*8*X*V~ST*837*0001~SE*2*0001~GE*1*8~IEA*2"
    )
    assert faults(two_groups) == []
    assert faults(SMALL.replace("SE*4*", "SE*0004*")) == []


@pytest.mark.parametrize(
    ("old", "new", "sentences"),
    [
        ("SE*4*", "SE*5*", ["SE01 says 5 segments, the file has 4."]),
        ("NTE*ADD*TWO  BLANKS~", "", ["SE01 says 4 segments, the file has 3."]),
        ("SE*4*0001", "SE*4*0002", ["SE02 is 0002, but ST has 0001."]),
        ("GE*1*7", "GE*2*7", ["GE01 says 2 transaction sets, the file has 1."]),
        ("GE*1*7", "GE*1*8", ["GE02 is 8, but GS has 7."]),
        ("IEA*1*", "IEA*3*", ["IEA01 says 3 groups, the file has 1."]),
        ("IEA*1*000000007", "IEA*1*000000008", ["IEA02 is 000000008, but ISA has 000000007."]),
        ("SENDER         *", "SENDER*", ["ISA does not have its fixed width of 106 characters."]),
        ("SE*4*0001~", "", ["GE comes before ST was closed."]),
        ("GE*1*7~", "", ["IEA comes before GS was closed."]),
        ("SE*4*0001~GE*1*7~", "", ["IEA comes before ST was closed.", "IEA comes before GS was closed."]),
        ("SE*4*0001~", "SE*4*0001~SE*4*0001~", ["SE closes nothing."]),
        (
            "SE*4*0001~GE*1", "SE*4*0001~ST*837*0001~SE*2*0001~GE*2",
            ["Two transaction sets of a group have the number 0001."],
        ),
        ("SE*4*0001~", "SE*4*0001~ST*837*2~ST*837*3~SE*2*3~", [
            "ST stands in the wrong place: the part before it was not closed.",
            "GE01 says 1 transaction sets, the file has 3.",
        ]),
    ],
)  # fmt: skip
def test_fault(old: str, new: str, sentences: list[str]) -> None:
    assert SMALL.count(old) == 1
    assert faults(SMALL.replace(old, new)) == sentences


def test_fault_names_its_segment() -> None:
    found: list[Fault] = []
    list(follow(read(SMALL.replace("SE*4", "SE*5")), found))
    assert [fault.number for fault in found] == [6]


def test_isa_is_106_characters_wide() -> None:
    text = isa(End("ZZ", "Sender"), End("ZZ", "RECEIVER"), MADE, 7, "T")
    assert text == ISA.removesuffix("~")
    assert len(text) == 105


@pytest.mark.parametrize(
    ("sender", "number", "usage"),
    [(End("ZZ", "S" * 16), 1, "T"), (End("Z", "S"), 1, "T"), (End("ZZ", ""), 1, "T"), (End("ZZ", "S"), 10**9, "T"),
     (End("ZZ", "S"), 1, "TEST")],
)  # fmt: skip
def test_isa_that_does_not_fit_is_refused(sender: End, number: int, usage: str) -> None:
    with pytest.raises(Refused):
        isa(sender, End("ZZ", "R"), MADE, number, usage)

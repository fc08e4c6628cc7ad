"""The kind of every answer is told by what stands in it, and a cut file never looks whole."""

from __future__ import annotations

from io import BytesIO

import pytest

from tests.remits.samples import SAMPLES, sample
from xl_massbill.remits.flaws import is_cut
from xl_massbill.remits.kinds import Kind, sets_of

KINDS = {
    "C01.999": [Kind.SYNTAX],
    "C03x.999": [Kind.SYNTAX],
    "C04a.277ca": [Kind.CLAIMS_TAKEN],
    "C04b.277ca": [Kind.CLAIMS_TAKEN],
    "C01.835": [Kind.REMITTANCE],
    "C01.837": [Kind.CLAIMS],
}


def read(data, name="file"):
    """Return what a file holds: kind, number, segments as lists, and whether it is whole; and the findings."""
    findings = []
    found = [
        (one.kind, one.number, [s.elements for s in one.segments], one.is_whole)
        for one in sets_of(data, name, findings)
    ]
    return found, findings


@pytest.mark.parametrize("name", KINDS)
def test_kind_by_content(name):
    found, findings = read(sample(name))
    assert [kind for kind, *_ in found] == KINDS[name]
    assert findings == []
    (_, number, segments, is_whole) = found[0]
    assert (segments[0][0], segments[-1][0], is_whole) == ("ST", "SE", True)
    assert number == segments[0][2]


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("wrong", ["HC", "HP", "FA", ""])
def test_gs01_is_not_believed(name, wrong):
    data = sample(name).decode()
    at = data.index("GS*") + 3
    changed = data[:at] + wrong + data[data.index("*", at) :]
    assert [k for k, *_ in read(changed.encode())[0]] == [k for k, *_ in read(data.encode())[0]]


def test_without_a_version_the_structure_of_the_set_decides():
    for version in ("ST*277*0603*005010X214", "GS*HN*CLEARHOUSE*CEDARRIVER*20260613*1200*603*X*005010X214"):
        assert version in sample("C04a.277ca").decode()
    bare = sample("C04a.277ca").replace(b"*005010X214", b"")
    assert [k for k, *_ in read(bare)[0]] == [Kind.CLAIMS_TAKEN]
    assert [k for k, *_ in read(bare.replace(b"BHT*0085", b"BHT*0010"))[0]] == [Kind.STATUS]


def test_gs08_serves_where_st03_is_missing():
    bare = sample("C04a.277ca").replace(b"0603*005010X214", b"0603").replace(b"BHT*0085", b"BHT*XXXX")
    assert [k for k, *_ in read(bare)[0]] == [Kind.CLAIMS_TAKEN]


def test_several_interchanges_with_a_greeting_and_all_kinds():
    data = b"Dear office,\n" + b"\n---\n".join(sample(name) for name in KINDS) + b"\nKind regards"
    found, findings = read(data)
    assert [kind for kind, *_ in found] == [kind for kinds in KINDS.values() for kind in kinds]
    assert findings == []


def test_a_ta1_stands_alone():
    isa = sample("C01.999").decode().split("~")[0]
    data = f"{isa}~TA1*000000101*260506*0900*R*006~IEA*0*000000601~"
    found, findings = read(data.encode())
    assert found == [
        (Kind.INTERCHANGE, "000000101", [["TA1", "000000101", "260506", "0900", "R", "006"]], True)
    ]
    assert findings == []


@pytest.mark.parametrize("name", SAMPLES)
def test_every_cut_is_told_and_what_was_read_is_handed_out(name):
    whole = sample(name).rstrip()
    segments = [segment for *_, parts, _ in read(whole)[0] for segment in parts]
    for end in range(0, len(whole) - 1, 3):
        found, findings = read(whole[:end])
        assert is_cut(findings), end
        got = [segment for *_, parts, _ in found for segment in parts]
        assert got == segments[: len(got)]
        if found and not found[-1][3]:
            assert not got or got[-1][0] != "SE"


def test_sets_nobody_reads_are_passed_over():
    findings = []
    data = b"".join(sample(name) for name in KINDS)
    stream = sets_of(BytesIO(data), "many", findings)
    assert [one.kind for one in stream] == [kind for kinds in KINDS.values() for kind in kinds]


def test_counts_that_disagree_are_told_and_reading_goes_on():
    found, findings = read(sample("C01.999").replace(b"SE*6*0601", b"SE*7*0602"), "a.999")
    assert found[0][3] is True
    assert [(f.rule, f.place.line, f.severity.value) for f in findings] == [("ENVELOPE", 8, "warning")] * 2
    assert "SE01 says 7 segments, the file has 6" in findings[0].message


def test_a_set_without_its_end_is_not_whole():
    found, findings = read(sample("C01.999").replace(b"SE*6*0601~", b""))
    assert [one[3] for one in found] == [False]
    assert findings


def test_repr_shows_no_segments():
    (one,) = sets_of(sample("C04a.277ca"), "x", [])
    assert "OKAFOR" not in repr(one)

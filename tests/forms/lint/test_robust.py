"""Whatever the bytes, lint gives findings or Unreadable; a file cut short is told; nobody's name is."""

from __future__ import annotations

import io
import re
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.forms.lint.files import BASES, made, table
from xl_massbill.errors import Unreadable
from xl_massbill.forms.x837p.lint import Finding, Lint, lint

MUTATIONS = table("mutations")
SECRETS = [
    "OKAFOR",
    "SAMUEL",
    "ROSS",
    "PETER",
    "LINDA",
    "TRAN",
    "MINH",
    "SBS778812",
    "POL99887",
    "SB12345",
    "EHP445566",
    "19760930",
    "19850923",
    "19880712",
]


def every(data: bytes) -> list[Finding]:
    try:
        return list(lint(data))
    except Unreadable:
        return []


@given(st.binary(max_size=400))
def test_any_bytes(data: bytes) -> None:
    every(data)
    every(BASES["self"][:106].encode() + data)


@settings(max_examples=150)
@given(
    st.sampled_from(sorted(BASES)),
    st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 40), st.text("*:^~A1 .-é\x00\n|", max_size=4)), min_size=1, max_size=6),
)  # fmt: skip
def test_damaged_files(base: str, damages: list[tuple[int, int, str]]) -> None:
    text = BASES[base]
    for at, length, new in damages:
        start = at % (len(text) or 1)
        text = text[:start] + new + text[start + length :]
    for one in every(text.encode()):
        assert one.message and one.segment >= 1


@settings(max_examples=150)
@given(st.sampled_from(sorted(set(BASES) - {"empty"})), st.randoms(use_true_random=False))
def test_segments_in_any_order(base: str, dice) -> None:
    first, *segments = BASES[base].rstrip("~").split("~")
    for _ in range(dice.randint(1, 8)):
        at, to = dice.randrange(len(segments)), dice.randrange(len(segments))
        if dice.random() < 0.3:
            del segments[at]
        else:
            segments.insert(to, segments[at] if dice.random() < 0.3 else segments.pop(at))
    every(("~".join([first, *segments]) + "~").encode())


@given(st.integers(0, 10_000))
def test_a_file_cut_anywhere_is_told_with_the_claims_read_so_far(at: int) -> None:
    data = BASES["two sets"].encode()
    data = data[: at % (len(data) - 1)]
    run = Lint(data)
    try:
        found = list(run)
    except Unreadable:
        assert len(data) < 110, "only a file without one whole segment cannot be read"
        return
    whole = b"IEA*1*000000102"
    if not data.endswith(whole):
        assert [one.id for one in found] == ["L-ENV-CUT"], [one.message for one in found]
        assert f"Claims that were read whole before: {run.claims}." in found[0].message
        # a claim is known to be whole once the segment after it has come
        assert run.claims == data.count(b"~SE*33*0102~") + data.count(b"~SE*33*0103~")


def test_what_is_no_claim_file_is_unreadable() -> None:
    for data in (b"", b"PK\x03\x04", b"hello", b"ISA*00*"):
        with pytest.raises(Unreadable):
            list(lint(data))


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda entry: entry["name"])
def test_no_finding_of_a_mutation_holds_a_name(mutation) -> None:
    for one in every(made(mutation).encode()):
        assert not any(secret in one.message for secret in SECRETS), one.message


@settings(max_examples=200)
@given(st.sampled_from(sorted(set(BASES) - {"empty"})), st.randoms(use_true_random=False))
def test_no_shift_of_elements_shows_a_name(base: str, dice) -> None:
    segments = BASES[base].split("~")
    for _ in range(4):
        at = dice.randrange(2, len(segments) - 3)
        elements = segments[at].split("*")
        where = dice.randrange(1, len(elements) + 1)
        if dice.random() < 0.5 and where < len(elements):
            del elements[where]
        else:
            elements.insert(where, "")
        segments[at] = "*".join(elements)
    for one in every("~".join(segments).encode()):
        words = set(re.findall(r"[A-Z0-9]{3,}", one.message))
        assert not words & set(SECRETS), one.message


def test_the_same_finding_comes_twice_only_for_two_places() -> None:
    for mutation in MUTATIONS:
        found = every(made(mutation).encode())
        assert len({(one.id, one.segment, one.element, one.message) for one in found}) == len(found)


def test_memory_does_not_grow_with_the_file() -> None:
    peaks = []
    for claims in (500, 4000):
        data = _many(claims)
        tracemalloc.start()
        assert list(lint(io.BytesIO(data))) == []
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    # a hash a claim is kept, to find a claim number that stands twice
    assert peaks[1] - peaks[0] < 3500 * 200, peaks


def _many(claims: int) -> bytes:
    head, rest = BASES["self"].split("HL*2*1*22*0~")
    body, tail = rest.split("SE*33*")
    parts = [
        f"HL*{at}*1*22*0~{body.replace('CR26-000102', f'C{at}').replace('SBS778812', f'M{at}')}"
        for at in range(2, claims + 2)
    ]
    inside = "".join(parts)
    count = inside.count("~") + head.count("~") - 2 + 1
    return f"{head}{inside}SE*{count}*{tail}".encode()


def test_warnings_can_be_made_errors() -> None:
    text = made(next(entry for entry in MUTATIONS if entry["id"] == "L-CLM-ID-TWICE")).encode()
    assert [one.severity.value for one in lint(text)] == ["warning"]
    assert [one.severity.value for one in lint(text, raise_to_error=["L-CLM-ID-TWICE"])] == ["error"]


def test_the_day_can_be_given() -> None:
    text = BASES["self"].encode()
    assert [one.id for one in lint(text, today="20260504")] == ["L-DATE-FUTURE", "L-DATE-FUTURE"]
    assert list(lint(text, today="20260505")) == []

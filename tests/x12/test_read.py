"""Whatever happened to a file on its way, it is read right or told to be unreadable."""

from __future__ import annotations

import random
import tracemalloc
from collections import deque
from contextlib import suppress
from io import BytesIO
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.x12.files import ISA, SEGMENTS, SMALL, respelt
from xl_massbill.errors import Unreadable
from xl_massbill.x12 import read as reading
from xl_massbill.x12.read import read


def elements(source: bytes | str) -> list[list[str]]:
    return [segment.elements for segment in read(source)]


LINES = SMALL.replace("~", "~\n")
DISGUISES = {
    "as it is": SMALL,
    "line feeds": LINES,
    "CRLF": SMALL.replace("~", "~\r\n"),
    "blank lines": SMALL.replace("~", "~\n\n\n"),
    "indented": "\n  " + SMALL.replace("~", "~\n\t   "),
    "byte-order mark": "\ufeff" + SMALL,
    "wrapped at 80": "\n".join(SMALL[at : at + 80] for at in range(0, len(SMALL), 80)),
    "wrapped at 80 with CRLF": "\r\n".join(SMALL[at : at + 80] for at in range(0, len(SMALL), 80)),
    "blank before the terminator": ISA + SMALL[len(ISA) :].replace("~", " ~"),
    "end of file mark": SMALL + "\x1a",
    "null bytes at the end": SMALL + "\x00\x00\n",
    "last terminator missing": SMALL.removesuffix("~"),
    "empty segments": SMALL.replace("~", "~~"),
}


@pytest.mark.parametrize("name", DISGUISES)
def test_disguise_does_not_matter(name: str) -> None:
    text = DISGUISES[name]
    assert elements(text) == SEGMENTS
    assert elements(text.encode()) == SEGMENTS
    assert [s.elements for s in read(BytesIO(text.encode()))] == SEGMENTS
    assert [s.number for s in read(text)] == list(range(1, len(SEGMENTS) + 1))


@pytest.mark.parametrize("chunk", [1, 2, 7, 105, 106, 107])
@pytest.mark.parametrize("name", DISGUISES)
def test_pieces_in_which_it_arrives_do_not_matter(
    name: str, chunk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "CHUNK", chunk)
    assert [s.elements for s in read(BytesIO(DISGUISES[name].encode()))] == SEGMENTS


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "latin-1", "cp1252"])
def test_encodings(codec: str) -> None:
    text = SMALL.replace("BLANKS", "BLÄNKS")
    assert elements(text.encode(codec))[4][2] == "TWO  BLÄNKS"


@pytest.mark.parametrize(
    "signs",
    ["|>U~", "*>^\n", "+:^'", "*|^~", "\x1d\x1f^\x1e", "*:U\r", "|:^!", "*\\^~"],
)
def test_other_separators(signs: str) -> None:
    segments = list(read(respelt(*signs)))
    assert segments[1].get(6) == "7"
    assert segments[3].get(1) == "6R"
    if signs[2] == "U":
        assert segments[3].delimiters.repetition == ""
        assert segments[3].repeats(2) == [f"A{signs[1]}BUC{signs[1]}D"]
    else:
        assert segments[3].repeats(2) == [f"A{signs[1]}B", f"C{signs[1]}D"]
    first = segments[3].parts(2)
    assert (first[0], first[-1]) == ("A", "D")


def test_line_break_as_terminator_in_both_spellings() -> None:
    assert [e[0] for e in elements(SMALL.replace("~", "\r\n"))] == [e[0] for e in SEGMENTS]
    assert elements(SMALL.replace("~", "\n")) == SEGMENTS


def test_components_and_repetitions() -> None:
    segment = list(read(SMALL))[3]
    assert segment.repeats(2) == ["A:B", "C:D"]
    assert segment.parts(2) == ["A", "B^C", "D"]
    assert [segment.get(at) for at in range(4)] == ["REF", "6R", "A:B^C:D", ""]
    assert (segment.get(9), segment.parts(9), segment.repeats(9)) == ("", [""], [""])
    old = next(iter(read(SMALL.replace("*00501*", "*00401*"))))
    assert old.delimiters.repetition == ""


def test_several_interchanges_each_with_its_own_separators() -> None:
    text = SMALL + "\n" + respelt("|", ">", "^", "\n") + "\r\n" + LINES
    found = list(read(text))
    assert len(found) == 3 * len(SEGMENTS)
    assert [s.number for s in found] == list(range(1, len(found) + 1))
    assert [s.get(2) for s in found if s.id == "ST"] == ["0001"] * 3
    assert elements(text.encode()) == [s.elements for s in found]


def test_isa_of_the_wrong_width_is_still_read() -> None:
    trimmed = SMALL.replace("SENDER         ", "SENDER").replace("          ", "")
    assert [e[0] for e in elements(trimmed)] == [e[0] for e in SEGMENTS]
    assert elements(trimmed)[0][6] == "SENDER"


def test_every_truncation_is_unreadable() -> None:
    whole = SMALL.encode()
    for end in range(len(whole) - 1):
        with pytest.raises(Unreadable):
            elements(whole[:end])
    for end in range(len(LINES) - 2):
        with pytest.raises(Unreadable):
            elements(LINES[:end])
    assert elements(whole[:-1]) == SEGMENTS


def test_what_was_read_before_the_cut_is_handed_out() -> None:
    rest = read(SMALL[: SMALL.index("GE*1")])
    found = [segment.elements for segment in islice(rest, 6)]
    with pytest.raises(Unreadable, match="cut short"):
        next(rest)
    assert found == SEGMENTS[:6]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        (" \n", "empty"),
        ("\ufeff", "empty"),
        ("%PDF-1.7 and so on", "does not begin with ISA"),
        ("PK", "does not begin with ISA"),
        ("HL", "does not begin with ISA"),
        ("ISA is a word", "damaged|cut short|does not begin"),
        (ISA, "cut short"),
        (ISA[:40], "cut short"),
        (ISA[:-1] + "GS*HC~", "separators"),
        (ISA[:-2] + "A~", "separators"),
        (ISA[:-2] + "**", "separators"),
        ("ISA" + "*" * 16 + "  ", "separators"),
        (SMALL + "And a greeting", "After segment 8 comes text that is not X12"),
        (SMALL.replace("ISA*", "ISB*"), "does not begin with ISA"),
        (SMALL.replace("GE*1", "G!*1"), "Segment 7 of the file .* does not begin with a segment name"),
        (SMALL.replace("NTE*", "note to you*"), "does not begin with a segment name"),
        (SMALL.replace("IEA*1*000000007~", "") + SMALL, "new ISA"),
        ("ISA*" + "x" * 70_000, "no end"),
        (ISA + "REF*" + "x" * 1_100_000, "no end"),
    ],
)
def test_nonsense_is_unreadable(text: str, words: str) -> None:
    for source in (text, text.encode()):
        with pytest.raises(Unreadable, match=words):
            elements(source)


AMID = {
    "a greeting before": "Dear office,\nplease find your file:\n" + SMALL,
    "a greeting after": SMALL + "\nKind regards, VISA desk * 12 *",
    "both, and two interchanges": f"> {SMALL}\n-- next --\n{LINES}\nEnd.",
    "far before": "x" * 200_000 + "\n" + SMALL,
    "a name that holds ISA": "LISA*00* and ISA say hello\n" + SMALL,
}


@pytest.mark.parametrize("chunk", [1, 7, 1 << 16])
@pytest.mark.parametrize("name", AMID)
def test_text_around_an_interchange_is_passed_over_on_demand(name, chunk, monkeypatch) -> None:
    monkeypatch.setattr(reading, "CHUNK", chunk if "far" not in name else 1 << 16)
    found = [s.elements for s in read(BytesIO(AMID[name].encode()), amid_text=True)]
    assert found == SEGMENTS * (2 if "two" in name else 1)
    with pytest.raises(Unreadable):
        elements(AMID[name])


@pytest.mark.parametrize("text", ["", "Dear office", "LISA*00*", SMALL[:7], SMALL[:60], "x\n" + SMALL[:-30]])
def test_text_without_a_whole_interchange_is_unreadable_amid_text_too(text) -> None:
    with pytest.raises(Unreadable):
        list(read(text, amid_text=True))


def test_a_second_interchange_that_is_cut_is_unreadable_amid_text_too() -> None:
    for end in range(3, len(SMALL) - 1):
        with pytest.raises(Unreadable):
            list(read(f"{SMALL}\n{SMALL[:end]}", amid_text=True))


@given(st.binary(max_size=300))
def test_noise_raises_only_unreadable(noise: bytes) -> None:
    with pytest.raises(Unreadable):
        elements(noise)


@given(st.data())
def test_damage_raises_only_unreadable(data: st.DataObject) -> None:
    text = bytearray(SMALL.encode())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(text) - 1))
        text[at] = data.draw(st.integers(0, 255))
    with suppress(Unreadable):
        elements(bytes(text))


def test_messages_hold_none_of_the_data() -> None:
    whole = SMALL.encode()
    for end in range(0, len(whole) - 1, 5):
        with pytest.raises(Unreadable) as told:
            elements(whole[:end])
        assert not {"SENDER", "TWO", "BLANKS"} & set(str(told.value).split())


def test_memory_does_not_grow_with_the_file() -> None:
    body = "REF*6R*" + "A" * 60 + "~"

    class Endless:
        """Two and a half million characters that are never all there at once."""

        def __init__(self) -> None:
            self.left = 40

        def read(self, size: int, /) -> bytes:
            self.left -= 1
            if self.left == 39:
                return ISA.encode()
            return (body * (size // len(body))).encode() if self.left > 0 else b""

    tracemalloc.start()
    try:
        with pytest.raises(Unreadable, match="cut short"):
            deque(read(Endless()), maxlen=0)
        assert tracemalloc.get_traced_memory()[1] < 1_500_000
    finally:
        tracemalloc.stop()


def test_repr_shows_no_data() -> None:
    assert [repr(segment) for segment in read(SMALL)][3] == "Segment(4, REF)"


def test_random_separators() -> None:
    dice = random.Random(7)
    pool = "!\"#$%&'+,/;<=>?@[]{|}\x1c\x1d\x1e\x1f"
    for _ in range(50):
        signs = dice.sample(pool, 4)
        found = list(read(respelt(*signs)))
        assert [s.id for s in found] == [e[0] for e in SEGMENTS]
        assert found[3].repeats(2) == [f"A{signs[1]}B", f"C{signs[1]}D"]

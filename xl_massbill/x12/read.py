"""Reads any X12 file as a stream of segments, however it was wrapped, indented or saved on its way here.

Portals and mail programs add byte-order marks, line breaks and blanks, and clearinghouses choose other
separators or put several interchanges into one file. All that is read without complaint. A file that is cut
short, or is something else, is `Unreadable`, told after what could be read has been handed out: half a
remittance must never look like a whole one.

Source: X12.5 interchange structure; faults seen in public files, listed in the tests.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from typing import Protocol

from xl_massbill.errors import Unreadable
from xl_massbill.x12.delimiters import Delimiters
from xl_massbill.x12.segment import Segment

CHUNK = 1 << 16
_LONGEST = 1 << 20
_LONGEST_ISA = 1 << 12
_JUNK = " \t\r\n\v\f\x00\x1a\ufeff"
_ISA_ELEMENTS = 16
_NAME = re.compile(r"[A-Z][A-Z0-9]{1,2}")
_BEGIN = re.compile(r"(?<![A-Za-z0-9])ISA([^A-Za-z0-9\s\x00])[0-9 ]{2}\1")
_STARTED = re.compile(r"(?<![A-Za-z0-9])ISA")
_BEGIN_LENGTH = 7
"""From ISA to the second separator; or one sign before it and the six of a beginning not yet whole."""
_OLDEST_WITH_REPETITION = "00402"


class Readable(Protocol):
    """A binary stream, as far as reading needs one."""

    def read(self, size: int, /) -> bytes:
        """Return at most `size` bytes, none at the end."""
        ...


def read(source: bytes | str | Readable, *, amid_text: bool = False) -> Iterator[Segment]:
    """Yield the segments of every interchange, in constant memory.

    With `amid_text` what stands before, between and after the interchanges is passed over: portals and mail
    programs put greetings there. A file without any interchange is `Unreadable` all the same.

    Raises:
        Unreadable: the file is not X12, is damaged, or ends before its last IEA.
    """
    tape = _Tape(_chunks(source))
    number = 0
    while True:
        if amid_text and not _pass_over(tape, number):
            return
        header = _header(tape, number)
        if header is None:
            return
        isa, signs = header
        number += 1
        yield Segment(number, isa, signs)
        for elements in _body(tape, signs, isa[13], number):
            number += 1
            yield Segment(number, elements, signs)


class _Tape:
    """Text that arrives in pieces; `text` is what has arrived and is not yet used."""

    def __init__(self, chunks: Iterator[str]) -> None:
        self._chunks = chunks
        self.text = ""
        self.junk = _JUNK

    def more(self) -> bool:
        """Append the next piece; False at the end of the file."""
        piece = next(self._chunks, None)
        if piece is None:
            return False
        self.text += piece
        return True


def _pass_over(tape: _Tape, number: int) -> bool:
    """Take from the tape what stands before the next ISA; False where none follows those that were read."""
    seen = 0
    while (begin := _BEGIN.search(tape.text, seen)) is None:
        tape.text, seen = tape.text[-_BEGIN_LENGTH:], int(len(tape.text) >= _BEGIN_LENGTH)
        if not tape.more():
            return not number or _STARTED.search(tape.text) is not None
    tape.text = tape.text[begin.start() :]
    return True


def _header(tape: _Tape, number: int) -> tuple[list[str], Delimiters] | None:
    """Cut the ISA from the tape, or return None where nothing follows the last interchange."""
    while True:
        tape.text = tape.text.lstrip(tape.junk)
        if len(tape.text) > 3:
            found = _cut_isa(tape.text, number)
            if found is not None:
                isa, signs, tape.text = found
                return isa, signs
        if not tape.more():
            break
    if not tape.text and number:
        return None
    if not tape.text:
        raise Unreadable("The file is empty.")
    if not number and not "ISA".startswith(tape.text[:3]):
        raise Unreadable("This is not an X12 file: it does not begin with ISA.")
    raise Unreadable("The file is cut short: its first line (ISA) is incomplete.")


def _cut_isa(text: str, number: int) -> tuple[list[str], Delimiters, str] | None:
    """Return the ISA, its delimiters and the rest, or None while it has not arrived whole."""
    element = text[3]
    if text[:3] != "ISA" or not _can_separate(element):
        raise Unreadable(
            f"After segment {number} comes text that is not X12." if number
            else "This is not an X12 file: it does not begin with ISA."
        )  # fmt: skip
    fields = text.split(element, _ISA_ELEMENTS)
    if len(fields) <= _ISA_ELEMENTS or len(fields[-1]) < 2:
        if len(text) > _LONGEST_ISA:
            raise Unreadable("This is not an X12 file: its first line (ISA) has no end.")
        return None
    *isa, rest = fields
    isa = [field.replace("\r", "").replace("\n", "") for field in isa]
    signs = _delimiters(element, isa, rest)
    return [*isa, rest[0]], signs, rest[2:]


def _delimiters(element: str, isa: list[str], rest: str) -> Delimiters:
    repetition = isa[11] if isa[12] >= _OLDEST_WITH_REPETITION else ""
    if len(repetition) != 1 or not _can_separate(repetition):
        repetition = ""
    component, end = rest[0], rest[1]
    used = [sign for sign in (element, component, repetition, end) if sign]
    legible = _can_separate(component) and (_can_separate(end) or end in "\r\n")
    if not legible or len(set(used)) < len(used):
        raise Unreadable("The first line of the file (ISA) is damaged: its separators cannot be made out.")
    return Delimiters(element, component, repetition, end)


def _can_separate(sign: str) -> bool:
    return not sign.isalnum() and sign not in _JUNK


def _body(tape: _Tape, signs: Delimiters, control: str, number: int) -> Iterator[list[str]]:
    """Yield the elements of each segment up to and with IEA; what follows stays on the tape."""
    end, element = signs.segment, signs.element
    tape.junk = _JUNK + end
    wrapped = end not in "\r\n"
    known: set[str] = set()
    while True:
        pieces = tape.text.split(end)
        tape.text = pieces.pop()
        for at, piece in enumerate(pieces):
            raw = piece.strip(_JUNK)
            if wrapped and ("\n" in raw or "\r" in raw):
                raw = raw.replace("\r", "").replace("\n", "")
            if not raw:
                continue
            elements = raw.split(element)
            name = elements[0]
            number += 1
            if name not in known:
                _must_be_segment(name, number)
                known.add(name)
            yield elements
            if name == "IEA":
                tape.text = end.join([*pieces[at + 1 :], tape.text])
                return
        if len(tape.text) > _LONGEST:
            raise Unreadable(f"The file is damaged: after segment {number} comes one that has no end.")
        if not tape.more():
            break
    last = tape.text.strip(_JUNK).split(element)
    if last[0] != "IEA" or len(last) != 3 or last[2] != control:
        raise Unreadable(f"The file is cut short: it ends after segment {number} without its IEA.")
    tape.text = ""
    yield last


def _must_be_segment(name: str, number: int) -> None:
    if name == "ISA":
        raise Unreadable(f"The file is cut short: at segment {number} a new ISA begins before the IEA.")
    if not _NAME.fullmatch(name):
        raise Unreadable(f"Segment {number} of the file is damaged: it does not begin with a segment name.")


def _chunks(source: bytes | str | Readable) -> Iterator[str]:
    if isinstance(source, str):
        return iter([source])
    if isinstance(source, bytes):
        return _decoded(iter([source]))
    return _decoded(iter(lambda: source.read(CHUNK), b""))


def _decoded(chunks: Iterable[bytes]) -> Iterator[str]:
    decoder: codecs.IncrementalDecoder | None = None
    for chunk in chunks:
        if decoder is None:
            wide = chunk.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
            decoder = codecs.getincrementaldecoder("utf-16" if wide else "utf-8")("xl_massbill.latin1")
        yield decoder.decode(chunk)
    if decoder is not None:
        yield decoder.decode(b"", final=True)


def _as_latin1(error: UnicodeError) -> tuple[str, int]:
    """Read bytes that are not UTF-8 as Latin-1: old programs wrote names so."""
    if isinstance(error, UnicodeDecodeError):
        return error.object[error.start : error.end].decode("latin-1"), error.end
    raise error


codecs.register_error("xl_massbill.latin1", _as_latin1)

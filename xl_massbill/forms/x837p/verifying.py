"""Proves an 837P file after writing: read back from the disk, it must say exactly what the claims say.

Source: handbook §7.2 (checks after writing); clearinghouse edits on totals, pointers, characters (R:S33).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import chain
from string import ascii_lowercase, ascii_uppercase, digits
from typing import BinaryIO

from xl_massbill.claims.claim import Claim, ServiceLine
from xl_massbill.errors import Refused
from xl_massbill.forms.x837p.reading import ReadClaim, ReadLine, Source, claims_of, opened
from xl_massbill.forms.x837p.shape import misfit
from xl_massbill.forms.x837p.values import bare
from xl_massbill.forms.x837p.writing import Summary
from xl_massbill.x12.delimiters import PLAIN, Delimiters, Style
from xl_massbill.x12.envelope import Fault, follow
from xl_massbill.x12.read import read
from xl_massbill.x12.segment import Segment
from xl_massbill.x12.text import clean

_BASIC = f"{ascii_uppercase}{digits}!\"&'()+,-./;?= "


def verify(source: Source, expected: Summary | Iterable[Claim]) -> None:
    """Read a written file back and hold it against what was written, or against the claims themselves.

    Against claims every line is compared; against a summary the counts, the total, the order of the claim
    numbers and the hash.

    Raises:
        Refused: the file says something else than it should.
        Unreadable: the file is cut short or damaged.
    """
    faults: list[Fault] = []
    seen: set[str] = set()
    total = Decimal(0)
    summary: Summary | None = None
    if isinstance(expected, Summary):
        summary, style = expected, expected.style
        wanted: Iterator[Claim | str] = iter(expected.claim_ids)
    else:
        claims = iter(expected)
        first = next(claims, None)
        wanted = chain(() if first is None else (first,), claims)
        style = first.payer.style if first else PLAIN
    with opened(source) as stream:
        tape = _Sealed(stream, style)
        flow = _Fitting(follow(read(tape), faults), style.delimiters)
        for claim in claims_of(flow):
            _must_add_up(claim, seen)
            _must_be(claim, next(wanted, None))
            total += claim.charge
    if faults:
        raise _wrong(faults[0].number, faults[0].sentence)
    if next(wanted, None) is not None:
        raise _wrong(flow.count, "claims are missing at its end")
    if summary is not None:
        _must_sum_up(summary, flow.count, total, tape.sha256)


class _Sealed:
    """A stream that hashes what passes and stops at a character that may not be sent."""

    def __init__(self, stream: BinaryIO, style: Style) -> None:
        self._stream = stream
        self._allowed = _allowed(style)
        self._hash = hashlib.sha256()

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    def read(self, size: int) -> bytes:
        data = self._stream.read(size)
        if data.translate(None, self._allowed):
            raise Refused(
                "The 837P file did not pass its own check: it holds a character that may not be sent."
            )
        self._hash.update(data)
        return data


def _allowed(style: Style) -> bytes:
    small, ends = "" if style.capitals else ascii_lowercase, "\n" if style.line_breaks else ""
    return f"{_BASIC}{small}{style.delimiters.signs}{ends}".encode("ascii")


class _Fitting:
    """Segments that are counted and held against the map while they pass."""

    def __init__(self, segments: Iterable[Segment], signs: Delimiters) -> None:
        self._segments, self._signs = segments, signs
        self.count = 0

    def __iter__(self) -> Iterator[Segment]:
        hl = 0
        # Widths repeat: what fitted once fits again, which halves the time of verifying.
        fitted: set[tuple[object, ...]] = set()
        for segment in self._segments:
            elements = segment.elements
            if elements[0] == "ISA" and segment.delimiters != self._signs:
                raise _wrong(segment.number, "its separators are not the ones that were asked for")
            shape = (*elements[: 3 if elements[0] == "NM1" else 1], *map(len, elements))
            if shape not in fitted:
                if problem := misfit(segment):
                    raise _wrong(segment.number, problem)
                fitted.add(shape)
            if segment.elements[0] == "ST":
                hl = 0
            elif segment.elements[0] == "HL":
                hl += 1
                if segment.get(1) != str(hl):
                    raise _wrong(
                        segment.number, f"HL01 is {segment.get(1)}, but it is number {hl} of its set"
                    )
            self.count = segment.number
            yield segment


def _must_add_up(claim: ReadClaim, seen: set[str]) -> None:
    """Check a claim by itself: number unique, lines numbered, sums, pointers and code lengths right."""
    problem = ""
    if claim.claim_id in seen:
        problem = f"the claim number {claim.claim_id} stands twice"
    elif [line.number for line in claim.lines] != list(range(1, len(claim.lines) + 1)) or not claim.lines:
        problem = f"the lines of claim {claim.claim_id} are not numbered 1, 2, 3 …"
    elif sum(line.charge for line in claim.lines) != claim.charge:
        problem = f"the lines of claim {claim.claim_id} do not add up to its total"
    elif any(not 3 <= len(code) <= 7 for code in claim.diagnoses) or not claim.diagnoses:
        problem = f"a diagnosis of claim {claim.claim_id} does not have 3 to 7 characters"
    seen.add(claim.claim_id)
    for line in claim.lines:
        if line.charge < 0 or -line.charge.as_tuple().exponent > 2:  # type: ignore[operator]
            problem = f"the charge of line {line.number} of claim {claim.claim_id} is no amount of money"
        elif not 1 <= len(line.pointers) <= 4 or not all(
            1 <= p <= len(claim.diagnoses) for p in line.pointers
        ):
            problem = f"line {line.number} of claim {claim.claim_id} points to a diagnosis that is not there"
        elif len(line.code) != 5 or any(len(modifier) != 2 for modifier in line.modifiers):
            problem = (
                f"line {line.number} of claim {claim.claim_id} has a code or modifier of the wrong length"
            )
    if problem:
        raise _wrong(claim.segment, problem)


def _must_be(found: ReadClaim, wanted: Claim | str | None) -> None:
    if wanted is None:
        raise _wrong(found.segment, f"claim {found.claim_id} was not to be written")
    number = wanted if isinstance(wanted, str) else wanted.claim_id
    if found.claim_id != number:
        raise _wrong(found.segment, f"claim {found.claim_id} stands where {number} should")
    if isinstance(wanted, Claim):
        _must_be_the_same(found, wanted)


def _must_be_the_same(found: ReadClaim, wanted: Claim) -> None:
    number = wanted.claim_id
    if found.charge != wanted.total:
        raise _wrong(found.segment, f"the total of claim {number} is not the one that was asked for")
    if found.diagnoses != tuple(map(bare, wanted.diagnoses)):
        raise _wrong(found.segment, f"the diagnoses of claim {number} are not the ones that were asked for")
    if len(found.lines) != len(wanted.lines):
        raise _wrong(found.segment, f"claim {number} has {len(found.lines)} lines, not {len(wanted.lines)}")
    for line, service in zip(found.lines, wanted.lines, strict=True):
        if _read(line) != _asked(service):
            raise _wrong(found.segment, f"line {service.number} of claim {number} is not as it was asked for")


def _read(line: ReadLine) -> tuple[object, ...]:
    return line.code, line.modifiers, line.units, line.charge, line.pointers, line.day, line.control


def _asked(line: ServiceLine) -> tuple[object, ...]:
    modifiers = tuple(modifier for modifier in map(clean, line.modifiers) if modifier)
    return clean(line.code), modifiers, line.units, line.charge, line.pointers, line.day, clean(line.control)


def _must_sum_up(summary: Summary, segments: int, total: Decimal, sha256: str) -> None:
    if (segments, total) != (summary.segments, summary.total):
        raise _wrong(segments, "its number of segments or its total is not what was written")
    if summary.sha256 and sha256 != summary.sha256:
        raise _wrong(segments, "its hash is not that of what was written")


def _wrong(segment: int, problem: str) -> Refused:
    return Refused(f"The 837P file did not pass its own check: {problem} (at segment {segment}).")

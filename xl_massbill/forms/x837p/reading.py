"""Reads claims out of an 837P: their numbers, charges, diagnoses and lines, but nobody's name.

The writer's work is proved with it, and a file of another program can be looked into.

Source: handbook §7.3.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

from xl_massbill.errors import Unreadable
from xl_massbill.x12.read import read
from xl_massbill.x12.segment import Segment

Source = bytes | Path | BinaryIO
_AMOUNT = re.compile(r"-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)", re.ASCII)


@dataclass(frozen=True, slots=True, repr=False)
class ReadLine:
    """One service line as read; `number` is LX01, `control` REF*6R."""

    number: int
    code: str
    modifiers: tuple[str, ...]
    units: Decimal
    charge: Decimal
    pointers: tuple[int, ...]
    day: date | None
    control: str
    description: str = ""
    place_of_service: str = ""

    def __repr__(self) -> str:
        """Show the number only."""
        return f"ReadLine({self.number})"


@dataclass(frozen=True, slots=True, repr=False)
class ReadClaim:
    """One claim as read; `segment` is where its CLM stands in the file, `references` its REF of loop 2300."""

    claim_id: str
    charge: Decimal
    place_of_service: str
    frequency: str
    diagnoses: tuple[str, ...]
    references: dict[str, str]
    lines: tuple[ReadLine, ...]
    segment: int

    def __repr__(self) -> str:
        """Show the number only."""
        return f"ReadClaim({self.claim_id})"


def read_claims(source: Source) -> Iterator[ReadClaim]:
    """Yield the claims of an 837P file in their order.

    Raises:
        Unreadable: the file is not X12, is cut short, or holds something that is not a number or a date.
    """
    with opened(source) as stream:
        yield from claims_of(read(stream))


def claim_ids_in(source: Source) -> list[str]:
    """Return the numbers of the claims in an 837P file, in their order."""
    return [claim.claim_id for claim in read_claims(source)]


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@contextmanager
def opened(source: Source) -> Iterator[BinaryIO]:
    """Give a stream of a path, of bytes, or the stream itself."""
    if isinstance(source, Path):
        with source.open("rb") as stream:
            yield stream
    else:
        yield BytesIO(source) if isinstance(source, bytes) else source


def claims_of(segments: Iterable[Segment]) -> Iterator[ReadClaim]:
    """Yield the claims among segments."""
    block: list[Segment] = []
    for segment in segments:
        name = segment.elements[0]
        if block and name in ("CLM", "HL", "SE", "GE", "IEA"):
            yield _claim(block)
            block = []
        if block or name == "CLM":
            block.append(segment)
    if block:
        yield _claim(block)


def _claim(block: list[Segment]) -> ReadClaim:
    head = block[0]
    place = [*head.parts(5), "", "", ""]
    diagnoses: tuple[str, ...] = ()
    references: dict[str, str] = {}
    starts = [at for at, segment in enumerate(block) if segment.elements[0] == "LX"]
    for segment in block[1 : starts[0] if starts else None]:
        name = segment.elements[0]
        if name == "HI" and not diagnoses:
            diagnoses = tuple(segment.parts(at)[-1] for at in range(1, len(segment.elements)))
        elif name == "REF":
            references.setdefault(segment.get(1), segment.get(2))
        elif name == "NM1":
            break
    return ReadClaim(
        claim_id=head.get(1),
        charge=_amount(head, 2),
        place_of_service=place[0],
        frequency=place[2],
        diagnoses=diagnoses,
        references=references,
        lines=tuple(_line(block[at:to]) for at, to in pairwise([*starts, len(block)])),
        segment=head.number,
    )


def _line(block: list[Segment]) -> ReadLine:
    service = next((s for s in block if s.elements[0] == "SV1"), None)
    if service is None:
        raise Unreadable(f"The service line at segment {block[0].number} has no SV1.")
    what = [*service.parts(1), *[""] * 6]
    day, control = None, ""
    for segment in block:
        name = segment.elements[0]
        if name == "DTP" and segment.get(1) == "472":
            day = _day(segment)
        elif name == "REF" and segment.get(1) == "6R":
            control = segment.get(2)
    return ReadLine(
        number=_whole(block[0], block[0].get(1)),
        code=what[1],
        modifiers=tuple(modifier for modifier in what[2:6] if modifier),
        units=_amount(service, 4),
        charge=_amount(service, 2),
        pointers=tuple(_whole(service, pointer) for pointer in service.parts(7) if pointer),
        day=day,
        control=control,
        description=what[6],
        place_of_service=service.get(5),
    )


def _amount(segment: Segment, position: int) -> Decimal:
    text = segment.get(position)
    if not _AMOUNT.fullmatch(text):
        raise Unreadable(f"Segment {segment.number} ({segment.id}{position:02}) should hold a number.")
    return Decimal(text)


def _whole(segment: Segment, text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise Unreadable(f"Segment {segment.number} ({segment.id}) should hold a whole number.")
    return int(text)


def _day(segment: Segment) -> date:
    """Return the day of a DTP, of a range (RD8) the first."""
    text = segment.get(3)[:8]
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        raise Unreadable(f"Segment {segment.number} (DTP03) should hold a date.") from None

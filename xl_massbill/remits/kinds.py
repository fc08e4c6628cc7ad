"""Which answers a payer's file holds, told by what stands in it and not by its name; hands out each in turn.

One file may hold several interchanges, groups and transaction sets of different kinds, with a mail's greeting
around them. GS01 is not believed: clearinghouses send an 835 with HC. What decides is ST01 with the guide's
version (ST03, else GS08) and, where that is missing, BHT01.

    findings: list[Finding] = []
    for one in sets_of(data, "file.835", findings):
        if one.kind is Kind.REMITTANCE:
            for segment in one.segments: ...

A set is read while it is handed out, in constant memory: use its segments before asking for the next set.
When they end, `is_whole` says whether its SE was met. A file that is cut short hands out what was read, and
a finding (`UNREADABLE`) says where it ends.

Source: X12.5/X12.6; handbook §8.1-8.5 (guides: X231 999, X214 277CA, X212 277, X279 271, X221 835).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain

from xl_massbill.book.finding import Finding
from xl_massbill.errors import Unreadable
from xl_massbill.remits.flaws import ENVELOPE, UNREADABLE, flaw
from xl_massbill.remits.values import day_of
from xl_massbill.x12.envelope import Fault, follow
from xl_massbill.x12.read import Readable, read
from xl_massbill.x12.segment import Segment

_BORDERS = frozenset({"ST", "GE", "GS", "IEA", "ISA"})


class Kind(StrEnum):
    """The kinds of answers, and what else may be handed in by mistake; the value is what people call it."""

    INTERCHANGE = "TA1"
    SYNTAX = "999"
    CLAIMS_TAKEN = "277CA"
    STATUS = "277"
    BENEFITS = "271"
    REMITTANCE = "835"
    CLAIMS = "837"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Envelope:
    """Around a set: who sent it, when, under which numbers; `day` is ISA09, `version` GS08.

    `number` is ISA13, `group` GS06, `usage` ISA15 (T test, P production).
    """

    sender: str = ""
    receiver: str = ""
    day: dt.date | None = None
    number: str = ""
    usage: str = ""
    functional: str = ""
    group: str = ""
    version: str = ""


@dataclass(slots=True)
class TransactionSet:
    """One answer in a file: its kind, its numbers and its segments from ST to SE (of a TA1: just that one).

    `number` is ST02, `version` ST03 or else GS08, `source` the name of the file. `segments` can be read once.
    """

    kind: Kind
    source: str
    number: str
    version: str
    envelope: Envelope
    segments: Iterator[Segment] = field(repr=False)
    is_whole: bool = False


def sets_of(source: bytes | Readable, name: str, findings: list[Finding]) -> Iterator[TransactionSet]:
    """Yield the answers in a file; what is wrong with it goes to `findings`, and nothing is ever raised."""
    tape = _Tape(_told(source, name, findings))
    envelope = Envelope()
    for segment in tape:
        label = segment.elements[0]
        if label == "ISA":
            envelope = _interchange(segment)
        elif label == "GS":
            envelope = _group(envelope, segment)
        elif label == "TA1":
            version, number = envelope.version, segment.get(1).strip()
            one = iter((segment,))
            yield TransactionSet(Kind.INTERCHANGE, name, number, version, envelope, one, is_whole=True)
        elif label == "ST":
            found = _set(tape, segment, name, envelope)
            yield found
            for _ in found.segments:  # what nobody wanted to read
                pass


def kind_of(set_id: str, version: str, structure: str = "") -> Kind:
    """Return the kind of a set by ST01, the version of its guide, and BHT01.

    >>> kind_of("277", "005010X214").value, kind_of("277", "", "0085").value, kind_of("277", "").value
    ('277CA', '277CA', '277')
    """
    if set_id in ("999", "997"):
        return Kind.SYNTAX
    if set_id == "277":
        is_taken = "X214" in version or ("X" not in version and structure == "0085")
        return Kind.CLAIMS_TAKEN if is_taken else Kind.STATUS
    return {"271": Kind.BENEFITS, "835": Kind.REMITTANCE, "837": Kind.CLAIMS}.get(set_id, Kind.OTHER)


class _Tape:
    """Segments with one step back."""

    def __init__(self, segments: Iterator[Segment]) -> None:
        self._segments = segments
        self._back: list[Segment] = []

    def __iter__(self) -> Iterator[Segment]:
        while (segment := self.next()) is not None:
            yield segment

    def next(self) -> Segment | None:
        return self._back.pop() if self._back else next(self._segments, None)

    def back(self, segment: Segment) -> None:
        self._back.append(segment)


def _set(tape: _Tape, start: Segment, name: str, envelope: Envelope) -> TransactionSet:
    second = tape.next()
    structure = ""
    if second is not None:
        structure = second.get(1).strip() if second.id == "BHT" else ""
        tape.back(second)
    version = start.get(3).strip() or envelope.version
    kind = kind_of(start.get(1).strip(), version, structure)
    found = TransactionSet(kind, name, start.get(2).strip(), version, envelope, iter(()))
    found.segments = chain((start,), _inside(tape, found))
    return found


def _inside(tape: _Tape, found: TransactionSet) -> Iterator[Segment]:
    """Yield what follows ST up to and with SE, or up to where another envelope begins."""
    while (segment := tape.next()) is not None:
        label = segment.elements[0]
        if label in _BORDERS:
            tape.back(segment)
            return
        if label == "SE":
            found.is_whole = True
            yield segment
            return
        yield segment


def _told(source: bytes | Readable, name: str, findings: list[Finding]) -> Iterator[Segment]:
    """Yield the segments of a file; what its envelopes have wrong, and where it ends too early, is told."""
    faults: list[Fault] = []
    last = 0
    try:
        for segment in follow(read(source, amid_text=True), faults):
            last = segment.number
            if faults:
                findings += [flaw(ENVELOPE, name, f.number, f.kind, f.sentence) for f in faults]
                faults.clear()
            yield segment
    except Unreadable as unreadable:
        findings.append(flaw(UNREADABLE, name, last, "", str(unreadable)))


def _interchange(isa: Segment) -> Envelope:
    return Envelope(
        sender=isa.get(6).strip(),
        receiver=isa.get(8).strip(),
        day=day_of(isa.get(9)),
        number=isa.get(13).strip(),
        usage=isa.get(15).strip(),
    )


def _group(around: Envelope, gs: Segment) -> Envelope:
    return Envelope(
        *(around.sender, around.receiver, around.day, around.number, around.usage),
        functional=gs.get(1).strip(),
        group=gs.get(6).strip(),
        version=gs.get(8).strip(),
    )

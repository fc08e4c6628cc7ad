"""Reads questions out of a 270 file, ours or another program's; the writer's work is proved with it.

Source: X12 005010X279A1; handbook §8.4.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from xl_massbill.forms.x837p.reading import Source, opened
from xl_massbill.x12.read import read
from xl_massbill.x12.segment import Segment


@dataclass(frozen=True, slots=True, repr=False)
class ReadPerson:
    """A person as sent: names as in NM1, `born` CCYYMMDD, `sex` F, M or nothing."""

    last: str = ""
    first: str = ""
    middle: str = ""
    suffix: str = ""
    born: str = ""
    sex: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class ReadQuestion:
    """One question as read: `day` is DTP03 of DTP*291, `reference` BHT03, `asker` the clinic's NPI."""

    trace: str
    originator: str
    reference: str
    payer: str
    asker: str
    member_id: str
    subscriber: ReadPerson
    patient: ReadPerson | None
    day: str
    services: tuple[str, ...]

    def __repr__(self) -> str:
        """Show the trace only."""
        return f"ReadQuestion({self.trace})"


_NOBODY = ReadPerson()
_EMPTY = ReadQuestion("", "", "", "", "", "", _NOBODY, None, "", ())


def read_questions(source: Source) -> Iterator[ReadQuestion]:
    """Yield the questions of a 270 file in their order.

    Raises:
        Unreadable: the file is not X12, or is cut short.
    """
    with opened(source) as stream:
        yield from questions_of(read(stream))


def traces_in(source: Source) -> list[str]:
    """Return the traces in a 270 file, in their order."""
    return [question.trace for question in read_questions(source)]


def questions_of(segments: Iterable[Segment]) -> Iterator[ReadQuestion]:
    """Yield the questions among segments: each ends with its last EQ."""
    head, now, level = _EMPTY, _EMPTY, ""
    for segment in segments:
        if segment.id in ("HL", "SE"):
            if now.services:
                yield now
            level = segment.get(3) if segment.id == "HL" else ""
            now = _begun(head, now, level)
        elif segment.id == "BHT":
            head = now = replace(_EMPTY, reference=segment.get(3))
        else:
            now = _with(now, level, segment)
            head = now if level in ("20", "21") else head


def _begun(head: ReadQuestion, now: ReadQuestion, level: str) -> ReadQuestion:
    """Return what a new level knows: of a set, payer and clinic; a dependent also the subscriber above."""
    if level == "23":
        return replace(now, trace="", originator="", patient=_NOBODY, day="", services=())
    if level in ("20", "21"):
        return replace(head, payer="" if level == "20" else head.payer, asker="")
    return head


def _with(now: ReadQuestion, level: str, segment: Segment) -> ReadQuestion:
    """Return a question with what a segment adds to it."""
    name, found = segment.id, now
    if name == "NM1" and level in ("20", "21"):
        number = segment.get(9)
        found = replace(now, payer=number) if level == "20" else replace(now, asker=number)
    elif name == "NM1":
        person = ReadPerson(*(segment.get(at) for at in (3, 4, 5, 7)))
        found = _person(replace(now, member_id=segment.get(9) or now.member_id), level, person)
    elif name == "TRN" and not now.trace:
        found = replace(now, trace=segment.get(2), originator=segment.get(3))
    elif name == "DMG":
        known = now.patient if level == "23" and now.patient else now.subscriber
        found = _person(now, level, replace(known, born=segment.get(2), sex=segment.get(3)))
    elif name == "DTP" and segment.get(1) == "291":
        found = replace(now, day=segment.get(3))
    elif name == "EQ":
        found = replace(now, services=(*now.services, *filter(None, segment.repeats(1))))
    return found


def _person(now: ReadQuestion, level: str, person: ReadPerson) -> ReadQuestion:
    return replace(now, patient=person) if level == "23" else replace(now, subscriber=person)

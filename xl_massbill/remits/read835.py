"""Reads remittances (835, version 5010, and 4010 as far as it is alike) out of a stream of segments.

Real files have blanks, odd separators, missing names, wrong counts and text around them: all that is read.
What the arithmetic needs and cannot be read is a grave problem of its remittance. A file that is cut short
or damaged gives the claims read so far in a remittance that says it is not whole; nothing is raised.

Source: handbook §8.5; 835 guide 005010X221A1; faults of public files, listed in the tests.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from xl_massbill.errors import Unreadable
from xl_massbill.remits.read835_draft import Draft
from xl_massbill.remits.read835_facts import Problem, Remittance
from xl_massbill.x12.envelope import Fault, follow
from xl_massbill.x12.read import Readable, read
from xl_massbill.x12.segment import Segment

_GRAVE = ("order",)
"""Faults of the envelope that may mean that segments are lost."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file holds: its remittances, and the problems that belong to no single one of them."""

    remittances: tuple[Remittance, ...]
    problems: tuple[Problem, ...]


def read835(source: bytes | str | Readable) -> Reading:
    """Return the remittances of a file; a damaged file ends with a grave problem."""
    problems: list[Problem] = []
    found = tuple(remittances(read(source, amid_text=True), problems))
    return Reading(found, tuple(problems))


def remittances(segments: Iterable[Segment], problems: list[Problem]) -> Iterator[Remittance]:
    """Yield the remittances one after the other; what is wrong outside of them goes to `problems`."""
    faults: list[Fault] = []
    draft: Draft | None = None
    try:
        for segment in follow(segments, faults):
            name = segment.elements[0]
            if name == "ST":
                if draft is not None:
                    yield draft.done(is_whole=False)
                draft = _begun(segment, problems)
            elif name == "SE":
                if draft is not None:
                    _faults(faults, draft, problems)
                    yield draft.done(is_whole=True)
                draft = None
            elif draft is not None:
                draft.take(segment)
            if faults:
                _faults(faults, draft, problems)
    except Unreadable as damaged:
        problems.append(Problem(0 if draft is None else draft.last, str(damaged)))
    if draft is not None:
        yield draft.done(is_whole=False)


def remittance_of(segments: Iterable[Segment]) -> Remittance | None:
    """Return the remittance of one transaction set, ST to SE, whose envelope somebody else has followed."""
    draft: Draft | None = None
    for segment in segments:
        name = segment.elements[0]
        if draft is None:
            draft = Draft(segment) if name == "ST" else None
        elif name == "SE":
            return draft.done(is_whole=True)
        else:
            draft.take(segment)
    return None if draft is None else draft.done(is_whole=False)


def _begun(segment: Segment, problems: list[Problem]) -> Draft | None:
    kind = segment.get(1).strip()
    if kind == "835":
        return Draft(segment)
    problems.append(
        Problem(segment.number, f"A transaction set {kind or 'without a kind'} is no remittance.")
    )
    return None


def _faults(faults: list[Fault], draft: Draft | None, problems: list[Problem]) -> None:
    """Hand the faults of the envelope to the remittance they stand in, or to the file."""
    for fault in faults:
        problem = Problem(fault.number, fault.sentence, fault.kind in _GRAVE)
        (problems if draft is None else draft.problems).append(problem)
    faults.clear()

"""999: whether the receiver could read our sets, and which segment and element it could not.

A 997 is read as well: its AK3, AK4 and AK5 say the same as IK3, IK4 and IK5. Every error keeps its place in
our file (segment position within the set, element, component) and, where the receiver names it, the claim.

Source: X12 005010X231A1; handbook §8.2.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from xl_massbill.book.finding import Finding
from xl_massbill.remits.elements import Elements
from xl_massbill.remits.kinds import TransactionSet
from xl_massbill.remits.values import code_of, count_of
from xl_massbill.x12.segment import Segment

_SAME = {"AK3": "IK3", "AK4": "IK4", "AK5": "IK5"}
_CLAIM = "CLM01"
_ACCEPTED = ("A", "E")
_PARTLY = "P"


@dataclass(frozen=True, slots=True, repr=False)
class ElementError:
    """One element that could not be read: `value` is the receiver's copy of it, which may be personal.

    `position` is the element, `component` and `repetition` its part (0 where not named), `reference` the
    number in the data dictionary, `code` IK403, `segment` the place in the 999.
    """

    position: int
    component: int
    repetition: int
    reference: str
    code: str
    value: str
    segment: int

    def __repr__(self) -> str:
        """Show where it is, never the value."""
        return f"ElementError({self.position}, {self.code!r})"


@dataclass(frozen=True, slots=True)
class SegmentError:
    """One segment that could not be read: `name` its id, `position` its number from ST = 1 in our set.

    `claim_id` is what the receiver gives as CLM01 (CTX), `code` IK304, `loop` IK303, `segment` its place.
    """

    name: str
    position: int | None
    loop: str
    code: str
    claim_id: str
    elements: tuple[ElementError, ...]
    segment: int


@dataclass(frozen=True, slots=True)
class SetAnswer:
    """What was said of one of our sets: `number` our ST02, `verdict` IK501, `reasons` IK502 to IK506."""

    kind: str
    number: str
    verdict: str
    reasons: tuple[str, ...]
    errors: tuple[SegmentError, ...]
    segment: int

    @property
    def is_accepted(self) -> bool | None:
        """Return whether the set was taken, with errors or without; None where nothing is said."""
        return self.verdict in _ACCEPTED if self.verdict else None


@dataclass(frozen=True, slots=True)
class SyntaxAnswer:
    """What was said of one of our groups: `group` our GS06, `verdict` AK901, counts AK902 to AK904."""

    kind: str
    group: str
    version: str
    verdict: str
    included: int | None
    received: int | None
    accepted: int | None
    reasons: tuple[str, ...]
    sets: tuple[SetAnswer, ...]
    day: dt.date | None
    number: str
    is_whole: bool

    @property
    def is_rejected(self) -> bool:
        """Return whether the whole group was turned back."""
        return bool(self.verdict) and self.verdict not in (*_ACCEPTED, _PARTLY)


def read_999(transaction: TransactionSet, findings: list[Finding]) -> SyntaxAnswer:
    """Return what a 999 or 997 says; what it lacks is a finding."""
    elements = Elements(transaction.source, findings)
    group: Segment | None = None
    end: Segment | None = None
    answers: list[SetAnswer] = []
    about: list[Segment] = []
    for segment in transaction.segments:
        label = _SAME.get(segment.id, segment.id)
        if label in ("AK2", "AK9", "SE") and about:
            answers.append(_set(about, elements))
            about = []
        if label == "AK1":
            group = segment
        elif label == "AK9":
            end = segment
        elif label == "AK2" or about or label in ("IK3", "IK5"):
            about.append(segment)
    if about:
        answers.append(_set(about, elements))
    return _answer(transaction, elements, group, end, tuple(answers))


def _answer(
    transaction: TransactionSet,
    elements: Elements,
    group: Segment | None,
    end: Segment | None,
    sets: tuple[SetAnswer, ...],
) -> SyntaxAnswer:
    head, tail = group or Segment(0, ["AK1"]), end or Segment(0, ["AK9"])
    if group is not None and end is None:
        elements.lacks(group, "begins an answer without its verdict (AK9).")
    return SyntaxAnswer(
        kind=head.get(1).strip(),
        group=head.get(2).strip(),
        version=head.get(3).strip(),
        verdict=code_of(tail.get(1), 1),
        included=elements.count(tail, 2),
        received=elements.count(tail, 3),
        accepted=elements.count(tail, 4),
        reasons=_codes(tail, 5),
        sets=sets,
        day=transaction.envelope.day,
        number=transaction.number,
        is_whole=transaction.is_whole,
    )


def _set(about: list[Segment], elements: Elements) -> SetAnswer:
    head = about[0]
    end = next((s for s in about if s.id in ("IK5", "AK5")), None)
    if end is None:
        elements.lacks(head, "begins the answer to a set without its verdict (IK5).")
        end = Segment(0, ["IK5"])
    named = head if head.id == "AK2" else Segment(head.number, ["AK2"])
    return SetAnswer(
        kind=named.get(1).strip(),
        number=named.get(2).strip(),
        verdict=code_of(end.get(1), 1),
        reasons=_codes(end, 2),
        errors=tuple(_errors(about, elements)),
        segment=head.number,
    )


def _errors(about: list[Segment], elements: Elements) -> Iterator[SegmentError]:
    """Yield the errors of a set: an IK3 with all that follows it up to the next."""
    starts = [at for at, segment in enumerate(about) if segment.id in ("IK3", "AK3")]
    for at, to in pairwise([*starts, len(about)]):
        head = about[at]
        yield SegmentError(
            name=code_of(head.get(1), 3),
            position=elements.count(head, 2),
            loop=code_of(head.get(3)),
            code=code_of(head.get(4), 3),
            claim_id=_claim(about[at + 1 : to]),
            elements=tuple(_element(s) for s in about[at + 1 : to] if s.id in ("IK4", "AK4")),
            segment=head.number,
        )


def _claim(below: list[Segment]) -> str:
    """Return the claim that a business unit (CTX) names; the first one stands for the whole segment."""
    for segment in below:
        parts = [*segment.parts(1), "", ""]
        if segment.id == "CTX" and parts[0].strip() == _CLAIM:
            return parts[1].strip()
    return ""


def _element(segment: Segment) -> ElementError:
    parts = [*segment.parts(1), "", "", ""]
    position, component, repetition = (count_of(part) or 0 for part in parts[:3])
    return ElementError(
        position=position,
        component=component,
        repetition=repetition,
        reference=segment.get(2).strip(),
        code=code_of(segment.get(3), 3),
        value=segment.get(4),
        segment=segment.number,
    )


def _codes(segment: Segment, first: int) -> tuple[str, ...]:
    return tuple(code for at in range(first, first + 5) if (code := code_of(segment.get(at), 3)))

"""Walks the levels of a 277CA or 277: what is said of files, providers and claims, in their order.

Who speaks at which level is told by HL03; where an HL is missing, what a TRN*2 begins is a claim. Names of
people are passed over.

Source: X12 005010X214, 005010X212; handbook §8.3, §8.4.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from xl_massbill.book.finding import Finding
from xl_massbill.remits.claim_status import ABOVE, ClaimAnswer, Level, LevelAnswer, LineAnswer, statuses_of
from xl_massbill.remits.elements import Elements
from xl_massbill.remits.kinds import TransactionSet
from xl_massbill.x12.segment import Segment

Answer = LevelAnswer | ClaimAnswer
_LEVELS = {level.value: level for level in Level}
_ACCEPTED_COUNT = (("QTY", "90"), ("QTY", "QA"))
_REJECTED_COUNT = (("QTY", "AA"), ("QTY", "QC"))
_ACCEPTED_CENTS, _REJECTED_CENTS = (("AMT", "YU"),), (("AMT", "YY"),)


@dataclass(frozen=True, slots=True)
class _Around:
    """What the levels above say of all below: who speaks, batch, provider, and the day of the answer."""

    payer_id: str = ""
    speaker: str = ""
    batch: str = ""
    provider: str = ""
    day: dt.date | None = None


@dataclass(slots=True)
class _Block:
    """The segments of one level or claim, and where it begins."""

    level: Level | None
    segments: list[Segment] = field(default_factory=list)
    has_trace: bool = False


def answers(
    transaction: TransactionSet, findings: list[Finding], *, by_patient_account: bool
) -> Iterator[Answer]:
    """Yield what is said; with `by_patient_account` a claim is known by REF*EJ rather than by TRN02."""
    elements = Elements(transaction.source, findings)
    around = _Around(day=transaction.envelope.day)
    for block in _blocks(transaction.segments):
        if block.level is None and not block.has_trace:
            around = _heading(block, around, elements)
        elif block.level in ABOVE:
            around = _lower(block, around, elements)
            answer = _level(block, around, elements)
            if answer is not None:
                yield answer
        elif block.has_trace or any(segment.id == "STC" for segment in block.segments):
            yield _claim(block, around, elements, by_patient_account)


def _blocks(segments: Iterator[Segment]) -> Iterator[_Block]:
    block = _Block(None)
    for segment in segments:
        if segment.id == "HL":
            yield block
            block = _Block(_LEVELS.get(segment.get(3).strip().upper(), Level.PATIENT))
        elif segment.id == "TRN":
            if block.has_trace and block.level not in ABOVE:
                yield block
                block = _Block(block.level)
            block.has_trace = True
        block.segments.append(segment)
    yield block


def _heading(block: _Block, around: _Around, elements: Elements) -> _Around:
    day = next((elements.day(s, 4) for s in block.segments if s.id == "BHT"), None)
    return replace(around, day=day or around.day)


def _lower(block: _Block, around: _Around, elements: Elements) -> _Around:
    """Return what holds below a level; the payer's day of processing stands before that of the file."""
    identity = next((s.get(9).strip() for s in block.segments if s.id == "NM1"), "")
    if block.level is Level.SOURCE:
        days = [elements.day(s, 3) for s in block.segments if s.id == "DTP" and s.get(1) == "009"]
        day = next(filter(None, days), around.day)
        speaker = next((s.get(1).strip() for s in block.segments if s.id == "NM1"), "")
        return replace(around, payer_id=identity, speaker=speaker, batch="", provider="", day=day)
    if block.level is Level.RECEIVER:
        return replace(around, batch=_trace(block), provider="")
    return replace(around, provider=identity)


def _level(block: _Block, around: _Around, elements: Elements) -> LevelAnswer | None:
    counts = [s for s in block.segments if s.id in ("QTY", "AMT")]
    statuses = tuple(one for s in block.segments if s.id == "STC" for one in statuses_of(s, elements))
    if not statuses and not counts:
        return None
    assert block.level is not None
    return LevelAnswer(
        level=block.level,
        reference=_trace(block),
        statuses=statuses,
        accepted=_counted(counts, _ACCEPTED_COUNT, elements.count),
        rejected=_counted(counts, _REJECTED_COUNT, elements.count),
        accepted_cents=_counted(counts, _ACCEPTED_CENTS, elements.cents),
        rejected_cents=_counted(counts, _REJECTED_CENTS, elements.cents),
        provider=around.provider,
        batch=around.batch,
        speaker=around.speaker,
        day=next((one.day for one in statuses if one.day), around.day),
        segment=block.segments[0].number,
    )


def _claim(block: _Block, around: _Around, elements: Elements, by_patient_account: bool) -> ClaimAnswer:
    starts = [at for at, segment in enumerate(block.segments) if segment.id == "SVC"]
    head = block.segments[: starts[0]] if starts else block.segments
    trace = next((s for s in head if s.id == "TRN"), None)
    first = trace or head[0]
    references = _references(head)
    account = references.get("EJ", "") if by_patient_account else ""
    statuses = tuple(one for s in head if s.id == "STC" for one in statuses_of(s, elements))
    lines = tuple(
        _line(block.segments[at:to], elements) for at, to in pairwise([*starts, len(block.segments)])
    )
    if not statuses and not any(line.statuses for line in lines):
        elements.lacks(first, "begins a claim of which nothing is said (no STC).")
    served = next((s for s in head if s.id == "DTP" and s.get(1) == "472"), None)
    return ClaimAnswer(
        claim_id=account or (trace.get(2).strip() if trace else ""),
        statuses=statuses,
        payer_number=references.get("1K", ""),
        clearinghouse_number=references.get("D9", ""),
        first_day=elements.day(served, 3) if served else None,
        last_day=elements.last_day(served, 3) if served else None,
        lines=lines,
        payer_id=around.payer_id,
        provider=around.provider,
        batch=around.batch,
        speaker=around.speaker,
        day=next((one.day for one in statuses if one.day), around.day),
        segment=first.number,
    )


def _line(block: list[Segment], elements: Elements) -> LineAnswer:
    head = block[0]
    served = next((s for s in block if s.id == "DTP" and s.get(1) == "472"), None)
    return LineAnswer(
        control=_references(block).get("FJ", ""),
        code=[*head.parts(1), ""][1].strip(),
        cents=elements.cents(head, 2),
        statuses=tuple(one for s in block if s.id == "STC" for one in statuses_of(s, elements)),
        day=elements.day(served, 3) if served else None,
        segment=head.number,
    )


def _references(block: list[Segment]) -> dict[str, str]:
    found: dict[str, str] = {}
    for segment in block:
        if segment.id == "REF":
            found.setdefault(segment.get(1).strip(), segment.get(2).strip())
    return found


def _trace(block: _Block) -> str:
    return next((s.get(2).strip() for s in block.segments if s.id == "TRN"), "")


def _counted(
    counts: list[Segment], wanted: tuple[tuple[str, str], ...], read: Callable[[Segment, int], int | None]
) -> int | None:
    """Return the first count or amount with one of these qualifiers."""
    return next((read(s, 2) for s in counts if (s.id, s.get(1).strip()) in wanted), None)

"""271: what a payer says of a person's plan: in force or not, services, amounts, counts, its own words.

Nothing is interpreted here. Each EB becomes one benefit with what hangs below it (HSD, DTP, REF, MSG), and
keeps the raw text of its segments, so that a person can compare. A refusal (AAA) may stand at every level.

Source: X12 005010X279A1; handbook §8.4, §5.9.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from xl_massbill.book.finding import Finding
from xl_massbill.remits.elements import Elements
from xl_massbill.remits.kinds import TransactionSet
from xl_massbill.x12.segment import Segment

_SUBSCRIBER, _DEPENDENT, _RECEIVER, _SOURCE = "22", "23", "21", "20"


@dataclass(frozen=True, slots=True)
class Refusal:
    """An AAA: why the question was not answered; `level` HL03, `code` AAA03, `then` AAA04, `raw` its text."""

    level: str
    code: str
    then: str
    segment: int
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """An HSD: how many of what (VS visits), within which period; `rhythm` HSD03 (WK) if they are spread."""

    unit: str
    quantity: Decimal | None
    period: str
    periods: Decimal | None
    segment: int
    rhythm: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Benefit:
    """One EB with all below it; `raw` is its text as received, which may be personal.

    `information` EB01, `for_whom` EB02, `services` EB03, `insurance` EB04, `plan` EB05, `period` EB06,
    `cents` EB07, `share` EB08 (0.2 is 20 %), `quantity` EB09/EB10, `needs_approval` EB11, `in_network`
    EB12, `code` EB13-2, `days` the DTP by qualifier, `below` the names of the segments below it.
    """

    information: str
    for_whom: str
    services: tuple[str, ...]
    insurance: str
    plan: str
    period: str
    cents: int | None
    share: Decimal | None
    unit: str
    quantity: Decimal | None
    needs_approval: str
    in_network: str
    code: str
    deliveries: tuple[Delivery, ...]
    days: dict[str, tuple[dt.date | None, dt.date | None]]
    references: dict[str, str]
    messages: tuple[str, ...]
    refusals: tuple[Refusal, ...]
    raw: str
    segment: int
    below: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Show the kind of benefit only."""
        return f"Benefit({self.information!r}, {self.services!r})"


@dataclass(frozen=True, slots=True, repr=False)
class PersonBenefits:
    """What was said of one person, or (level 20, 21) why nothing was.

    `trace` is the TRN02 of our question, `traces` all of them, `reference` BHT03 of the question;
    `member_id`, names and birthday are as the payer has them; `days` the DTP of the whole plan by qualifier
    (346 begins, 347 ends), `references` the REF (6P group, 18 plan).
    """

    level: str
    payer_id: str
    trace: str
    member_id: str
    last_name: str
    first_name: str
    born: dt.date | None
    relation: str
    days: dict[str, tuple[dt.date | None, dt.date | None]]
    references: dict[str, str]
    refusals: tuple[Refusal, ...]
    benefits: tuple[Benefit, ...]
    day: dt.date | None
    segment: int
    traces: tuple[str, ...] = ()
    reference: str = ""

    def __repr__(self) -> str:
        """Show how much was said, never of whom."""
        return f"PersonBenefits({len(self.benefits)} benefits, {len(self.refusals)} refusals)"


@dataclass(frozen=True, slots=True)
class _Above:
    """What the levels above say: payer, subscriber, traces of the question, its number, day of the answer."""

    payer_id: str = ""
    member_id: str = ""
    traces: tuple[str, ...] = ()
    day: dt.date | None = None
    reference: str = ""


def read_271(transaction: TransactionSet, findings: list[Finding]) -> Iterator[PersonBenefits]:
    """Yield what was said of each person, in the order of the file, and the refusals above them."""
    elements = Elements(transaction.source, findings)
    above = _Above(day=transaction.envelope.day)
    for code, segments in _levels(transaction.segments):
        if not code:
            for bht in (s for s in segments if s.id == "BHT"):
                above = replace(above, day=elements.day(bht, 4) or above.day, reference=bht.get(3).strip())
            continue
        found = _person(code, segments, above, elements)
        if code == _SOURCE:
            above = replace(above, payer_id=found.payer_id)
        elif code == _SUBSCRIBER:
            above = replace(above, member_id=found.member_id, traces=found.traces)
        if found.benefits or found.refusals:
            yield found


def _levels(segments: Iterator[Segment]) -> Iterator[tuple[str, list[Segment]]]:
    """Yield the segments of each HL with its HL03; those before the first with none."""
    code, block = "", list[Segment]()
    for segment in segments:
        if segment.id == "HL":
            yield code, block
            code, block = segment.get(3).strip() or "?", []
        block.append(segment)
    yield code, block


def _person(code: str, segments: list[Segment], above: _Above, elements: Elements) -> PersonBenefits:
    starts = [at for at, segment in enumerate(segments) if segment.id == "EB"]
    head = segments[: starts[0]] if starts else segments
    name = next((s for s in head if s.id == "NM1"), Segment(0, ["NM1"]))
    identity = name.get(9).strip()
    is_person = code not in (_SOURCE, _RECEIVER)
    born = next((s for s in head if s.id == "DMG"), None)
    traces = _traces(head) or (above.traces if code == _DEPENDENT else ())
    return PersonBenefits(
        level=code,
        payer_id=identity if code == _SOURCE else above.payer_id,
        trace=traces[0] if traces else "",
        member_id=(identity or (above.member_id if code == _DEPENDENT else "")) if is_person else "",
        last_name=name.get(3).strip() if is_person else "",
        first_name=name.get(4).strip() if is_person else "",
        born=elements.day(born, 2) if born else None,
        relation=next((s.get(2).strip() for s in head if s.id == "INS"), ""),
        days=_days(head, elements),
        references=_references(head),
        refusals=_refusals(head, code),
        benefits=tuple(
            _benefit(segments[at:to], code, elements) for at, to in pairwise([*starts, len(segments)])
        ),
        day=above.day,
        segment=segments[0].number,
        traces=traces,
        reference=above.reference,
    )


def _benefit(block: list[Segment], level: str, elements: Elements) -> Benefit:
    head = block[0]
    return Benefit(
        information=head.get(1).strip(),
        for_whom=head.get(2).strip(),
        services=tuple(service.strip() for service in head.repeats(3) if service.strip()),
        insurance=head.get(4).strip(),
        plan=head.get(5).strip(),
        period=head.get(6).strip(),
        cents=elements.cents(head, 7),
        share=elements.number(head, 8),
        unit=head.get(9).strip(),
        quantity=elements.number(head, 10),
        needs_approval=head.get(11).strip(),
        in_network=head.get(12).strip(),
        code=[*head.parts(13), ""][1].strip(),
        deliveries=tuple(_delivery(s, elements) for s in block if s.id == "HSD"),
        days=_days(block, elements),
        references=_references(block),
        messages=tuple(s.get(1).strip() for s in block if s.id == "MSG"),
        refusals=_refusals(block, level),
        raw="~".join(_raw(segment) for segment in block if segment.id != "SE"),
        segment=head.number,
        below=tuple(dict.fromkeys(segment.id for segment in block[1:] if segment.id != "SE")),
    )


def _delivery(segment: Segment, elements: Elements) -> Delivery:
    return Delivery(
        unit=segment.get(1).strip(),
        quantity=elements.number(segment, 2),
        period=segment.get(5).strip(),
        periods=elements.number(segment, 6),
        segment=segment.number,
        rhythm=segment.get(3).strip(),
    )


def _raw(segment: Segment) -> str:
    return segment.delimiters.element.join(segment.elements)


def _traces(block: list[Segment]) -> tuple[str, ...]:
    """Return the numbers of the question, those that come back (TRN*2) first; others may add their own."""
    traces = sorted((s for s in block if s.id == "TRN"), key=lambda s: s.get(1).strip() != "2")
    return tuple(dict.fromkeys(number for s in traces if (number := s.get(2).strip())))


def _days(block: list[Segment], elements: Elements) -> dict[str, tuple[dt.date | None, dt.date | None]]:
    return {s.get(1).strip(): (elements.day(s, 3), elements.last_day(s, 3)) for s in block if s.id == "DTP"}


def _references(block: list[Segment]) -> dict[str, str]:
    return {s.get(1).strip(): s.get(2).strip() for s in block if s.id == "REF"}


def _refusals(block: list[Segment], level: str) -> tuple[Refusal, ...]:
    found = (s for s in block if s.id == "AAA")
    return tuple(Refusal(level, s.get(3).strip(), s.get(4).strip(), s.number, _raw(s)) for s in found)

"""Lints a file of claims as it is read: one pass, one claim in memory at a time.

Source: handbook §7.2-7.5, §7.7; the checks name theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from operator import contains

from xl_massbill.book.finding import Severity
from xl_massbill.errors import Unreadable
from xl_massbill.forms.x837p.lint.claim import NONE, Claim
from xl_massbill.forms.x837p.lint.cob import cob
from xl_massbill.forms.x837p.lint.diagnoses import diagnoses
from xl_massbill.forms.x837p.lint.elements import ElementCheck, Ready
from xl_massbill.forms.x837p.lint.envelope import CLAIMS_A_SET, Envelope
from xl_massbill.forms.x837p.lint.finding import Finding, Raised, classes
from xl_massbill.forms.x837p.lint.gather import Gather, Taker
from xl_massbill.forms.x837p.lint.guide import Node, key_of
from xl_massbill.forms.x837p.lint.known import names
from xl_massbill.forms.x837p.lint.levels import Levels
from xl_massbill.forms.x837p.lint.lines import lines
from xl_massbill.forms.x837p.lint.money import money
from xl_massbill.forms.x837p.lint.segments import SegmentCheck
from xl_massbill.forms.x837p.lint.situations import situations
from xl_massbill.forms.x837p.lint.walk import Walk
from xl_massbill.forms.x837p.reading import Source, opened
from xl_massbill.x12.delimiters import Delimiters
from xl_massbill.x12.envelope import Fault, follow
from xl_massbill.x12.read import read
from xl_massbill.x12.segment import Segment

_TURNS = frozenset({"ISA", "GS", "ST", "HL", "CLM", "SE", "GE", "IEA"})
_WAITING = 1_000
_OUTSIDE = frozenset({"ISA", "GS", "GE", "IEA", "TA1"})
Prepared = tuple[Ready, Callable[[Node, Segment], None] | None, Taker | None]


class Lint:
    """One run over one file; `segments` and `claims` count what was read so far."""

    def __init__(self, source: Source, today: str = "", raise_to_error: Collection[str] = ()) -> None:
        """Take a path, bytes or a binary stream; `today` is CCYYMMDD, else the day of the file is taken."""
        self._source = source
        self._today = today
        self._stricter = frozenset(raise_to_error)
        self.segments = 0
        self.claims = 0
        self._raised: list[Raised] = []
        self._faults: list[Fault] = []
        self._gather = Gather()
        self._envelope = Envelope(self._raised)
        self._levels = Levels(self._raised, self._gather)
        self._singles = SegmentCheck(self._raised)
        self._structure = Walk(self._raised)
        self._walk: Walk | None = None
        self._ready: dict[int, Prepared] = {}
        self._signs: Delimiters | None = None
        self._elements = ElementCheck(self._raised, Delimiters())
        self._numbers: set[int] = set()
        self._said: set[str] = set()
        self._began = self._ended = self._turned = 0
        self._in_set = 0
        self._before: Claim | None = None
        self._turn: dict[str, Callable[[Segment], None]] = {
            "ISA": self._header,
            "GS": self._header,
            "ST": self._begin,
            "SE": self._end,
            "GE": self._leave,
            "IEA": self._leave,
            "HL": self._level,
            "CLM": self._claim,
        }

    def __iter__(self) -> Iterator[Finding]:
        """Yield the findings in the order in which they are seen.

        Raises:
            Unreadable: not one segment could be read.
        """
        try:
            with opened(self._source) as stream:
                for segment in follow(read(stream), self._faults):
                    self._one(segment)
                    if self._raised or self._faults:
                        yield from self._told(segment)
        except Unreadable as stop:
            if not self.segments:
                raise
            yield from self._cut(str(stop))
            return
        if not self.claims and "L-ENV-VERSION" not in self._said:
            self._raised.append(Raised("L-ENV-EMPTY", self.segments, "", "CLM"))
        yield from self._findings()

    def _one(self, segment: Segment) -> None:
        """Pass one segment through all checks."""
        self.segments = segment.number
        name = segment.elements[0]
        if name in _TURNS:
            self._finish(segment.number)
            turn = self._turn.get(name)
            if turn is not None:
                turn(segment)
            if name in _OUTSIDE or name in ("ST", "SE"):
                return
        if self._walk is not None:
            self._checked(self._walk, segment, name)
        elif (not self._began or self._ended) and name != "TA1":
            self._raised.append(Raised("L-ENV-STRAY", segment.number, "", name if name in names() else ""))

    def _checked(self, walk: Walk, segment: Segment, name: str) -> None:
        """Pass one segment of a set through the checks of structure, elements and single segments."""
        elements = segment.elements
        node = walk.step(segment, key_of(name, elements, segment.delimiters.component))
        if node is None:
            return
        ready, single, taker = self._ready.get(node.number) or self._prepared(node)
        goods, least, most = ready
        is_short = not least <= len(elements) <= most or not elements[-1]
        if is_short or not all(map(contains, goods, elements)):
            self._elements.check(node, segment)
        if node.relations:
            self._elements.relations(node, segment)
        if single is not None:
            single(node, segment)
        if taker is not None:
            taker(segment)
        if name == "BHT":
            self._envelope.batch(segment)

    def _prepared(self, node: Node) -> Prepared:
        ready = self._elements.ready(node)
        self._ready[node.number] = ready, self._singles.by_name.get(node.name), self._gather.taker(node)
        return self._ready[node.number]

    def _header(self, segment: Segment) -> None:
        self._walk, self._began, self._ended = None, 0, 0
        if segment.delimiters != self._signs:
            self._signs = segment.delimiters
            self._elements = ElementCheck(self._raised, segment.delimiters)
            self._ready.clear()
        self._envelope.header(segment)

    def _begin(self, segment: Segment) -> None:
        self._began, self._ended = segment.number, 0
        self._walk, self._in_set = None, 0
        self._gather.begin()
        self._levels.begin()
        if self._envelope.is_ours(segment):
            self._walk = self._structure
            self._walk.begin(segment)

    def _end(self, segment: Segment) -> None:
        if self._walk is not None:
            self._levels.end()
            self._walk.end()
        self._walk = None
        self._ended = segment.number

    def _leave(self, segment: Segment) -> None:
        self._walk, self._ended = None, self._ended or segment.number - 1

    def _level(self, segment: Segment) -> None:
        if self._walk is not None:
            self._levels.level(segment)

    def _claim(self, segment: Segment) -> None:
        if self._walk is None:
            return
        self.claims += 1
        self._in_set += 1
        number = segment.get(1)
        if number:
            # a hash a claim is kept, not its number: a million claims take little room
            if hash(number) in self._numbers:
                self._raised.append(Raised("L-CLM-ID-TWICE", segment.number, "2300", "CLM01"))
            self._numbers.add(hash(number))
        if self._in_set == CLAIMS_A_SET + 1:
            self._raised.append(Raised("L-ENV-LARGE", segment.number, "ST", "CLM", {"most": CLAIMS_A_SET}))

    def _finish(self, turned: int) -> None:
        """Check the claim that is complete where the file turns to something else."""
        claim, self._gather.claim = self._gather.claim, None
        if claim is not None:
            self._before = claim
            self._raised += self._of(claim, self._today or self._envelope.day)
        self._turned = turned

    def _of(self, claim: Claim, today: str) -> Iterator[Raised]:
        yield from money(claim)
        yield from situations(claim, today)
        yield from diagnoses(claim)
        yield from lines(claim, today)
        if claim.others or claim.subscriber.insurance.get(1) != "P":
            yield from cob(claim)

    def _told(self, segment: Segment) -> Iterator[Finding]:
        for fault in self._faults:
            self._envelope.fault(fault, segment.elements[0])
        self._faults.clear()
        # what is said about a subscriber waits for the number of the claim
        waits = (
            self._walk is not None and self._gather.claim is None and self._gather.subscriber.head is not NONE
        )
        if not waits or len(self._raised) > _WAITING:
            yield from self._findings()

    def _findings(self) -> Iterator[Finding]:
        for one in self._raised:
            known = classes()[one.id]
            if known.once and one.id in self._said:
                continue
            self._said.add(one.id)
            severity = Severity.ERROR if one.id in self._stricter else known.severity
            inside = self._began and self._began <= one.segment <= (self._ended or one.segment)
            in_set = one.segment - self._began + 1 if inside else 0
            words = f"{known.text.format_map(one.values)} {known.todo}"
            number = self._claim_at(one.segment)
            yield Finding(one.id, severity, one.segment, in_set, one.loop, one.element, number, words)
        self._raised.clear()

    def _claim_at(self, segment: int) -> str:
        """Return the number of the claim to which a segment belongs, "" for none."""
        claim, before = self._gather.claim, self._before
        if claim is not None and segment >= claim.head.number:
            return claim.id
        if before is not None and before.above <= segment < self._turned:
            return before.id
        return claim.id if claim is not None and segment >= claim.above else ""

    def _cut(self, why: str) -> Iterator[Finding]:
        # half a claim is not judged as a whole one
        self.claims -= self._gather.claim is not None
        yield from self._findings()
        values = {"why": why, "claims": self.claims}
        self._raised.append(Raised("L-ENV-CUT", self.segments, "", "", values))
        self._before = self._gather.claim = None
        yield from self._findings()


def lint(source: Source, today: str = "", raise_to_error: Collection[str] = ()) -> Iterator[Finding]:
    """Yield what is wrong in a file of professional claims, in one pass and constant memory.

    `today` is CCYYMMDD, else the day the file bears; the ids in `raise_to_error` are errors, not warnings.

    Raises:
        Unreadable: not one segment could be read.
    """
    return iter(Lint(source, today, raise_to_error))

"""Follows the segments of a set through the guide: what stands where it may, and what is missing.

Where a segment leads from the one before depends on nothing else, so each such step is worked out once
and remembered. After a fault the walk goes on from the nearest place that makes sense.

Source: 005010X222A1; handbook §7.3 (order of 2300).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from xl_massbill.forms.x837p.lint.finding import Raised
from xl_massbill.forms.x837p.lint.guide import Loop, Node, guide, title
from xl_massbill.forms.x837p.lint.known import coded, names
from xl_massbill.x12.segment import Segment

_NO_DOOR = ("N3", "N4", "HL", "REF", "PER", "DMG", "DTP")
"""Segments that many loops have: alone they do not tell that a loop has begun."""


class Step(NamedTuple):
    """Where a segment leads: the node it is, how many loops it closes, which it opens, and what is wrong."""

    node: Node | None
    closes: int
    opens: tuple[Loop, ...]
    defect: str
    home: int = -1
    """How many loops up the segment belongs, where it is out of order and nothing is closed."""
    instead: Step | None = None
    """The step to take if that place is filled already: another loop begins without its first segment."""


class _Open:
    """A loop that is open: how often each part of it was seen, and where it began."""

    __slots__ = ("began", "loop", "seen")

    def __init__(self, loop: Loop, began: int) -> None:
        self.loop = loop
        self.began = began
        self.seen: dict[int, int] = {}


class Walk:
    """The walk through one set; `raised` gathers what is wrong."""

    def __init__(self, raised: list[Raised]) -> None:
        self._raised = raised
        self._steps: dict[int, dict[str, Step]] = {}
        self._at = guide().nodes[0]
        self._from_here: dict[str, Step] = {}
        self._stack: list[_Open] = []

    def begin(self, segment: Segment) -> None:
        """Start at an ST."""
        self._at = guide().nodes[0]
        self._from_here = self._steps.setdefault(self._at.number, {})
        self._stack = [_Open(guide(), segment.number)]
        self._stack[0].seen[self._at.number] = 1

    def step(self, segment: Segment, key: str) -> Node | None:
        """Return the node that a segment is, None if it has no place in the guide."""
        step = self._from_here.get(key)
        if step is None:
            step = self._from_here[key] = _find(self._at, *key.partition("*")[::2])
        stack = self._stack
        if step.instead is not None and self._is_taken(step):
            step = step.instead
        node, closes, opens, defect, home, _ = step
        if defect:
            self._raised.append(_said(step, segment, self._at, key))
        if node is None:
            return None
        if home >= 0:
            self._count(stack[-1 - home], node, segment)
            return node
        for _ in range(closes):
            self._close(stack.pop())
        for loop in opens:
            self._count(stack[-1], loop, segment)
            stack.append(_Open(loop, segment.number))
        number = node.number
        seen = stack[-1].seen
        count = seen[number] = seen.get(number, 0) + 1
        if count == node.most + 1:
            self._too_many(node, segment)
        if node is not self._at:
            self._at = node
            self._from_here = self._steps.get(number) or self._steps.setdefault(number, {})
        return node

    def _is_taken(self, step: Step) -> bool:
        """Return whether the place that a step goes back to is filled already."""
        if step.opens:
            return step.opens[0].number in self._stack[-1 - step.closes].seen
        return step.node is not None and step.node.number in self._stack[-1 - step.home].seen

    def end(self) -> None:
        """Close every loop: the set is over."""
        while self._stack:
            self._close(self._stack.pop())

    def _count(self, parent: _Open, part: Node | Loop, segment: Segment) -> None:
        count = parent.seen[part.number] = parent.seen.get(part.number, 0) + 1
        if count == part.most + 1:
            self._too_many(part, segment)

    def _too_many(self, part: Node | Loop, segment: Segment) -> None:
        kind = "L-SEG-REPEAT" if isinstance(part, Node) else "L-LOOP-REPEAT"
        loop = part.loop.name if isinstance(part, Node) else part.name
        values = {"part": title(part), "most": part.most}
        self._raised.append(Raised(kind, segment.number, loop, segment.elements[0], values))

    def _close(self, part: _Open) -> None:
        needs = part.loop.needs
        if needs.keys() <= part.seen.keys():
            return
        for needed in (needs[number] for number in needs if number not in part.seen):
            if isinstance(needed, Node):
                values = {"part": needed.label, "loop": part.loop.name}
                self._raised.append(Raised("L-SEG-MISSING", part.began, part.loop.name, needed.label, values))
            else:
                values = {"part": needed.name, "loop": part.loop.name}
                self._raised.append(Raised("L-LOOP-MISSING", part.began, part.loop.name, needed.name, values))


def _said(step: Step, segment: Segment, at: Node, key: str) -> Raised:
    name, _, qualifier = key.partition("*")
    loop = step.node.loop.name if step.node else at.loop.name
    part = step.node.label if step.node else name
    values = {"part": part, "loop": loop, "qualifier": coded(qualifier), "after": at.label}
    # what is no segment of the guide could be a piece of a name
    element = part if step.node or name in names() else ""
    return Raised(step.defect, segment.number, loop, element, values)


def _find(at: Node, name: str, qualifier: str) -> Step:
    """Look for the place of a segment after another: forward, through a gap, back, or nowhere."""
    for closes, loop, slot in _upward(at):
        for node in loop.nodes:
            if node.slot >= slot and node is not loop.nodes[0] and _is(node, name, qualifier):
                return Step(node, closes, (), "")
        for child in loop.loops:
            if child.slot >= slot and _is(child.nodes[0], name, qualifier):
                return Step(child.nodes[0], closes, (child,), "")
    gap, back = _through_gap(at, name, qualifier), _back(at, name, qualifier)
    if back is not None and gap is not None and max(back.home, back.closes) < gap.closes:
        return back._replace(instead=gap)
    return gap or back or _nowhere(at, name)


def _upward(at: Node) -> Iterator[tuple[int, Loop, int]]:
    """Yield the loops around a node from the inside out, each with the slot that was reached in it."""
    closes, loop, slot = 0, at.loop, at.slot
    while True:
        yield closes, loop, slot
        if loop.parent is None:
            return
        closes, slot, loop = closes + 1, loop.slot, loop.parent


def _is(node: Node, name: str, qualifier: str) -> bool:
    return node.name == name and (not node.codes or qualifier in node.codes)


def _through_gap(at: Node, name: str, qualifier: str) -> Step | None:
    """Enter a loop whose first segment is missing."""
    if name in _NO_DOOR:
        return None
    for closes, loop, slot in _upward(at):
        for child in loop.loops:
            inner = [n for n in child.nodes if n.usage == "R" and _is(n, name, qualifier)]
            if child.slot >= slot and inner:
                return Step(inner[0], closes, (child,), "")
            for deeper in child.loops:
                if child.slot >= slot and deeper.usage == "R" and _is(deeper.nodes[0], name, qualifier):
                    return Step(deeper.nodes[0], closes, (child, deeper), "")
    return None


def _back(at: Node, name: str, qualifier: str) -> Step | None:
    """Find a segment that should have stood earlier; the walk stays where it is, or goes into the loop."""
    for closes, loop, _ in _upward(at):
        for node in loop.nodes[1:]:
            if _is(node, name, qualifier):
                return Step(node, 0, (), "L-SEG-ORDER", closes)
        for child in loop.loops:
            if _is(child.nodes[0], name, qualifier):
                return Step(child.nodes[0], closes, (child,), "L-SEG-ORDER")
    return None


def _nowhere(at: Node, name: str) -> Step:
    """Take a segment with a wrong qualifier for the only one of its name, else for none."""
    for closes, loop, slot in _upward(at):
        alike = [node for node in loop.nodes if node.name == name]
        if len(alike) == 1 and alike[0].slot >= slot and alike[0] is not loop.nodes[0]:
            return Step(alike[0], closes, (), "")
        if alike:
            return Step(None, 0, (), "L-SEG-QUALIFIER")
        if any(child.nodes[0].name == name and child.nodes[0].codes for child in loop.loops):
            return Step(None, 0, (), "L-SEG-QUALIFIER")
    return Step(None, 0, (), "L-SEG-PLACE" if name in names() else "L-SEG-UNKNOWN")

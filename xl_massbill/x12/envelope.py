"""The envelope of an X12 file: ISA/IEA around groups, GS/GE around transaction sets, ST/SE around segments.

Its counts and control numbers tell whether something was lost on the way. A fault is reported with its
segment and the reading goes on: whether it is grave is for the reader of that kind of file to say.

Source: X12.5/X12.6; handbook §7.2.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from xl_massbill.errors import Refused
from xl_massbill.x12.delimiters import USUAL
from xl_massbill.x12.segment import Segment
from xl_massbill.x12.text import clean

ISA_WIDTHS = (3, 2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1, 1)
_LEVELS = ("ISA", "GS", "ST")
_ENDS = {"IEA": "ISA", "GE": "GS", "SE": "ST"}
_COUNTED = {"ISA": "groups", "GS": "transaction sets", "ST": "segments"}
_CONTROL = {"ISA": 13, "GS": 6, "ST": 2}


class End(NamedTuple):
    """One end of an interchange: its qualifier (ZZ, 30 …) and its id."""

    qualifier: str
    id: str


class Fault(NamedTuple):
    """What is wrong with the envelope, at which segment of the file, and of which kind.

    Kinds: width (of ISA), order, twice (a number of a set), count, control (a number).
    """

    number: int
    sentence: str
    kind: str = ""


def isa(sender: End, receiver: End, made: datetime, number: int, usage: str) -> str:
    """Return the ISA segment, 105 characters wide without its terminator.

    Raises:
        Refused: a part does not fit the fixed width.
    """
    blank = " " * 10
    ends = [text for end in (sender, receiver) for text in (clean(end.qualifier), f"{clean(end.id):<15}")]
    day, clock = f"{made:%y%m%d}", f"{made:%H%M}"
    tail = (USUAL.repetition, "00501", f"{number:09}", "0", clean(usage), USUAL.component)
    fields = ("ISA", "00", blank, "00", blank, *ends, day, clock, *tail)
    if not sender.id or not receiver.id or tuple(map(len, fields)) != ISA_WIDTHS:
        raise Refused(
            "The sender or receiver of the file does not fit: an id has 1 to 15 characters, "
            "its qualifier 2, the usage 1, the control number 9 digits."
        )
    return USUAL.element.join(fields)


class _Open:
    """An envelope that is not closed yet, and how much it holds."""

    def __init__(self, name: str, control: str) -> None:
        self.name = name
        self.control = control
        self.inside = 0


def follow(segments: Iterable[Segment], faults: list[Fault]) -> Iterator[Segment]:
    """Yield the segments unchanged and append to `faults` what their envelopes have wrong."""
    stack: list[_Open] = []
    sets: set[str] = set()
    for segment in segments:
        name = segment.elements[0]
        if stack and len(stack) == len(_LEVELS):
            stack[-1].inside += 1
        if name in _CONTROL:
            faults += _opened(segment, stack, sets)
        elif name in _ENDS:
            faults += _closed(segment, stack)
        yield segment


def _opened(segment: Segment, stack: list[_Open], sets: set[str]) -> Iterator[Fault]:
    name, control = segment.id, segment.get(_CONTROL[segment.id]).strip()
    level = _LEVELS.index(name)
    if name == "ISA" and tuple(map(len, segment.elements)) != ISA_WIDTHS:
        yield Fault(segment.number, "ISA does not have its fixed width of 106 characters.", "width")
    if len(stack) != level:
        yield Fault(
            segment.number, f"{name} stands in the wrong place: the part before it was not closed.", "order"
        )
        del stack[level:]
    if name == "GS":
        sets.clear()
    if name == "ST":
        if control in sets:
            yield Fault(
                segment.number, f"Two transaction sets of a group have the number {control}.", "twice"
            )
        sets.add(control)
    if stack:
        stack[-1].inside += 1
    stack.append(_Open(name, control))
    stack[-1].inside = 1 if name == "ST" else 0


def _closed(segment: Segment, stack: list[_Open]) -> Iterator[Fault]:
    name = segment.id
    while stack and stack[-1].name != _ENDS[name] and any(part.name == _ENDS[name] for part in stack):
        yield Fault(segment.number, f"{name} comes before {stack.pop().name} was closed.", "order")
    if not stack or stack[-1].name != _ENDS[name]:
        yield Fault(segment.number, f"{name} closes nothing.", "order")
        return
    part = stack.pop()
    told = segment.get(1).strip()
    if told.lstrip("0") != str(part.inside).lstrip("0"):
        counted = _COUNTED[part.name]
        yield Fault(segment.number, f"{name}01 says {told} {counted}, the file has {part.inside}.", "count")
    if segment.get(2).strip() != part.control:
        yield Fault(
            segment.number, f"{name}02 is {segment.get(2)}, but {part.name} has {part.control}.", "control"
        )

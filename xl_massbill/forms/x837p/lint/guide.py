"""The structure of the professional claim as a tree: loops, their segments, and the elements of each.

It is read from two text files that a person can check against the guide: `loops.txt` says what may stand
where, `widths.txt` what each element may hold.

Source: 005010X222A1; handbook §7.3.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

_DATA = Path(__file__).with_name("data")
_TYPE = re.compile(r"([A-Z]+[0-9]?)([0-9]+)(?:-([0-9]+))?")
_QUALIFIED = {
    "NM1": 1,
    "REF": 1,
    "DTP": 1,
    "AMT": 1,
    "HL": 3,
    "HI": 1,
    "CRC": 1,
    "PWK": 1,
    "NTE": 1,
    "QTY": 1,
}
"""Segments that say by an element what they are about; of a composite its first component counts."""
ANY = 1 << 30


@dataclass(frozen=True, slots=True)
class Element:
    """One element or component: R, S or - (not used), its codes if it has a list, its type and width."""

    usage: str
    codes: frozenset[str]
    kind: str
    least: int
    most: int
    parts: tuple[Element, ...] = ()

    @property
    def is_text(self) -> bool:
        """Return whether it holds free text."""
        return self.kind == "AN" and self.usage != "-" and not self.codes


@dataclass(slots=True, eq=False)
class Node:
    """One segment at its place in a loop; `label` tells it from others, such as REF*G1."""

    number: int
    loop: Loop
    name: str
    usage: str
    most: int
    slot: int
    elements: tuple[Element, ...]
    relations: tuple[str, ...]
    codes: frozenset[str]
    label: str


@dataclass(slots=True, eq=False)
class Loop:
    """One loop; its first node opens it."""

    number: int
    name: str
    parent: Loop | None
    usage: str
    most: int
    slot: int
    nodes: list[Node] = field(default_factory=list)
    loops: list[Loop] = field(default_factory=list)
    needs: dict[int, Node | Loop] = field(default_factory=dict)
    """What may not be missing, by its number."""

    def parts(self) -> list[Node | Loop]:
        """Return all that stands in the loop."""
        return [*self.nodes, *self.loops]


@cache
def guide() -> Loop:
    """Return the loop ST with everything in it."""
    return _Reader().root


def title(part: Node | Loop) -> str:
    """Return how a finding names a part: REF*G1 or loop 2310B."""
    return part.label if isinstance(part, Node) else f"loop {part.name}"


def key_of(name: str, elements: list[str], component: str) -> str:
    """Return the name of a segment with what tells it from others of its name, such as REF*G1."""
    at = _QUALIFIED.get(name)
    if at is None:
        return name
    if at >= len(elements):
        return f"{name}*"
    value = elements[at]
    if name == "HI":
        value = value.partition(component)[0]
    elif name == "PWK" and value == "CT" and len(elements) > 2 and elements[2] in _CERTIFICATES:
        value = "CT certificate"
    return f"{name}*{value}"


_CERTIFICATES = frozenset({"AB", "AD", "AF", "AG", "NS"})
"""How the certificate of medical necessity for equipment is sent (PWK02 at the line)."""


class _Reader:
    """Reads the two files; what it keeps while reading."""

    def __init__(self) -> None:
        self._widths = _widths()
        self._lists: dict[str, str] = {}
        self._count = 0
        self._depths: list[tuple[int, Loop]] = []
        self._copied: dict[str, list[str]] = {}
        self.root = self._loops()

    def _loops(self) -> Loop:
        lines = _lines("loops.txt")
        root: Loop | None = None
        for line in lines:
            depth = len(line) - len(line.lstrip())
            if line.startswith("$"):
                name, _, codes = line[1:].partition(" ")
                self._lists[name] = codes
            elif re.match(r" *\w+: ", line):
                if "as above" in line:
                    self._again(line, depth, lines)
                else:
                    loop = self._loop(line, depth)
                    root = root or loop
            else:
                self._node(line, depth)
        assert root is not None
        return root

    def _again(self, line: str, depth: int, lines: list[str]) -> None:
        """Read the lines of a loop that was written out before once more, deeper in the tree."""
        name = line.strip().partition(":")[0]
        start = next(at for at, text in enumerate(lines) if text.strip().startswith(f"{name}: "))
        was = len(lines[start]) - len(lines[start].lstrip())
        self._loop(line.replace("as above ", ""), depth)
        for text in lines[start + 1 :]:
            own = len(text) - len(text.lstrip())
            if own <= was:
                return
            deeper = depth - was + own
            self._loop(text, deeper) if re.match(r" *\w+: ", text) else self._node(text, deeper)

    def _loop(self, line: str, depth: int) -> Loop:
        name, usage, most = line.replace(":", "").split()
        parent = self._parent(depth)
        self._count += 1
        loop = Loop(self._count, name, parent, usage, _times(most), 0)
        if parent is not None:
            before = parent.loops[-1] if parent.loops else None
            same = before is not None and before.name[:4] == name[:4] and before.usage == usage == "S"
            loop.slot = before.slot if before is not None and same else _last(parent) + 1
            parent.loops.append(loop)
            if usage == "R":
                parent.needs[loop.number] = loop
        self._depths.append((depth, loop))
        return loop

    def _node(self, line: str, depth: int) -> None:
        head, _, tail = line.partition("|")
        name, usage, most = head.split()
        loop = self._parent(depth)
        assert loop is not None
        for key, codes in self._lists.items():
            tail = re.sub(rf"\${key}\b", codes, tail)
        types, relations = self._widths[name]
        elements = tuple(_elements(tail, types))
        at = _QUALIFIED.get(name, 0)
        codes_of = _codes(name, elements, at)
        self._count += 1
        before = loop.nodes[-1] if loop.nodes else None
        slot = before.slot if before is not None and before.name == name else _last(loop) + 1
        label = f"{name}*{'/'.join(sorted(codes_of))}" if codes_of and len(codes_of) < 5 else name
        needed = tuple(relation for relation in relations if _binds(relation, elements))
        node = Node(self._count, loop, name, usage, _times(most), slot, elements, needed, codes_of, label)
        loop.nodes.append(node)
        if usage == "R":
            loop.needs[node.number] = node

    def _parent(self, depth: int) -> Loop | None:
        while self._depths and self._depths[-1][0] >= depth:
            self._depths.pop()
        return self._depths[-1][1] if self._depths else None


def _codes(name: str, elements: tuple[Element, ...], at: int) -> frozenset[str]:
    if not at:
        return frozenset()
    if name == "PWK" and elements[1].codes == _CERTIFICATES:
        return frozenset({"CT certificate"})
    first = elements[at - 1]
    return first.parts[0].codes if first.parts else first.codes


def _binds(relation: str, elements: tuple[Element, ...]) -> bool:
    """Return whether a relation says more than the usage of the elements does."""
    usages = [elements[at - 1].usage if at <= len(elements) else "-" for at in numbers(relation)]
    if relation[0] == "E":
        return usages.count("-") < len(usages) - 1
    if relation[0] == "R":
        return "R" not in usages
    return (
        set(usages) - {"-"} != set()
        and set(usages) != {"R"}
        and not (usages[0] == "-" and relation[0] in "CL")
    )


def numbers(relation: str) -> list[int]:
    """Return the elements of a relation: P0809 speaks of 8 and 9."""
    return [int(relation[at : at + 2]) for at in range(1, len(relation), 2)]


def _last(loop: Loop) -> int:
    return max((part.slot for part in loop.parts()), default=-1)


def _times(most: str) -> int:
    return ANY if most == "*" else int(most)


def _lines(name: str) -> list[str]:
    text = (_DATA / name).read_text(encoding="utf-8")
    return [line.rstrip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


def _widths() -> dict[str, tuple[list[object], tuple[str, ...]]]:
    found: dict[str, tuple[list[object], tuple[str, ...]]] = {}
    for line in _lines("widths.txt"):
        name, _, rest = line.partition(" ")
        types, _, relations = rest.partition("|")
        found[name] = (list(_types(types)), tuple(relations.split()))
    return found


def _types(text: str) -> Iterator[object]:
    """Yield a type for each element, a list of types for a composite."""
    for times, parts, plain in re.findall(r"(?:(\d+)\*)?(?:\(([^)]*)\)|(\S+))", text):
        for _ in range(int(times or 1)):
            yield [_type(part) for part in parts.split()] if parts else _type(plain)


def _type(text: str) -> tuple[str, int, int]:
    found = _TYPE.fullmatch(text)
    assert found is not None, text
    kind, least, most = found.groups()
    return kind, int(least), int(most or least)


def _elements(text: str, types: list[object]) -> Iterator[Element]:
    at = 0
    for times, usage, codes, parts in re.findall(r"(?:(\d+)\*)?([RS-])(?:=([^\s()]+))?(\([^)]*\))?", text):
        for _ in range(int(times or 1)):
            kind, at = types[at], at + 1
            listed = frozenset(codes.split(",")) if codes else frozenset()
            if isinstance(kind, list):
                yield Element(usage, listed, "", 1, ANY, tuple(_elements(parts[1:-1], kind)))
            else:
                yield Element(usage, listed, *kind)  # type: ignore[misc]

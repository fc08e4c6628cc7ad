"""Holds every element of a segment against the guide: required, not used, codes, width, type, characters.

A value that was found right once is remembered, because a file says the same few things over and over.

Source: 005010X222A1; X12.5 basic and extended character sets; handbook §1.2, §7.2.
"""

from __future__ import annotations

import re
from collections.abc import Container
from datetime import date
from typing import NamedTuple

from xl_massbill.forms.x837p.lint.finding import Raised, shown
from xl_massbill.forms.x837p.lint.guide import Element, Node, numbers
from xl_massbill.forms.x837p.lint.known import coded
from xl_massbill.x12.delimiters import Delimiters
from xl_massbill.x12.segment import Segment

_REMEMBERED = 1024
_PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,'&/()#-"
"""Signs of which nearly all text consists: what holds no others needs no closer look."""
_PRIVATE = frozenset({"NM1", "N3", "PER", "DMG", "NTE", "K3", "REF", "SBR", "PAT", "N4"})
"""Segments whose longer values are never shown."""
_NUMBER = {
    "N0": re.compile(r"-?[0-9]+").fullmatch,
    "R": re.compile(r"-?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)").fullmatch,
    "M": re.compile(r"-?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)").fullmatch,
    "TM": re.compile(r"(?:[01][0-9]|2[0-3])[0-5][0-9](?:[0-5][0-9](?:[0-9]{1,2})?)?").fullmatch,
}
_KINDS = {"N0": "a whole number", "R": "a number", "M": "an amount", "DT": "a date", "TM": "a time"}
_CENTS = re.compile(r"-?[0-9]*(?:\.[0-9]{1,2})?").fullmatch
_CONTROL = re.compile(r"[\x00-\x1f\x7f]").search
_LOWER = re.compile(r"[a-z]").search


class Ready(NamedTuple):
    """What is right at once in the segments of a node: values by element, and how many elements there are."""

    goods: tuple[Container[str], ...]
    least: int
    most: int


class ElementCheck:
    """The check of all elements for files with certain delimiters; `raised` gathers what is wrong."""

    def __init__(self, raised: list[Raised], signs: Delimiters) -> None:
        self._raised = raised
        self._signs = signs
        self._good: dict[int, list[set[str]]] = {}
        self._filled: dict[int, set[tuple[bool, ...]]] = {}
        used = {signs.component, signs.repetition, signs.element, signs.segment}
        plain = "".join(sign for sign in _PLAIN if sign not in used)
        self._plain = re.compile(
            rf"[{re.escape(plain)}](?:[ {re.escape(plain)}]*[{re.escape(plain)}])?"
        ).fullmatch

    def ready(self, node: Node) -> Ready:
        """Return what `check` need not look at again; it grows while a file is read."""
        goods = self._good[node.number] = [
            {*(() if element.parts else element.codes), *(() if element.usage == "R" else ("",))}
            for element in node.elements
        ]
        least = max((at for at, element in enumerate(node.elements, 1) if element.usage == "R"), default=0)
        return Ready(({node.name}, *goods), least + 1, len(goods) + 1)

    def check(self, node: Node, segment: Segment) -> None:
        """Report what is wrong with the elements of a segment."""
        elements = segment.elements
        count = len(elements)
        for at, (element, good) in enumerate(zip(node.elements, self._good[node.number], strict=True), 1):
            value = elements[at] if at < count else ""
            if value in good:
                continue
            before = len(self._raised)
            if not (element.is_text and element.least <= len(value) <= element.most and self._plain(value)):
                self._value(element, value, node, segment, f"{at:02}")
            if len(good) < _REMEMBERED and len(self._raised) == before:
                good.add(value)
        if count - 1 > len(node.elements) or not elements[-1]:
            self._end(node, segment, len(node.elements))

    def _value(self, element: Element, value: str, node: Node, segment: Segment, at: str) -> None:
        if not value:
            if element.usage == "R":
                self._raise("L-ELE-MISSING", node, segment, at)
            return
        if element.usage == "-":
            self._raise("L-ELE-UNUSED", node, segment, at)
            return
        signs = self._signs
        if signs.repetition and signs.repetition in value:
            self._raise("L-ELE-REPEAT", node, segment, at)
        elif element.parts:
            self._parts(element, value, node, segment, at)
        elif signs.component in value:
            self._raise("L-ELE-PARTS", node, segment, at)
        elif element.codes:
            if value not in element.codes:
                self._raise("L-ELE-CODE", node, segment, at, value=self._shown(node, value))
        else:
            self._text(element, value, node, segment, at)

    def _parts(self, element: Element, value: str, node: Node, segment: Segment, at: str) -> None:
        parts = value.split(self._signs.component)
        if len(parts) > len(element.parts) and any(parts[len(element.parts) :]):
            self._raise("L-ELE-PARTS", node, segment, at)
        elif not parts[-1]:
            self._raise("L-SEG-TRAIL", node, segment, at)
        for number, part in enumerate(element.parts, 1):
            self._value(
                part, parts[number - 1] if number <= len(parts) else "", node, segment, f"{at}-{number}"
            )

    def _text(self, element: Element, value: str, node: Node, segment: Segment, at: str) -> None:
        kind = element.kind
        if not element.least <= len(value) <= element.most:
            widths = {"least": element.least, "most": element.most, "has": len(value)}
            self._raise("L-ELE-LENGTH", node, segment, at, **widths)
        elif kind == "DT":
            if not is_day(value):
                self._raise("L-DATE", node, segment, at, value=self._shown(node, value))
        elif kind in _NUMBER:
            if not _NUMBER[kind](value):
                self._raise(
                    "L-ELE-TYPE", node, segment, at, value=self._shown(node, value), kind=_KINDS[kind]
                )
            elif kind == "M" and not _CENTS(value):
                self._raise("L-AMT-CENTS", node, segment, at, value=self._shown(node, value))
        elif not value.strip():
            self._raise("L-ELE-BLANK", node, segment, at)
        elif value[0] == " " or value[-1] == " ":
            self._raise("L-TEXT-BLANKS", node, segment, at)
        self._characters(value, node, segment, at)

    def _characters(self, value: str, node: Node, segment: Segment, at: str) -> None:
        if not value.isascii():
            self._raise("L-TEXT-FOREIGN", node, segment, at)
        elif _CONTROL(value):
            self._raise("L-TEXT-CONTROL", node, segment, at)
        elif _LOWER(value) and node.name != "PER":
            self._raise("L-TEXT-LOWER", node, segment, at)

    def _end(self, node: Node, segment: Segment, most: int) -> None:
        elements = segment.elements
        if len(elements) > 1 and not elements[-1]:
            self._raise("L-SEG-TRAIL", node, segment, f"{len(elements) - 1:02}")
        for at in range(most + 1, len(elements)):
            if elements[at]:
                self._raise("L-ELE-UNUSED", node, segment, f"{at:02}")
                return

    def relations(self, node: Node, segment: Segment) -> None:
        """Report elements that belong together and are not filled so."""
        filled = tuple(map(bool, segment.elements))
        known = self._filled.setdefault(node.number, set())
        if filled in known:
            return
        for relation in node.relations:
            places = numbers(relation)
            has = [at < len(filled) and filled[at] for at in places]
            if not _holds(relation[0], has):
                names = " and ".join(f"{node.name}{at:02}" for at in places)
                lacking = next((at for at, there in zip(places, has, strict=True) if not there), places[0])
                self._raise("L-ELE-RELATION", node, segment, f"{lacking:02}", names=names)
                return
        known.add(filled)

    def _shown(self, node: Node, value: str) -> str:
        return coded(value) if node.name in _PRIVATE else shown(value)

    def _raise(self, name: str, node: Node, segment: Segment, at: str, **values: object) -> None:
        place = f"{node.name}{at}"
        facts = {"element": place, "label": node.label, "value": "", **values}
        self._raised.append(Raised(name, segment.number, node.loop.name, place, facts))


def _holds(kind: str, has: list[bool]) -> bool:
    if kind == "P":
        return all(has) or not any(has)
    if kind == "E":
        return sum(has) <= 1
    if kind == "R":
        return any(has)
    if kind == "C":
        return not has[0] or all(has)
    return not has[0] or any(has[1:])


def is_day(text: str) -> bool:
    """Return whether a text is a day as CCYYMMDD, or as YYMMDD.

    >>> is_day("20260229"), is_day("20240229"), is_day("02060101"), is_day("260506")
    (False, True, False, True)
    """
    if len(text) == 6:
        text = f"20{text}"
    if len(text) != 8 or not (text.isascii() and text.isdigit()) or text < "19000101":
        return False
    try:
        date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return False
    return True

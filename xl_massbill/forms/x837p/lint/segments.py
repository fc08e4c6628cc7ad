"""What the elements of one segment must be together: numbers with check digits, dates, addresses, phones.

Each check remembers what it found right; none needs to know another segment.

Source: handbook §7.3, §7.11; FMT-002 to FMT-008; 005010X222A1 notes on NM108, DTP02, N402, PER04.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from xl_massbill.codes import npi, state, taxonomy, tin
from xl_massbill.codes import zip as postal
from xl_massbill.forms.x837p.lint.elements import is_day
from xl_massbill.forms.x837p.lint.finding import Raised, shown
from xl_massbill.forms.x837p.lint.guide import Node
from xl_massbill.x12.segment import Segment

_REMEMBERED = 4096
_POST_BOX = re.compile(r"\bP\.?\s*O\.?\s*BOX\b|\bPOST OFFICE BOX\b|\bLOCK ?BOX\b", re.IGNORECASE).search
_WHOLE_ZIP = ("2010AA", "2310C", "2420C")
"""Loops whose address needs all nine digits of the ZIP."""
_WITH_COUNTRY_PARTS = ("US", "CA", "")
_TEN = re.compile(r"[0-9]{10}").fullmatch
_NINE = re.compile(r"[0-9]{9}").fullmatch
_MAIL = re.compile(r"[^@\s]+@[^@\s]+").fullmatch


class SegmentCheck:
    """The checks of single segments; `raised` gathers what is wrong."""

    def __init__(self, raised: list[Raised]) -> None:
        self._raised = raised
        self._right: set[object] = set()
        self.by_name: dict[str, Callable[[Node, Segment], None]] = {
            "NM1": self._name,
            "N3": self._street,
            "N4": self._town,
            "DTP": self._date,
            "DMG": self._birth,
            "PAT": self._death,
            "REF": self._reference,
            "PRV": self._specialty,
            "PER": self._contact,
            "PWK": self._papers,
        }

    def _name(self, node: Node, segment: Segment) -> None:
        if segment.get(8) != "XX":
            return
        number = segment.get(9)
        if number in self._right or not number:
            return
        if not npi.is_valid(number) or number[0] not in "12":
            why = "a digit is wrong" if _TEN(number) else f"it has {len(number)} characters, not 10 digits"
            value = number if number.isdigit() else "NPI"
            self._raise("L-NPI", node, segment, "NM109", value=value, why=why)
        else:
            self._remember(number)

    def _street(self, node: Node, segment: Segment) -> None:
        if node.loop.name == "2010AA" and (_POST_BOX(segment.get(1)) or _POST_BOX(segment.get(2))):
            self._raise("L-ADR-POBOX", node, segment, "N301")

    def _town(self, node: Node, segment: Segment) -> None:
        place = (node.loop.name, *segment.elements[2:5])
        if place in self._right:
            return
        code, zip_code, country = segment.get(2), segment.get(3), segment.get(4)
        before = len(self._raised)
        if country in _WITH_COUNTRY_PARTS and not (not code and segment.get(7)):
            if not code:
                self._raise("L-ADR-STATE-MISSING", node, segment, "N402")
            elif not state.is_valid(code):
                self._raise("L-ADR-STATE", node, segment, "N402", value=shown(code, 2))
            if not zip_code:
                self._raise("L-ADR-ZIP-MISSING", node, segment, "N403")
            elif code not in state.CANADA and country != "CA":
                self._zip(zip_code, node, segment)
        if len(self._raised) == before:
            self._remember(place)

    def _zip(self, code: str, node: Node, segment: Segment) -> None:
        if not postal.is_valid(code):
            digits = sum(sign.isdigit() for sign in code)
            self._raise("L-ADR-ZIP", node, segment, "N403", digits=digits, has=len(code))
        elif node.loop.name in _WHOLE_ZIP and not postal.is_nine(code):
            self._raise("L-ADR-ZIP9", node, segment, "N403", value=code)

    def _date(self, node: Node, segment: Segment) -> None:
        kind, text = segment.get(2), segment.get(3)
        if (kind, text) in self._right or not text or kind not in ("D8", "RD8"):
            return
        first, dash, last = text.partition("-")
        if kind == "D8":
            if not (len(text) == 8 and is_day(text)):
                self._raise("L-DATE", node, segment, "DTP03", value=shown(text))
                return
        elif not (dash and len(first) == len(last) == 8 and is_day(first) and is_day(last)):
            self._raise("L-DATE-RANGE", node, segment, "DTP03", value=shown(text, 17))
            return
        elif first > last:
            self._raise("L-DATE-ORDER", node, segment, "DTP03", first=first, last=last)
            return
        self._remember((kind, text))

    def _birth(self, node: Node, segment: Segment) -> None:
        day = segment.get(2)
        if day and not (len(day) == 8 and is_day(day)):
            self._raise("L-DATE", node, segment, "DMG02", value=f"{len(day)} characters")

    def _death(self, node: Node, segment: Segment) -> None:
        day = segment.get(6)
        if day and not (len(day) == 8 and is_day(day)):
            self._raise("L-DATE", node, segment, "PAT06", value=f"{len(day)} characters")

    def _reference(self, node: Node, segment: Segment) -> None:
        kind, number = segment.get(1), segment.get(2)
        if node.loop.name == "2010AA" and kind in ("EI", "SY"):
            if number and (kind, number) not in self._right:
                if tin.is_valid(number):
                    self._remember((kind, number))
                else:
                    self._raise("L-TIN", node, segment, "REF02", has=len(number))
        elif kind in ("SY", "EI") and number and not _NINE(number):
            self._raise("L-TIN", node, segment, "REF02", has=len(number))

    def _specialty(self, node: Node, segment: Segment) -> None:
        code = segment.get(3)
        if code and code not in self._right:
            if taxonomy.is_valid(code):
                self._remember(code)
            else:
                self._raise("L-TAXONOMY", node, segment, "PRV03", value=shown(code))

    def _contact(self, node: Node, segment: Segment) -> None:
        for at in (3, 5, 7):
            kind, value = segment.get(at), segment.get(at + 1)
            if not value or value in self._right:
                continue
            if kind in ("TE", "FX") and not _TEN(value):
                self._raise("L-PHONE", node, segment, f"PER{at + 1:02}", has=len(value))
            elif kind == "EM" and not _MAIL(value):
                self._raise("L-MAIL", node, segment, f"PER{at + 1:02}")
            else:
                self._remember(value)

    def _papers(self, node: Node, segment: Segment) -> None:
        if (
            segment.get(2) in ("BM", "EL", "EM", "FX", "FT")
            and not segment.get(6)
            and "cert" not in node.label
        ):
            self._raise("L-PWK-CONTROL", node, segment, "PWK06", how=segment.get(2))

    def _remember(self, value: object) -> None:
        if len(self._right) < _REMEMBERED:
            self._right.add(value)

    def _raise(self, name: str, node: Node, segment: Segment, element: str, **values: object) -> None:
        self._raised.append(Raised(name, segment.number, node.loop.name, element, values))

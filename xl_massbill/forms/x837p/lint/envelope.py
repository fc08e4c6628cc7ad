"""The envelope of a file of claims: its values, and numbers that may be used once only.

Counts and control numbers are followed by the X12 layer; here its faults get their class.

Source: X12.5/X12.6; handbook §7.2; 005010X222A1 on GS08, ST03, BHT03.
"""

from __future__ import annotations

import re

from xl_massbill.forms.x837p.lint.elements import is_day
from xl_massbill.forms.x837p.lint.finding import Raised, shown
from xl_massbill.x12.envelope import Fault
from xl_massbill.x12.segment import Segment

KINDS = {
    "width": "L-ENV-WIDTH",
    "order": "L-ENV-ORDER",
    "twice": "L-ENV-SET-TWICE",
    "count": "L-ENV-COUNT",
    "control": "L-ENV-CONTROL",
}
VERSIONS = ("005010X222A1", "005010X222A2", "005010X222")
"""Names under which payers and clearinghouses publish the guide of the professional claim."""
CLAIMS_A_SET = 5_000
_ENDS = "01|14|20|27|28|29|30|33|ZZ"
_TIME = "([01][0-9]|2[0-3])[0-5][0-9]([0-5][0-9]([0-9]{1,2})?)?"
_VALUES: dict[str, dict[int, tuple[str, str]]] = {
    "ISA": {
        1: ("00|03", "00 or 03"),
        3: ("00|01", "00 or 01"),
        5: (_ENDS, "ZZ, 30 or another qualifier of the standard"),
        7: (_ENDS, "ZZ, 30 or another qualifier of the standard"),
        9: ("", "a day as YYMMDD"),
        10: (_TIME, "a time as HHMM"),
        12: ("00501", "00501"),
        13: ("[0-9]{9}", "nine digits"),
        14: ("[01]", "0 or 1"),
        15: ("[PT]", "P for production or T for a test"),
    },
    "GS": {
        1: ("HC", "HC"),
        2: (".{2,15}", "2 to 15 characters"),
        3: (".{2,15}", "2 to 15 characters"),
        4: ("", "a day as CCYYMMDD"),
        5: (_TIME, "a time as HHMM"),
        6: ("[0-9]{1,9}", "1 to 9 digits"),
        7: ("X", "X"),
    },
    "ST": {2: ("[0-9A-Za-z]{4,9}", "4 to 9 characters")},
}


class Envelope:
    """What of the envelopes is open, and the numbers used so far; `raised` gathers what is wrong."""

    def __init__(self, raised: list[Raised]) -> None:
        self._raised = raised
        self._used: set[tuple[str, str]] = set()
        self.version = ""
        self.day = ""

    def fault(self, fault: Fault, name: str) -> None:
        """Report a fault that the X12 layer found."""
        self._raised.append(Raised(KINDS[fault.kind], fault.number, "", name, {"sentence": fault.sentence}))

    def header(self, segment: Segment) -> None:
        """Look at an ISA or GS."""
        name = segment.elements[0]
        self._values(segment)
        if name == "ISA":
            self._once("L-ENV-ISA-TWICE", segment, "ISA13", segment.get(13))
            self._used = {pair for pair in self._used if pair[0] != "GS06"}
        else:
            self.version = segment.get(8).strip()
            self.day = segment.get(4) if is_day(segment.get(4)) and len(segment.get(4)) == 8 else ""
            self._once("L-ENV-GS-TWICE", segment, "GS06", segment.get(6))

    def is_ours(self, segment: Segment) -> bool:
        """Return whether an ST opens a set of professional claims, and report what speaks against it."""
        version = segment.get(3) or self.version
        if segment.get(1) != "837" or version not in VERSIONS or self.version not in (*VERSIONS, ""):
            other = version if version not in VERSIONS else self.version
            values = {"kind": shown(segment.get(1)), "version": shown(other, 14) if other else "nothing"}
            self._raised.append(Raised("L-ENV-VERSION", segment.number, "ST", "ST03", values))
            return False
        self._values(segment)
        if segment.get(3) and self.version and segment.get(3) != self.version:
            self._raised.append(Raised("L-ENV-VERSIONS", segment.number, "ST", "ST03"))
        return True

    def batch(self, segment: Segment) -> None:
        """Look at a BHT."""
        self._once("L-ENV-BATCH-TWICE", segment, "BHT03", segment.get(3))

    def _once(self, name: str, segment: Segment, element: str, number: str) -> None:
        if number and (element, number) in self._used:
            loop = "ST" if element == "BHT03" else ""
            self._raised.append(Raised(name, segment.number, loop, element))
        self._used.add((element, number))

    def _values(self, segment: Segment) -> None:
        name = segment.elements[0]
        for at, (pattern, words) in _VALUES[name].items():
            value = segment.get(at).strip() if name == "ISA" else segment.get(at)
            is_right = is_day(value) if not pattern else re.fullmatch(pattern, value)
            if not is_right:
                place = f"{name}{at:02}"
                values = {"element": place, "value": shown(value), "words": words}
                self._raised.append(Raised("L-ENV-VALUE", segment.number, "", place, values))

"""The tree of a set: who bills, who is insured, who is the patient, and whether they belong together.

Source: 005010X222A1 notes on HL, SBR02, SBR05, 2010BA; handbook §7.3, §7.4.
"""

from __future__ import annotations

from xl_massbill.forms.x837p.lint.claim import NONE, Level
from xl_massbill.forms.x837p.lint.finding import Raised, shown
from xl_massbill.forms.x837p.lint.gather import Gather
from xl_massbill.x12.segment import Segment

_SELF = "18"
_DETAILS = ("N3", "N4", "DMG")
_MEDICARE = ("MA", "MB")


class Levels:
    """The HL segments of a set as they come; `raised` gathers what is wrong."""

    def __init__(self, raised: list[Raised], gather: Gather) -> None:
        self._raised = raised
        self._gather = gather
        self.begin()

    def begin(self) -> None:
        """Start at an ST."""
        self._count = 0
        self._open = {"20": "", "22": ""}
        self._children = 0

    def level(self, segment: Segment) -> None:
        """Look at an HL before the level above it is left."""
        kind, number, parent = segment.get(3), segment.get(1), segment.get(2)
        if kind in ("20", "22"):
            self.end()
        self._count += 1
        loop = {"20": "2000A", "22": "2000B", "23": "2000C"}.get(kind, "")
        if number != str(self._count):
            # an alpha-numeric value would be a name in the wrong place
            self._raise("L-HL-NUMBER", segment, loop, "HL01", value=shown(number), due=self._count)
            self._count = (
                int(number) if number.isascii() and number.isdigit() and len(number) < 10 else self._count
            )
        above = {"22": "20", "23": "22"}.get(kind)
        if above and parent != self._open[above]:
            self._raise(
                "L-HL-PARENT", segment, loop, "HL02", value=shown(parent), due=shown(self._open[above])
            )
        if kind in self._open:
            self._open[kind] = number
        if kind == "22":
            self._children = 0
        elif kind == "23":
            self._children += 1

    def end(self) -> None:
        """Leave the subscriber that is open, with all that was said below."""
        level = self._gather.subscriber
        if level.head is not NONE:
            self._tree(level)
            if level.insurance is not NONE:
                self._insurance(level)
                self._details(level)
        self._children = 0

    def _tree(self, level: Level) -> None:
        flag, head = level.head.get(4), level.head
        if flag == "0" and self._children:
            self._raise("L-HL-CHILD", head, "2000B", "HL04", value="0", why="a patient (HL*23) follows")
        elif flag == "1" and not self._children:
            self._raise("L-HL-CHILD", head, "2000B", "HL04", value="1", why="no patient (HL*23) follows")
        if not level.claims and not self._children:
            self._raise("L-LEVEL-EMPTY", head, "2000B", "CLM")

    def _insurance(self, level: Level) -> None:
        sbr = level.insurance
        is_self, filing = sbr.get(2) == _SELF, sbr.get(9)
        if level.claims and not is_self:
            self._raise("L-SBR-NOT-SELF", sbr, "2000B", "SBR02")
        elif is_self and not level.claims and self._children:
            self._raise("L-SBR-SELF", sbr, "2000B", "SBR02")
        if not filing:
            self._raise("L-SBR-FILING", sbr, "2000B", "SBR09")
        if filing in _MEDICARE and sbr.get(1) not in ("P", "") and not sbr.get(5):
            self._raise("L-SBR-MSP", sbr, "2000B", "SBR05")

    def _details(self, level: Level) -> None:
        party = level.parties.get("2010BA")
        if party is None:
            return
        is_self, person = level.insurance.get(2) == _SELF, party.name.get(2)
        if is_self and person == "1":
            missing = [name for name in _DETAILS if name not in party.others]
            if missing:
                self._raise("L-SUB-DETAILS", party.name, "2010BA", missing[0], missing=", ".join(missing))
        elif is_self and person == "2":
            self._raise("L-SUB-ORGANISATION", party.name, "2010BA", "NM102")
        elif not is_self:
            extra = [name for name in _DETAILS if name in party.others]
            if extra:
                self._raise("L-SUB-EXTRA", party.name, "2010BA", extra[0], extra=", ".join(extra))

    def _raise(self, name: str, segment: Segment, loop: str, element: str, **values: object) -> None:
        self._raised.append(Raised(name, segment.number, loop, element, values))

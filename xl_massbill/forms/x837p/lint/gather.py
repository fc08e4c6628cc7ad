"""Puts the segments of a set where the checks of whole claims look for them, one claim at a time.

Source: handbook §7.3.
"""

from __future__ import annotations

from collections.abc import Callable

from xl_massbill.forms.x837p.lint.claim import NONE, Answer, Claim, Level, Line, Other, Party
from xl_massbill.forms.x837p.lint.guide import Node
from xl_massbill.x12.segment import Segment

Taker = Callable[[Segment], None]
_PARTIES_ABOVE = {"2010AA": "billing", "2010BA": "subscriber", "2010BB": "subscriber", "2010CA": "patient"}


class Gather:
    """The claim being read and the levels above it."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Start at an ST."""
        self.billing = Level()
        self.subscriber = Level()
        self.patient: Level | None = None
        self.claim: Claim | None = None
        self._party: Party | None = None

    def taker(self, node: Node) -> Taker | None:
        """Return what is done with the segments of a node."""
        loop, name = node.loop.name, node.name
        if name == "HL":
            return self._level_of(loop)
        if name == "NM1":
            return lambda segment: self._named(loop, segment)
        if loop in _PARTIES_ABOVE or loop[:4] in ("2310", "2420"):
            return lambda segment: self._detail(loop, name, segment)
        return self._of_loop(node)

    def _of_loop(self, node: Node) -> Taker | None:
        """Return what is done with a segment that no other loop has in this sense."""
        loop, name = node.loop.name, node.name
        if (loop, name) == ("2300", "HI") and "ABK" in node.codes:
            return self._diagnoses
        if (loop, node.label) == ("2400", "DTP*472"):
            return lambda s: self._of_line("day", s)
        if (loop, node.label) == ("2400", "REF*6R"):
            return lambda s: self._of_line("control", s)
        found: dict[tuple[str, str], Taker] = {
            ("2000B", "SBR"): self._insurance,
            ("2000C", "PAT"): self._relation,
            ("2300", "CLM"): self._begin,
            ("2300", "DTP"): lambda s: self._of_claim("dates", s),
            ("2300", "REF"): lambda s: self._of_claim("references", s),
            ("2320", "SBR"): lambda s: self.claim.others.append(Other(s)) if self.claim else None,
            ("2320", "CAS"): lambda s: self._of_other("reasons", s),
            ("2320", "AMT"): lambda s: self._of_other("amounts", s),
            ("2330B", "DTP"): lambda s: self._of_other("paid_on", s),
            ("2400", "LX"): lambda s: self.claim.lines.append(Line(s)) if self.claim else None,
            ("2400", "SV1"): self._service,
            ("2430", "SVD"): self._answer,
            ("2430", "CAS"): lambda s: self._of_answer("reasons", s),
            ("2430", "AMT"): lambda s: self._of_answer("left", s),
        }
        return found.get((loop, name))

    def _level_of(self, loop: str) -> Taker:
        def billing(segment: Segment) -> None:
            self.billing, self.subscriber, self.patient = Level(segment), Level(), None

        def subscriber(segment: Segment) -> None:
            self.subscriber, self.patient = Level(segment), None

        def patient(segment: Segment) -> None:
            self.patient = Level(segment)

        return {"2000A": billing, "2000B": subscriber}.get(loop, patient)

    def _level(self, which: str) -> Level:
        if which == "patient":
            self.patient = self.patient or Level()
            return self.patient
        return self.billing if which == "billing" else self.subscriber

    def _named(self, loop: str, segment: Segment) -> None:
        self._party = Party(loop, segment)
        if loop in _PARTIES_ABOVE:
            self._level(_PARTIES_ABOVE[loop]).parties[loop] = self._party
        elif self.claim is not None and loop == "2330B" and self.claim.others:
            self.claim.others[-1].payer = segment
        elif self.claim is not None and loop[:4] in ("2310", "2420"):
            self.claim.parties.append(self._party)

    def _detail(self, loop: str, name: str, segment: Segment) -> None:
        party = self._party
        if party is None or party.loop != loop:
            return
        kind = f"REF*{segment.get(1)}" if name == "REF" else name
        party.others.add(kind)
        if loop in _PARTIES_ABOVE:
            level = self._level(_PARTIES_ABOVE[loop])
            if name == "DMG":
                level.birth = segment
            elif kind == "REF*Y4":
                level.insurer_number = segment

    def _insurance(self, segment: Segment) -> None:
        self.subscriber.insurance = segment

    def _relation(self, segment: Segment) -> None:
        self._level("patient").relation = segment

    def _begin(self, segment: Segment) -> None:
        (self.patient or self.subscriber).claims += 1
        self.claim = Claim(segment, self.billing, self.subscriber, self.patient)

    def _diagnoses(self, segment: Segment) -> None:
        if self.claim and self.claim.diagnoses is NONE:
            self.claim.diagnoses = segment

    def _of_claim(self, what: str, segment: Segment) -> None:
        if self.claim:
            getattr(self.claim, what)[segment.get(1)] = segment

    def _of_line(self, what: str, segment: Segment) -> None:
        if self.claim and self.claim.lines:
            setattr(self.claim.lines[-1], what, segment)

    def _service(self, segment: Segment) -> None:
        if self.claim:
            if not self.claim.lines or self.claim.lines[-1].service is not NONE:
                self.claim.lines.append(Line(NONE))  # its LX is missing, which is said elsewhere
            self.claim.lines[-1].service = segment

    def _of_other(self, what: str, segment: Segment) -> None:
        if not (self.claim and self.claim.others):
            return
        other = self.claim.others[-1]
        if what == "reasons":
            other.reasons.append(segment)
        elif what == "amounts":
            other.amounts[segment.get(1)] = segment
        else:
            other.paid_on = segment

    def _answer(self, segment: Segment) -> None:
        if self.claim and self.claim.lines:
            self.claim.lines[-1].answers.append(Answer(segment))

    def _of_answer(self, what: str, segment: Segment) -> None:
        if not (self.claim and self.claim.lines and self.claim.lines[-1].answers):
            return
        answer = self.claim.lines[-1].answers[-1]
        if what == "reasons":
            answer.reasons.append(segment)
        else:
            answer.left = segment

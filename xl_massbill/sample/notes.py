"""Session notes in words of their own: composed from a small grammar, redrawn while they sound copied.

Source: handbook §1.11 (Notes), §6.7 (what a note must hold), §6.8 (likeness of notes).
"""

from __future__ import annotations

import random
import re
from collections import defaultdict, deque
from dataclasses import dataclass
from typing import Any

from xl_massbill.sample.calendar import DAY
from xl_massbill.sample.data import data
from xl_massbill.sample.sessions import PACK, Line, Session
from xl_massbill.sample.similarity import likeness, shingles

FEWEST_WORDS = 45
SAME_PATIENT, OTHER_PATIENT = 0.6, 0.8
"""How alike two notes may be; DOC-017 speaks at 0.75, DOC-018 at 0.90."""
_LAST, _FORTNIGHT = 10, 14
_PLACE = re.compile(r"\{(\w+)\}")
_BEST_PAIN = 1
_NAMES = ("Client", "Patient", "Pt")  # each therapist has a habit


@dataclass(frozen=True, slots=True, repr=False)
class Words:
    """What a therapist wrote about one session."""

    subjective: str
    objective: str
    response: str
    assessment: str
    plan: str
    rom: str
    pain: tuple[int, int]

    @property
    def text(self) -> str:
        """Return the whole note."""
        return f"{self.subjective} {self.objective} {self.response} {self.assessment} {self.plan}"


class Writer:
    """Writes notes one after the other, in the order of the sessions."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._own: dict[str, deque[Any]] = defaultdict(lambda: deque(maxlen=_LAST))
        self._recent: deque[Any] = deque()
        self._visits: dict[str, int] = defaultdict(int)

    def write(self, session: Session) -> Words:
        """Return a note unlike the patient's last ten and those of the last fortnight."""
        patient = session.patient.patient_id
        while self._recent and self._recent[0][0] < session.day - DAY * _FORTNIGHT:
            self._recent.popleft()
        while True:
            words = self._draft(session)
            found = shingles(words.text)
            others = (o for _, who, o in self._recent if who != patient)
            if (
                len(words.text.split()) >= FEWEST_WORDS
                and all(likeness(found, o) < SAME_PATIENT for o in self._own[patient])
                and all(likeness(found, o) < OTHER_PATIENT for o in others)
            ):
                break
        self._own[patient].append(found)
        self._recent.append((session.day, patient, found))
        self._visits[patient] += 1
        return words

    def _draft(self, session: Session) -> Words:
        rng, grammar = self._rng, _Grammar(session, self._rng)
        gone = self._visits[session.patient.patient_id]
        pain = max(2, 7 - gone // 4 + rng.randrange(-1, 2))
        after = max(_BEST_PAIN, pain - rng.randrange(1, 4))
        rom = grammar.measure(gone)
        grammar.know(pain=str(pain), after=str(after))
        work = [grammar.work(line) for line in session.lines]
        return Words(
            subjective=" ".join(grammar.some("opening", "change")),
            objective=" ".join([grammar.say("finding"), grammar.say("measure"), *work]),
            response=grammar.say("response"),
            assessment=grammar.say("assessment"),
            plan=grammar.say("plan"),
            rom=rom,
            pain=(pain, after),
        )


class _Grammar:
    """The lists of words with what is known of one session."""

    def __init__(self, session: Session, rng: random.Random) -> None:
        self._rng = rng
        words = data("phrases")
        self._lists: dict[str, list[str]] = dict(words["grammar"])
        self._lists["activity"] = words["activities"][session.patient.payer.conditions]
        self._lists["activity2"] = words["activities"]["doing"]
        self._lists["function"] = words["activities"]["function"]
        self._known = {"goal": session.patient.condition.goal, "who": _NAMES[session.therapist % len(_NAMES)]}
        self._region(session.lines[0].regions[0])

    def know(self, **values: str) -> None:
        """Fix words of this session."""
        self._known |= values

    def _region(self, region: str) -> None:
        """Speak of one region from now on."""
        words = data("phrases")["regions"][region]
        self._lists |= {"area": words["words"], "muscle": words["muscles"], "spot": words["spots"]}
        self._lists["muscle2"] = words["muscles"]
        self._here = words

    def measure(self, visits: int) -> str:
        """Draw what was measured, better from visit to visit, and return it as a phrase."""
        low, high = self._here["range"]
        before = low + (high - low) * min(visits, 20) // 25 + self._rng.randrange(-2, 5)
        after = before + self._rng.randrange(3, 9)
        name = self._rng.choice(self._here["rom"])
        self.know(rom_name=name, rom_small=name[0].lower() + name[1:], unit=self._here["unit"])
        self.know(rom_before=str(before), rom_after=str(after))
        return f"{name} {before} to {after} {self._here['unit']}"

    def some(self, first: str, then: str) -> list[str]:
        """Return one sentence and one or two others."""
        more = self._rng.sample(self._lists[then], self._rng.choice((1, 2)))
        return [self.say(first), *(self._fill(sentence) for sentence in more)]

    def say(self, name: str) -> str:
        """Return one of a list, filled."""
        return self._fill(self._rng.choice(self._lists[name]))

    def work(self, line: Line) -> str:
        """Return the sentence about one line."""
        self._region(line.regions[0])
        if line.code == PACK:
            return self.say("pack")
        first, second = line.techniques
        self.know(min=str(line.minutes), tech=first, tech_cap=first[0].upper() + first[1:], tech2=second)
        return self.say("work")

    def _fill(self, sentence: str) -> str:
        return _PLACE.sub(lambda place: self._word(place[1]), sentence)

    def _word(self, name: str) -> str:
        if name in self._known:
            return self._known[name]
        if name.endswith("_cap"):
            word = self._word(name.removesuffix("_cap"))
            return word[0].upper() + word[1:]
        return self.say(name)

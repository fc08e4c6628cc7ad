"""A question about one person's plan: who is asked, about whom, for which day and services.

Source: handbook §5.9, §8.4; X12 005010X279A1, loops 2000A to 2110D.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from xl_massbill.claims.claim import Name
from xl_massbill.x12.text import clean

_WIDEST = {"last": 60, "first": 35, "middle": 25, "suffix": 10}
_LONGEST_ID = 80


@dataclass(frozen=True, slots=True, repr=False)
class Person:
    """A subscriber or a patient; `sex` F, M or U, which is not sent."""

    name: Name
    born: date | None = None
    sex: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Question:
    """What a payer is asked about one plan of one patient.

    `trace` comes back in the answer. `patient` is None where the patient is the subscriber. `day` is the
    day asked for, `services` the service types (30, PT, BE).
    """

    trace: str
    payer_name: str
    edi_payer_id: str
    member_id: str
    subscriber: Person
    day: date
    services: tuple[str, ...]
    patient: Person | None = None

    def __repr__(self) -> str:
        """Show the trace only."""
        return f"Question({self.trace})"

    @property
    def asked_about(self) -> Person:
        """Return the patient."""
        return self.subscriber if self.patient is None else self.patient


def misfit(question: Question) -> str:
    """Return what of a question cannot be sent as it stands, "" if all can; no name and no number in it."""
    if not clean(question.edi_payer_id) or not clean(question.payer_name):
        return "the payer's name or electronic ID cannot be sent"
    if not 2 <= len(clean(question.member_id)) <= _LONGEST_ID:
        return f"the member ID does not have 2 to {_LONGEST_ID} characters"
    for who, person in (("insured", question.subscriber), ("patient", question.asked_about)):
        for part, most in _WIDEST.items():
            text = clean(getattr(person.name, part))
            if len(text) > most or (not text and part in ("last", "first")):
                return f"the {who}'s {part} name does not have 1 to {most} characters"
    return ""

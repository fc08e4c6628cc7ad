"""Which plans are asked about before the booked visits, and why the others are not.

A plan is asked about when a visit is booked under it and its benefits were never checked, too long ago, or in
an earlier plan year. Whoever is not asked is told, with the cell to fill or the call to make.

Source: handbook §5.9 (pre-visit check, COV-005), §8.4.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from xl_massbill.claims.claim import Payer
from xl_massbill.claims.parties import Parties
from xl_massbill.commands.unasked import SELF, Unasked
from xl_massbill.errors import Refused
from xl_massbill.forms.x270 import Person, Question, misfit
from xl_massbill.practice import Records
from xl_massbill.x12.delimiters import Style

_SERVICES = ("30", "PT", "BE")


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: days ahead, one payer, one patient (booked or not), plans checked lately, too."""

    as_of: dt.date
    days: int = 7
    payer_id: str = ""
    patient_id: str = ""
    with_all: bool = False


@dataclass(frozen=True, slots=True)
class Stays:
    """A plan that is not asked about, and why; `is_fine` where nothing is amiss: it is too early."""

    coverage_id: str
    patient_id: str
    payer_id: str
    day: dt.date
    why: str
    is_fine: bool = False


@dataclass(frozen=True, slots=True)
class Asks:
    """A plan that is asked about, and how the payer wants its file."""

    coverage_id: str
    patient_id: str
    payer_id: str
    question: Question
    style: Style
    usage: str


@dataclass(slots=True)
class Chosen:
    """Who is asked about and who is not."""

    asks: list[Asks] = field(default_factory=list)
    stays: list[Stays] = field(default_factory=list)


def choose(records: Records, wish: Wish) -> Chosen:
    """Return whom the payers are asked about; the traces of the questions are not taken yet."""
    if wish.days < 0:
        raise Refused("--days counts the days ahead; 0 is today only.")
    for table, key, value in (
        ("payers", "payer_id", wish.payer_id),
        ("patients", "patient_id", wish.patient_id),
    ):
        if value and value not in records.index(table, key):
            raise Refused(f"There is no {value} on sheet {records[table].table.facts.excel}.")
    chooser, chosen = _Chooser(records, wish), Chosen()
    for at, day in chooser.plans():
        found = chooser.about(at, day)
        if isinstance(found, Asks):
            chosen.asks.append(found)
        elif found is not None:
            chosen.stays.append(found)
    chosen.stays += chooser.without_plan
    chosen.asks.sort(key=lambda one: (one.question.edi_payer_id, one.question.payer_name))
    return chosen


class _Chooser:
    """The tables that decide about a question."""

    def __init__(self, records: Records, wish: Wish) -> None:
        self._records, self._wish = records, wish
        self._unasked, self._parties = Unasked(records, wish.as_of), Parties(records)
        self._services = services_of(records)
        self.without_plan: list[Stays] = []

    def plans(self) -> Iterator[tuple[int, dt.date]]:
        """Yield the plans to look at by position in Coverage, each with the first day booked under it."""
        first: dict[int, dt.date] = {}
        looked: dict[tuple[str, Any], dt.date] = {}
        for patient, plan, day in sorted(self._booked(), key=lambda one: one[2]):
            looked.setdefault((patient, plan), day)
        if self._wish.patient_id:
            looked.setdefault((self._wish.patient_id, None), self._wish.as_of)
        for (patient, plan), day in looked.items():
            for at in self._plans_of(patient, plan, day):
                first.setdefault(at, day)
        yield from sorted(first.items(), key=lambda pair: (pair[1], pair[0]))

    def _booked(self) -> Iterator[tuple[str, Any, dt.date]]:
        """Yield patient, plan named (or None) and day of each booked line of the coming days."""
        visits, wish = self._records["visits"], self._wish
        last = wish.as_of + dt.timedelta(days=wish.days)
        cells = (visits[name].tolist() for name in ("status", "dos", "patient_id", "coverage_id"))
        for status, dos, patient, plan in zip(*cells, strict=True):
            is_booked = status == "SCHEDULED" and not pd.isna(dos) and wish.as_of <= dos.date() <= last
            if is_booked and patient and wish.patient_id in ("", patient):
                yield patient, plan, dos.date()

    def _plans_of(self, patient: str, plan: Any, day: dt.date) -> list[int]:
        """Return the plan that a visit names, else those of the patient in force on its day."""
        if plan:
            at = self._records.index("coverage", "coverage_id").get(plan)
            found = [] if at is None else [at]
            why = f"plan {plan} is not on sheet Coverage"
        else:
            owners = self._records["coverage"]["patient_id"]
            found = [
                at
                for at, owner in enumerate(owners)
                if owner == patient and self._unasked.is_in_force(at, day)
            ]
            why = "no plan on sheet Coverage is in force on that day: ask for the card"
        if not found and not self._wish.payer_id:
            self.without_plan.append(Stays(plan or "", patient, "", day, why))
        return found

    def about(self, at: int, day: dt.date) -> Asks | Stays | None:
        """Return the question about a plan, or why there is none; None if it is another payer's."""
        cells = (self._unasked.cell(at, n) for n in ("coverage_id", "patient_id", "payer_id"))
        coverage, patient, payer = (str(cell or "") for cell in cells)
        if self._wish.payer_id not in ("", payer):
            return None
        why, is_fine, asks = self._unasked.why_never(at, day), False, None
        if not why:
            try:
                found = self._parties.payer(self._records.index("payers", "payer_id")[payer])
            except Refused as refused:
                return Stays(coverage, patient, payer, day, str(refused).rstrip("."))
            asks = Asks(coverage, patient, payer, self._question(at, found, day), found.style, found.usage)
            why = misfit(asks.question)
            if not why and not self._wish.with_all and not self._wish.patient_id:
                why = self._unasked.why_not_yet(at, day, found.usage)
                is_fine = bool(why)
        return Stays(coverage, patient, payer, day, why, is_fine) if why else asks

    def _question(self, at: int, payer: Payer, day: dt.date) -> Question:
        patient_at = self._records.index("patients", "patient_id")[self._unasked.cell(at, "patient_id")]
        patient = self._parties.patient(patient_at)
        asked = Person(patient.name, patient.dob, patient.sex)
        insured = self._parties.insured(at, patient_at, payer.payer_type)
        is_self = insured.relation == SELF
        return Question(
            trace="",
            payer_name=payer.name,
            edi_payer_id=payer.edi_payer_id,
            member_id=insured.member_id,
            subscriber=asked if is_self else Person(insured.name, insured.dob, insured.sex),
            day=day,
            services=self._services,
            patient=None if is_self else asked,
        )


def services_of(records: Records) -> tuple[str, ...]:
    """Return the service types that the office asks for; raise Refused for what is none."""
    text = records.settings.get("benefits_services", "")
    found = tuple(dict.fromkeys(text.upper().replace(",", " ").split())) or _SERVICES
    if any(len(code) > 2 or not code.isascii() or not code.isalnum() for code in found):
        raise Refused("Setting benefits_services must be codes with commas between, such as 30, PT, BE.")
    return found

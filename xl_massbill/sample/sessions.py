"""What is done in each session: codes, minutes, the units they carry, modifiers, regions, techniques.

Minutes are drawn as a therapist would have measured them, and units follow from them by the payer's own
rule; where two ways of counting could be meant, other minutes are drawn.

Source: handbook §2.1-2.4, §3.6 (regions), §6.9 (words of techniques).
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field

from xl_massbill.codes.units import Support, UnitRule, support, when_unknown
from xl_massbill.sample.data import data
from xl_massbill.sample.patients import Area, Patient
from xl_massbill.sample.payers import FEES, Row

PACK, PACK_MINUTES = "97010", 10
_FEWEST, _MOST_UNITS = 10, 4  # minutes of a line; units of a day that every payer of the sample takes
_AROUND = {30: (25, 33), 45: (39, 49), 60: (53, 61)}
_FIRST, _SECOND = "97140", "97124"  # the pair that wants 59 on the second where NCCI counts


@dataclass(slots=True)
class Line:
    """One service line; `clock` is its start and end in minutes since midnight where it must be told."""

    code: str
    minutes: int | None
    units: int
    mods: list[str]
    areas: tuple[Area, ...]
    techniques: list[str]
    clock: tuple[int, int] | None = None

    @property
    def charge(self) -> int:
        """Return the charge in cents."""
        return FEES[self.code] * self.units

    @property
    def regions(self) -> tuple[str, ...]:
        """Return the regions treated."""
        return tuple(r for area in self.areas for r in area.regions)


@dataclass(slots=True, repr=False)
class Session:
    """One appointment: planned, kept, missed or still to come; papers are put to it later."""

    patient: Patient
    codes: tuple[str, ...]
    status: str
    day: dt.date = dt.date.min
    therapist: int = 0
    start: int = 0
    end: int = 0
    lines: list[Line] = field(default_factory=list)
    visit_id: str = ""
    coverage: Row = field(default_factory=dict)
    referral: Row = field(default_factory=dict)
    auth: Row = field(default_factory=dict)
    reports: bool = False
    at_worksite: bool = False

    @property
    def took_place(self) -> bool:
        """Return whether somebody was treated."""
        return self.status in ("DONE", "CASH")

    @property
    def counts(self) -> bool:
        """Return whether it uses up a visit of orders, authorisations and plans (handbook §4.3)."""
        return self.status in ("DONE", "SCHEDULED")

    @property
    def minutes(self) -> int:
        """Return the timed minutes."""
        return sum(line.minutes or 0 for line in self.lines)


def treat(session: Session, rng: random.Random) -> None:
    """Fill the session with its lines."""
    patient, payer = session.patient, session.patient.payer
    timed = tuple(code for code in session.codes if code != PACK)
    minutes, units = _minutes_and_units(patient, timed, rng)
    areas = patient.condition.areas
    session.lines = []
    for i, code in enumerate(timed):
        mods = ["GP"] if payer.wants_gp else []
        if timed == (_FIRST, _SECOND) and payer.rules.get("ncci_applied") == "Y" and code == _SECOND:
            mods.append("59")
        mine = areas if len(timed) == 1 else areas[i : i + 1]
        words = rng.sample(data("phrases")["techniques"][code], 2)
        session.lines.append(Line(code, minutes[i], units[i], mods, mine, words))
    if PACK in session.codes:
        session.lines.append(Line(PACK, None, 1, [], areas[:1], ["hot pack"]))


def clock_lines(session: Session) -> None:
    """Tell each line's own time where a line wears 59."""
    if any("59" in line.mods for line in session.lines):
        at = session.start
        for line in session.lines:
            line.clock = (at, at + (line.minutes or 0))
            at += line.minutes or 0


def _minutes_and_units(
    patient: Patient, codes: tuple[str, ...], rng: random.Random
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    low, high = _AROUND[patient.minutes if len(codes) == 1 else max(45, patient.minutes)]
    while True:
        total = rng.randrange(low, high)
        if len(codes) == 1:
            minutes: tuple[int, ...] = (total,)
        else:
            first = rng.randrange(_FEWEST, total - _FEWEST + 1)
            minutes = (first, total - first)
        units = _units(patient.payer.unit_rule, minutes)
        if units and all(units) and sum(units) <= _MOST_UNITS:
            return minutes, units


def _units(rule: str, minutes: tuple[int, ...]) -> tuple[int, ...]:
    """Return the units that the minutes carry; none where the answer could be disputed."""
    if rule:
        found: Support = support(UnitRule(rule), minutes)
    else:
        less, found = when_unknown(minutes)
        if less != found:
            return ()
    return () if found.is_tied else found.units

"""The people of the sample: who they are, which plan pays, what they come for, and how often.

Source: handbook §1.8 (Patients), data/names.toml, data/conditions.toml.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field
from typing import Any

from xl_massbill.sample.clinic import Prescriber, prescribers, therapists
from xl_massbill.sample.data import data
from xl_massbill.sample.numbers import filled, phone
from xl_massbill.sample.payers import Payer, Row, payers

_FORTY = 40  # the numbers of the data file are for forty patients
_WEEKDAYS = [0, 1, 2, 3, 4, 1, 2, 3, 0, 4, 3, 1, 2, 5]  # on which patients like to come; Saturday least
_UNEVEN = 0.3  # how far the visits of two patients of one payer lie apart


@dataclass(frozen=True, slots=True)
class Area:
    """What one line of this patient treats: regions, and the diagnosis (1 for the first) it answers."""

    regions: tuple[str, ...]
    dx: int


@dataclass(frozen=True, slots=True)
class Condition:
    """Why a patient comes."""

    dx: tuple[str, ...]
    goal: str
    areas: tuple[Area, ...]

    @property
    def regions(self) -> tuple[str, ...]:
        """Return all regions that are treated."""
        return tuple(region for area in self.areas for region in area.regions)


@dataclass(slots=True, repr=False)
class Patient:
    """One patient; `row` is the row of Patients, `lines` how many visit lines are to come."""

    patient_id: str
    payer: Payer
    condition: Condition
    prescriber: Prescriber
    therapist: int
    row: Row
    minutes: int
    hour: int
    copay: int
    elsewhere: int
    member_id: str
    claim_number: str = ""
    group_no: str = ""
    weekday: int = 0
    lines: int = 0
    insured: Row = field(default_factory=dict)
    accident_date: dt.date | None = None


def invent(count: int, lines: int, start: dt.date, rng: random.Random) -> list[Patient]:
    """Invent patients: as many as asked for, spread over the payers, with that many visit lines in all."""
    chosen = _spread(count)
    names = _names(count, rng)
    weekdays = (_WEEKDAYS * (count // len(_WEEKDAYS) + 1))[:count]
    rng.shuffle(weekdays)
    patients = [_patient(i, payer, names[i], start, rng) for i, payer in enumerate(chosen)]
    for patient, weekday in zip(patients, weekdays, strict=True):
        patient.weekday = weekday
    for turn, patient in enumerate(p for p in patients if p.payer.dependants):
        _depend(patient, rng, is_child=turn % 2 == 1)
    for patient, share in zip(patients, _shares([p.payer for p in patients], lines, rng), strict=True):
        patient.lines = share
    return patients


def _spread(count: int) -> list[Payer]:
    """Return the payer of each patient, payers taking turns so that neighbours differ."""
    wanted = {p.payer_id: max(1, round(p.patients * count / _FORTY)) for p in payers()}
    by_size = sorted(payers(), key=lambda p: -p.patients)
    turn = 0
    while sum(wanted.values()) != count:
        at = by_size[turn % len(by_size)].payer_id
        step = 1 if sum(wanted.values()) < count else -1
        if wanted[at] + step >= 1:
            wanted[at] += step
        turn += 1
        if turn > count * len(by_size):
            raise ValueError(f"{count} patients are too few for {len(by_size)} payers")
    left, chosen = dict(wanted), list[Payer]()
    while len(chosen) < count:
        for payer in payers():
            if left[payer.payer_id]:
                left[payer.payer_id] -= 1
                chosen.append(payer)
    return chosen


def _shares(chosen: list[Payer], lines: int, rng: random.Random) -> list[int]:
    """Return how many visit lines each patient gets; they add up to the whole."""
    weights = [p.lines * rng.uniform(1 - _UNEVEN, 1 + _UNEVEN) for p in chosen]
    scale = lines / sum(weights)
    shares = [min(p.most, max(2, round(w * scale))) for p, w in zip(chosen, weights, strict=True)]
    order = sorted(range(len(chosen)), key=lambda i: -weights[i])
    turn = 0
    while sum(shares) != lines:
        at = order[turn % len(order)]
        step = 1 if sum(shares) < lines else -1
        if 2 <= shares[at] + step <= chosen[at].most:
            shares[at] += step
        turn += 1
        if turn > lines * len(order):
            raise ValueError(f"{lines} visit lines do not fit {len(chosen)} patients")
    return shares


def _names(count: int, rng: random.Random) -> list[tuple[str, str, str]]:
    """Return (last, first, sex) of different people; surnames repeat only when the list runs out."""
    words = data("names")
    surnames: list[str] = []
    while len(surnames) < count:
        surnames += rng.sample(words["surnames"], len(words["surnames"]))
    sexes = [rng.choice("FFM") for _ in range(count)]
    found: list[tuple[str, str, str]] = []
    for last, sex in zip(surnames, sexes, strict=False):
        first = rng.choice(words["given_f" if sex == "F" else "given_m"])
        while (last, first, sex) in found:
            first = rng.choice(words["given_f" if sex == "F" else "given_m"])
        found.append((last, first, sex))
    return found


def _patient(
    serial: int, payer: Payer, name: tuple[str, str, str], start: dt.date, rng: random.Random
) -> Patient:
    kinds = [c for c in data("conditions")["condition"] if c["kind"] == payer.conditions]
    serves = payer.prescribers or payer.conditions
    youngest, oldest = payer.ages
    born = dt.date(start.year - rng.randrange(youngest, oldest), rng.randrange(1, 13), rng.randrange(1, 29))
    if payer.dependants:
        born = born.replace(year=start.year - 42)
    patient = Patient(
        patient_id=f"P{serial + 1:03d}",
        payer=payer,
        condition=_condition(rng.choice(kinds)),
        prescriber=rng.choice([p for p in prescribers() if serves in p.serves]),
        therapist=rng.randrange(len(therapists())),
        row=_row(serial, name, born, rng),
        minutes=rng.choice((30, 45, 45, 60, 60, 60)),
        hour=rng.randrange(8, 18),
        copay=rng.choice(payer.copays),
        elsewhere=rng.randrange(3) if "visits_allowed" in payer.check else 0,
        member_id=filled(payer.member, rng),
        claim_number=filled(payer.claim, rng),
        group_no=filled(payer.group, rng),
    )
    if payer.employer or payer.payer_type == "WC_STATE_FUND":
        patient.row["employer_name"] = payer.employer or rng.choice(data("names")["employers"][1:])
    return patient


def _condition(entry: dict[str, Any]) -> Condition:
    areas = tuple(Area(tuple(a["regions"]), a["dx"]) for a in entry["areas"])
    return Condition(tuple(entry["dx"]), entry["goal"], areas)


def _row(serial: int, name: tuple[str, str, str], born: dt.date, rng: random.Random) -> Row:
    city, state, zip_code = rng.choice(data("names")["towns"])
    row: Row = {
        "patient_id": f"P{serial + 1:03d}",
        "last_name": name[0],
        "first_name": name[1],
        "sex": name[2],
        "dob": born,
        "addr1": f"{rng.randrange(100, 9900)} {rng.choice(data('names')['streets'])}",
        "city": city,
        "state": state,
        "zip": zip_code,
        "phone": phone(1 + serial % 50),
        "email": f"p{serial + 1:03d}@example.com",
        "sms_ok": rng.random() < 0.7,
    }
    if rng.random() < 0.2:
        row["addr2"] = f"Apt {rng.randrange(1, 40)}"
    return row


def _depend(patient: Patient, rng: random.Random, *, is_child: bool) -> None:
    """Make somebody else the insured: a parent (the patient is then a minor) or the spouse."""
    row = patient.row
    words = data("names")
    sex = rng.choice("FM") if is_child else {"F": "M", "M": "F"}[row["sex"]]
    first = rng.choice([n for n in words["given_f" if sex == "F" else "given_m"] if n != row["first_name"]])
    born = row["dob"]
    if is_child:
        row["dob"] = born.replace(year=born.year + 26)
        born = born.replace(year=born.year - 3)
        row["responsible_party"] = f"{first} {row['last_name']}"
    patient.insured = {
        "relation_to_insured": "19" if is_child else "01",
        "insured_last": row["last_name"],
        "insured_first": first,
        "insured_dob": born,
        "insured_sex": sex,
        **{f"insured_{part}": row[part] for part in ("addr1", "city", "state", "zip")},
    }

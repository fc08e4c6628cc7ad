"""The clinic of the sample: the practice, who treats there and when, the worksite, and the doctors around.

Source: handbook §1.3, §1.4, data/clinic.toml.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from xl_massbill.sample.data import data
from xl_massbill.sample.numbers import npi
from xl_massbill.sample.payers import Row, payers

TAXONOMY = "225700000X"  # massage therapist
_THERAPISTS = 199990100
_PRESCRIBERS = 199990200
_LICENCE = "{state}60{serial:06d}"


@dataclass(frozen=True, slots=True)
class Therapist:
    """One who treats; `shift` maps a weekday (0 = Monday) to first and last hour."""

    therapist_id: str
    npi: str
    last_name: str
    first_name: str
    middle: str
    training: tuple[str, ...]
    licences: tuple[str, ...]
    shift: dict[int, tuple[int, int]]

    def may(self, codes: tuple[str, ...]) -> bool:
        """Return whether all codes are within this therapist's work."""
        return all(code in ("97124", "97010", *self.training) for code in codes)


@dataclass(frozen=True, slots=True)
class Prescriber:
    """A doctor who sends patients; `serves` are the kinds of patients."""

    npi: str
    last_name: str
    first_name: str
    credential: str
    serves: tuple[str, ...] = field(default=())


@cache
def therapists() -> tuple[Therapist, ...]:
    """Return the therapists."""
    return tuple(
        Therapist(
            therapist_id=f"T{i:02d}",
            npi=npi(_THERAPISTS + i),
            last_name=entry["last_name"],
            first_name=entry["first_name"],
            middle=entry.get("middle", ""),
            training=tuple(entry["training"]),
            licences=tuple(entry.get("licences", ())),
            shift={int(day): (hours[0], hours[1]) for day, hours in entry["shift"].items()},
        )
        for i, entry in enumerate(data("clinic")["therapist"], 1)
    )


@cache
def prescribers() -> tuple[Prescriber, ...]:
    """Return the doctors."""
    return tuple(
        Prescriber(npi(_PRESCRIBERS + i), e["last_name"], e["first_name"], e["credential"], tuple(e["for"]))
        for i, e in enumerate(data("clinic")["prescriber"], 1)
    )


def practice_rows() -> list[Row]:
    """Return the one row of Practice."""
    row: Row = dict(data("clinic")["practice"])
    return [{**row, "npi": npi(row["npi"])}]


def facility_rows() -> list[Row]:
    """Return the one row of Facilities."""
    row: Row = dict(data("clinic")["facility"])
    return [{**row, "npi": npi(row["npi"])}]


def therapist_rows(start: dt.date) -> list[Row]:
    """Return the rows of Therapists, licensed well before the first visit and long after."""
    rows = []
    for i, t in enumerate(therapists(), 1):
        row: Row = {
            "therapist_id": t.therapist_id,
            "last_name": t.last_name,
            "first_name": t.first_name,
            "npi": t.npi,
            "taxonomy": TAXONOMY,
            "provider_type": "LMT",
            **_licence("WA", i, start),
            "active_from": dt.date(start.year - 4, 1 + i, 1),
            "specialised_training": ", ".join(t.training),
            "liability_ins_expires": dt.date(start.year + 1, 12, 31),
            "ce_due": dt.date(start.year + 2, 1, 31),
            "cpr_expires": dt.date(start.year + 1, 10, 31),
            "caqh_id": f"199900{i:02d}",
        }
        if t.middle:
            row["middle"] = t.middle
        rows.append(row)
    return rows


def licence_rows(start: dt.date) -> list[Row]:
    """Return the rows of Licences: of therapists who hold several."""
    return [
        {"therapist_id": t.therapist_id, **_licence(state, i, start)}
        for i, t in enumerate(therapists(), 1)
        if t.licences
        for state in ("WA", *t.licences)
    ]


def enrolment_rows(start: dt.date) -> list[Row]:
    """Return the rows of TherapistPayer: everybody is enrolled where enrolment is asked for."""
    return [
        {
            "therapist_id": t.therapist_id,
            "payer_id": payer.payer_id,
            "status": "IN_NETWORK",
            "effective_from": dt.date(start.year - 1, 1, 1),
        }
        for payer in payers()
        if payer.enrols
        for t in therapists()
    ]


def _licence(state: str, serial: int, start: dt.date) -> dict[str, Any]:
    return {
        "license_state": state,
        "license_no": _LICENCE.format(state=state, serial=serial * 111),
        "license_type": "Massage therapist",
        "license_issued": dt.date(start.year - 6, 2 + serial, 15),
        "license_expires": dt.date(start.year + 2, 2 + serial, 14),
        "license_status": "ACTIVE",
    }

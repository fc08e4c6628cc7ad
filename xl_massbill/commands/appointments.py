"""Appointments that are only planned, read from a CSV file: whose, when, which code, how many units.

Headings may stand in any order: patient, date, code, units; minutes, coverage and charge may be left out.
Messages name the row of the file and never what stands in it.

Source: issue of the ledger of approvals (what-if).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from xl_massbill.book.amounts import cents_of
from xl_massbill.book.column import Kind
from xl_massbill.book.csv_cells import read
from xl_massbill.commands.csv_files import csv_rows
from xl_massbill.errors import Unreadable

_HEADINGS = {
    "patient": ("patient", "patient_id", "patient number"),
    "day": ("date", "dos", "day", "date of service"),
    "code": ("code", "cpt", "service"),
    "units": ("units", "unit"),
    "minutes": ("minutes", "min"),
    "plan": ("coverage", "coverage_id", "plan"),
    "charge": ("charge", "amount", "price"),
}
_NEEDED = ("patient", "day")


@dataclass(frozen=True, slots=True, repr=False)
class Appointment:
    """One planned visit line; `row` is that of the file, `cents` its charge where one is given."""

    row: int
    patient_id: str
    day: dt.date
    code: str = ""
    units: int | None = None
    minutes: int | None = None
    plan: str = ""
    cents: int | None = None

    def __repr__(self) -> str:
        """Show where it stands, never whose it is."""
        return f"Appointment(row {self.row})"


def read_appointments(path: Path, patients: Collection[str]) -> list[Appointment]:
    """Return the appointments of a file in its order; raise Unreadable for a row that cannot be one."""
    rows = csv_rows(path)
    headings = [heading.strip().casefold() for heading in next(rows, [])]
    at = {
        name: next((headings.index(word) for word in words if word in headings), None)
        for name, words in _HEADINGS.items()
    }
    for name in _NEEDED:
        if at[name] is None:
            raise Unreadable(f"{path.name}: the first row must name a column {_HEADINGS[name][0]}.")
    found = []
    for number, cells in enumerate(rows, 2):
        if any(cell.strip() for cell in cells):
            texts = {
                name: cells[i].strip() if i is not None and i < len(cells) else "" for name, i in at.items()
            }
            found.append(_appointment(f"{path.name}, row {number}", number, texts, patients))
    if not found:
        raise Unreadable(f"{path.name} holds no appointments below its headings.")
    return found


def _appointment(where: str, number: int, texts: dict[str, str], patients: Collection[str]) -> Appointment:
    if texts["patient"] not in patients:
        raise Unreadable(f"{where}: sheet Patients has no such patient number.")
    day = read(Kind.DAY, texts["day"])
    if not isinstance(day, dt.date):
        raise Unreadable(f"{where}: the date is missing or is no date; write it as 2026-05-31.")
    whole = {name: _whole(f"{where}: the {name}", texts[name]) for name in ("units", "minutes")}
    cents = cents_of(texts["charge"]) if texts["charge"] else None
    if cents is not None and not isinstance(cents, int):
        raise Unreadable(f"{where}: the charge is no amount; write it as 45.00.")
    plain = day.date() if isinstance(day, dt.datetime) else day
    return Appointment(
        number, texts["patient"], plain, texts["code"], whole["units"], whole["minutes"], texts["plan"], cents
    )


def _whole(what: str, text: str) -> int | None:
    if text and not (text.isascii() and text.isdecimal() and len(text) < 5):
        raise Unreadable(f"{what} must be a whole number.")
    return int(text) if text else None

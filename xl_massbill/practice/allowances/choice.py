"""Which approval a visit is to count against where several fit: the next to expire that has one left.

What expires first is used first, so that nothing is lost. A visit that names its approval counts there,
whatever else fits: the choice of the person at the desk stands, as for the rules. An approval fits a visit
of its patient under its plan, on a day between its dates, with a code that it names or any.

Source: handbook §4.3 (used through the day of the visit), §6.4 AUT-001, AUT-004. Order: decided here (D).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from xl_massbill.book.in_force import in_force
from xl_massbill.practice.lines import Lines
from xl_massbill.practice.plain import plain

GIVEN = ("APPROVED", "PARTIAL")
"""Decisions that allow something."""
SETTLED = (*GIVEN, "NOT_NEEDED")
"""Decisions after which no approval is lacking."""
Used = dict[str, dict[dt.date, int]]
"""For each approval the days on which visits count against it, with their units."""


@dataclass(frozen=True, slots=True, repr=False)
class Approval:
    """One approval that was given; a blank limit or date is open, no codes are all codes."""

    key: str
    patient_id: str | None
    coverage_id: str | None
    first: dt.date | None = None
    last: dt.date | None = None
    visits: int | None = None
    units: int | None = None
    codes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Show which, never whose."""
        return f"Approval({self.key})"

    def fits(self, day: dt.date, code: str = "") -> bool:
        """Return whether it covers a day and, if one is named, a code."""
        return in_force(self.first, self.last, day) and (not self.codes or not code or code in self.codes)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The approval to count a visit against, "" for none, and the others that fit it as well."""

    key: str = ""
    others: tuple[str, ...] = ()


@dataclass(slots=True)
class Choice:
    """The approvals of patients and what counts against each."""

    approvals: Iterable[Approval]
    used: Used
    _of: dict[tuple[str | None, str | None], list[Approval]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Sort the approvals by plan, the next to expire first."""
        for approval in self.approvals:
            self._of.setdefault((approval.patient_id, approval.coverage_id), []).append(approval)
        for theirs in self._of.values():
            theirs.sort(key=lambda one: (one.last or dt.date.max, one.first or dt.date.min, one.key))

    def for_visit(
        self, patient: str, plans: Collection[str], day: dt.date, code: str = "", units: int = 0
    ) -> Chosen:
        """Return the approval a visit is to count against: the next to expire with enough left for it.

        Where none has enough left it is the next to expire, and the rules will say that it is used up.
        """
        fitting = [a for plan in plans for a in self._of.get((patient, plan), []) if a.fits(day, code)]
        if not fitting:
            return Chosen()
        best = next((a for a in fitting if self.has_left(a, day, units)), fitting[0])
        return Chosen(best.key, tuple(a.key for a in fitting if a is not best))

    def has_left(self, approval: Approval, day: dt.date, units: int = 0) -> bool:
        """Return whether an approval has a visit, and some units, left on a day."""
        used = {on: n for on, n in self.used.get(approval.key, {}).items() if on <= day}
        if approval.visits is not None and len({*used, day}) > approval.visits:
            return False
        return approval.units is None or sum(used.values()) + units <= approval.units

    def take(self, key: str, day: dt.date, units: int = 0) -> None:
        """Count a visit against an approval."""
        days = self.used.setdefault(key, {})
        days[day] = days.get(day, 0) + units


def used_of(lines: Lines) -> Used:
    """Return what counts against each approval, by its own patient's visits."""
    found: Used = {}
    counts = lines["counts_for_auth"].to_numpy(dtype=bool) & lines["dos"].notna().to_numpy(dtype=bool)
    own = (lines["auth_patient_id"] == lines["patient_id"]).to_numpy(dtype=bool)
    where = counts & own
    rows = zip(*(plain(lines[name], where) for name in ("auth_id", "dos", "units")), strict=True)
    for key, day, units in rows:
        days = found.setdefault(key, {})
        days[day] = days.get(day, 0) + (units or 0)
    return found


def approvals_of(lines: Lines) -> list[Approval]:
    """Return the approvals of sheet Auths that were given."""
    sheet = lines.records["auths"]
    names = (
        *("auth_id", "patient_id", "coverage_id", "valid_from", "valid_to"),
        *("visits_authorised", "units_authorised", "codes_authorised", "decision"),
    )
    cells = (plain(sheet[name]) for name in names)
    found = {}
    for key, patient, plan, starts, ends, visits, units, codes, decision in zip(*cells, strict=True):
        if key is not None and decision in GIVEN and key not in found:
            found[key] = Approval(key, patient, plan, starts, ends, visits, units, tuple(codes or ()))
    return list(found.values())

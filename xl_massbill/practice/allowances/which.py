"""Sentences about visits that fit more than one approval, or fit one and name none.

Only visits on no claim yet are looked at: there it can still be changed.

Source: handbook §1.10, §6.4 AUT-001 (enter it on the visit).
"""

from __future__ import annotations

import datetime as dt

from xl_massbill.practice.allowances.choice import Choice, approvals_of, used_of
from xl_massbill.practice.lines import Lines
from xl_massbill.practice.plain import plain

_NAMED = 2
"""Visits that are named in a sentence."""


def sentences(lines: Lines) -> dict[str, tuple[str, ...]]:
    """Return for each approval what is to be said about visits that fit it."""
    approvals = approvals_of(lines)
    used = used_of(lines)
    entered, moved = (Choice(approvals, {key: dict(days) for key, days in used.items()}) for _ in range(2))
    ends = {one.key: one.last or dt.date.max for one in approvals}
    nameless: dict[str, list[str]] = {}
    elsewhere: dict[tuple[str, str], list[str]] = {}
    for patient, plan, named, day, visit, code, units in _open_visits(lines):
        choice = moved if named else entered  # what might be moved is not entered on other visits
        chosen = choice.for_visit(patient, [plan], day, code, units)
        if not chosen.key or (named and ends[chosen.key] >= ends.get(named, dt.date.min)):
            continue
        choice.take(chosen.key, day, units)
        if not named:
            also = f" (also {', '.join(chosen.others)})" if chosen.others else ""
            nameless.setdefault(chosen.key, []).append(f"{visit} of {day}{also}")
        elif named in chosen.others:
            elsewhere.setdefault((named, chosen.key), []).append(f"{visit} of {day}")
    found: dict[str, tuple[str, ...]] = {}
    for key, visits in nameless.items():
        found[key] = (
            f"No approval is entered on {_listed(visits)}: this one fits and is the next to expire.",
        )
    for (key, other), visits in elsewhere.items():
        said = f"{_listed(visits)} would fit {other}, which ends first, but is entered here and counts here."
        found[key] = (*found.get(key, ()), said)
    return found


def _listed(visits: list[str]) -> str:
    different = list(dict.fromkeys(visits))
    more = len(different) - _NAMED
    return ", ".join(different[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def _open_visits(lines: Lines) -> list[tuple[str, str, str, dt.date, str, str, int]]:
    """Return the counted lines on no claim whose patient has an approval, by day."""
    has_one = lines["patient_id"].isin(lines.records["auths"]["patient_id"].dropna().tolist())
    mask = lines["is_counted"] & lines.blank("claim_id") & has_one & lines["dos"].notna()
    names = ("patient_id", "coverage_id", "auth_id", "dos", "visit_id", "code", "units")
    found = []
    rows = zip(*(plain(lines[name], mask.to_numpy(dtype=bool)) for name in names), strict=True)
    for patient, plan, named, day, visit, code, units in rows:
        if plan is not None:
            found.append((patient, plan, named or "", day, visit or "", code or "", units or 0))
    return sorted(found, key=lambda one: (one[3], one[4]))

"""The call list: what the front desk can still mend before the visits that are booked for the coming days.

The checks that make sense beforehand are run on the booked visits as if they had taken place: orders,
authorisations, coverage, licences, limits. Nothing is written into the workbook.

Source: handbook §5.9 (pre-visit check), §6 (run levels), §0.4 row 20.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from xl_massbill.book.finding import Finding
from xl_massbill.book.workbook import Workbook
from xl_massbill.commands import check
from xl_massbill.errors import Refused
from xl_massbill.practice import Lines
from xl_massbill.rules.rule import Rule

AHEAD = dt.timedelta(days=7)
_BENEFITS = ("COV-001", "COV-005")
_ASK = "Payers can be asked about benefits by file: ask-benefits."


@dataclass(slots=True)
class Booked:
    """One booked visit and what to do before; `also` names for each finding the other visits it concerns."""

    visit_id: str
    day: dt.date
    patient_id: str
    therapist_id: str
    payer: str
    findings: list[Finding] = field(default_factory=list)
    also: list[list[str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class CallList:
    """The booked visits of some days, in order, each with what is to be done before."""

    as_of: dt.date
    first: dt.date
    last: dt.date
    visits: list[Booked]
    checked: check.Checked

    def counts(self) -> dict[str, int]:
        """Return how many visits there are, how many are ready, and how many things there are to do."""
        asking = [f for visit in self.visits for f in visit.findings if self.checked.asks(f)]
        tally = Counter(f.severity.value for f in asking)
        ready = sum(not any(map(self.checked.asks, visit.findings)) for visit in self.visits)
        return {
            "visits": len(self.visits),
            "ready": ready,
            "error": tally["error"],
            "warning": tally["warning"],
        }

    def sentence(self) -> str:
        """Return the one sentence that ends the command."""
        n, days = self.counts(), f"from {self.first} to {self.last}"
        if not self.visits:
            return f"No visit is booked {days}."
        booked = f"{n['visits']:,} booked visits {days}"
        if n["ready"] == n["visits"]:
            return f"{booked}: nothing to do."
        open_ = n["visits"] - n["ready"]
        calls = f"{booked}: {open_:,} need a call ({n['error']:,} errors, {n['warning']:,} warnings)."
        return f"{calls} {_ASK}" if self._lacks_benefits() else calls

    def _lacks_benefits(self) -> bool:
        """Return whether benefits of a plan were never checked, or too long ago."""
        return any(f.rule in _BENEFITS and self.checked.asks(f) for v in self.visits for f in v.findings)

    def text(self) -> str:
        """Return what is to be done, by day and visit, errors first, and the sentence that ends it."""
        lines: list[str] = []
        day = None
        for visit in self.visits:
            asking = [(f, a) for f, a in zip(visit.findings, visit.also, strict=True) if self.checked.asks(f)]
            if not asking:
                continue
            if visit.day != day:
                day = visit.day
                lines.append(f"{day:%a} {day}")
            who = f"patient {visit.patient_id}, therapist {visit.therapist_id}, {visit.payer}"
            lines.append(f"  {visit.visit_id}  {who}")
            for finding, also in asking:
                others = f" (also {', '.join(also)})" if also else ""
                word = finding.severity.value.upper()
                lines.append(f"    {word:8}{finding.rule}  {finding.message}{others}")
        return "\n".join([*lines, self.sentence()])

    def as_json(self) -> dict[str, Any]:
        """Return every booked visit with what was found about it, as JSON values."""
        return {
            "as_of": self.as_of.isoformat(),
            "from": self.first.isoformat(),
            "to": self.last.isoformat(),
            "visits": [self._visit(visit) for visit in self.visits],
            "counts": self.counts(),
        }

    def _visit(self, visit: Booked) -> dict[str, Any]:
        return {
            "visit_id": visit.visit_id,
            "dos": visit.day.isoformat(),
            "patient_id": visit.patient_id,
            "therapist_id": visit.therapist_id,
            "payer": visit.payer,
            "findings": [
                {**self.checked.finding_as_json(finding), "also": also}
                for finding, also in zip(visit.findings, visit.also, strict=True)
            ],
        }


def call_list(
    workbook: Workbook,
    as_of: dt.date,
    first: dt.date | None = None,
    last: dt.date | None = None,
    *,
    only: Sequence[Rule] | None = None,
) -> CallList:
    """Check the visits booked from one day to another; raise Refused if the first comes after the last."""
    first = first or as_of
    last = last or first + AHEAD
    if first > last:
        raise Refused(f"The days are the wrong way round: {first} comes after {last}.")
    checked = check.check(workbook, as_of, booked=(first, last), only=only)
    return CallList(as_of, first, last, _visits(checked), checked)


def _visits(checked: check.Checked) -> list[Booked]:
    """Return the booked visits by day and row, each finding at the first visit that it concerns."""
    lines = checked.lines
    order = _in_order(lines)
    visits: dict[str, Booked] = {}
    for i in order:
        visit_id = str(lines["visit_id"].iloc[i])
        if visit_id not in visits:
            visits[visit_id] = _booked(lines, i, visit_id)
    rank = {i: n for n, i in enumerate(order)}
    graded = sorted(
        zip(checked.outcome.findings, checked.outcome.touched, strict=True),
        key=lambda pair: (-pair[0].severity.rank, pair[0].rule),
    )
    for finding, touched in graded:
        concerned = sorted((i for i in touched if i in rank), key=rank.__getitem__)
        ids = list(dict.fromkeys(str(lines["visit_id"].iloc[i]) for i in concerned))
        visits[ids[0]].findings.append(finding)
        visits[ids[0]].also.append(ids[1:])
    return list(visits.values())


def _in_order(lines: Lines) -> list[int]:
    at = np.flatnonzero(lines["is_booked"].to_numpy(dtype=bool))
    return sorted(at.tolist(), key=lambda i: (lines["dos"].iloc[i], i))


def _booked(lines: Lines, i: int, visit_id: str) -> Booked:
    def word(name: str) -> str:
        value = lines[name].iloc[i]
        return "(blank)" if pd.isna(value) else str(value)

    payer = lines["payer_name"].iloc[i]
    shown = word("coverage_payer_id") if pd.isna(payer) else str(payer)
    day: dt.date = lines["dos"].iloc[i].date()
    return Booked(
        visit_id, day, word("patient_id"), word("therapist_id"), "no plan" if shown == "(blank)" else shown
    )

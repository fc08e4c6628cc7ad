"""When each therapist's hands were on which patient: clock intervals of one-on-one work, and their overlaps.

A line's own clock (line_start, line_end) beats the clock of its note. Only what took place counts, cash too,
and only codes that mean direct contact with one patient; group sessions do not. A clock that does not belong
to the visit (the note names another therapist or day), or that runs backwards, says nothing. A session in
which a pack or another supervised modality is billed as well holds time that is not one-on-one; as long as
that time is enough to explain an overlap, there is none for sure.

Source: handbook §2.4, §6.3 (PRV-011); Medicare Claims Processing Manual ch. 5 §20.2 (S4).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from xl_massbill.book.sheet import Mask
from xl_massbill.practice.groups import Numbers, first_of, numbered, sums
from xl_massbill.practice.lines import Lines

GROUP_CODES = ("97150",)
_DAY = 10_000  # more than the minutes of a day, so that the clocks of two days never meet


class Intervals(NamedTuple):
    """Sessions, one value each: line, who with whom, from and to and slack in minutes."""

    line: Numbers
    day: Numbers
    patient: Numbers
    visit: Numbers
    start: Numbers
    end: Numbers
    slack: Numbers


def overlaps(lines: Lines, more_than: int) -> list[tuple[int, int]]:
    """Return the pairs of visits, as positions of lines, in which a therapist was with two patients.

    Each pair comes once, the visit that began first named first.
    """
    on = intervals(lines)
    a, b = _meeting(on)
    shared = np.minimum(on.end[a], on.end[b]) - on.start[b]
    surely = shared - on.slack[a] - on.slack[b] > more_than
    both = surely & (on.patient[a] != on.patient[b]) & (on.visit[a] != on.visit[b])
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for first, second in zip(a[both].tolist(), b[both].tolist(), strict=True):
        visits = int(on.visit[first]), int(on.visit[second])
        found.setdefault((min(visits), max(visits)), (int(on.line[first]), int(on.line[second])))
    return list(found.values())


def intervals(lines: Lines) -> Intervals:
    """Return the intervals of one-on-one work, those of equal visit and clock once."""
    day = numbered(lines["therapist_id"], lines["dos"])
    patient, visit = numbered(lines["patient_id"]), numbered(lines["visit_id"])
    start, end, slack = _clocks(lines, visit)
    whole = (day >= 0) & (patient >= 0) & (visit >= 0) & _one_on_one(lines) & (end > start)
    same = numbered(day, patient, visit, start, end, within=whole)
    at = np.flatnonzero(whole & (first_of(same) == np.arange(len(same))))
    return Intervals(at, day[at], patient[at], visit[at], start[at], end[at], slack[at])


def _one_on_one(lines: Lines) -> Mask:
    done = np.asarray(lines["is_done"], dtype=bool)
    contact = lines["code_direct_contact"].to_numpy(dtype=bool, na_value=False) | lines.holds(
        "code_kind", "TIMED"
    )
    return done & contact & ~lines.holds("code_kind", "PER_SESSION") & ~lines.holds("code", *GROUP_CODES)


def _clocks(lines: Lines, visit: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Return start and end of each line's work, both 0 where nobody knows, and the slack of its clock."""
    own = (lines["line_start"].notna() & lines["line_end"].notna()).to_numpy(dtype=bool)
    belongs = (lines["note_therapist_id"] == lines["therapist_id"]) & (lines["note_dos"] == lines["dos"])
    clocked = lines["note_start_time"].notna() & lines["note_end_time"].notna()
    noted = (belongs & clocked).to_numpy(dtype=bool) & ~own

    def clock(name: str) -> npt.NDArray[np.int64]:
        line, note = (_minutes(lines[column]) for column in (f"line_{name}", f"note_{name}_time"))
        return np.where(own, line, np.where(noted, note, 0))

    start, end = clock("start"), clock("end")
    done = np.asarray(lines["is_done"], dtype=bool)
    supervised = done & (~lines["code_direct_contact"]).to_numpy(dtype=bool, na_value=False)
    mixed = np.isin(visit, visit[supervised & (visit >= 0)])
    worked = sums(np.where(_one_on_one(lines), visit, -1), lines["minutes"])
    idle = end - start - _minutes(worked)
    return start, end, np.where(mixed & ~own, np.maximum(idle, 0), 0)


def _minutes(column: pd.Series[Any]) -> npt.NDArray[np.int64]:
    return column.to_numpy(dtype=np.int64, na_value=0)


def _meeting(on: Intervals) -> tuple[Numbers, Numbers]:
    """Return the pairs of intervals of one therapist and day that meet, the one that began first first."""
    order = np.lexsort((on.line, on.start, on.day))
    start, end = (on.day[order] * _DAY + clock[order] for clock in (on.start, on.end))
    reach = np.searchsorted(start, end, side="left")  # the first one that begins when this one has ended
    many = reach - np.arange(len(order)) - 1
    a = np.repeat(np.arange(len(order)), many)
    step = np.arange(len(a)) - np.repeat(np.cumsum(many) - many, many)
    return order[a], order[a + 1 + step]

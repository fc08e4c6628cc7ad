"""Slips about minutes, units and the clock; the note is changed with the line wherever it was right before.

Source: handbook §6.5 (UNT), §2.4.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from xl_massbill.codes.units import FEWEST, UnitRule, support, when_unknown
from xl_massbill.sample.manifest import Slip
from xl_massbill.sample.payers import FEES, Row
from xl_massbill.sample.sessions import PACK
from xl_massbill.sample.slips.bench import ERROR, INFO, WARNING, Bench, Visit, put, slip

_MOST_UNITS, _TEN, _HOUR = 4, 10, 60
_ROOM = 9  # minutes by which a session may grow without touching the next one


def bill(line: Row, units: float) -> None:
    """Bill so many units of a line, with the charge they make."""
    put(line, units=units, charge=round(FEES[line["code"]] * units) / 100)


def treat(visit: Visit, minutes: tuple[int, ...]) -> None:
    """Let the timed lines have these minutes, in note and clock as well."""
    timed = [line for line in visit.lines if "minutes" in line]
    for line, new in zip(timed, minutes, strict=True):
        for part in ("objective", "note_text"):
            visit.note[part] = _retold(visit.note[part], line["minutes"], new)
        line["minutes"] = new
    visit.note["minutes_by_code"] = ";".join(f"{line['code']}={line['minutes']}" for line in timed)
    begin = _minutes(visit.note["start_time"])
    needed = begin + sum(minutes) + 2
    if _minutes(visit.note["end_time"]) < needed:
        visit.note["end_time"] = _clock(needed)
        if visit.note["signed_on"] < dt.datetime.combine(visit.day, _clock(needed)):
            visit.note["signed_on"] = dt.datetime.combine(visit.day, _clock(needed + 5))
    for line in timed:
        if "line_start" in line:
            put(line, line_start=_clock(begin), line_end=_clock(begin + line["minutes"]))
            begin += line["minutes"]


def _retold(text: str, old: int, new: int) -> str:
    """Return the note with the new minutes where it told the old ones."""
    return text.replace(f"{old} minutes", f"{new} minutes", 1)


def _minutes(clock: dt.time) -> int:
    return clock.hour * 60 + clock.minute


def _clock(minutes: int) -> dt.time:
    return dt.time(*divmod(minutes, 60))


def _one(bench: Bench, wanted: Callable[[Visit], bool]) -> Visit | None:
    visit = bench.pick(bench.visits(wanted))
    if visit is not None:
        bench.take([visit])
    return visit


def no_minutes(bench: Bench) -> list[Slip]:
    """The minutes of a line are not copied from the note."""
    visit = _one(bench, lambda v: v.is_single)
    if visit is None:
        return []
    put(visit.first, minutes=None)
    return [slip("UNT-001", ERROR, ("visits", visit.first, "minutes"), "The minutes were not copied.")]


def one_unit_more(bench: Bench) -> list[Slip]:
    """One unit more is billed than the minutes carry."""
    visit = _one(bench, lambda v: v.is_single and v.first["units"] < _MOST_UNITS)
    if visit is None:
        return []
    bill(visit.first, visit.first["units"] + 1)
    done = "One unit more was billed than the minutes carry."
    return [slip("UNT-002", ERROR, ("visits", visit.first, "units"), done)]


def one_unit_less(bench: Bench) -> list[Slip]:
    """One unit less is billed than the minutes carry."""
    visit = _one(bench, lambda v: v.is_single and v.first["units"] > 1)
    if visit is None:
        return []
    bill(visit.first, visit.first["units"] - 1)
    done = "One unit less was billed than the minutes carry."
    return [slip("UNT-003", INFO, ("visits", visit.first, "units"), done)]


def seven_minutes(bench: Bench) -> list[Slip]:
    """A second code got seven minutes and was billed all the same: two findings, one of them about money."""

    def fits(v: Visit) -> bool:
        return v.payer.unit_rule == "AMA_MIDPOINT" and len(v.lines) > 1 and PACK not in _codes(v)

    visit = _one(bench, fits)
    if visit is None:
        return []
    line = visit.first
    treat(visit, (FEWEST - 1, *(row["minutes"] for row in visit.lines[1:])))
    bill(line, 1)
    done = "Seven minutes of a second code were billed as one unit."
    return [
        slip("UNT-002", ERROR, ("visits", line, "units"), done),
        slip("UNT-004", WARNING, ("visits", line, "minutes"), done),
    ]


def two_packs(bench: Bench) -> list[Slip]:
    """A hot pack is billed twice."""
    visit = _one(bench, lambda v: PACK in _codes(v))
    if visit is None:
        return []
    line = next(row for row in visit.lines if row["code"] == PACK)
    bill(line, 2)
    return [slip("UNT-005", ERROR, ("visits", line, "units"), "A hot pack was billed with two units.")]


def _codes(visit: Visit) -> list[str]:
    return [row["code"] for row in visit.lines]


def clock_too_short(bench: Bench) -> list[Slip]:
    """The end of the session is noted a quarter of an hour too early."""
    visit = _one(bench, lambda v: v.is_single and bool(v.note))
    if visit is None:
        return []
    short = _minutes(visit.note["start_time"]) + visit.first["minutes"] - _TEN
    visit.note["end_time"] = _clock(short)
    done = "The end of the session was noted ten minutes before the minutes were over."
    return [slip("UNT-006", ERROR, ("notes", visit.note, "end_time"), done)]


def no_end(bench: Bench) -> list[Slip]:
    """The end of a session for a work injury is not noted."""
    return _unclocked(bench, ERROR, "end_time", lambda v: v.payer.conditions == "work")


def no_start(bench: Bench) -> list[Slip]:
    """The start of a session is not noted."""
    return _unclocked(bench, WARNING, "start_time", lambda v: v.payer.payer_type == "COMMERCIAL")


def _unclocked(bench: Bench, severity: str, name: str, wanted: Callable[[Visit], bool]) -> list[Slip]:
    visit = _one(bench, lambda v: wanted(v) and "line_start" not in v.first)
    if visit is None:
        return []
    put(visit.note, **{name: None})
    done = f"{name} of the note was left empty."
    return [slip("UNT-007", severity, ("notes", visit.note, name), done)]


def counted_two_ways(bench: Bench) -> list[Slip]:
    """Two codes share the minutes so that the two usual rules differ, for a payer whose rule nobody knows."""
    fitting = []
    for visit in bench.visits(lambda v: not v.payer.unit_rule and len(v.lines) > 1):
        total = sum(row["minutes"] for row in visit.lines)
        for first in range(_TEN, total - _TEN):
            less, more = when_unknown((first, total - first))
            if less.total != more.total and all(less.units) and not less.is_tied:
                fitting.append((visit, (first, total - first), less.units))
                break
    chosen = bench.pick(fitting)
    if chosen is None:
        return []
    visit, minutes, units = chosen
    bench.take([visit])
    treat(visit, minutes)
    for line, count in zip(visit.lines, units, strict=True):
        bill(line, count)
    done = (
        "Minutes were shared so that the Medicare rule and the CPT rule differ; the payer's rule is unknown."
    )
    return [slip("UNT-008", WARNING, ("visits", visit.first, "units"), done)]


def above_the_ceiling(bench: Bench) -> list[Slip]:
    """A long session of two codes makes five units where the plan pays four."""
    minutes, units = (38, 30), (3, 2)

    def fits(v: Visit) -> bool:
        limit = v.payer.rules.get("max_timed_units_per_day")
        is_free = v.payer.unit_rule == "AMA_MIDPOINT" and limit == str(_MOST_UNITS)
        return is_free and len(v.lines) == len(minutes) and _is_last_of_day(bench, v)

    visit = _one(bench, fits)
    if visit is None:
        return []
    treat(visit, minutes)
    for line, count in zip(visit.lines, units, strict=True):
        bill(line, count)
    done = "Five timed units were billed for one day; the plan pays four."
    return [slip("UNT-009", ERROR, ("visits", visit.first, "units"), done)]


def _is_last_of_day(bench: Bench, visit: Visit) -> bool:
    """Return whether the therapist treats nobody after this visit."""
    here = (visit.first["therapist_id"], visit.day)
    others = [n for n in bench.tables["notes"] if (n["therapist_id"], n["dos"]) == here]
    return all(n["start_time"] <= visit.note["start_time"] for n in others if "start_time" in n)


def half_a_unit(bench: Bench) -> list[Slip]:
    """Half a unit is typed."""
    visit = _one(bench, lambda v: v.is_single and v.first["units"] > 1)
    if visit is None:
        return []
    bill(visit.first, visit.first["units"] - 0.5)
    return [slip("UNT-010", ERROR, ("visits", visit.first, "units"), "Units were typed with a half.")]


def always_an_hour(bench: Bench) -> list[Slip]:
    """The last ten sessions of a patient are all noted with exactly sixty minutes."""

    def fits(part: list[Visit]) -> bool:
        done = [v for v in part if v.is_billed]
        lines = [v.lines for v in done[-_TEN:]]
        long = all(sum(r["minutes"] for r in rows) >= _HOUR - _ROOM + 2 for rows in lines)
        return len(done) >= _TEN and part[0].payer.unit_rule != "FULL15" and long

    def no_pack(part: list[Visit]) -> bool:
        return not any(PACK in _codes(v) for v in part if v.is_billed)

    part = bench.pick(bench.patients(lambda p: no_pack(p) and fits(p)))
    if part is None:
        return []
    bench.take(part)
    for visit in [v for v in part if v.is_billed][-_TEN:]:
        minutes = (_HOUR,) if visit.is_single else (_HOUR // 2, _HOUR // 2)
        treat(visit, minutes)
        units = support(UnitRule(visit.payer.unit_rule or UnitRule.CMS_TOTAL), minutes).units
        for line, count in zip(visit.lines, units, strict=True):
            bill(line, count)
    patient = {"patient_id": part[0].first["patient_id"]}
    done = "The last ten sessions were all noted with exactly sixty minutes."
    return [slip("UNT-011", INFO, ("patients", patient, "patient_id"), done)]


SCARCE = (always_an_hour, counted_two_ways, two_packs, above_the_ceiling)
SLIPS = (
    seven_minutes,
    no_end,
    no_start,
    clock_too_short,
    no_minutes,
    half_a_unit,
    one_unit_less,
    one_unit_more,
    one_unit_more,
    one_unit_more,
)

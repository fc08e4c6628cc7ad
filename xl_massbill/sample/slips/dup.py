"""Slips about services that stand twice or are paid twice, as far as they need no claims.

Source: handbook §6.10 (DUP), case 11.
"""

from __future__ import annotations

import datetime as dt

from xl_massbill.codes.units import UnitRule, support
from xl_massbill.sample.manifest import Slip
from xl_massbill.sample.payers import Row
from xl_massbill.sample.slips.bench import ERROR, WARNING, Bench, Visit, slip
from xl_massbill.sample.slips.unt import bill

_FEW = 2  # units of a line that may stand twice without breaking a daily ceiling
_EVENING, _PAUSE, LATEST = 40, 90, 19 * 60  # minutes of the second session, before it; it begins by seven
_WORDS = {
    "subjective": "Came back after the evening shift because the old place caught again when lifting a tray.",
    "objective": (
        "A short band, tender where the morning session had left it free; comfortable range 24 degrees at "
        "first and 31 at the end. Effleurage and kneading along the band for {minutes} minutes."
    ),
    "response_to_treatment": "Says the catch is gone, 2 of 10 on leaving.",
    "assessment": "A flare after load, settled by direct work; the ordered goal stands.",
    "plan": "Rest tonight, then as booked; tell the doctor if it comes back.",
}


def typed_twice(bench: Bench) -> list[Slip]:
    """A line is entered a second time under another visit number."""

    def fits(v: Visit) -> bool:
        return v.is_single and v.first["units"] == _FEW and _doubles(v)

    visit = bench.pick(bench.visits(fits))
    if visit is None:
        return []
    bench.take([visit])
    again = {**visit.first, "visit_id": next_visit(bench)}
    again.pop("patient_paid", None)
    bench.tables["visits"].append(again)
    done = "The same service was entered again under another visit number."
    unsigned = slip("DOC-001", ERROR, ("visits", again, "visit_id"), "The doubled visit has no note.")
    return [
        *(slip("DUP-001", ERROR, ("visits", row, "code"), done) for row in (visit.first, again)),
        unsigned,
    ]


def _doubles(visit: Visit) -> bool:
    """Return whether twice the minutes carry just twice the units, so that only the double line is wrong."""
    rule = UnitRule(visit.payer.unit_rule or UnitRule.CMS_TOTAL)
    minutes, units = int(visit.first["minutes"]), int(visit.first["units"])
    return support(rule, (2 * minutes,)).total == 2 * units


def second_session(bench: Bench) -> list[Slip]:
    """A second session of the same day is entered without modifier 76."""
    fitting = []
    for visit in bench.visits(lambda v: v.is_single and v.payer.conditions == "auto"):
        begins = after_the_last(bench, visit, visit.first["therapist_id"])
        if begins <= LATEST and visit.first["code"] == "97124":
            fitting.append((visit, begins))
    chosen = bench.pick(fitting)
    if chosen is None:
        return []
    visit, begins = chosen
    bench.take([visit])
    line, _ = evening(bench, visit, begins)
    done = "A second session of the day was entered with the same code and without modifier 76."
    return [slip("DUP-002", ERROR, ("visits", line, "code"), done)]


def evening(bench: Bench, visit: Visit, begins: int) -> tuple[Row, Row]:
    """Enter a second session of the day at a clock time in minutes; return its line and its note."""
    first = visit.first
    rule = UnitRule(visit.payer.unit_rule or UnitRule.CMS_TOTAL)
    minutes = next(
        m
        for m in range(_EVENING, 0, -1)
        if _both(rule, first["minutes"], m) - first["units"] not in (0, first["units"])
    )
    line: Row = {
        **first,
        "visit_id": next_visit(bench),
        "minutes": minutes,
        "techniques": "effleurage, kneading",
    }
    bill(line, _both(rule, first["minutes"], minutes) - first["units"])
    note = _evening_note(visit, line, begins)
    bench.tables["visits"].append(line)
    bench.tables["notes"].append(note)
    return line, note


def _both(rule: UnitRule, morning: int, evening: int) -> int:
    return support(rule, (morning + evening,)).total


def after_the_last(bench: Bench, visit: Visit, therapist_id: str) -> int:
    """Return a clock time after the last session of a therapist on the day of a visit, in minutes."""
    mine = [
        n
        for n in bench.tables["notes"]
        if n["dos"] == visit.day and n["therapist_id"] == therapist_id and "end_time" in n
    ]
    ends: dt.time = max((n["end_time"] for n in mine), default=dt.time(0))
    return ends.hour * 60 + ends.minute + _PAUSE


def _evening_note(visit: Visit, line: Row, begins: int) -> Row:
    words = {part: text.format(minutes=line["minutes"]) for part, text in _WORDS.items()}
    ends = begins + line["minutes"] + 3
    signed = dt.datetime.combine(visit.day, dt.time(*divmod(ends + 5, 60)))
    return {
        **visit.note,
        **words,
        "visit_id": line["visit_id"],
        "start_time": dt.time(*divmod(begins, 60)),
        "end_time": dt.time(*divmod(ends, 60)),
        "minutes_by_code": f"{line['code']}={line['minutes']}",
        "pain_before": 4,
        "pain_after": 2,
        "rom_or_function": "Comfortable range 24 to 31 degrees",
        "note_text": " ".join(words.values()),
        "techniques_all": line["techniques"],
        "regions_all": line["regions"],
        "signed_on": signed,
    }


def next_visit(bench: Bench) -> str:
    """Return a number that no visit has yet."""
    return f"V{max(int(row['visit_id'][1:]) for row in bench.tables['visits']) + 1:04d}"


def paid_at_the_desk(bench: Bench) -> list[Slip]:
    """The patient has paid the whole fee, and the plan is billed as well."""
    visit = bench.pick(bench.visits(lambda v: v.is_single and v.payer.payer_type == "COMMERCIAL"))
    if visit is None:
        return []
    bench.take([visit])
    visit.first["patient_paid"] = visit.first["charge"]
    done = "The patient paid the whole fee at the desk, and the plan was billed as well."
    return [slip("DUP-005", WARNING, ("visits", visit.first, "patient_paid"), done)]


SCARCE = (second_session,)
SLIPS = (typed_twice, typed_twice, paid_at_the_desk)

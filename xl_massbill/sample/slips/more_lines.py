"""Slips about lines that were added, or left alone, and about what is too much for one day.

Source: handbook §6.5 (COD), §6.7 (DOC-002).
"""

from __future__ import annotations

from collections.abc import Callable

from xl_massbill.codes.units import UnitRule, support
from xl_massbill.sample.manifest import Slip
from xl_massbill.sample.payers import FEES, Row
from xl_massbill.sample.sessions import PACK
from xl_massbill.sample.slips.apart import is_plain
from xl_massbill.sample.slips.bench import ERROR, WARNING, Bench, Visit, put, slip
from xl_massbill.sample.slips.dup import LATEST, after_the_last, evening
from xl_massbill.sample.slips.islands import for_the_day, is_alone, island
from xl_massbill.sample.slips.noted import clock_of, minutes_of, retell
from xl_massbill.sample.slips.unt import bill, treat

_FIVE_UNITS, _ROOM = 68, 9  # minutes; how far a session may grow without touching the next one
_GROUP, _GROUP_CHARGE, _LATER = "97150", 30.0, 10  # the group began so many minutes after the massage
_PACK_WORDS = {
    "subjective": "Came straight from the early shift, sore after two hours behind the wheel in traffic.",
    "objective": (
        "Too tender today for work with the hands, so that was put off. A hot pack was laid on the ordered "
        "area for ten minutes; the skin was looked at before and afterwards and showed nothing unusual."
    ),
    "response_to_treatment": "Warmth was welcome and the sharp edge went off it.",
    "assessment": "An irritable day on the way to the ordered goal.",
    "plan": "Treat with the hands again when the next appointment comes round.",
}
_COLLEAGUE_WORDS = {
    "subjective": "Asked to be seen once more today, as the ache had come back on the drive home from town.",
    "objective": (
        "Warmer than before and less guarded; side-bending 18 degrees at first and 26 later. Kneading and "
        "effleurage along both borders for {minutes} minutes, slowly, with pauses to breathe."
    ),
    "response_to_treatment": "Calmer, and able to look round without bracing.",
    "assessment": "Settles with gentle work; nothing speaks against the ordered plan.",
    "plan": "No more today; see the usual therapist as booked.",
}


def _in_car(visit: Visit) -> bool:
    return visit.payer.payer_type in ("AUTO_PIP", "AUTO_MEDPAY")


def pack_alone(bench: Bench) -> list[Slip]:
    """There was no time for a massage, and the hot pack is billed alone."""
    visit = bench.pick(bench.visits(lambda v: _in_car(v) and [x["code"] for x in v.lines[1:]] == [PACK]))
    if visit is None:
        return []
    island(bench, visit)
    massage, pack = visit.lines
    rows = bench.tables["visits"]
    rows[:] = [row for row in rows if row is not massage]
    put(pack, line_no=1, dx2=None)
    retell(visit.note, **_PACK_WORDS)
    put(visit.note, minutes_by_code=None, techniques_all="hot pack", regions_all=pack["regions"])
    done = "A hot pack was billed with no other work of the day."
    return [slip("COD-004", ERROR, ("visits", pack, "code"), done)]


def pack_of_habit(bench: Bench) -> list[Slip]:
    """A hot pack is billed as at every visit, and the note tells of none."""

    def fits(v: Visit) -> bool:
        return (
            _in_car(v) and v.is_single and v.first["code"] == "97124" and PACK in v.coverage["covered_codes"]
        )

    visit = bench.pick(bench.visits(fits))
    if visit is None:
        return []
    island(bench, visit)
    pack = _line_more(bench, visit, PACK, FEES[PACK] / 100, "hot pack")
    done = "A hot pack was billed by habit; the note tells of none."
    return [slip("DOC-002", ERROR, ("visits", pack, "code"), done)]


def _line_more(bench: Bench, visit: Visit, code: str, charge: float, words: str) -> Row:
    """Add a line of an untimed code to a visit and return it."""
    line: Row = {**visit.first, "line_no": 2, "code": code, "units": 1, "techniques": words}
    line |= {"unit_charge": charge, "charge": charge}
    put(line, minutes=None, patient_paid=None)
    bench.tables["visits"].append(line)
    visit.lines.append(line)
    return line


def group_meanwhile(bench: Bench) -> list[Slip]:
    """The patient stands on the list of a class while the massage was still going on."""
    visit = bench.pick(bench.visits(lambda v: is_plain(v) and "mod1" not in v.first))
    if visit is None:
        return []
    island(bench, visit)
    begin = minutes_of(visit.note["start_time"])
    end = begin + visit.first["minutes"]
    put(visit.first, line_start=clock_of(begin), line_end=clock_of(end))
    group = _line_more(bench, visit, _GROUP, _GROUP_CHARGE, "group class")
    put(group, line_start=clock_of(begin + _LATER))
    visit.note["techniques_all"] += ", group class"
    visit.coverage["covered_codes"] += f", {_GROUP}"
    price = next(row for row in bench.tables["fees"] if row["payer_id"] == "*")
    bench.tables["fees"].append({**price, "code": _GROUP, "unit_charge": _GROUP_CHARGE})
    done = "The class began on paper while the massage was still going on."
    return [slip("COD-013", WARNING, ("visits", group, "line_start"), done)]


def five_units(bench: Bench) -> list[Slip]:
    """A long session has more units than Medicare's list takes, which the payer now follows."""

    def fits(v: Visit) -> bool:
        long = v.is_single and v.first["code"] == "97124" and v.first["minutes"] >= _FIVE_UNITS - _ROOM
        return long and v.payer.payer_type == "AUTO_PIP" and is_alone(bench, v)

    visit = bench.pick(bench.visits(fits))
    if visit is None:
        return []
    island(bench, visit)
    treat(visit, (_FIVE_UNITS,))
    bill(visit.first, 5)
    for_the_day(bench, visit, "mue_applied", "Y")
    done = "A long session has five units where the list takes four."
    return [slip("COD-014", WARNING, ("visits", visit.first, "units"), done)]


def two_therapists(bench: Bench) -> list[Slip]:
    """A second session of the day, with its modifier, was given by a colleague."""
    ids = [row["therapist_id"] for row in bench.tables["therapists"]]
    fitting = []
    for visit in bench.visits(lambda v: v.is_single and _in_car(v) and v.first["code"] == "97124"):
        own_end = minutes_of(visit.note["end_time"]) + _ROOM
        others = (other for other in ids if other != visit.first["therapist_id"])
        begins, other = min((max(after_the_last(bench, visit, o), own_end), o) for o in others)
        if begins <= LATEST:
            fitting.append((visit, other, begins))
    chosen = bench.pick(fitting)
    if chosen is None:
        return []
    visit, other, begins = chosen
    island(bench, visit)
    line, note = evening(bench, visit, begins)
    put(line, therapist_id=other, mod1="76")
    rule = UnitRule(visit.payer.unit_rule or UnitRule.CMS_TOTAL)
    bill(line, support(rule, (line["minutes"],)).total)  # the minutes of each therapist count for themselves
    put(note, therapist_id=other, signed_by=other)
    retell(note, **{part: text.format(minutes=line["minutes"]) for part, text in _COLLEAGUE_WORDS.items()})
    done = "A colleague gave the second session of the day, which nothing says."
    return [slip("COD-015", WARNING, ("visits", line, "therapist_id"), done)]


SCARCE: tuple[Callable[[Bench], list[Slip]], ...] = (five_units, two_therapists, pack_alone)
SLIPS = (pack_of_habit, group_meanwhile)

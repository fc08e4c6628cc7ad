"""Slips about who treated, who was treated, and which plans they have.

Source: handbook §6.2 (PAT, COV), §6.3 (PRV).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import pairwise

from xl_massbill.sample.calendar import DAY
from xl_massbill.sample.manifest import Slip
from xl_massbill.sample.payers import Row, payers
from xl_massbill.sample.slips.apart import Apart, is_plain, plant_apart
from xl_massbill.sample.slips.bench import ERROR, WARNING, Bench, Visit, put, slip
from xl_massbill.sample.slips.islands import hired, island, next_id
from xl_massbill.sample.slips.noted import clock_of, minutes_of, retell

_SOON = 30  # days until a licence ends
_OVERLAP = 10  # minutes that two sessions overlap
_ZERO = 10  # a zero too many makes ten times the minutes
_LONGEST_DAY = 600  # minutes of one therapist (PRV-012)
_DONE = ("DONE", "CASH")
_TRAINED = "97112"


def _crash(_: Bench, visit: Visit) -> None:
    """Let the note speak of an accident of which the plan knows nothing."""
    visit.coverage["accident_type"] = "NONE"
    retell(visit.note, subjective=f"{visit.note['subjective']} It began with the car crash in spring.")


def _second_plan(bench: Bench, visit: Visit) -> None:
    """Enter a plan of the spouse's employer, as first as well."""
    number = next_id(bench, "coverage", "coverage_id", "C")
    second = {"coverage_id": number, "payer_id": _other_plan(visit), "member_id": "4410027731"}
    bench.tables["coverage"].append({**visit.coverage, **second})


def _other_plan(visit: Visit) -> str:
    return next(p.payer_id for p in payers() if p.payer_type == "BCBS" and p.payer_id != visit.payer.payer_id)


SLIPS_APART: tuple[Apart, ...] = (
    Apart("PRV-003", ERROR, ("therapist", "license_state"), "The therapist holds an Oregon licence only.",
          {}, is_plain, therapist={"license_state": "OR", "license_no": "OR60007"}),
    Apart("PRV-013", ERROR, ("line", "therapist_id"), "Nobody entered who treated.",
          {"line": {"therapist_id": None}}, is_plain, brings=(("FMT-001", ERROR, ("line", "therapist_id")),)),
    Apart("COV-012", ERROR, ("coverage", "priority"), "Two plans were both entered as first.",
          {}, is_plain, then=_second_plan),
    Apart("COV-013", WARNING, ("coverage", "accident_type"), "The note tells of a crash, the plan of none.",
          {}, is_plain, then=_crash),
)  # fmt: skip


def _plain_island(bench: Bench, wanted: Callable[[Visit], bool] = is_plain) -> Visit | None:
    visit = bench.pick(bench.visits(wanted))
    return island(bench, visit) if visit else None


def licence_ends(bench: Bench) -> list[Slip]:
    """A licence ends in a month, and no new day is entered."""
    if (visit := _plain_island(bench)) is None:
        return []
    row = hired(bench, visit, license_expires=bench.as_of + _SOON * DAY)
    done = "The licence ends in a month, and nobody has entered a new one."
    return [slip("PRV-002", WARNING, ("therapists", row, "license_expires"), done)]


def number_of_clinic(bench: Bench) -> list[Slip]:
    """The clinic's NPI is copied into the row of a therapist."""
    if (visit := _plain_island(bench)) is None:
        return []
    row = hired(bench, visit, npi=bench.tables["practice"][0]["npi"])
    return [slip("PRV-004", ERROR, ("therapists", row, "npi"), "The clinic's own NPI stands at a therapist.")]


def enrolled_later(bench: Bench) -> list[Slip]:
    """A new therapist treats a week before the payer has enrolled him or her."""
    if (visit := _plain_island(bench, lambda v: is_plain(v) and v.payer.enrols)) is None:
        return []
    new = hired(bench, visit)["therapist_id"]
    for row in bench.tables["therapist_payer"]:
        if row["therapist_id"] == new and row["payer_id"] == visit.payer.payer_id:
            row["effective_from"] = visit.day + 7 * DAY
    done = "The therapist was enrolled with the plan a week after the visit."
    return [slip("PRV-005", ERROR, ("visits", visit.first, "therapist_id"), done)]


def not_trained(bench: Bench) -> list[Slip]:
    """Movement re-education, which the board wants training for, is given without it."""

    def fits(v: Visit) -> bool:
        return [x["code"] for x in v.lines] == [_TRAINED, "97140"] and not v.auth

    if (visit := _plain_island(bench, fits)) is None:
        return []
    law = next(row for row in bench.seeded("state_law") if row["state"] == "WA")
    law["code_scope"] = f"{_TRAINED}=TRAINING"
    hired(bench, visit, specialised_training="97140")
    done = "The therapist has no training for the code that the state asks for."
    return [slip("PRV-006", WARNING, ("visits", visit.first, "code"), done)]


def two_at_once(bench: Bench) -> list[Slip]:
    """The clock of a session is noted so early that the one before was still going on."""
    days: dict[tuple[object, str], list[Visit]] = {}
    for visit in bench.visits(lambda v: bool(v.note) and all(map(_is_by_note, v.lines))):
        days.setdefault((visit.day, visit.first["therapist_id"]), []).append(visit)
    pairs = []
    for part in days.values():
        part.sort(key=lambda v: v.note["start_time"])
        pairs += [(one, two) for one, two in pairwise(part) if _is_next(bench, one, two)]
    chosen = bench.pick(pairs)
    if chosen is None:
        return []
    bench.take(chosen)
    one, two = chosen
    note = two.note
    earlier = minutes_of(note["start_time"]) - minutes_of(one.note["end_time"]) + _OVERLAP
    put(note, **{name: clock_of(minutes_of(note[name]) - earlier) for name in ("start_time", "end_time")})
    done = "Two sessions of one therapist overlap by ten minutes."
    key = f"{one.visit_id}+{two.visit_id}"
    return [Slip("PRV-011", ERROR, "notes", key, "start_time", done)]


def _is_by_note(line: Row) -> bool:
    """Return whether a line is timed work whose clock is that of the note; a pack may lie on meanwhile."""
    return "minutes" in line and "line_start" not in line


def _is_next(bench: Bench, one: Visit, two: Visit) -> bool:
    """Return whether the therapist has nobody between two visits of different patients."""
    start, end = one.note["start_time"], two.note["start_time"]
    others = [
        note
        for note in bench.tables["notes"]
        if (note["dos"], note["therapist_id"]) == (one.day, one.first["therapist_id"])
        and start < note.get("start_time", start) < end
    ]
    apart = one.first["patient_id"] != two.first["patient_id"] and one.note["end_time"] < end
    long = minutes_of(one.note["end_time"]) - minutes_of(start) > 2 * _OVERLAP
    return apart and long and not others


def a_zero_too_many(bench: Bench) -> list[Slip]:
    """The minutes of a cash visit get a zero too many, so that the day has more hours than hands."""

    def fits(v: Visit) -> bool:
        more = v.first["minutes"] * (_ZERO - 1) if v.first["status"] == "CASH" and v.is_single else 0
        total: int = sum(row["minutes"] for row in _of_the_day(bench, v)) + more
        return total > _LONGEST_DAY

    visit = bench.pick(bench.all_visits(lambda v: bool(v.note) and fits(v)))
    if visit is None:
        return []
    bench.take([visit])
    visit.first["minutes"] *= _ZERO
    done = "The minutes of a cash visit were typed with a zero too many."
    return [slip("PRV-012", WARNING, ("visits", _of_the_day(bench, visit)[0], "minutes"), done)]


def _of_the_day(bench: Bench, visit: Visit) -> list[Row]:
    """Return all lines with minutes that a therapist did on the day of a visit."""
    own = (visit.day, visit.first["therapist_id"])
    return [
        row
        for row in bench.tables["visits"]
        if (row["dos"], row.get("therapist_id")) == own and row["status"] in _DONE and "minutes" in row
    ]


def entered_again(bench: Bench) -> list[Slip]:
    """A patient who came back was entered anew, with another number."""
    visit = bench.pick(bench.visits(is_plain))
    if visit is None:
        return []
    old = visit.patient
    island(bench, visit)
    put(visit.patient, **{name: old[name] for name in ("first_name", "last_name", "addr1")})
    done = "A patient who came back was entered anew, with a second number."
    return [slip("PAT-006", WARNING, ("patients", visit.patient, "patient_id"), done)]


SCARCE: tuple[Callable[[Bench], list[Slip]], ...] = (not_trained, two_at_once, a_zero_too_many)
SLIPS = (
    *(partial(plant_apart, one) for one in SLIPS_APART),
    licence_ends,
    number_of_clinic,
    enrolled_later,
    entered_again,
)

"""Slips that show over several notes: on islands of several visits, or from one patient's chart to another's.

Source: handbook §6.7 (DOC-013, DOC-015 to DOC-018, DOC-021, DOC-022), §6.8.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from itertools import combinations

from xl_massbill.sample.calendar import DAY
from xl_massbill.sample.manifest import Slip
from xl_massbill.sample.payers import Row
from xl_massbill.sample.similarity import likeness, shingles
from xl_massbill.sample.slips.apart import LATE, is_plain
from xl_massbill.sample.slips.bench import INFO, WARNING, Bench, Visit, put, slip
from xl_massbill.sample.slips.islands import islands
from xl_massbill.sample.slips.noted import PARTS, retell

_UNMEASURED, _NO_BETTER, _NO_GOAL = 3, 4, 7  # visits after which each is asked for
_SIMILAR = (0.78, 0.87)  # DOC-017 speaks from 0.75 to under 0.90
_FORTNIGHT = 14


def _series(bench: Bench, size: int, wanted: Callable[[Visit], bool]) -> list[Visit]:
    """Return so many free visits of one patient, in their order; none where nobody has as many."""
    held: dict[str, list[Visit]] = defaultdict(list)
    for visit in sorted(bench.visits(wanted), key=lambda v: (v.day, v.visit_id)):
        held[visit.first["patient_id"]].append(visit)
    chosen = bench.pick([part for part in held.values() if len(part) >= size])
    return islands(bench, chosen[:size]) if chosen else []


def _simple(visit: Visit) -> bool:
    """Return whether a health plan without approvals pays the visit, and the days after it are known."""
    return visit.payer.payer_type == "COMMERCIAL" and not visit.auth and visit.day.month < LATE


def _at(rule: str, severity: str, note: Row, name: str, done: str) -> list[Slip]:
    return [slip(rule, severity, ("notes", note, name), done)]


def nothing_measured(bench: Bench) -> list[Slip]:
    """Nothing is measured at three visits."""
    part = _series(bench, _UNMEASURED, _simple)
    for visit in part:
        put(visit.note, rom_or_function=None)
    done = "Nothing was measured at the last three visits."
    return _at("DOC-013", WARNING, part[-1].note, "rom_or_function", done) if part else []


def no_better(bench: Bench) -> list[Slip]:
    """Pain and movement are noted the same at four visits."""
    part = _series(bench, _NO_BETTER, _simple)
    for visit in part:
        put(visit.note, **{name: part[0].note[name] for name in ("rom_or_function", "pain_after")})
    done = "Pain and movement were noted the same at four visits."
    return _at("DOC-015", WARNING, part[-1].note, "pain_after", done) if part else []


def no_goal(bench: Bench) -> list[Slip]:
    """The goal of the order is left out of seven notes."""
    part = _series(bench, _NO_GOAL, _simple)
    for visit in part:
        put(visit.note, goal_ref=None)
    done = "Seven notes in a row name no goal."
    return _at("DOC-022", WARNING, part[-1].note, "goal_ref", done) if part else []


def cloned(bench: Bench) -> list[Slip]:
    """A note is that of the visit before, with other numbers."""
    part = _series(bench, 2, is_plain)
    if not part:
        return []
    before, note = part[0].note, part[1].note
    retell(note, **{name: before[name] for name in PARTS})
    return _at("DOC-016", WARNING, note, "note_text", "The note of an earlier visit was copied whole.")


def alike(bench: Bench) -> list[Slip]:
    """Most sentences of a note are those of the visit before."""
    held: dict[str, list[Visit]] = defaultdict(list)
    for visit in sorted(bench.visits(is_plain), key=lambda v: (v.day, v.visit_id)):
        held[visit.first["patient_id"]].append(visit)
    pairs = [(one, two) for part in held.values() for one, two in combinations(part, 2) if one.day < two.day]
    bench.rng.shuffle(pairs)
    for one, two in pairs:
        if names := _nearly_the_same(one.note, two.note):
            islands(bench, [one, two])
            retell(two.note, **{name: one.note[name] for name in names})
            done = "Most sentences were copied from an earlier note."
            return _at("DOC-017", INFO, two.note, "note_text", done)
    return []


def _nearly_the_same(before: Row, note: Row) -> tuple[str, ...]:
    """Return which parts to copy so that the notes look alike and no more, most first; () if none do."""
    whole = shingles(before["note_text"])
    for size in range(len(PARTS) - 1, 0, -1):
        for names in combinations(PARTS, size):
            text = " ".join((before if name in names else note)[name] for name in PARTS)
            if _SIMILAR[0] <= likeness(whole, shingles(text)) <= _SIMILAR[1]:
                return names
    return ()


def from_another_chart(bench: Bench) -> list[Slip]:
    """A note is that of another patient, treated by the same therapist for the same within a fortnight."""
    seen = ("therapist_id", "code", "dx1", "dx2")
    held: dict[tuple[object, ...], list[Visit]] = defaultdict(list)
    for visit in bench.visits(is_plain):
        held[tuple(visit.first.get(name) for name in seen)].append(visit)
    pairs = [
        (one, two)
        for part in held.values()
        for one in part
        for two in part
        if one.first["patient_id"] != two.first["patient_id"] and DAY <= two.day - one.day <= _FORTNIGHT * DAY
    ]
    chosen = bench.pick(pairs)
    if chosen is None:
        return []
    bench.take(chosen)
    before, note = (visit.note for visit in chosen)
    retell(note, **{name: before[name] for name in PARTS})
    return _at("DOC-018", WARNING, note, "note_text", "The note of another patient was copied.")


def after_the_end(bench: Bench) -> list[Slip]:
    """The plan says that care has ended, and the next visit is under the same order."""
    papers = bench.papers("referral", lambda _, part: len(part) > 1 and all(map(_simple, part)))
    chosen = bench.pick_small([(row, part) for row, part in papers if part[1].day > part[0].day])
    if chosen is None:
        return []
    before, _ = islands(bench, chosen[1][:2])
    retell(before.note, plan="Goals met; discharged from care.")
    done = "The plan had ended the care, and a visit followed under the same order."
    return _at("DOC-021", WARNING, before.note, "plan", done)


SCARCE: tuple[Callable[[Bench], list[Slip]], ...] = (
    no_goal,
    no_better,
    nothing_measured,
    after_the_end,
    from_another_chart,
)
SLIPS = (cloned, alike)

"""Slips about one session note, or the lack of it: each on an island.

Source: handbook §6.7 (DOC).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from functools import partial

from xl_massbill.sample.calendar import DAY
from xl_massbill.sample.manifest import Slip
from xl_massbill.sample.payers import Row
from xl_massbill.sample.slips.apart import Apart, asks_no_approval, is_plain, plant_apart
from xl_massbill.sample.slips.bench import ERROR, INFO, WARNING, Bench, Visit
from xl_massbill.sample.slips.history import claim_out
from xl_massbill.sample.slips.noted import lose_note, retell

_LATE = 8  # days from visit to signature
_MORNING = dt.time(8, 5)
_THIN = {
    "subjective": "Stiff again today, much as last week.",
    "objective": "Massage of the ordered area, went well.",
    "response_to_treatment": "Felt looser.",
    "assessment": "Improving.",
    "plan": "Go on as ordered.",
}
_TEMPLATE = {
    "subjective": "Client reports (where, how strong, since when, what makes it better or worse).",
    "objective": "Found on touch (tissue, tender points); measured before and after (movement, degrees); "
    "worked on (area, technique, minutes of each code).",
    "response_to_treatment": "How it was borne, and what was better on leaving.",
    "assessment": "Progress toward the goal of the order, and why more visits are needed.",
    "plan": "Next visit (when, what), and what to do at home.",
}


def _turned(visit: Visit) -> Row:
    """Return the minutes of the note with a slip of ten."""
    return {"minutes_by_code": f"{visit.first['code']}={visit.first['minutes'] - 10}"}


def _colleague(visit: Visit) -> Row:
    other = "T02" if visit.first["therapist_id"] == "T01" else "T01"
    return {"therapist_id": other, "signed_by": other}


def _signed_late(visit: Visit) -> Row:
    return {"signed_on": dt.datetime.combine(visit.day + _LATE * DAY, _MORNING)}


def _make_thin(_: Bench, visit: Visit) -> None:
    retell(visit.note, **_THIN)


def _pay_by_gift_card(_: Bench, visit: Visit) -> None:
    retell(visit.note, plan=f"{visit.note['plan']} The balance was paid with a gift card.")


def _leave_empty(bench: Bench, visit: Visit) -> None:
    """Let the note be the clinic's empty template, which stands on sheet Settings."""
    retell(visit.note, **_TEMPLATE)
    next(row for row in bench.seeded("settings") if row["key"] == "note_template")["value"] = visit.note[
        "note_text"
    ]


def _change_after_billing(bench: Bench, visit: Visit) -> None:
    """Let the visit be out on a claim, and its note be another one than was locked that day."""
    claim_id = claim_out(bench, visit, visit.payer.payer_id)
    for line in visit.lines:
        line["claim_id"] = claim_id
    visit.note["locked_hash"] = hashlib.sha256(visit.note["note_text"].encode()).hexdigest()
    retell(visit.note, assessment=f"{visit.note['assessment']} Clearly better than at the first visit.")


def _with_97112(visit: Visit) -> bool:
    return len(visit.lines) == 2 and visit.first["code"] == "97112" and asks_no_approval(visit)


SLIPS_APART: tuple[Apart, ...] = (
    Apart("DOC-001", ERROR, ("note", "signed_on"), "The note was never signed.",
          {"note": {"signed_on": None}}, is_plain),
    Apart("DOC-003", INFO, ("note", "techniques_all"), "Myofascial work was noted and not billed.",
          {"note": lambda v: {"techniques_all": f"{v.note['techniques_all']}, myofascial release"}},
          is_plain),
    Apart("DOC-004", ERROR, ("note", "minutes_by_code"), "Ten minutes fewer were noted than billed.",
          {"note": _turned}, is_plain),
    Apart("DOC-005", ERROR, ("note", "dos"), "The note was dated a day late.",
          {"note": lambda v: {"dos": v.day + DAY}}, is_plain),
    Apart("DOC-006", WARNING, ("line", "techniques"), "The words on the line are those of manual therapy.",
          {"line": {"techniques": "myofascial release, trigger point release"}}, is_plain),
    Apart("DOC-007", WARNING, ("line", "code"), "Neuromuscular therapy was billed as movement re-education.",
          {"line": {"techniques": "NMT, trigger point release"}}, _with_97112),
    Apart("DOC-008", WARNING, ("note", "regions_all"), "One region was left out of the note.",
          {"note": lambda v: {"regions_all": v.note["regions_all"].split(", ")[0]}},
          lambda v: is_plain(v) and ", " in v.note["regions_all"]),
    Apart("DOC-009", ERROR, ("note", "therapist_id"), "The note is by a colleague.",
          {"note": _colleague}, is_plain),
    Apart("DOC-010", WARNING, ("note", "note_text"), "The note has a handful of words.",
          {}, is_plain, then=_make_thin),
    Apart("DOC-011", WARNING, ("note", "subjective"), "The note ends without a plan.",
          {"note": {"plan": None}}, is_plain),
    Apart("DOC-012", WARNING, ("note", "pain_after"), "Pain after the session was not asked.",
          {"note": {"pain_after": None}}, is_plain),
    Apart("DOC-014", WARNING, ("note", "response_to_treatment"), "The note tells no response.",
          {"note": {"response_to_treatment": None}}, is_plain),
    Apart("DOC-019", WARNING, ("note", "signed_on"), "The note was signed more than a week late.",
          {"note": _signed_late}, is_plain),
    Apart("DOC-020", ERROR, ("note", "hash"), "A sentence was added to the note after it was billed.",
          {}, is_plain, then=_change_after_billing),
    Apart("DOC-024", WARNING, ("note", "note_text"), "The note speaks of a gift card.",
          {}, is_plain, then=_pay_by_gift_card),
    Apart("DOC-025", ERROR, ("note", "note_text"), "The template of the note was left as it was.",
          {}, is_plain, then=_leave_empty),
    Apart("DOC-026", ERROR, ("line", "visit_id"), "The payer wants the note, and there is none.",
          {}, is_plain, rules={"attach_note_with_claim": "Y"}, then=lose_note,
          brings=(("DOC-001", ERROR, ("line", "visit_id")),)),
)  # fmt: skip

SCARCE: tuple[Callable[[Bench], list[Slip]], ...] = ()
SLIPS = tuple(partial(plant_apart, one) for one in SLIPS_APART)

"""DOC-001: a visit that took place has no note, or its note is not signed by the therapist who wrote it.

Why: the signed note is the only proof that there was a service. A claim without one is paid back on the
first request for records, however right the rest is. A clinic whose workbook has no sheet Notes at all
keeps its notes elsewhere; nothing is known then, and nothing is said.

Source: handbook §6.7, §1.11 (signed_by: the number or full name). Certainty: R.
"""

from __future__ import annotations

import re

from xl_massbill.practice.groups import answers
from xl_massbill.rules.phrases import chosen
from xl_massbill.rules.rule import Hits, Lines, Mask, Rule, Severity, as_mask


def not_signed(lines: Lines) -> Hits:
    """Return the lines of visits without a note, or with one that its therapist has not signed."""
    there = lines.has("note")
    none = ~there & lines.records["notes"].present
    undated = there & as_mask(lines["note_signed_on"].isna())
    nobody = undated | (there & lines.blank("note_signed_by"))
    why = chosen(none, "no note", "somebody else signed").mask(nobody, "the signature is missing")
    return Hits(
        none | nobody | signed_by_another(lines),
        values={"why": why},
        anchor=chosen(none, "visits", "notes"),
        field=chosen(none, "visit_id", "signed_by").mask(undated, "signed_on"),
        at=lines["visit_first"],
    )


def signed_by_another(lines: Lines) -> Mask:
    """Return the lines whose note bears another name or number than that of its therapist."""
    names = _names(lines)
    return answers(
        lambda signed, therapist: not _is(signed, therapist, names),
        lines["note_signed_by"],
        lines["note_therapist_id"],
        otherwise=False,
    ).astype(bool)


def _names(lines: Lines) -> dict[str, tuple[str, str]]:
    therapists = lines.records["therapists"]
    rows = zip(*(therapists[n] for n in ("therapist_id", "first_name", "last_name")), strict=True)
    return {str(one): (str(first or ""), str(last or "")) for one, first, last in rows}


def _is(signed: str, therapist: str, names: dict[str, tuple[str, str]]) -> bool:
    """Return whether a signature is a therapist's: the number, or last name with first name or initial."""
    if signed.casefold() == therapist.casefold() or therapist not in names:
        return True
    words = re.findall(r"[\w'-]+", signed.casefold())
    first, last = (re.findall(r"[\w'-]+", name.casefold()) for name in names[therapist])
    begins = {first[0], first[0][0]} if first else set(words)
    return all(word in words for word in last) and bool(begins & set(words))


RULE = Rule(
    id="DOC-001",
    title="a signed note for every visit",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.7",
    message=(
        "There is no signed note for {dos} ({why}). No note, no claim: let the therapist write and sign it."
    ),
    example="The visit of 4 May is on sheet Visits, but sheet Notes has no row for it.",
    on_lines=not_signed,
    anchor="notes",
)

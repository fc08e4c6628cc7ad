"""DOC-005: day of note and line agree.

Why: a note of another day is no proof of this visit, and one of the two days is wrong on a claim that
says it under signature.

Source: handbook §6.7. Certainty: R.
"""

from xl_massbill.rules.rule import Hits, Lines, Rule, Severity, as_mask


def another_day(lines: Lines) -> Hits:
    """Return the lines whose note has another day of service."""
    noted, billed = lines["note_dos"], lines["dos"]
    both = as_mask(noted.notna() & billed.notna())
    return Hits(both & as_mask(noted != billed), values={"d": noted})


RULE = Rule(
    id="DOC-005",
    title="day of note and line agree",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.7",
    message=("The note is dated {d}, the line {dos}. Find the right date in the schedule."),
    example="The note of a visit on 4 May is dated 5 May.",
    on_lines=another_day,
    anchor="notes",
    field="dos",
)

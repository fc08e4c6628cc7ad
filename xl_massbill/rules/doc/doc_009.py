"""DOC-009: therapist of note and line agree.

Why: a service is billed under the person who gave it. Another name on the note makes the claim untrue,
whoever typed it.

Source: handbook §6.7. Certainty: R.
"""

from xl_massbill.rules.rule import Hits, Lines, Rule, Severity, as_mask


def another_therapist(lines: Lines) -> Hits:
    """Return the lines whose note is by another therapist."""
    noted, treated = lines["note_therapist_id"], lines["therapist_id"]
    both = lines.has("therapist") & as_mask(noted.notna() & treated.notna())
    return Hits(both & as_mask(noted != treated), values={"x": noted, "y": treated})


RULE = Rule(
    id="DOC-009",
    title="therapist of note and line agree",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.7",
    message=("{x} signed the note but {y} is on the claim. Enter the therapist who treated."),
    example="The note is by T01, the line names T02.",
    on_lines=another_therapist,
    anchor="notes",
    field="therapist_id",
)

"""DOC-014: response to the treatment.

Why: a note that ends with the work leaves out what it did. Without a response there is no reason to go on
and none to stop.

Source: handbook §6.7. Certainty: G.
"""

from xl_massbill.rules.rule import Hits, Lines, Rule, Severity


def no_response(lines: Lines) -> Hits:
    """Return the lines whose note has no response to the treatment."""
    return Hits(lines.has("note") & lines.blank("note_response_to_treatment"))


RULE = Rule(
    id="DOC-014",
    title="response to the treatment",
    severity=Severity.WARNING,
    certainty="G",
    source="handbook §6.7",
    message=("The patient's response to treatment is missing. Ask the therapist to record it."),
    example="The note tells what was done and nothing of how it was borne.",
    on_lines=no_response,
    anchor="notes",
    field="response_to_treatment",
)

"""DOC-012: the note has no pain score before or after the session, or one that is not from 0 to 10.

Why: pain before and after is the cheapest proof that the work did something, and the first thing a
reviewer looks for when visits go on.

Source: handbook §6.7. Certainty: G.
"""

from xl_massbill.rules.phrases import chosen
from xl_massbill.rules.rule import Hits, Lines, Mask, Rule, Severity, as_mask

MOST = 10


def no_pain_score(lines: Lines) -> Hits:
    """Return the lines whose note lacks a pain score."""
    before, after = (_lacks(lines, f"note_pain_{when}") for when in ("before", "after"))
    return Hits(lines.has("note") & (before | after), field=chosen(before, "pain_before", "pain_after"))


def _lacks(lines: Lines, name: str) -> Mask:
    return as_mask(lines[name].isna()) | as_mask(lines[name] > MOST)


RULE = Rule(
    id="DOC-012",
    title="pain before and after",
    severity=Severity.WARNING,
    certainty="G",
    source="handbook §6.7",
    message="Pain before and after (0-10) is missing. Ask the therapist to record it from now on.",
    example="The note has pain 6 before the session and none after it.",
    on_lines=no_pain_score,
    anchor="notes",
)

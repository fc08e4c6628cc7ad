"""DOC-025: the note is the empty template.

Why: a template that nobody filled in shows that nothing was written about this session (S40). The clinic
puts the text of its empty templates on sheet Settings, in rows whose name begins with note_template; without
such a row nothing is compared.

Source: handbook §6.7, §6.8; S40. Certainty: R.
"""

from xl_massbill.practice.note_likeness import like_templates
from xl_massbill.rules.rule import Hits, Lines, Rule, Severity


def is_a_template(lines: Lines, percent: float) -> Hits:
    """Return the lines whose note shares at least `percent` of its word sequences with an empty template."""
    return Hits(like_templates(lines) >= percent / 100)


RULE = Rule(
    id="DOC-025",
    title="template filled in",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.7, §6.8; S40",
    message="The template was not filled in. The therapist must write the note.",
    example="The note is the template “Neck follow-up” with its blanks still blank.",
    on_lines=is_a_template,
    anchor="notes",
    field="note_text",
    params={"percent": 95},
)

"""PAT-004: a patient under age has nobody who answers for the bill.

Why: a minor cannot sign, and a statement to a child is paid by nobody. Age is that of the day of the visit.

Source: handbook §6.2, §1.8. Certainty: G.
"""

from __future__ import annotations

from xl_massbill.rules.rule import Hits, Level, Lines, Rule, Severity, as_mask


def nobody_answers(lines: Lines, *, of_age: int) -> Hits:
    """Return the lines of minors without a responsible adult."""
    return Hits(as_mask(lines["patient_age"] < of_age) & lines.blank("patient_responsible_party"))


RULE = Rule(
    id="PAT-004",
    title="minor",
    severity=Severity.WARNING,
    certainty="G",
    source="handbook §6.2, §1.8",
    message="The patient is a minor. Enter the responsible adult on sheet Patients.",
    example="A patient of sixteen has no responsible party.",
    on_lines=nobody_answers,
    anchor="patients",
    field="responsible_party",
    levels=(Level.PREVISIT, Level.VISIT),
    params={"of_age": 18},
)

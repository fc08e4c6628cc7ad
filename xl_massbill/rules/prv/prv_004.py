"""PRV-004: the therapist stands on the sheet with the clinic's NPI.

Why: a company that bills must name the person who treated by that person's own number (type 1); payers reject
the claim if both are the same. An owner who bills as a person has one number for both.

Source: handbook §6.3, §7.11; Humana Military (S34). Certainty: R.
"""

from __future__ import annotations

from xl_massbill.rules.rule import Level, Lines, Mask, Rule, Severity, as_mask


def is_the_clinics(lines: Lines) -> Mask:
    """Return the lines of a company whose therapist has the company's NPI."""
    same = as_mask(lines["therapist_npi"] == lines["practice_npi"]) & ~lines.blank("therapist_npi")
    return same & as_mask(lines["practice_entity_type"] == "ORG")


RULE = Rule(
    id="PRV-004",
    title="therapist's own NPI",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.3, §7.11; S34",
    message="The treating therapist's NPI is the same as the clinic's. Enter the therapist's own (type 1)"
    " NPI.",
    example="The NPI of the clinic was copied into the row of the therapist.",
    on_lines=is_the_clinics,
    anchor="therapists",
    field="npi",
    levels=(Level.PREVISIT, Level.VISIT),
)

"""CLM-013: a work injury is billed and nobody has entered the employer.

Why: in workers' compensation the employer is the insured; a claim without its name is returned.

Source: handbook §6.11, §7.4, §1.8. Certainty: G.
"""

from __future__ import annotations

from xl_massbill.rules.rule import Level, Lines, Mask, Rule, Severity


def without_employer(lines: Lines) -> Mask:
    """Return the lines to be billed for a work injury of a patient without employer."""
    at_work = lines.holds("coverage_accident_type", "EM")
    return at_work & lines.has("patient") & lines.blank("patient_employer_name") & lines.blank("claim_id")


RULE = Rule(
    id="CLM-013",
    title="employer of a work injury",
    severity=Severity.ERROR,
    certainty="G",
    source="handbook §6.11, §7.4",
    message="The employer is missing. Enter it on sheet Patients.",
    example="A patient was hurt at work, and the cell for the employer is empty.",
    on_lines=without_employer,
    anchor="patients",
    field="employer_name",
    levels=(Level.PREVISIT, Level.VISIT, Level.CLAIM),
)

"""PRV-013: a clinic bills and does not say who treated.

Why: a company's claim without a rendering provider is rejected; an owner who bills as a person is the
rendering provider.

Source: handbook §6.3, §7.11; loop 2310B (S34). Certainty: R.
"""

from __future__ import annotations

from xl_massbill.rules.rule import Hits, Lines, Rule, Severity, as_mask


def nobody_treated(lines: Lines) -> Hits:
    """Return the lines of a company that name no therapist."""
    company = as_mask(lines["practice_entity_type"] == "ORG")
    return Hits(lines.blank("therapist_id") & company)


RULE = Rule(
    id="PRV-013",
    title="therapist named",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.3, §7.11; S34",
    message="The treating therapist is missing. Choose who treated.",
    example="The cell of the therapist is blank, and the clinic bills as a company.",
    on_lines=nobody_treated,
    field="therapist_id",
)

"""CLM-019: the clinic is outside the plan's network, and its claims say that the plan shall pay the clinic.

Why: out of network many plans pay the patient whatever the claim says; then the clinic must collect the
cheque. And who accepts assignment may be held to the plan's price.

Source: handbook §6.11, §1.3 (accept_assignment_default), box 27. Certainty: G.
"""

from __future__ import annotations

from xl_massbill.rules.rule import Level, Lines, Mask, Rule, Severity, as_mask


def assigned_out_of_network(lines: Lines) -> Mask:
    """Return the lines to be billed under a coverage out of network while the clinic accepts assignment."""
    accepts = as_mask(lines["practice_accept_assignment_default"])
    return lines.holds("coverage_network_status", "OUT") & lines.blank("claim_id") & accepts


RULE = Rule(
    id="CLM-019",
    title="assignment out of network",
    severity=Severity.INFO,
    certainty="G",
    source="handbook §6.11, §1.3",
    message=("Out of network: check whether you accept assignment, else the money goes to the patient."),
    example="The plan has no contract with the clinic, and box 27 says YES.",
    on_lines=assigned_out_of_network,
    anchor="coverage",
    field="network_status",
    levels=(Level.PREVISIT, Level.VISIT, Level.CLAIM),
)

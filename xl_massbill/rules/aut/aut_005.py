"""A visit whose authorisation is still pending should wait.

Sent now it is denied for want of an authorisation; sent after the decision it is paid.

Source: handbook §6.4 AUT-005. Certainty: D.
"""

from __future__ import annotations

from xl_massbill.rules.rule import Hits, Lines, Rule, Severity


def pending(lines: Lines) -> Hits:
    """Find visits done while their authorisation is undecided."""
    return Hits(lines.holds("auth_decision", "PENDING"), at=lines["visit_first"])


RULE = Rule(
    id="AUT-005",
    title="Authorisation pending",
    severity=Severity.WARNING,
    certainty="D",
    source="handbook §6.4",
    message="Authorisation still pending: hold the claim.",
    example="The request is with the payer and the visit is done.",
    on_lines=pending,
    field="auth_id",
)

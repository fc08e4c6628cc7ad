"""TRICARE does not cover massage as a service of its own.

The claim is denied; the patient pays, if a notice was signed before the visit.

Source: handbook §6.10 PAY-003, §5.1; S42. Certainty: R.
"""

from __future__ import annotations

from xl_massbill.rules.rule import Hits, Level, Lines, Rule, Severity


def not_covered(lines: Lines) -> Hits:
    """Find visits billed to TRICARE."""
    return Hits(lines.holds("payer_payer_type", "TRICARE"), at=lines["visit_first"])


RULE = Rule(
    id="PAY-003",
    title="TRICARE",
    severity=Severity.WARNING,
    certainty="R",
    source="handbook §6.10, §5.1; S42",
    message="TRICARE does not cover stand-alone massage. Bill the patient with a signed notice.",
    example="A massage is billed to TRICARE.",
    on_lines=not_covered,
    field="coverage_id",
    levels=(Level.PREVISIT, Level.VISIT),
)

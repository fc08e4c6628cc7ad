"""MON-003: a line costs nothing.

Why: clearinghouses reject claims and lines of $0. A line of 0 units only lends its minutes and is not sent.

Source: handbook §6.11, §7.11; stedi.com (S33). Certainty: R.
"""

from __future__ import annotations

from xl_massbill.rules.rule import Lines, Mask, Rule, Severity, as_mask


def costs_nothing(lines: Lines) -> Mask:
    """Return the lines that are sent with a charge of 0."""
    return as_mask(lines["charge"] == 0) & ~as_mask(lines["units"] == 0)


RULE = Rule(
    id="MON-003",
    title="charge above zero",
    severity=Severity.ERROR,
    certainty="R",
    source="handbook §6.11, §7.11; S33",
    message="A claim with $0 is rejected. Enter the fee or remove the line.",
    example="A line of 97010 has a charge of 0.00.",
    on_lines=costs_nothing,
    field="charge",
)
